//! The counted results of a run. The last line is the sum of all parts.

use std::fmt;

/// How many checks passed, how many failed, and which parts did not run.
///
/// A part that cannot run is reported as skipped, with its name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The number of passed checks.
    pub passed: usize,
    /// The names of the checks that failed.
    pub failed: Vec<String>,
    /// The parts that did not run, with the reasons.
    pub skipped: Vec<String>,
}

impl Report {
    /// A report of a single part that did not run.
    pub fn skipping(part: &str, reason: impl fmt::Display) -> Self {
        let mut report = Self::default();
        report.skip(part, reason);
        report
    }

    /// Counts one check and prints its result.
    pub fn check(&mut self, name: &str, held: bool) {
        if held {
            self.passed += 1;
            println!("ok - {name}");
        } else {
            self.failed.push(name.to_owned());
            println!("not ok - {name}");
        }
    }

    /// Counts one part that did not run and prints why.
    pub fn skip(&mut self, part: &str, reason: impl fmt::Display) {
        println!("skipped - {part}: {reason}");
        self.skipped.push(format!("{part}: {reason}"));
    }

    /// Adds the results of another part.
    pub fn merge(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed.extend(other.failed);
        self.skipped.extend(other.skipped);
    }

    /// Counts the `ok - …`, `not ok - …` and `skipped - …` lines that a test driver printed.
    pub fn count_lines(&mut self, output: &str) {
        for line in output.lines() {
            if line.starts_with("ok - ") {
                self.passed += 1;
            } else if let Some(check) = line.strip_prefix("not ok - ") {
                self.failed.push(check.to_owned());
            } else if let Some(part) = line.strip_prefix("skipped - ") {
                self.skipped.push(part.to_owned());
            }
        }
    }

    /// Whether the run was successful: a check ran, and none failed.
    pub fn is_good(&self) -> bool {
        self.failed.is_empty() && self.passed > 0
    }
}

/// Each skipped part and each failed check on a line of its own, then the summary.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in &self.skipped {
            writeln!(f, "skipped: {part}")?;
        }
        for check in &self.failed {
            writeln!(f, "failed: {check}")?;
        }
        let (passed, failed, skipped) = (self.passed, self.failed.len(), self.skipped.len());
        write!(f, "{passed} passed, {failed} failed, {skipped} skipped")
    }
}

#[cfg(test)]
mod tests {
    use super::Report;

    #[test]
    fn lines_of_a_driver_are_counted() {
        let mut report = Report::default();
        report
            .count_lines("ok - a\nnoise\nnot ok - b\nskipped - c: no terminal\nok without dash\n");
        assert_eq!(report.passed, 1);
        assert_eq!(report.failed, ["b"]);
        assert_eq!(report.skipped, ["c: no terminal"]);
        assert!(!report.is_good());
    }

    #[test]
    fn skipped_and_failed_checks_are_named_above_the_summary() {
        let mut report = Report { passed: 3, ..Report::default() };
        report.merge(Report { skipped: vec!["Helix: no apt".to_owned()], ..Report::default() });
        report.check("the code is formatted", false);
        assert_eq!(
            report.to_string(),
            "skipped: Helix: no apt\nfailed: the code is formatted\n3 passed, 1 failed, 1 skipped"
        );
    }

    #[test]
    fn a_run_without_checks_is_not_good() {
        assert!(!Report::default().is_good());
    }
}
