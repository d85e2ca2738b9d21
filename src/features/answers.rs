//! All answers about a workspace, as text. It does not depend on the order of their addition: two
//! workspaces with the same notes give the same text.

use std::collections::HashMap;
use std::fmt::{Debug, Write as _};

use text_size::{TextRange, TextSize};

use crate::features::navigation_target::TermOrSection;
use crate::features::{
    FilePosition, ambiguous, call_hierarchy, code_actions, code_lens, completion, definition,
    diagnostics, document_highlight, document_links, document_symbols, empty_sections,
    folding_ranges, hover, inlay_hints, references, semantic_tokens, terms, type_definition,
    type_hierarchy, undefined, workspace_symbols,
};
use crate::workspace::Workspace;
use crate::workspace::document::Document;

/// Returns each request with its answer, in the order of the locations of the notes. Features are
/// called at no more than `places` positions of each note.
pub(crate) fn answers(workspace: &Workspace, places: usize) -> String {
    let mut out = Output { workspace, names: HashMap::new(), text: String::new() };
    let mut documents: Vec<_> = workspace.documents().collect();
    documents.sort_by(|a, b| a.location.cmp(&b.location));
    for document in &documents {
        out.names.insert(format!("{:?}", document.id), format!("{:?}", document.location));
    }
    out.say("symbols", &workspace_symbols::workspace_symbols(workspace, ""));
    out.say("symbols a", &workspace_symbols::workspace_symbols(workspace, "a"));
    out.say("empty sections", &empty_sections::empty_sections(workspace));
    out.say("undefined", &undefined::undefined(workspace).len());
    out.say("ambiguous", &ambiguous::ambiguous(workspace).len());
    out.say("terms", &terms::terms(workspace).len());
    for document in documents {
        out.say("note", &document.location);
        out.whole(document);
        for offset in self::places(document, places) {
            out.at(document, offset);
        }
    }
    out.text
}

struct Output<'w> {
    workspace: &'w Workspace,
    /// The locations of the documents by their identities.
    names: HashMap<String, String>,
    text: String,
}

impl Output<'_> {
    fn say(&mut self, what: &str, answer: &impl Debug) {
        let _ = write!(self.text, "{what}: ");
        let answer = format!("{answer:?}");
        let mut rest = answer.as_str();
        while let Some(at) = rest.find("NoteId(") {
            let end = at + rest[at..].find(')').map_or(0, |end| end + 1);
            let id = &rest[at..end];
            let name = self.names.get(id).map_or("a deleted note", String::as_str);
            let _ = write!(self.text, "{}{name}", &rest[..at]);
            rest = &rest[end..];
        }
        let _ = writeln!(self.text, "{rest}");
    }

    fn whole(&mut self, document: &Document) {
        let (workspace, note) = (self.workspace, document.id);
        let all = document.note.text.range();
        self.say("outline", &document_symbols::document_symbols(workspace, note));
        self.say("diagnostics", &diagnostics::diagnostics(workspace, note));
        self.say("links", &document_links::document_links(workspace, note));
        self.say("tokens", &semantic_tokens::semantic_tokens(workspace, note));
        self.say("hints", &inlay_hints::inlay_hints(workspace, note, all));
        self.say("folds", &folding_ranges::folding_ranges(workspace, note, None));
        for place in code_lens::code_lens(workspace, note) {
            self.say("lens", &code_lens::usage(workspace, note, place.start()));
        }
    }

    fn at(&mut self, document: &Document, offset: TextSize) {
        let (workspace, note) = (self.workspace, document.id);
        let here = FilePosition { note, offset };
        self.say("at", &offset);
        self.say("hover", &hover::hover(workspace, here));
        self.say("definition", &definition::definition(workspace, here));
        self.say("type", &type_definition::type_definition(workspace, here));
        self.say("references", &references::references(workspace, here, true));
        self.say("highlights", &document_highlight::document_highlight(workspace, here));
        self.say("completion", &completion::completion(workspace, here, true, None));
        let selected = TextRange::empty(offset);
        let actions = code_actions::code_actions(workspace, note, selected, |_| true);
        self.say("actions", &actions.iter().map(|it| &it.title).collect::<Vec<_>>());
        for item in call_hierarchy::prepare(workspace, here).unwrap_or_default() {
            let found = TermOrSection::find(
                workspace,
                item.target.note,
                &item.name,
                item.target.name_range.start(),
            );
            if let Some(TermOrSection::Term(found)) = found {
                self.say("incoming", &call_hierarchy::incoming(workspace, found));
                self.say("outgoing", &call_hierarchy::outgoing(workspace, found));
            }
        }
        self.say("hierarchy", &type_hierarchy::prepare(workspace, here));
    }
}

/// Returns at most `most` positions in a note where features have answers.
pub(crate) fn places(document: &Document, most: usize) -> Vec<TextSize> {
    let note = &document.note;
    let text = &document.note.text;
    let lines = text.match_indices('\n').map(|(at, _)| at + 3).filter(|at| *at <= text.len());
    let lines = lines.map(|at| text.floor_char_boundary(at));
    let lines = lines.filter_map(|at| TextSize::try_from(at).ok());
    let terms = note.terms.iter().map(|term| term.name_range.start());
    let to_links = note.links.iter().map(|link| link.range.start() + TextSize::new(2));
    let tags = note.inline_tags.iter().map(|tag| tag.range.start());
    let tags = tags.chain(note.tags().iter().map(|tag| tag.text_range.start()));
    let mut found: Vec<_> = terms.chain(to_links).chain(tags).chain(lines).collect();
    found.sort_unstable();
    found.dedup();
    let step = found.len().div_ceil(most).max(1);
    found.into_iter().step_by(step).collect()
}
