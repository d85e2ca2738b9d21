//! What we ask of the client: its settings, and to be told what changes.

use serde_json::Value;
use tokio::time::timeout;
use tower_lsp::ls_types::{
    ConfigurationItem, DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, GlobPattern,
    Registration, WatchKind,
};

use crate::server::context::Context;
use crate::server::outgoing::PATIENCE;
use crate::workspace::config::file;

impl Context {
    /// Asks the client for its settings.
    pub(super) fn pull_settings(&self) {
        let (session, requests) = (self.session.clone(), self.setting_requests.clone());
        let number = requests.next();
        self.outbox.converse(|client| async move {
            let section = Some("headword".to_owned());
            let items = vec![ConfigurationItem { scope_uri: None, section }];
            requests.receive(number, client.configuration(items), &session).await;
        });
    }

    /// Has the client tell us what we need to know, as far as it can be told to.
    pub(super) fn register(&self) {
        let abilities = self.abilities();
        let mut registrations = Vec::new();
        if abilities.register_watchers {
            registrations.push(registration("workspace/didChangeWatchedFiles", watchers()));
        }
        if abilities.register_configuration {
            let section = serde_json::json!({ "section": "headword" });
            registrations.push(registration("workspace/didChangeConfiguration", section));
        }
        if abilities.register_type_hierarchy {
            // The types that we have know no other way to offer it.
            let options = serde_json::json!({ "documentSelector": null });
            registrations.push(registration("textDocument/prepareTypeHierarchy", options));
        }
        if !registrations.is_empty() {
            self.outbox.converse(|client| async move {
                if let Ok(Err(error)) =
                    timeout(PATIENCE, client.register_capability(registrations)).await
                {
                    tracing::warn!(%error, "the client did not register what it offers");
                }
            });
        }
    }
}

fn registration(method: &str, options: Value) -> Registration {
    Registration {
        id: format!("headword/{method}"),
        method: method.to_owned(),
        register_options: Some(options),
    }
}

/// Watchers for all changes of notes, settings files and ignore files, and for folders that go: the
/// files in these are not reported then.
fn watchers() -> Value {
    let watch = |pattern: &str, kind| FileSystemWatcher {
        glob_pattern: GlobPattern::String(pattern.to_owned()),
        kind,
    };
    let options = DidChangeWatchedFilesRegistrationOptions {
        watchers: vec![
            watch("**/*.{md,markdown,mdx}", None),
            watch(&format!("**/{}", file::NAME), None),
            watch("**/{.ignore,.gitignore,.git/info/exclude}", None),
            watch("**/*", Some(WatchKind::Delete)),
        ],
    };
    serde_json::to_value(options).unwrap_or_default()
}
