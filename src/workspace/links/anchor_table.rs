//! The names of sections and anchors in one note, as the fragments of links write them.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization as _;

use crate::note::Note;
use crate::note::section::Section;
use crate::note::words::fold;

/// The names of sections and anchors of a note, with the index of the first one of each name.
#[derive(Default)]
pub(super) struct AnchorTable {
    /// The sections by their anchors.
    pub(super) sections: HashMap<String, usize>,
    /// The other anchors.
    pub(super) anchors: HashMap<String, usize>,
    /// The sections by the plain text of their headings.
    headings: HashMap<String, usize>,
    /// The sections by the plain texts of headings above them and of their own, built on request.
    paths: OnceCell<HashMap<String, usize>>,
}

impl AnchorTable {
    /// Returns the names in a note whose sections have these anchors.
    pub(super) fn new(note: &Note, section_anchors: &[String]) -> Self {
        let mut table = Self::default();
        for (index, name) in section_anchors.iter().enumerate() {
            table.sections.entry(name.clone()).or_insert(index);
        }
        for (index, anchor) in note.anchors.iter().enumerate() {
            table.anchors.entry(anchor.id.clone()).or_insert(index);
        }
        let names: Vec<_> =
            note.sections.iter().map(|section| plain_text(&section.heading.name)).collect();
        // A spelling without accents counts only if no heading has it.
        let bare = names.iter().map(|name| without_accents(name));
        // The anchor of a heading contains its tags; its name does not.
        let whole = note.sections.iter().map(|section| plain_text(&section.heading.slug()));
        let all = names.iter().cloned().enumerate().chain(bare.enumerate());
        for (index, name) in all.chain(whole.enumerate()) {
            if !name.is_empty() {
                table.headings.entry(name).or_insert(index);
            }
        }
        table
    }

    /// Returns the section with this text, or with this path of headings: `Storage#Cache`. Headings
    /// between those of the path can be left out.
    pub(super) fn heading(&self, fragment: &str, sections: &[Section]) -> Option<usize> {
        let (_, last) = fragment.rsplit_once('#').unwrap_or_default();
        if fragment.starts_with('^') || last.starts_with('^') {
            return None;
        }
        let parts: Vec<_> = fragment.split('#').map(plain_text).collect();
        match parts.as_slice() {
            [name] => self.headings.get(name).copied(),
            [.., last] if last.is_empty() => None,
            parts => {
                let named: Vec<_> = parts.iter().map(String::as_str).collect();
                let named: Vec<_> = named.into_iter().filter(|part| !part.is_empty()).collect();
                let paths = self.paths.get_or_init(|| paths(sections));
                paths.get(&named.join("#")).copied()
            }
        }
    }
}

/// Returns the sections by all paths that lead to them. A section has at most five others above it.
fn paths(sections: &[Section]) -> HashMap<String, usize> {
    let mut all = HashMap::new();
    let mut endings: Vec<Vec<String>> = Vec::with_capacity(sections.len());
    for (index, section) in sections.iter().enumerate() {
        let name = plain_text(&section.heading.name);
        // The paths to the section above are those in which this section can end.
        let above = section.parent.map_or(&[][..], |parent| &endings[parent]);
        let below = above.iter().map(|path| format!("{path}#{name}")).chain([name.clone()]);
        let mut own: Vec<_> = if name.is_empty() { Vec::new() } else { below.collect() };
        for path in &own {
            all.entry(path.clone()).or_insert(index);
        }
        own.extend(above.iter().cloned());
        endings.push(own);
    }
    all
}

/// Returns a text in small letters without punctuation, as in a fragment.
pub fn plain_text(text: &str) -> String {
    let text = if text.is_ascii() { Cow::Borrowed(text) } else { text.nfc().collect() };
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    fold(&words.collect::<Vec<_>>().join(" ")).into_owned()
}

/// Returns a text without the accents of its letters, as some site generators write anchors.
pub fn without_accents(text: &str) -> String {
    let is_accent = |c: &char| ('\u{300}'..='\u{36f}').contains(c);
    if text.is_ascii() {
        text.to_owned()
    } else {
        text.nfd().filter(|c| !is_accent(c)).nfc().collect()
    }
}
