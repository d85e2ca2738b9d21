//! The capabilities of real clients in `initialize`, reduced to the parts that matter for notes.

mod eglot;
mod helix;
mod kakoune;
mod neovim;
mod vscode;
mod zed;

use serde_json::{Value, json};

pub(crate) use eglot::eglot;
pub(crate) use helix::helix;
pub(crate) use kakoune::kakoune;
pub(crate) use neovim::{neovim, neovim_nightly};
pub(crate) use vscode::vscode;
pub(crate) use zed::zed;

/// The names of the position encodings.
pub(crate) const ENCODINGS: [&str; 3] = ["utf-8", "utf-16", "utf-32"];

/// All profiles by name.
pub(crate) fn all() -> Vec<(&'static str, Value)> {
    vec![
        ("VS Code", vscode()),
        ("Neovim 0.11", neovim()),
        ("Neovim 0.12", neovim_nightly()),
        ("Helix", helix()),
        ("Emacs", eglot()),
        ("Zed", zed()),
        ("Kakoune", kakoune()),
        ("bare", bare()),
        ("everything", everything()),
    ]
}

/// Each profile in each encoding, even if the client does not support it. So each form of result
/// is tested with each encoding.
pub(crate) fn in_all_encodings() -> impl Iterator<Item = (String, Value)> {
    all().into_iter().flat_map(|(name, capabilities)| {
        ENCODINGS.map(|encoding| {
            (format!("{name} in {encoding}"), counting_in(encoding, capabilities.clone()))
        })
    })
}

/// A client that supports this encoding and UTF-16, which is required.
pub(crate) fn counting_in(encoding: &str, mut capabilities: Value) -> Value {
    capabilities["general"]["positionEncodings"] = match encoding {
        "utf-16" => json!(["utf-16"]),
        other => json!([other, "utf-16"]),
    };
    capabilities
}

/// A client without capabilities.
pub(crate) fn bare() -> Value {
    json!({})
}

/// A client with all capabilities, in each encoding.
pub(crate) fn everything() -> Value {
    let mut capabilities = vscode();
    capabilities["general"]["positionEncodings"] = json!(["utf-32", "utf-16", "utf-8"]);
    capabilities["workspace"]["inlineValue"] = json!({ "refreshSupport": true });
    let text_document = &mut capabilities["textDocument"];
    for name in ["declaration", "typeDefinition", "implementation"] {
        text_document[name] = json!({ "dynamicRegistration": true, "linkSupport": true });
    }
    for name in ["rangeFormatting", "onTypeFormatting", "callHierarchy", "typeHierarchy", "moniker"]
    {
        text_document[name] = json!({ "dynamicRegistration": true });
    }
    text_document["publishDiagnostics"]["versionSupport"] = json!(true);
    text_document["diagnostic"]["relatedDocumentSupport"] = json!(true);
    text_document["foldingRange"]["lineFoldingOnly"] = json!(false);
    text_document["foldingRange"]["foldingRange"]["collapsedText"] = json!(true);
    text_document["codeLens"]["resolveSupport"] = json!({ "properties": ["command"] });
    capabilities
}

fn numbers(last: u32) -> Vec<u32> {
    (1..=last).collect()
}

fn code_action_kinds() -> Value {
    json!([
        "",
        "quickfix",
        "refactor",
        "refactor.extract",
        "refactor.inline",
        "refactor.rewrite",
        "source",
        "source.organizeImports",
    ])
}

fn semantic_tokens(dynamic: bool) -> Value {
    json!({
        "dynamicRegistration": dynamic,
        "tokenTypes": [
            "namespace", "type", "class", "enum", "interface", "struct", "typeParameter",
            "parameter", "variable", "property", "enumMember", "event", "function", "method",
            "macro", "keyword", "modifier", "comment", "string", "number", "regexp", "operator",
            "decorator",
        ],
        "tokenModifiers": [
            "declaration", "definition", "readonly", "static", "deprecated", "abstract", "async",
            "modification", "documentation", "defaultLibrary",
        ],
        "formats": ["relative"],
        "requests": { "range": true, "full": { "delta": true } },
        "multilineTokenSupport": false,
        "overlappingTokenSupport": false,
        "serverCancelSupport": true,
        "augmentsSyntaxTokens": true,
    })
}
