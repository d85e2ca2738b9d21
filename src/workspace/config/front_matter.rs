//! The settings for front matter: which keys there are.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;

use crate::workspace::config::kind::Choice;
use crate::workspace::config::problems::{Problem, Step};
use crate::workspace::disk;
use crate::workspace::keys::Profile;
use crate::workspace::schema::Schema;

/// The settings below `frontMatter`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FrontMatter {
    /// `profile`: whose keys count.
    pub profile: Choosing,
    /// `schema`: the path of a JSON Schema, from the folder.
    pub path: String,
    /// The schema, of a folder that has it.
    pub schema: Option<Arc<Schema>>,
}

/// Whose keys count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Choosing {
    /// Those of the tool that the notes speak for.
    #[default]
    Auto,
    /// Nobody's.
    None,
    /// Those of this tool.
    #[serde(untagged)]
    One(Profile),
}

/// What `profile` takes.
pub(super) const PROFILES: [Choice; 7] = [
    Choice { name: "auto", documentation: "Those of the tool that the notes speak for." },
    Choice { name: "jekyll", documentation: "Those of Jekyll and its theme Chirpy." },
    Choice { name: "hugo", documentation: "Those of Hugo." },
    Choice { name: "zola", documentation: "Those of Zola." },
    Choice { name: "obsidian", documentation: "Those of Obsidian." },
    Choice { name: "docusaurus", documentation: "Those of Docusaurus." },
    Choice { name: "none", documentation: "None but those of the schema." },
];

/// The most ignored keywords of a schema that a message names.
const MAX_IGNORED: usize = 10;

impl FrontMatter {
    /// Reads the schema from the first of these folders that has one, and returns what is wrong with
    /// the schema.
    pub(super) fn load(&mut self, folders: &[PathBuf]) -> Option<Problem> {
        self.schema = None;
        if self.path.is_empty() || folders.is_empty() {
            return None;
        }
        let path = Path::new(&self.path);
        let is_part = |part| matches!(part, Component::Normal(_) | Component::CurDir);
        let problem = |message| {
            let path = ["frontMatter", "schema"].map(|key| Step::Key(key.to_owned()));
            Problem { path: path.into(), is_name: false, message }
        };
        let mut error = "it has to lie in the folder".to_owned();
        if path.components().all(is_part) {
            for folder in folders {
                match disk::schema_file(folder, path).and_then(|text| Schema::read(&text)) {
                    Ok(schema) => {
                        let ignored = ignored(&schema).map(problem);
                        self.schema = Some(Arc::new(schema));
                        return ignored;
                    }
                    Err(found) => error = found,
                }
            }
        }
        Some(problem(format!("`frontMatter.schema` is not read: {error}")))
    }
}

/// A message that names the keywords of a schema that are ignored.
fn ignored(schema: &Schema) -> Option<String> {
    let names: Vec<_> =
        schema.ignored().take(MAX_IGNORED).map(|name| format!("`{name}`")).collect();
    let (keywords, are) = match names.len() {
        0 => return None,
        1 => ("keyword", "is not supported; it is"),
        _ => ("keywords", "are not supported; they are"),
    };
    let names = names.join(", ");
    Some(format!("`frontMatter.schema`: {keywords} {names} {are} ignored"))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use serde_json::{Value, json};

    use super::{Choosing, FrontMatter};
    use crate::workspace::config::sources::Sources;
    use crate::workspace::document::Location;
    use crate::workspace::folders::Folders;
    use crate::workspace::keys::Profile;

    /// What a note in a folder gets, and what is wrong with it.
    fn read(folder: &Path, editor: Value) -> (FrontMatter, Vec<String>) {
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
            assert_eq!(problems, ["`frontMatter.schema` is not read: it has to lie in the folder"]);
        }
        write("headword.toml", "[frontMatter]\nprofile = 'zola'\nschema = 'in/a.json'\n");
        let (found, problems) = read(&path, json!({}));
        assert_eq!((found.profile, problems), (Choosing::One(Profile::Zola), Vec::new()));
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
                "`frontMatter.schema`: keyword `unevaluatedProperties` is not supported; it is ignored",
            ),
            (
                many.into(),
                is_read,
                "`frontMatter.schema`: keywords `k10`, `k11`, `k12`, `k13`, `k14`, `k15`, `k16`, `k17`, \
                 `k18`, `k19` are not supported; they are ignored",
            ),
            (
                json!({ "$ref": "#" }),
                is_not_read,
                "`frontMatter.schema` is not read: it refers to itself without end; remove a `$ref` \
                 from the circle",
            ),
        ] {
            write("a.json", schema.to_string());
            let (found, problems) = read(&path, json!({}));
            assert_eq!((found.schema.is_some(), problems), (is_read, vec![problem.to_owned()]));
        }
    }

    #[cfg(unix)]
    #[test]
    fn no_link_leads_to_it() {
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
