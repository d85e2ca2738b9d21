//! The archive of a release: the program, its manual, completion scripts, licenses and changes.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};
use rawzip::{CompressionMethod, ZipArchiveWriter};
use xshell::Shell;

use crate::layout::Layout;
use crate::package::release::{Release, describe, write_checksum};
use crate::package::system::System;

/// A file in an archive.
pub struct Entry {
    /// The path in the archive, with slashes.
    pub path: String,
    /// Its content.
    pub bytes: Vec<u8>,
    /// Whether it is a program.
    pub is_program: bool,
}

impl Entry {
    /// A file that is not a program.
    pub fn text(path: impl Into<String>, text: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), bytes: text.into(), is_program: false }
    }
}

/// Writes the archive with its checksum. `printing` is a program that runs here.
pub fn write(
    sh: &Shell,
    layout: &Layout,
    release: &Release,
    system: System,
    program: &[u8],
    printing: &Path,
) -> Result<PathBuf> {
    let name = format!("headword-{}-{}", release.version, system.triple);
    let described = release.folder.join("describe");
    describe(sh, printing, &described)?;
    let program =
        Entry { path: system.program().to_owned(), bytes: program.to_vec(), is_program: true };
    let mut entries = vec![program];
    for file in ["README.md", "CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT"] {
        entries.push(Entry::text(file, fs::read(layout.root.join(file))?));
    }
    for folder in ["man", "complete"] {
        for file in sh.read_dir(described.join(folder))? {
            let file_name = file.file_name().context("a file without a name")?.to_string_lossy();
            entries.push(Entry::text(format!("{folder}/{file_name}"), fs::read(&file)?));
        }
    }
    sh.remove_path(described)?;
    for entry in &mut entries {
        entry.path = format!("{name}/{}", entry.path);
    }
    let level = release.level;
    let (extension, bytes) = if system.is_windows() {
        ("zip", zip(&entries, level)?)
    } else {
        ("tar.gz", tar_gz(&entries, level)?)
    };
    let file = release.folder.join(format!("{name}.{extension}"));
    sh.write_file(&file, bytes)?;
    write_checksum(&file)?;
    Ok(file)
}

/// A compressed tar archive. Its bytes depend on nothing but the entries.
fn tar_gz(entries: &[Entry], level: u32) -> Result<Vec<u8>> {
    let mut tar = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::new(level)));
    for entry in entries {
        let mut header = tar::Header::new_gnu();
        header.set_size(entry.bytes.len() as u64);
        header.set_mode(if entry.is_program { 0o755 } else { 0o644 });
        header.set_mtime(0);
        tar.append_data(&mut header, &entry.path, entry.bytes.as_slice())?;
    }
    Ok(tar.into_inner()?.finish()?)
}

/// A zip archive. Its bytes depend on nothing but the entries.
pub fn zip(entries: &[Entry], level: u32) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut zip = ZipArchiveWriter::new(&mut bytes);
    for entry in entries {
        // Pip makes a program executable only if the mode says that it is a regular file.
        let mode = if entry.is_program { 0o100_755 } else { 0o100_644 };
        let file = zip.new_file(&entry.path).compression_method(CompressionMethod::DEFLATE);
        let (mut file, config) = file.unix_permissions(mode).start()?;
        let mut writer = config.wrap(DeflateEncoder::new(&mut file, Compression::new(level)));
        writer.write_all(&entry.bytes)?;
        let (encoder, descriptor) = writer.finish()?;
        encoder.finish()?;
        file.finish(descriptor)?;
    }
    zip.finish()?;
    Ok(bytes)
}
