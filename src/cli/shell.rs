//! `headword completions` and `headword man`: the command line described for shells and manuals.

use std::io::{self, Write};

use clap::{Args, Command};
use clap_complete::Shell;

use crate::cli::outcome::Outcome;
use crate::cli::terminal::stdout;

#[derive(Args)]
pub(super) struct CompletionsOptions {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

#[derive(Args)]
pub(super) struct ManOptions {
    /// The command; without it, the page of `headword` itself.
    command: Option<String>,
}

/// Prints the completion script of a shell.
pub(super) fn completions(options: &CompletionsOptions, mut cli: Command) -> io::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut cli, "headword", &mut script);
    stdout().write_all(&script)?;
    Ok(Outcome::Fine)
}

/// Prints a page of the manual, in roff.
pub(super) fn man(options: &ManOptions, mut cli: Command) -> io::Result<Outcome> {
    cli.build();
    let page = match &options.command {
        None => cli,
        Some(name) => {
            let found = cli.find_subcommand(name).cloned();
            found.ok_or_else(|| {
                io::Error::new(io::ErrorKind::InvalidInput, format!("no command {name}"))
            })?
        }
    };
    let mut text = Vec::new();
    clap_mangen::Man::new(page).render(&mut text)?;
    stdout().write_all(&text)?;
    Ok(Outcome::Fine)
}
