//! The figures of one server: a row for each kind of measurement.

use std::collections::BTreeMap;
use std::time::Duration;

/// What is measured, in the order of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Row {
    /// From the start of the process to the response to `initialize`, in milliseconds.
    Start,
    /// From the start of the process to the last heading in an answer, in milliseconds.
    Index,
    /// The processor time until then, in milliseconds.
    IndexCpu,
    /// The resident memory then, in MB.
    Memory,
    /// The most resident memory of the whole session, in MB.
    PeakMemory,
    /// A change, and the outline after it.
    Keystroke,
    /// A change, and the diagnostics that the client pulls after it.
    PulledDiagnostics,
    /// A change, and the diagnostics that the server pushes after it.
    PushedDiagnostics,
    /// A hover on a mention in running text.
    Hover,
    /// The definition of a Markdown link.
    Definition,
    /// Completion in the path of a Markdown link.
    LinkCompletion,
    /// Completion in a wiki link.
    WikiCompletion,
    /// A search over all notes.
    Symbols,
    /// The references to a heading.
    HeadingReferences,
    /// The references to a term, at a mention.
    TermReferences,
}

impl Row {
    /// The questions that are asked many times.
    pub const LATENCIES: [Self; 10] = [
        Self::Keystroke,
        Self::PulledDiagnostics,
        Self::PushedDiagnostics,
        Self::Hover,
        Self::Definition,
        Self::LinkCompletion,
        Self::WikiCompletion,
        Self::Symbols,
        Self::HeadingReferences,
        Self::TermReferences,
    ];

    /// The label in the table.
    pub fn label(self) -> &'static str {
        match self {
            Self::Start => "start: process to `initialize`, ms",
            Self::Index => "start: process to the last heading, ms",
            Self::IndexCpu => "processor time until then, ms",
            Self::Memory => "memory after the scan, MB",
            Self::PeakMemory => "peak memory, MB",
            Self::Keystroke => "keystroke and outline, ms",
            Self::PulledDiagnostics => "keystroke and pulled diagnostics, ms",
            Self::PushedDiagnostics => "keystroke to pushed diagnostics, ms",
            Self::Hover => "hover on a mention, ms",
            Self::Definition => "definition of a link, ms",
            Self::LinkCompletion => "completion in a Markdown link, ms",
            Self::WikiCompletion => "completion in a wiki link, ms",
            Self::Symbols => "workspace symbols, ms",
            Self::HeadingReferences => "references of a heading, ms",
            Self::TermReferences => "references of a mention, ms",
        }
    }
}

/// The samples of one row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Samples {
    values: Vec<f64>,
    right: usize,
}

impl Samples {
    /// The value below which this share of the samples is. `None` without samples.
    pub fn percentile(&self, share: f64) -> Option<f64> {
        let mut sorted = self.values.clone();
        sorted.sort_by(f64::total_cmp);
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "an index of a short list"
        )]
        let rank = (sorted.len() as f64 * share).ceil() as usize;
        sorted.get(rank.saturating_sub(1)).copied()
    }

    /// The number of samples, and of those with the right answer.
    pub fn counts(&self) -> (usize, usize) {
        (self.values.len(), self.right)
    }
}

/// All rows of a server.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    rows: BTreeMap<Row, Samples>,
}

impl Figures {
    /// Adds a latency.
    pub fn time(&mut self, row: Row, took: Duration, is_right: bool) {
        self.add(row, took.as_secs_f64() * 1e3, is_right);
    }

    /// Adds a value in the unit of the row.
    pub fn add(&mut self, row: Row, value: f64, is_right: bool) {
        let samples = self.rows.entry(row).or_default();
        samples.values.push(value);
        samples.right += usize::from(is_right);
    }

    /// The samples of a row. `None` if nothing was measured.
    pub fn row(&self, row: Row) -> Option<&Samples> {
        self.rows.get(&row)
    }

    /// The rows that were measured, in the order of the table.
    pub fn rows(&self) -> impl Iterator<Item = Row> {
        self.rows.keys().copied()
    }

    /// Adds the samples of another run.
    pub fn extend(&mut self, other: Self) {
        for (row, samples) in other.rows {
            let known = self.rows.entry(row).or_default();
            known.values.extend(samples.values);
            known.right += samples.right;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Figures, Row};

    #[test]
    fn percentiles_are_nearest_ranks() {
        let mut figures = Figures::default();
        for ms in [4, 1, 3, 2] {
            figures.time(Row::Hover, Duration::from_millis(ms), ms != 4);
        }
        let samples = figures.row(Row::Hover).unwrap();
        assert_eq!(samples.percentile(0.5), Some(2.0));
        assert_eq!(samples.percentile(0.99), Some(4.0));
        assert_eq!(samples.counts(), (4, 3));
    }
}
