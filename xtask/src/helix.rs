//! The test in Helix. It runs on a screen, because Helix has no other interface.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, anyhow};
use xshell::Shell;

use crate::debian;
use crate::layout::Layout;
use crate::packages;
use crate::process::{find_program, path_with};
use crate::report::Report;
use crate::scratch::{MAIN_NOTE, Scratch};
use crate::tmux::Screen;

/// The release of Debian that has the Helix to test with.
const SUITE: &str = "trixie";
/// Settings to show all messages, and long lines completely.
const CONFIG: &str = "\
[editor]
end-of-line-diagnostics = \"hint\"
soft-wrap.enable = true
";

/// A Helix to test with: Debian's, unpacked below the target folder, else the one in `PATH`.
pub fn install(sh: &Shell, layout: &Layout) -> Result<PathBuf> {
    let folder = layout.editors.join("helix");
    let hx = folder.join("hx");
    if hx.is_file() {
        return Ok(hx);
    }
    match debian::unpack(sh, &folder, SUITE, &["hx", "libc6", "libgcc-s1"]) {
        Ok(tree) => {
            let runtime = ("HELIX_RUNTIME", tree.join("usr/lib/hx/runtime"));
            debian::write_launcher(sh, &hx, &tree, &tree.join("usr/lib/hx/hx"), &runtime)?;
            Ok(hx)
        }
        Err(problem) => in_path().map_err(|also| anyhow!("{problem:#}; {also:#}")),
    }
}

/// The Helix in `PATH`, under either of its names.
pub fn in_path() -> Result<PathBuf> {
    ["hx", "helix"].into_iter().find_map(find_program).context("hx is not in PATH")
}

/// Helix with the configuration shipped here, on a copy of the notes, finding the server in `bin`.
pub fn command(
    sh: &Shell,
    hx: &Path,
    layout: &Layout,
    scratch: &Scratch,
    bin: PathBuf,
) -> Result<Command> {
    let config = scratch.home.join("config/helix");
    sh.write_file(config.join("config.toml"), CONFIG)?;
    sh.copy_file(layout.root.join("editors/helix/languages.toml"), &config)?;
    let mut command = Command::new(hx);
    command.current_dir(&scratch.notes).envs(scratch.environment()).env("PATH", path_with(bin)?);
    Ok(command)
}

/// Runs the session.
pub fn test(sh: &Shell, layout: &Layout) -> Result<Report> {
    let hx = match install(sh, layout) {
        Ok(hx) => hx,
        Err(problem) => return Ok(Report::skipping("Helix", format!("{problem:#}"))),
    };
    let tmux = match packages::program(sh, "tmux", "tmux") {
        Ok(tmux) => tmux,
        Err(problem) => return Ok(Report::skipping("Helix", format!("{problem:#}"))),
    };
    let scratch = Scratch::make(sh, layout, "helix-screen")?;
    let mut report = Report::default();
    let mut health = command(sh, &hx, layout, &scratch, layout.debug_bin())?;
    let health = health.args(["--health", "markdown"]).output().context("cannot start Helix")?;
    let found =
        String::from_utf8_lossy(&health.stdout).contains(&*layout.debug_server().to_string_lossy());
    report.check("Helix: its health check finds the server", found);

    let mut session = command(sh, &hx, layout, &scratch, layout.debug_bin())?;
    session.arg(MAIN_NOTE);
    let screen = Screen::open(&tmux, "helix", &session)?;
    diagnostics(&screen, layout, &mut report)?;
    hover(&screen, layout, &mut report)?;
    outline(&screen, layout, &mut report)?;
    jump(&screen, layout, &mut report)?;
    completion(&screen, layout, &mut report)?;
    rename(&screen, layout, &mut report)?;
    screen.press(&["Escape", "Escape"])?;
    screen.write(":quit!")?;
    screen.press(&["Enter"])?;
    report.check("Helix: it closes at once", screen.ends());
    Ok(report)
}

fn diagnostics(screen: &Screen, layout: &Layout, report: &mut Report) -> Result<()> {
    report.check("Helix: the note opens", screen.shows(|text| text.contains("Storage Engines")));
    let shown = screen.shows_after(
        || seek(screen, "Block Cache"),
        || screen.press(&["Escape"]),
        |text| marked(text, "#### Block Cache"),
    )?;
    screen.save(&layout.captures.join("helix-diagnostics.txt"))?;
    report.check("Helix: an empty section has its message beside it", shown);
    Ok(())
}

fn hover(screen: &Screen, layout: &Layout, report: &mut Report) -> Result<()> {
    // Far from the declaration, so that only the hover can bring it onto the screen.
    let shown = screen.shows_after(
        || {
            seek(screen, "own WAL")?;
            screen.press(&["Space", "k"])
        },
        || screen.press(&["Escape"]),
        |text| text.contains("Write-ahead log"),
    )?;
    screen.save(&layout.captures.join("helix-hover.txt"))?;
    report.check("Helix: Space k opens the definition", shown);
    screen.press(&["Escape"])
}

fn outline(screen: &Screen, layout: &Layout, report: &mut Report) -> Result<()> {
    let shown = screen.shows_after(
        || {
            screen.press(&["Space", "s"])?;
            screen.write("Memtab")
        },
        || screen.press(&["Escape", "Escape"]),
        |text| text.contains("Memtab") && text.contains("Memtable"),
    )?;
    screen.save(&layout.captures.join("helix-outline.txt"))?;
    screen.press(&["Enter"])?;
    let arrived = screen.shows(|text| text.contains("#### Memtable"));
    report.check("Helix: Space s picks a heading from the outline", shown && arrived);
    Ok(())
}

fn jump(screen: &Screen, layout: &Layout, report: &mut Report) -> Result<()> {
    let note = std::fs::read_to_string(layout.notes.join(MAIN_NOTE))?;
    let declared = note.lines().position(|line| line == "#### Fencing Token").map(|line| line + 1);
    let arrived = screen.shows_after(
        || {
            seek(screen, "a fencing token")?;
            screen.press(&["g", "d"])
        },
        || screen.press(&["Escape"]),
        |text| declared.is_some() && cursor_line(text) == declared,
    )?;
    screen.save(&layout.captures.join("helix-jump.txt"))?;
    report.check("Helix: g d jumps to the declaration", arrived);
    Ok(())
}

fn completion(screen: &Screen, layout: &Layout, report: &mut Report) -> Result<()> {
    let offered = screen.shows_after(
        || {
            seek(screen, "prep, replication")?;
            screen.write("a, obs")
        },
        || screen.press(&["Escape", "u"]),
        |text| text.contains("observability"),
    )?;
    screen.save(&layout.captures.join("helix-completion.txt"))?;
    report.check("Helix: tags are offered in the front matter", offered);
    Ok(())
}

fn rename(screen: &Screen, layout: &Layout, report: &mut Report) -> Result<()> {
    let asked = screen.shows_after(
        || {
            seek(screen, "a fencing token limits")?;
            // From the last letter of the match into the term.
            screen.press(&["b", "b", "Space", "r"])
        },
        || screen.press(&["Escape"]),
        |text| text.contains("rename-to:"),
    )?;
    screen.save(&layout.captures.join("helix-rename.txt"))?;
    report.check("Helix: Space r asks for a new name", asked);
    screen.press(&["C-u"])?;
    screen.write("Lease Number")?;
    screen.press(&["Enter"])?;
    let renamed = screen.shows(|text| text.contains("lease number limits"));
    screen.save(&layout.captures.join("helix-renamed.txt"))?;
    report.check("Helix: the mention has the new name, in its own case", renamed);
    seek(screen, "#### Lease Number")?;
    let heading = screen.shows(|text| text.contains("#### Lease Number"));
    report.check("Helix: the heading has the new name", heading);
    Ok(())
}

/// Searches for a pattern; the cursor is then on the last letter of the match.
fn seek(screen: &Screen, pattern: &str) -> Result<()> {
    // A selection made by a jump runs backward, and a search would keep that; `;` drops it.
    screen.press(&["Escape", "Escape", ";"])?;
    screen.write(&format!("/{pattern}"))?;
    screen.press(&["Enter"])
}

/// Whether the line with this heading goes on with a message.
fn marked(screen: &str, heading: &str) -> bool {
    screen
        .lines()
        .filter_map(|line| line.split_once(heading))
        .any(|(_, message)| !message.trim().is_empty())
}

/// The line of the cursor, out of the `55:1` that ends the status line.
fn cursor_line(screen: &str) -> Option<usize> {
    let status = screen.lines().rev().find(|line| line.contains(MAIN_NOTE))?;
    status.split_whitespace().rev().find_map(|word| word.split_once(':')?.0.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::{cursor_line, marked};

    #[test]
    fn the_status_line_tells_where_the_cursor_is() {
        let screen = "text 1:2\n NOR   2026-03-02-distributed-storage.md    2 sels  55:1 \n\n";
        assert_eq!(cursor_line(screen), Some(55));
        assert_eq!(cursor_line("nothing"), None);
    }

    #[test]
    fn a_heading_is_marked_by_what_follows_it() {
        assert!(marked(" 31 #### Block Cache  Empty section", "#### Block Cache"));
        assert!(!marked(" 31 #### Block Cache    ", "#### Block Cache"));
    }
}
