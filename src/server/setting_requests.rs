//! Requests to the client for its settings. The newest answer is used, even if it is late.

use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;
use tokio::time::timeout;
use tower_lsp::jsonrpc::Result;

use crate::server::event::Event;
use crate::server::outgoing::CLIENT_TIMEOUT;
use crate::server::session::Session;

/// The requests for settings, by number from 1.
#[derive(Clone, Default)]
pub(super) struct SettingRequests {
    /// The number of the last request.
    sent: Arc<AtomicU64>,
    /// The number of the newest answered request.
    answered: Arc<Mutex<u64>>,
}

impl SettingRequests {
    /// Returns the number of a new request.
    pub(super) fn next(&self) -> u64 {
        self.sent.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Waits for the answer to a request, and sends the settings to the session.
    ///
    /// After [`CLIENT_TIMEOUT`] the session continues without them. A late answer is still used,
    /// unless a newer request was answered before.
    pub(super) async fn receive(
        &self,
        number: u64,
        answer: impl Future<Output = Result<Vec<Value>>>,
        session: &Session,
    ) {
        let mut answer = pin!(answer);
        let result = if let Ok(result) = timeout(CLIENT_TIMEOUT, &mut answer).await {
            result
        } else {
            session.send(Event::NoSettings);
            answer.await
        };
        let Ok(settings) = result else { return session.send(Event::NoSettings) };
        let mut answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        if number > *answered {
            *answered = number;
            // Send under the lock, so that a newer answer is sent after this one.
            session.send(Event::Settings(settings.into_iter().next().unwrap_or_default()));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::ready;
    use std::sync::mpsc::Receiver;

    use serde_json::{Value, json};
    use tokio::sync::oneshot;
    use tower_lsp::jsonrpc::{Error, Result};

    use super::{CLIENT_TIMEOUT, SettingRequests};
    use crate::server::event::Event;
    use crate::server::session::Session;

    /// Returns the settings sent to the session; `None` for each [`Event::NoSettings`].
    fn settings(events: &Receiver<Event>) -> Vec<Option<Value>> {
        let setting = |event| match event {
            Event::Settings(settings) => Some(settings),
            Event::NoSettings => None,
            _ => panic!("only settings are expected"),
        };
        events.try_iter().map(setting).collect()
    }

    /// Sends a request. The returned sender gives the answer to it.
    fn request(
        requests: &SettingRequests,
        session: &Session,
    ) -> oneshot::Sender<Result<Vec<Value>>> {
        let (answer, answered) = oneshot::channel();
        let (requests, session, number) = (requests.clone(), session.clone(), requests.next());
        tokio::spawn(async move {
            let answer = async { answered.await.expect("an answer") };
            requests.receive(number, answer, &session).await;
        });
        answer
    }

    /// Advances the paused clock, and runs everything that is due.
    async fn pass(time: std::time::Duration) {
        tokio::time::sleep(time).await;
    }

    #[tokio::test(start_paused = true)]
    async fn settings_that_come_late_are_used() {
        let (session, events, _) = Session::new();
        let answer = request(&SettingRequests::default(), &session);
        pass(CLIENT_TIMEOUT / 2).await;
        assert_eq!(settings(&events), []);
        pass(CLIENT_TIMEOUT).await;
        assert_eq!(settings(&events), [None]);
        answer.send(Ok(vec![json!({ "codeLens": true })])).expect("it is waited for");
        pass(CLIENT_TIMEOUT).await;
        assert_eq!(settings(&events), [Some(json!({ "codeLens": true }))]);
    }

    #[tokio::test(start_paused = true)]
    async fn the_answer_to_the_newest_request_wins() {
        let (session, events, _) = Session::new();
        let requests = SettingRequests::default();
        let [first, second, third] = [(); 3].map(|()| request(&requests, &session));
        pass(CLIENT_TIMEOUT * 2).await;
        assert_eq!(settings(&events), [None, None, None]);
        second.send(Ok(vec![json!(2)])).expect("it is waited for");
        pass(CLIENT_TIMEOUT).await;
        first.send(Ok(vec![json!(1)])).expect("it is waited for");
        pass(CLIENT_TIMEOUT).await;
        third.send(Ok(vec![json!(3)])).expect("it is waited for");
        pass(CLIENT_TIMEOUT).await;
        assert_eq!(settings(&events), [Some(json!(2)), Some(json!(3))]);
    }

    #[tokio::test]
    async fn a_refused_request_gives_no_settings() {
        let (session, events, _) = Session::new();
        let requests = SettingRequests::default();
        requests.receive(requests.next(), ready(Err(Error::internal_error())), &session).await;
        assert_eq!(settings(&events), [None]);
    }
}
