//! Requests to the client: its settings, and notifications about changes.

use serde_json::Value;
use tokio::time::timeout;
use tower_lsp::ls_types::{
    ConfigurationItem, DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, GlobPattern,
    Registration, WatchKind,
};

use crate::server::context::Context;
use crate::server::outgoing::CLIENT_TIMEOUT;
use crate::workspace::config::file;

impl Context {
    /// Requests the settings from the client.
    pub(super) fn pull_settings(&self) {
        let (session, requests) = (self.session.clone(), self.setting_requests.clone());
        let number = requests.next();
        self.outbox.converse(|client| async move {
            let section = Some("headword".to_owned());
            let items = vec![ConfigurationItem { scope_uri: None, section }];
            requests.receive(number, client.configuration(items), &session).await;
        });
    }

    /// Registers the dynamic capabilities that the client supports.
    pub(super) fn register(&self) {
        let client = self.client();
        let mut registrations = Vec::new();
        if client.register_watchers {
            registrations.push(registration("workspace/didChangeWatchedFiles", watchers()));
        }
        if client.register_configuration {
            let section = serde_json::json!({ "section": "headword" });
            registrations.push(registration("workspace/didChangeConfiguration", section));
        }
        if client.register_type_hierarchy {
            // The server capabilities of our types have no field for the type hierarchy.
            let options = serde_json::json!({ "documentSelector": null });
            registrations.push(registration("textDocument/prepareTypeHierarchy", options));
        }
        if !registrations.is_empty() {
            self.outbox.converse(|client| async move {
                if let Ok(Err(error)) =
                    timeout(CLIENT_TIMEOUT, client.register_capability(registrations)).await
                {
                    tracing::warn!(%error, "the client refused a registration");
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

/// Returns watchers for changes of notes, settings files and ignore files, and for deleted folders:
/// clients do not report the files in a deleted folder.
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
