//! The list of all settings: what each is called, what it takes, what it does.
//!
//! Whatever knows the settings by name is made from it: reading them, guessing what a name that
//! is none was meant to be, the schema, the reference page and what the VS Code extension offers.
//! A new setting is an entry here and a field in [`Config`].

use serde_json::{Value, json};

use crate::note::term::Style;
use crate::workspace::config::Config;
use crate::workspace::config::front_matter::PROFILES;
use crate::workspace::config::given::Given;
use crate::workspace::config::kind::{Choice, Kind};
use crate::workspace::config::problems::Problems;

/// A setting.
pub struct Setting {
    /// Its name, with those of the groups it is in: `terms.levels`.
    pub name: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// What it does, as Markdown.
    pub documentation: &'static str,
    /// What holds where it is not set.
    pub default: fn() -> Value,
    /// Takes over a value; none says that it is not of the kind.
    pub(super) set: fn(&mut Config, Given<'_, '_>) -> Option<()>,
}

impl Setting {
    /// Takes over a value of this setting; one that is not of its kind is said.
    pub(super) fn read(&self, config: &mut Config, value: &Value, problems: &mut Problems<'_>) {
        let given = Given { name: self.name, kind: self.kind, value, problems: &mut *problems };
        if (self.set)(config, given).is_none() {
            problems.say(format!("`{}` is {value}, not {}", self.name, self.kind.expected()));
        }
    }
}

/// Finds a setting by its name.
pub(super) fn find(name: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.name == name)
}

/// The names that stand directly in a group, those of groups among them; `""` holds them all.
pub(super) fn names_in(group: &str) -> Vec<&'static str> {
    let below = SETTINGS.iter().filter_map(|setting| setting.name.strip_prefix(group));
    let mut names: Vec<_> = below.filter_map(|name| name.split('.').next()).collect();
    names.dedup();
    names
}

/// The ways to declare a term, as [`Style::ALL`] has them.
const STYLES: [Choice; 5] = [
    Choice { name: "heading", documentation: "A heading with a paragraph below it." },
    Choice { name: "note", documentation: "A note that is about one term: its title." },
    Choice {
        name: "bold",
        documentation: "A paragraph or list item that begins with the term in bold.",
    },
    Choice { name: "definition-list", documentation: "An entry of a definition list." },
    Choice {
        name: "table",
        documentation: "A row of a table whose first column is headed Term or the like.",
    },
];

const HIGHLIGHTS: [Choice; 3] = [
    Choice { name: "off", documentation: "None." },
    Choice { name: "first", documentation: "The first one of each term in each section." },
    Choice { name: "all", documentation: "Every one." },
];

const REACHES: [Choice; 2] = [
    Choice { name: "open", documentation: "Those that are open." },
    Choice { name: "workspace", documentation: "All notes in the folders, open or not." },
];

const ANCHORS: [Choice; 3] = [
    Choice { name: "github", documentation: "As GitHub does, and most generators of sites." },
    Choice { name: "kramdown", documentation: "As kramdown does by itself." },
    Choice { name: "obsidian", documentation: "As Obsidian does: by their text." },
];

/// All settings, in the order of the documentation.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "diagnostics",
        kind: Kind::Levels,
        documentation: "How each rule reports what it finds, by its code; `off` silences it.",
        default: || json!({}),
        set: |config, given| given.levels(&mut config.diagnostics),
    },
    Setting {
        name: "diagnosticsFor",
        kind: Kind::OneOf(&REACHES),
        documentation: "Which notes the editor lists problems of. `headword check` is about all \
            in any case.",
        default: || json!("open"),
        set: |config, given| given.put(&mut config.diagnostics_for),
    },
    Setting {
        name: "overrides",
        kind: Kind::Overrides,
        documentation: "Other levels of rules for some notes: a list of `files`, patterns in the \
            syntax of `.gitignore`, with their own `diagnostics`. Later ones go over earlier ones.",
        default: || json!([]),
        set: |config, given| given.overrides().map(|given| config.overrides = given),
    },
    Setting {
        name: "maxHeadingLevel",
        kind: Kind::Number { first: 1, last: 6 },
        documentation: "Headings deeper than this level are taken as styled text: they neither \
            declare terms nor are they reported as empty.",
        default: || json!(4),
        set: |config, given| given.put(&mut config.max_heading_level),
    },
    Setting {
        name: "exclude",
        kind: Kind::Patterns,
        documentation: "Notes to leave out, as patterns in the syntax of `.gitignore`. Files that \
            `.gitignore` names are left out in any case.",
        default: || json!(["CHANGELOG*"]),
        set: |config, given| given.patterns().map(|given| config.exclude = given),
    },
    Setting {
        name: "terms.styles",
        kind: Kind::SomeOf(&STYLES),
        documentation: "The ways to declare a term.",
        default: || json!(Style::ALL.map(Style::name)),
        set: |config, given| given.styles().map(|given| config.terms.styles = given),
    },
    Setting {
        name: "terms.levels",
        kind: Kind::HeadingLevels,
        documentation: "The first and the last level of headings that may be terms, never deeper \
            than `maxHeadingLevel`.",
        default: || json!([2, 6]),
        set: |config, given| given.heading_levels().map(|given| config.terms.levels = given),
    },
    Setting {
        name: "terms.folders",
        kind: Kind::Patterns,
        documentation: "The only notes that declare terms, as patterns in the syntax of \
            `.gitignore`. When empty, all do.",
        default: || json!([]),
        set: |config, given| {
            let given = given.patterns()?;
            config.terms.folders = Some(given).filter(|given| !given.lines().is_empty());
            Some(())
        },
    },
    Setting {
        name: "terms.never",
        kind: Kind::Words,
        documentation: "Names that are no mentions in running text, in every case and number. A \
            `*` at the end of a word stands for whatever follows. The terms themselves stay.",
        default: || json!([]),
        set: |config, given| given.never().map(|given| config.terms.never = given),
    },
    Setting {
        name: "terms.aliases",
        kind: Kind::Names,
        documentation: "Further names of terms, by the headword: a list for each.",
        default: || json!({}),
        set: |config, given| given.aliases(&mut config.terms.aliases),
    },
    Setting {
        name: "codeLens",
        kind: Kind::Flag,
        documentation: "Show the number of its mentions above each term.",
        default: || json!(false),
        set: |config, given| given.put(&mut config.code_lens),
    },
    Setting {
        name: "inlayHints",
        kind: Kind::Flag,
        documentation: "Show the numbers of terms and gaps behind each topic.",
        default: || json!(true),
        set: |config, given| given.put(&mut config.inlay_hints),
    },
    Setting {
        name: "highlightMentions",
        kind: Kind::OneOf(&HIGHLIGHTS),
        documentation: "Which mentions of terms are colored.",
        default: || json!("first"),
        set: |config, given| given.put(&mut config.highlight_mentions),
    },
    Setting {
        name: "anchors",
        kind: Kind::OneOf(&ANCHORS),
        documentation: "How links name headings that have no name of their own (`{#name}`).",
        default: || json!("github"),
        set: |config, given| given.put(&mut config.anchors),
    },
    Setting {
        name: "sectionTemplate",
        kind: Kind::Text,
        documentation: "What an empty section can be filled with at one key, as Markdown of one \
            or more lines without headings.",
        default: || json!(""),
        set: |config, given| given.put(&mut config.section_template),
    },
    Setting {
        name: "frontMatter.profile",
        kind: Kind::OneOf(&PROFILES),
        documentation: "Whose keys are known in front matter: they are completed, explained and \
            checked.",
        default: || json!("auto"),
        set: |config, given| given.put(&mut config.front_matter.profile),
    },
    Setting {
        name: "frontMatter.schema",
        kind: Kind::Path,
        documentation: "The path of your own JSON Schema for front matter, from the folder with \
            the notes and inside it. Its properties are completed and explained, and each note is \
            checked against it.",
        default: || json!(""),
        set: |config, given| given.put(&mut config.front_matter.path),
    },
];
