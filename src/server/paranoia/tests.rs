//! Tests of `HEADWORD_AUDIT`: an inconsistency is found, reported once, and repaired.

use std::time::Duration;

use tokio::time::timeout;
use tower_lsp::ls_types::{MessageType, Uri};

use super::watch;
use crate::server::event::{Event, Wait};
use crate::server::outgoing::{Outbox, Outgoing};
use crate::server::state::tests::{client, runtime};
use crate::server::threads;
use crate::text::Change;
use crate::workspace::Workspace;

/// The maximum wait for the comparison of one note.
const TOO_LONG: Duration = Duration::from_mins(1);

/// Removes a tag from its index, as a bug would.
fn lose_a_tag(workspace: &mut Workspace) {
    workspace.settle();
    workspace.lose_tag("draft");
}

#[test]
fn a_lost_tag_is_reported_once_and_restored() {
    runtime().block_on(async {
        let (outbox, mut said) = Outbox::held(client(), runtime().handle().clone());
        let (session, begin) = threads::start().expect("threads can be started");
        begin.send(outbox).expect("the session begins");
        tokio::spawn(watch(session.clone()));
        let uri: Uri = "untitled:a".parse().expect("a URI");
        let text = "---\ntags: [draft]\n---\n# Note\n".to_owned();
        session.send(Event::Open {
            uri: uri.clone(),
            language: "markdown".to_owned(),
            version: 1,
            text,
        });
        for version in 2..5 {
            session.send(Event::Break(lose_a_tag));
            let text = format!("---\ntags: [draft]\n---\n# Version {version}\n");
            let changes = vec![Change { range: None, text }];
            session.send(Event::Change { uri: uri.clone(), version, changes });
            let is_restored = async {
                let mut changes = session.changes();
                while session.ask(Wait::Arrival, None).await.is_ok_and(|now| {
                    now.is_some_and(|now| now.workspace.index().tags.count("draft") == 0)
                }) {
                    let _ = changes.changed().await;
                }
            };
            timeout(TOO_LONG, is_restored).await.expect("the tag is restored");
        }
        let mut reported = Vec::new();
        while let Ok(outgoing) = said.try_recv() {
            if let Outgoing::Show(MessageType::ERROR, text) = outgoing {
                reported.push(text);
            }
        }
        assert_eq!(
            reported,
            ["Internal error: the index was inconsistent and has been rebuilt (the tag of \
            “\"draft\"”: updated is nothing, rebuilt is 1 notes, untitled:a). Please report this."]
        );
    });
}
