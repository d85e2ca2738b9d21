//! The input of quick fixes.

use crate::features::diagnostics::Diagnostic;
use crate::workspace::Workspace;
use crate::workspace::document::Document;

/// The input of the fixes of a rule.
pub(super) struct FixContext<'w> {
    /// The workspace.
    pub(super) workspace: &'w Workspace,
    /// The document with the diagnostic.
    pub(super) document: &'w Document,
    /// The diagnostic.
    pub(super) found: &'w Diagnostic,
}
