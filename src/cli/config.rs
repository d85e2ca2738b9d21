//! `headword config`: the settings of `headword.toml`.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anstyle::Style;
use clap::Args;
use serde::Serialize;
use serde_json::Value;

use crate::cli::arguments::OutputFormat;
use crate::cli::notes;
use crate::cli::outcome::Outcome;
use crate::cli::terminal::{json, shown, stdout};
use crate::features::settings::{self, in_force};
use crate::workspace::config::schema;

#[derive(Args)]
pub(super) struct ConfigOptions {
    /// Print the JSON Schema of `headword.toml`.
    #[arg(long)]
    schema: bool,
    /// Print the settings in force for this note or folder, and the file that each comes from.
    #[arg(long, value_name = "PATH", conflicts_with = "schema")]
    show: Option<PathBuf>,
    /// Output format of `--show`.
    #[arg(long, value_enum, default_value_t, requires = "show")]
    format: OutputFormat,
}

/// A setting in force in the JSON output.
#[derive(Serialize)]
struct SettingRecord {
    name: String,
    value: Value,
    /// The file that sets it; `null` for a default.
    file: Option<String>,
}

pub(super) fn run(options: &ConfigOptions) -> io::Result<Outcome> {
    let mut out = stdout();
    if options.schema {
        writeln!(out, "{}", json(&settings::schema())?)?;
        return Ok(Outcome::Fine);
    }
    if let Some(path) = &options.show {
        return show(&mut out, path, options.format);
    }
    for (name, setting) in schema::settings(schema::schema()) {
        writeln!(out, "{name} = {}", setting["default"])?;
        for line in setting["description"].as_str().unwrap_or_default().lines() {
            writeln!(out, "    {line}")?;
        }
    }
    Ok(Outcome::Fine)
}

/// Prints the settings in force for a note or folder: those of a file first, then the defaults.
fn show(out: &mut impl Write, path: &Path, format: OutputFormat) -> io::Result<Outcome> {
    let notes = notes::read(&[path.to_path_buf()])?;
    let found = notes.first_path().map(|path| in_force(&notes.workspace, path));
    let found = found.into_iter().flatten().map(|setting| SettingRecord {
        name: setting.name,
        value: setting.value,
        file: setting.file.map(|file| notes::display(&file)),
    });
    let mut found: Vec<_> = found.collect();
    if format == OutputFormat::Json {
        writeln!(out, "{}", json(&found)?)?;
        return Ok(Outcome::Fine);
    }
    found.sort_by_key(|setting| setting.file.is_none());
    let dim = Style::new().dimmed();
    for SettingRecord { name, value, file } in &found {
        let (name, value) = (shown(name), shown(&value.to_string()));
        let source = shown(file.as_deref().unwrap_or("default"));
        writeln!(out, "{name} = {value} {dim}# {source}{dim:#}")?;
    }
    Ok(Outcome::Fine)
}
