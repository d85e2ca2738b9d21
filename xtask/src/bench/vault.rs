//! Folders of notes for the benchmark: made from a fixed seed, or a person's own.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use fastrand::Rng;

/// The number of terms in a generated note.
const TERMS: usize = 40;
/// How many places of a kind are used, in notes all over the folder.
const PLACES: usize = 100;
/// How many notes have these places.
const FILES: usize = 20;

/// The words of the generated names, by place in the name. Their product is the most terms.
const WORDS: [&[&str]; 3] = [
    &[
        "amber", "ancient", "arctic", "barren", "bitter", "blunt", "bold", "brass", "brittle",
        "broad", "bronze", "calm", "candid", "cedar", "chalk", "civic", "clear", "coarse",
        "copper", "coral", "crisp", "crude", "curved", "damp", "dark", "deep", "distant", "double",
        "dull", "dusty", "early", "eastern", "empty", "even", "faint", "fertile", "fine", "firm",
        "flat", "floral", "foreign", "fragile", "frozen", "gentle", "giant", "glass", "golden",
        "grand", "green", "hollow", "humid", "inland", "iron", "ivory", "jagged", "keen", "late",
        "lean", "level", "linen", "little", "lunar", "maple", "marble", "mellow", "narrow",
        "noble", "northern", "oaken", "opal", "outer", "pale", "plain", "polar", "quiet", "rapid",
    ],
    &[
        "apple", "barley", "basalt", "beaver", "beech", "berry", "birch", "bridge", "canal",
        "candle", "canyon", "castle", "cellar", "chapel", "cherry", "cliff", "clover", "coast",
        "comet", "cotton", "crane", "delta", "desert", "dune", "falcon", "feather", "fern",
        "field", "flint", "forest", "garden", "geyser", "glacier", "granite", "harbor", "hazel",
        "heron", "hill", "island", "juniper", "kettle", "lagoon", "lantern", "lemon", "lichen",
        "lily", "marsh", "meadow", "mill", "mint", "moss", "nettle", "oasis", "olive", "orchard",
        "otter", "pebble", "pepper", "pine", "pond", "poplar", "prairie", "quarry", "raven",
        "reed", "reef", "ridge", "river", "saffron", "salmon", "shore", "spruce", "summit",
        "thistle", "valley", "willow",
    ],
    &[
        "anchor", "arch", "axle", "balance", "barrel", "basket", "bellows", "bench", "bolt",
        "bracket", "brush", "bucket", "buoy", "cable", "carriage", "chisel", "clamp", "clasp",
        "compass", "cradle", "crank", "dial", "drum", "engine", "filter", "flask", "forge",
        "frame", "funnel", "gauge", "gear", "grinder", "gutter", "hammer", "handle", "harness",
        "hinge", "hook", "kiln", "ladder", "lathe", "latch", "lens", "lever", "loom", "magnet",
        "mallet", "mirror", "mortar", "needle", "nozzle", "paddle", "pendulum", "piston", "plow",
        "press", "pulley", "pump", "rake", "rudder", "saddle", "scale", "shovel", "shuttle",
        "sieve", "sledge", "spindle", "spring", "stove", "tiller", "tongs", "trowel", "turbine",
        "valve", "wedge", "winch",
    ],
];
/// A prime, so that successive terms have different words.
const STRIDE: usize = 7919;

/// The sentences of definitions. `@` is a mention of another term.
const SENTENCES: [&str; 10] = [
    "A device that holds what a @ has gathered",
    "The part of a workshop in which every @ is kept dry",
    "It is turned by hand, while a @ needs running water",
    "A simple machine whose load rests on one @",
    "Its use ended when the @ became cheap enough for small farms",
    "People often mistake it for a @, since both are made of the same wood",
    "An object between two walls that never moves",
    "Its weight is measured with a @ before each journey",
    "The makers of a @ and those of a @ share their tools",
    "A lid that closes by itself as soon as the water rises",
];
const TOPICS: [&str; 6] =
    ["Workshop", "Harbor work", "Farming", "Transport", "Kitchen", "Measures"];
const SUBTOPICS: [&str; 6] = ["Tools", "Parts", "Materials", "Customs", "Repair", "Storage"];

/// A folder of notes.
#[derive(Clone, Debug)]
pub struct Vault {
    /// The folder.
    pub folder: PathBuf,
    /// Its notes, sorted by path.
    pub notes: Vec<PathBuf>,
    /// The size of all notes in bytes.
    pub bytes: usize,
}

/// A place in a note to ask about, in lines from 0 and UTF-16 units.
#[derive(Clone, Debug)]
pub struct Probe {
    /// The note.
    pub path: PathBuf,
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
    /// The note that the answer has to name.
    pub target: PathBuf,
}

/// The places of a folder by kind.
#[derive(Clone, Debug, Default)]
pub struct Probes {
    /// In the names of headings.
    pub headings: Vec<Probe>,
    /// In the running text, on the name of a heading of the folder.
    pub mentions: Vec<Probe>,
    /// In the paths of Markdown links.
    pub links: Vec<Probe>,
    /// In the paths of wiki links.
    pub wiki_links: Vec<Probe>,
}

impl Vault {
    /// Writes a folder of `count` notes. Returns the existing folder if it is complete.
    pub fn generate(folder: &Path, count: usize) -> Result<Self> {
        let last = folder.join(note_name(count - 1));
        if !last.is_file() {
            fs::create_dir_all(folder)?;
            for note in 0..count {
                fs::write(folder.join(note_name(note)), note_text(note, count))?;
            }
        }
        Self::open(folder)
    }

    /// Reads which notes a folder has.
    pub fn open(folder: &Path) -> Result<Self> {
        let mut vault = Self { folder: folder.canonicalize()?, notes: Vec::new(), bytes: 0 };
        let mut open = vec![vault.folder.clone()];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(folder)? {
                let entry = entry?;
                let (path, kind) = (entry.path(), entry.file_type()?);
                if kind.is_dir() && !entry.file_name().to_string_lossy().starts_with('.') {
                    open.push(path);
                } else if kind.is_file() && path.extension().is_some_and(|it| it == "md") {
                    vault.bytes += usize::try_from(entry.metadata()?.len())?;
                    vault.notes.push(path);
                }
            }
        }
        vault.notes.sort();
        vault.notes.first().context("the folder has no notes")?;
        Ok(vault)
    }

    /// The last note and its last heading: who knows it knows all notes.
    pub fn last_heading(&self) -> Result<(PathBuf, String)> {
        let found = self.notes.iter().rev().find_map(|path| {
            let text = fs::read_to_string(path).ok()?;
            Some((path.clone(), last_heading(&text)?.name))
        });
        found.context("no note has a heading")
    }

    /// The note in which the client types.
    pub fn typed_note(&self) -> &Path {
        &self.notes[self.notes.len() / 2]
    }

    /// Places in notes all over the folder.
    pub fn probes(&self) -> Result<Probes> {
        let mut names = HashMap::new();
        for path in &self.notes {
            let text = fs::read_to_string(path).unwrap_or_default();
            for Heading { name, .. } in headings(&text).filter(|it| it.name.contains(' ')) {
                names.entry(name.to_lowercase()).or_insert_with(|| path.clone());
            }
        }
        let mut probes = Probes::default();
        for path in self.notes.iter().step_by(self.notes.len().div_ceil(FILES)) {
            probes.read(path, &fs::read_to_string(path)?, &names);
        }
        let kinds =
            [&mut probes.headings, &mut probes.mentions, &mut probes.links, &mut probes.wiki_links];
        for places in kinds {
            Rng::with_seed(1).shuffle(places);
            places.truncate(PLACES);
        }
        Ok(probes)
    }
}

impl Probes {
    /// Adds the places of a note. `names` has the note of each heading.
    fn read(&mut self, path: &Path, text: &str, names: &HashMap<String, PathBuf>) {
        let folder = path.parent().unwrap_or(path);
        let mut in_code = false;
        for (line, row) in text.lines().enumerate().skip(front_matter(text)) {
            in_code ^= row.trim_start().starts_with("```");
            let probe = |byte: usize, target: &Path| Probe {
                path: path.to_path_buf(),
                line,
                column: row[..byte].encode_utf16().count(),
                target: target.to_path_buf(),
            };
            if in_code {
                continue;
            }
            if let Some(name) = heading(row) {
                self.headings.push(probe(row.find(name).unwrap_or(0) + 1, path));
                continue;
            }
            let (inline, wiki) = (row.find("]("), row.find("[["));
            if let Some(start) = inline
                && let Some(end) = row[start..].find(".md").map(|it| start + it + 3)
            {
                let target = folder.join(&row[start + 2..end]);
                self.links.extend(target.is_file().then(|| probe(start + 4, &target)));
            }
            if let Some(start) = wiki
                && let Some(end) = row[start..].find(['|', '#', ']']).map(|it| start + it)
            {
                let target = folder.join(format!("{}.md", &row[start + 2..end]));
                self.wiki_links.extend(target.is_file().then(|| probe(start + 4, &target)));
            }
            if inline.is_none() && wiki.is_none() {
                let found = mentions(row, names).map(|(byte, target)| probe(byte + 1, target));
                self.mentions.extend(found);
            }
        }
    }
}

/// The places in a line where words are the name of a heading, with its note.
fn mentions<'n>(
    row: &str,
    names: &'n HashMap<String, PathBuf>,
) -> impl Iterator<Item = (usize, &'n PathBuf)> {
    let starts: Vec<usize> =
        row.match_indices(|c: char| !c.is_alphanumeric()).map(|(at, _)| at + 1).collect();
    let starts: Vec<usize> =
        std::iter::once(0).chain(starts).filter(|at| row.is_char_boundary(*at)).collect();
    let row = row.to_lowercase();
    starts.clone().into_iter().filter_map(move |start| {
        let mut ends = starts.iter().filter(|end| **end > start + 1).take(3);
        ends.find_map(|end| {
            let name = row.get(start..end - 1)?;
            Some((start, names.get(name)?))
        })
    })
}

/// All headings outside code.
fn headings(text: &str) -> impl Iterator<Item = Heading> {
    let mut in_code = false;
    let lines = text.lines().enumerate().skip(front_matter(text));
    lines.filter_map(move |(line, row)| {
        in_code ^= row.trim_start().starts_with("```");
        let name = heading(row).filter(|_| !in_code)?;
        let column = row.len() - row.trim_start_matches(['#', ' ']).len();
        Some(Heading { line, column, name: name.to_owned() })
    })
}

/// A heading of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Its line, from 0.
    pub line: usize,
    /// The column at which its name begins. Only marks and spaces are before it.
    pub column: usize,
    /// The name as written.
    pub name: String,
}

/// The last heading of a text.
pub fn last_heading(text: &str) -> Option<Heading> {
    headings(text).last()
}

/// The first long line of running text.
pub fn running_text(text: &str) -> Option<usize> {
    let mut lines = text.lines().enumerate().skip(front_matter(text));
    let is_prose = |row: &str| row.len() > 40 && row.starts_with(char::is_alphabetic);
    lines.find(|(_, row)| is_prose(row)).map(|(line, _)| line)
}

/// The name in the line of a heading.
fn heading(row: &str) -> Option<&str> {
    let name = row.trim_start_matches('#');
    let level = row.len() - name.len();
    ((1..=6).contains(&level) && name.starts_with(' ')).then(|| name.trim())
}

/// The number of lines of the front matter.
fn front_matter(text: &str) -> usize {
    let mut lines = text.lines();
    if lines.next() != Some("---") {
        return 0;
    }
    lines.position(|line| line == "---").map_or(0, |end| end + 2)
}

fn note_name(note: usize) -> String {
    format!("note-{note:06}.md")
}

fn term_name(term: usize) -> String {
    let most: usize = WORDS.iter().map(|words| words.len()).product();
    let mut rest = term * STRIDE % most;
    let words = WORDS.map(|words| {
        let word = words[rest % words.len()];
        rest /= words.len();
        word[..1].to_uppercase() + &word[1..]
    });
    words.join(" ")
}

/// The text of a note: front matter, topics, subtopics, and terms that mention each other.
fn note_text(note: usize, notes: usize) -> String {
    let mut rng = Rng::with_seed(note as u64);
    let mut text = format!(
        "---\ntitle: Old crafts {note}\ndate: 2026-03-02 10:00:00 +0100\n\
         categories: [Crafts]\ntags: [draft, \"set {}\"]\n---\n",
        note % 50
    );
    let mut fresh = TOPICS.iter().cycle().skip(note);
    for index in 0..TERMS {
        if index % 14 == 0 {
            let _ = write!(text, "## {}\n\n", fresh.next().unwrap_or(&"Topic"));
        }
        if index % 5 == 0 {
            let _ = write!(text, "### {}\n\n", SUBTOPICS[rng.usize(..SUBTOPICS.len())]);
        }
        let _ = write!(text, "#### {}\n\n", term_name(note * TERMS + index));
        if index > 0 && rng.u8(..4) == 0 {
            continue;
        }
        definition(&mut text, &mut rng, note, notes);
        link(&mut text, &mut rng, notes);
    }
    text
}

fn definition(text: &mut String, rng: &mut Rng, note: usize, notes: usize) {
    let parts = 1 + rng.usize(..4);
    for part in 0..parts {
        let sentence = SENTENCES[rng.usize(..SENTENCES.len())];
        let mut pieces = sentence.split('@');
        text.push_str(if part == 0 { "" } else { " " });
        text.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            // Most mentions are of terms of this note or of well-known terms.
            let term = if rng.bool() {
                note * TERMS + rng.usize(..TERMS)
            } else {
                let few = rng.usize(..notes * TERMS);
                rng.usize(..=few)
            };
            text.push_str(&term_name(term).to_lowercase());
            text.push_str(piece);
        }
        text.push('.');
    }
    text.push_str("\n\n");
}

fn link(text: &mut String, rng: &mut Rng, notes: usize) {
    let term = rng.usize(..notes * TERMS);
    let (name, note) = (term_name(term), note_name(term / TERMS));
    let anchor = name.to_lowercase().replace(' ', "-");
    let _ = match rng.u8(..18) {
        0 => write!(text, "See [{name}]({note}#{anchor}).\n\n"),
        1 => write!(text, "See [[{}#{name}]].\n\n", note.trim_end_matches(".md")),
        _ => Ok(()),
    };
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};
    use std::path::{Path, PathBuf};

    use super::{Heading, Probes, last_heading, note_text, running_text, term_name};

    #[test]
    fn names_of_terms_differ() {
        let names: HashSet<_> = (0..400_000).map(term_name).collect();
        assert_eq!(names.len(), 400_000);
    }

    #[test]
    fn a_note_is_the_same_each_time() {
        assert_eq!(note_text(3, 100), note_text(3, 100));
        assert_ne!(note_text(3, 100), note_text(4, 100));
    }

    #[test]
    fn places_are_found() {
        let text = "---\ntitle: T\n---\n## Sea\nA sluice gate and more than forty letters here.\n\
                    ```\n# no\n```\n";
        let heading = Heading { line: 3, column: 3, name: "Sea".to_owned() };
        assert_eq!(last_heading(text), Some(heading));
        assert_eq!(running_text(text), Some(4));
        let names = HashMap::from([("sluice gate".to_owned(), PathBuf::from("g.md"))]);
        let mut probes = Probes::default();
        probes.read(Path::new("a.md"), text, &names);
        let places =
            |of: &[super::Probe]| -> Vec<_> { of.iter().map(|it| (it.line, it.column)).collect() };
        assert_eq!(places(&probes.headings), [(3, 4)]);
        assert_eq!(places(&probes.mentions), [(4, 3)]);
    }
}
