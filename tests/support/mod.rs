//! The whole-server test client: drives the real binary over its pipes, as an editor does.
//!
//! It shares no code with the server, and so no misunderstanding: messages are plain JSON, and
//! each one that the server sends is held against the protocol's own meta-model.
//!
//! ```ignore
//! let workspace = Workspace::new(&[("a.md", "#### Term\nIts definition.\n")]);
//! let mut client = Client::spawn().initialized(&workspace, profiles::vscode());
//! client.open(&workspace, "a.md");
//! let symbols = client.request("textDocument/documentSymbol", params).unwrap();
//! client.finish();
//! ```

#![allow(dead_code, unused_imports, reason = "each program of tests uses its own part of this")]
#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]
#![expect(clippy::needless_pass_by_value, reason = "JSON is written where it is passed")]

pub(crate) mod ask;
pub(crate) mod client;
pub(crate) mod conformance;
pub(crate) mod everywhere;
pub(crate) mod generate;
pub(crate) mod model;
pub(crate) mod notes;
pub(crate) mod pipes;
pub(crate) mod places;
pub(crate) mod profiles;
pub(crate) mod shapes;
pub(crate) mod trace;
pub(crate) mod vaults;
pub(crate) mod workspace;
pub(crate) mod written;

pub(crate) use client::Client;
pub(crate) use workspace::Workspace;
