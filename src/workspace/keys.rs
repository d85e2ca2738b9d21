//! The keys of front matter: what a site generator or an editor of notes reads there.
//!
//! Which of them counts is told by the notes themselves ([`detect`]), or by the settings. What
//! stands here is from the documentation of each tool.

pub mod detect;
mod docusaurus;
mod hugo;
mod jekyll;
mod obsidian;
mod zola;

use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A tool that reads front matter.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// Jekyll and its theme Chirpy.
    Jekyll,
    /// Hugo.
    Hugo,
    /// Zola.
    Zola,
    /// Obsidian.
    Obsidian,
    /// Docusaurus.
    Docusaurus,
}

/// What may stand behind a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any text.
    Text,
    /// True or false.
    Flag,
    /// A number.
    Number,
    /// A date, with or without a time.
    Date,
    /// A list of texts.
    List,
    /// A list of texts, or one of them alone.
    Texts,
    /// Keys with values.
    Map,
    /// Anything.
    Any,
}

/// A key that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The table that it stands in; empty at the top.
    pub parent: String,
    /// Its name.
    pub name: String,
    /// What may stand behind it.
    pub kind: Kind,
    /// What it is for, as a sentence in Markdown.
    pub about: String,
    /// The texts that may stand behind it; any, if there are none.
    pub values: Vec<String>,
}

/// A line of a table of keys.
type Row = (&'static str, Kind, &'static str);

/// The keys of a tool.
struct Table {
    keys: &'static [Row],
    /// The keys that take certain texts only.
    values: &'static [(&'static str, &'static [&'static str])],
}

impl Profile {
    /// All of them, in the order in which they count where notes speak for several.
    pub const ALL: [Self; 5] =
        [Self::Jekyll, Self::Hugo, Self::Zola, Self::Obsidian, Self::Docusaurus];

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jekyll => "Jekyll",
            Self::Hugo => "Hugo",
            Self::Zola => "Zola",
            Self::Obsidian => "Obsidian",
            Self::Docusaurus => "Docusaurus",
        }
    }

    /// The keys that it reads.
    pub fn keys(self) -> &'static [Key] {
        static KEYS: LazyLock<[Vec<Key>; 5]> =
            LazyLock::new(|| Profile::ALL.map(|profile| profile.table().keys()));
        &KEYS[self as usize]
    }

    fn table(self) -> Table {
        match self {
            Self::Jekyll => jekyll::TABLE,
            Self::Hugo => hugo::TABLE,
            Self::Zola => zola::TABLE,
            Self::Obsidian => obsidian::TABLE,
            Self::Docusaurus => docusaurus::TABLE,
        }
    }
}

impl Table {
    fn keys(&self) -> Vec<Key> {
        let key = |(path, kind, about): &Row| {
            let values = self.values.iter().find(|(name, _)| name == path);
            let values = values.map_or(&[][..], |(_, values)| values);
            let (parent, name) = path.rsplit_once('.').unwrap_or(("", path));
            Key {
                parent: parent.to_owned(),
                name: name.to_owned(),
                kind: *kind,
                about: (*about).to_owned(),
                values: values.iter().map(|&value| value.to_owned()).collect(),
            }
        };
        self.keys.iter().map(key).collect()
    }
}

impl Kind {
    /// What may stand behind the key, in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Flag => "true or false",
            Self::Number => "number",
            Self::Date => "date",
            Self::List => "list",
            Self::Texts => "list or text",
            Self::Map => "keys and values",
            Self::Any => "any value",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Profile};

    #[test]
    fn tables_are_in_order() {
        for profile in Profile::ALL {
            let keys = profile.keys();
            assert!(keys.len() > 3, "{profile:?}");
            for (at, key) in keys.iter().enumerate() {
                let is_here = |other: &&super::Key| {
                    other.parent == key.parent && other.name.eq_ignore_ascii_case(&key.name)
                };
                assert_eq!(keys.iter().position(|it| is_here(&it)), Some(at), "{}", key.name);
                assert!(key.about.ends_with('.'), "{}", key.name);
                assert!(key.values.is_empty() || key.kind == Kind::Text, "{}", key.name);
            }
            let values = profile.table().values;
            let is_key = |name: &str| profile.table().keys.iter().any(|(key, ..)| *key == name);
            assert!(values.iter().all(|(name, _)| is_key(name)), "{profile:?}");
        }
    }
}
