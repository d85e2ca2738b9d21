//! What the server and its clients agree on besides the protocol: names of commands and bounds of
//! answers.

use tower_lsp::ls_types::CodeActionKind;

/// The largest number of items in an answer: nobody looks through more, an editor draws each of
/// them, and a note of nothing but headings has a million.
pub(super) const MAX_ITEMS: usize = 20_000;

/// The server's command that goes to the next gap. Arguments: a document's URI, a position in it.
pub(super) const NEXT_GAP: &str = "headword.nextGap";

/// The client's command that shows the references at a place: a URI and a position.
pub(super) const SHOW_REFERENCES: &str = "headword.showReferences";

/// All safe fixes at once, as for `editor.codeActionsOnSave`.
pub(super) const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.headword");

/// The kinds of code actions.
pub(super) const ACTION_KINDS: [CodeActionKind; 6] = [
    CodeActionKind::QUICKFIX,
    CodeActionKind::REFACTOR_EXTRACT,
    CodeActionKind::REFACTOR_INLINE,
    CodeActionKind::REFACTOR_REWRITE,
    CodeActionKind::SOURCE,
    FIX_ALL,
];
