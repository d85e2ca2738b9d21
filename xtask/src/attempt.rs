//! `cargo xtask try`: the example notes in an editor with Headword attached.
//!
//! The editor works on a copy, with its own home folder. The user's files are neither read nor written.

use std::io::{IsTerminal, stdin, stdout};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::str::FromStr;

use anyhow::{Context, Result, bail, ensure};
use serde_json::json;
use xshell::{Shell, cmd};

use crate::layout::Layout;
use crate::process::find_program;
use crate::scratch::{MAIN_NOTE, Scratch};
use crate::{helix, neovim, tour};

/// The keys that a new user of Neovim needs.
const NEOVIM_HINT: &str =
    "echo 'K definition   Ctrl-] jump   gs outline   Ctrl-X Ctrl-O complete   :qa! leave'";

/// The editors that the notes can be opened in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Editor {
    /// Neovim, 0.11 or newer.
    Neovim,
    /// Helix.
    Helix,
    /// Visual Studio Code.
    Code,
}

impl FromStr for Editor {
    type Err = anyhow::Error;

    fn from_str(name: &str) -> Result<Self> {
        match name {
            "nvim" | "neovim" => Ok(Self::Neovim),
            "hx" | "helix" => Ok(Self::Helix),
            "code" | "vscode" => Ok(Self::Code),
            _ => bail!("no editor {name}; there are nvim, hx and code"),
        }
    }
}

/// Builds the server and opens the notes. Without a terminal, prints the tour.
pub fn run(sh: &Shell, layout: &Layout, editor: Option<Editor>) -> Result<()> {
    cmd!(sh, "cargo build --bin headword").quiet().run()?;
    let place = Place { sh, layout, scratch: Scratch::make(sh, layout, "try")? };
    let terminal = stdin().is_terminal() && stdout().is_terminal();
    let mut session = match editor {
        Some(Editor::Code) => place.code()?,
        _ if !terminal => return place.tour(),
        Some(Editor::Neovim) => place.neovim().or_else(|_| place.installed_neovim())?,
        Some(Editor::Helix) => place.helix().or_else(|_| place.installed_helix())?,
        None => match place.first() {
            Ok(session) => session,
            Err(problem) => {
                println!("No editor to open the notes in ({problem:#}), so here is a tour.\n");
                return place.tour();
            }
        },
    };
    let status = session.status().context("cannot start the editor")?;
    ensure!(status.success(), "the editor ended with {status}");
    println!("Until the next try, the notes are in {}.", place.scratch.notes.display());
    Ok(())
}

/// The context of one run.
struct Place<'a> {
    sh: &'a Shell,
    layout: &'a Layout,
    scratch: Scratch,
}

impl Place<'_> {
    /// The first editor in `PATH`, else a Neovim installed for this.
    fn first(&self) -> Result<Command> {
        self.neovim()
            .or_else(|_| self.helix())
            .or_else(|_| self.code())
            .or_else(|_| self.installed_neovim())
    }

    fn neovim(&self) -> Result<Command> {
        self.neovim_at(&neovim::in_path(self.sh)?)
    }

    fn installed_neovim(&self) -> Result<Command> {
        self.neovim_at(&neovim::install(self.sh, self.layout)?)
    }

    fn neovim_at(&self, nvim: &Path) -> Result<Command> {
        let bin = self.layout.debug_bin();
        let mut command = neovim::command(nvim, self.layout, &self.scratch, bin)?;
        command.arg(MAIN_NOTE).args(["-c", NEOVIM_HINT]);
        Ok(command)
    }

    fn helix(&self) -> Result<Command> {
        self.helix_at(&helix::in_path()?)
    }

    fn installed_helix(&self) -> Result<Command> {
        self.helix_at(&helix::install(self.sh, self.layout)?)
    }

    fn helix_at(&self, hx: &Path) -> Result<Command> {
        let bin = self.layout.debug_bin();
        let mut command = helix::command(self.sh, hx, self.layout, &self.scratch, bin)?;
        command.arg(MAIN_NOTE);
        Ok(command)
    }

    /// VS Code with the extension of this repository, without the user's settings and extensions.
    fn code(&self) -> Result<Command> {
        let code = find_program("code").context("code is not in PATH")?;
        let extension = self.bundled_extension()?;
        let settings = json!({
            "headword.server.path": self.layout.debug_server(),
            "security.workspace.trust.enabled": false,
            "telemetry.telemetryLevel": "off",
        });
        let user = self.scratch.home.join("code");
        self.sh.write_file(user.join("User/settings.json"), settings.to_string())?;
        let mut command = Command::new(code);
        command
            .args(["--new-window", "--wait"])
            .arg("--user-data-dir")
            .arg(&user)
            .arg("--extensions-dir")
            .arg(self.scratch.home.join("code-extensions"))
            .arg(format!("--extensionDevelopmentPath={}", extension.display()))
            .arg(&self.scratch.notes);
        Ok(command)
    }

    /// Bundles the extension again and returns its folder.
    fn bundled_extension(&self) -> Result<PathBuf> {
        ensure!(find_program("npm").is_some(), "npm, which builds the extension, is not in PATH");
        let extension = self.layout.root.join("editors/vscode");
        let _folder = self.sh.push_dir(&extension);
        if !extension.join("node_modules").is_dir() {
            cmd!(self.sh, "npm ci --ignore-scripts --loglevel=error").quiet().run()?;
        }
        cmd!(self.sh, "npm run --silent bundle").quiet().run()?;
        Ok(extension)
    }

    fn tour(&self) -> Result<()> {
        tour::play(&self.layout.debug_server(), &self.scratch.notes)
    }
}
