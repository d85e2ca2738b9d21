//! Headword: the language server for notes that define terms.
