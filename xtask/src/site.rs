//! The site of the documentation: the pages of the repository, built with MkDocs.
//!
//! The pages keep their places, so that their links to each other work here and there.

use std::path::{Path, PathBuf};

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::layout::Layout;
use crate::packages;
use crate::report::Report;

/// The generator with its theme.
const MKDOCS: &str = "mkdocs-material==9.8.2";
/// What becomes a page, and what pages link to.
const PAGES: [&str; 6] = ["*.md", "docs", "editors", "fuzz/README.md", "LICENSE-*", "action.yml"];
/// Parts of paths that are neither.
const OTHERS: [&str; 8] = [
    "/src/",
    "/test/",
    "tests/",
    "examples/",
    ".github/",
    "fuzz/seeds/",
    "fuzz/regressions/",
    "/LICENSE.md",
];

/// Builds the site, and returns its folder. Fails if a link between the pages is broken, or if a page is
/// missing in the navigation.
pub fn build(sh: &Shell, layout: &Layout) -> Result<PathBuf> {
    let folder = layout.target.join("site");
    let environment = layout.editors.join("mkdocs");
    let mkdocs = packages::pip_program(sh, &environment, "mkdocs", MKDOCS)?;
    sh.remove_path(&folder)?;
    copy_pages(sh, layout, &folder.join("pages"))?;
    sh.copy_file(layout.root.join("packaging/site/mkdocs.yml"), &folder)?;
    let _folder = sh.push_dir(&folder);
    let _quiet = sh.push_env("NO_MKDOCS_2_WARNING", "1");
    cmd!(sh, "{mkdocs} build --quiet --strict").quiet().run()?;
    Ok(folder.join("html"))
}

fn copy_pages(sh: &Shell, layout: &Layout, pages: &Path) -> Result<()> {
    let patterns = PAGES;
    let files = cmd!(sh, "git ls-files -- {patterns...}").quiet().read()?;
    for file in files.lines().filter(|file| is_page(file)) {
        let target = pages.join(file);
        sh.create_dir(target.parent().unwrap_or(pages))?;
        sh.copy_file(layout.root.join(file), target)?;
    }
    Ok(())
}

/// Whether a file is a page, or something that pages link to.
fn is_page(file: &str) -> bool {
    !OTHERS.iter().any(|part| file.contains(part))
}

/// Builds the site, and checks its pages with the debug build of Headword.
pub fn test(sh: &Shell, layout: &Layout) -> Result<Report> {
    let mut report = Report::default();
    match build(sh, layout) {
        Ok(html) => {
            let has_pages = ["index.html", "docs/faq/index.html", "editors/vim/index.html"]
                .iter()
                .all(|page| html.join(page).is_file());
            report.check("the site has its pages, and no broken link", has_pages);
        }
        Err(problem) if problem.to_string().contains("mkdocs build") => {
            println!("{problem:#}");
            report.check("the site has its pages, and no broken link", false);
        }
        Err(problem) => report.skip("site", format!("{problem:#}")),
    }
    let headword = layout.debug_server();
    let clean = cmd!(sh, "{headword} check --deny information docs README.md").quiet().run();
    report.check("Headword finds nothing in the documentation", clean.is_ok());
    Ok(report)
}

#[cfg(test)]
mod tests {
    use super::is_page;

    #[test]
    fn pages_and_their_files_are_copied_and_sources_are_not() {
        for file in ["README.md", "editors/vim/example.vim", "editors/vscode/images/icon.png"] {
            assert!(is_page(file), "{file}");
        }
        for file in ["editors/vscode/src/client.ts", "examples/notes/raft.md", ".github/a.md"] {
            assert!(!is_page(file), "{file}");
        }
    }
}
