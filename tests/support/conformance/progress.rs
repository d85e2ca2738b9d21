//! Progress: created, begun, reported and ended, once per token. Also partial results, after which
//! the result itself is empty.

use std::collections::HashMap;

use serde_json::Value;

use super::Wrong;
use crate::support::model::Model;

/// The state of each token.
#[derive(Default)]
pub(crate) struct Progress(HashMap<Value, State>);

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Requested,
    Created,
    /// With the last percentage.
    Begun(u64),
    Ended,
    /// For parts of a result: no kinds. Whether there has been one.
    Partial(bool),
}

impl Progress {
    /// Records the tokens in a request of the client.
    pub(crate) fn sent(&mut self, params: &Value) {
        for (key, state) in
            [("workDoneToken", State::Created), ("partialResultToken", State::Partial(false))]
        {
            if let Some(token) = params.get(key).filter(|token| !token.is_null()) {
                self.0.insert(token.clone(), state);
            }
        }
    }

    /// The server requests a token.
    pub(crate) fn created(&mut self, token: &Value, wrong: &mut Wrong) {
        if self.0.insert(token.clone(), State::Requested).is_some() {
            wrong.push("this progress token is in use".to_owned());
        }
    }

    /// The client has answered this request.
    pub(crate) fn answered(&mut self, token: &Value, succeeded: bool) {
        if succeeded {
            self.0.insert(token.clone(), State::Created);
        } else {
            self.0.remove(token);
        }
    }

    /// A request has been answered, so its tokens are no longer valid.
    pub(crate) fn finished(&mut self, params: &Value, result: &Value, wrong: &mut Wrong) {
        if let Some(State::Begun(_)) = self.0.remove(&params["workDoneToken"]) {
            wrong.push("the answer comes before the end of its progress".to_owned());
        }
        let parts = self.0.remove(&params["partialResultToken"]);
        let list = result.get("items").unwrap_or(result).as_array();
        if parts == Some(State::Partial(true)) && list.is_some_and(|list| !list.is_empty()) {
            wrong.push("the answer is not empty though it was given in parts".to_owned());
        }
    }

    /// Checks a progress notification.
    pub(crate) fn report(&mut self, model: &Model, params: &Value, wrong: &mut Wrong) {
        let token = &params["token"];
        let state = self.0.get(token).copied();
        let kind = params["value"]["kind"].as_str().unwrap_or_default();
        let percentage = params["value"]["percentage"].as_u64();
        let next = match (state, kind) {
            (Some(State::Partial(_)), _) => State::Partial(true),
            (Some(State::Created), "begin") => State::Begun(percentage.unwrap_or_default()),
            (Some(State::Begun(before)), "report") => {
                let now = percentage.unwrap_or(before);
                if !(before..=100).contains(&now) {
                    wrong.push(format!("progress goes from {before} to {now} percent"));
                }
                State::Begun(now)
            }
            (Some(State::Begun(_)), "end") => State::Ended,
            _ => return wrong.push(format!("{kind} of progress {token} that is {state:?}")),
        };
        self.0.insert(token.clone(), next);
        if next != State::Partial(true) {
            wrong.extend(model.work_done_errors(kind, &params["value"]));
        }
    }
}
