//! Chores of the repository that cargo alone cannot express.
fn main() {}
