//! `cargo xtask bench`: Headword beside other servers, with the same work in one run.

pub mod figures;
pub mod peers;
pub mod plot;
pub mod reference;
pub mod session;
pub mod table;
pub mod usage;
pub mod vault;

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, thread};

use anyhow::{Context, Result, bail};
use xshell::{Shell, cmd};

use crate::bench::figures::{Figures, Row, Samples};
use crate::bench::plot::Measured;
use crate::bench::reference::Reference;
use crate::bench::session::Server;
use crate::bench::vault::Vault;
use crate::layout::Layout;
use crate::report::Report;

/// The numbers of notes in the generated folders.
const SIZES: [usize; 3] = [100, 1_000, 10_000];
/// The marks around the tables in the page.
const BEGIN: &str = "<!-- measured -->\n";
const END: &str = "<!-- end -->";
/// The number of notes in a quick run.
const QUICK: [usize; 1] = [20];
/// How often each server is measured: one after the other, then all again.
const ROUNDS: usize = 2;

/// Measures in generated folders, or in a folder of the user's choice. Writes the tables and the
/// picture of the generated folders into `target/bench`, and prints the tables. `--write` puts them
/// into `docs/performance.md` too.
pub fn run(sh: &Shell, layout: &Layout, arguments: &[&str]) -> Result<Report> {
    let servers = || -> Result<Vec<Server>> {
        let mut servers = vec![peers::headword(sh, layout)?];
        servers.extend(peers::installed(sh, layout));
        Ok(servers)
    };
    match arguments {
        [] => {
            measure_sizes(layout, &servers()?, &SIZES, ROUNDS)?;
        }
        ["--write"] => {
            measure_sizes(layout, &servers()?, &SIZES, ROUNDS)?;
            write_page(sh, layout)?;
        }
        ["--quick"] => {
            cmd!(sh, "cargo build --quiet --bin headword").quiet().run()?;
            return test(layout);
        }
        [folder] if Path::new(folder).is_dir() => {
            let vault = Vault::open(Path::new(folder))?;
            let (_, table) = measure(&vault, &servers()?, ROUNDS)?;
            println!("{table}");
        }
        _ => bail!("cargo xtask bench takes `--quick`, `--write` or a folder of notes"),
    }
    Ok(Report::default())
}

/// Checks that every question of a quick run has the right answer. Times do not count.
pub fn test(layout: &Layout) -> Result<Report> {
    let headword = peers::headword_at(&layout.debug_server());
    Ok(answers(&measure_sizes(layout, &[headword], &QUICK, 1)?))
}

fn measure_sizes(
    layout: &Layout,
    servers: &[Server],
    sizes: &[usize],
    rounds: usize,
) -> Result<Vec<Measured>> {
    let folder = layout.target.join("bench");
    let mut text = String::new();
    let mut measured = Vec::new();
    for size in sizes {
        let vault = Vault::generate(&folder.join(format!("notes-{size}")), *size)?;
        let (figures, table) = measure(&vault, servers, rounds)?;
        measured.push((*size, figures));
        println!("{table}");
        let _ = writeln!(text, "### {} notes\n\n{table}", table::grouped(*size));
    }
    fs::write(folder.join("table.md"), text)?;
    fs::write(folder.join("plot.svg"), plot::svg(&measured)?)?;
    Ok(measured)
}

/// Puts the last tables and the picture into the page.
fn write_page(sh: &Shell, layout: &Layout) -> Result<()> {
    let measured = layout.target.join("bench");
    let page = layout.root.join("docs/performance.md");
    let text = sh.read_file(&page)?;
    let (before, rest) = text.split_once(BEGIN).context("the page has no mark for the tables")?;
    let (_, after) = rest.split_once(END).context("the page has no mark after the tables")?;
    let date = cmd!(sh, "date +%F").quiet().read()?;
    let cores = thread::available_parallelism()?;
    let machine = format!("Measured on {date}, {}, {cores} cores.", env::consts::OS);
    let tables = sh.read_file(measured.join("table.md"))?;
    sh.write_file(&page, format!("{before}{BEGIN}\n{machine}\n\n{tables}{END}{after}"))?;
    sh.copy_file(measured.join("plot.svg"), layout.root.join("docs/performance.svg"))?;
    Ok(())
}

/// Measures all servers in a folder. Returns their figures, and a table of them.
fn measure(
    vault: &Vault,
    servers: &[Server],
    rounds: usize,
) -> Result<(Vec<(String, Figures)>, String)> {
    let probes = vault.probes()?;
    let reference = Reference::measure(vault)?;
    let mut all: Vec<_> = servers.iter().map(|it| (it.name.clone(), Figures::default())).collect();
    for _ in 0..rounds {
        for (server, (name, figures)) in servers.iter().zip(&mut all) {
            println!("{name}: {} notes", vault.notes.len());
            let measured = session::measure(server, vault, &probes);
            figures.extend(measured.with_context(|| format!("{name} cannot be measured"))?);
        }
    }
    let table = table::table(vault, &reference, &all);
    Ok((all, table))
}

/// One check for each kind of question to Headword: it was asked, and all answers are right.
fn answers(measured: &[Measured]) -> Report {
    let mut report = Report::default();
    let figures = measured.iter().flat_map(|(_, servers)| servers).map(|(_, figures)| figures);
    for figures in figures {
        for row in Row::LATENCIES {
            let (count, right) = figures.row(row).map_or((0, 0), Samples::counts);
            let is_right = count > 0 && count == right;
            report
                .check(&format!("{}: {right} of {count} answers are right", row.label()), is_right);
        }
    }
    report
}
