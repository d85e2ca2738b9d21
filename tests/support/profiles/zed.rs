//! Zed.

use serde_json::{Value, json};

use super::{code_action_kinds, semantic_tokens};

/// Zed: UTF-16 only, both pulled and pushed diagnostics, edits with snippets.
///
/// It declares Markdown for completion items only, and supports their defaults and label details.
pub(crate) fn zed() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-16"] },
        "workspace": {
            "applyEdit": true,
            "configuration": true,
            "workspaceFolders": true,
            "workspaceEdit": {
                "documentChanges": true,
                "resourceOperations": ["create", "rename", "delete"],
                "snippetEditSupport": true,
            },
            "didChangeConfiguration": { "dynamicRegistration": true },
            "didChangeWatchedFiles": { "dynamicRegistration": true, "relativePatternSupport": true },
            "symbol": { "dynamicRegistration": true, "resolveSupport": {
                "properties": ["location.range"],
            } },
            "inlayHint": { "refreshSupport": true },
            "codeLens": { "refreshSupport": true },
            "diagnostics": { "refreshSupport": true },
            "fileOperations": { "didRename": true, "willRename": true },
        },
        "textDocument": {
            "definition": { "dynamicRegistration": true, "linkSupport": true },
            "codeAction": {
                "dynamicRegistration": true, "dataSupport": true,
                "codeActionLiteralSupport": { "codeActionKind": { "valueSet": code_action_kinds() } },
                "resolveSupport": {
                    "properties": ["kind", "diagnostics", "isPreferred", "disabled", "edit", "command"],
                },
            },
            "completion": {
                "contextSupport": true,
                "completionItem": {
                    "snippetSupport": true, "insertReplaceSupport": true,
                    "labelDetailsSupport": true,
                    "resolveSupport": {
                        "properties": ["additionalTextEdits", "command", "documentation"],
                    },
                },
                "completionList": { "itemDefaults": [
                    "commitCharacters", "editRange", "insertTextMode", "insertTextFormat", "data",
                ] },
            },
            "documentSymbol": {
                "dynamicRegistration": true, "hierarchicalDocumentSymbolSupport": true,
            },
            "rename": { "dynamicRegistration": true, "prepareSupport": true },
            "hover": { "dynamicRegistration": true, "contentFormat": ["markdown"] },
            "inlayHint": { "dynamicRegistration": true, "resolveSupport": { "properties": [
                "textEdits", "tooltip", "label.tooltip", "label.location", "label.command",
            ] } },
            "semanticTokens": semantic_tokens(true),
            "publishDiagnostics": {
                "relatedInformation": true, "versionSupport": true, "dataSupport": true,
                "tagSupport": { "valueSet": [1, 2] }, "codeDescriptionSupport": true,
            },
            "diagnostic": { "dynamicRegistration": true, "relatedDocumentSupport": true },
            "synchronization": { "didSave": true },
        },
        "experimental": { "serverStatusNotification": true, "localDocs": true },
        "window": {
            "workDoneProgress": true,
            "showMessage": { "messageActionItem": { "additionalPropertiesSupport": false } },
            "showDocument": { "support": true },
        },
    })
}
