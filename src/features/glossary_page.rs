//! The terms as one page: A to Z, with links between definitions and to the notes.

use std::collections::HashMap;
use std::path::Path;

use unicode_normalization::UnicodeNormalization as _;

use crate::features::glossary::{
    DefinitionLink, Glossary, GlossaryEntry, LinkGoal, LinkRules, Mentioned, linked_text,
};
use crate::note::excerpt;
use crate::note::markdown::html_text::{ImagePolicy, html_text};
use crate::note::slug::slug;
use crate::workspace::links::encoded;

/// A page with terms, grouped by their first letters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GlossaryPage {
    /// The groups, in the order of the page.
    pub letters: Vec<LetterGroup>,
}

/// The terms with one first letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterGroup {
    /// The letter, or `#` for digits and symbols.
    pub letter: String,
    /// The anchor of the group.
    pub anchor: String,
    /// The terms.
    pub terms: Vec<PageTerm>,
}

/// A term on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageTerm {
    /// The anchor.
    pub anchor: String,
    /// The headword, without markup.
    pub headword: String,
    /// The other names, without markup.
    pub aliases: Vec<String>,
    /// The definition as Markdown as it is written. Its links lead to the page, to notes and the web.
    pub markdown: String,
    /// The definition as HTML.
    pub html: String,
    /// The definition in one line of plain text.
    pub text: String,
    /// The destination of a link to the entry in its note.
    pub source: Option<String>,
    /// The names around the entry.
    pub topic: Vec<String>,
    /// The tags.
    pub tags: Vec<String>,
    /// The headwords and anchors of the terms whose definitions mention this one.
    pub mentioned_by: Vec<(String, String)>,
}

/// Returns the page of the entries that `keeps` accepts.
///
/// `link_path` returns the path of a file as a link on the page writes it, before its encoding.
pub fn glossary_page(
    glossary: &Glossary<'_>,
    keeps: impl Fn(&GlossaryEntry<'_>) -> bool,
    link_path: impl Fn(&Path) -> Option<String>,
) -> GlossaryPage {
    let entries = &glossary.entries;
    let kept: Vec<_> = (0..entries.len()).filter(|index| keeps(&entries[*index])).collect();
    let anchors = anchors(kept.iter().map(|index| (*index, entries[*index].headword())));
    let rules = PageLinks { anchors: &anchors, link_path: &link_path };
    let mentioned = glossary.mentioned();
    let mut mentioned_by: HashMap<usize, Vec<(String, String)>> = HashMap::new();
    for from in &kept {
        let by = (entries[*from].headword().to_owned(), anchors[from].clone());
        for to in &mentioned[*from] {
            if let Mentioned::Entry(to) = to {
                mentioned_by.entry(*to).or_default().push(by.clone());
            }
        }
    }
    let mut page = GlossaryPage::default();
    for index in kept {
        let entry = &entries[index];
        let markdown = linked_text(&entry.definition, &rules);
        let term = PageTerm {
            anchor: anchors[&index].clone(),
            headword: entry.headword().to_owned(),
            aliases: entry.aliases().map(str::to_owned).collect(),
            html: html_text(&markdown, ImagePolicy::Local),
            text: plain_line(&entry.definition.text),
            markdown,
            source: source(entry, &link_path),
            topic: entry.topic.clone(),
            tags: entry.tags.clone(),
            mentioned_by: mentioned_by.remove(&index).unwrap_or_default(),
        };
        page.add(term);
    }
    page.letters.sort_by(|a, b| (a.letter != "#", &a.letter).cmp(&(b.letter != "#", &b.letter)));
    page
}

impl GlossaryPage {
    fn add(&mut self, term: PageTerm) {
        let letter = letter(&term.headword);
        if let Some(group) = self.letters.iter_mut().find(|group| group.letter == letter) {
            return group.terms.push(term);
        }
        let anchor = if letter == "#" { "symbols".to_owned() } else { letter.to_lowercase() };
        // A term can be named by a letter. No anchor of a term begins with this prefix.
        let anchor = format!("letter-{anchor}");
        self.letters.push(LetterGroup { letter, anchor, terms: vec![term] });
    }

    /// Returns the terms, in the order of the page.
    pub fn terms(&self) -> impl Iterator<Item = &PageTerm> {
        self.letters.iter().flat_map(|group| &group.terms)
    }
}

/// Returns the letter under which a name is: its first one, in capitals and without accents.
fn letter(name: &str) -> String {
    let first = name.chars().find(|c| c.is_alphanumeric());
    let plain = first.and_then(|c| c.nfd().next()).filter(|c| c.is_alphabetic());
    plain.map_or_else(|| "#".to_owned(), |c| c.to_uppercase().collect())
}

/// Returns an anchor for each name, by its index. They differ from each other.
fn anchors<'n>(names: impl Iterator<Item = (usize, &'n str)>) -> HashMap<usize, String> {
    let mut taken: HashMap<String, u32> = HashMap::new();
    let mut anchor = |name: &str| {
        let slug = slug(name);
        let base = format!("term-{}", if slug.is_empty() { "x" } else { &slug });
        let mut numbered = base.clone();
        while taken.contains_key(&numbered) {
            let count = taken.entry(base.clone()).or_default();
            *count += 1;
            numbered = format!("{base}-{count}");
        }
        taken.insert(numbered.clone(), 0);
        numbered
    };
    names.map(|(index, name)| (index, anchor(name))).collect()
}

/// Returns the destination of a link to an entry: its note, and the heading that it is below.
fn source(
    entry: &GlossaryEntry<'_>,
    link_path: impl Fn(&Path) -> Option<String>,
) -> Option<String> {
    let document = entry.declaration.document;
    let path = encoded(&link_path(document.location.path()?)?);
    let section = entry.declaration.term.section;
    let anchor = section.map(|index| {
        let heading = &document.note.sections[index].heading;
        heading.id.clone().unwrap_or_else(|| heading.slug())
    });
    Some(anchor.map_or_else(|| path.clone(), |anchor| format!("{path}#{}", encoded(&anchor))))
}

/// The links of a page.
struct PageLinks<'a, F> {
    anchors: &'a HashMap<usize, String>,
    link_path: &'a F,
}

impl<F: Fn(&Path) -> Option<String>> LinkRules for PageLinks<'_, F> {
    fn address(&self, link: &DefinitionLink) -> Option<String> {
        match &link.goal {
            LinkGoal::Mentioned(to) => self.mention(*to),
            LinkGoal::File(path, fragment) => {
                let path = encoded(&(self.link_path)(path)?);
                let fragment = fragment.as_ref().map(|it| format!("#{}", encoded(it)));
                Some(format!("{path}{}", fragment.unwrap_or_default()))
            }
            LinkGoal::Outside | LinkGoal::Nowhere => None,
        }
    }

    fn mention(&self, to: Mentioned) -> Option<String> {
        match to {
            Mentioned::Entry(index) => Some(format!("#{}", self.anchors.get(&index)?)),
            Mentioned::Gap(_) => None,
        }
    }
}

/// Returns the names of the entries that `keeps` accepts, with the definition of each in one line of
/// plain text. Of several terms with one name, the first one counts.
pub fn abbreviations(
    glossary: &Glossary<'_>,
    keeps: impl Fn(&GlossaryEntry<'_>) -> bool,
) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut known = std::collections::HashSet::new();
    for entry in glossary.entries.iter().filter(|entry| keeps(entry)) {
        let line = plain_line(&entry.definition.text);
        for name in std::iter::once(entry.headword()).chain(entry.aliases()) {
            if known.insert(name.to_owned()) {
                found.push((name.to_owned(), line.clone()));
            }
        }
    }
    found.sort_by_cached_key(|(name, _)| (name.to_lowercase(), name.clone()));
    found
}

/// Returns a definition in one line of plain text.
pub(super) fn plain_line(definition: &str) -> String {
    excerpt::plain(definition).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use expect_test::{Expect, expect};

    use super::{abbreviations, glossary_page};
    use crate::features::fixture::Fixture;
    use crate::features::glossary::Glossary;

    const NOTES: &str = "\
//- /v/a.md
# Stores
## Cache (FIFO)
A copy of a [disk](b.md#disk), an [[#Écluse]], of a disk and ![p](i.png) ![q](https://e.org/i.png).
## Écluse
A cache. See [more](b.md) or <script>x</script>.
## 2PC
A log of caches, [bad](javascript:x).
//- /v/b.md
# Other
## Disk
It is *round*.
## Cache
A hidden place for a disk.
";

    #[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
    fn check(fixture: &str, expected: Expect) {
        let fixture = Fixture::new(fixture);
        let glossary = Glossary::new(&fixture.workspace);
        let page =
            glossary_page(&glossary, |_| true, |path| Some(path.file_name()?.to_str()?.to_owned()));
        let mut shown = String::new();
        for group in &page.letters {
            let _ = writeln!(shown, "{} {}", group.letter, group.anchor);
            for term in &group.terms {
                let by: Vec<_> = term.mentioned_by.iter().map(|(_, anchor)| &**anchor).collect();
                let _ = writeln!(shown, "  {} {} <- {by:?}", term.anchor, term.headword);
                let _ = writeln!(shown, "    {}\n    {}", term.markdown, term.html);
                let _ = writeln!(shown, "    {:?}", term.source);
            }
        }
        expected.assert_eq(&shown);
    }

    #[test]
    fn definitions_link_to_each_other_and_to_their_notes() {
        check(
            NOTES,
            expect![[r##"
                # letter-symbols
                  term-2pc 2PC <- []
                    A log of [caches](#term-cache-fifo), bad.
                    A log of <a href="#term-cache-fifo">caches</a>, bad.
                    Some("a.md#2pc")
                C letter-c
                  term-cache Cache <- []
                    A hidden place for a [disk](#term-disk).
                    A hidden place for a <a href="#term-disk">disk</a>.
                    Some("b.md#cache")
                  term-cache-fifo Cache (FIFO) <- ["term-2pc", "term-écluse"]
                    A copy of a [disk](#term-disk), an [Écluse](#term-écluse), of a disk and ![p](i.png) ![q](https://e.org/i.png).
                    A copy of a <a href="#term-disk">disk</a>, an <a href="#term-%C3%A9cluse">Écluse</a>, of a disk and <img src="i.png" alt="p" /> <a href="https://e.org/i.png">q</a>.
                    Some("a.md#cache-fifo")
                D letter-d
                  term-disk Disk <- ["term-cache", "term-cache-fifo"]
                    It is *round*.
                    It is <em>round</em>.
                    Some("b.md#disk")
                E letter-e
                  term-écluse Écluse <- ["term-cache-fifo"]
                    A [cache](#term-cache-fifo). See [more](b.md) or <script>x</script>.
                    A <a href="#term-cache-fifo">cache</a>. See <a href="b.md">more</a> or x.
                    Some("a.md#écluse")
            "##]],
        );
    }

    #[test]
    fn every_name_is_an_abbreviation_once() {
        let fixture = Fixture::new(NOTES);
        let found = abbreviations(&Glossary::new(&fixture.workspace), |_| true);
        let shown: String = found.iter().map(|(name, text)| format!("{name}: {text}\n")).collect();
        expect![[r#"
            2PC: A log of caches, bad.
            Cache: A hidden place for a disk.
            Cache (FIFO): A copy of a disk, an #Écluse, of a disk and p q.
            Disk: It is round.
            FIFO: A copy of a disk, an #Écluse, of a disk and p q.
            Écluse: A cache. See more or x.
        "#]]
        .assert_eq(&shown);
    }
}
