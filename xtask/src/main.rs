//! Chores of the repository that cargo alone cannot express.
#![expect(clippy::print_stdout, reason = "a chore talks to the person who started it")]

use std::env;
use std::process::ExitCode;

use anyhow::{Result, bail};
use xshell::Shell;

use crate::layout::Layout;
use crate::report::Report;
use crate::suite::Part;

pub mod attempt;
pub mod bench;
pub mod checks;
pub mod debian;
pub mod emacs;
pub mod fuzz;
pub mod helix;
pub mod layout;
pub mod lsp;
pub mod neovim;
pub mod package;
pub mod packages;
pub mod place;
pub mod process;
pub mod report;
pub mod scratch;
pub mod site;
pub mod suite;
pub mod supply;
pub mod tmux;
pub mod tools;
pub mod tour;
pub mod vim;
pub mod vscode;

const HELP: &str = "\
cargo xtask test                   check and test everything, in real editors too
cargo xtask test --fast            without the editors, the fuzzer and the dependencies
cargo xtask test PART              one part: checks, tests, supply, packages, site, bench, fuzz,
                                   neovim, helix, emacs, vim, vscode
cargo xtask try [--editor EDITOR]  open the example notes in nvim, hx or code with Headword
cargo xtask bench [FOLDER]          measure Headword beside other servers, in generated notes or yours
cargo xtask bench --write           the same, with the tables and the picture in docs/performance.md
cargo xtask bench --quick          a small run that checks the answers only
cargo xtask package                build the packages of this system in target/package, and try them
cargo xtask package --server FILE --target TRIPLE
                                   the same with a program that is built already
cargo xtask package notes TAG      print the changes of the release with this tag
cargo xtask package formulae       render the formulae, when the archives of all systems are there
cargo xtask site                   build the site of the documentation in target/site/html
cargo xtask screenshots FOLDER     take screenshots of the VS Code extension";

fn main() -> ExitCode {
    run().unwrap_or_else(|problem| {
        // `main` would print the problem with a backtrace.
        println!("{problem:#}");
        ExitCode::FAILURE
    })
}

fn run() -> Result<ExitCode> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let layout = Layout::find()?;
    let sh = Shell::new()?;
    sh.change_dir(&layout.root);
    match arguments[..] {
        ["test"] => Ok(test(&sh, &layout, |_| true)),
        ["test", "--fast"] => Ok(test(&sh, &layout, Part::is_fast)),
        ["test", name] if let Some(only) = Part::named(name) => {
            Ok(test(&sh, &layout, |part| part == only))
        }
        ["package", ref rest @ ..] => Ok(finish(&package::run(&sh, &layout, rest)?)),
        ["bench", ref rest @ ..] => Ok(finish(&bench::run(&sh, &layout, rest)?)),
        ["site"] => {
            println!("{}", site::build(&sh, &layout)?.display());
            Ok(ExitCode::SUCCESS)
        }
        ["try"] => attempt::run(&sh, &layout, None).map(|()| ExitCode::SUCCESS),
        ["try", "--editor", editor] => {
            attempt::run(&sh, &layout, Some(editor.parse()?)).map(|()| ExitCode::SUCCESS)
        }
        [] | ["help" | "--help" | "-h"] => {
            println!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        _ => bail!("no chore \"{}\"; there are\n{HELP}", arguments.join(" ")),
    }
}

/// Prints the checks of a chore, if it made any.
fn finish(report: &Report) -> ExitCode {
    if *report != Report::default() {
        println!("\n{report}");
    }
    if report.failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The report is the last thing printed, so that its closing line is the last line.
fn test(sh: &Shell, layout: &Layout, wanted: impl Fn(Part) -> bool) -> ExitCode {
    let report = suite::run(sh, layout, wanted);
    println!("\n{report}");
    if report.is_good() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
