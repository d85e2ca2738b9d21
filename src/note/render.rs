//! Readable renderings of parsed notes, for the tests of this floor.

use std::fmt::Write;

use text_size::{TextRange, TextSize};

use crate::note::prose::Join;
use crate::note::section::SectionStatus;
use crate::note::term::{AliasSource, Style};
use crate::note::words::{Class, Separator, Word};
use crate::note::{Note, ReadOptions};

pub(super) fn read(text: &str) -> Note {
    Note::read(text, &ReadOptions::default())
}

/// One line per heading: `## "Name" #id code <Na**me> in <## Na**me ##⏎>`.
pub(super) fn headings(text: &str) -> String {
    lines(read(text).sections.iter().map(|section| {
        let heading = &section.heading;
        let marks = "#".repeat(heading.level.into());
        let id = heading.id.as_ref().map(|id| format!(" #{id}")).unwrap_or_default();
        let code = if heading.is_code { " code" } else { "" };
        let name = slice(text, heading.name_range);
        format!("{marks} {:?}{id}{code} <{name}> in <{}>", heading.name, slice(text, heading.range))
    }))
}

/// One line per section: `## [topic] Name L3-L9`, indented by its depth.
pub(super) fn outline(text: &str) -> String {
    outline_to(4, text)
}

/// The outline with headings up to this level as sections.
pub(super) fn outline_to(max_heading_level: u8, text: &str) -> String {
    let options = ReadOptions { max_heading_level, ..ReadOptions::default() };
    let note = Note::read(text, &options);
    lines(note.sections.iter().enumerate().map(|(index, section)| {
        let indent = "  ".repeat(note.path_of(index).len() - 1);
        let marks = "#".repeat(section.heading.level.into());
        let state = match section.state {
            SectionStatus::Topic => "topic",
            SectionStatus::Written => "written",
            SectionStatus::Empty => "stub",
            SectionStatus::Deferred => "parked",
        };
        let first = line(text, section.range.start());
        let last = line(text, section.range.end() - TextSize::new(1));
        let name = &section.heading.name;
        let space = if name.is_empty() { "" } else { " " };
        format!("{indent}{marks} [{state}]{space}{name} L{first}-L{last}")
    }))
}

/// Terms as `Headword = Alias = Alias: definition`.
///
/// The style is in brackets if it is not heading. The source of an alias is after it if it is not
/// the title. The target of a cross-reference is last.
pub(super) fn terms(text: &str) -> String {
    terms_with(&ReadOptions::default(), text)
}

/// The terms of a note that is parsed with these options.
pub(super) fn terms_with(options: &ReadOptions, text: &str) -> String {
    lines(Note::read(text, options).terms.iter().map(|term| {
        let mut names = vec![term.headword.clone()];
        names.extend(term.aliases.iter().map(|alias| {
            if let Some(range) = alias.range {
                assert_eq!(
                    slice(text, range),
                    visible(&alias.name),
                    "the range is that of the alias"
                );
            }
            match alias.source {
                AliasSource::Title => alias.name.clone(),
                source => format!("{} ({})", alias.name, source.describe()),
            }
        }));
        let style = match term.style {
            Style::Heading => String::new(),
            style => format!("[{}] ", style.name()),
        };
        let reads = term.definition.reads.as_ref().map(|reads| visible(reads));
        let meaning = reads.unwrap_or_else(|| slice(text, term.definition.range));
        let see = term.see.as_ref().map(|key| format!(" -> {}", key.as_str()));
        format!("{style}{}: {meaning}{}", names.join(" = "), see.unwrap_or_default())
    }))
}

/// One line per block of running text. Segments are joined by nothing, by `␣` for a line break, or
/// by `|` for a cut. The text of a link is in brackets.
pub(super) fn prose(text: &str) -> String {
    let note = read(text);
    lines(crate::note::prose::blocks(&note.prose).map(|block| {
        let mut out = String::new();
        for segment in block {
            out.push_str(match segment.join {
                Join::Glued | Join::Block => "",
                Join::Space => "␣",
                Join::Cut => "|",
            });
            let content = slice(text, segment.range);
            let _ =
                if segment.in_link { write!(out, "[{content}]") } else { write!(out, "{content}") };
        }
        out
    }))
}

/// The tags in running text.
pub(super) fn tags(text: &str) -> String {
    let note = read(text);
    lines(note.inline_tags.iter().map(|tag| {
        let written = slice(text, tag.range);
        assert_eq!(written, visible(&format!("#{}", tag.text)));
        written
    }))
}

/// Words in a row. `·` separates adjacent words, and `|` marks a cut. `ア:` is before a run of
/// katakana, `字:` before an unspaced character, and `+:` before a symbol.
pub(super) fn words(words: &[Word<'_>]) -> String {
    let mut out = String::new();
    for (index, word) in words.iter().enumerate() {
        if index > 0 {
            out.push_str(match word.separator {
                Separator::None => "·",
                Separator::Space => " ",
                Separator::Cut => " | ",
            });
        }
        out.push_str(match word.class {
            Class::Spaced => "",
            Class::Katakana => "ア:",
            Class::Unspaced => "字:",
            Class::Symbol => "+:",
        });
        out.push_str(&visible(word.text));
    }
    out
}

fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.fold(String::new(), |mut out, line| {
        let _ = writeln!(out, "{line}");
        out
    })
}

fn slice(text: &str, range: TextRange) -> String {
    visible(&text[range])
}

/// A text with visible line ends, combining marks and other invisible characters.
fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push('⏎'),
            '\r' => out.push('␍'),
            '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{1100}'..='\u{11ff}' | '\u{3099}' => {
                out.extend(c.escape_unicode());
            }
            _ => out.push(c),
        }
    }
    out
}

fn line(text: &str, offset: TextSize) -> usize {
    text[..usize::from(offset)].matches('\n').count() + 1
}
