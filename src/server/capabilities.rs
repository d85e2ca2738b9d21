//! The server capabilities: exactly the methods that the server handles.

use tower_lsp::ls_types::{
    CallHierarchyServerCapability, CodeActionOptions, CodeActionProviderCapability,
    CodeLensOptions, CompletionOptions, DeclarationCapability, DiagnosticOptions,
    DiagnosticServerCapabilities, DocumentLinkOptions, ExecuteCommandOptions, FileOperationFilter,
    FileOperationPattern, FileOperationRegistrationOptions, FoldingRangeProviderCapability,
    HoverProviderCapability, InitializeResult, OneOf, PositionEncodingKind, RenameOptions,
    SelectionRangeProviderCapability, SemanticTokensFullOptions, SemanticTokensOptions,
    SemanticTokensServerCapabilities, ServerCapabilities, ServerInfo, TextDocumentSyncCapability,
    TextDocumentSyncKind, TextDocumentSyncOptions, TextDocumentSyncSaveOptions,
    TypeDefinitionProviderCapability, WorkDoneProgressOptions,
    WorkspaceFileOperationsServerCapabilities, WorkspaceFoldersServerCapabilities,
    WorkspaceServerCapabilities,
};

use crate::server::client_capabilities::ClientCapabilities;
use crate::server::protocol::{ACTION_KINDS, CHOOSE, GAPS, NEXT_GAP, TERMS, USES_OF_NOTE};
use crate::server::tokens;
use crate::text::Encoding;

/// The characters after which a tag, category or link may follow. A space is included for `tags: `
/// and `- `. In running text it gets an empty answer at once.
const TRIGGERS: [&str; 10] = ["#", "[", ",", " ", "\"", "'", "-", "(", "/", "^"];

/// Returns the response to `initialize`.
pub(super) fn offer(client: &ClientCapabilities) -> InitializeResult {
    let encoding = match client.encoding {
        Encoding::Utf8 => PositionEncodingKind::UTF8,
        Encoding::Utf16 => PositionEncodingKind::UTF16,
        Encoding::Utf32 => PositionEncodingKind::UTF32,
    };
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::INCREMENTAL),
        // A client without watchers reports at least the files that it saves.
        save: (!client.register_watchers).then_some(TextDocumentSyncSaveOptions::Supported(true)),
        ..TextDocumentSyncOptions::default()
    };
    let diagnostics = DiagnosticServerCapabilities::Options(DiagnosticOptions {
        identifier: Some("headword".to_owned()),
        // Diagnostics depend on other notes, so clients pull all open notes again after a change.
        inter_file_dependencies: true,
        workspace_diagnostics: true,
        ..DiagnosticOptions::default()
    });
    let folders = WorkspaceFoldersServerCapabilities {
        supported: Some(true),
        change_notifications: Some(OneOf::Left(true)),
    };
    InitializeResult {
        capabilities: ServerCapabilities {
            position_encoding: Some(encoding),
            text_document_sync: Some(TextDocumentSyncCapability::Options(sync)),
            document_symbol_provider: Some(OneOf::Left(true)),
            hover_provider: Some(HoverProviderCapability::Simple(true)),
            definition_provider: Some(OneOf::Left(true)),
            declaration_provider: Some(DeclarationCapability::Simple(true)),
            type_definition_provider: Some(TypeDefinitionProviderCapability::Simple(true)),
            references_provider: Some(OneOf::Left(true)),
            document_highlight_provider: Some(OneOf::Left(true)),
            document_link_provider: client.document_links.then(|| DocumentLinkOptions {
                resolve_provider: Some(false),
                work_done_progress_options: WorkDoneProgressOptions::default(),
            }),
            call_hierarchy_provider: Some(CallHierarchyServerCapability::Simple(true)),
            workspace_symbol_provider: Some(OneOf::Left(true)),
            code_lens_provider: Some(CodeLensOptions { resolve_provider: Some(true) }),
            folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
            selection_range_provider: Some(SelectionRangeProviderCapability::Simple(true)),
            inlay_hint_provider: Some(OneOf::Left(true)),
            semantic_tokens_provider: client.semantic_tokens.then(semantic_tokens),
            completion_provider: Some(CompletionOptions {
                trigger_characters: Some(TRIGGERS.map(str::to_owned).to_vec()),
                resolve_provider: client.lazy_documentation.then_some(true),
                ..CompletionOptions::default()
            }),
            code_action_provider: client.code_actions.then(|| {
                CodeActionProviderCapability::Options(CodeActionOptions {
                    code_action_kinds: Some(ACTION_KINDS.to_vec()),
                    resolve_provider: Some(client.resolves_edits),
                    work_done_progress_options: WorkDoneProgressOptions::default(),
                })
            }),
            execute_command_provider: commands(client),
            rename_provider: Some(if client.prepare_rename {
                OneOf::Right(RenameOptions {
                    prepare_provider: Some(true),
                    work_done_progress_options: WorkDoneProgressOptions::default(),
                })
            } else {
                OneOf::Left(true)
            }),
            // Diagnostics are either pulled or published, never both.
            diagnostic_provider: client.pull_diagnostics.then_some(diagnostics),
            workspace: Some(WorkspaceServerCapabilities {
                workspace_folders: Some(folders),
                file_operations: (client.will_rename || client.did_rename).then(|| {
                    WorkspaceFileOperationsServerCapabilities {
                        will_rename: client.will_rename.then(all_files),
                        did_rename: client.did_rename.then(all_files),
                        ..WorkspaceFileOperationsServerCapabilities::default()
                    }
                }),
            }),
            ..ServerCapabilities::default()
        },
        server_info: Some(ServerInfo {
            name: "headword".to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
        offset_encoding: None,
    }
}

/// Returns the commands that work with a client.
fn commands(client: &ClientCapabilities) -> Option<ExecuteCommandOptions> {
    let listings = [TERMS, GAPS, USES_OF_NOTE].map(|name| (name, true));
    let actions = [(NEXT_GAP, client.show_document), (CHOOSE, client.asks_choices)];
    let commands = actions.into_iter().chain(listings);
    let commands = commands.filter(|(_, works)| *works);
    let commands: Vec<_> = commands.map(|(name, _)| name.to_owned()).collect();
    (!commands.is_empty()).then(|| ExecuteCommandOptions {
        commands,
        work_done_progress_options: WorkDoneProgressOptions::default(),
    })
}

/// Returns options for all files and folders: a link may lead to any of them.
fn all_files() -> FileOperationRegistrationOptions {
    let pattern = FileOperationPattern { glob: "**/*".to_owned(), matches: None, options: None };
    let filter = FileOperationFilter { scheme: Some("file".to_owned()), pattern };
    FileOperationRegistrationOptions { filters: vec![filter] }
}

fn semantic_tokens() -> SemanticTokensServerCapabilities {
    SemanticTokensServerCapabilities::SemanticTokensOptions(SemanticTokensOptions {
        legend: tokens::legend(),
        range: Some(true),
        full: Some(SemanticTokensFullOptions::Delta { delta: Some(true) }),
        ..SemanticTokensOptions::default()
    })
}
