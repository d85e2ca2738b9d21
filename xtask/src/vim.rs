//! The test in Vim with ALE, on a screen.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use xshell::Shell;

use crate::layout::Layout;
use crate::packages;
use crate::process::{find_program, path_with};
use crate::report::Report;
use crate::scratch::{MAIN_NOTE, Scratch};
use crate::tmux::Screen;

/// Debian's Vim with all features, beside its small one.
const PROGRAM: &str = "vim.nox";
/// A file of Debian's ALE, below the folder of system-wide packages that `vim --clean` reads too.
const ALE: &str = "/usr/share/vim/vimfiles/pack/dist-bundle/opt/ale/plugin/ale.vim";

/// A Vim with ALE, installed from Debian where they are missing.
fn install(sh: &Shell) -> Result<PathBuf> {
    let found = find_program(PROGRAM).filter(|_| Path::new(ALE).is_file());
    if let Some(vim) = found {
        return Ok(vim);
    }
    packages::apt_install(sh, &["vim-nox", "vim-ale"])?;
    find_program(PROGRAM).with_context(|| format!("vim-nox brought no program {PROGRAM}"))
}

/// Vim with the example configuration, on a copy of the notes, finding the server in `bin`.
fn command(vim: &Path, layout: &Layout, scratch: &Scratch, bin: PathBuf) -> Result<Command> {
    let mut command = Command::new(vim);
    command
        .current_dir(&scratch.notes)
        .envs(scratch.environment())
        .env("PATH", path_with(bin)?)
        .env_remove("VIMRUNTIME")
        .args(["--clean", "-n", "-u"])
        .arg(layout.root.join("editors/vim/example.vim"))
        .arg(MAIN_NOTE);
    Ok(command)
}

/// Runs the session.
pub fn test(sh: &Shell, layout: &Layout) -> Result<Report> {
    let vim = match install(sh) {
        Ok(vim) => vim,
        Err(problem) => return Ok(Report::skipping("Vim", format!("{problem:#}"))),
    };
    let tmux = match packages::program(sh, "tmux", "tmux") {
        Ok(tmux) => tmux,
        Err(problem) => return Ok(Report::skipping("Vim", format!("{problem:#}"))),
    };
    let scratch = Scratch::make(sh, layout, "vim-screen")?;
    let screen = Screen::open(&tmux, "vim", &command(&vim, layout, &scratch, layout.debug_bin())?)?;
    let session = Session { screen, layout };
    let mut report = Report::default();
    session.diagnostics(&mut report)?;
    session.hover(&mut report)?;
    session.jump(&mut report)?;
    session.references(&mut report)?;
    session.completion(&mut report)?;
    session.code_action(&mut report)?;
    session.rename(&mut report)?;
    session.run("qall!")?;
    report.check("Vim: it closes at once", session.screen.ends());
    Ok(report)
}

/// A Vim on a screen.
struct Session<'l> {
    screen: Screen,
    layout: &'l Layout,
}

impl Session<'_> {
    /// Runs a command line from normal mode.
    fn run(&self, line: &str) -> Result<()> {
        self.screen.press(&["Escape"])?;
        self.screen.write(&format!(":{line}"))?;
        self.screen.press(&["Enter"])
    }

    /// Moves to the first place of a text, and shows its line at the top.
    fn seek(&self, text: &str) -> Result<()> {
        self.run(&format!("call cursor(1, 1) | call search('{text}', 'c') | normal! zt"))
    }

    /// Does something until the screen shows what is expected, and keeps what it shows.
    fn check(
        &self,
        report: &mut Report,
        (capture, name): (&str, &str),
        act: impl Fn() -> Result<()>,
        expected: impl Fn(&str) -> bool,
    ) -> Result<()> {
        let undo = || self.screen.press(&["Escape", "Escape"]);
        let shown = self.screen.shows_after(act, undo, expected)?;
        self.screen.save(&self.layout.captures.join(format!("vim-{capture}.txt")))?;
        report.check(&format!("Vim: {name}"), shown);
        Ok(())
    }

    fn diagnostics(&self, report: &mut Report) -> Result<()> {
        let opens = self.screen.shows(|text| text.contains("Storage Engines"));
        report.check("Vim: the note opens", opens);
        self.check(
            report,
            ("diagnostics", "an empty section has its message beside it"),
            || self.seek("#### Block Cache"),
            |text| line_of_the_message(text, "#### Block Cache", "is empty"),
        )
    }

    fn hover(&self, report: &mut Report) -> Result<()> {
        // Far from the declaration, so that only the hover can bring it onto the screen.
        self.check(
            report,
            ("hover", "K opens the definition"),
            || {
                self.seek("WAL, in commit")?;
                self.screen.press(&["K"])
            },
            |text| text.contains("Write-ahead log"),
        )?;
        self.run("pclose")
    }

    fn jump(&self, report: &mut Report) -> Result<()> {
        self.check(
            report,
            ("jump", "gd jumps to the declaration in another note"),
            || {
                self.run("edit raft.md")?;
                self.seek("fencing token")?;
                self.screen.write("gd")
            },
            |text| text.contains("#### Fencing Token") && text.contains(MAIN_NOTE),
        )
    }

    fn references(&self, report: &mut Report) -> Result<()> {
        self.check(
            report,
            ("references", "gr lists the mentions in several notes"),
            || {
                self.seek("fencing token limits")?;
                self.screen.write("gr")
            },
            |text| text.contains("raft.md:") && text.contains(&format!("{MAIN_NOTE}:")),
        )?;
        self.run("only!")?;
        self.run(&format!("edit {MAIN_NOTE}"))
    }

    fn completion(&self, report: &mut Report) -> Result<()> {
        self.check(
            report,
            ("completion", "tags are offered in the front matter"),
            || {
                self.run("undo 0 | 5 | normal! f]")?;
                self.screen.write("i, obs")?;
                self.screen.press(&["C-x", "C-o"])
            },
            |text| text.contains("observability]"),
        )?;
        self.run("undo 0")
    }

    fn code_action(&self, report: &mut Report) -> Result<()> {
        self.check(
            report,
            ("code-actions", ":ALECodeAction lists the quick fixes"),
            || {
                self.seek("#### Merkle Tree")?;
                self.run("ALECodeAction")
            },
            |text| text.contains("1) Leave “Merkle Tree” for later"),
        )?;
        self.screen.write("1")?;
        self.screen.press(&["Enter"])?;
        let parked = self.screen.shows(|text| text.contains("<!-- to be written -->"));
        report.check("Vim: a quick fix leaves an empty section for later", parked);
        self.run("undo 0")
    }

    fn rename(&self, report: &mut Report) -> Result<()> {
        self.check(
            report,
            ("rename", ":ALERename asks for a new name"),
            || {
                self.seek("fencing token limits")?;
                self.run("ALERename")
            },
            |text| text.contains("New name: "),
        )?;
        self.screen.press(&["C-u"])?;
        self.screen.write("Lease Number")?;
        self.screen.press(&["Enter"])?;
        // The name may be at the end of a line of the screen.
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let renamed = self.screen.shows(|text| words(text).contains("lease number limits"));
        self.screen.save(&self.layout.captures.join("vim-renamed.txt"))?;
        report.check("Vim: the mention has the new name, in its own case", renamed);
        self.seek("#### Lease Number")?;
        let heading = self.screen.shows(|text| text.contains("#### Lease Number"));
        report.check("Vim: the heading has the new name", heading);
        Ok(())
    }
}

/// Whether the line with this heading goes on with a message, which may be cut.
fn line_of_the_message(screen: &str, heading: &str, message: &str) -> bool {
    let mut after = screen.lines().filter_map(|line| line.split_once(heading));
    after.any(|(_, after)| after.contains(message))
}

#[cfg(test)]
mod tests {
    use super::line_of_the_message;

    #[test]
    fn a_message_is_found_beside_its_heading_only() {
        let screen = "--#### Block Cache # Section “Block Cache” is empty.\nis empty";
        assert!(line_of_the_message(screen, "#### Block Cache", "is empty"));
        assert!(!line_of_the_message("#### Block Cache\nis empty", "#### Block Cache", "is empty"));
    }
}
