//! Eglot, the client in Emacs.

use serde_json::{Value, json};

use super::numbers;

/// Eglot of Emacs 30: UTF-32 first, dynamic registration of watched files only.
pub(crate) fn eglot() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-32", "utf-8", "utf-16"] },
        "workspace": {
            "applyEdit": true,
            "executeCommand": { "dynamicRegistration": false },
            "workspaceEdit": { "documentChanges": true },
            "didChangeWatchedFiles": { "dynamicRegistration": true },
            "symbol": { "dynamicRegistration": false },
            "configuration": true,
            "workspaceFolders": true,
        },
        "textDocument": {
            "synchronization": {
                "dynamicRegistration": false, "willSave": true, "willSaveWaitUntil": true,
                "didSave": true,
            },
            "completion": {
                "dynamicRegistration": false,
                "completionItem": {
                    "snippetSupport": false, "deprecatedSupport": true,
                    "resolveSupport": {
                        "properties": ["documentation", "details", "additionalTextEdits"],
                    },
                    "tagSupport": { "valueSet": [1] },
                    "insertReplaceSupport": true,
                },
                "contextSupport": true,
            },
            "hover": { "dynamicRegistration": false, "contentFormat": ["plaintext"] },
            "references": { "dynamicRegistration": false },
            "definition": { "dynamicRegistration": false, "linkSupport": true },
            "documentSymbol": {
                "dynamicRegistration": false, "hierarchicalDocumentSymbolSupport": true,
                "symbolKind": { "valueSet": numbers(26) },
            },
            "documentHighlight": { "dynamicRegistration": false },
            "codeAction": {
                "dynamicRegistration": false,
                "resolveSupport": { "properties": ["edit", "command"] },
                "dataSupport": true,
                "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [
                    "quickfix", "refactor", "refactor.extract", "refactor.inline",
                    "refactor.rewrite", "source", "source.organizeImports",
                ] } },
                "isPreferredSupport": true,
            },
            "formatting": { "dynamicRegistration": false },
            "rename": { "dynamicRegistration": false },
            "inlayHint": { "dynamicRegistration": false },
            "publishDiagnostics": {
                "relatedInformation": false, "codeDescriptionSupport": false,
                "tagSupport": { "valueSet": [1, 2] },
            },
        },
        "window": { "showDocument": { "support": true }, "showMessage": {
            "messageActionItem": { "additionalPropertiesSupport": true },
        }, "workDoneProgress": true },
        "experimental": {},
    })
}
