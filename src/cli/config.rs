//! `headword config`: the settings of `headword.toml`.

use std::io::{self, Write};

use clap::Args;

use crate::cli::Outcome;
use crate::cli::terminal::{json, stdout};
use crate::features::settings;
use crate::workspace::config::list::SETTINGS;

#[derive(Args)]
pub(super) struct Options {
    /// Print the JSON Schema of `headword.toml`, for completion and validation in editors.
    #[arg(long)]
    schema: bool,
}

pub(super) fn run(options: &Options) -> io::Result<Outcome> {
    let mut out = stdout();
    if options.schema {
        writeln!(out, "{}", json(&settings::schema())?)?;
        return Ok(Outcome::Fine);
    }
    for setting in SETTINGS {
        writeln!(out, "{} = {}", setting.name, (setting.default)())?;
        writeln!(out, "    {}", setting.documentation)?;
    }
    Ok(Outcome::Fine)
}
