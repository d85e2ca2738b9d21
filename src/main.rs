//! The `headword` command.
fn main() {}
