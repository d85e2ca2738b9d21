//! What clients say they can do: the `capabilities` of their `initialize`, shortened to what a
//! server for notes can meet, with each client's own peculiarities kept.

use serde_json::{Value, json};

/// Every profile by name, for tests that hold for all of them.
pub(crate) fn all() -> Vec<(&'static str, Value)> {
    vec![
        ("vscode", vscode()),
        ("neovim", neovim()),
        ("helix", helix()),
        ("eglot", eglot()),
        ("bare", bare()),
        ("everything", everything()),
    ]
}

/// A client that promises nothing.
pub(crate) fn bare() -> Value {
    json!({})
}

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
            // Off on Linux, where watching is costly.
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

/// Helix: UTF-8 first, renames notes through the server, edits transactions of one kind only.
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

/// Eglot of Emacs 30: UTF-32 first (its own unit), no dynamic registration but for watching.
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

/// A client that supports all there is, in every encoding: what VS Code has, and the rest.
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
