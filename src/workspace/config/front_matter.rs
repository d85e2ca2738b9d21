//! The settings for front matter: which keys there are.

use std::path::{Component, Path};
use std::sync::Arc;

use serde::Deserialize;

use crate::workspace::config::kind::Choice;
use crate::workspace::keys::Profile;
use crate::workspace::loader;
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

impl FrontMatter {
    /// Reads the schema from a folder; says what is wrong with it.
    pub(super) fn load(&mut self, folder: &Path) -> Option<String> {
        self.schema = None;
        if self.path.is_empty() {
            return None;
        }
        let path = Path::new(&self.path);
        let is_inside =
            path.components().all(|it| matches!(it, Component::Normal(_) | Component::CurDir));
        let read = if is_inside {
            loader::schema_file(folder, path)
        } else {
            Err("it has to lie in the folder".to_owned())
        };
        match read.and_then(|text| Schema::read(&text)) {
            Ok(schema) => {
                self.schema = Some(Arc::new(schema));
                None
            }
            Err(error) => Some(format!("`frontMatter.schema` is not read: {error}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use serde_json::json;

    use super::Choosing;
    use crate::workspace::config::settings::Settings;
    use crate::workspace::document::Location;
    use crate::workspace::folders::Folders;
    use crate::workspace::keys::Profile;

    #[test]
    fn a_schema_is_read_from_inside_the_folder() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let path = folder.path().canonicalize().expect("it is there");
        let write = |name: &str, text: &str| fs::write(path.join(name), text).expect("written");
        fs::create_dir(path.join("in")).expect("a folder can be made");
        write("in/a.json", "{\"properties\": {\"level\": {\"type\": \"string\"}}}");
        write("broken.json", "{");
        let folders = Folders::new(vec![path.clone()]);
        let location = Location::File(path.join("note.md"));
        for (schema, is_read) in
            [("in/a.json", true), ("./in/a.json", true), ("b.json", false), ("broken.json", false)]
        {
            let settings = json!({ "frontMatter": { "schema": schema } });
            let (read, problems) = Settings::read(&settings, &folders);
            let found = &read.of(&location).front_matter.schema;
            assert_eq!(found.is_some(), is_read, "{schema}");
            assert_eq!(problems.is_empty(), is_read, "{schema}: {problems:?}");
        }
        for outside in ["../a.json", "/etc/passwd", "in/../../a.json"] {
            let settings = json!({ "frontMatter": { "schema": outside } });
            let (read, problems) = Settings::read(&settings, &folders);
            assert_eq!(read.of(&location).front_matter.schema, None, "{outside}");
            assert_eq!(problems, ["`frontMatter.schema` is not read: it has to lie in the folder"]);
        }
        write("headword.toml", "[frontMatter]\nprofile = 'zola'\nschema = 'in/a.json'\n");
        let (read, problems) = Settings::read(&json!({}), &folders);
        let found = &read.of(&location).front_matter;
        assert_eq!((found.profile, problems), (Choosing::One(Profile::Zola), Vec::new()));
        assert!(found.schema.is_some());
    }

    #[cfg(unix)]
    #[test]
    fn no_link_leads_to_it() {
        let outside = tempfile::tempdir().expect("a folder can be made");
        fs::write(outside.path().join("a.json"), "{}").expect("written");
        let folder = tempfile::tempdir().expect("a folder can be made");
        let path = folder.path().canonicalize().expect("it is there");
        std::os::unix::fs::symlink(outside.path(), path.join("in")).expect("linked");
        std::os::unix::fs::symlink(outside.path().join("a.json"), path.join("a.json"))
            .expect("linked");
        let folders = Folders::new(vec![path.clone()]);
        for schema in ["in/a.json", "a.json"] {
            let settings = json!({ "frontMatter": { "schema": schema } });
            let (read, problems) = Settings::read(&settings, &folders);
            let found = &read.of(&Location::File(path.join("n.md"))).front_matter.schema;
            assert_eq!((found, problems.len()), (&None, 1), "{schema}");
        }
    }
}
