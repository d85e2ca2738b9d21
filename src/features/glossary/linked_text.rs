//! Definitions for other places: their links lead where they did, and mentions can become links.

use text_size::{TextRange, TextSize};

use crate::features::glossary::passage::{DefinitionLink, LinkGoal, Passage};
use crate::features::glossary::places::Mentioned;
use crate::note::excerpt;
use crate::note::link::LinkKind;
use crate::workspace::links::encoded;

/// The file extensions of images.
const IMAGES: [&str; 8] = ["png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "bmp"];

/// What the links, mentions and names in a definition become.
pub trait LinkRules {
    /// Returns the destination of a link to a term, a gap or a file. `None` leaves only its text.
    fn address(&self, link: &DefinitionLink) -> Option<String>;

    /// Returns the destination that a mention gets as a link. `None` leaves it as it is.
    fn mention(&self, _to: Mentioned) -> Option<String> {
        None
    }

    /// Returns the text for a name of the term itself. `None` leaves it as it is.
    fn own_name(&self, _written: &str) -> Option<String> {
        None
    }
}

/// Returns the Markdown of a definition with other links.
///
/// Of the mentions of a term only the first becomes a link, and none if a link leads to it. An embed
/// of something else than an image becomes a link. Wiki links become links with brackets.
pub fn linked_text(passage: &Passage, rules: &impl LinkRules) -> String {
    let mut edits: Vec<(TextRange, String)> = Vec::new();
    let mut linked: Vec<Mentioned> = Vec::new();
    for link in &passage.links {
        let to = match &link.goal {
            LinkGoal::Outside => Some(link.written.clone()),
            _ => rules.address(link),
        };
        if let (LinkGoal::Mentioned(goal), Some(_)) = (&link.goal, &to) {
            linked.push(*goal);
        }
        edits.extend(rewritten(&passage.text, link, to.as_deref()));
    }
    for found in &passage.uses {
        let written = &passage.text[found.range];
        let Some(to) = rules.mention(found.to).filter(|_| is_plain(written)) else { continue };
        if !linked.contains(&found.to) {
            linked.push(found.to);
            edits.push((found.range, format!("[{written}]({to})")));
        }
    }
    for range in &passage.own_names {
        edits.extend(rules.own_name(&passage.text[*range]).map(|new| (*range, new)));
    }
    applied(&passage.text, edits)
}

/// Returns whether a text has no markup, so that it can be the text of a link.
pub fn is_plain(text: &str) -> bool {
    !text.contains(['*', '_', '[', ']', '`', '~', '<', '>', '\\', '|'])
}

/// Returns the edits that give a link another destination, or remove it.
fn rewritten(text: &str, link: &DefinitionLink, to: Option<&str>) -> Vec<(TextRange, String)> {
    let range = link.range;
    let to = to.map(in_brackets);
    match (link.kind, to) {
        // HTML is removed when a page is made.
        (LinkKind::Address | LinkKind::Html | LinkKind::Definition | LinkKind::Shortcode, _) => {
            Vec::new()
        }
        (LinkKind::Wiki, to) => {
            let shown = link.text.map_or_else(
                || shown(&link.written),
                |text_range| text[text_range].trim().to_owned(),
            );
            let shown = excerpt::escape(&shown);
            let written = to.map(|to| {
                let mark = if link.embeds && is_image(&link.written) { "!" } else { "" };
                format!("{mark}[{shown}]({to})")
            });
            vec![(range, written.unwrap_or(shown))]
        }
        (LinkKind::Inline, Some(to)) if link.destination.is_some() => {
            link.destination.map(|it| vec![(with_angles(text, it), to)]).unwrap_or_default()
        }
        (LinkKind::Inline | LinkKind::Reference, to) => {
            let Some(inside) = link.text else { return Vec::new() };
            let opening = TextRange::new(range.start(), inside.start());
            let closing = TextRange::new(inside.end(), range.end());
            match to {
                Some(to) => vec![(closing, format!("]({to})"))],
                None => vec![(opening, String::new()), (closing, String::new())],
            }
        }
    }
}

/// Returns the range of a destination with the angle brackets around it.
fn with_angles(text: &str, range: TextRange) -> TextRange {
    let before = text[..usize::from(range.start())].ends_with('<');
    let after = text[usize::from(range.end())..].starts_with('>');
    let angle = TextSize::of('<');
    if before && after { TextRange::new(range.start() - angle, range.end() + angle) } else { range }
}

/// Returns the text of a wiki link that has none of its own: the end of its path, or its heading.
fn shown(written: &str) -> String {
    let (path, fragment) = written.split_once('#').unwrap_or((written, ""));
    let name = path.rsplit('/').next().unwrap_or(path);
    let name = if name.is_empty() { fragment } else { name };
    name.trim_start_matches('^').trim_end_matches(".md").trim().to_owned()
}

/// Whether a destination is that of an image.
fn is_image(written: &str) -> bool {
    let extension = written.rsplit_once('.').map_or("", |(_, extension)| extension);
    IMAGES.iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// Returns a destination as it is written in a link: without spaces and brackets.
fn in_brackets(to: &str) -> String {
    let is_plain = |c: char| !c.is_whitespace() && !"<>()\\".contains(c);
    if to.chars().all(is_plain) { to.to_owned() } else { encoded(to) }
}

/// Applies edits to a text. Of overlapping ones, the first that begins is applied.
fn applied(text: &str, mut edits: Vec<(TextRange, String)>) -> String {
    edits.sort_by_key(|(range, _)| (range.start(), range.end()));
    let mut out = String::with_capacity(text.len() + 64);
    let mut at = TextSize::new(0);
    for (range, new) in edits {
        if range.start() < at {
            continue;
        }
        out.push_str(&text[TextRange::new(at, range.start())]);
        out.push_str(&new);
        at = range.end();
    }
    out.push_str(&text[usize::from(at)..]);
    out
}
