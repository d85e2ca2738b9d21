//! A graph as SVG, as Mermaid and as DOT.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::cli::terminal::shown;
use crate::features::graph_layout::NodePlace;
use crate::features::term_graph::{GraphNode, TermGraph};
use crate::note::markdown::html_text::escaped;

/// Returns a graph for Graphviz, with a cluster for each topic.
pub(super) fn dot(graph: &TermGraph) -> String {
    let mut out =
        String::from("digraph terms {\n  rankdir=LR;\n  node [shape=box, style=rounded];\n");
    for (index, (topic, nodes)) in topics(graph).into_iter().enumerate() {
        let _ = writeln!(out, "  subgraph cluster_{index} {{\n    label={};", quoted(topic));
        for (at, node) in nodes {
            let style = if node.is_gap { ", style=\"rounded,dashed\"" } else { "" };
            let _ = writeln!(out, "    n{at} [label={}{style}];", quoted(&node.name));
        }
        out.push_str("  }\n");
    }
    for (from, to) in &graph.edges {
        let _ = writeln!(out, "  n{from} -> n{to};");
    }
    out + "}\n"
}

/// Returns a graph as Mermaid, with a subgraph for each topic.
pub(super) fn mermaid(graph: &TermGraph) -> String {
    let mut out = String::from("graph LR\n");
    for (index, (topic, nodes)) in topics(graph).into_iter().enumerate() {
        let _ = writeln!(out, "  subgraph t{index} [\"{}\"]", mermaid_text(topic));
        for (at, node) in nodes {
            let class = if node.is_gap { ":::gap" } else { "" };
            let _ = writeln!(out, "    n{at}[\"{}\"]{class}", mermaid_text(&node.name));
        }
        out.push_str("  end\n");
    }
    for (from, to) in &graph.edges {
        let _ = writeln!(out, "  n{from} --> n{to}");
    }
    out + "  classDef gap fill:none,stroke-dasharray:4 3\n"
}

/// The look of a picture, in light and dark.
const SVG_STYLE: &str = "text{font:11px system-ui,sans-serif;text-anchor:middle;fill:#1c2330;\
paint-order:stroke;stroke:#fff;stroke-width:3px;stroke-linejoin:round}line{stroke:#9aa5b8;\
stroke-opacity:.6}.gap{fill:#fff;stroke:#5b6577;stroke-dasharray:3 2}rect{fill:#fff}\
@media(prefers-color-scheme:dark){text{fill:#e4e8ef;stroke:#151a22}.gap,rect{fill:#151a22}}";

/// Returns a graph as a picture, with the nodes at these places.
pub(super) fn svg(graph: &TermGraph, places: &[NodePlace]) -> String {
    // A picture has all names, which need more room than the nodes.
    let wide = |it: &NodePlace| NodePlace { x: it.x * 2.0, y: it.y * 1.5, ..*it };
    let places: Vec<_> = places.iter().map(wide).collect();
    let least = |of: fn(&NodePlace) -> f64| places.iter().map(of).fold(f64::INFINITY, f64::min);
    let most = |of: fn(&NodePlace) -> f64| places.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
    let (left, top) = (least(|it| it.x) - 80.0, least(|it| it.y) - 30.0);
    let (width, height) = (most(|it| it.x) - left + 80.0, most(|it| it.y) - top + 40.0);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"{left:.0} {top:.0} {width:.0} {height:.0}\" \
         width=\"{width:.0}\" height=\"{height:.0}\" role=\"img\" aria-label=\"Terms\">\n\
         <style>{SVG_STYLE}</style>\n\
         <defs><marker id=\"to\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"7\" \
         markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" fill=\"#9aa5b8\"/></marker></defs>\n\
         <rect x=\"{left:.0}\" y=\"{top:.0}\" width=\"{width:.0}\" height=\"{height:.0}\"/>\n"
    );
    for (from, to) in &graph.edges {
        let (from, to) = (places[*from], places[*to]);
        // The arrow ends at the edge of the circle.
        let far = (to.x - from.x).hypot(to.y - from.y).max(1.0);
        let part = (far - to.radius - 1.0).max(0.0) / far;
        let (x, y) = (from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part);
        let _ = writeln!(
            out,
            "<line x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{x:.1}\" y2=\"{y:.1}\" marker-end=\"url(#to)\"/>",
            from.x, from.y
        );
    }
    for (node, NodePlace { x, y, radius, topic }) in graph.nodes.iter().zip(&places) {
        let look = if node.is_gap {
            "class=\"gap\"".to_owned()
        } else {
            format!("fill=\"hsl({} 55% 50%)\"", (topic * 137 + 210) % 360)
        };
        let (name, topic) = (escaped(&short(&node.name)), escaped(&shown(&node.topic)));
        let _ = writeln!(
            out,
            "<g><title>{topic}</title><circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\" {look}/>\
             <text x=\"{x:.1}\" y=\"{:.1}\">{name}</text></g>",
            y + radius + 11.0
        );
    }
    out + "</svg>\n"
}

/// Returns the nodes of each topic, with their indexes.
fn topics(graph: &TermGraph) -> BTreeMap<&str, Vec<(usize, &GraphNode)>> {
    let mut topics: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for (at, node) in graph.nodes.iter().enumerate() {
        topics.entry(&node.topic).or_default().push((at, node));
    }
    topics
}

/// Returns a text in the quotes of DOT.
fn quoted(text: &str) -> String {
    format!("\"{}\"", shown(text).replace('\\', "\\\\").replace('"', "\\\""))
}

/// Returns a text for the quotes of Mermaid, which reads entities with `#`.
fn mermaid_text(text: &str) -> String {
    let text = shown(text).replace('#', "#35;");
    escaped(&text).replace("&quot;", "#quot;").replace('&', "#").replace('`', "#96;")
}

/// Returns a name that is not too long for a picture.
fn short(name: &str) -> String {
    let name = shown(name);
    if name.chars().count() <= 40 {
        return name;
    }
    name.chars().take(39).chain(['…']).collect()
}
