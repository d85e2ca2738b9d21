//! Helix.

use serde_json::{Value, json};

use super::code_action_kinds;

/// Helix: UTF-8 first, renames of files through the server, a limited form of edits.
pub(crate) fn helix() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-8", "utf-32", "utf-16"] },
        "workspace": {
            "applyEdit": true,
            "configuration": true,
            "workspaceFolders": true,
            "didChangeConfiguration": { "dynamicRegistration": false },
            "didChangeWatchedFiles": { "dynamicRegistration": true, "relativePatternSupport": false },
            "executeCommand": { "dynamicRegistration": false },
            "fileOperations": { "willRename": true, "didRename": true },
            "inlayHint": { "refreshSupport": false },
            "diagnostics": { "refreshSupport": true },
            "symbol": { "dynamicRegistration": false },
            "workspaceEdit": {
                "documentChanges": true, "failureHandling": "abort",
                "normalizesLineEndings": false,
                "resourceOperations": ["create", "rename", "delete"],
            },
        },
        "textDocument": {
            "publishDiagnostics": {
                "tagSupport": { "valueSet": [1, 2] }, "versionSupport": true,
            },
            "diagnostic": { "dynamicRegistration": false, "relatedDocumentSupport": true },
            "completion": {
                "completionItem": {
                    "deprecatedSupport": true, "insertReplaceSupport": true,
                    "resolveSupport": {
                        "properties": ["documentation", "detail", "additionalTextEdits"],
                    },
                    "snippetSupport": true, "tagSupport": { "valueSet": [1] },
                },
                "completionItemKind": {},
            },
            "hover": { "contentFormat": ["markdown"] },
            "codeAction": {
                "dataSupport": true, "disabledSupport": true, "isPreferredSupport": true,
                "codeActionLiteralSupport": { "codeActionKind": { "valueSet": code_action_kinds() } },
                "resolveSupport": { "properties": ["edit", "command"] },
            },
            "formatting": { "dynamicRegistration": false },
            "inlayHint": { "dynamicRegistration": false },
            "rename": {
                "dynamicRegistration": false, "honorsChangeAnnotations": false,
                "prepareSupport": true,
            },
            "signatureHelp": { "signatureInformation": { "documentationFormat": ["markdown"] } },
        },
        "window": { "workDoneProgress": true, "showDocument": { "support": true } },
    })
}
