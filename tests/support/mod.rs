//! The client for whole-server tests, which uses the binary over pipes, as an editor does.
//!
//! The client shares no code with the server, and so no mistakes. Messages are plain JSON. Each
//! message of the server is checked against the meta-model of the protocol.
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
pub(crate) mod command;
pub(crate) mod conformance;
pub(crate) mod everywhere;
pub(crate) mod generate;
pub(crate) mod link_targets;
pub(crate) mod model;
pub(crate) mod notes;
pub(crate) mod pipes;
pub(crate) mod places;
pub(crate) mod profiles;
pub(crate) mod shapes;
pub(crate) mod top_blocks;
pub(crate) mod trace;
pub(crate) mod vaults;
pub(crate) mod workspace;
pub(crate) mod written;

pub(crate) use client::Client;
pub(crate) use workspace::Workspace;
