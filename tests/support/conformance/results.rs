//! Results: they fit their requests, in a form that the client supports.

use serde_json::Value;

use super::agreed::{Agreed, at, items, offers};
use super::completion::only_changes;
use super::places::{contains, encloses, is_about, place};
use super::{Wrong, completion};

/// The last kind of symbol of the first version of the protocol, which every client knows.
const LAST_SYMBOL: u64 = 18;

/// Checks the result of a request.
pub(crate) fn check(agreed: &Agreed, request: &Value, result: &Value, wrong: &mut Wrong) {
    if result.is_null() {
        return;
    }
    let params = &request["params"];
    match request["method"].as_str().unwrap_or_default() {
        "textDocument/hover" => hover(agreed, params, result, wrong),
        "textDocument/completion" => completion::check(agreed, params, result, wrong),
        "completionItem/resolve" => completion::resolved(agreed, params, result, wrong),
        "textDocument/documentSymbol" => symbols(agreed, result, wrong),
        "workspace/symbol" => workspace_symbols(agreed, result, wrong),
        "textDocument/definition" => links(agreed, "definition", params, result, wrong),
        "textDocument/declaration" => links(agreed, "declaration", params, result, wrong),
        "textDocument/typeDefinition" => links(agreed, "typeDefinition", params, result, wrong),
        "textDocument/prepareRename" => {
            let range = result.get("range").unwrap_or(result);
            if range.get("start").is_some() && !is_about(range, &params["position"]) {
                wrong.push("what is to be renamed is not where it was asked for".to_owned());
            }
        }
        "textDocument/selectionRange" => selections(params, result, wrong),
        "textDocument/foldingRange" => folds(agreed, result, wrong),
        "textDocument/semanticTokens/full" | "textDocument/semanticTokens/range" => {
            tokens(agreed, &result["data"], wrong);
        }
        "textDocument/semanticTokens/full/delta" if result.get("data").is_some() => {
            tokens(agreed, &result["data"], wrong);
        }
        "textDocument/inlayHint" => hints(params, result, wrong),
        "textDocument/documentLink" => {
            let tooltips = agreed.can("textDocument.documentLink.tooltipSupport");
            if !tooltips && items(result).any(|link| link.get("tooltip").is_some()) {
                wrong.push("tooltip is for clients with tooltipSupport".to_owned());
            }
        }
        "textDocument/codeAction" => actions(agreed, params, result, wrong),
        "codeAction/resolve" => {
            let lazy = "textDocument.codeAction.resolveSupport.properties";
            only_changes(at(&agreed.capabilities, lazy), &[], params, result, wrong);
        }
        "codeLens/resolve" => {
            only_changes(None, &["command"], params, result, wrong);
            command(agreed, result, wrong);
        }
        "textDocument/codeLens" => {
            items(result).for_each(|lens| command(agreed, lens, wrong));
        }
        _ => {}
    }
}

/// Whether content is plain text or in a format that the client lists.
pub(crate) fn is_markup_for(agreed: &Agreed, listed: &str, content: &Value) -> bool {
    match content.get("kind") {
        Some(kind) => kind == "plaintext" || agreed.lists(listed, kind),
        None => true,
    }
}

/// Whether a client supports a kind. A client that lists kinds can handle all. Other clients
/// support those of the first version.
pub(crate) fn is_small(agreed: &Agreed, kinds: &str, kind: &Value, last: u64) -> bool {
    agreed.can(&format!("{kinds}.valueSet")) || kind.as_u64().unwrap_or_default() <= last
}

fn hover(agreed: &Agreed, params: &Value, result: &Value, wrong: &mut Wrong) {
    if !is_markup_for(agreed, "textDocument.hover.contentFormat", &result["contents"]) {
        wrong.push("the hover is in no format that the client lists".to_owned());
    }
    let range = result.get("range");
    if range.is_some_and(|range| !is_about(range, &params["position"])) {
        wrong.push("the hover is not about the place that it was asked for".to_owned());
    }
}

fn symbols(agreed: &Agreed, result: &Value, wrong: &mut Wrong) {
    let capability = "textDocument.documentSymbol";
    let trees = agreed.can(&format!("{capability}.hierarchicalDocumentSymbolSupport"));
    let mut last = (0, 0);
    for symbol in items(result) {
        if symbol.get("location").is_none() {
            if !trees {
                wrong.push("an outline as a tree is for clients that take trees".to_owned());
            }
            node(symbol, wrong);
        } else {
            let start = place(&symbol["location"]["range"]["start"]);
            if start < last {
                wrong.push("the outline is not in the order of the document".to_owned());
            }
            last = start;
        }
        named(agreed, capability, symbol, wrong);
    }
}

/// Checks that a symbol contains its name and its children.
fn node(symbol: &Value, wrong: &mut Wrong) {
    let all = &symbol["range"];
    if !encloses(all, &symbol["selectionRange"]) {
        wrong.push(format!("the name of {} is outside of it", symbol["name"]));
    }
    for child in items(&symbol["children"]) {
        if !encloses(all, &child["range"]) {
            wrong.push(format!("{} is outside of {}", child["name"], symbol["name"]));
        }
        node(child, wrong);
    }
}

/// Checks that a symbol and its children have a name and a kind that the client supports.
fn named(agreed: &Agreed, capability: &str, symbol: &Value, wrong: &mut Wrong) {
    if symbol["name"].as_str().unwrap_or_default().trim().is_empty() {
        wrong.push(format!("a symbol has no name: {symbol}"));
    }
    if symbol.get("tags").is_some() && !agreed.can(&format!("{capability}.tagSupport")) {
        wrong.push("tags of symbols are for clients with tagSupport".to_owned());
    }
    if !is_small(agreed, &format!("{capability}.symbolKind"), &symbol["kind"], LAST_SYMBOL) {
        wrong.push(format!("the kind {} is newer than the client", symbol["kind"]));
    }
    for child in items(&symbol["children"]) {
        named(agreed, capability, child, wrong);
    }
}

fn workspace_symbols(agreed: &Agreed, result: &Value, wrong: &mut Wrong) {
    for symbol in items(result) {
        named(agreed, "workspace.symbol", symbol, wrong);
        if symbol["location"].get("range").is_none()
            && !agreed.can("workspace.symbol.resolveSupport")
        {
            wrong.push("a symbol without a range is for clients with resolveSupport".to_owned());
        }
    }
}

fn links(agreed: &Agreed, name: &str, params: &Value, result: &Value, wrong: &mut Wrong) {
    for link in items(result).filter(|link| link.get("targetUri").is_some()) {
        if !agreed.can(&format!("textDocument.{name}.linkSupport")) {
            wrong.push(format!("links are for clients with {name}.linkSupport"));
        }
        if !encloses(&link["targetRange"], &link["targetSelectionRange"]) {
            wrong.push("the target's name is outside of the target".to_owned());
        }
        let origin = link.get("originSelectionRange");
        if origin.is_some_and(|origin| !is_about(origin, &params["position"])) {
            wrong.push("the link does not start where it was asked for".to_owned());
        }
    }
}

/// Checks selection ranges: one per position, each around its position and inside its parent.
fn selections(params: &Value, result: &Value, wrong: &mut Wrong) {
    if items(result).count() != items(&params["positions"]).count() {
        wrong.push("not as many selections as places".to_owned());
    }
    for (mut selection, at) in items(result).zip(items(&params["positions"])) {
        if !contains(&selection["range"], at) {
            wrong.push(format!("a selection is not around {at}"));
        }
        while let Some(parent) = selection.get("parent") {
            if !encloses(&parent["range"], &selection["range"]) {
                wrong.push("a selection grows by becoming smaller".to_owned());
            }
            selection = parent;
        }
    }
}

fn folds(agreed: &Agreed, result: &Value, wrong: &mut Wrong) {
    let capability = |name: &str| format!("textDocument.foldingRange.{name}");
    let lines_only = agreed.can(&capability("lineFoldingOnly"));
    for fold in items(result) {
        if fold["startLine"].as_u64() > fold["endLine"].as_u64() {
            wrong.push(format!("a fold ends before it starts: {fold}"));
        }
        let has = |name: &str| fold.get(name).is_some();
        if lines_only && (has("startCharacter") || has("endCharacter")) {
            wrong.push("folds have columns though the client folds lines only".to_owned());
        }
        if has("collapsedText") && !agreed.can(&capability("foldingRange.collapsedText")) {
            wrong.push("collapsedText is for clients that show it".to_owned());
        }
    }
    let limit = at(&agreed.capabilities, &capability("rangeLimit")).and_then(Value::as_u64);
    if limit.is_some_and(|limit| items(result).count() as u64 > limit) {
        wrong.push("more folds than the client takes".to_owned());
    }
}

fn hints(params: &Value, result: &Value, wrong: &mut Wrong) {
    if items(result).any(|hint| !contains(&params["range"], &hint["position"])) {
        wrong.push("a hint is not where hints were asked for".to_owned());
    }
}

/// Checks semantic tokens: five numbers each, without overlaps, with a valid type and modifiers.
fn tokens(agreed: &Agreed, data: &Value, wrong: &mut Wrong) {
    let numbers: Vec<u64> = items(data).filter_map(Value::as_u64).collect();
    if !numbers.len().is_multiple_of(5) {
        wrong.push("semantic tokens are five numbers each".to_owned());
    }
    let legend = agreed.offered.as_ref().map(|it| &it["semanticTokensProvider"]["legend"]);
    let Some(legend) = legend.filter(|legend| legend.is_object()) else { return };
    let count = |name: &str| items(&legend[name]).count() as u64;
    let (types, modifiers) = (count("tokenTypes"), count("tokenModifiers"));
    let overlaps = agreed.can("textDocument.semanticTokens.overlappingTokenSupport");
    let mut before = 0;
    for token in numbers.chunks_exact(5) {
        if token[0] == 0 && token[1] < before && !overlaps {
            wrong.push(format!("the token {token:?} begins inside the one before it"));
        }
        if token[2] == 0 {
            wrong.push(format!("the token {token:?} is empty"));
        }
        if token[3] >= types || token[4] >> modifiers != 0 {
            wrong.push(format!("the token {token:?} is not in the legend"));
        }
        before = token[2];
    }
}

/// Members of a code action, and the capabilities that they need.
const ACTION: [(&str, &str); 3] = [
    ("isPreferred", "isPreferredSupport"),
    ("disabled", "disabledSupport"),
    ("data", "dataSupport"),
];

fn actions(agreed: &Agreed, params: &Value, result: &Value, wrong: &mut Wrong) {
    let capability = |name: &str| agreed.can(&format!("textDocument.codeAction.{name}"));
    for action in items(result).filter(|action| !action["command"].is_string()) {
        if !capability("codeActionLiteralSupport") {
            wrong.push("only commands are for clients without literals".to_owned());
        }
        for (member, needed) in ACTION {
            if action.get(member).is_some() && !capability(needed) {
                wrong.push(format!("{member} is for clients with {needed}"));
            }
        }
        let only = params["context"]["only"].as_array();
        let kind = action["kind"].as_str().unwrap_or_default();
        if only.is_some_and(|only| !only.iter().any(|wanted| is_of_kind(kind, wanted))) {
            wrong.push(format!("an action of the kind {kind} was not asked for"));
        }
        let does = |name: &str| action.get(name).is_some();
        if !(does("edit") || does("command") || does("data") || does("disabled")) {
            wrong.push(format!("the action {} does nothing", action["title"]));
        }
        command(agreed, action, wrong);
    }
}

fn is_of_kind(kind: &str, wanted: &Value) -> bool {
    let wanted = wanted.as_str().unwrap_or_default();
    let rest = kind.strip_prefix(wanted);
    wanted.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Checks that the server or the client offers a command. A command without a name does nothing.
fn command(agreed: &Agreed, holder: &Value, wrong: &mut Wrong) {
    let command = &holder["command"]["command"];
    let Some(name) = command.as_str().filter(|name| !name.is_empty()) else { return };
    let ours = agreed.offered.as_ref().map(|it| &it["executeCommandProvider"]["commands"]);
    let is_ours = ours.is_some_and(|ours| items(ours).any(|it| it == command));
    if !is_ours && !agreed.lists("experimental.commands.commands", command) {
        wrong.push(format!("no one has the command {name}"));
    }
}

/// Whether the server offers pulled diagnostics.
pub(crate) fn is_asked(agreed: &Agreed) -> bool {
    agreed.offered.as_ref().is_some_and(|offered| offers(offered, "diagnosticProvider"))
}
