//! Client capabilities: the part that determines what the server sends.

use serde_json::Value;
use tower_lsp::ls_types::{
    self, InitializeParams, MarkupKind, PositionEncodingKind, ResourceOperationKind,
};

use crate::server::protocol::SHOW_REFERENCES;
use crate::text::Encoding;

/// The kinds of symbols or completions that a client supports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum SymbolKindSupport {
    /// Only the kinds of the first version of the protocol, if the client sends no `valueSet`.
    #[default]
    Legacy,
    /// All kinds: a client with a `valueSet` must handle unknown kinds gracefully.
    Full,
}

impl SymbolKindSupport {
    fn listed(are_listed: bool) -> Self {
        if are_listed { Self::Full } else { Self::Legacy }
    }
}

/// The client capabilities. The server sends only what the client supports.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "the capabilities are independent flags")]
pub(super) struct ClientCapabilities {
    /// The unit of columns, see [`encoding`].
    pub(super) encoding: Encoding,
    /// Markdown in hovers.
    pub(super) hover_markdown: bool,
    /// Markdown in the documentation of completions.
    pub(super) completion_markdown: bool,
    /// `completionItem/resolve` for the documentation of a completion.
    pub(super) lazy_documentation: bool,
    /// An outline as a tree.
    pub(super) hierarchical_symbols: bool,
    /// The symbol kinds in an outline (`textDocument/documentSymbol`).
    pub(super) outline_kinds: SymbolKindSupport,
    /// The symbol kinds in `workspace/symbol`.
    pub(super) symbol_kinds: SymbolKindSupport,
    /// The kinds of completions.
    pub(super) completion_kinds: SymbolKindSupport,
    /// `LocationLink` for definitions.
    pub(super) definition_links: bool,
    /// `workspace/willRenameFiles`, before files are moved.
    pub(super) will_rename: bool,
    /// `workspace/didRenameFiles`, after files were moved.
    pub(super) did_rename: bool,
    /// `textDocument/documentLink`.
    pub(super) document_links: bool,
    /// Edits with the versions of their documents.
    pub(super) document_changes: bool,
    /// Edits whose changes are annotated, for example to be confirmed.
    pub(super) change_annotations: bool,
    /// `textDocument/prepareRename`, before the user types the new name.
    pub(super) prepare_rename: bool,
    /// Code actions with edits and kinds, not only commands.
    pub(super) code_actions: bool,
    /// `codeAction/resolve` for the edit of the chosen code action.
    pub(super) resolves_edits: bool,
    /// `disabled` code actions, with a reason.
    pub(super) disabled_actions: bool,
    /// `isPreferred` of code actions.
    pub(super) preferred_actions: bool,
    /// Edits that create files.
    pub(super) creates_files: bool,
    /// The maximum number of folding ranges of a document. `None`: no limit.
    pub(super) most_folds: Option<usize>,
    /// `window/showDocument`.
    pub(super) show_document: bool,
    /// Questions with several answers (`window/showMessageRequest`) and `workspace/applyEdit`.
    pub(super) asks_choices: bool,
    /// Renames whose changes the user confirms one by one.
    pub(super) confirms_renames: bool,
    /// `LocationLink` for declarations.
    pub(super) declaration_links: bool,
    /// `LocationLink` for type definitions.
    pub(super) type_definition_links: bool,
    /// Semantic tokens.
    pub(super) semantic_tokens: bool,
    /// The command [`SHOW_REFERENCES`].
    pub(super) show_references: bool,
    /// Pulled diagnostics; otherwise the server publishes them.
    pub(super) pull_diagnostics: bool,
    /// Published diagnostics, also of files that the client has not opened with the server.
    pub(super) push_diagnostics: bool,
    /// Related locations of a diagnostic.
    pub(super) related_information: bool,
    /// `workspace/diagnostic/refresh`.
    pub(super) refresh_diagnostics: bool,
    /// `workspace/codeLens/refresh`.
    pub(super) refresh_code_lens: bool,
    /// `workspace/inlayHint/refresh`.
    pub(super) refresh_inlay_hints: bool,
    /// `workspace/semanticTokens/refresh`.
    pub(super) refresh_semantic_tokens: bool,
    /// Progress that the server begins.
    pub(super) progress: bool,
    /// `workspace/configuration`.
    pub(super) configuration: bool,
    /// Dynamic registration of `workspace/didChangeConfiguration`.
    pub(super) register_configuration: bool,
    /// Dynamic registration of `workspace/didChangeWatchedFiles`.
    pub(super) register_watchers: bool,
    /// Dynamic registration of the type hierarchy.
    pub(super) register_type_hierarchy: bool,
}

impl ClientCapabilities {
    /// Reads the capabilities. A missing one is not supported.
    pub(super) fn of(params: &InitializeParams) -> Self {
        let client = &params.capabilities;
        let text = client.text_document.as_ref();
        let workspace = client.workspace.as_ref();
        let window = client.window.as_ref();
        let completion = text
            .and_then(|text| text.completion.as_ref())
            .and_then(|completion| completion.completion_item.as_ref());
        let yes = |flag: Option<bool>| flag.unwrap_or(false);
        let edit = workspace.and_then(|workspace| workspace.workspace_edit.as_ref());
        let files = workspace.and_then(|workspace| workspace.file_operations.as_ref());
        let rename = text.and_then(|text| text.rename.as_ref());
        let action = text.and_then(|text| text.code_action.as_ref());
        let document_changes = yes(edit.and_then(|edit| edit.document_changes));
        let change_annotations =
            document_changes && edit.is_some_and(|edit| edit.change_annotation_support.is_some());
        Self {
            encoding: encoding(client),
            hover_markdown: text
                .and_then(|text| text.hover.as_ref())
                .and_then(|hover| hover.content_format.as_ref())
                .is_some_and(|formats| formats.contains(&MarkupKind::Markdown)),
            completion_markdown: completion
                .and_then(|item| item.documentation_format.as_ref())
                .is_some_and(|formats| formats.contains(&MarkupKind::Markdown)),
            lazy_documentation: completion
                .and_then(|item| item.resolve_support.as_ref())
                .is_some_and(|it| it.properties.iter().any(|name| name == "documentation")),
            hierarchical_symbols: yes(text
                .and_then(|text| text.document_symbol.as_ref())
                .and_then(|symbol| symbol.hierarchical_document_symbol_support)),
            outline_kinds: outline_kinds(client),
            symbol_kinds: symbol_kinds(client),
            completion_kinds: completion_kinds(client),
            definition_links: yes(text
                .and_then(|text| text.definition.as_ref())
                .and_then(|definition| definition.link_support)),
            will_rename: yes(files.and_then(|files| files.will_rename)),
            did_rename: yes(files.and_then(|files| files.did_rename)),
            document_links: text.is_some_and(|text| text.document_link.is_some()),
            document_changes,
            change_annotations,
            code_actions: action.is_some_and(|it| it.code_action_literal_support.is_some()),
            resolves_edits: action.is_some_and(|action| {
                let resolved = action.resolve_support.as_ref();
                yes(action.data_support)
                    && resolved.is_some_and(|it| it.properties.iter().any(|name| name == "edit"))
            }),
            disabled_actions: yes(action.and_then(|action| action.disabled_support)),
            preferred_actions: yes(action.and_then(|action| action.is_preferred_support)),
            creates_files: document_changes
                && edit
                    .and_then(|edit| edit.resource_operations.as_ref())
                    .is_some_and(|kinds| kinds.contains(&ResourceOperationKind::Create)),
            most_folds: text
                .and_then(|text| text.folding_range.as_ref())
                .and_then(|folding| usize::try_from(folding.range_limit?).ok()),
            show_document: window
                .and_then(|window| window.show_document.as_ref())
                .is_some_and(|show| show.support),
            asks_choices: window.is_some_and(|window| window.show_message.is_some())
                && yes(workspace.and_then(|workspace| workspace.apply_edit)),
            prepare_rename: yes(rename.and_then(|rename| rename.prepare_support)),
            confirms_renames: change_annotations
                && yes(rename.and_then(|rename| rename.honors_change_annotations)),
            declaration_links: yes(text
                .and_then(|text| text.declaration.as_ref())
                .and_then(|declaration| declaration.link_support)),
            type_definition_links: yes(text
                .and_then(|text| text.type_definition.as_ref())
                .and_then(|definition| definition.link_support)),
            semantic_tokens: text.is_some_and(|text| text.semantic_tokens.is_some()),
            show_references: commands(client).any(|command| command == SHOW_REFERENCES),
            pull_diagnostics: text.is_some_and(|text| text.diagnostic.is_some()),
            push_diagnostics: text
                .is_none_or(|text| text.publish_diagnostics.is_some() || text.diagnostic.is_none()),
            related_information: related_information(client),
            refresh_diagnostics: yes(workspace
                .and_then(|workspace| workspace.diagnostics.as_ref())
                .and_then(|diagnostics| diagnostics.refresh_support)),
            refresh_code_lens: yes(workspace
                .and_then(|workspace| workspace.code_lens.as_ref())
                .and_then(|lens| lens.refresh_support)),
            refresh_inlay_hints: yes(workspace
                .and_then(|workspace| workspace.inlay_hint.as_ref())
                .and_then(|hint| hint.refresh_support)),
            refresh_semantic_tokens: yes(workspace
                .and_then(|workspace| workspace.semantic_tokens.as_ref())
                .and_then(|tokens| tokens.refresh_support)),
            progress: yes(window.and_then(|window| window.work_done_progress)),
            configuration: yes(workspace.and_then(|workspace| workspace.configuration)),
            register_configuration: yes(workspace
                .and_then(|workspace| workspace.did_change_configuration.as_ref())
                .and_then(|change| change.dynamic_registration)),
            register_watchers: yes(workspace
                .and_then(|workspace| workspace.did_change_watched_files.as_ref())
                .and_then(|watched| watched.dynamic_registration)),
            register_type_hierarchy: yes(text
                .and_then(|text| text.type_hierarchy.as_ref())
                .and_then(|hierarchy| hierarchy.dynamic_registration)),
        }
    }
}

/// Returns the commands of the client's extension: `experimental.commands.commands`, a convention
/// that other servers use too.
fn commands(client: &ls_types::ClientCapabilities) -> impl Iterator<Item = &str> {
    let commands = client.experimental.as_ref().map(|own| &own["commands"]["commands"]);
    commands.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

/// Returns whether the client shows related locations. Clients that pull diagnostics may declare
/// this under `publishDiagnostics`.
fn related_information(client: &ls_types::ClientCapabilities) -> bool {
    let text = client.text_document.as_ref();
    let published = text.and_then(|text| text.publish_diagnostics.as_ref());
    let asked = text.and_then(|text| text.diagnostic.as_ref());
    published.and_then(|it| it.related_information).unwrap_or(false)
        || asked.and_then(|it| it.related_information).unwrap_or(false)
}

fn outline_kinds(client: &ls_types::ClientCapabilities) -> SymbolKindSupport {
    let symbol = client.text_document.as_ref().and_then(|text| text.document_symbol.as_ref());
    let kinds = symbol.and_then(|symbol| symbol.symbol_kind.as_ref());
    SymbolKindSupport::listed(kinds.is_some_and(|kinds| kinds.value_set.is_some()))
}

fn symbol_kinds(client: &ls_types::ClientCapabilities) -> SymbolKindSupport {
    let symbol = client.workspace.as_ref().and_then(|workspace| workspace.symbol.as_ref());
    let kinds = symbol.and_then(|symbol| symbol.symbol_kind.as_ref());
    SymbolKindSupport::listed(kinds.is_some_and(|kinds| kinds.value_set.is_some()))
}

fn completion_kinds(client: &ls_types::ClientCapabilities) -> SymbolKindSupport {
    let completion = client.text_document.as_ref().and_then(|text| text.completion.as_ref());
    let kinds = completion.and_then(|completion| completion.completion_item_kind.as_ref());
    SymbolKindSupport::listed(kinds.is_some_and(|kinds| kinds.value_set.is_some()))
}

/// Returns UTF-8 if the client offers it, because no conversion is needed then, else UTF-32, else
/// UTF-16, the default of the protocol.
///
/// LSP: `general.positionEncodings`.
fn encoding(client: &ls_types::ClientCapabilities) -> Encoding {
    let offered = client.general.as_ref().and_then(|general| general.position_encodings.as_ref());
    let offers = |kind| offered.is_some_and(|offered| offered.contains(&kind));
    if offers(PositionEncodingKind::UTF8) {
        Encoding::Utf8
    } else if offers(PositionEncodingKind::UTF32) {
        Encoding::Utf32
    } else {
        Encoding::Utf16
    }
}
