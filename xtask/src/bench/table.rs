//! The figures as a Markdown table.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::bench::figures::{Figures, Row, Samples};
use crate::bench::reference::Reference;
use crate::bench::vault::Vault;

/// A table of all servers, with the plain work on the same files above it.
pub fn table(vault: &Vault, reference: &Reference, servers: &[(String, Figures)]) -> String {
    let ms = |duration: std::time::Duration| number(duration.as_secs_f64() * 1e3);
    let search = reference
        .search
        .map_or_else(String::new, |it| format!("; `rg -c '^#'` over them: {} ms", ms(it)));
    #[expect(clippy::cast_precision_loss, reason = "a size is read to three digits")]
    let size = number(vault.bytes as f64 / 1e6);
    let mut text = format!(
        "{} notes, {size} MB. To read them: {} ms; to read and parse them as CommonMark: {} ms{search}.\n\n",
        grouped(vault.notes.len()),
        ms(reference.read),
        ms(reference.parse),
    );
    let names: Vec<&str> = servers.iter().map(|(name, _)| name.as_str()).collect();
    let _ = writeln!(text, "| | {} |", names.join(" | "));
    let _ = writeln!(text, "| --- |{}", " --- |".repeat(names.len()));
    let rows: BTreeSet<Row> = servers.iter().flat_map(|(_, figures)| figures.rows()).collect();
    for row in rows {
        let cells: Vec<_> = servers.iter().map(|(_, figures)| cell(figures.row(row))).collect();
        let _ = writeln!(text, "| {} | {} |", row.label(), cells.join(" | "));
    }
    text
}

/// Median, 99th percentile and right answers; of a few values only the median.
fn cell(samples: Option<&Samples>) -> String {
    let Some(samples) = samples else { return "–".to_owned() };
    let value = |share| samples.percentile(share).map_or_else(String::new, number);
    match samples.counts() {
        (count, _) if count < 10 => value(0.5),
        (count, right) => format!("{} / {} ({right} of {count})", value(0.5), value(0.99)),
    }
}

/// A number with three digits.
pub fn number(value: f64) -> String {
    let digits = if value >= 99.95 {
        0
    } else if value >= 9.995 {
        1
    } else {
        2
    };
    let text = format!("{value:.digits$}");
    if digits == 0 { group(&text) } else { text }
}

/// A whole number with commas.
pub fn grouped(number: usize) -> String {
    group(&number.to_string())
}

fn group(digits: &str) -> String {
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Figures, Row, cell, number};

    #[test]
    fn numbers_have_three_digits() {
        let values = [0.123, 9.994, 9.995, 45.67, 99.96, 1234.5, 1_234_567.0];
        let expected = ["0.12", "9.99", "10.0", "45.7", "100", "1,234", "1,234,567"];
        assert_eq!(values.map(number), expected);
    }

    #[test]
    fn right_answers_are_beside_a_latency() {
        let mut figures = Figures::default();
        for ms in 1..=20 {
            figures.time(Row::Hover, Duration::from_millis(ms), ms > 5);
        }
        figures.add(Row::Memory, 12.0, true);
        assert_eq!(cell(figures.row(Row::Hover)), "10.0 / 20.0 (15 of 20)");
        assert_eq!(cell(figures.row(Row::Memory)), "12.0");
        assert_eq!(cell(figures.row(Row::Index)), "–");
    }
}
