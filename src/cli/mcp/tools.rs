//! The tools: one for each command that answers a question.

use std::path::Path;

use rmcp::handler::server::wrapper::{Json, Parameters};
use rmcp::{ErrorData, tool, tool_router};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::McpServer;
use super::proposals::{Proposal, defined, renamed};
use crate::cli::check::{CheckResult, findings};
use crate::cli::define::definitions;
use crate::cli::gaps::{GapRecord, gaps};
use crate::cli::mentions::{MentionRow, rows};
use crate::cli::notes::{self, Notes};
use crate::cli::outline::{Outline, outline};
use crate::cli::path::{StepRecord, steps_to};
use crate::cli::terms::TermRecord;
use crate::features;
use crate::features::document_symbols::OutlineKind;
use crate::features::terms::suggestions;
use crate::features::workspace_symbols::workspace_symbols;
use crate::workspace::document::Document;

/// The number of results if the agent does not say otherwise.
const DEFAULT_LIMIT: usize = 50;

/// The maximum number of results.
const MAX_LIMIT: usize = 1_000;

#[derive(Deserialize, JsonSchema)]
struct TermParams {
    /// Any name of the term, in any letter case, singular or plural.
    term: String,
    /// The maximum number of results [default: 50, at most 1000].
    limit: Option<usize>,
}

#[derive(Deserialize, JsonSchema)]
struct SearchParams {
    /// A part of a name, or some of its letters in order.
    query: String,
    /// The maximum number of results [default: 50, at most 1000].
    limit: Option<usize>,
}

#[derive(Deserialize, JsonSchema)]
struct ListParams {
    /// The maximum number of results [default: 50, at most 1000].
    limit: Option<usize>,
}

#[derive(Deserialize, JsonSchema)]
struct NoteParams {
    /// The path of a note, as in the results of the other tools.
    path: String,
}

#[derive(Deserialize, JsonSchema)]
struct CheckParams {
    /// The path of a note, as in the results of the other tools [default: all notes].
    path: Option<String>,
    /// The maximum number of results [default: 50, at most 1000].
    limit: Option<usize>,
}

#[derive(Deserialize, JsonSchema)]
struct PathParams {
    /// Any name of the term, in any letter case, singular or plural.
    term: String,
    /// The most mentions to follow [default: all].
    depth: Option<usize>,
}

#[derive(Deserialize, JsonSchema)]
struct RenameParams {
    /// Any name of the term, in any letter case, singular or plural.
    term: String,
    /// The new name.
    new_name: String,
    /// The path of a note that declares the term, if several terms have the name.
    path: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
struct DefinitionParams {
    /// The name of an empty section, as in the results of `gaps`.
    term: String,
    /// The definition, as Markdown. It has no headings, and no links to notes.
    text: String,
}

/// What to read before a term, in order. A circle is one step.
#[derive(JsonSchema, Serialize)]
struct ReadingPath {
    steps: Vec<StepRecord>,
}

/// The definitions of a name.
#[derive(JsonSchema, Serialize)]
struct DefinedTerms {
    terms: Vec<TermRecord>,
    /// The empty sections with this name, if the notes do not define it yet.
    empty: Vec<EmptyTerm>,
    /// Similar names, if the notes do not define this one.
    similar: Vec<String>,
}

/// A section that waits for the definition of a term. The line is from 1.
#[derive(JsonSchema, Serialize)]
struct EmptyTerm {
    name: String,
    /// The number of notes that mention it. 21 means more than 20.
    notes: usize,
    path: String,
    line: u32,
}

/// Terms whose names match a query, the best first.
#[derive(JsonSchema, Serialize)]
struct FoundTerms {
    terms: Vec<FoundTerm>,
}

/// A term that was found. The line is from 1.
#[derive(JsonSchema, Serialize)]
struct FoundTerm {
    name: String,
    path: String,
    line: u32,
}

/// The first mentions of a term, and the number of all.
#[derive(JsonSchema, Serialize)]
struct TermMentions {
    total: usize,
    mentions: Vec<MentionRow>,
}

/// The most mentioned gaps, and the number of all.
#[derive(JsonSchema, Serialize)]
struct Gaps {
    total: usize,
    gaps: Vec<GapRecord>,
}

/// The first diagnostics, and the number of all.
#[derive(JsonSchema, Serialize)]
struct Problems {
    total: usize,
    problems: Vec<CheckResult>,
}

#[tool_router(vis = "pub(super)")]
impl McpServer {
    /// Returns the definitions of a term, with its other names and its place.
    #[tool(annotations(read_only_hint = true, open_world_hint = false))]
    async fn define(
        &self,
        Parameters(TermParams { term, limit }): Parameters<TermParams>,
    ) -> Result<Json<DefinedTerms>, ErrorData> {
        self.ask(move |notes| {
            let terms = first(definitions(notes, &term), limit);
            let empty = if terms.is_empty() { empty(notes, &term) } else { Vec::new() };
            let is_known = !terms.is_empty() || !empty.is_empty();
            let similar = if is_known { Vec::new() } else { suggestions(&notes.workspace, &term) };
            Ok(Json(DefinedTerms { terms, empty, similar }))
        })
        .await
    }

    /// Finds terms by a part of one of their names.
    #[tool(annotations(read_only_hint = true, open_world_hint = false))]
    async fn search_terms(
        &self,
        Parameters(SearchParams { query, limit }): Parameters<SearchParams>,
    ) -> Result<Json<FoundTerms>, ErrorData> {
        self.ask(move |notes| Ok(Json(FoundTerms { terms: found(notes, &query, limit) }))).await
    }

    /// Returns where the notes mention a term, with the text around each mention.
    #[tool(annotations(read_only_hint = true, open_world_hint = false))]
    async fn mentions(
        &self,
        Parameters(TermParams { term, limit }): Parameters<TermParams>,
    ) -> Result<Json<TermMentions>, ErrorData> {
        self.ask(move |notes| {
            let all = rows(notes, &term);
            Ok(Json(TermMentions { total: all.len(), mentions: first(all, limit) }))
        })
        .await
    }

    /// Returns the empty sections and missing notes, the most mentioned first: what to write next.
    #[tool(annotations(read_only_hint = true, open_world_hint = false))]
    async fn gaps(
        &self,
        Parameters(ListParams { limit }): Parameters<ListParams>,
    ) -> Result<Json<Gaps>, ErrorData> {
        self.ask(move |notes| {
            let all = gaps(notes);
            Ok(Json(Gaps { total: all.len(), gaps: first(all, limit) }))
        })
        .await
    }

    /// Returns the headings, terms, empty sections and tags of a note.
    #[tool(annotations(read_only_hint = true, open_world_hint = false))]
    async fn outline(
        &self,
        Parameters(NoteParams { path }): Parameters<NoteParams>,
    ) -> Result<Json<Outline>, ErrorData> {
        self.ask(move |notes| Ok(Json(outline(notes, note(notes, &path)?)))).await
    }

    /// Returns the problems in the notes: broken links, empty sections, undefined terms, …
    #[tool(annotations(read_only_hint = true, open_world_hint = false))]
    async fn check(
        &self,
        Parameters(CheckParams { path, limit }): Parameters<CheckParams>,
    ) -> Result<Json<Problems>, ErrorData> {
        self.ask(move |notes| {
            let mut all = findings(notes);
            if let Some(path) = path {
                let path = notes::path(note(notes, &path)?);
                all.retain(|found| found.path == path);
            }
            Ok(Json(Problems { total: all.len(), problems: first(all, limit) }))
        })
        .await
    }

    /// Returns what to read before a term: all that its definition needs, in order, then the term.
    #[tool(annotations(read_only_hint = true, open_world_hint = false))]
    async fn path(
        &self,
        Parameters(PathParams { term, depth }): Parameters<PathParams>,
    ) -> Result<Json<ReadingPath>, ErrorData> {
        self.ask(move |notes| {
            let steps = steps_to(notes, &term, depth.unwrap_or(usize::MAX));
            Ok(Json(ReadingPath { steps }))
        })
        .await
    }

    /// Returns the edit that renames a term in its declarations, mentions and links. Writes nothing.
    #[tool(annotations(read_only_hint = true, open_world_hint = false))]
    async fn propose_rename(
        &self,
        Parameters(RenameParams { term, new_name, path }): Parameters<RenameParams>,
    ) -> Result<Json<Proposal>, ErrorData> {
        self.ask(move |notes| renamed(notes, &term, &new_name, path.as_deref()).map(Json)).await
    }

    /// Returns the edit that writes a definition into an empty section. Writes nothing.
    #[tool(annotations(read_only_hint = true, open_world_hint = false))]
    async fn propose_definition(
        &self,
        Parameters(DefinitionParams { term, text }): Parameters<DefinitionParams>,
    ) -> Result<Json<Proposal>, ErrorData> {
        self.ask(move |notes| defined(notes, &term, &text).map(Json)).await
    }
}

/// Returns the first results.
fn first<T>(mut found: Vec<T>, limit: Option<usize>) -> Vec<T> {
    found.truncate(limit.unwrap_or(DEFAULT_LIMIT).min(MAX_LIMIT));
    found
}

/// Returns the empty sections with a name.
fn empty(notes: &Notes, name: &str) -> Vec<EmptyTerm> {
    let gaps = features::terms::gaps(&notes.workspace, name).into_iter();
    let gaps = gaps.filter_map(|gap| {
        let document = notes.workspace.document(gap.target.note)?;
        Some(EmptyTerm {
            name: gap.name,
            notes: gap.notes.counted(),
            path: notes::path(document),
            line: notes::line_col(&document.note.text, gap.target.name_range.start()).0,
        })
    });
    gaps.collect()
}

/// Returns the terms whose names match a query.
fn found(notes: &Notes, query: &str, limit: Option<usize>) -> Vec<FoundTerm> {
    let found = workspace_symbols(&notes.workspace, query).into_iter();
    let found =
        found.filter(|symbol| symbol.kind == OutlineKind::Term && notes.has(symbol.target.note));
    let found = found.filter_map(|symbol| {
        let document = notes.workspace.document(symbol.target.note)?;
        // The name of a symbol may be an alias with an arrow, which `define` does not know.
        let mut terms = document.note.terms.iter();
        let term = terms.find(|term| term.name_range == symbol.target.name_range)?;
        Some(FoundTerm {
            line: notes::line_col(&document.note.text, symbol.target.name_range.start()).0,
            path: notes::path(document),
            name: term.headword.clone(),
        })
    });
    first(found.collect(), limit)
}

/// Returns the note with a path. No other file is read.
fn note<'n>(notes: &'n Notes, path: &str) -> Result<&'n Document, ErrorData> {
    let mut all = notes.documents();
    let found = all.find(|document| {
        notes::path(document) == path || document.location.path() == Some(Path::new(path))
    });
    found.ok_or_else(|| {
        let problem = format!("No note has the path “{path}”. Use a path from another result.");
        ErrorData::invalid_params(problem, None)
    })
}
