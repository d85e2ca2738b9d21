//! The handlers of requests, one file each. All have three steps: convert the params, call a
//! feature, convert the result.
//!
//! The code before the first `await` of a handler runs in order of arrival of the messages.
//! Handlers request their snapshots there, and do nothing else.

pub(super) mod call_hierarchy;
pub(super) mod choose;
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
mod hierarchy;
pub(super) mod hover;
pub(super) mod inlay_hint;
pub(super) mod listings;
pub(super) mod next_gap;
pub(super) mod references;
pub(super) mod rename;
pub(super) mod rename_files;
pub(super) mod selection_range;
pub(super) mod semantic_tokens;
pub(super) mod type_definition;
pub(super) mod type_hierarchy;
pub(super) mod workspace_diagnostic;
pub(super) mod workspace_symbol;
