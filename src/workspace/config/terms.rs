//! The settings below `terms`.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::de::{Deserializer, Error};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};

use crate::note::ReadOptions;
use crate::note::term::{Style, Styles};
use crate::workspace::config::ignored_names::IgnoredNames;
use crate::workspace::config::patterns::Patterns;

/// The settings below `terms`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Terms {
    /// The ways to declare a term.
    #[schemars(with = "BTreeSet<Style>")]
    pub styles: Styles,
    /// The first and the last level of headings that can declare terms. Levels deeper than
    /// `maxHeadingLevel` have no effect.
    #[serde(deserialize_with = "read_levels", serialize_with = "write_levels")]
    #[schemars(with = "Vec<u8>", length(min = 1, max = 2), inner(range(min = 1, max = 6)))]
    pub levels: RangeInclusive<u8>,
    /// The only notes that declare terms, as patterns in the syntax of `.gitignore`. If the list is
    /// empty, all notes do.
    pub folders: Patterns,
    /// Names that are never treated as mentions, in any letter case or plural form. A `*` at the
    /// end of a word matches the rest of the word. Terms with these names are still declared.
    #[schemars(with = "Vec<String>")]
    pub never: Arc<IgnoredNames>,
    /// Additional names of terms: a list for each headword.
    #[serde(deserialize_with = "read_aliases")]
    pub aliases: Arc<BTreeMap<String, Vec<String>>>,
}

impl Default for Terms {
    fn default() -> Self {
        let ReadOptions { styles, term_levels, aliases, .. } = ReadOptions::default();
        Self {
            styles,
            levels: term_levels,
            folders: Patterns::default(),
            never: Arc::default(),
            aliases,
        }
    }
}

/// A list, or its only item.
#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany<T> {
    One(T),
    Many(Vec<T>),
}

impl<T> From<OneOrMany<T>> for Vec<T> {
    fn from(value: OneOrMany<T>) -> Self {
        match value {
            OneOrMany::One(item) => vec![item],
            OneOrMany::Many(items) => items,
        }
    }
}

fn read_levels<'de, D: Deserializer<'de>>(deserializer: D) -> Result<RangeInclusive<u8>, D::Error> {
    let levels: Vec<u8> = OneOrMany::deserialize(deserializer)?.into();
    match (levels.first(), levels.last()) {
        (Some(&first), Some(&last)) if levels.is_sorted() && first >= 1 && last <= 6 => {
            Ok(first..=last)
        }
        _ => Err(D::Error::custom("expected the first and the last heading level, as in [2, 4]")),
    }
}

fn write_levels<S: Serializer>(
    levels: &RangeInclusive<u8>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    [levels.start(), levels.end()].serialize(serializer)
}

type Aliases = Arc<BTreeMap<String, Vec<String>>>;

fn read_aliases<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Aliases, D::Error> {
    let aliases = BTreeMap::<String, OneOrMany<String>>::deserialize(deserializer)?;
    Ok(Arc::new(aliases.into_iter().map(|(headword, names)| (headword, names.into())).collect()))
}
