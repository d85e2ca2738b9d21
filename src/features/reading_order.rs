//! The order in which to read definitions: first what others are made of.
//!
//! Definitions that need each other are a circle, and no order of them is better than another.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use petgraph::algo::kosaraju_scc;
use petgraph::graph::DiGraph;

use crate::features::glossary::Mentioned;

/// One or more entries to read at once. Several are a circle: each needs the others.
pub type ReadingStep = Vec<usize>;

/// Returns the entries that some goals need, with the goals, in an order to read them. `mentioned`
/// is what each entry mentions. An entry that is more than `depth` mentions away is left out.
pub fn reading_order(
    mentioned: &[Vec<Mentioned>],
    goals: &[usize],
    depth: usize,
) -> Vec<ReadingStep> {
    order(mentioned, &needed(mentioned, goals, depth))
}

/// Returns some entries in an order to read them, without the others that they need.
pub fn order(mentioned: &[Vec<Mentioned>], entries: &BTreeSet<usize>) -> Vec<ReadingStep> {
    let mut graph = DiGraph::<usize, ()>::new();
    let nodes: BTreeMap<_, _> = entries.iter().map(|it| (*it, graph.add_node(*it))).collect();
    for (entry, from) in &nodes {
        for to in prerequisites(mentioned, *entry).filter_map(|to| nodes.get(&to)) {
            graph.add_edge(*from, *to, ());
        }
    }
    // The components come in reverse topological order: what others need is first.
    let steps = kosaraju_scc(&graph).into_iter().map(|step| {
        let mut step: Vec<_> = step.into_iter().map(|node| graph[node]).collect();
        step.sort_unstable();
        step
    });
    steps.collect()
}

/// Returns the goals and what they need, up to some mentions away.
fn needed(mentioned: &[Vec<Mentioned>], goals: &[usize], depth: usize) -> BTreeSet<usize> {
    let mut found: BTreeSet<_> = goals.iter().copied().collect();
    let mut queue: VecDeque<_> = goals.iter().map(|goal| (*goal, 0)).collect();
    while let Some((entry, far)) = queue.pop_front() {
        if far == depth {
            continue;
        }
        for next in prerequisites(mentioned, entry) {
            if found.insert(next) {
                queue.push_back((next, far + 1));
            }
        }
    }
    found
}

/// Returns the entries that an entry mentions.
pub fn prerequisites(mentioned: &[Vec<Mentioned>], entry: usize) -> impl Iterator<Item = usize> {
    mentioned[entry].iter().filter_map(|to| match to {
        Mentioned::Entry(to) => Some(*to),
        Mentioned::Gap(_) => None,
    })
}

/// Returns the longest chains of definitions that need each other, the longest first, at most
/// `most`. A chain begins with what it is made of. No chain is the beginning of another. Of a
/// circle, only the first entry is in a chain.
pub fn longest_chains(mentioned: &[Vec<Mentioned>], most: usize) -> Vec<Vec<usize>> {
    let steps = order(mentioned, &(0..mentioned.len()).collect());
    let mut step_of = vec![0; mentioned.len()];
    for (at, step) in steps.iter().enumerate() {
        for entry in step {
            step_of[*entry] = at;
        }
    }
    // For each step, the length of its longest chain, and the step before it in that chain.
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(steps.len());
    let mut is_needed = vec![false; steps.len()];
    for (at, step) in steps.iter().enumerate() {
        let before = step.iter().flat_map(|entry| prerequisites(mentioned, *entry));
        let before: BTreeSet<_> = before.map(|it| step_of[it]).filter(|it| *it != at).collect();
        for it in &before {
            is_needed[*it] = true;
        }
        let longest = before.into_iter().max_by_key(|it| best[*it].0);
        best.push((longest.map_or(1, |it| best[it].0 + 1), longest));
    }
    let mut ends: Vec<_> = (0..steps.len()).filter(|at| !is_needed[*at]).collect();
    ends.sort_by_key(|at| (std::cmp::Reverse(best[*at].0), steps[*at][0]));
    ends.truncate(most);
    let chain = |end: usize| {
        let all = std::iter::successors(Some(end), |at| best[*at].1);
        let mut chain: Vec<_> = all.map(|at| steps[at][0]).collect();
        chain.reverse();
        chain
    };
    ends.into_iter().map(chain).filter(|chain| chain.len() > 1).collect()
}

#[cfg(test)]
mod tests {
    use super::{longest_chains, reading_order};
    use crate::features::glossary::Mentioned;

    /// What each entry mentions, such as `1 2, , 0 ?`.
    fn mentioned(text: &str) -> Vec<Vec<Mentioned>> {
        let one = |word: &str| word.parse().map_or(Mentioned::Gap(0), Mentioned::Entry);
        text.split(',').map(|all| all.split_whitespace().map(one).collect()).collect()
    }

    #[test]
    fn what_others_need_comes_first() {
        // 0 needs 1 and 2, which need 3.
        let graph = mentioned("1 2 ?, 3, 3, , 0");
        let all = reading_order(&graph, &[0], usize::MAX);
        assert_eq!((all.first(), all.last(), all.len()), (Some(&vec![3]), Some(&vec![0]), 4));
        let near = reading_order(&graph, &[0], 1);
        assert_eq!((near.len(), near.last()), (3, Some(&vec![0])));
        assert_eq!(reading_order(&graph, &[3], 9), [[3]]);
    }

    #[test]
    fn a_circle_is_one_step() {
        assert_eq!(
            reading_order(&mentioned("1, 2, 1 3, "), &[0], 9),
            [vec![3], vec![1, 2], vec![0]]
        );
        assert_eq!(reading_order(&mentioned("1, 0"), &[0], 9), [[0, 1]]);
    }

    #[test]
    fn a_chain_begins_with_what_it_is_made_of() {
        assert_eq!(longest_chains(&mentioned("1, 2, , 2, "), 9), [vec![2, 1, 0], vec![2, 3]]);
        assert_eq!(longest_chains(&mentioned("1, 2, 1 3, "), 9), [[3, 1, 0]]);
        assert!(longest_chains(&mentioned("?, "), 9).is_empty());
    }

    #[test]
    fn a_long_chain_needs_no_deep_stack() {
        let next = (1..=50_000).map(|next| vec![Mentioned::Entry(next)]);
        let graph: Vec<_> = next.chain([Vec::new()]).collect();
        assert_eq!(reading_order(&graph, &[0], usize::MAX).len(), 50_001);
        assert_eq!(longest_chains(&graph, 1)[0].len(), 50_001);
    }
}
