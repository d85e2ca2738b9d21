//! The proof of an edit: it is made in memory, every note that it touches is read anew, and what
//! is there afterwards is compared with what was promised.
//!
//! What cannot be checked here is whether a note on disk still is as it was read: for that, edits
//! of open notes carry their version, and the editor reads the others when it changes them.

mod creation;
mod labels;
mod meaning;
mod mended;
mod mentions;
mod parts;
mod structure;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use text_size::{TextRange, TextSize};

use crate::note::front_matter::TagKind;
use crate::note::link::Link;
use crate::note::reference::Family;
use crate::note::term_key::TermKey;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::edit::moves::Structure;
use crate::workspace::edit::{Moves, Refusal, Shift, TextEdit, WorkspaceEdit};
use crate::workspace::links::{Destination, Resolver, Target};

/// What an edit is to change. Everything else has to be as before.
#[derive(Clone, Debug, Default)]
pub struct Promise {
    /// Names that terms lose, with those that they get instead.
    pub names: BTreeMap<TermKey, TermKey>,
    /// A heading that is added, with nothing below it.
    pub new_section: Option<NewSection>,
    /// A name that a term gets in addition: the term's key, and the name's.
    pub new_alias: Option<(TermKey, TermKey)>,
    /// Mentions that become links.
    pub new_links: Vec<NewLink>,
    /// A heading whose name changes, as the index of its section: it may declare another term
    /// than before, or none.
    pub heading: Option<(NoteId, usize)>,
    /// Names that may come to be mentioned, or cease to be.
    pub free: BTreeSet<TermKey>,
    /// A label that is called otherwise in its note.
    pub reference: Option<RenamedReference>,
    /// A definition that a label gets which has none.
    pub new_definition: Option<NewDefinition>,
    /// Links that lead nowhere, or to no place in a note, by where they begin, with where they are
    /// to lead in the workspace as it is afterwards.
    pub mended: BTreeMap<(NoteId, TextSize), Destination>,
    /// Text that goes with all that is in it, in bytes of the note as it is.
    pub dropped: Vec<(NoteId, TextRange)>,
    /// Files that are moved.
    pub moves: Moves,
    /// Links that cannot be kept where they lead, by where they begin.
    pub left: BTreeSet<(NoteId, TextSize)>,
    /// Tags or categories as they are written, with what is to be written instead.
    pub labels: Option<Relabeling>,
    /// A key of front matter in a note, with the one that it becomes.
    pub new_key: Option<(NoteId, String, String)>,
    /// A note that gets front matter.
    pub new_front_matter: Option<NoteId>,
    /// What is moved about; then nothing of the above may change.
    pub structure: Option<Box<Structure>>,
}

/// Labels that are called otherwise. In a list that would have one twice it may stand once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relabeling {
    /// Which labels.
    pub kind: TagKind,
    /// Each as it is written, with what is to be written instead.
    pub names: BTreeMap<String, String>,
}

impl Relabeling {
    /// Both in one; none if they are of two kinds, or contradict each other.
    fn joined(mut self, other: &Self) -> Option<Self> {
        let fits =
            |(old, new): (&String, &String)| self.names.get(old).is_none_or(|known| known == new);
        (self.kind == other.kind && other.names.iter().all(fits)).then_some(())?;
        self.names.extend(other.names.clone());
        Some(self)
    }
}

impl Promise {
    /// Both promises in one; none if one edit cannot keep both.
    #[must_use]
    pub fn joined(&self, other: &Self) -> Option<Self> {
        let one = |first: bool, second: bool| !(first && second);
        let is_one = one(self.new_section.is_some(), other.new_section.is_some())
            && one(self.new_alias.is_some(), other.new_alias.is_some())
            && one(self.new_key.is_some(), other.new_key.is_some())
            && one(self.new_front_matter.is_some(), other.new_front_matter.is_some())
            && one(self.new_definition.is_some(), other.new_definition.is_some())
            && one(self.reference.is_some(), other.reference.is_some())
            && self.structure.is_none()
            && other.structure.is_none();
        let is_clear = other
            .names
            .iter()
            .all(|(name, new)| self.names.get(name).is_none_or(|known| known == new));
        let mut both = self.clone();
        both.names.extend(other.names.clone());
        both.new_section = both.new_section.or_else(|| other.new_section.clone());
        both.new_alias = both.new_alias.or_else(|| other.new_alias.clone());
        both.new_key = both.new_key.or_else(|| other.new_key.clone());
        both.new_front_matter = both.new_front_matter.or(other.new_front_matter);
        both.new_definition = both.new_definition.or_else(|| other.new_definition.clone());
        both.reference = both.reference.or_else(|| other.reference.clone());
        both.mended.extend(other.mended.clone());
        both.dropped.extend(other.dropped.iter().copied());
        both.new_links.extend(other.new_links.clone());
        both.labels = match (both.labels, &other.labels) {
            (Some(own), Some(other)) => Some(own.joined(other)?),
            (own, other) => own.or_else(|| other.clone()),
        };
        (is_one && is_clear).then_some(both)
    }
}

impl From<Structure> for Promise {
    fn from(structure: Structure) -> Self {
        Self { structure: Some(Box::new(structure)), ..Self::default() }
    }
}

/// A label of a link or footnote that is called otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenamedReference {
    /// The note.
    pub note: NoteId,
    /// What the label stands for.
    pub family: Family,
    /// Its key before.
    pub old: String,
    /// Its key afterwards.
    pub new: String,
}

/// A definition that is added to a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDefinition {
    /// The note.
    pub note: NoteId,
    /// What its label stands for.
    pub family: Family,
    /// The key of its label.
    pub key: String,
    /// Where it leads, if that is in the notes.
    pub target: Option<Target>,
}

/// A heading that is added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSection {
    /// The note.
    pub note: NoteId,
    /// The index that its section is to have.
    pub index: usize,
    /// Its name.
    pub name: String,
}

/// A link that is made of what stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLink {
    /// The note that it stands in.
    pub note: NoteId,
    /// What becomes its text.
    pub range: TextRange,
    /// Where it is to lead.
    pub target: Target,
}

/// An edit that does what was promised and nothing else. Only [`prove`] makes one.
#[derive(Clone, Debug)]
pub struct Proven {
    edit: WorkspaceEdit,
    captured: usize,
}

impl Proven {
    /// The edit.
    pub fn edit(&self) -> &WorkspaceEdit {
        &self.edit
    }

    /// How many places, mentions of nothing before, mention a changed name afterwards.
    pub fn captured(&self) -> usize {
        self.captured
    }
}

/// Why an edit is not proven.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// These mentions would not mention the new name; without the changes to them the rest may
    /// still hold.
    Mentions(Vec<(NoteId, TextRange)>),
    /// The edit as a whole does something else than promised.
    Refused(Refusal),
}

pub(super) fn refused(reason: impl Into<String>) -> Failure {
    Failure::Refused(Refusal(reason.into()))
}

/// Proves an edit.
///
/// # Errors
///
/// Fails if the edit does anything that was not promised, or not all that was.
pub fn prove(
    workspace: &Workspace,
    edit: WorkspaceEdit,
    promise: &Promise,
) -> Result<Proven, Failure> {
    edit.check_size().map_err(Failure::Refused)?;
    for (note, edits) in edit.notes() {
        let document = workspace.document(note).ok_or_else(|| refused("A note is gone."))?;
        fits(workspace, document, edits)?;
    }
    creation::possible(workspace, &edit)?;
    let after = promise.moves.apply(&edit.apply(workspace));
    let change = Change::new(workspace, &after, &edit, promise);
    if let Some(promised) = &promise.structure {
        creation::compare(&change)?;
        structure::compare(&change, promised)?;
        return Ok(Proven { edit, captured: 0 });
    }
    for (note, _) in edit.notes() {
        let (Some(old), Some(new)) = (workspace.document(note), after.document(note)) else {
            return Err(refused("A note is gone."));
        };
        parts::compare(&change, old, new)?;
    }
    creation::compare(&change)?;
    change.links()?;
    let captured = mentions::compare(&change)?;
    Ok(Proven { edit, captured })
}

/// Whether edits can be made at all: in a note that is ours to change, in order, disjoint, and
/// between characters.
fn fits(workspace: &Workspace, document: &Document, edits: &[TextEdit]) -> Result<(), Failure> {
    let is_inside = document.location.path().is_some_and(|path| workspace.folders().contain(path));
    if document.version().is_none() && !is_inside {
        let name = document.location.name();
        return Err(refused(format!("“{name}” is in no folder that is open here.")));
    }
    let text = document.text.to_string();
    let cut = |range: &TextRange| {
        text.is_char_boundary(range.start().into()) && text.is_char_boundary(range.end().into())
    };
    let is_within = edits.iter().all(|edit| edit.range.end() <= document.text.len());
    let is_whole = edits.iter().all(|edit| cut(&edit.range));
    let is_disjoint = edits
        .windows(2)
        .all(|pair| pair[0].range.end() <= pair[1].range.start() && pair[0].range != pair[1].range);
    if is_within && is_whole && is_disjoint {
        Ok(())
    } else {
        Err(refused("Two changes fall on the same place."))
    }
}

/// The workspace before and after.
struct Change<'c> {
    before: &'c Workspace,
    after: &'c Workspace,
    edit: &'c WorkspaceEdit,
    promise: &'c Promise,
    old_links: Resolver<'c>,
    new_links: Resolver<'c>,
}

impl<'c> Change<'c> {
    fn new(
        before: &'c Workspace,
        after: &'c Workspace,
        edit: &'c WorkspaceEdit,
        promise: &'c Promise,
    ) -> Self {
        let (old_links, new_links) = (Resolver::new(before), Resolver::new(after));
        Self { before, after, edit, promise, old_links, new_links }
    }

    /// The key that a name has afterwards.
    fn renamed<'k>(&'k self, key: &'k TermKey) -> &'k TermKey {
        self.promise.names.get(key).unwrap_or(key)
    }

    /// Where a target is afterwards: a new section moves those behind it.
    fn shifted(&self, target: Target) -> Target {
        let new = self.promise.new_section.as_ref().filter(|new| new.note == target.note);
        let shift = |index: usize| index + usize::from(new.is_some_and(|new| index >= new.index));
        Target { section: target.section.map(shift), ..target }
    }

    fn is_created(&self, note: NoteId) -> bool {
        self.edit.created().any(|new| new.id == note)
    }

    /// All links lead where they led, and new ones where they are to lead.
    fn links(&self) -> Result<(), Failure> {
        self.all_mended()?;
        for old in self.before.documents() {
            let Some(new) = self.after.document(old.id) else { continue };
            let shift = Shift::new(self.edit.of(old.id));
            let mut left = new.note.links.iter();
            for link in old.note.links.iter().filter(|link| !self.is_dropped(old, link.range)) {
                let range = shift.moved(link.range);
                let found = left.find(|found| found.range == range && found.kind == link.kind);
                let is_left = self.promise.left.contains(&(old.id, link.range.start()));
                if !found.is_some_and(|found| is_left || self.leads_on((old, link), (new, found))) {
                    let written = old.text.slice(link.range);
                    let title = old.title();
                    return Err(refused(format!("The link {written} in “{title}” would break.")));
                }
            }
            self.made_links(old, new)?;
        }
        Ok(())
    }

    /// Whether a link leads where it led. One that leads to no note may lead anywhere, so it has to
    /// be written as before.
    fn leads_on(&self, old: (&Document, &Link), new: (&Document, &Link)) -> bool {
        if let Some(is_mended) = self.is_mended(old, new) {
            return is_mended;
        }
        let led = self.old_links.resolve(old.0, old.1).map(|target| self.shifted(target));
        let leads = self.new_links.resolve(new.0, new.1);
        if !self.promise.moves.is_empty()
            && let Destination::File(file) = self.old_links.destination(old.0, old.1)
        {
            let now = self.new_links.destination(new.0, new.1);
            return now == Destination::File(self.promise.moves.of(&file));
        }
        let written = |link: &Link| (link.path.clone(), link.fragment.clone());
        // A note or section that is added may be just what was missing.
        let is_found = led.is_none() && leads.is_some_and(|it| self.is_created(it.note))
            || self.leads_to_new_section(led, leads);
        (led == leads || is_found) && (led.is_some() || written(old.1) == written(new.1))
    }

    /// The links that are made are there, and no others.
    fn made_links(&self, old: &Document, new: &Document) -> Result<(), Failure> {
        let promised: Vec<_> =
            self.promise.new_links.iter().filter(|link| link.note == old.id).collect();
        let stays = |link: &&Link| !self.is_dropped(old, link.range) && !self.is_labeled(old, link);
        let known = old.note.links.iter().filter(stays).count();
        let is_found = |link: &&Link| !self.is_labeled(new, link);
        if new.note.links.iter().filter(is_found).count() != known + promised.len() {
            return Err(refused("The change would make a link where none is meant."));
        }
        let shift = Shift::new(self.edit.of(old.id));
        let texts = new.note.links.iter().filter_map(|link| Some((link.text?, link)));
        let by_text: HashMap<_, _> = texts.rev().collect();
        for made in promised {
            let link = by_text.get(&shift.moved(made.range)).copied();
            let leads = link.and_then(|link| self.new_links.resolve(new, link));
            if leads != Some(self.shifted(made.target)) {
                let written = old.text.slice(made.range);
                return Err(refused(format!("“{written}” would not become a link there.")));
            }
        }
        Ok(())
    }
}
