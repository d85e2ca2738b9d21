//! Figures of a glossary: how much is written, by topic and by tag, and how terms depend on each
//! other.

use std::collections::{BTreeMap, BTreeSet};

use crate::features::glossary::{Glossary, GlossaryEntry, GlossaryGap, Mentioned, topic_name};
use crate::features::reading_order::{longest_chains, order};

/// The maximum number of chains. A longer list is hard to read.
const MAX_CHAINS: usize = 5;

/// The figures of some entries and gaps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GlossaryStats {
    /// The number of terms and gaps.
    pub coverage: Coverage,
    /// The number of notes that are linked, but do not exist.
    pub missing_notes: usize,
    /// The topics, in the order of their names.
    pub topics: Vec<(String, Coverage)>,
    /// The tags, in the order of their names.
    pub tags: Vec<(String, Coverage)>,
    /// The indexes of entries that mention no other, and that no other mentions.
    pub orphans: Vec<usize>,
    /// The longest chains of entries, each from what it is made of. At most five.
    pub chains: Vec<Vec<usize>>,
    /// The entries that need each other.
    pub circles: Vec<Vec<usize>>,
}

/// A number of terms, and of empty and parked sections that wait for a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// The terms.
    pub terms: usize,
    /// The gaps.
    pub gaps: usize,
}

impl Coverage {
    /// Returns the written part in percent, or 100 if nothing is to be written. Only a part without
    /// gaps has 100 percent.
    pub fn percent(self) -> usize {
        let all = self.terms + self.gaps;
        (self.terms * 100).checked_div(all).unwrap_or(100)
    }
}

/// Returns the figures of the entries and gaps that `keeps_entry` and `keeps_gap` accept.
pub fn glossary_stats(
    glossary: &Glossary<'_>,
    keeps_entry: impl Fn(&GlossaryEntry<'_>) -> bool,
    keeps_gap: impl Fn(&GlossaryGap) -> bool,
) -> GlossaryStats {
    let mut stats = GlossaryStats::default();
    let (mut topics, mut tags) = (BTreeMap::new(), BTreeMap::new());
    let mut count = |topic: &[String], labels: &[String], add: &dyn Fn(&mut Coverage)| {
        add(topics.entry(topic_name(topic)).or_default());
        for tag in labels {
            add(tags.entry(tag.clone()).or_default());
        }
        add(&mut stats.coverage);
    };
    let entries = glossary.entries.iter().enumerate().filter(|(_, entry)| keeps_entry(entry));
    let kept: BTreeSet<_> = entries.map(|(index, _)| index).collect();
    for entry in kept.iter().map(|index| &glossary.entries[*index]) {
        count(&entry.topic, &entry.tags, &|coverage| coverage.terms += 1);
    }
    for gap in glossary.gaps.iter().filter(|gap| keeps_gap(gap)) {
        if gap.state.is_some() {
            count(&gap.topic, &gap.tags, &|coverage| coverage.gaps += 1);
        } else {
            stats.missing_notes += 1;
        }
    }
    (stats.topics, stats.tags) = (topics.into_iter().collect(), tags.into_iter().collect());
    let mentioned = among(glossary, &kept);
    let is_mentioned: BTreeSet<_> = mentioned.iter().flatten().copied().collect();
    let is_orphan = |index: &usize| {
        mentioned[*index].is_empty() && !is_mentioned.contains(&Mentioned::Entry(*index))
    };
    stats.orphans = kept.iter().copied().filter(is_orphan).collect();
    stats.chains = longest_chains(&mentioned, MAX_CHAINS);
    stats.circles = order(&mentioned, &kept).into_iter().filter(|step| step.len() > 1).collect();
    stats
}

/// Returns which of some entries each of them mentions.
fn among(glossary: &Glossary<'_>, kept: &BTreeSet<usize>) -> Vec<Vec<Mentioned>> {
    let is_kept = |to: &Mentioned| matches!(to, Mentioned::Entry(to) if kept.contains(to));
    let mut mentioned = glossary.mentioned();
    for (index, found) in mentioned.iter_mut().enumerate() {
        found.retain(|to| kept.contains(&index) && is_kept(to));
    }
    mentioned
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use expect_test::expect;

    use super::{Coverage, glossary_stats};
    use crate::features::fixture::Fixture;
    use crate::features::glossary::Glossary;

    #[test]
    fn terms_and_gaps_are_counted_by_topic_and_tag() {
        let fixture = Fixture::new(
            "//- /v/a.md\n---\ntags: [db]\n---\n# Stores\n## Fast\n### Cache\nA copy of a page.\n\
             ### Page\nA part of a disk.\n## Slow\n### Disk\nA plate.\n### Tape\nA band.\n### Drum\n\
             //- /v/b.md\n# Others\n## Ring\nA circle of knots.\n## Knot\nA part of a ring. [[Weir]]\n",
        );
        let glossary = Glossary::new(&fixture.workspace);
        let stats = glossary_stats(&glossary, |_| true, |_| true);
        let name = |index: &usize| glossary.entries[*index].headword().to_owned();
        let names = |all: &[usize]| all.iter().map(name).collect::<Vec<_>>().join(" ");
        let mut shown = format!("{:?}, {} missing\n", stats.coverage, stats.missing_notes);
        for (name, coverage) in stats.topics.iter().chain(&stats.tags) {
            let Coverage { terms, gaps } = coverage;
            let _ = writeln!(shown, "{name}: {terms} + {gaps}, {} %", coverage.percent());
        }
        let _ = writeln!(shown, "orphans: {}", names(&stats.orphans));
        for all in &stats.chains {
            let _ = writeln!(shown, "chain: {}", names(all));
        }
        for all in &stats.circles {
            let _ = writeln!(shown, "circle: {}", names(all));
        }
        expect![[r#"
            Coverage { terms: 6, gaps: 1 }, 1 missing
            Others: 2 + 0, 100 %
            Stores › Fast: 2 + 0, 100 %
            Stores › Slow: 2 + 1, 66 %
            db: 4 + 1, 80 %
            orphans: Tape
            chain: Disk Page Cache
            circle: Knot Ring
        "#]]
        .assert_eq(&shown);
    }
}
