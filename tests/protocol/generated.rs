//! Messages by chance: all that a client may send, made from the meta-model, and the same spoiled.
//! `HEADWORD_MESSAGES` is how many of each method, `HEADWORD_SEED` where chance begins.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{STORAGE, notes};
use crate::support::generate::Generator;
use crate::support::model::{Model, Part};
use crate::support::{Client, profiles};

/// What a test of its own is about, or what ends the conversation.
const OTHERS: [&str; 4] = ["initialize", "initialized", "shutdown", "exit"];

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// Sends messages of every method, each spoiled or not, and returns what requests were answered
/// with: method, params, code.
fn converse(spoiled: bool) -> Vec<(String, Value, i64)> {
    let (count, seed) = (number("HEADWORD_MESSAGES", 15), number("HEADWORD_SEED", 1));
    eprintln!("{count} of each method from seed {seed}");
    let workspace = notes();
    let uris = [
        workspace.uri("storage.md"),
        workspace.uri("sub/use.md"),
        workspace.uri("none.md"),
        workspace.root_uri(),
        "untitled:a".to_owned(),
        "git:/a.md?b".to_owned(),
    ];
    let mut client = Client::spawn().sending_anything();
    client = client.initialized(&workspace, profiles::everything());
    let mut generator = Generator::new(seed, &uris);
    let mut answers = Vec::new();
    for round in 0..count {
        let mut asked = Vec::new();
        for method in Model::get().sent_by_clients().filter(|name| !OTHERS.contains(name)) {
            let is_request = Model::get().method(method).is_some_and(|it| it.is_request);
            let mut params = generator.params(method).unwrap_or_default();
            let errors = Model::get().errors(method, Part::Params, Some(&params));
            assert!(errors.is_empty(), "{method} is made wrong, seed {seed}: {errors:?}");
            if method == "workspace/diagnostic"
                && let Some(params) = params.as_object_mut()
            {
                // Who takes parts is kept waiting until there is news.
                params.remove("partialResultToken");
            }
            if spoiled {
                generator.spoil(&mut params);
            }
            if is_request {
                asked.push((method, params.clone(), client.start(method, params)));
            } else {
                client.notify(method, params);
            }
        }
        for (method, params, id) in asked {
            let answer = client.response(&id);
            let code = answer.err().and_then(|error| error["code"].as_i64()).unwrap_or_default();
            answers.push((method.to_owned(), params, code));
        }
        // It still serves as before.
        client.open_text("untitled:whole", STORAGE);
        assert_eq!(client.names("untitled:whole")[0], "Storage", "round {round}, seed {seed}");
        client.close("untitled:whole");
    }
    client.finish();
    answers
}

/// Whatever the protocol allows is neither refused as wrong nor too much.
#[test]
fn what_may_be_sent_is_understood() {
    let mut refused = BTreeMap::new();
    for (method, params, code) in converse(false) {
        // A command that there is not is a param that does not fit.
        let is_command = method == "workspace/executeCommand" && code == -32602;
        if [-32700, -32600, -32602, -32603].contains(&code) && !is_command {
            refused.entry(method).or_insert((code, params.to_string()));
        }
    }
    assert!(refused.is_empty(), "{refused:#?}");
}

/// Whatever is wrong with a message, it is answered once if it is a request, and does no harm.
#[test]
fn what_is_wrong_does_no_harm() {
    let answers = converse(true);
    let refused = answers.iter().filter(|(_, _, code)| *code == -32602).count();
    assert!(refused > 0, "nothing was spoiled");
    for (method, params, code) in answers {
        assert_ne!(code, -32603, "{method} fails: {params}");
    }
}
