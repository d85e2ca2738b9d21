//! `headword config`: the settings of `headword.toml`.

use std::io::{self, Write};

use clap::Args;

use crate::cli::outcome::Outcome;
use crate::cli::terminal::{json, stdout};
use crate::features::settings;
use crate::workspace::config::schema;

#[derive(Args)]
pub(super) struct ConfigOptions {
    /// Print the JSON Schema of `headword.toml`.
    #[arg(long)]
    schema: bool,
}

pub(super) fn run(options: &ConfigOptions) -> io::Result<Outcome> {
    let mut out = stdout();
    if options.schema {
        writeln!(out, "{}", json(&settings::schema())?)?;
        return Ok(Outcome::Fine);
    }
    for (name, setting) in schema::settings(schema::schema()) {
        writeln!(out, "{name} = {}", setting["default"])?;
        for line in setting["description"].as_str().unwrap_or_default().lines() {
            writeln!(out, "    {line}")?;
        }
    }
    Ok(Outcome::Fine)
}
