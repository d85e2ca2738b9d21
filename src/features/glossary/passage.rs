//! The text of a definition, with its links and mentions.
//!
//! A definition is parsed alone, so its ranges are byte offsets of the definition. The link
//! definitions of its note are added for the parse, because a link may use one.

use std::path::{Path, PathBuf};

use text_size::{TextRange, TextSize};

use crate::features::declarations::Declarations;
use crate::features::glossary::places::{Mentioned, Places};
use crate::note::excerpt;
use crate::note::link::{Link, LinkKind};
use crate::note::prose;
use crate::note::reference::Family;
use crate::note::term::Term;
use crate::note::{Note, ReadOptions};
use crate::workspace::Workspace;
use crate::workspace::document::Document;
use crate::workspace::links::{Destination, Resolver};
use crate::workspace::mention::{Lexicon, Mention, in_block};

/// The text of a definition. All ranges are byte offsets of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// The Markdown as written.
    pub text: String,
    /// The links and images, in the order of the text.
    pub links: Vec<DefinitionLink>,
    /// The certain mentions of other terms and of gaps outside of links, in the order of the text.
    pub uses: Vec<Use>,
    /// The names of the term itself, in the order of the text.
    pub own_names: Vec<TextRange>,
}

/// A mention in a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Use {
    /// The range of the mention.
    pub range: TextRange,
    /// What it mentions.
    pub to: Mentioned,
}

/// A link or image in a definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefinitionLink {
    /// The syntax.
    pub kind: LinkKind,
    /// Whether it is an image or another embed.
    pub embeds: bool,
    /// The whole link.
    pub range: TextRange,
    /// Its text, or `None` if it shows its destination.
    pub text: Option<TextRange>,
    /// The range of its destination with the fragment, if that is in the link as it is read.
    pub destination: Option<TextRange>,
    /// The destination as it is read.
    pub written: String,
    /// The goal.
    pub goal: LinkGoal,
}

/// What a link in a definition leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkGoal {
    /// A term or gap.
    Mentioned(Mentioned),
    /// A file, with the fragment as written.
    File(PathBuf, Option<String>),
    /// A page on the web, or an address for mail.
    Outside,
    /// Nothing that exists.
    Nowhere,
}

/// Reads the definitions of a workspace.
pub(super) struct PassageReader<'w, 'p> {
    workspace: &'w Workspace,
    places: &'p Places,
    resolver: Resolver<'w>,
}

/// Reads the definitions of one note.
pub(super) struct NotePassages<'w, 'p, 'r> {
    reader: &'r mut PassageReader<'w, 'p>,
    document: &'w Document,
    declarations: Declarations<'w>,
    options: ReadOptions,
    /// The link definitions of the note, each on a line of its own.
    labels: String,
}

impl<'w, 'p> PassageReader<'w, 'p> {
    pub(super) fn new(workspace: &'w Workspace, places: &'p Places) -> Self {
        Self { workspace, places, resolver: Resolver::new(workspace) }
    }

    /// Returns a reader for the definitions of a note.
    pub(super) fn of_note<'r>(&'r mut self, document: &'w Document) -> NotePassages<'w, 'p, 'r> {
        let references = document.note.references.iter();
        let labels = references.filter(|it| it.is_definition && it.family == Family::Link);
        let labels = labels.map(|it| format!("\n\n{}", document.note.text.slice(it.range).trim()));
        NotePassages {
            document,
            declarations: Declarations::new(self.workspace, document.id),
            options: self.workspace.read_options(&document.location),
            labels: labels.collect(),
            reader: self,
        }
    }
}

impl NotePassages<'_, '_, '_> {
    /// Reads the definition of a term of this note, whose entry has this index.
    pub(super) fn read(&mut self, term: &Term, own: usize) -> Passage {
        let text = self.document.definition(term).trim().to_owned();
        let read = if text.contains('[') { format!("{text}{}", self.labels) } else { text.clone() };
        let note = Note::read(read.as_str(), &self.options);
        let end = TextSize::of(&text);
        let links = note.links.iter().filter(|link| link.range.end() <= end);
        let links: Vec<_> = links.map(|link| self.link(link, own)).collect();
        let lexicon = Lexicon::of_document(self.reader.workspace, self.document);
        let blocks = prose::blocks(&note.prose);
        let mentions = blocks.flat_map(|block| in_block(lexicon, &read, block));
        let mentions: Vec<_> = mentions.filter(|it| it.range.end() <= end).collect();
        let mut passage = Passage { text, links, ..Passage::default() };
        for mention in &mentions {
            let entries = self.entries(mention);
            if entries.contains(&own) {
                passage.own_names.push(mention.range);
            } else if !mention.in_link {
                passage.uses.extend(self.used(&read, mention, entries.first().copied()));
            }
        }
        passage
    }

    /// Returns the entries that a mention may mean, the nearest first.
    fn entries(&mut self, mention: &Mention) -> Vec<usize> {
        let mut found = Vec::new();
        for name in &mention.names {
            let declared = self.declarations.of(&name.key);
            found.extend(declared.iter().filter_map(|it| self.reader.places.entry(it.term)));
        }
        found
    }

    /// Returns the use that a mention of an entry or gap is, if it is certain.
    fn used(&mut self, text: &str, mention: &Mention, entry: Option<usize>) -> Option<Use> {
        let range = mention.range;
        let Some(entry) = entry else {
            let mut gaps = mention.names.iter();
            let gap = gaps.find_map(|name| self.reader.places.gap(&name.key))?;
            return Some(Use { range, to: Mentioned::Gap(gap) });
        };
        let is_certain = self.declarations.has_certain(text, mention);
        is_certain.then_some(Use { range, to: Mentioned::Entry(entry) })
    }

    fn link(&self, link: &Link, own: usize) -> DefinitionLink {
        // A shortcode around the destination would remain.
        let place = link.place.filter(|_| link.lookup.is_none());
        let destination = place.map(|place| match place.fragment {
            Some(fragment) => place.path.cover(fragment),
            None => place.path,
        });
        let fragment = link.fragment.as_ref().map(|fragment| format!("#{fragment}"));
        DefinitionLink {
            kind: link.kind,
            embeds: link.embeds,
            range: link.range,
            text: link.text,
            destination,
            written: format!("{}{}", link.path, fragment.unwrap_or_default()),
            goal: self.goal(link, own),
        }
    }

    fn goal(&self, link: &Link, own: usize) -> LinkGoal {
        let places = self.reader.places;
        let document = self.document;
        match self.reader.resolver.destination(document, link) {
            Destination::Note(target) => {
                let entry = places.at(target.note, target.section);
                let entry = entry.filter(|index| *index != own && target.anchor.is_none());
                let path = self.reader.workspace.document(target.note);
                let path = path.and_then(|it| it.location.path());
                let file = || {
                    path.map_or(LinkGoal::Nowhere, |path| {
                        LinkGoal::File(path.to_path_buf(), link.fragment.clone())
                    })
                };
                entry.map_or_else(file, |index| LinkGoal::Mentioned(Mentioned::Entry(index)))
            }
            Destination::File(path) => LinkGoal::File(path, link.fragment.clone()),
            Destination::Outside if excerpt::is_safe(&link.path) => LinkGoal::Outside,
            Destination::Unknown if link.embeds => {
                let folder = document.location.path().and_then(Path::parent);
                folder.map_or(LinkGoal::Nowhere, |it| LinkGoal::File(it.join(&link.path), None))
            }
            Destination::Nowhere => {
                let gap = places.missing(&link.path).map(Mentioned::Gap);
                gap.map_or(LinkGoal::Nowhere, LinkGoal::Mentioned)
            }
            Destination::Outside | Destination::Unknown => LinkGoal::Nowhere,
        }
    }
}
