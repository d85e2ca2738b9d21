//! The page with a graph: one file that loads nothing.

use std::io;

use serde::Serialize;

use crate::cli::terminal::{json_line, shown};
use crate::note::markdown::html_text::escaped;

const STYLE: &str = include_str!("../../../data/pages/graph.css");
const BODY: &str = include_str!("../../../data/pages/graph.html");
const SCRIPT: &str = include_str!("../../../data/pages/graph.js");

/// Returns the page of a graph.
pub(super) fn page(title: &str, graph: &impl Serialize) -> io::Result<String> {
    let title = escaped(&shown(title));
    let body = BODY.replace("{title}", &title);
    // A script ends where its text has the closing tag.
    let data = json_line(graph)?.replace('<', "\\u003c");
    let policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";
    Ok(format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n{body}\
         <script id=\"data\" type=\"application/json\">{data}</script>\n\
         <script>\n{SCRIPT}</script>\n</body>\n</html>\n"
    ))
}
