//! Code actions: the offered actions and their changes.

mod fixes;
mod front_matter;
mod ignore;
mod links;

use std::fmt::Write;

use expect_test::{Expect, expect};
use text_size::{TextRange, TextSize};

use super::code_actions;
use crate::features::fixture::Fixture;

/// Checks each action with the lines that it changes, without suppressions. The selection is from
/// the cursor to the end of `selected`.
#[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
fn check(fixture: &str, selected: &str, expected: Expect) {
    expected.assert_eq(&shown(fixture, selected, |title| !title.starts_with("Ignore `")));
}

fn shown(fixture: &str, selected: &str, is_shown: impl Fn(&str) -> bool) -> String {
    let mut fixture = Fixture::new(fixture);
    fixture.workspace.set_folders(vec!["/".into(), "/n".into()]);
    let position = fixture.position();
    let range = TextRange::at(position.offset, TextSize::of(selected));
    assert_eq!(fixture.slice(position.note, range), selected);
    let mut out = String::new();
    let found = code_actions(&fixture.workspace, position.note, range, |_| true);
    for action in found.into_iter().filter(|it| is_shown(&it.title)) {
        write!(out, "{}", action.title).unwrap();
        for remark in &action.fixes {
            let preferred = if action.is_preferred { ", preferred" } else { "" };
            write!(out, " ({}{preferred})", remark.code).unwrap();
        }
        writeln!(out).unwrap();
        let proven = match action.edit(&fixture.workspace) {
            Ok(proven) => proven,
            Err(refusal) => {
                writeln!(out, "  refused: {}", refusal.0).unwrap();
                continue;
            }
        };
        let after = proven.edit().apply(&fixture.workspace);
        for new in proven.edit().created() {
            writeln!(out, "  creates {}", new.path.display()).unwrap();
            for line in new.text.lines() {
                writeln!(out, "{}", format!("    {line}").trim_end()).unwrap();
            }
        }
        for (note, _) in proven.edit().notes() {
            let before = &fixture.document(note).note.text;
            let after = &after.document(note).unwrap().note.text;
            let old: Vec<_> = before.lines().collect();
            let same = after.lines().zip(&old).take_while(|(a, b)| a == *b).count();
            let rest = after.lines().count() - same;
            let tail = after.lines().rev().zip(old.iter().rev()).take_while(|(a, b)| a == *b);
            let tail = tail.count().min(rest).min(old.len() - same);
            for line in after.lines().skip(same).take(rest - tail) {
                writeln!(out, "{}", format!("  {line}").trim_end()).unwrap();
            }
        }
    }
    out
}

#[test]
fn a_mention_becomes_a_link() {
    check(
        "## Stores\n#### Fast Cache\nFast.\n#### Disk\nNo fast ca$0ches.\n",
        "",
        expect![[r#"
            Link “fast caches” to its definition
              No [fast caches](#fast-cache).
        "#]],
    );
    check(
        "//- /n/a b/terms.md\n#### Cache\nFast.\n//- /n/x/note.md\nA ca$0che and [a](../a%20b/terms.md).\n",
        "",
        expect![[r#"
            Link “cache” to its definition
              A [cache](../a%20b/terms.md#cache) and [a](../a%20b/terms.md).
        "#]],
    );
    check(
        "//- /n/terms.md\n#### Cache\nFast.\n//- /n/x/note.md\nA ca$0che, see [[terms]].\n",
        "",
        expect![[r#"
            Link “cache” to its definition
              A [[terms#Cache|cache]], see [[terms]].
        "#]],
    );
    check(
        "//- /n/terms.md\n#### Cache\nFast.\n//- /n/x/note.md\n[[terms]]\n\n| a |\n|---|\n| ca$0che |\n",
        "",
        expect![[r#"
            Link “cache” to its definition
              | [[terms#Cache\|cache]] |
        "#]],
    );
}

#[test]
fn an_ambiguous_mention_can_be_linked_to_each_term() {
    check(
        "//- /n/a.md\n#### Cache\nFast.\n//- /n/b.md\n#### Cache\nSlow.\n//- /n/c.md\nA ca$0che.\n",
        "",
        expect![[r#"
            Link “cache” to “Cache” in “a”
              A [cache](a.md#cache).
            Link “cache” to “Cache” in “b”
              A [cache](b.md#cache).
        "#]],
    );
}

#[test]
fn all_mentions_of_a_note_become_links() {
    check(
        "#### Cache\nA cache is fast, a disk not.\n#### Disk\nA disk has a cache, and caches.\n## $0Both\n`cache` and cache [disk](#disk) disk\n",
        "",
        expect![[r#"
            Link all mentions in this note
              A cache is fast, a [disk](#disk) not.
              #### Disk
              A disk has a [cache](#cache), and [caches](#cache).
              ## Both
              `cache` and [cache](#cache) [disk](#disk) [disk](#disk)
            Link the first mention of each term in this note
              A cache is fast, a [disk](#disk) not.
              #### Disk
              A disk has a [cache](#cache), and caches.
        "#]],
    );
}

#[test]
fn selected_words_become_an_empty_section() {
    check(
        "## Stores\n#### Cache\nFast $0write-back buffers.\n\n## Other\n#### Disk\nSlow.\n",
        "write-back buffers",
        expect![[r#"
            Define “write-back buffers” as a term
              #### write-back buffers

        "#]],
    );
    check(
        "# Notes\nSome $0words about a disk.\n\n## Stores\n#### Cache\nFast.\n## Slow\n#### Disk\nSpins.",
        "",
        expect![[r#"
            Define “words” as a term

              #### words
        "#]],
    );
}

#[test]
fn an_acronym_becomes_an_alias() {
    check(
        "## Change feed\nAll changes.\n## Use\nThe change feed ($0CF) of it.\n",
        "CF",
        expect![[r#"
            Define “CF” as a term
  
              ## CF
            Add “CF” as alias of “Change feed”
              <!-- aliases: CF -->
            Add “CF” as alias of “Use”
              <!-- aliases: CF -->
        "#]],
    );
    check(
        "//- /n/a.md\n---\ntitle: Cache\naliases:\n  - Store # x\n---\nFast $0memory.\n",
        "memory",
        expect![[r#"
            Define “memory” as a term

              ## memory
            Add “memory” as alias of “Cache”
                - memory
        "#]],
    );
    check(
        "## Cache\n<!-- aliases: store, keep -->\n\nFast $0memory.\n",
        "memory",
        expect![[r#"
            Define “memory” as a term
  
              ## memory
            Add “memory” as alias of “Cache”
              <!-- aliases: store, keep, memory -->
        "#]],
    );
}

#[test]
fn a_quick_fix_is_offered_on_the_whole_line_of_its_diagnostic() {
    let mut fixture = Fixture::new(
        "## One\nUses the LSM Tree.\n## Two\nUses the LSM Tree too.\n## Three\nAlso th$0e LSM Tree.\n",
    );
    let settings = serde_json::json!({ "diagnostics": { "undefined-term": "hint" } });
    fixture.workspace.set_config(crate::workspace::config::Config::read(&settings, &[]).0);
    fixture.workspace.set_folders(vec!["/".into(), "/n".into()]);
    fixture.workspace.settle();
    let position = fixture.position();
    let here = TextRange::empty(position.offset);
    let is_fix = |kind| kind == super::ActionKind::QuickFix;
    let found = code_actions(&fixture.workspace, position.note, here, is_fix);
    let found: Vec<_> = found.iter().map(|it| (&*it.title, it.fixes[0].code)).collect();
    assert_eq!(found, []);
    let first = TextRange::empty(TextSize::of("## One\nU"));
    let found = code_actions(&fixture.workspace, position.note, first, is_fix);
    let found: Vec<_> = found.iter().map(|it| (&*it.title, it.fixes[0].code)).collect();
    let titles = [
        "Define “LSM Tree” as a term",
        "Ignore `undefined-term` on this line",
        "Ignore `undefined-term` in “One”",
        "Ignore `undefined-term` in this note",
    ];
    assert_eq!(found, titles.map(|title| (title, "undefined-term")));
}

#[test]
fn an_empty_section_is_filled_parked_or_removed() {
    check(
        "//- /n/a.md\n# A\n\n## Ca$0che\n\n## Disk\nSlow.\n//- /n/b.md\n#### Cache\nA fast\nstore.\n",
        "",
        expect![[r#"
            Fill “Cache” with the definition in “b” (empty-section)
              A fast
              store.

            Leave “Cache” for later (empty-section)
              <!-- to be written -->

            Remove “Cache” (empty-section)
            Link “Cache” to its definition
              ## [Cache](b.md#cache)
        "#]],
    );
    check(
        "//- /n/a.md\n# A\n\n## One\nText.\n\n## Last$0",
        "",
        expect![[r#"
            Leave “Last” for later (empty-section)

              <!-- to be written -->
            Remove “Last” (empty-section)
            Sort sections under “A”
              ## Last

              ## One
              Text.
        "#]],
    );
    check(
        "//- /n/a.md\n# A\n\n## One$0\n---\n## Two\n[x](#one)\n",
        "",
        expect![[r#"
        Leave “One” for later (empty-section)

          <!-- to be written -->
    "#]],
    );
}
