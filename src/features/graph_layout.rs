//! The places of the nodes of a graph in a picture.
//!
//! Nodes repel each other, edges pull, and a hub pulls the nodes of each topic. The same graph always
//! gets the same picture.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::f64::consts::PI;

use fjadra::{Collide, Link, ManyBody, Node, SimulationBuilder};

use crate::features::term_graph::{GraphNode, TermGraph};

/// The place of a node.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NodePlace {
    /// From left to right, in pixels.
    pub x: f64,
    /// From top to bottom, in pixels.
    pub y: f64,
    /// The radius in pixels. A term is larger if more definitions mention it, and a gap if more
    /// notes do.
    pub radius: f64,
    /// The number of the node's topic: 0 for the one with most nodes.
    pub topic: usize,
}

/// The angle between two neighbors on a spiral that fills a disk evenly, in radians.
const GOLDEN_ANGLE: f64 = PI * 0.763_932_022_5;

/// The number of steps of the simulation, and of steps for a large graph.
const STEPS: (i32, i32) = (300, 120);

/// Graphs with more nodes are large.
const LARGE: usize = 1_000;

/// Returns the place of each node.
pub fn graph_layout(graph: &TermGraph) -> Vec<NodePlace> {
    let topics = topics(&graph.nodes);
    let sizes = counts(topics.iter().copied());
    let mentioned = counts(graph.edges.iter().map(|(_, to)| *to));
    let radius = |(index, node): (usize, &GraphNode)| {
        if node.is_gap {
            4.0 + 1.6 * real(node.wanted).sqrt()
        } else {
            3.5 + 1.2 * real(mentioned.get(&index).copied().unwrap_or(0)).sqrt()
        }
    };
    let radii: Vec<_> = graph.nodes.iter().enumerate().map(radius).collect();
    let places = simulated(graph, &topics, &hubs(&sizes), &radii);
    let place = |(index, [x, y]): (usize, [f64; 2])| NodePlace {
        x,
        y,
        radius: radii[index],
        topic: topics[index],
    };
    places.into_iter().enumerate().map(place).collect()
}

/// Returns the number of each node's topic. The largest topic is first.
fn topics(nodes: &[GraphNode]) -> Vec<usize> {
    let sizes = counts(nodes.iter().map(|node| node.topic.as_str()));
    let mut names: Vec<_> = sizes.iter().map(|(name, size)| (Reverse(*size), *name)).collect();
    names.sort_unstable();
    let numbers: HashMap<_, _> = names.iter().zip(0..).map(|((_, name), at)| (*name, at)).collect();
    nodes.iter().map(|node| numbers[node.topic.as_str()]).collect()
}

/// Returns the place of each topic, on a spiral from the center.
fn hubs(sizes: &HashMap<usize, usize>) -> Vec<[f64; 2]> {
    let mut before = 0;
    let hubs = (0..sizes.len()).map(|topic| {
        let size = sizes[&topic];
        let middle = real(before) + real(size) / 2.0;
        before += size;
        if sizes.len() == 1 { [0.0, 0.0] } else { on_spiral(topic, 26.0 * middle.sqrt()) }
    });
    hubs.collect()
}

fn on_spiral(nth: usize, radius: f64) -> [f64; 2] {
    let angle = real(nth) * GOLDEN_ANGLE;
    [radius * angle.cos(), radius * angle.sin()]
}

/// Runs the simulation. After the nodes, it has a particle for each hub, which does not move.
fn simulated(
    graph: &TermGraph,
    topics: &[usize],
    hubs: &[[f64; 2]],
    radii: &[f64],
) -> Vec<[f64; 2]> {
    let nodes = graph.nodes.len();
    let start = topics.iter().enumerate().map(|(index, topic)| {
        let [x, y] = on_spiral(index, 9.0 * (real(index % LARGE) + 0.5).sqrt());
        Node::default().position(hubs[*topic][0] + x, hubs[*topic][1] + y)
    });
    let fixed = hubs.iter().map(|[x, y]| Node::default().fixed_position(*x, *y));
    let steps = if nodes > LARGE { STEPS.1 } else { STEPS.0 };
    let decay = 1.0 - 0.001_f64.powf(1.0 / f64::from(steps));
    let degree = counts(graph.edges.iter().flat_map(|(from, to)| [*from, *to]));
    let strengths: Vec<_> = graph
        .edges
        .iter()
        .map(|(from, to)| {
            let least = degree[from].min(degree[to]);
            let is_inside = topics[*from] == topics[*to];
            (if is_inside { 0.5 } else { 0.06 }) / (real(least) / 3.0).max(1.0)
        })
        .collect();
    let to_hub = topics.iter().enumerate().map(|(index, topic)| (index, nodes + topic));
    let radii = radii.to_vec();
    let mut simulation = SimulationBuilder::new()
        .with_alpha_decay(decay)
        .build(start.chain(fixed))
        .add_force(
            "edges",
            Link::new(graph.edges.iter().copied())
                .distance(46.0)
                .strength(move |_: &_, edge: usize| strengths[edge]),
        )
        .add_force("topics", Link::new(to_hub).distance(0.0).strength(0.07))
        .add_force(
            "charge",
            ManyBody::new().strength(
                move |node, _: usize| {
                    if usize::from(node) < nodes { -46.0 } else { 0.0 }
                },
            ),
        )
        .add_force(
            "room",
            Collide::new().radius(move |index| radii.get(index).map_or(0.0, |radius| radius + 2.0)),
        );
    simulation.step();
    simulation.positions().take(nodes).collect()
}

/// Returns how often each item occurs.
fn counts<T: std::hash::Hash + Eq>(items: impl Iterator<Item = T>) -> HashMap<T, usize> {
    let mut counts = HashMap::new();
    for item in items {
        *counts.entry(item).or_default() += 1;
    }
    counts
}

fn real(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::graph_layout;
    use crate::features::fixture::Fixture;
    use crate::features::glossary::Glossary;
    use crate::features::term_graph::term_graph;

    #[test]
    fn related_nodes_are_near_and_no_two_at_one_place() {
        let fixture = Fixture::new(
            "# All\n## A\n### Cache\nA copy of a page.\n### Page\nA part of it.\n### Weir\n\
             ## B\n### Disk\nA plate.\n### Tape\nA band near a disk.\n### Drum\nA disk, a cache.\n",
        );
        let glossary = Glossary::new(&fixture.workspace);
        let graph = term_graph(&glossary, |_| true, |_| true, None, |_| None);
        let places = graph_layout(&graph);
        assert_eq!(places.len(), graph.nodes.len());
        assert_eq!(graph_layout(&graph), places);
        let at = |name| {
            let index = graph.nodes.iter().position(|node| node.name == name);
            places[index.expect("it is a node")]
        };
        let far = |a, b| {
            let (a, b) = (at(a), at(b));
            (a.x - b.x).hypot(a.y - b.y)
        };
        assert!(far("Cache", "Page") < far("Page", "Tape"));
        for (index, a) in places.iter().enumerate() {
            for b in &places[..index] {
                assert!((a.x - b.x).hypot(a.y - b.y) > a.radius, "{a:?} {b:?}");
            }
        }
        assert!(at("Disk").radius > at("Tape").radius);
        assert_ne!(at("Disk").topic, at("Cache").topic);
    }
}
