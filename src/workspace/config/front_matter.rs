//! The settings below `frontMatter`.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::workspace::config::problems::{SettingPath, SettingProblem, Step};
use crate::workspace::disk;
use crate::workspace::keys::Profile;
use crate::workspace::schema::Schema;

/// The settings below `frontMatter`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct FrontMatterConfig {
    /// The tool whose front matter keys are completed, documented and validated.
    pub profile: ProfileChoice,
    /// The path of your own JSON Schema for front matter, relative to the folder of the notes and
    /// inside it. Its properties are completed and documented, and each note is validated.
    ///
    /// JSON Schema 2020-12 without `unevaluated*`, `$dynamicRef`, `$anchor` and `dependentSchemas`;
    /// unsupported keywords are reported. Of formats, `date` and `date-time` are checked.
    #[serde(rename = "schema")]
    pub schema_path: String,
    /// The schema, if it was read.
    #[serde(skip)]
    pub schema: Option<Arc<Schema>>,
}

/// The tool whose keys are known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ProfileChoice {
    /// The tool that is detected from the notes.
    #[default]
    Auto,
    /// No tool: only the keys of the schema.
    None,
    /// This tool.
    #[serde(untagged)]
    One(Profile),
}

/// The most unsupported keywords of a schema that a message names.
const MAX_IGNORED: usize = 10;

impl FrontMatterConfig {
    /// Reads the schema from the first of these folders that has a valid one. Returns the problem of
    /// the schema, if there is one.
    pub(super) fn load(&mut self, folders: &[PathBuf]) -> Option<SettingProblem> {
        self.schema = None;
        if self.schema_path.is_empty() || folders.is_empty() {
            return None;
        }
        let problem = |message| {
            let path = ["frontMatter", "schema"].map(|key| Step::Key(key.to_owned()));
            SettingProblem { path: SettingPath(path.into()), is_name: false, message }
        };
        match read(Path::new(&self.schema_path), folders) {
            Ok(schema) => {
                let ignored = ignored(&schema).map(problem);
                self.schema = Some(Arc::new(schema));
                ignored
            }
            Err(error) => Some(problem(format!("Cannot read `frontMatter.schema`: {error}."))),
        }
    }
}

/// The first valid schema at a path in some folders, or the last error.
fn read(path: &Path, folders: &[PathBuf]) -> Result<Schema, String> {
    let is_inside = |part| matches!(part, Component::Normal(_) | Component::CurDir);
    let mut error = "the path leads out of the folder".to_owned();
    if path.components().all(is_inside) {
        for folder in folders {
            match disk::schema_file(folder, path).and_then(|text| Schema::read(&text)) {
                Ok(schema) => return Ok(schema),
                Err(found) => error = found,
            }
        }
    }
    Err(error)
}

/// A message that names the unsupported keywords of a schema.
fn ignored(schema: &Schema) -> Option<String> {
    let names: Vec<_> =
        schema.ignored().take(MAX_IGNORED).map(|name| format!("`{name}`")).collect();
    let (keywords, are) = match names.len() {
        0 => return None,
        1 => ("Keyword", "is not supported"),
        _ => ("Keywords", "are not supported"),
    };
    Some(format!("{keywords} {} of `frontMatter.schema` {are}.", names.join(", ")))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use serde_json::{Value, json};

    use super::{FrontMatterConfig, ProfileChoice};
    use crate::workspace::config::sources::Sources;
    use crate::workspace::document::Location;
    use crate::workspace::folders::Folders;
    use crate::workspace::keys::Profile;

    /// What a note in a folder gets, and what is wrong with it.
    fn read(folder: &Path, editor: Value) -> (FrontMatterConfig, Vec<String>) {
        let mut sources = Sources::new([]);
        sources.set_editor(editor);
        sources.set_folders(Folders::new(vec![folder.to_path_buf()]));
        let (settings, problems) = sources.read();
        let found = settings.of(&Location::File(folder.join("note.md"))).front_matter.clone();
        let in_files = settings.files().iter().flat_map(|file| file.problems.iter());
        let in_files = in_files.map(|problem| problem.message.clone());
        (found, problems.into_iter().map(|it| it.message).chain(in_files).collect())
    }

    #[test]
    fn a_schema_is_read_from_inside_the_folder() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let path = folder.path().canonicalize().expect("it is there");
        let write = |name: &str, text: &str| fs::write(path.join(name), text).expect("written");
        fs::create_dir(path.join("in")).expect("a folder can be made");
        write("in/a.json", "{\"properties\": {\"level\": {\"type\": \"string\"}}}");
        write("broken.json", "{");
        for (schema, is_read) in
            [("in/a.json", true), ("./in/a.json", true), ("b.json", false), ("broken.json", false)]
        {
            let (found, problems) = read(&path, json!({ "frontMatter": { "schema": schema } }));
            assert_eq!(found.schema.is_some(), is_read, "{schema}");
            assert_eq!(problems.is_empty(), is_read, "{schema}: {problems:?}");
        }
        for outside in ["../a.json", "/etc/passwd", "in/../../a.json"] {
            let (found, problems) = read(&path, json!({ "frontMatter": { "schema": outside } }));
            assert_eq!(found.schema, None, "{outside}");
            assert_eq!(
                problems,
                ["Cannot read `frontMatter.schema`: the path leads out of the folder."]
            );
        }
        write("headword.toml", "[frontMatter]\nprofile = 'zola'\nschema = 'in/a.json'\n");
        let (found, problems) = read(&path, json!({}));
        assert_eq!((found.profile, problems), (ProfileChoice::One(Profile::Zola), Vec::new()));
        assert!(found.schema.is_some());
        write("headword.toml", "[frontMatter]\nschema = 'b.json'\n");
        let (_, problems) = read(&path, json!({}));
        assert_eq!(problems.len(), 1, "{problems:?}");
    }

    #[test]
    fn ignored_keywords_and_costly_schemas_are_problems() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let path = folder.path().canonicalize().expect("it is there");
        let write = |name: &str, text: String| fs::write(path.join(name), text).expect("written");
        write("headword.toml", "[frontMatter]\nschema = 'a.json'\n".to_owned());
        let many: serde_json::Map<_, _> =
            (10..30).map(|at| (format!("k{at}"), at.into())).collect();
        let (is_read, is_not_read) = (true, false);
        for (schema, is_read, problem) in [
            (
                json!({ "unevaluatedProperties": false }),
                is_read,
                "Keyword `unevaluatedProperties` of `frontMatter.schema` is not supported.",
            ),
            (
                many.into(),
                is_read,
                "Keywords `k10`, `k11`, `k12`, `k13`, `k14`, `k15`, `k16`, `k17`, `k18`, `k19` of \
                 `frontMatter.schema` are not supported.",
            ),
            (
                json!({ "$ref": "#" }),
                is_not_read,
                "Cannot read `frontMatter.schema`: it refers to itself endlessly; remove a `$ref` \
                 from the circle.",
            ),
        ] {
            write("a.json", schema.to_string());
            let (found, problems) = read(&path, json!({}));
            assert_eq!((found.schema.is_some(), problems), (is_read, vec![problem.to_owned()]));
        }
    }

    #[cfg(unix)]
    #[test]
    fn symbolic_links_are_not_followed() {
        use std::os::unix::fs::symlink;
        let outside = tempfile::tempdir().expect("a folder can be made");
        fs::write(outside.path().join("a.json"), "{}").expect("written");
        let folder = tempfile::tempdir().expect("a folder can be made");
        let path = folder.path().canonicalize().expect("it is there");
        symlink(outside.path(), path.join("in")).expect("linked");
        symlink(outside.path().join("a.json"), path.join("a.json")).expect("linked");
        for schema in ["in/a.json", "a.json"] {
            let (found, problems) = read(&path, json!({ "frontMatter": { "schema": schema } }));
            assert_eq!((found.schema, problems.len()), (None, 1), "{schema}");
        }
    }
}
