//! The Python package: a wheel that carries the program and nothing else.
//!
//! A builder such as maturin compiles a second time. This one packs the program of the archive, so
//! that all packages of a release have the same one.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use xshell::Shell;

use crate::layout::Layout;
use crate::package::archive::{Entry, zip};
use crate::package::release::Release;
use crate::package::system::System;

/// Writes the wheel for a system.
pub fn write(
    sh: &Shell,
    layout: &Layout,
    release: &Release,
    system: System,
    program: &[u8],
) -> Result<PathBuf> {
    let name = format!("headword-{}", release.version);
    let tag = format!("py3-none-{}", system.wheel_tag(program));
    let info = |file: &str| format!("{name}.dist-info/{file}");
    let readme = fs::read_to_string(layout.root.join("README.md"))?;
    let mut entries = vec![
        Entry {
            path: format!("{name}.data/scripts/{}", system.program()),
            bytes: program.to_vec(),
            is_program: true,
        },
        Entry::text(info("METADATA"), metadata(release, &readme)),
        Entry::text(
            info("WHEEL"),
            format!(
                "Wheel-Version: 1.0\nGenerator: headword-xtask\nRoot-Is-Purelib: false\nTag: {tag}\n"
            ),
        ),
    ];
    for license in ["LICENSE-APACHE", "LICENSE-MIT"] {
        let text = fs::read(layout.root.join(license))?;
        entries.push(Entry::text(info(&format!("licenses/{license}")), text));
    }
    let record: String = entries.iter().map(record_line).collect();
    entries.push(Entry::text(info("RECORD"), format!("{record}{},,\n", info("RECORD"))));
    let file = release.folder.join(format!("{name}-{tag}.whl"));
    sh.write_file(&file, zip(&entries, release.level)?)?;
    Ok(file)
}

/// The line about a file in the record of a wheel.
fn record_line(entry: &Entry) -> String {
    let digest = URL_SAFE_NO_PAD.encode(Sha256::digest(&entry.bytes));
    format!("{},sha256={digest},{}\n", entry.path, entry.bytes.len())
}

fn metadata(release: &Release, readme: &str) -> String {
    let Release { version, repository, description, license, .. } = release;
    let readme = with_addresses(readme, &format!("{repository}/blob/v{version}"));
    format!(
        "Metadata-Version: 2.4\nName: headword\nVersion: {version}\nSummary: {description}\n\
         License-Expression: {license}\nLicense-File: LICENSE-APACHE\nLicense-File: LICENSE-MIT\n\
         Keywords: lsp,markdown,glossary,notes\nProject-URL: Source, {repository}\n\
         Requires-Python: >=3.8\nDescription-Content-Type: text/markdown\n\n{readme}"
    )
}

/// A README whose relative links begin at an address: a registry shows it elsewhere.
fn with_addresses(readme: &str, address: &str) -> String {
    let mut parts = readme.split("](");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str("](");
        // The syntax of a link may be in code: "`](`".
        let is_relative = !part.starts_with("http") && !part.starts_with(['#', '`']);
        if is_relative {
            text.push_str(address);
            text.push('/');
        }
        text.push_str(part);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::with_addresses;

    #[test]
    fn relative_links_get_the_address() {
        let readme = "[a](docs/a.md) [b](https://b) [c](#c) ![d](e/f.png) after `](` x";
        assert_eq!(
            with_addresses(readme, "R"),
            "[a](R/docs/a.md) [b](https://b) [c](#c) ![d](R/e/f.png) after `](` x"
        );
    }
}
