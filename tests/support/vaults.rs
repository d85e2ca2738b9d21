//! Hostile vaults: folders of many notes that share a property, for which a careless program needs
//! quadratic time.

/// A vault: the shared property, and a function from a number of notes to their paths and texts.
/// The first note refers to all others. Requests are for this note.
pub(crate) type Vault = (&'static str, fn(usize) -> Files);

/// Paths with texts.
pub(crate) type Files = Vec<(String, String)>;

/// All vaults.
pub(crate) const VAULTS: [Vault; 17] = [
    ("the name of the file", |n| {
        let links = |i| format!("[[d{i}/README]] [[README]] [x](d{i}/README.md)\n");
        let note = |i| format!("# Service {i}\n\nSee [[d{}/README]] [[README]].\n", i + 1);
        named(n, |i| format!("d{i}/README.md"), links, note)
    }),
    ("the name of the file with a date", |n| {
        let note = |i| format!("# Post {i}\n\n[x](/posts/tide/) [[tide]]\n");
        named(n, |i| format!("d{i}/2026-01-31-tide.md"), |_| "[x](/posts/tide/)\n".into(), note)
    }),
    ("the name of the file, with accents", |n| {
        let note = |i| format!("# Sea {i}\n\n[x](../e\u{301}{}/me\u{301}r.md)\n", i + 1);
        named(n, |i| format!("é{i}/mér.md"), |i| format!("[x](e\u{301}{i}/me\u{301}r)\n"), note)
    }),
    ("the title", |n| {
        alike(n, |_| "[[Daily]] Daily.\n".into(), |_| "# Daily\n\n[[Daily]]\n".into())
    }),
    ("a heading", |n| {
        let note = |i| format!("# Note {i}\n\n## Setup\n\nDo it.\n\n## Term {i}\n\nIs it.\n");
        alike(n, |i| format!("A setup of term {i}.\n"), note)
    }),
    ("a heading with an alias", |n| {
        let note = |_| "## Setup\n<!-- aliases: tide -->\n\nMoved water, a tide.\n".to_owned();
        alike(n, |_| "A tide in a setup.\n".into(), note)
    }),
    ("headings that recur, with one alias", |n| {
        let note = |i| format!("## Part {}\n<!-- aliases: tide -->\n\nIt is a tide.\n", i / 3);
        alike(n, |_| "A tide.\n".into(), note)
    }),
    ("an alias", |n| {
        let note = |i| format!("---\naliases: [tide]\n---\n# Note {i}\n\nMoved water, a tide.\n");
        alike(n, |i| format!("A tide. [[tide]] of note {i}.\n"), note)
    }),
    ("an acronym", |n| {
        alike(
            n,
            |i| format!("An AC of ab{i}.\n"),
            |i| format!("## Ab{i} Cd (AC)\n\nAn AC is it.\n"),
        )
    }),
    ("a term", |n| {
        alike(n, |_| "A tide.\n".into(), |i| format!("# Sea {i}\n\n**Tide**: moved water.\n"))
    }),
    ("a term, each in its own file of one name", |n| {
        let note = |_| "- **Tide**: moved water.\n\n[[README]] [x](README.md#tide)\n".to_owned();
        named(n, |i| format!("d{i}/README.md"), |_| "A tide. [[README]]\n".into(), note)
    }),
    ("a definition", |n| {
        let text = "The rise and fall of the water that is made by the moon and the sun together.";
        alike(n, |i| format!("Term {i}.\n"), |i| format!("## Term {i}\n\n{text}\n"))
    }),
    ("a tag", |n| {
        let note = |i| format!("---\ntags: [Tide, t{i}]\ncategories: [Sea]\n---\n#tide #t{i}\n");
        alike(n, |i| format!("#tide #t{i}\n"), note)
    }),
    ("a link", |n| {
        let note = |i| format!("# Note {i}\n\n[[main]] [x](main.md#all) [[main#All]]\n");
        alike(n, |i| format!("[[n{i}]] [x](n{i}.md)\n"), note)
    }),
    ("a link that leads nowhere", |n| {
        let note = |i| format!("# Note {i}\n\n[[none]] [x](none.md) [[n{i}#none]] [[none{i}]]\n");
        alike(n, |i| format!("[[none]] [[none{i}]] [x](none{i}.md)\n"), note)
    }),
    ("keys of front matter", |n| {
        let note = |i| format!("---\ntitle: T{i}\ndate: 2026-01-01\nown: {i}\n---\nText.\n");
        alike(n, |i| format!("A t{i}.\n"), note)
    }),
    ("nothing but mentions", |n| {
        let note = |i| format!("## Term {i}\n\nUnlike term {}, it is a term {}.\n", i + 1, i / 2);
        alike(n, |i| format!("A term {i} of [[n{i}]].\n"), note)
    }),
];

fn alike(count: usize, line: impl Fn(usize) -> String, note: impl Fn(usize) -> String) -> Files {
    named(count, |i| format!("n{i}.md"), line, note)
}

/// A main note with a line for each other note, and the other notes.
fn named(
    count: usize,
    name: impl Fn(usize) -> String,
    line: impl Fn(usize) -> String,
    note: impl Fn(usize) -> String,
) -> Files {
    let lines: String = (0..count).map(line).collect();
    let main = ("main.md".to_owned(), format!("# Main\n\n## All\n\nIt is all.\n\n{lines}"));
    std::iter::once(main).chain((0..count).map(|i| (name(i), note(i)))).collect()
}
