//! The handlers of questions, one file each. All take the same three steps: from the protocol,
//! ask a feature, to the protocol.
//!
//! What stands before a handler's first `await` happens in the order in which the messages
//! arrived; so snapshots are asked for there, and nothing else is done.

pub(super) mod completion;
pub(super) mod definition;
pub(super) mod diagnostic;
pub(super) mod document_symbol;
pub(super) mod hover;
pub(super) mod rename;
