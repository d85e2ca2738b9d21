//! What the client can do, as far as it decides what we send.

use serde_json::Value;
use tower_lsp::ls_types::{
    ClientCapabilities, InitializeParams, MarkupKind, PositionEncodingKind, ResourceOperationKind,
};

use crate::server::protocol::SHOW_REFERENCES;
use crate::text::Encoding;

/// Which kinds of symbols or completions a client knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Kinds {
    /// Those of the first version of the protocol: what is meant where nothing is said.
    #[default]
    First,
    /// All: whoever lists some can deal with any other.
    All,
}

impl Kinds {
    fn listed(are_listed: bool) -> Self {
        if are_listed { Self::All } else { Self::First }
    }
}

/// What the client can do. Nothing is sent that it did not offer to understand.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "these are independent yes-or-no offers")]
pub(super) struct Abilities {
    /// How columns are counted: the best of what the client offers.
    pub(super) encoding: Encoding,
    /// It renders Markdown in hovers.
    pub(super) hover_markdown: bool,
    /// It renders Markdown beside completions.
    pub(super) completion_markdown: bool,
    /// It asks for the documentation of a completion when it shows it.
    pub(super) lazy_documentation: bool,
    /// It takes an outline as a tree.
    pub(super) hierarchical_symbols: bool,
    /// The kinds of symbols that it knows in an outline.
    pub(super) outline_kinds: Kinds,
    /// The kinds of symbols that it knows in the list of all.
    pub(super) symbol_kinds: Kinds,
    /// The kinds of completions that it knows.
    pub(super) completion_kinds: Kinds,
    /// It takes `LocationLink` for definitions.
    pub(super) definition_links: bool,
    /// It asks what else to change before it moves files.
    pub(super) will_rename: bool,
    /// It tells when it has moved files.
    pub(super) did_rename: bool,
    /// It underlines links.
    pub(super) document_links: bool,
    /// It takes edits with the versions of their documents.
    pub(super) document_changes: bool,
    /// It takes edits whose changes are in groups.
    pub(super) change_annotations: bool,
    /// It asks whether something can be renamed before it asks for the new name.
    pub(super) prepare_rename: bool,
    /// It takes code actions that are more than commands.
    pub(super) code_actions: bool,
    /// It asks for the edit of a code action when the user has chosen it.
    pub(super) resolves_edits: bool,
    /// It can tell the best of several actions from the rest.
    pub(super) preferred_actions: bool,
    /// It creates files for an edit.
    pub(super) creates_files: bool,
    /// It takes no more folding ranges of a note than these.
    pub(super) most_folds: Option<usize>,
    /// It can be told to show a document.
    pub(super) show_document: bool,
    /// It lets the user confirm changes of a rename one by one.
    pub(super) confirms_renames: bool,
    /// It takes `LocationLink` for declarations.
    pub(super) declaration_links: bool,
    /// It takes `LocationLink` for type definitions.
    pub(super) type_definition_links: bool,
    /// It colors semantic tokens.
    pub(super) semantic_tokens: bool,
    /// It has a command that shows references.
    pub(super) show_references: bool,
    /// It asks for diagnostics; otherwise they are pushed.
    pub(super) pull_diagnostics: bool,
    /// It takes diagnostics unasked, if only of files that it has not opened with us.
    pub(super) push_diagnostics: bool,
    /// It shows other places that a diagnostic is about.
    pub(super) related_information: bool,
    /// It can be told to ask for all diagnostics again.
    pub(super) refresh_diagnostics: bool,
    /// It can be told to ask for all code lenses again.
    pub(super) refresh_code_lens: bool,
    /// It can be told to ask for all inlay hints again.
    pub(super) refresh_inlay_hints: bool,
    /// It can be told to ask for all semantic tokens again.
    pub(super) refresh_semantic_tokens: bool,
    /// It shows progress.
    pub(super) progress: bool,
    /// It can be asked for its settings.
    pub(super) configuration: bool,
    /// It can be told to send changes of its settings.
    pub(super) register_configuration: bool,
    /// It can be told to watch files.
    pub(super) register_watchers: bool,
    /// It can be told that there is a type hierarchy.
    pub(super) register_type_hierarchy: bool,
}

impl Abilities {
    /// Reads what the client offers; what it does not mention, it cannot do.
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

/// The commands that the client's extension has: `experimental.commands.commands`, as other
/// servers have it too.
fn commands(client: &ClientCapabilities) -> impl Iterator<Item = &str> {
    let commands = client.experimental.as_ref().map(|own| &own["commands"]["commands"]);
    commands.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

/// Clients that ask for diagnostics may say it where they speak of pushed ones.
fn related_information(client: &ClientCapabilities) -> bool {
    let text = client.text_document.as_ref();
    let published = text.and_then(|text| text.publish_diagnostics.as_ref());
    let asked = text.and_then(|text| text.diagnostic.as_ref());
    published.and_then(|it| it.related_information).unwrap_or(false)
        || asked.and_then(|it| it.related_information).unwrap_or(false)
}

fn outline_kinds(client: &ClientCapabilities) -> Kinds {
    let symbol = client.text_document.as_ref().and_then(|text| text.document_symbol.as_ref());
    let kinds = symbol.and_then(|symbol| symbol.symbol_kind.as_ref());
    Kinds::listed(kinds.is_some_and(|kinds| kinds.value_set.is_some()))
}

fn symbol_kinds(client: &ClientCapabilities) -> Kinds {
    let symbol = client.workspace.as_ref().and_then(|workspace| workspace.symbol.as_ref());
    let kinds = symbol.and_then(|symbol| symbol.symbol_kind.as_ref());
    Kinds::listed(kinds.is_some_and(|kinds| kinds.value_set.is_some()))
}

fn completion_kinds(client: &ClientCapabilities) -> Kinds {
    let completion = client.text_document.as_ref().and_then(|text| text.completion.as_ref());
    let kinds = completion.and_then(|completion| completion.completion_item_kind.as_ref());
    Kinds::listed(kinds.is_some_and(|kinds| kinds.value_set.is_some()))
}

/// UTF-8 where it can be had, since it is what we count in; UTF-16 where nothing is said.
///
/// LSP: `general.positionEncodings`.
fn encoding(client: &ClientCapabilities) -> Encoding {
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
