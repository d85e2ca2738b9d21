//! Rename of a term: its declarations, its mentions in prose, and the links to it.

use text_size::TextRange;

use crate::features::relink::keep_links;
use crate::features::rename::changes::TermRenaming;
use crate::features::rename::outcome::Rename;
use crate::features::rename::target;
use crate::features::{FilePosition, RangeInfo};
use crate::note::term::{Alias, AliasSource};
use crate::note::term_key::TermKey;
use crate::note::{Note, ReadOptions};
use crate::workspace::Workspace;
use crate::workspace::document::NoteId;
use crate::workspace::edit::{Expect, Failure, Group, Refusal, TextEdit, verify};

/// The maximum number of retries without the mentions that cannot be verified.
const MAX_TRIES: usize = 4;

/// Returns the name at a position as declared, and its range at the position.
pub(super) fn prepare(
    workspace: &Workspace,
    position: FilePosition,
) -> Result<RangeInfo<String>, Refusal> {
    let found = target::name_at(workspace, position)?;
    Ok(RangeInfo { range: found.range, info: found.info.declared })
}

/// Returns whether the name at a position is that of a gap.
pub(super) fn is_gap(workspace: &Workspace, position: FilePosition) -> bool {
    target::name_at(workspace, position).is_ok_and(|found| workspace.is_gap(&found.info.key))
}

/// Renames the term at a position. Mentions that may mean another term are changed only if the
/// user can confirm each change.
pub(super) fn rename(
    workspace: &Workspace,
    position: FilePosition,
    new: &str,
    can_confirm: bool,
) -> Result<Rename, Refusal> {
    let old = target::name_at(workspace, position)?.info;
    let words: Vec<_> = new.trim().split(' ').filter(|word| !word.is_empty()).collect();
    let typed = words.join(" ");
    let new = plain(&typed);
    let key = checked(workspace, &old.key, &new)?;
    let declared = old.declared.clone();
    let mut renaming =
        TermRenaming::new(workspace, old, (&new, &typed), key.clone(), position.note);
    renaming.collect()?;
    if !can_confirm {
        renaming.leave_out_ambiguous();
    }
    let names = renaming.names.clone().into_iter();
    let names = names.map(|(from, to)| Expect::Renamed { from, to });
    let headings = renaming.headings.iter();
    let headings = headings.map(|&(note, section)| Expect::RenamedHeading { note, section });
    let mut expects: Vec<_> = names.chain(headings).collect();
    // An acronym of the old name stays in the title, but it may not abbreviate the new name.
    let others = renaming.other_names();
    for _ in 0..MAX_TRIES {
        let edit = keep_links(workspace, &renaming.edit, &declared, &new);
        match verify(workspace, edit, &expects) {
            Ok(edit) => {
                let after = edit.edit().apply(workspace);
                let is_known = after.is_declared(&key) || after.is_gap(&key);
                if !renaming.headings.is_empty() && !is_known {
                    return Err(renaming.unrecognized());
                }
                let lost = others.iter().find(|alias| !after.is_declared(&alias.key));
                let remark = lost.map(|alias| {
                    format!("“{}” is no longer a name of “{}”.", alias.name, renaming.new)
                });
                let TermRenaming { left_out, is_reversible, new, .. } = renaming;
                return Ok(Rename { edit, left_out, is_reversible, old: declared, new, remark });
            }
            Err(Failure::Refused(refusal)) => {
                let lost = others.iter().map(|alias| Expect::LostAlias(alias.key.clone()));
                let lost: Vec<_> = lost.filter(|lost| !expects.contains(lost)).collect();
                if lost.is_empty() {
                    return Err(refusal);
                }
                expects.extend(lost);
            }
            Err(Failure::Mentions(failed)) => renaming.leave_out(failed)?,
        }
    }
    Err(Refusal(format!("“{new}” is not a valid name for the term at “{declared}”.")))
}

impl TermRenaming<'_> {
    /// Drops the changes to mentions that may mean another term.
    fn leave_out_ambiguous(&mut self) {
        let is_ambiguous = |edit: &TextEdit| edit.group == Group::Ambiguous;
        let edits =
            self.edit.notes().flat_map(|(note, edits)| edits.iter().map(move |it| (note, it)));
        let places = edits.filter(|(_, edit)| is_ambiguous(edit));
        self.left_out.extend(places.map(|(note, edit)| (note, edit.range)));
        self.edit = self.edit.filtered(|_, edit| !is_ambiguous(edit));
    }

    /// Returns the names in the titles of the renamed terms that stay as they are.
    fn other_names(&self) -> Vec<Alias> {
        let declared = self.workspace.declarations(&self.old.key, None);
        let aliases = declared.iter().flat_map(|found| &found.term.aliases);
        let others = aliases.filter(|alias| {
            alias.source == AliasSource::Title && !self.names.contains_key(&alias.key)
        });
        others.cloned().collect()
    }

    fn unrecognized(&self) -> Refusal {
        let (old, new) = (&self.old.declared, &self.new);
        Refusal(format!("“{new}” would not be recognized where “{old}” is declared."))
    }

    /// Drops the changes to these mentions, if none of them is required.
    fn leave_out(&mut self, mentions: Vec<(NoteId, TextRange)>) -> Result<(), Refusal> {
        let is_in = |note: NoteId, range: TextRange| {
            mentions.iter().any(|(other, mention)| *other == note && mention.contains_range(range))
        };
        let is_needed = self.edit.notes().any(|(note, edits)| {
            edits.iter().any(|edit| {
                edit.group <= Group::OtherNote
                    && edit.group != Group::Likely
                    && is_in(note, edit.range)
            })
        });
        if is_needed {
            return Err(self.unrecognized());
        }
        self.edit = self.edit.filtered(|note, edit| !is_in(note, edit.range));
        self.left_out.extend(mentions);
        Ok(())
    }
}

/// Returns a name as a heading with it is read, without markup.
fn plain(typed: &str) -> String {
    let is_marked = typed.contains(['*', '_', '`', '~', '[', '&', '<', '\\']);
    let options = ReadOptions::default();
    let note = is_marked.then(|| Note::read(format!("# {typed}\n").as_str(), &options));
    let heading = note.as_ref().and_then(|note| note.sections.first());
    heading.map_or(typed, |section| &section.heading.name).to_owned()
}

/// Returns the key of the new name, if it is valid.
fn checked(workspace: &Workspace, old: &TermKey, new: &str) -> Result<TermKey, Refusal> {
    if new.contains(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')) {
        return Err(Refusal("A name must be on one line.".to_owned()));
    }
    if ["|", "[[", "]]"].iter().any(|mark| new.contains(mark)) {
        return Err(Refusal(
            "A name must not contain “|”, “[[” or “]]”, because links cannot contain these."
                .to_owned(),
        ));
    }
    let key = TermKey::new(new)
        .ok_or_else(|| Refusal("A name must contain a letter or a digit.".to_owned()))?;
    let is_taken = workspace.is_declared(&key) || workspace.is_gap(old) && workspace.is_gap(&key);
    if key != *old && is_taken {
        return Err(Refusal(format!(
            "“{new}” is already a term. The two would be merged, and renaming back could not separate them."
        )));
    }
    Ok(key)
}
