//! The five styles of declaration, and sets of them.

/// How a term is declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Style {
    /// A leaf heading whose section begins with a paragraph.
    Heading,
    /// A note about one term: its title is the headword.
    Note,
    /// A list item or paragraph that begins with the term in bold: `**Term**: …`.
    BoldLead,
    /// An entry of a definition list: `Term`, and below it `: …`.
    DefinitionList,
    /// A row of a table whose first column has a header like `Term`.
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

    fn bit(style: Style) -> u8 {
        1 << style as u8
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
