//! What Headword is built of: licenses, sources, doubles and known holes of its dependencies, as
//! `deny.toml` wants them.

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::layout::Layout;
use crate::report::Report;
use crate::tools;

/// The version of cargo-deny that `deny.toml` is written for.
const CARGO_DENY: &str = "0.20.2";

/// What can be checked with what is here already, and what the check says.
const OFFLINE: [(&str, &str); 3] = [
    ("licenses", "all licenses are ones that everybody can use"),
    ("bans", "there is no double and no banned dependency"),
    ("sources", "all dependencies come from crates.io"),
];

/// One check for each of cargo-deny's.
pub fn test(sh: &Shell, layout: &Layout) -> Result<Report> {
    let deny = match tools::installed(sh, layout, "cargo-deny", CARGO_DENY) {
        Ok(deny) => deny,
        Err(problem) => return Ok(Report::skipping("supply", format!("{problem:#}"))),
    };
    let mut report = Report::default();
    for (check, says) in OFFLINE {
        let run = cmd!(sh, "{deny} --workspace check --hide-inclusion-graph {check}");
        report.check(says, run.run().is_ok());
    }
    // The list of known holes is kept in a repository of its own, which not every machine reaches.
    if cmd!(sh, "{deny} fetch db").quiet().ignore_stderr().run().is_ok() {
        let run = cmd!(sh, "{deny} --workspace check --disable-fetch advisories");
        report.check("no dependency has a known hole", run.run().is_ok());
    } else {
        report.skipped.push("supply: the list of known holes cannot be fetched".to_owned());
    }
    Ok(report)
}
