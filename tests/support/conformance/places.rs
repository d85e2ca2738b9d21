//! Positions and ranges: comparison, and a check that no range ends before it starts.

use serde_json::Value;

use super::Wrong;

/// A position as line and column, for comparison.
pub(crate) fn place(value: &Value) -> (u64, u64) {
    let number = |key: &str| value[key].as_u64().unwrap_or_default();
    (number("line"), number("character"))
}

/// Whether a range contains or touches a position.
pub(crate) fn contains(range: &Value, at: &Value) -> bool {
    place(&range["start"]) <= place(at) && place(at) <= place(&range["end"])
}

/// Whether a range fits the position of a request. A column beyond its line means the end of the
/// line, which only the server knows.
pub(crate) fn is_about(range: &Value, at: &Value) -> bool {
    contains(range, at) || at["line"] == range["end"]["line"] && place(&range["end"]) < place(at)
}

/// Whether a range contains another one.
pub(crate) fn encloses(outer: &Value, inner: &Value) -> bool {
    contains(outer, &inner["start"]) && contains(outer, &inner["end"])
}

/// Whether two ranges share more than an end.
pub(crate) fn overlap(one: &Value, other: &Value) -> bool {
    place(&one["start"]) < place(&other["end"]) && place(&other["start"]) < place(&one["end"])
}

/// Whether a range is on one line.
pub(crate) fn is_on_one_line(range: &Value) -> bool {
    range["start"]["line"] == range["end"]["line"]
}

/// Checks each range at any depth of a message.
pub(crate) fn check(value: &Value, wrong: &mut Wrong) {
    match value {
        Value::Object(members) => {
            let is_range = value["start"]["line"].is_u64() && value["end"]["line"].is_u64();
            if is_range && place(&value["start"]) > place(&value["end"]) {
                wrong.push(format!("a range ends before it starts: {value}"));
            }
            members.values().for_each(|value| check(value, wrong));
        }
        Value::Array(items) => items.iter().for_each(|value| check(value, wrong)),
        _ => {}
    }
}
