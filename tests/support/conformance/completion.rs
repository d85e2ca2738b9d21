//! Completion: edits on the line of the cursor and around it, in forms that the client supports.

use serde_json::Value;

use super::Wrong;
use super::agreed::{Agreed, at, items};
use super::edits::do_not_overlap;
use super::places::{contains, is_about, is_on_one_line, overlap, place};
use super::results::{is_markup_for, is_small};

/// The client capability for items.
const ITEM: &str = "textDocument.completion.completionItem";

/// The last kind of the first version of the protocol, which every client knows.
const LAST_KIND: u64 = 18;

/// Members of an item, and the capabilities that they need.
const MEMBERS: [(&str, &str); 6] = [
    ("labelDetails", "labelDetailsSupport"),
    ("tags", "tagSupport"),
    ("deprecated", "deprecatedSupport"),
    ("preselect", "preselectSupport"),
    ("commitCharacters", "commitCharactersSupport"),
    ("insertTextMode", "insertTextModeSupport"),
];

/// Checks the answer to textDocument/completion.
pub(crate) fn check(agreed: &Agreed, params: &Value, result: &Value, wrong: &mut Wrong) {
    let defaults = &result["itemDefaults"];
    for (name, _) in defaults.as_object().into_iter().flatten() {
        let allowed = "textDocument.completion.completionList.itemDefaults";
        if !agreed.lists(allowed, &Value::from(name.as_str())) {
            wrong.push(format!("{name} is for clients that list it in itemDefaults"));
        }
    }
    for item in items(result.get("items").unwrap_or(result)) {
        one(agreed, item, wrong);
        edit(agreed, &params["position"], item, wrong);
    }
}

/// Checks a listed or resolved item.
pub(crate) fn one(agreed: &Agreed, item: &Value, wrong: &mut Wrong) {
    let can = |name: &str| agreed.can(&format!("{ITEM}.{name}"));
    for (member, needed) in MEMBERS {
        if item.get(member).is_some() && !can(needed) {
            wrong.push(format!("{member} of an item is for clients with {needed}"));
        }
    }
    let label = item["label"].as_str().unwrap_or_default();
    if label.trim().is_empty() || label.contains(['\n', '\r']) {
        wrong.push(format!("a label is one line with something on it, not {label:?}"));
    }
    if item["insertTextFormat"] == 2 && !can("snippetSupport") {
        wrong.push("a snippet is for clients with snippetSupport".to_owned());
    }
    if !is_markup_for(agreed, &format!("{ITEM}.documentationFormat"), &item["documentation"]) {
        wrong.push("the documentation is in no format that the client lists".to_owned());
    }
    let kinds = "textDocument.completion.completionItemKind";
    if !is_small(agreed, kinds, &item["kind"], LAST_KIND) {
        wrong.push(format!("the kind {} is newer than the client", item["kind"]));
    }
}

/// Checks that the edit of an item is on the line of the cursor and around it.
fn edit(agreed: &Agreed, cursor: &Value, item: &Value, wrong: &mut Wrong) {
    let main = &item["textEdit"];
    let ranges = [&main["range"], &main["insert"], &main["replace"]];
    let ranges: Vec<_> = ranges.into_iter().filter(|range| range.is_object()).collect();
    for range in &ranges {
        if !is_on_one_line(range) || !is_about(range, cursor) {
            wrong.push(format!("an item replaces {range} and not what is around {cursor}"));
        }
        if items(&item["additionalTextEdits"]).any(|more| overlap(range, &more["range"])) {
            wrong.push("an additional edit is in the way of the main one".to_owned());
        }
    }
    do_not_overlap(&item["additionalTextEdits"], wrong);
    if let (Some(insert), Some(replace)) = (main.get("insert"), main.get("replace")) {
        if !agreed.can(&format!("{ITEM}.insertReplaceSupport")) {
            wrong.push("insert and replace are for clients with insertReplaceSupport".to_owned());
        }
        let is_prefix =
            insert["start"] == replace["start"] && place(&insert["end"]) <= place(&replace["end"]);
        if !is_prefix {
            wrong.push("what is to be inserted over is no prefix of what is replaced".to_owned());
        }
    }
}

/// Checks the response to completionItem/resolve: only members that the client resolves change.
pub(crate) fn resolved(agreed: &Agreed, asked: &Value, result: &Value, wrong: &mut Wrong) {
    one(agreed, result, wrong);
    let lazy = at(&agreed.capabilities, &format!("{ITEM}.resolveSupport.properties"));
    only_changes(lazy, &["documentation", "detail"], asked, result, wrong);
}

/// Checks that an item has changed only in the members that the client lists. If it lists none,
/// only the members of the first version of the protocol may change.
pub(crate) fn only_changes(
    listed: Option<&Value>,
    always: &[&str],
    asked: &Value,
    result: &Value,
    wrong: &mut Wrong,
) {
    let may = |name: &str| match listed {
        Some(listed) => items(listed).any(|it| it == name),
        None => always.contains(&name),
    };
    for (name, value) in result.as_object().into_iter().flatten() {
        if asked.get(name) != Some(value) && !may(name) {
            wrong.push(format!("{name} is resolved though the client does not ask for it later"));
        }
    }
}
