//! Visual Studio Code, with the capabilities of its client library.

use serde_json::{Value, json};

use super::{code_action_kinds, numbers, semantic_tokens};

/// Visual Studio Code: UTF-16 only, dynamic registration for everything, every refresh.
pub(crate) fn vscode() -> Value {
    json!({
        "general": {
            "positionEncodings": ["utf-16"],
            "staleRequestSupport": { "cancel": true, "retryOnContentModified": [
                "textDocument/semanticTokens/full", "textDocument/semanticTokens/range",
            ] },
            "regularExpressions": { "engine": "ECMAScript", "version": "ES2020" },
            "markdown": { "parser": "marked", "version": "1.1.0" },
        },
        "workspace": {
            "applyEdit": true,
            "configuration": true,
            "workspaceFolders": true,
            "workspaceEdit": {
                "documentChanges": true,
                "resourceOperations": ["create", "rename", "delete"],
                "failureHandling": "textOnlyTransactional",
                "normalizesLineEndings": true,
                "changeAnnotationSupport": { "groupsOnLabel": true },
            },
            "didChangeConfiguration": { "dynamicRegistration": true },
            "didChangeWatchedFiles": { "dynamicRegistration": true, "relativePatternSupport": true },
            "symbol": {
                "dynamicRegistration": true,
                "symbolKind": { "valueSet": numbers(26) },
                "tagSupport": { "valueSet": [1] },
                "resolveSupport": { "properties": ["location.range"] },
            },
            "executeCommand": { "dynamicRegistration": true },
            "codeLens": { "refreshSupport": true },
            "semanticTokens": { "refreshSupport": true },
            "inlayHint": { "refreshSupport": true },
            "diagnostics": { "refreshSupport": true },
            "foldingRange": { "refreshSupport": true },
            "fileOperations": {
                "dynamicRegistration": true,
                "didCreate": true, "didRename": true, "didDelete": true,
                "willCreate": true, "willRename": true, "willDelete": true,
            },
        },
        "textDocument": vscode_text_document(),
        "experimental": { "commands": { "commands": ["headword.showReferences"] } },
        "window": {
            "workDoneProgress": true,
            "showMessage": { "messageActionItem": { "additionalPropertiesSupport": true } },
            "showDocument": { "support": true },
        },
    })
}

fn vscode_text_document() -> Value {
    json!({
        "callHierarchy": { "dynamicRegistration": true },
        "typeHierarchy": { "dynamicRegistration": true },
        "synchronization": {
            "dynamicRegistration": true, "willSave": true, "willSaveWaitUntil": true,
            "didSave": true,
        },
        "publishDiagnostics": {
            "relatedInformation": true, "versionSupport": false,
            "tagSupport": { "valueSet": [1, 2] },
            "codeDescriptionSupport": true, "dataSupport": true,
        },
        "diagnostic": { "dynamicRegistration": true, "relatedDocumentSupport": false },
        "completion": {
            "dynamicRegistration": true,
            "contextSupport": true,
            "insertTextMode": 2,
            "completionItem": {
                "snippetSupport": true, "commitCharactersSupport": true,
                "documentationFormat": ["markdown", "plaintext"],
                "deprecatedSupport": true, "preselectSupport": true,
                "tagSupport": { "valueSet": [1] },
                "insertReplaceSupport": true,
                "resolveSupport": {
                    "properties": ["documentation", "detail", "additionalTextEdits"],
                },
                "insertTextModeSupport": { "valueSet": [1, 2] },
                "labelDetailsSupport": true,
            },
            "completionItemKind": { "valueSet": numbers(25) },
            "completionList": { "itemDefaults": [
                "commitCharacters", "editRange", "insertTextFormat", "insertTextMode", "data",
            ] },
        },
        "hover": { "dynamicRegistration": true, "contentFormat": ["markdown", "plaintext"] },
        "definition": { "dynamicRegistration": true, "linkSupport": true },
        "references": { "dynamicRegistration": true },
        "documentHighlight": { "dynamicRegistration": true },
        "documentSymbol": {
            "dynamicRegistration": true,
            "symbolKind": { "valueSet": numbers(26) },
            "hierarchicalDocumentSymbolSupport": true,
            "tagSupport": { "valueSet": [1] },
            "labelSupport": true,
        },
        "codeAction": {
            "dynamicRegistration": true, "isPreferredSupport": true,
            "disabledSupport": true, "dataSupport": true,
            "resolveSupport": { "properties": ["edit"] },
            "codeActionLiteralSupport": { "codeActionKind": { "valueSet": code_action_kinds() } },
            "honorsChangeAnnotations": true,
        },
        "codeLens": { "dynamicRegistration": true },
        "formatting": { "dynamicRegistration": true },
        "rename": {
            "dynamicRegistration": true, "prepareSupport": true,
            "prepareSupportDefaultBehavior": 1, "honorsChangeAnnotations": true,
        },
        "documentLink": { "dynamicRegistration": true, "tooltipSupport": true },
        "foldingRange": {
            "dynamicRegistration": true, "rangeLimit": 5000, "lineFoldingOnly": true,
            "foldingRangeKind": { "valueSet": ["comment", "imports", "region"] },
            "foldingRange": { "collapsedText": false },
        },
        "selectionRange": { "dynamicRegistration": true },
        "semanticTokens": semantic_tokens(true),
        "linkedEditingRange": { "dynamicRegistration": true },
        "inlayHint": {
            "dynamicRegistration": true,
            "resolveSupport": { "properties": [
                "tooltip", "textEdits", "label.tooltip", "label.location", "label.command",
            ] },
        },
    })
}
