//! Detection of the tool of the notes. Each note votes for a tool by its specific features.

use std::path::Path;

use super::Profile;
use crate::note::Note;
use crate::note::date::dated_name;
use crate::note::front_matter::{FrontMatter, Syntax, ValueKind};
use crate::workspace::document::Location;

/// The number of votes for each tool.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Votes([usize; Profile::ALL.len()]);

impl Votes {
    /// Replaces the old vote of a note by its new one.
    pub(in crate::workspace) fn update(&mut self, old: Option<Profile>, new: Option<Profile>) {
        if let Some(old) = old {
            self.0[old as usize] = self.0[old as usize].saturating_sub(1);
        }
        if let Some(new) = new {
            self.0[new as usize] += 1;
        }
    }

    /// Returns the tool with the most votes.
    pub fn winner(&self) -> Option<Profile> {
        let most = *self.0.iter().max()?;
        let winner = Profile::ALL.into_iter().find(|profile| self.0[*profile as usize] == most);
        winner.filter(|_| most > 0)
    }
}

/// Returns the tool for which a note votes, or `None` if it has no specific feature.
pub(in crate::workspace) fn vote(location: &Location, note: &Note) -> Option<Profile> {
    let front = note.front_matter.as_ref()?;
    let has = |keys: &[&str]| keys.iter().any(|key| front.get(key).is_some());
    let path = location.path();
    if has(&["sidebar_position", "sidebar_label", "hoverText", "hide_table_of_contents"])
        || path.and_then(Path::extension).is_some_and(|it| it == "mdx")
    {
        return Some(Profile::Docusaurus);
    }
    if front.syntax == Syntax::Toml {
        let is_zola = has(&["taxonomies", "extra", "path", "sort_by", "in_search_index"]);
        return Some(if is_zola { Profile::Zola } else { Profile::Hugo });
    }
    if has(&["draft", "lastmod", "publishDate", "linkTitle"])
        || path.and_then(Path::file_name).is_some_and(|name| name == "_index.md")
    {
        return Some(Profile::Hugo);
    }
    if path.is_some_and(is_post) || has(&["layout", "permalink", "pin"]) || has_pair(front) {
        return Some(Profile::Jekyll);
    }
    let is_obsidian = has(&["aliases", "cssclasses", "cssclass"]);
    let has_wiki_links =
        || note.links.iter().any(|link| link.kind == crate::note::link::LinkKind::Wiki);
    (is_obsidian || has_wiki_links()).then_some(Profile::Obsidian)
}

/// Returns whether a file has the name of a Jekyll post: `2024-01-02-name.md`.
fn is_post(path: &Path) -> bool {
    date_of(path).is_some()
}

/// Returns the date at the start of a file name: `2024-01-02` of `2024-01-02-name.md`.
pub fn date_of(path: &Path) -> Option<&str> {
    dated_name(path.file_stem()?.to_str()?).map(|(date, _)| date)
}

/// Returns whether a note has two categories: a category and a subcategory, as in Chirpy.
fn has_pair(front: &FrontMatter) -> bool {
    let categories = front.get("categories").map(|entry| &entry.value.kind);
    matches!(categories, Some(ValueKind::List(items)) if items.len() == 2)
}
