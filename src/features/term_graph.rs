//! A graph of terms and gaps: an edge leads from a term to what its definition mentions.

use std::collections::{HashMap, HashSet, VecDeque};
use std::path::Path;

use text_size::TextRange;

use crate::features::glossary::{
    DefinitionLink, Glossary, GlossaryEntry, GlossaryGap, LinkGoal, LinkRules, Mentioned,
    linked_text, topic_name,
};
use crate::note::markdown::html_text::{ImagePolicy, html_text};
use crate::workspace::document::NoteId;
use crate::workspace::links::encoded;

/// A graph. Edges are pairs of indexes of nodes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TermGraph {
    /// The terms in the order of their headwords, then the gaps, the most wanted first.
    pub nodes: Vec<GraphNode>,
    /// From each term to what its definition mentions.
    pub edges: Vec<(usize, usize)>,
}

/// A node of the graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GraphNode {
    /// The headword, or the name of the gap.
    pub name: String,
    /// The other names.
    pub aliases: Vec<String>,
    /// The name of the topic.
    pub topic: String,
    /// The tags.
    pub tags: Vec<String>,
    /// Whether it is a gap: a name without a text.
    pub is_gap: bool,
    /// The number of notes that mention a gap; 0 for a term.
    pub wanted: usize,
    /// The definition as HTML. A link to another node is `#` and its index.
    pub html: String,
    /// The note with the entry, section or link.
    pub note: NoteId,
    /// The range of the name in it.
    pub range: TextRange,
}

/// Where a graph begins, and how many edges it follows from there in both directions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Neighborhood {
    /// The first nodes.
    pub around: Vec<Mentioned>,
    /// The number of edges.
    pub depth: usize,
}

/// Returns the graph of the entries and gaps that `keeps_entry` and `keeps_gap` accept, or of a
/// neighborhood among them. `link_path` returns the path of a file as a link writes it.
pub fn term_graph(
    glossary: &Glossary<'_>,
    keeps_entry: impl Fn(&GlossaryEntry<'_>) -> bool,
    keeps_gap: impl Fn(&GlossaryGap) -> bool,
    neighborhood: Option<&Neighborhood>,
    link_path: impl Fn(&Path) -> Option<String>,
) -> TermGraph {
    let entries = glossary.entries.iter().enumerate().filter(|(_, entry)| keeps_entry(entry));
    let entries = entries.map(|(index, _)| Mentioned::Entry(index));
    let gaps = glossary.gaps.iter().enumerate().filter(|(_, gap)| keeps_gap(gap));
    let mut kept: Vec<_> = entries.chain(gaps.map(|(index, _)| Mentioned::Gap(index))).collect();
    let mentioned = glossary.mentioned();
    if let Some(neighborhood) = neighborhood {
        let near = near(&mentioned, &kept, neighborhood);
        kept.retain(|node| near.contains(node));
    }
    let places: HashMap<_, _> = kept.iter().enumerate().map(|(at, node)| (*node, at)).collect();
    let rules = GraphLinks { places: &places, link_path: &link_path };
    let nodes = kept.iter().map(|node| match *node {
        Mentioned::Entry(index) => of_entry(&glossary.entries[index], &rules),
        Mentioned::Gap(index) => of_gap(&glossary.gaps[index]),
    });
    let mut graph = TermGraph { nodes: nodes.collect(), edges: Vec::new() };
    for (from, node) in kept.iter().enumerate() {
        let Mentioned::Entry(index) = node else { continue };
        let to = mentioned[*index].iter().filter_map(|to| places.get(to));
        graph.edges.extend(to.map(|to| (from, *to)));
    }
    graph
}

/// Returns the nodes that are at most some edges away from the first ones.
fn near(
    mentioned: &[Vec<Mentioned>],
    kept: &[Mentioned],
    Neighborhood { around, depth }: &Neighborhood,
) -> HashSet<Mentioned> {
    let kept: HashSet<_> = kept.iter().copied().collect();
    let mut neighbors: HashMap<Mentioned, Vec<Mentioned>> = HashMap::new();
    for (from, all) in mentioned.iter().enumerate() {
        let from = Mentioned::Entry(from);
        for to in all {
            neighbors.entry(from).or_default().push(*to);
            neighbors.entry(*to).or_default().push(from);
        }
    }
    let first = around.iter().copied().filter(|node| kept.contains(node));
    let mut found: HashSet<_> = first.clone().collect();
    let mut queue: VecDeque<_> = first.map(|node| (node, 0)).collect();
    while let Some((node, far)) = queue.pop_front() {
        if far == *depth {
            continue;
        }
        for next in neighbors.get(&node).into_iter().flatten() {
            if kept.contains(next) && found.insert(*next) {
                queue.push_back((*next, far + 1));
            }
        }
    }
    found
}

fn of_entry(entry: &GlossaryEntry<'_>, rules: &impl LinkRules) -> GraphNode {
    let term = entry.declaration.term;
    GraphNode {
        name: entry.headword().to_owned(),
        aliases: entry.aliases().map(str::to_owned).collect(),
        topic: topic_name(&entry.topic),
        tags: entry.tags.clone(),
        is_gap: false,
        wanted: 0,
        html: html_text(&linked_text(&entry.definition, rules), ImagePolicy::Describe),
        note: entry.declaration.document.id,
        range: term.name_range,
    }
}

fn of_gap(gap: &GlossaryGap) -> GraphNode {
    GraphNode {
        name: gap.name.clone(),
        aliases: Vec::new(),
        topic: topic_name(&gap.topic),
        tags: gap.tags.clone(),
        is_gap: true,
        wanted: gap.notes,
        html: String::new(),
        note: gap.note,
        range: gap.range,
    }
}

/// The links of a definition in a graph.
struct GraphLinks<'a, F> {
    places: &'a HashMap<Mentioned, usize>,
    link_path: &'a F,
}

impl<F: Fn(&Path) -> Option<String>> LinkRules for GraphLinks<'_, F> {
    fn address(&self, link: &DefinitionLink) -> Option<String> {
        match &link.goal {
            LinkGoal::Mentioned(to) => self.mention(*to),
            LinkGoal::File(path, _) => Some(encoded(&(self.link_path)(path)?)),
            LinkGoal::Outside | LinkGoal::Nowhere => None,
        }
    }

    fn mention(&self, to: Mentioned) -> Option<String> {
        Some(format!("#{}", self.places.get(&to)?))
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use expect_test::{Expect, expect};

    use super::{Neighborhood, term_graph};
    use crate::features::fixture::Fixture;
    use crate::features::glossary::Glossary;

    const NOTES: &str = "\
//- /v/a.md
# Stores
## Fast
### Cache
A copy of a page, with a weir.
### Page
A part of a disk.
## Slow
### Disk
A plate.
### Tape
A band.
## Weir
";

    #[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
    fn check(around: Option<(&str, usize)>, expected: Expect) {
        let fixture = Fixture::new(NOTES);
        let glossary = Glossary::new(&fixture.workspace);
        let near = around.map(|(name, depth)| Neighborhood {
            around: glossary.named(&fixture.workspace, name),
            depth,
        });
        let graph = term_graph(&glossary, |_| true, |_| true, near.as_ref(), |_| None);
        let mut shown = String::new();
        for node in &graph.nodes {
            let mark = if node.is_gap { "?" } else { "" };
            let _ = writeln!(shown, "{}{mark} [{}] {}", node.name, node.topic, node.html);
        }
        for (from, to) in &graph.edges {
            let _ = writeln!(shown, "{} -> {}", graph.nodes[*from].name, graph.nodes[*to].name);
        }
        expected.assert_eq(&shown);
    }

    #[test]
    fn definitions_lead_to_what_they_mention() {
        check(
            None,
            expect![[r##"
            Cache [Stores › Fast] A copy of a <a href="#2">page</a>, with a <a href="#4">weir</a>.
            Disk [Stores › Slow] A plate.
            Page [Stores › Fast] A part of a <a href="#1">disk</a>.
            Tape [Stores › Slow] A band.
            Weir? [Stores] 
            Cache -> Page
            Cache -> Weir
            Page -> Disk
        "##]],
        );
    }

    #[test]
    fn a_neighborhood_ends_after_some_edges() {
        check(
            Some(("weirs", 1)),
            expect![[r##"
            Cache [Stores › Fast] A copy of a page, with a <a href="#1">weir</a>.
            Weir? [Stores] 
            Cache -> Weir
        "##]],
        );
        check(
            Some(("caches", 0)),
            expect![[r#"
            Cache [Stores › Fast] A copy of a page, with a weir.
        "#]],
        );
        check(
            Some(("Weir", 2)),
            expect![[r##"
            Cache [Stores › Fast] A copy of a <a href="#1">page</a>, with a <a href="#2">weir</a>.
            Page [Stores › Fast] A part of a disk.
            Weir? [Stores] 
            Cache -> Page
            Cache -> Weir
        "##]],
        );
    }
}
