//! Renames: their changes, the unchanged mentions, and renaming back.

use std::fmt::Write;

mod languages;
mod links;

use expect_test::{Expect, expect};
use text_size::TextRange;

use super::{prepare, rename};
use crate::features::FilePosition;
use crate::features::fixture::Fixture;
use crate::note::term_key::TermKey;
use crate::workspace::Workspace;
use crate::workspace::document::NoteId;
use crate::workspace::edit::Group;

fn place(fixture: &Fixture, note: NoteId, range: TextRange) -> String {
    // A range with line breaks is shown on one line.
    fixture.place(note, range).replace('\n', "⏎")
}

/// Checks one line for each change: its place, the old and new text, and its group unless certain.
/// If the rename is reversible, renaming back must restore the notes.
#[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
fn check(fixture: &str, new: &str, expected: Expect) {
    let fixture = Fixture::new(fixture);
    let found = match rename(&fixture.workspace, fixture.position(), new, true) {
        Ok(found) => found,
        Err(refusal) => return expected.assert_eq(&format!("refused: {}\n", refusal.0)),
    };
    let mut out = String::new();
    let mut is_lossless = found.left_out.is_empty() && found.is_reversible;
    for (note, edits) in found.edit.edit().notes() {
        for edit in edits {
            let group = match edit.group {
                Group::Certain => String::new(),
                group => format!(" ({group:?})"),
            };
            is_lossless &= edit.group < Group::Lossy;
            let place = place(&fixture, note, edit.range);
            writeln!(out, "{place} → {}{group}", edit.new_text.replace('\n', "⏎")).unwrap();
        }
    }
    for (note, range) in &found.left_out {
        writeln!(out, "left: {}", place(&fixture, *note, *range)).unwrap();
    }
    if found.edit.captured() > 0 {
        writeln!(out, "captured: {}", found.edit.captured()).unwrap();
        is_lossless = false;
    }
    if let Some(remark) = &found.remark {
        writeln!(out, "{remark}").unwrap();
    }
    expected.assert_eq(&out);
    let after = found.edit.edit().apply(&fixture.workspace);
    if is_lossless {
        let back = rename(&after, declared(&after, new), &found.old, true).expect("it can go back");
        let back = back.edit.edit().apply(&after);
        for document in fixture.workspace.documents() {
            let restored = &back.document(document.id).expect("it is there").note.text;
            assert_eq!(restored, &document.note.text);
        }
    }
}

/// Returns the position of a declared name.
fn declared(workspace: &Workspace, name: &str) -> FilePosition {
    let key = TermKey::new(name).expect("a name");
    if let Some(gap) = workspace.gaps(&key, None).first() {
        let offset = gap.section.heading.name_range.start();
        return FilePosition { note: gap.document.id, offset };
    }
    let found = workspace.declarations(&key, None)[0];
    let alias = found.term.aliases.iter().find(|alias| alias.key == key);
    let range = alias.and_then(|alias| alias.range).unwrap_or(found.term.name_range);
    FilePosition { note: found.document.id, offset: range.start() }
}

#[test]
fn a_note_that_does_not_recognize_the_new_name_is_named() {
    check(
        "//- /a.md\n## API\nAn API is a way to interact.\n//- /b.md\n---\ntitle: Application Programming Interface (API)\n---\nAn AP$0I is a way for programs to interact.\n",
        "Zyxware",
        expect![[r#"
            /a.md:1: API → Zyxware (OtherNote)
            /a.md:2: API → Zyxware (Likely)
            /b.md:2: Application Programming Interface (API) → Application Programming Interface (Zyxware)
            /b.md:4: API → Zyxware (Likely)
            “Zyxware” is not recognized as a name in “b”.
        "#]],
    );
}

#[test]
fn a_term_is_renamed_in_its_heading_and_in_prose() {
    check(
        "#### Ca$0che\nA cache is fast.\n\nCaches are small, the cache's size is not `cache`.\n\
         #### Disk\nUnlike a CACHE or [cache](x), caching it is no cach.\n",
        "Fast Store",
        expect![[r#"
            /note.md:1: Cache → Fast Store
            /note.md:2: cache → fast store (Likely)
            /note.md:4: Caches → Fast Stores (Inflected)
            /note.md:4: cache → fast store (Likely)
            /note.md:6: CACHE → FAST STORE (Likely)
            /note.md:6: cache → fast store (Likely)
        "#]],
    );
}

#[test]
fn a_term_is_renamed_everywhere_from_a_mention() {
    check(
        "//- /a.md\n## Change Data Capture (CDC)\nThe change.\n//- /b.md\n\
         We use change-data cap$0ture and Change Data Capture (CDC), or CDC.\n",
        "Event Flow Tracking",
        expect![[r#"
            /a.md:1: Change Data Capture → Event Flow Tracking
            /b.md:1: change-data capture → event-flow tracking (Likely)
            /b.md:1: Change Data Capture → Event Flow Tracking (Likely)
        "#]],
    );
    check(
        "//- /a.md\n## Change Data Capture (CDC)\nThe change.\n//- /b.md\n\
         We use change-data capture and Change Data Capture (CDC), or C$0DC.\n",
        "DCC",
        expect![[r#"
            /a.md:1: CDC → DCC
            /b.md:1: CDC → DCC (Likely)
            /b.md:1: CDC → DCC (Likely)
        "#]],
    );
}

#[test]
fn links_keep_their_targets() {
    check(
        "//- /a.md\n#### Ca$0che\nFast. [up](#cache-1)\n#### Cache\nSlow.\n//- /b.md\n\
         [it](a.md#cache \"t\"), [[a#Cache|it]], [[a#Cache]], [it][c]\n\n[c]: <a.md#cache-1>\n\
         [other](b.md#cache)\n",
        "Store",
        expect![[r#"
            /a.md:1: Cache → Store
            /a.md:2: cache-1 → cache
            /b.md:1: cache → store
            /b.md:1: Cache → Store
            /b.md:1: Cache → Store
            /b.md:3: cache-1 → cache
        "#]],
    );
}

#[test]
fn other_headings_that_mention_it_keep_their_links() {
    check(
        "#### Ca$0che\nFast.\n## Using caches\n### More\nText.\n\n[x](#using-caches)\n",
        "Query",
        expect![[r#"
            /note.md:1: Cache → Query
            /note.md:3: caches → queries (Inflected)
            /note.md:7: using-caches → using-queries (Inflected)
        "#]],
    );
}

#[test]
fn an_explicit_anchor_stays() {
    check(
        "#### **Ca$0che** 🚀 {#c}\nFast. See [it](#c).\n",
        "Store",
        expect![[r#"
            /note.md:1: Cache → Store
        "#]],
    );
}

#[test]
fn a_note_about_one_term_is_renamed_in_its_front_matter() {
    check(
        "//- /a.md\n---\ntitle: Ca$0che  # the title\naliases: [Store, 'cache']\n---\n# Cache\n\nFast.\n//- /b.md\n\
         [[Cache]] [[cache|it]] [[a]]\n",
        "Buffer Two",
        expect![[r#"
            /a.md:2: Cache → Buffer Two
            /a.md:3: 'cache' → 'buffer two'
            /a.md:5: Cache → Buffer Two (Likely)
            /b.md:1: Cache → Buffer Two
            /b.md:1: cache → buffer two
        "#]],
    );
}

#[test]
fn the_name_of_a_file_is_renamed_in_the_editor() {
    check(
        "//- /n/a.md\nUses a bloom $0filter.\n//- /n/Bloom filter.md\nA Bloom filter is a set that may err.\n",
        "Bloom set",
        expect![[r#"
            refused: “Bloom filter” is the name of a file. Rename the file in the file explorer of your editor; links to it are updated.
        "#]],
    );
}

#[test]
fn a_name_in_a_question_is_renamed() {
    let notes = "//- /n/a.md\n## What is a cac$0he?\n\nA store that is near.\n\n## Use\n\nThe cache, [x](#what-is-a-cache).\n";
    check(
        notes,
        "buffer",
        expect![[r#"
        /n/a.md:1: cache → buffer
        /n/a.md:7: cache → buffer (Likely)
        /n/a.md:7: what-is-a-cache → what-is-a-buffer
    "#]],
    );
    check(
        &notes.replace("cac$0he", "cache").replace("The cache", "The cac$0he"),
        "buffer",
        expect![[r#"
            /n/a.md:1: cache → buffer
            /n/a.md:7: cache → buffer (Likely)
            /n/a.md:7: what-is-a-cache → what-is-a-buffer
        "#]],
    );
}

#[test]
fn a_title_gets_required_quotes() {
    let fixture = Fixture::new("---\ntitle: Ca$0che\n---\nA store that is fast.\n");
    let found = rename(&fixture.workspace, fixture.position(), "Buffer: Two", true).unwrap();
    let note = fixture.position().note;
    assert_eq!(found.edit.edit().of(note)[0].new_text, "\"Buffer: Two\"");
}

#[test]
fn rename_outside_a_term_is_refused() {
    for (text, expected) in [
        ("Te$0xt.\n", "There is no term here to rename."),
        ("#### Cache\nFast `ca$0che`.\n", "There is no term here to rename."),
        ("---\nti$0tle: x\n---\n", "There is no term here to rename."),
    ] {
        let fixture = Fixture::new(text);
        let refused = prepare(&fixture.workspace, fixture.position()).unwrap_err();
        assert_eq!(refused.0, expected, "{text}");
    }
}

#[test]
fn an_invalid_name_is_refused() {
    let notes = "#### Ca$0che\nFast.\n#### Disk\nSlow.\n";
    for (new, expected) in [
        ("", "A name must contain a letter or a digit."),
        ("a\nb", "A name must be on one line."),
        ("a|b", "A name must not contain “|”, “[[” or “]]”, because links cannot contain these."),
        ("a]]b", "A name must not contain “|”, “[[” or “]]”, because links cannot contain these."),
        (
            "disk",
            "“disk” is already a term. The two would be merged, and renaming back could not separate them.",
        ),
        ("`Store`", "“Store” would not be recognized where “Cache” is declared."),
        ("Store {#x}", "Cannot apply: “Cache” in “note” would be read as “Store”."),
    ] {
        let fixture = Fixture::new(notes);
        let refused = rename(&fixture.workspace, fixture.position(), new, true).unwrap_err();
        assert_eq!(refused.0, expected, "{new}");
    }
}

#[test]
fn a_mention_that_would_change_its_meaning_is_not_renamed() {
    check(
        "#### Ca$0che\nFast.\n#### Store Room\nA cache room.\n",
        "Store",
        expect![[r#"
            /note.md:1: Cache → Store
            left: /note.md:4: cache
        "#]],
    );
}

#[test]
fn prepare_returns_the_name_as_declared() {
    let fixture = Fixture::new("#### Cache\nFast.\n\nTwo ca$0ches.\n");
    let found = prepare(&fixture.workspace, fixture.position()).unwrap();
    assert_eq!(fixture.slice(fixture.position().note, found.range), "caches");
    assert_eq!(found.info, "Cache");
}

#[test]
fn a_mention_of_two_terms_needs_confirmation() {
    let notes = "#### Axe\nSharp.\n#### Ax$0is\nA line.\n#### Use\nTwo axes.\n";
    check(
        notes,
        "Ray",
        expect![[r#"
            /note.md:3: Axis → Ray
            /note.md:6: axes → rays (Ambiguous)
        "#]],
    );
}

#[test]
fn a_name_with_markup_in_it_keeps_it() {
    check(
        "#### Data **La$0ke**\nBig.\n\nA *data* lake, a data\nlake, a [data lake](#data-lake).\n",
        "Data Pond",
        expect![[r#"
            /note.md:1: Lake → Pond
            /note.md:4: lake → pond (Likely)
            /note.md:5: lake → pond (Likely)
            /note.md:5: data lake → data pond (Likely)
            /note.md:5: data-lake → data-pond
        "#]],
    );
    check(
        "#### Data **La$0ke**\nBig.\n",
        "Pond",
        expect![[r#"
            /note.md:1: Data **Lake** → Pond
        "#]],
    );
}

#[test]
fn a_declaration_in_another_note_is_confirmed() {
    check(
        "//- /a.md\n## Le$0dger\nA ledger is a book.\n//- /b.md\n## Ledger\nA ledger is a beam.\n",
        "Book",
        expect![[r#"
            /a.md:1: Ledger → Book
            /a.md:2: ledger → book (Likely)
            /b.md:1: Ledger → Book (OtherNote)
            /b.md:2: ledger → book (Likely)
            captured: 1
        "#]],
    );
    check(
        "//- /a.md\nThe led$0ger.\n//- /b.md\n## Ledger\nA ledger is a beam.\n",
        "Book",
        expect![[r#"
            /a.md:1: ledger → book (Likely)
            /b.md:1: Ledger → Book
            /b.md:2: ledger → book (Likely)
        "#]],
    );
}

#[test]
fn an_acronym_becomes_words() {
    check(
        "## OL$0D\nAn OLD is a list of data. The OLD grows.\n",
        "Long List",
        expect![[r#"
        /note.md:1: OLD → Long List
        /note.md:2: OLD → Long List (Likely)
        /note.md:2: OLD → Long List (Likely)
    "#]],
    );
    check(
        "## Open List of Data (OL$0D)\nAn open list of data is a list. The OLD grows.\n",
        "Long List",
        expect![[r#"
            /note.md:1: OLD → Long List
            /note.md:2: OLD → Long List (Likely)
            “Long List” is not recognized as a name: it is not an acronym of the title.
        "#]],
    );
}

#[test]
fn an_acronym_of_the_old_name_stays_in_the_title() {
    let notes = "## Change Data Cap$0ture (CDC)\nChange data capture is a stream of changes. The CDC waits.\n";
    check(
        notes,
        "Call Data Center",
        expect![[r#"
        /note.md:1: Change Data Capture → Call Data Center
        /note.md:2: Change data capture → Call data center (Likely)
    "#]],
    );
    check(
        notes,
        "Change Feed",
        expect![[r#"
        /note.md:1: Change Data Capture → Change Feed
        /note.md:2: Change data capture → Change feed (Likely)
    "#]],
    );
}

#[test]
fn other_styles_of_declaration_are_renamed_too() {
    check(
        "- **Ca$0che**: a fast memory\n- **Disk**: this is no cache\n",
        "Store Room",
        expect![[r#"
            /note.md:1: Cache → Store Room
            /note.md:2: cache → store room (Likely)
        "#]],
    );
    check(
        "| Term | Meaning |\n|---|---|\n| Ca$0che | Fast. |\n| Disk | No cache. |\n",
        "Store Room",
        expect![[r#"
            /note.md:3: Cache → Store Room
            /note.md:4: cache → store room (Likely)
        "#]],
    );
    check(
        "Ca$0che\n: Fast.\n\nDisk\n: No cache.\n",
        "Store Room",
        expect![[r#"
            /note.md:1: Cache → Store Room
            /note.md:5: cache → store room (Likely)
        "#]],
    );
    check(
        "## Store\n<!-- aliases: ca$0che, keep -->\n\nFast.\n\nThe cache.\n",
        "Room",
        expect![[r#"
            /note.md:2: cache → Room
            /note.md:6: cache → Room (Likely)
        "#]],
    );
}

#[test]
fn the_text_of_an_external_link_is_not_renamed() {
    check(
        "#### Ca$0che\nFast.\n\n[The cache story](https://example.com), [cache](https://example.com)\n",
        "Store",
        expect![[r#"
            /note.md:1: Cache → Store
            /note.md:4: cache → store (Likely)
        "#]],
    );
}

#[test]
fn the_label_of_a_link_is_not_renamed() {
    check(
        "#### Ca$0che\nFast.\n\nA [cache], a [cache][cache].\n\n[cache]: https://example.com\n",
        "Store",
        expect![[r#"
            /note.md:1: Cache → Store
            /note.md:4: cache → store (Likely)
            left: /note.md:4: cache
        "#]],
    );
}

mod round_trips {
    use std::fmt::Write as _;

    use proptest::prelude::{ProptestConfig, prop, proptest};

    use super::{FilePosition, Fixture, Group, rename};
    use crate::note::term_key::TermKey;
    use crate::workspace::Workspace;

    const NAMES: [&str; 8] = [
        "Cache",
        "Change Data Capture (CDC)",
        "Query",
        "OLTP",
        "Write-ahead log",
        "C++",
        "データ",
        "Microservices",
    ];

    const NEW: [&str; 8] =
        ["Zyx", "zyx vox", "Zyx-Vox Query", "ZYX", "iZyx", "Zyx (new)", "Größe", "Zyxes"];

    const PROSE: [&str; 24] = [
        "a cache",
        "Caches",
        "*cache*",
        "the cache's",
        "change\ndata capture",
        "change-data-capture",
        "Change **data** capture",
        "CDC",
        "CDCs",
        "queries",
        "[query](#query)",
        "[[#Query|queries]]",
        "OLTP",
        "oltp",
        "write ahead log",
        "Write-Ahead Logs.",
        "C++",
        "ビッグデータ",
        "データベース",
        "microservice",
        "MICROSERVICES",
        "`cache`",
        "> quoted\n> cache",
        "[x](#change-data-capture-cdc)",
    ];

    /// Returns a note that declares some of the names and uses them.
    fn note(names: &[usize], prose: &[(usize, u8)]) -> String {
        let mut text = String::from("# Notes\n\n");
        for name in names {
            let _ = write!(text, "## {}\n\nA thing.\n\n", NAMES[*name]);
        }
        text.push_str("## Use\n\n- list\n\n");
        for (piece, separator) in prose {
            text.push_str(PROSE[*piece]);
            text.push_str([" ", ", ", ". ", "\n\n", "\n"][usize::from(*separator % 5)]);
        }
        text
    }

    fn position(workspace: &Workspace, key: &TermKey) -> Option<FilePosition> {
        let found = *workspace.declarations(key, None).first()?;
        let alias = found.term.aliases.iter().find(|alias| alias.key == *key);
        let range = alias.map_or(Some(found.term.name_range), |alias| alias.range)?;
        Some(FilePosition { note: found.document.id, offset: range.start() })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn renaming_back_restores_the_bytes(
            names in prop::collection::btree_set(0..NAMES.len(), 1..5),
            prose in prop::collection::vec((0..PROSE.len(), 0..5_u8), 0..12),
            which in 0..8_usize,
            new in 0..NEW.len(),
        ) {
            let names: Vec<_> = names.into_iter().collect();
            let fixture = Fixture::new(&note(&names, &prose));
            let workspace = &fixture.workspace;
            let keys: Vec<_> = workspace.index().terms.iter().map(|(key, _)| key.clone()).collect();
            let mut keys = keys;
            keys.sort();
            let Some(at) = position(workspace, &keys[which % keys.len()]) else { return Ok(()) };
            let Ok(found) = rename(workspace, at, NEW[new], true) else { return Ok(()) };
            if found.edit.captured() > 0 {
                return Ok(());
            }
            let sure = found.edit.edit().filtered(|_, edit| edit.group < Group::Lossy);
            let after = sure.apply(workspace);
            let key = TermKey::new(NEW[new]).expect("a name");
            let Some(back) = position(&after, &key) else {
                let remark = found.remark.expect("the user gets the reason");
                assert!(remark.contains("is not recognized"), "{remark}");
                return Ok(());
            };
            let back = rename(&after, back, &found.old, true).expect("it can go back");
            let back = back.edit.edit().apply(&after);
            for document in workspace.documents() {
                let restored = back.document(document.id).expect("it is there");
                assert_eq!(restored.note.text, document.note.text);
            }
        }
    }
}

#[test]
fn a_gap_is_renamed_with_its_mentions() {
    let notes = "//- /a.md\n# Words\n## Tide mill\n//- /b.md\nOld tide mills, `tide mill`.\n\
        //- /c.md\nA tide mill. See [it](a.md#tide-mill), a mill.\n";
    check(
        &notes.replace("## Tide", "## Ti$0de"),
        "Sea mill",
        expect![[r#"
        /a.md:2: Tide mill → Sea mill
        /b.md:1: tide mills → sea mills (Inflected)
        /c.md:1: tide mill → sea mill (Likely)
        /c.md:1: tide-mill → sea-mill
    "#]],
    );
    check(
        &notes.replace("A tide", "A ti$0de"),
        "Sea mill",
        expect![[r#"
        /a.md:2: Tide mill → Sea mill
        /b.md:1: tide mills → sea mills (Inflected)
        /c.md:1: tide mill → sea mill (Likely)
        /c.md:1: tide-mill → sea-mill
    "#]],
    );
    let both = format!("{notes}//- /d.md\n## Tide mill\n");
    check(
        &both.replacen("## Tide", "## Ti$0de", 1),
        "Sea mill",
        expect![[r#"
        /a.md:2: Tide mill → Sea mill
        /b.md:1: tide mills → sea mills (Inflected)
        /c.md:1: tide mill → sea mill (Likely)
        /c.md:1: tide-mill → sea-mill
        /d.md:1: Tide mill → Sea mill (OtherNote)
    "#]],
    );
}

#[test]
fn a_gap_may_get_the_name_of_a_term() {
    check(
        "//- /a.md\n## We$0ir\n//- /b.md\n## Dam\nA dam is a wall in a river.\n//- /c.md\nA weir.\n",
        "Dam",
        expect![[r#"
            /a.md:1: Weir → Dam
        "#]],
    );
}

const MILLS: &str = "//- /a.md\n## Mi$0ll\nA mill is a house that grinds.\n\
    ## Tide mill\nA tide mill is a mill at the sea.\n//- /b.md\n";

#[test]
fn a_longer_name_that_is_cut_is_not_renamed_in_part() {
    let text = "A ==tide mill== and a ==mill==, {==mill==}, ++mill++.\n";
    check(
        &format!("{MILLS}{text}"),
        "Grinder",
        expect![[r#"
        /a.md:1: Mill → Grinder
        /a.md:2: mill → grinder (Likely)
        /a.md:4: mill → grinder (Likely)
        /b.md:1: mill → grinder (Likely)
        /b.md:1: mill → grinder (Likely)
        /b.md:1: mill → grinder (Likely)
    "#]],
    );
    let text = "Tide&nbsp;mill, `tide` mill, $tide mill, x=tide mill, mill.\n";
    check(
        &format!("{MILLS}{text}"),
        "Grinder",
        expect![[r#"
        /a.md:1: Mill → Grinder
        /a.md:2: mill → grinder (Likely)
        /a.md:4: mill → grinder (Likely)
        /b.md:1: mill → grinder (Likely)
    "#]],
    );
    let text = "The tide mill.js and the mill.\n";
    check(
        &format!("{MILLS}{text}"),
        "Grinder",
        expect![[r#"
        /a.md:1: Mill → Grinder
        /a.md:2: mill → grinder (Likely)
        /a.md:4: mill → grinder (Likely)
        /b.md:1: mill → grinder (Likely)
    "#]],
    );
    // The longer name may be that of a gap.
    let gap = MILLS.replace("A tide mill is a mill at the sea.\n", "");
    check(
        &format!("{gap}A tide mill and a mill.\n"),
        "Grinder",
        expect![[r#"
        /a.md:1: Mill → Grinder
        /a.md:2: mill → grinder (Likely)
        /b.md:1: mill → grinder (Likely)
    "#]],
    );
}

#[test]
fn escaped_names_are_renamed() {
    check(
        "//- /a.md\n## item_$0id\nThe item_id is the number of an item.\n\
         //- /b.md\nAn item\\_id here, item_id there.\n",
        "part_id",
        expect![[r#"
            /a.md:1: item_id → part_id
            /a.md:2: item_id → part_id (Likely)
            /b.md:1: item\_id → part_id (Lossy)
            /b.md:1: item_id → part_id (Likely)
        "#]],
    );
    check(
        "//- /a.md\n## R&D$0\nR&D is the making of new things.\n//- /b.md\nR&amp;D and R&D.\n",
        "Making",
        expect![[r#"
            /a.md:1: R&D → Making
            /a.md:2: R&D → Making (Likely)
            /b.md:1: R&amp;D → Making (Lossy)
            /b.md:1: R&D → Making (Likely)
            captured: 1
        "#]],
    );
}

#[test]
fn marked_references_are_renamed_or_reported() {
    check(
        "//- /a.md\n## We$0ir\nA weir is a wall in a river.\n//- /b.md\n\
         {term}`Weir`, {term}`old weirs <Weir>`, {{< glossary_tooltip term_id=\"weir\" >}}, \
         {{Glossary(\"Weir\")}}.\n",
        "Dam",
        expect![[r#"
            /a.md:1: Weir → Dam
            /a.md:2: weir → dam (Likely)
            /b.md:1: Weir → Dam (Likely)
            /b.md:1: weirs → dams (Inflected)
            /b.md:1: Weir → Dam (Likely)
            left: /b.md:1: weir
            left: /b.md:1: Weir
        "#]],
    );
}

#[test]
fn a_title_may_stop_being_a_term() {
    check(
        "---\ntitle: AP$0I\n---\n<p>An API (Application Programming Interface) is a set of features.</p>\n\nThe API waits.\n",
        "Zyxware",
        expect![[r#"
            /note.md:2: API → Zyxware
            /note.md:6: API → Zyxware (Likely)
            “Zyxware” is not recognized as a term: the text does not define this name.
        "#]],
    );
}

#[test]
fn a_repeated_heading_may_stop_being_a_term() {
    check(
        "//- /a.md\n# D\n\n## Mill\n\n### Grain chu$0te\n\nA channel that feeds the stones.\n\n\
         ## Silo\n\n### Grain chute\n\nA channel.\n",
        "How to feed",
        expect![[r#"
            /a.md:5: Grain chute → How to feed
            “How to feed” is not recognized as a term: the title is a question.
        "#]],
    );
}
