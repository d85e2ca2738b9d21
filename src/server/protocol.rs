//! Conventions between the server and its clients besides the protocol: names of commands, and the
//! maximum length of answers.

use tower_lsp::ls_types::CodeActionKind;

/// The maximum number of items in an answer. Nobody reads more, an editor draws each of them, and a
/// note of headings only has a million.
pub(super) const MAX_ITEMS: usize = 20_000;

/// The server's command that lists the terms for a view of the editor. No arguments.
pub(super) const TERMS: &str = "headword.terms";

/// The server's command that lists the gaps. Argument: none, or the URI of a document for its own.
pub(super) const GAPS: &str = "headword.gaps";

/// The server's command that lists the uses of a note in others. Argument: the URI of a document.
pub(super) const USES_OF_NOTE: &str = "headword.usesOfNote";

/// The server's command that shows the next empty section. Arguments: a document's URI, a position.
pub(super) const NEXT_GAP: &str = "headword.nextGap";

/// The server's command that asks the user for one of several edits, and applies it. Arguments: a
/// document's URI, a range, the title of the choice.
pub(super) const CHOOSE: &str = "headword.choose";

/// The client's command that shows the references at a position. Arguments: a URI, a position.
pub(super) const SHOW_REFERENCES: &str = "headword.showReferences";

/// The kind of the action with all safe fixes, for `editor.codeActionsOnSave`.
pub(super) const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.headword");

/// The kinds of code actions that the server sends.
pub(super) const ACTION_KINDS: [CodeActionKind; 6] = [
    CodeActionKind::QUICKFIX,
    CodeActionKind::REFACTOR_EXTRACT,
    CodeActionKind::REFACTOR_INLINE,
    CodeActionKind::REFACTOR_REWRITE,
    CodeActionKind::SOURCE,
    FIX_ALL,
];
