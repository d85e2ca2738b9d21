//! Slugs: the names by which links point to headings.

use std::collections::HashMap;

use crate::note::section::Section;
use crate::note::words::is_mark;

/// A heading's text as part of an address: small letters, spaces as hyphens, no punctuation.
///
/// `GitHub`: the anchors it gives to headings; letters and digits of all scripts stay.
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            ' ' => slug.push('-'),
            '-' | '_' => slug.push(c),
            c if c.is_ascii_alphanumeric() => slug.push(c.to_ascii_lowercase()),
            c if c.is_alphanumeric() || is_mark(c) => slug.extend(c.to_lowercase()),
            _ => {}
        }
    }
    slug
}

/// The anchors of a note's headings: the explicit one, or else the slug; one that stands for
/// another heading already gets a number, as `-1`.
pub fn anchors(sections: &[Section]) -> Vec<String> {
    // How often each anchor has been asked for again.
    let mut taken: HashMap<String, u32> = HashMap::new();
    let one = |section: &Section| {
        let heading = &section.heading;
        if let Some(id) = &heading.id {
            return id.clone();
        }
        let Some(count) = taken.get(&heading.slug).copied() else {
            taken.insert(heading.slug.clone(), 0);
            return heading.slug.clone();
        };
        let mut count = count;
        let numbered = loop {
            count += 1;
            let numbered = format!("{}-{count}", heading.slug);
            if !taken.contains_key(&numbered) {
                break numbered;
            }
        };
        taken.insert(heading.slug.clone(), count);
        taken.insert(numbered.clone(), 0);
        numbered
    };
    sections.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::{anchors, slug};
    use crate::note::{Note, ReadOptions};

    #[test]
    fn slugs_are_those_of_github() {
        for (text, expected) in [
            ("Change Data Capture (CDC)", "change-data-capture-cdc"),
            ("C++ & C#", "c--c"),
            ("What's new?", "whats-new"),
            ("Größe des Index", "größe-des-index"),
            ("データベース", "データベース"),
            ("snake_case - dash", "snake_case---dash"),
            ("Write-ahead log", "write-ahead-log"),
        ] {
            assert_eq!(slug(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_not_unique_is_numbered() {
        let text = "# A\n## B\n## B\n## B-1\n## `B` {#own}\n## *B*\n## 📑 Key\n";
        let note = Note::read(text, &ReadOptions::default());
        assert_eq!(anchors(&note.sections), ["a", "b", "b-1", "b-1-1", "own", "b-2", "-key"]);
    }
}
