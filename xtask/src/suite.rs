//! `cargo xtask test`: everything that has to hold before a change is proposed.

use std::time::Instant;

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::layout::Layout;
use crate::report::Report;
use crate::{bench, checks, emacs, fuzz, helix, neovim, package, site, supply, vim, vscode};

/// One part of the suite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Format, lints and documentation.
    Checks,
    /// The tests that cargo runs.
    Tests,
    /// Licenses, sources and known holes of what Headword is built of.
    Supply,
    /// What users install, made from the debug build, and the workflows of the releases.
    Packages,
    /// The site of the documentation, and the check of its pages with Headword.
    Site,
    /// The questions of the benchmark, whose answers have to be right.
    Bench,
    /// A few minutes of fuzzing.
    Fuzz,
    /// The sessions in Neovim.
    Neovim,
    /// The session in Helix.
    Helix,
    /// The session in Emacs.
    Emacs,
    /// The session in Vim.
    Vim,
    /// The runs in VS Code.
    Vscode,
}

impl Part {
    /// All of them, in the order in which they run: the quick answers first.
    pub const ALL: [Self; 12] = [
        Self::Checks,
        Self::Tests,
        Self::Supply,
        Self::Packages,
        Self::Site,
        Self::Bench,
        Self::Fuzz,
        Self::Neovim,
        Self::Helix,
        Self::Emacs,
        Self::Vim,
        Self::Vscode,
    ];

    /// What it is called on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Checks => "checks",
            Self::Tests => "tests",
            Self::Supply => "supply",
            Self::Packages => "packages",
            Self::Site => "site",
            Self::Bench => "bench",
            Self::Fuzz => "fuzz",
            Self::Neovim => "neovim",
            Self::Helix => "helix",
            Self::Emacs => "emacs",
            Self::Vim => "vim",
            Self::Vscode => "vscode",
        }
    }

    /// The part with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.name() == name)
    }

    /// Whether it drives a real editor, which has to be installed first.
    pub fn is_editor(self) -> bool {
        matches!(self, Self::Neovim | Self::Helix | Self::Emacs | Self::Vim | Self::Vscode)
    }

    /// Whether it is fast enough to be run after every change.
    pub fn is_fast(self) -> bool {
        matches!(self, Self::Checks | Self::Tests)
    }

    /// Whether the part runs the program.
    fn uses_program(self) -> bool {
        self.is_editor() || matches!(self, Self::Packages | Self::Site | Self::Bench)
    }

    fn run(self, sh: &Shell, layout: &Layout) -> Result<Report> {
        match self {
            Self::Checks => Ok(checks::lint(sh)),
            Self::Tests => checks::test(layout),
            Self::Supply => supply::test(sh, layout),
            Self::Packages => package::test(sh, layout),
            Self::Site => site::test(sh, layout),
            Self::Bench => bench::test(layout),
            Self::Fuzz => fuzz::test(sh, layout),
            Self::Neovim => neovim::test(sh, layout),
            Self::Helix => helix::test(sh, layout),
            Self::Emacs => emacs::test(sh, layout),
            Self::Vim => vim::test(sh, layout),
            Self::Vscode => vscode::test(sh, layout),
        }
    }
}

/// Builds the program in the debug profile. The tests build it with the features that they need
/// themselves. After them it is taken as it is, because another build takes minutes.
fn build_program(sh: &Shell, is_tested: bool) -> Result<()> {
    let build = if is_tested {
        cmd!(sh, "cargo test --quiet --workspace --no-run")
    } else {
        cmd!(sh, "cargo build --quiet --bin headword")
    };
    Ok(build.quiet().run()?)
}

/// Runs the parts asked for and names those left out.
///
/// A part that breaks off counts as a failure, and the next one runs all the same.
pub fn run(sh: &Shell, layout: &Layout, wanted: impl Fn(Part) -> bool) -> Report {
    let mut report = Report::default();
    for part in Part::ALL {
        let name = part.name();
        if !wanted(part) {
            report.skipped.push(format!("{name}: not asked for"));
            continue;
        }
        println!("\n== {name}");
        let start = Instant::now();
        let built =
            if part.uses_program() { build_program(sh, wanted(Part::Tests)) } else { Ok(()) };
        match built.and_then(|()| part.run(sh, layout)) {
            Ok(found) => report.merge(found),
            Err(problem) => {
                println!("{problem:#}");
                report.check(&format!("{name} completes"), false);
            }
        }
        println!("== {name}: {} s", start.elapsed().as_secs());
    }
    report
}
