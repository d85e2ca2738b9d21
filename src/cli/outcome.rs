//! The outcome of a command.

/// The result of a command, which determines its exit status.
pub(super) enum Outcome {
    /// Nothing was found.
    Fine,
    /// Something was found.
    Findings,
    /// A part of the work failed, as reported on stderr.
    Incomplete,
}
