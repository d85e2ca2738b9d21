//! The five styles of declaration, and sets of them.

use schemars::JsonSchema;
use serde::de::{Deserializer, Error};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};

/// How a term is declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Style {
    /// A heading whose text defines it.
    Heading,
    /// A note about one term: its title is the term.
    Note,
    /// A paragraph or list item that begins with the term in bold: `**Term**: …`. Also a list whose
    /// items all begin with a term, in italics or plain: `- Term: …`.
    #[serde(rename = "bold")]
    BoldLead,
    /// An entry of a definition list: the term, and below it `: …`. Also `<dt>` in HTML, a callout
    /// `> [!definition] Term`, and an abbreviation `*[TERM]: …`.
    DefinitionList,
    /// A row of a table whose first column has a heading such as “Term”.
    Table,
}

impl Style {
    /// The name of the style in settings and output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Heading => "heading",
            Self::Note => "note",
            Self::BoldLead => "bold",
            Self::DefinitionList => "definition-list",
            Self::Table => "table",
        }
    }

    /// The style with this name, in any letter case, singular or plural.
    pub fn from_name(name: &str) -> Option<Self> {
        let folded = name.trim().to_lowercase();
        let is_named =
            |style: &Self| [style.name(), &format!("{}s", style.name())].contains(&folded.as_str());
        Self::ALL.into_iter().find(is_named)
    }

    /// All styles.
    pub const ALL: [Self; 5] =
        [Self::Heading, Self::Note, Self::BoldLead, Self::DefinitionList, Self::Table];
}

/// A style in the settings, by its name.
impl<'de> Deserialize<'de> for Style {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::from_name(&name).ok_or_else(|| D::Error::custom("unknown style"))
    }
}

/// A set of styles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Styles(u8);

impl Styles {
    /// All five styles.
    pub const ALL: Self = Self(0b1_1111);
    /// No style.
    pub const NONE: Self = Self(0);

    /// Whether the set contains a style.
    pub fn contains(self, style: Style) -> bool {
        self.0 & Self::bit(style) != 0
    }

    /// The set without a style.
    #[must_use]
    pub fn without(self, style: Style) -> Self {
        Self(self.0 & !Self::bit(style))
    }

    fn bit(style: Style) -> u8 {
        1 << style as u8
    }
}

impl Serialize for Styles {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(Style::ALL.into_iter().filter(|style| self.contains(*style)))
    }
}

impl<'de> Deserialize<'de> for Styles {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::<Style>::deserialize(deserializer)?.into_iter().collect())
    }
}

impl Default for Styles {
    fn default() -> Self {
        Self::ALL
    }
}

impl FromIterator<Style> for Styles {
    fn from_iter<I: IntoIterator<Item = Style>>(styles: I) -> Self {
        Self(styles.into_iter().fold(0, |set, style| set | Self::bit(style)))
    }
}
