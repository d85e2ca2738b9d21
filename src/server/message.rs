//! Messages: converts the bytes of a frame to a JSON-RPC request, notification or response.
//!
//! Two errors of clients get different answers: bytes that are not JSON, and JSON that is not a
//! message.
//!
//! LSP: base protocol, content part.

use serde_json::{Map, Value};
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};

/// A message from the client.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Incoming {
    /// A request, or a notification if it has no id.
    Request(Request),
    /// The response to a request of the server.
    Response(Response),
}

/// Parses the body of a frame.
///
/// # Errors
///
/// Returns the error response for the client if the body is not a message.
pub(crate) fn parse_message(body: &[u8]) -> Result<Incoming, Response> {
    let value = parse_json(body).map_err(|error| {
        Response::from_error(Id::Null, describe(ErrorCode::ParseError, error.to_string()))
    })?;
    match value {
        Value::Object(members) => parse_members(members),
        Value::Array(_) => Err(invalid(Id::Null, "batches are not supported")),
        _ => Err(invalid(Id::Null, "a message must be an object")),
    }
}

/// Parses JSON. An escaped lone surrogate becomes U+FFFD, which is also one UTF-16 unit. An editor
/// may split a surrogate pair, and without this edit our text would differ from the editor's.
fn parse_json(body: &[u8]) -> serde_json::Result<Value> {
    serde_json::from_slice(body).or_else(|error| match replace_lone_surrogates(body) {
        Some(body) => serde_json::from_slice(&body),
        None => Err(error),
    })
}

fn parse_members(mut members: Map<String, Value>) -> Result<Incoming, Response> {
    let id = match members.remove("id") {
        None => None,
        Some(id) => match parse_id(id) {
            Some(id) => Some(id),
            None => return Err(invalid(Id::Null, "an id must be an integer or a string")),
        },
    };
    match (members.remove("method"), id) {
        (Some(Value::String(method)), id) => {
            let mut request = Request::build(method);
            if let Some(params) = members.remove("params") {
                request = request.params(params);
            }
            if let Some(id) = id {
                request = request.id(id);
            }
            Ok(Incoming::Request(request.finish()))
        }
        (Some(_), id) => Err(invalid(id.unwrap_or_default(), "a method must be a string")),
        (None, Some(id)) => parse_response(members, id),
        (None, None) => Err(invalid(Id::Null, "a message must have a method or an id")),
    }
}

fn parse_response(mut members: Map<String, Value>, id: Id) -> Result<Incoming, Response> {
    let result = members.remove("result");
    match (members.remove("error"), result) {
        (Some(Value::Object(mut error)), _) => {
            let code = error.get("code").and_then(Value::as_i64).unwrap_or_default();
            let message = error.get("message").and_then(Value::as_str).unwrap_or_default();
            let mut described = describe(code.into(), message.to_owned());
            described.data = error.remove("data");
            Ok(Incoming::Response(Response::from_error(id, described)))
        }
        (Some(Value::Null) | None, Some(result)) => {
            Ok(Incoming::Response(Response::from_ok(id, result)))
        }
        _ => Err(invalid(id, "a message must have a method, a result or an error")),
    }
}

fn parse_id(id: Value) -> Option<Id> {
    match id {
        Value::Number(number) => number.as_i64().map(Id::Number),
        Value::String(text) => Some(Id::String(text)),
        Value::Null => Some(Id::Null),
        _ => None,
    }
}

fn invalid(id: Id, why: &'static str) -> Response {
    Response::from_error(id, describe(ErrorCode::InvalidRequest, why.to_owned()))
}

/// Creates an error with a message of its own.
pub(crate) fn describe(code: ErrorCode, message: String) -> Error {
    Error { code, message: message.into(), data: None }
}

/// Replaces each escaped lone surrogate by `\ufffd`. `None` if there are no lone surrogates.
fn replace_lone_surrogates(body: &[u8]) -> Option<Vec<u8>> {
    let mut fixed = None;
    let mut at = 0;
    while at < body.len() {
        at += match (escaped_unit(body, at), escaped_unit(body, at + 6)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 12,
            (Some(0xD800..=0xDFFF), _) => {
                let fixed: &mut Vec<u8> = fixed.get_or_insert_with(|| body.to_vec());
                fixed[at..at + 6].copy_from_slice(br"\ufffd");
                6
            }
            _ if body[at] == b'\\' => 2,
            _ => 1,
        };
    }
    fixed
}

/// Returns the UTF-16 unit of the escape `\uXXXX` at a byte offset.
fn escaped_unit(body: &[u8], at: usize) -> Option<u16> {
    let digits = body.get(at..at + 6)?.strip_prefix(br"\u")?;
    let digits = str::from_utf8(digits).ok()?;
    u16::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn parse(body: &str) -> Result<Incoming, Value> {
        parse_message(body.as_bytes()).map_err(|response| {
            let response = serde_json::to_value(response).unwrap();
            json!([response["id"], response["error"]["code"]])
        })
    }

    #[test]
    fn a_request_has_an_id_and_a_notification_has_none() {
        for (body, id) in [
            (r#"{"jsonrpc":"2.0","id":1,"method":"m"}"#, Some(Id::Number(1))),
            (r#"{"jsonrpc":"2.0","id":"a","method":"m"}"#, Some(Id::String("a".to_owned()))),
            (r#"{"jsonrpc":"2.0","id":null,"method":"m"}"#, Some(Id::Null)),
            (r#"{"jsonrpc":"2.0","method":"m"}"#, None),
        ] {
            let Ok(Incoming::Request(request)) = parse(body) else { panic!("{body}") };
            assert_eq!(request.id(), id.as_ref(), "{body}");
            assert_eq!(request.params(), None);
        }
    }

    #[test]
    fn null_params_are_kept() {
        let Ok(Incoming::Request(request)) = parse(r#"{"method":"m","params":null}"#) else {
            panic!()
        };
        assert_eq!(request.params(), Some(&Value::Null));
    }

    #[test]
    fn responses_carry_a_result_or_an_error() {
        let ok = |value| Ok(Incoming::Response(Response::from_ok(1.into(), value)));
        assert_eq!(parse(r#"{"id":1,"result":null}"#), ok(Value::Null));
        assert_eq!(parse(r#"{"id":1,"result":[1],"error":null}"#), ok(json!([1])));
        let Ok(Incoming::Response(response)) =
            parse(r#"{"id":1,"error":{"code":-32601,"message":"no","data":1,"more":2}}"#)
        else {
            panic!()
        };
        assert_eq!(response.error().unwrap().code, ErrorCode::MethodNotFound);
        assert_eq!(response.error().unwrap().data, Some(json!(1)));
    }

    #[test]
    fn invalid_json_is_a_parse_error() {
        let deep = "[".repeat(1_000_000);
        for body in ["", "{\"a\":", "\u{feff}{}", "nonsense", r#""\uZZZZ""#, r#""\u"#, &deep] {
            assert_eq!(parse(body), Err(json!([null, -32700])), "{body:.20}");
        }
        assert!(parse_message(b"{\"a\":\"\xff\"}").is_err());
    }

    #[test]
    fn json_that_is_not_a_message_is_an_invalid_request() {
        for (body, id) in [
            ("[]", Value::Null),
            (r#"[{"jsonrpc":"2.0","id":1,"method":"m"}]"#, Value::Null),
            ("1", Value::Null),
            ("null", Value::Null),
            ("{}", Value::Null),
            (r#"{"jsonrpc":"2.0"}"#, Value::Null),
            (r#"{"jsonrpc":"2.0","id":7}"#, json!(7)),
            (r#"{"jsonrpc":"2.0","id":"x","method":5}"#, json!("x")),
            (r#"{"jsonrpc":"2.0","id":{},"method":"m"}"#, Value::Null),
            (r#"{"jsonrpc":"2.0","id":1.5,"method":"m"}"#, Value::Null),
            (r#"{"jsonrpc":"2.0","id":7,"error":"no"}"#, json!(7)),
        ] {
            assert_eq!(parse(body), Err(json!([id, -32600])), "{body}");
        }
    }

    #[test]
    fn half_a_surrogate_pair_does_not_lose_the_message() {
        for (text, expected) in [
            (r"a\ud83d\ude00b", "a😀b"),
            (r"a\ud83db", "a\u{fffd}b"),
            (r"\ude00\ud83d", "\u{fffd}\u{fffd}"),
            (r"\ud83d\ud83d\ude00", "\u{fffd}😀"),
            (r"\\ud83d\ude00", "\\ud83d\u{fffd}"),
        ] {
            let body = format!(r#"{{"method":"m","params":{{"text":"{text}"}}}}"#);
            let Ok(Incoming::Request(request)) = parse(&body) else { panic!("{text}") };
            assert_eq!(request.params().unwrap()["text"], expected, "{text}");
        }
    }
}
