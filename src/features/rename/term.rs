//! Rename of a term: its declarations, its mentions in prose, and the links to it.

use text_size::TextRange;

use crate::features::relink::keep_links;
use crate::features::rename::changes::TermRenaming;
use crate::features::rename::outcome::Rename;
use crate::features::rename::section;
use crate::features::rename::target;
use crate::features::{FilePosition, RangeInfo};
use crate::note::term::{Alias, AliasSource, objection};
use crate::note::term_key::TermKey;
use crate::note::{Note, ReadOptions};
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::edit::{Expect, Failure, Group, Refusal, TextEdit, verify};

/// The maximum number of retries without the mentions that cannot be verified.
const MAX_TRIES: usize = 6;

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
    for _ in 0..MAX_TRIES {
        let edit = keep_links(workspace, &renaming.edit, &declared, &new);
        let refusal = match verify(workspace, edit, &expects) {
            Ok(edit) => {
                let after = edit.edit().apply(workspace);
                let is_known = after.is_declared(&key) || after.is_gap(&key);
                if !is_known && renaming.is_mistake() {
                    return Err(renaming.unrecognized());
                }
                let unrecognized = renaming.unrecognized_in(&after);
                let is_everywhere = is_known && unrecognized.is_none();
                let remark = renaming.remark(&after, is_known, unrecognized);
                let TermRenaming { left_out, is_reversible, new, .. } = renaming;
                let is_reversible = is_reversible && is_everywhere;
                return Ok(Rename { edit, left_out, is_reversible, old: declared, new, remark });
            }
            Err(Failure::Mentions(failed)) if !renaming.needs(&failed) => {
                renaming.leave_out(|note, edit| is_in(&failed, note, edit.range));
                continue;
            }
            Err(Failure::Mentions(_)) => renaming.unrecognized(),
            Err(Failure::Refused(refusal)) => refusal,
        };
        expects.extend(renaming.accept_loss(&expects).ok_or(refusal)?);
    }
    Err(Refusal(format!("“{new}” is not a valid name for the term at “{declared}”.")))
}

impl TermRenaming<'_> {
    /// Drops the changes to mentions that may mean another term.
    fn leave_out_ambiguous(&mut self) {
        self.leave_out(|_, edit| edit.group == Group::Ambiguous);
    }

    /// Drops these changes to mentions.
    fn leave_out(&mut self, is_left_out: impl Fn(NoteId, &TextEdit) -> bool) {
        let edits =
            self.edit.notes().flat_map(|(note, edits)| edits.iter().map(move |it| (note, it)));
        let places = edits.filter(|&(note, edit)| is_left_out(note, edit));
        self.left_out.extend(places.map(|(note, edit)| (note, edit.range)));
        self.edit = self.edit.filtered(|note, edit| !is_left_out(note, edit));
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

    /// Returns the next loss to accept after a refusal, the smallest first. `None` at the end.
    ///
    /// An acronym of the old name stays in the title, but it may not abbreviate the new name. And
    /// the text may define the old name only. A new name that cannot be that of a term is a heading
    /// in another sense: then the mentions are not changed.
    fn accept_loss(&mut self, accepted: &[Expect]) -> Option<Vec<Expect>> {
        let is_new = |loss: &Expect| !accepted.contains(loss);
        let others = self.other_names().into_iter().map(|alias| Expect::LostAlias(alias.key));
        let others: Vec<_> = others.filter(is_new).collect();
        if !others.is_empty() {
            return Some(others);
        }
        let (from, to) = self.names.get_key_value(&self.old.key)?;
        let loss = Expect::Unrecognized { from: from.clone(), to: to.clone() };
        if self.is_mistake() || !is_new(&loss) {
            return None;
        }
        if objection(&self.new).is_some() {
            self.leave_out(|_, edit| is_of_mention(edit.group));
        }
        Some(vec![loss])
    }

    /// Returns whether the new name is probably a mistake: it contains markup. Then it must be
    /// recognized.
    fn is_mistake(&self) -> bool {
        self.typed != self.new
    }

    /// Returns whether every declaration declares the old name as its headword.
    fn is_headword(&self) -> bool {
        let declared = self.workspace.declarations(&self.old.key, None);
        declared.iter().all(|found| found.term.key == self.old.key)
    }

    /// Returns a message about the first note that declares the new name in fewer places than the
    /// old one.
    fn unrecognized_in(&self, after: &Workspace) -> Option<String> {
        let (new, old) = (self.names.get(&self.old.key)?, &self.old.key);
        let count = |document: &Document, name: &TermKey| {
            let terms = document.note.terms_named(name);
            terms.filter(|term| term.declared_keys().any(|key| key == name)).count()
        };
        let declared = self.workspace.declarations(old, None).into_iter();
        declared.map(|found| found.document).find_map(|document| {
            let now = after.document(document.id).map_or(0, |document| count(document, new));
            let (name, note) = (&self.new, document.location.name());
            match now {
                0 => Some(format!("“{name}” is not recognized as a name in “{note}”.")),
                now if now < count(document, old) => {
                    Some(format!("“{name}” is not recognized in all places in “{note}”."))
                }
                _ => None,
            }
        })
    }

    /// Returns a message for the user about the names that are lost.
    fn remark(
        &self,
        after: &Workspace,
        is_known: bool,
        unrecognized: Option<String>,
    ) -> Option<String> {
        let new = &self.new;
        if !is_known && self.is_headword() {
            return Some(section::unrecognized(new));
        }
        if !is_known {
            return Some(format!(
                "“{new}” is not recognized as a name: it is not an acronym of the title."
            ));
        }
        if unrecognized.is_some() {
            return unrecognized;
        }
        let others = self.other_names();
        let lost = others.iter().find(|alias| !after.is_declared(&alias.key))?;
        Some(format!("“{}” is no longer a name of “{new}”.", lost.name))
    }

    /// Returns whether a change in one of these mentions is required.
    fn needs(&self, mentions: &[(NoteId, TextRange)]) -> bool {
        self.edit.notes().any(|(note, edits)| {
            let mut edits = edits.iter().filter(|edit| !is_of_mention(edit.group));
            edits.any(|edit| is_in(mentions, note, edit.range))
        })
    }
}

/// Returns whether changes of a group are in mentions, so that they can be left out.
fn is_of_mention(group: Group) -> bool {
    group > Group::OtherNote || group == Group::Likely
}

fn is_in(mentions: &[(NoteId, TextRange)], note: NoteId, range: TextRange) -> bool {
    mentions.iter().any(|(other, mention)| *other == note && mention.contains_range(range))
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
