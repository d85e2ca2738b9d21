//! The handlers of questions, one file each. All take the same three steps: from the protocol,
//! ask a feature, to the protocol.
//!
//! What stands before a handler's first `await` happens in the order in which the messages
//! arrived; so snapshots are asked for there, and nothing else is done.

pub(super) mod call_hierarchy;
pub(super) mod code_action;
pub(super) mod code_lens;
pub(super) mod completion;
pub(super) mod declaration;
pub(super) mod definition;
pub(super) mod diagnostic;
pub(super) mod document_highlight;
pub(super) mod document_link;
pub(super) mod document_symbol;
pub(super) mod execute_command;
pub(super) mod folding_range;
pub(super) mod hover;
pub(super) mod inlay_hint;
pub(super) mod references;
pub(super) mod rename;
pub(super) mod rename_files;
pub(super) mod selection_range;
pub(super) mod semantic_tokens;
pub(super) mod type_definition;
pub(super) mod type_hierarchy;
pub(super) mod workspace_diagnostic;
pub(super) mod workspace_symbol;
