//! The styles of declaration that a note sets in its front matter, under the key `headword`.
//!
//! ```yaml
//! headword: off                       # no terms in this note
//! headword: { terms: [heading, bold] } # only these styles; also one of them, `off` or `all`
//! ```

use crate::note::front_matter::ValueKind;
use crate::note::term::source::Source;
use crate::note::term::{Style, Styles};

/// The styles that are enabled in a note: those of its front matter, or else of the workspace.
pub(super) fn styles(note: &Source<'_>) -> Styles {
    let own = note.front_matter.and_then(|block| block.get("headword"));
    own.and_then(|entry| read(&entry.value.kind)).unwrap_or(note.options.styles)
}

fn read(value: &ValueKind) -> Option<Styles> {
    match value {
        ValueKind::Map(entries) => {
            let terms = entries.iter().find(|entry| entry.is("terms"))?;
            read(&terms.value.kind)
        }
        ValueKind::Scalar(scalar) => match scalar.text.trim().to_lowercase().as_str() {
            "off" | "false" | "no" | "none" => Some(Styles::NONE),
            "all" | "on" | "true" => Some(Styles::ALL),
            name => Style::from_name(name).map(|style| Styles::from_iter([style])),
        },
        ValueKind::List(values) => {
            let styles = values.iter().filter_map(|value| match &value.kind {
                ValueKind::Scalar(scalar) => Style::from_name(&scalar.text),
                _ => None,
            });
            Some(styles.collect())
        }
        ValueKind::Null => None,
    }
}

#[cfg(test)]
mod tests;
