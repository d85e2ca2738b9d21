//! Kakoune with kakoune-lsp, a client with few ways to show results.

use serde_json::{Value, json};

use super::numbers;

/// Kakoune: only the root folder, plain text, dynamic registration of watched files only.
///
/// It has no prepared rename and no definition links. It supports few types of semantic tokens,
/// and lists no kinds of symbols.
pub(crate) fn kakoune() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-8", "utf-16"] },
        "workspace": {
            "applyEdit": false,
            "configuration": true,
            "workspaceFolders": false,
            "workspaceEdit": {
                "documentChanges": true, "normalizesLineEndings": false,
                "failureHandling": "abort",
                "resourceOperations": ["create", "delete", "rename"],
            },
            "didChangeConfiguration": { "dynamicRegistration": false },
            "didChangeWatchedFiles": { "dynamicRegistration": true, "relativePatternSupport": true },
            "symbol": { "dynamicRegistration": false, "symbolKind": { "valueSet": numbers(26) } },
            "executeCommand": { "dynamicRegistration": false },
        },
        "textDocument": {
            "synchronization": {
                "dynamicRegistration": false, "willSave": false, "willSaveWaitUntil": false,
                "didSave": true,
            },
            "completion": {
                "dynamicRegistration": false,
                "completionItem": {
                    "snippetSupport": true, "commitCharactersSupport": false,
                    "documentationFormat": ["plaintext"], "deprecatedSupport": false,
                    "preselectSupport": false, "resolveSupport": {
                        "properties": ["additionalTextEdits", "documentation"],
                    },
                },
                "completionItemKind": { "valueSet": numbers(25) },
                "contextSupport": false,
            },
            "hover": { "dynamicRegistration": false, "contentFormat": ["plaintext"] },
            "references": { "dynamicRegistration": false },
            "documentHighlight": { "dynamicRegistration": false },
            "documentSymbol": { "dynamicRegistration": false },
            "declaration": { "dynamicRegistration": false, "linkSupport": false },
            "definition": { "dynamicRegistration": false, "linkSupport": false },
            "typeDefinition": { "dynamicRegistration": false, "linkSupport": false },
            "codeAction": {
                "dynamicRegistration": false, "isPreferredSupport": false,
                "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [
                    "quickfix", "refactor", "refactor.extract", "refactor.inline",
                    "refactor.rewrite", "source", "source.organizeImports",
                ] } },
                "resolveSupport": { "properties": ["edit"] }, "dataSupport": true,
            },
            "codeLens": { "dynamicRegistration": false },
            "documentLink": { "dynamicRegistration": false, "tooltipSupport": false },
            "rename": { "dynamicRegistration": false, "prepareSupport": false },
            "publishDiagnostics": { "relatedInformation": true },
            "semanticTokens": {
                "dynamicRegistration": false, "formats": ["relative"],
                "requests": { "range": false, "full": true },
                "tokenTypes": ["comment", "function", "keyword", "type", "variable"],
                "tokenModifiers": ["declaration", "documentation", "readonly"],
            },
        },
        "window": { "workDoneProgress": true, "showDocument": { "support": false } },
    })
}
