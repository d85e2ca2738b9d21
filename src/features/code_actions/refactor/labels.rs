//! The labels of links and footnotes in moved or copied text, and the definitions that the text
//! needs.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use text_size::{TextRange, TextSize};

use crate::features::link::definition_lines;
use crate::features::relink::LinkChanges;
use crate::note::reference::{Family, LinkReference, key};
use crate::text::lines;
use crate::workspace::document::Document;
use crate::workspace::edit::{MovedText, TextEdit};

/// The labels of an extracted section: which definitions move and which are copied.
pub(super) struct LabelSplit<'d> {
    document: &'d Document,
    section: TextRange,
    /// The definitions in the section that only the rest of the note needs, with their lines.
    staying: Vec<(&'d LinkReference, TextRange)>,
    /// The definitions outside the section that only the section needs, with their lines.
    leaving: Vec<(&'d LinkReference, TextRange)>,
    /// The definitions in the section that both need.
    copied_back: Vec<&'d LinkReference>,
    /// The definitions outside the section that both need.
    copied_along: Vec<&'d LinkReference>,
}

impl<'d> LabelSplit<'d> {
    pub(super) fn new(document: &'d Document, section: TextRange) -> Self {
        let text = &document.note.text;
        let is_inside = |label: &LinkReference| section.contains(label.range.start());
        let new: BTreeSet<_> = starts(needed(document, is_inside));
        let old: BTreeSet<_> = starts(needed(document, |label| !is_inside(label)));
        let mut split = Self {
            document,
            section,
            staying: Vec::new(),
            leaving: Vec::new(),
            copied_back: Vec::new(),
            copied_along: Vec::new(),
        };
        for definition in document.note.references.iter().filter(|it| it.is_definition) {
            let start = definition.range.start();
            // A definition that shares its lines with other text can only be copied.
            let lines = definition_lines(text, definition.range);
            match (is_inside(definition), new.contains(&start), old.contains(&start), lines) {
                (true, false, true, Some(lines)) => split.staying.push((definition, lines)),
                (true, _, true, _) => split.copied_back.push(definition),
                (false, true, false, Some(lines)) => split.leaving.push((definition, lines)),
                (false, true, _, _) => split.copied_along.push(definition),
                _ => {}
            }
        }
        split
    }

    /// Returns the parts of the section that move to the new note.
    pub(super) fn blocks(&self) -> Vec<TextRange> {
        let (mut blocks, mut start) = (Vec::new(), self.section.start());
        let lines = self.staying.iter().map(|(_, lines)| *lines);
        for lines in lines.chain([TextRange::empty(self.section.end())]) {
            let part = TextRange::new(start, lines.start().clamp(start, self.section.end()));
            let written = &self.document.note.text[part];
            let lead = written.len() - written.trim_start_matches(['\n', '\r']).len();
            let lead = TextSize::of(&written[..lead]);
            let block = TextRange::at(
                part.start() + lead,
                TextSize::of(written[usize::from(lead)..].trim_end()),
            );
            blocks.extend(Some(block).filter(|block| !block.is_empty()));
            start = lines.end().min(self.section.end());
        }
        blocks
    }

    /// Adds the definitions from outside the section to the text of the new note.
    pub(super) fn write_new(&self, piece: &mut MovedText, links: &LinkChanges) {
        self.write(piece, links, &self.leaving, &self.copied_along);
    }

    /// Adds the definitions that the old note needs to the text that replaces the section.
    pub(super) fn write_old(&self, left: &mut MovedText, links: &LinkChanges) {
        self.write(left, links, &self.staying, &self.copied_back);
    }

    fn write(
        &self,
        text: &mut MovedText,
        links: &LinkChanges,
        moved: &[(&'d LinkReference, TextRange)],
        copied: &[&'d LinkReference],
    ) {
        let note = self.document.id;
        let moved = moved.iter().map(|(definition, _)| (*definition, false));
        let mut all: Vec<_> = moved.chain(copied.iter().map(|it| (*it, true))).collect();
        all.sort_by_key(|(definition, _)| definition.range.start());
        let mut last = None;
        for (definition, is_copy) in all {
            separate(
                text,
                last.replace(definition.family),
                definition.family,
                lines::ending(&self.document.note.text),
            );
            let range = written(&self.document.note.text, definition);
            let changes = unquoted(&self.document.note.text, range);
            if is_copy {
                text.copy(self.document, range, links.with_copied(note, range, changes));
            } else {
                text.take(self.document, range, links.with(note, range, changes));
            }
        }
    }

    /// Returns the lines outside the section to remove with their definitions. At the end of the
    /// note, they include the blank lines before them.
    pub(super) fn removed(&self) -> Vec<TextRange> {
        let mut removed: Vec<TextRange> = Vec::new();
        for (_, lines) in &self.leaving {
            match removed.last_mut() {
                Some(last) if last.end() == lines.start() => *last = last.cover(*lines),
                _ => removed.push(*lines),
            }
        }
        if let Some(last) =
            removed.last_mut().filter(|it| it.end() == self.document.note.text.end())
        {
            let before = &self.document.note.text[..usize::from(last.start())];
            let blank = before[before.trim_end().len()..].split_inclusive('\n').skip(1);
            let blank: TextSize = blank.map(TextSize::of).sum();
            *last = TextRange::new(last.start() - blank, last.end());
        }
        removed
    }
}

/// The labels in text copied to another note.
pub(super) struct CopiedLabels<'d> {
    source: &'d Document,
    /// The definitions that the text needs, but does not contain.
    needed: Vec<&'d LinkReference>,
    /// The new names of labels whose names the other note already uses.
    names: BTreeMap<(Family, &'d str), String>,
}

impl<'d> CopiedLabels<'d> {
    /// Returns the labels in a range of a note that is copied to the note `host`.
    pub(super) fn new(source: &'d Document, range: TextRange, host: &Document) -> Self {
        let is_inside = |label: &LinkReference| range.contains(label.range.start());
        let labels = &source.note.references;
        let mut needed = needed(source, is_inside);
        needed.retain(|definition| !is_inside(definition));
        let own = labels.iter().filter(|it| it.is_definition && is_inside(it));
        let brought: Vec<_> = own.chain(needed.iter().copied()).collect();
        let mut taken: BTreeSet<(Family, String)> = BTreeSet::new();
        let all = host.note.references.iter();
        taken.extend(all.map(|label| (label.family, label.key.clone())));
        // A definition would turn bracketed text in the host into a link.
        let plain: BTreeSet<_> = bracketed(&host.note.text).collect();
        let is_taken = |label: &LinkReference| {
            taken.contains(&(label.family, label.key.clone()))
                || label.family == Family::Link && plain.contains(&label.key)
        };
        let clashes: Vec<_> = brought.iter().copied().filter(|label| is_taken(label)).collect();
        taken.extend(labels.iter().map(|label| (label.family, label.key.clone())));
        taken.extend(plain.iter().map(|name| (Family::Link, name.clone())));
        let mut names = BTreeMap::new();
        for label in clashes {
            names.entry((label.family, label.key.as_str())).or_insert_with(|| {
                let new = free_name(&source.note.text[label.label], label.family, &taken);
                taken.insert((label.family, key(&new)));
                new
            });
        }
        Self { source, needed, names }
    }

    /// Returns the changes to the renamed labels in a range.
    pub(super) fn renamed(&self, range: TextRange) -> Vec<TextEdit> {
        let labels = self.source.note.references.iter();
        let inside = labels.filter(|label| range.contains(label.range.start()));
        let change = |label: &LinkReference| {
            let new = self.names.get(&(label.family, label.key.as_str()))?;
            let written = &self.source.note.text[label.range];
            let open = usize::from(label.label.start() - label.range.start());
            let is_shown = !label.is_definition
                && label.family == Family::Link
                && open == 1 + usize::from(written.starts_with('!'));
            // If the label is the text of its link, keep the text.
            Some(match written.strip_suffix("[]").filter(|_| is_shown) {
                Some(_) => {
                    let at = label.range.end() - TextSize::of(']');
                    TextEdit::certain(TextRange::empty(at), new.as_str())
                }
                None if is_shown => {
                    TextEdit::certain(TextRange::empty(label.range.end()), format!("[{new}]"))
                }
                None => TextEdit::certain(label.label, new.as_str()),
            })
        };
        inside.filter_map(change).collect()
    }

    /// Adds the definitions that the text needs; `changes` returns more changes for each.
    pub(super) fn write(
        &self,
        copy: &mut MovedText,
        end: &str,
        changes: impl Fn(TextRange, Vec<TextEdit>) -> Vec<TextEdit>,
    ) {
        let mut last = None;
        for definition in &self.needed {
            separate(copy, last.replace(definition.family), definition.family, end);
            let range = written(&self.source.note.text, definition);
            copy.copy(self.source, range, changes(range, unquoted(&self.source.note.text, range)));
        }
    }
}

/// Returns the definitions that some text needs, directly or through other definitions, in the
/// order of their ranges. The first of several definitions of one label counts.
fn needed(document: &Document, is_text: impl Fn(&LinkReference) -> bool) -> Vec<&LinkReference> {
    let labels = &document.note.references;
    let definitions: Vec<_> = labels.iter().filter(|it| it.is_definition).collect();
    let mut first = HashMap::new();
    for definition in &definitions {
        first.entry((definition.family, definition.key.as_str())).or_insert(*definition);
    }
    let is_in_definition = |label: &LinkReference| {
        let before = definitions.partition_point(|it| it.range.start() <= label.range.start());
        definitions[..before].last().is_some_and(|it| it.range.contains_range(label.range))
    };
    let uses = labels.iter().filter(|it| !it.is_definition);
    let mut open: Vec<_> = uses.filter(|it| is_text(it) && !is_in_definition(it)).collect();
    let mut found = BTreeMap::new();
    while let Some(label) = open.pop() {
        let Some(definition) = first.get(&(label.family, label.key.as_str())) else { continue };
        if found.insert(definition.range.start(), *definition).is_none() {
            let from = labels.partition_point(|it| it.range.start() <= definition.range.start());
            let rest = labels[from..].iter();
            let inside = rest.take_while(|it| it.range.start() < definition.range.end());
            open.extend(inside.filter(|it| !it.is_definition));
        }
    }
    found.into_values().collect()
}

fn starts(definitions: Vec<&LinkReference>) -> BTreeSet<TextSize> {
    definitions.into_iter().map(|definition| definition.range.start()).collect()
}

/// Returns the range of a definition without the white space after it.
fn written(text: &str, definition: &LinkReference) -> TextRange {
    TextRange::at(definition.range.start(), TextSize::of(text[definition.range].trim_end()))
}

/// Returns the separator before a definition: a blank line, or a line end between definitions of
/// one family.
fn separate(text: &mut MovedText, last: Option<Family>, family: Family, end: &str) {
    text.write(&end.repeat(if last == Some(family) { 1 } else { 2 }));
}

/// Returns the changes that remove the prefix of a definition from its lines: the marks of a
/// quote, or the indentation in a list.
fn unquoted(text: &str, range: TextRange) -> Vec<TextEdit> {
    let before = &text[..usize::from(range.start())];
    let prefix = &before[before.rfind(['\n', '\r']).map_or(0, |at| at + 1)..];
    let is_mark = |c: char| c.is_whitespace() || c == '>';
    if prefix.is_empty() || !prefix.chars().all(is_mark) {
        return Vec::new();
    }
    let mut at = range.start();
    let mut changes = Vec::new();
    for line in text[range].split_inclusive('\n') {
        let own = if line.starts_with(prefix) {
            prefix.len()
        } else {
            // A blank line can be shorter than the prefix, also in a quote.
            let lead = line.trim_end().trim_start_matches(is_mark);
            (line.trim_end().len() - lead.len()).min(prefix.len())
        };
        if at > range.start() && own > 0 {
            changes.push(TextEdit::certain(TextRange::at(at, TextSize::of(&line[..own])), ""));
        }
        at += TextSize::of(line);
    }
    changes
}

/// Returns an unused label like this one: the next number, or the name with a number.
fn free_name(label: &str, family: Family, taken: &BTreeSet<(Family, String)>) -> String {
    let is_free = |name: &String| !taken.contains(&(family, key(name)));
    if label.parse::<u32>().is_ok() {
        let mut numbers = (1..=u32::MAX).map(|number| number.to_string());
        return numbers.find(is_free).unwrap_or_default();
    }
    let mut names = (2..=u32::MAX).map(|number| format!("{label}-{number}"));
    names.find(is_free).unwrap_or_default()
}

/// Returns the keys of all bracketed texts without brackets inside.
fn bracketed(text: &str) -> impl Iterator<Item = String> {
    let opened = text.split('[').skip(1);
    opened.filter_map(|rest| Some(key(&rest[..rest.find(']')?])))
}
