//! The dependencies of Headword: licenses, sources, duplicates and known vulnerabilities, by the
//! rules of `deny.toml`.

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::layout::Layout;
use crate::report::Report;
use crate::tools;

/// The version of cargo-deny that `deny.toml` is written for.
const CARGO_DENY: &str = "0.20.2";

/// The checks that need no download, with their names.
const OFFLINE: [(&str, &str); 3] = [
    ("licenses", "all licenses are ones that everybody can use"),
    ("bans", "no dependency is duplicated or banned"),
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
    // The list of vulnerabilities is in its own repository, which not every machine can reach.
    if cmd!(sh, "{deny} fetch db").quiet().ignore_stderr().run().is_ok() {
        let run = cmd!(sh, "{deny} --workspace check --disable-fetch advisories");
        report.check("no dependency has a known vulnerability", run.run().is_ok());
    } else {
        report.skipped.push("supply: the list of vulnerabilities cannot be fetched".to_owned());
    }
    Ok(report)
}
