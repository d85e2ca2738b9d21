//! `headword graph`: the terms as a graph, as a page or in a format of other tools.

mod formats;
mod page;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::cli::arguments::or_here;
use crate::cli::define::undefined;
use crate::cli::filter::TermFilter;
use crate::cli::notes::{self, Notes};
use crate::cli::outcome::Outcome;
use crate::cli::terminal::{json, print_error, stdout};
use crate::features::glossary::Glossary;
use crate::features::graph_layout::{NodePlace, graph_layout};
use crate::features::term_graph::{GraphNode, Neighborhood, TermGraph, term_graph};
use crate::workspace::links::encoded;

#[derive(Args)]
pub(super) struct GraphOptions {
    /// Files or folders to search [default: current directory]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    filter: TermFilter,
    /// Only the neighborhood of this term.
    #[arg(long, value_name = "TERM")]
    around: Option<String>,
    /// How many mentions away from that term, in both directions.
    #[arg(long, value_name = "N", default_value_t = 2, requires = "around")]
    depth: usize,
    /// Title of the page.
    #[arg(long, default_value = "Terms")]
    title: String,
    /// Output format.
    #[arg(long, value_enum, default_value_t)]
    format: GraphFormat,
}

/// The format of a graph.
#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum GraphFormat {
    /// A page in one file, to pan, zoom and search.
    #[default]
    Html,
    /// A picture.
    Svg,
    /// Mermaid, for Markdown.
    Mermaid,
    /// DOT, for Graphviz.
    Dot,
    /// JSON.
    Json,
}

/// A graph in the JSON output. Edges are pairs of indexes of nodes.
#[derive(Serialize)]
struct GraphRecord<'g> {
    nodes: Vec<NodeRecord<'g>>,
    edges: &'g [(usize, usize)],
}

/// A graph in the page.
#[derive(Serialize)]
struct PageRecord<'g> {
    #[serde(flatten)]
    graph: GraphRecord<'g>,
    places: Vec<PlaceRecord>,
}

/// The place of a node in the page, in tenths of pixels.
#[derive(Serialize)]
struct PlaceRecord(i32, i32, i32, usize);

impl PlaceRecord {
    #[expect(clippy::cast_possible_truncation, reason = "places are small numbers")]
    fn new(place: &NodePlace) -> Self {
        let tenths = |pixels: f64| (pixels * 10.0).round() as i32;
        Self(tenths(place.x), tenths(place.y), tenths(place.radius), place.topic)
    }
}

/// A node in the JSON output and in the page. Lines are from 1.
#[derive(Serialize)]
struct NodeRecord<'g> {
    name: &'g str,
    aliases: &'g [String],
    topic: &'g str,
    tags: &'g [String],
    gap: bool,
    /// The number of notes that mention a gap.
    wanted: usize,
    html: &'g str,
    path: String,
    /// The path as the destination of a link.
    href: String,
    line: u32,
}

pub(super) fn run(options: &GraphOptions) -> io::Result<Outcome> {
    let notes = notes::read(&or_here(&options.paths))?;
    let glossary = Glossary::new(&notes.workspace);
    let neighborhood = options.around.as_ref().map(|name| Neighborhood {
        around: glossary.named(&notes.workspace, name),
        depth: options.depth,
    });
    if let (Some(near), Some(name)) = (&neighborhood, &options.around)
        && near.around.is_empty()
    {
        undefined(&notes, name);
        return Ok(Outcome::Findings);
    }
    let path = |path: &Path| Some(notes::display(path).replace('\\', "/"));
    let (entries, gaps) = (options.filter.entries(&notes), options.filter.gaps(&notes));
    let graph = term_graph(&glossary, entries, gaps, neighborhood.as_ref(), path);
    if graph.nodes.is_empty() {
        print_error("No term fits. `headword terms` lists all terms.");
        return Ok(Outcome::Findings);
    }
    print(options, &notes, &graph)
}

fn print(options: &GraphOptions, notes: &Notes, graph: &TermGraph) -> io::Result<Outcome> {
    let records = || graph.nodes.iter().filter_map(|node| record(notes, node)).collect();
    let mut out = stdout();
    match options.format {
        GraphFormat::Html => {
            let places = graph_layout(graph);
            let places = places.iter().map(PlaceRecord::new).collect();
            let graph = GraphRecord { nodes: records(), edges: &graph.edges };
            let record = PageRecord { graph, places };
            write!(out, "{}", page::page(&options.title, &record)?)?;
        }
        GraphFormat::Json => {
            let record = GraphRecord { nodes: records(), edges: &graph.edges };
            writeln!(out, "{}", json(&record)?)?;
        }
        GraphFormat::Mermaid => write!(out, "{}", formats::mermaid(graph))?,
        GraphFormat::Dot => write!(out, "{}", formats::dot(graph))?,
        GraphFormat::Svg => write!(out, "{}", formats::svg(graph, &graph_layout(graph)))?,
    }
    Ok(Outcome::Fine)
}

fn record<'g>(notes: &Notes, node: &'g GraphNode) -> Option<NodeRecord<'g>> {
    let document = notes.workspace.document(node.note)?;
    let path = notes::path(document);
    Some(NodeRecord {
        name: &node.name,
        aliases: &node.aliases,
        topic: &node.topic,
        tags: &node.tags,
        gap: node.is_gap,
        wanted: node.wanted,
        html: &node.html,
        href: encoded(&path.replace('\\', "/")),
        path,
        line: notes::line_col(&document.note.text, node.range.start()).0,
    })
}
