//! The conformance suite: the rules of the protocol, one by one, over real pipes.
//!
//! Each part of the protocol has a module. The doc comment of a test names its rule: the number, the
//! kind, and the text. The kind is M (must) or S (should) for rules of the protocol, and R for
//! robustness. `docs/conformance.md` is generated from these comments
//! (`tests/conformance_page.rs`). The test client checks the rules that apply to every message
//! (`tests/support/conformance.rs`).

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

mod capabilities;
mod conversation;
mod diagnostics;
mod edits;
mod features;
mod files;
mod framing;
mod generated;
mod lifecycle;
mod messages;
mod sync;
mod trace;

use serde_json::{Value, json};

use crate::support::{Client, Workspace};

/// The code of the error that a question is answered with.
fn code(answer: Result<Value, Value>) -> i64 {
    answer.expect_err("an error")["code"].as_i64().expect("an error has a code")
}

/// The params of `initialize` of a client that promises nothing.
fn bare() -> Value {
    json!({ "processId": null, "rootUri": null, "capabilities": {} })
}

/// A server that has been initialized by such a client.
fn running() -> Client {
    let mut client = Client::spawn();
    client.initialize(bare());
    client
}

/// Initializes a server without a folder.
fn without_folder(capabilities: &Value) -> Client {
    let mut client = Client::spawn();
    client.initialize(json!({
        "processId": null, "rootUri": null, "capabilities": capabilities,
    }));
    client
}

/// The params of a question about the start of a document that is not open.
fn hover() -> Value {
    json!({
        "textDocument": { "uri": "untitled:Untitled-1" },
        "position": { "line": 0, "character": 0 },
    })
}

/// A place.
fn place(line: u32, character: u32) -> Value {
    json!({ "line": line, "character": character })
}

/// The workspace that most of these conversations are about.
fn notes() -> Workspace {
    Workspace::new(&[("storage.md", STORAGE), ("sub/use.md", USE)])
}

/// A note with terms, topics, gaps, and characters that each encoding counts in its own way.
const STORAGE: &str = "\
---
title: Storage
tags: [databases, notes]
---
## Stores

#### Cache

😀 A *fast* store in memory.

#### Disk

A 日本 slow store below the cache.

#### Tape

## Links

See [the cache](#cache) and [use](sub/use.md).
";

/// A note that speaks of them.
const USE: &str = "\
---
tags: [notes]
---
# Use

The caches 😀 are #notes on a cache and a disk.
Back to [storage](../storage.md#disk).

#### Queue

What waits in line.
";
