//! The front matter keys of site generators and note editors.
//!
//! The tool is detected from the notes ([`detect`]) or given by the settings. The keys of each tool
//! are in `data/keys`, from its documentation.

pub mod detect;

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

/// The type of the value of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KeyType {
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
    /// A list of texts, or a single text.
    Texts,
    /// Keys with values.
    Map,
    /// Anything.
    Any,
}

/// A known front matter key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The table that contains the key; empty at the top level.
    pub parent: String,
    /// The name.
    pub name: String,
    /// The type of the value.
    pub kind: KeyType,
    /// The documentation, as a sentence in Markdown.
    pub about: String,
    /// The allowed values; empty if any value is allowed.
    pub values: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ToolFile {
    keys: Vec<KeyRow>,
}

/// A key in the file of a tool.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyRow {
    /// The name; in a map with the name of the map before a dot.
    key: String,
    r#type: KeyType,
    about: String,
    #[serde(default)]
    values: Vec<String>,
}

impl Profile {
    /// All tools. The first of several with equal votes is used.
    pub const ALL: [Self; 5] =
        [Self::Jekyll, Self::Hugo, Self::Zola, Self::Obsidian, Self::Docusaurus];

    /// Returns the name of the tool.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jekyll => "Jekyll",
            Self::Hugo => "Hugo",
            Self::Zola => "Zola",
            Self::Obsidian => "Obsidian",
            Self::Docusaurus => "Docusaurus",
        }
    }

    /// Returns the keys that the tool reads.
    pub fn keys(self) -> &'static [Key] {
        static KEYS: LazyLock<[Vec<Key>; 5]> =
            LazyLock::new(|| Profile::ALL.map(|profile| keys_in(profile.file())));
        &KEYS[self as usize]
    }

    fn file(self) -> &'static str {
        match self {
            Self::Jekyll => include_str!("../../data/keys/jekyll.toml"),
            Self::Hugo => include_str!("../../data/keys/hugo.toml"),
            Self::Zola => include_str!("../../data/keys/zola.toml"),
            Self::Obsidian => include_str!("../../data/keys/obsidian.toml"),
            Self::Docusaurus => include_str!("../../data/keys/docusaurus.toml"),
        }
    }
}

/// The keys in a file, in its order.
fn keys_in(file: &str) -> Vec<Key> {
    // The files are part of the program, and a test reads each of them.
    let keys =
        toml_edit::de::from_str(file).map_or_else(|_| Vec::new(), |file: ToolFile| file.keys);
    let key = |row: KeyRow| {
        let (parent, name) = row.key.rsplit_once('.').unwrap_or(("", &row.key));
        let (parent, name) = (parent.to_owned(), name.to_owned());
        Key { parent, name, kind: row.r#type, about: row.about, values: row.values }
    };
    keys.into_iter().map(key).collect()
}

impl KeyType {
    /// Returns the name of the type in messages.
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
    use super::{KeyType, Profile};

    #[test]
    fn tables_are_in_order() {
        for profile in Profile::ALL {
            if let Err(error) = toml_edit::de::from_str::<super::ToolFile>(profile.file()) {
                panic!("{profile:?}: {error}");
            }
            let keys = profile.keys();
            assert!(keys.len() > 3, "{profile:?}");
            for (at, key) in keys.iter().enumerate() {
                let is_here = |other: &&super::Key| {
                    other.parent == key.parent && other.name.eq_ignore_ascii_case(&key.name)
                };
                assert_eq!(keys.iter().position(|it| is_here(&it)), Some(at), "{}", key.name);
                assert!(key.about.ends_with('.'), "{}", key.name);
                assert!(key.values.is_empty() || key.kind == KeyType::Text, "{}", key.name);
            }
        }
    }
}
