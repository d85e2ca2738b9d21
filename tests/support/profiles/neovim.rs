//! Neovim, in two versions.

use serde_json::{Value, json};

use super::{code_action_kinds, numbers, semantic_tokens};

/// Neovim 0.11: UTF-8 first, little dynamic registration.
pub(crate) fn neovim() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-8", "utf-16", "utf-32"] },
        "workspace": {
            "applyEdit": true,
            "configuration": true,
            "workspaceFolders": true,
            "workspaceEdit": { "resourceOperations": ["rename", "create", "delete"] },
            "didChangeConfiguration": { "dynamicRegistration": false },
            // Neovim turns this off on Linux, where watched files are expensive.
            "didChangeWatchedFiles": { "dynamicRegistration": false, "relativePatternSupport": true },
            "symbol": { "dynamicRegistration": false, "symbolKind": { "valueSet": numbers(26) } },
            "semanticTokens": { "refreshSupport": true },
            "inlayHint": { "refreshSupport": true },
        },
        "textDocument": {
            "synchronization": {
                "dynamicRegistration": false, "willSave": true, "willSaveWaitUntil": true,
                "didSave": true,
            },
            "publishDiagnostics": {
                "relatedInformation": true, "tagSupport": { "valueSet": [1, 2] },
                "dataSupport": true,
            },
            "diagnostic": { "dynamicRegistration": false },
            "completion": {
                "dynamicRegistration": false,
                "contextSupport": true,
                "completionItem": {
                    "snippetSupport": true, "commitCharactersSupport": false,
                    "preselectSupport": false, "deprecatedSupport": true,
                    "documentationFormat": ["markdown", "plaintext"],
                    "resolveSupport": { "properties": ["additionalTextEdits", "command"] },
                    "tagSupport": { "valueSet": [1] },
                },
                "completionItemKind": { "valueSet": numbers(25) },
                "completionList": { "itemDefaults": [
                    "editRange", "insertTextFormat", "insertTextMode", "data",
                ] },
            },
            "hover": { "dynamicRegistration": true, "contentFormat": ["markdown", "plaintext"] },
            "definition": { "dynamicRegistration": true, "linkSupport": true },
            "references": { "dynamicRegistration": false },
            "documentHighlight": { "dynamicRegistration": false },
            "documentSymbol": {
                "dynamicRegistration": false, "symbolKind": { "valueSet": numbers(26) },
                "hierarchicalDocumentSymbolSupport": true,
            },
            "codeAction": {
                "dynamicRegistration": true, "isPreferredSupport": true, "dataSupport": true,
                "codeActionLiteralSupport": { "codeActionKind": { "valueSet": code_action_kinds() } },
                "resolveSupport": { "properties": ["edit", "command"] },
            },
            "codeLens": { "dynamicRegistration": false, "resolveSupport": { "properties": ["command"] } },
            "formatting": { "dynamicRegistration": true },
            "rename": { "dynamicRegistration": true, "prepareSupport": true },
            "foldingRange": {
                "dynamicRegistration": false, "lineFoldingOnly": true,
                "foldingRange": { "collapsedText": true },
                "foldingRangeKind": { "valueSet": ["comment", "imports", "region"] },
            },
            "semanticTokens": semantic_tokens(false),
            "inlayHint": {
                "dynamicRegistration": true,
                "resolveSupport": { "properties": ["textEdits", "tooltip", "location", "command"] },
            },
        },
        "window": {
            "workDoneProgress": true,
            "showMessage": { "messageActionItem": { "additionalPropertiesSupport": true } },
            "showDocument": { "support": true },
        },
    })
}

/// Neovim 0.12: more dynamic registration, annotated edits, and refreshes.
pub(crate) fn neovim_nightly() -> Value {
    let mut capabilities = neovim();
    let workspace = &mut capabilities["workspace"];
    workspace["workspaceEdit"]["changeAnnotationSupport"] = json!({ "groupsOnLabel": true });
    workspace["workspaceEdit"]["normalizesLineEndings"] = json!(true);
    workspace["diagnostics"] = json!({ "refreshSupport": true });
    workspace["codeLens"] = json!({ "refreshSupport": true });
    workspace["didChangeConfiguration"] = json!({ "dynamicRegistration": true });
    let text_document = &mut capabilities["textDocument"];
    text_document["diagnostic"] = json!({
        "dynamicRegistration": true, "relatedInformation": true, "dataSupport": true,
        "tagSupport": { "valueSet": [1, 2] },
    });
    text_document["codeLens"]["dynamicRegistration"] = json!(true);
    text_document["callHierarchy"] = json!({ "dynamicRegistration": false });
    text_document["linkedEditingRange"] = json!({ "dynamicRegistration": false });
    text_document["selectionRange"] = json!({ "dynamicRegistration": false });
    text_document["typeHierarchy"] = json!({ "dynamicRegistration": false });
    capabilities
}
