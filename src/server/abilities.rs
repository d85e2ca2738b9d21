//! What the client can do, as far as it decides what we send.

use tower_lsp::ls_types::{ClientCapabilities, InitializeParams, MarkupKind, PositionEncodingKind};

use crate::text::Encoding;

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
    /// It takes `LocationLink` for definitions.
    pub(super) definition_links: bool,
    /// It asks for diagnostics; otherwise they are pushed.
    pub(super) pull_diagnostics: bool,
    /// It shows other places that a diagnostic is about.
    pub(super) related_information: bool,
    /// It can be told to ask for all diagnostics again.
    pub(super) refresh_diagnostics: bool,
    /// It shows progress.
    pub(super) progress: bool,
    /// It can be asked for its settings.
    pub(super) configuration: bool,
    /// It can be told to send changes of its settings.
    pub(super) register_configuration: bool,
    /// It can be told to watch files.
    pub(super) register_watchers: bool,
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
            definition_links: yes(text
                .and_then(|text| text.definition.as_ref())
                .and_then(|definition| definition.link_support)),
            pull_diagnostics: text.is_some_and(|text| text.diagnostic.is_some()),
            // Clients that ask for diagnostics may say it where they speak of pushed ones.
            related_information: yes(text
                .and_then(|text| text.publish_diagnostics.as_ref())
                .and_then(|published| published.related_information))
                || yes(text
                    .and_then(|text| text.diagnostic.as_ref())
                    .and_then(|diagnostic| diagnostic.related_information)),
            refresh_diagnostics: yes(workspace
                .and_then(|workspace| workspace.diagnostics.as_ref())
                .and_then(|diagnostics| diagnostics.refresh_support)),
            progress: yes(window.and_then(|window| window.work_done_progress)),
            configuration: yes(workspace.and_then(|workspace| workspace.configuration)),
            register_configuration: yes(workspace
                .and_then(|workspace| workspace.did_change_configuration.as_ref())
                .and_then(|change| change.dynamic_registration)),
            register_watchers: yes(workspace
                .and_then(|workspace| workspace.did_change_watched_files.as_ref())
                .and_then(|watched| watched.dynamic_registration)),
        }
    }
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
