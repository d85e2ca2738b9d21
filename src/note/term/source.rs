//! The input of the styles, and the step from a declaration to a term.

use std::collections::HashSet;

use text_size::{TextRange, TextSize};

use crate::note::front_matter::FrontMatter;
use crate::note::markdown::Markdown;
use crate::note::options::ReadOptions;
use crate::note::prose::Segment;
use crate::note::section::Section;
use crate::note::term::evidence::Evidence;
use crate::note::term::title_form::TitleForm;
use crate::note::term::weighing::weigh;
use crate::note::term::{Alias, AliasSource, Definition, Style, Term, alias, see, sentence};
use crate::note::term_key::TermKey;
use crate::text::range;

/// The text of a note with its parsed parts, in which the styles find terms.
pub(in crate::note) struct Source<'n> {
    pub(in crate::note) text: &'n str,
    pub(in crate::note) front_matter: Option<&'n FrontMatter>,
    pub(in crate::note) sections: &'n [Section],
    pub(in crate::note) markdown: &'n Markdown,
    pub(in crate::note) options: &'n ReadOptions,
}

/// A declaration that a style has found.
pub(super) struct Declaration {
    pub(super) headword: String,
    /// The key of the headword. `None` if it is not yet computed.
    pub(super) key: Option<TermKey>,
    pub(super) style: Style,
    pub(super) name_range: TextRange,
    pub(super) range: TextRange,
    pub(super) definition: Definition,
    pub(super) section: Option<usize>,
    /// The evidence, if the style has weighed it.
    pub(super) evidence: Option<Evidence>,
    /// The other names that the style has found.
    pub(super) aliases: Vec<Alias>,
}

impl Source<'_> {
    /// Builds the term of a declaration. Returns `None` if its name has no letters or digits.
    pub(super) fn term(&self, declared: Declaration) -> Option<Term> {
        let key = declared.key.or_else(|| TermKey::new(&declared.headword))?;
        let Declaration { headword, style, name_range, range, definition, section, .. } = declared;
        let meaning = definition.reads.as_deref().unwrap_or(&self.text[definition.range]);
        let base = definition.reads.is_none().then(|| definition.range.start());
        let mut aliases = alias::in_title(self.text, &headword, name_range, style, meaning);
        aliases.extend(declared.aliases);
        aliases.extend(sentence::aliases(&headword, meaning, base));
        aliases.extend(self.extra_aliases(&headword, &key));
        drop_doubles(&mut aliases, &key);
        let see = see::target(meaning);
        let evidence =
            declared.evidence.unwrap_or_else(|| weigh(&TitleForm::new(&headword), meaning));
        Some(Term {
            headword,
            key,
            aliases,
            style,
            name_range,
            range,
            definition,
            section,
            evidence,
            see,
            judged_by: None,
        })
    }

    /// The aliases of a term in the settings.
    fn extra_aliases(&self, headword: &str, key: &TermKey) -> Vec<Alias> {
        let known = &self.options.aliases;
        if known.is_empty() {
            return Vec::new();
        }
        let names = known.get(headword).or_else(|| known.get(key.as_str()));
        let names = names.into_iter().flatten();
        names.filter_map(|name| Alias::new(name, AliasSource::Settings, None)).collect()
    }

    /// The byte offset at which the body of the note begins.
    pub(super) fn start(&self) -> TextSize {
        self.front_matter.map_or(TextSize::new(0), |block| block.range.end())
    }

    /// The byte offset of the end of the note.
    pub(super) fn end(&self) -> TextSize {
        TextSize::of(self.text)
    }

    /// A range without the white space at its ends.
    pub(super) fn trim(&self, range: TextRange) -> TextRange {
        range::trimmed(self.text, range)
    }

    /// The running text in a range; segments are cut at its ends.
    pub(super) fn prose(&self, range: TextRange) -> impl Iterator<Item = Segment> {
        let prose = &self.markdown.prose;
        let from = prose.partition_point(|segment| segment.range.end() <= range.start());
        let inside = prose[from..].iter().map_while(move |segment| {
            let range = segment.range.intersect(range)?;
            Some(Segment { range, ..*segment })
        });
        inside.filter(|segment| !segment.range.is_empty())
    }

    /// Whether the running text in a range has a letter or digit.
    pub(super) fn has_words(&self, range: TextRange) -> bool {
        self.prose(range).any(|segment| self.text[segment.range].contains(char::is_alphanumeric))
    }

    /// The index of the innermost section that contains a byte offset.
    pub(super) fn section_at(&self, offset: TextSize) -> Option<usize> {
        let after = self.sections.partition_point(|s| s.heading.range.start() <= offset);
        after.checked_sub(1)
    }
}

fn drop_doubles(aliases: &mut Vec<Alias>, key: &TermKey) {
    let mut known = HashSet::from([key.clone()]);
    aliases.retain(|alias| known.insert(alias.key.clone()));
}
