//! Front matter keys and their values.
use expect_test::{Expect, expect};

use crate::features::completion::{CompletionKind, completion};
use crate::features::fixture::Fixture;
use crate::note::date::{Moment, Now};

const POSTS: &str = "\
//- /_posts/2024-01-02-a.md
---
title: A
date: 2024-01-02 10:00:00 +0100
layout: post
pin: true
level: hard
---
//- /_posts/2024-01-03-b.md
---
title: B
layout: post
level: hard
---
";

const NOW: Now = Now {
    local: Moment { year: 2026, month: 3, day: 9, hour: 0, minute: 5, second: 7 },
    utc: Moment { year: 2026, month: 3, day: 8, hour: 18, minute: 35, second: 7 },
    offset: 330,
};

#[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
fn check(fixture: &str, expected: Expect) {
    let fixture = Fixture::new(fixture);
    let position = fixture.position();
    let Some(found) = completion(&fixture.workspace, position, false, Some(&NOW)) else {
        return expected.assert_eq("nothing\n");
    };
    let shown = found.items.iter().map(|item| {
        assert!(item.range.contains_inclusive(position.offset), "the edit is at the cursor");
        let replaced = fixture.slice(position.note, item.range);
        let what = match &item.kind {
            CompletionKind::Key { notes, key } => {
                let kind = key.as_ref().map_or("?", |key| key.key.kind.name());
                format!("{kind}, {notes}")
            }
            CompletionKind::Value { notes } => format!("value, {notes}"),
            other => format!("{other:?}"),
        };
        format!("{} ({what}): «{replaced}» → «{}»\n", item.label, item.new_text)
    });
    expected.assert_eq(&shown.collect::<String>());
}

#[test]
fn keys_come_from_the_tool_and_from_other_notes() {
    check(
        &format!("{POSTS}//- /note.md\n---\ntitle: C\nle$0\n---\n"),
        expect![[r#"
        level (?, 2): «le» → «level: »
        last_modified_at (date, 0): «le» → «last_modified_at: »
        aliases (list, 0): «le» → «aliases: »
        published (true or false, 0): «le» → «published: »
    "#]],
    );
    check(
        &format!("{POSTS}//- /note.md\n---\ntitle: C\npi$0: true\n---\n"),
        expect![[r#"
        pin (true or false, 1): «pi» → «pin»
        published (true or false, 0): «pi» → «published»
        permalink (text, 0): «pi» → «permalink»
        description (text, 0): «pi» → «description»
    "#]],
    );
    check(
        &format!("{POSTS}//- /note.md\n---\nda$0\n---\n"),
        expect![[r#"
        date (date, 1): «da» → «date: »
        last_modified_at (date, 0): «da» → «last_modified_at: »
        media_subpath (text, 0): «da» → «media_subpath: »
    "#]],
    );
}

#[test]
fn keys_of_toml_have_an_equals_sign_and_a_table() {
    let zola = "+++\ntitle = \"A\"\n[taxonomies]\n$0\n+++\n";
    check(
        zola,
        expect![[r#"
        categories (list, 0): «» → «categories = »
        tags (list, 0): «» → «tags = »
    "#]],
    );
    check(
        "+++\npath = \"a\"\nsort$0\n+++\n",
        expect![[r#"
        sort_by (text, 0): «sort» → «sort_by = »
    "#]],
    );
}

#[test]
fn an_existing_key_is_not_offered() {
    check(&format!("{POSTS}//- /note.md\n---\nlayout: post\nlayou$0\n---\n"), expect![[""]]);
}

#[test]
fn values_come_from_the_key_and_from_other_notes() {
    check(
        &format!("{POSTS}//- /note.md\n---\nlayout: $0\n---\n"),
        expect![[r#"
        post (value, 2): «» → «post»
    "#]],
    );
    check(
        &format!("{POSTS}//- /note.md\n---\nlevel: \"h$0\"\n---\n"),
        expect![[r#"
        hard (value, 2): «"h"» → «"hard"»
    "#]],
    );
    check(
        &format!("{POSTS}//- /note.md\n---\npin: $0\n---\n"),
        expect![[r#"
        true (value, 0): «» → «true»
        false (value, 0): «» → «false»
    "#]],
    );
    check(
        &format!("{POSTS}//- /note.md\n---\npin: f$0 # no\n---\n"),
        expect![[r#"
        false (value, 0): «f» → «false»
    "#]],
    );
    check(
        "+++\n[taxonomies]\n[extra]\n+++\n//- /_index.md\n+++\nsort_by = $0\n+++\n",
        expect![[r#"
            date (value, 0): «» → «"date"»
            none (value, 0): «» → «"none"»
            slug (value, 0): «» → «"slug"»
            title (value, 0): «» → «"title"»
            title_bytes (value, 0): «» → «"title_bytes"»
            update_date (value, 0): «» → «"update_date"»
            weight (value, 0): «» → «"weight"»
        "#]],
    );
    check(&format!("{POSTS}//- /note.md\n---\ntitle: $0\n---\n"), expect![["nothing\n"]]);
}

#[test]
fn the_current_date_is_offered_in_the_usual_form() {
    check(
        &format!("{POSTS}//- /note.md\n---\ndate: $0\n---\n"),
        expect![[r#"
        2026-03-09 00:05:07 +0530 (value, 0): «» → «2026-03-09 00:05:07 +0530»
        2026-03-09 (value, 0): «» → «2026-03-09»
    "#]],
    );
    check(
        &format!("{POSTS}//- /note.md\n---\ndate: 2024-01-02T03:04Z\nlast_modified_at: $0\n---\n"),
        expect![[r#"
            2026-03-08T18:35Z (value, 0): «» → «2026-03-08T18:35Z»
            2026-03-09 (value, 0): «» → «2026-03-09»
        "#]],
    );
    check(
        "---\naliases: [a]\ndate: 20$0\n---\n",
        expect![[r#"
        2026-03-09 (value, 0): «20» → «2026-03-09»
    "#]],
    );
    check(
        "+++\ndate = $0\n+++\n",
        expect![[r#"
        2026-03-09T00:05:07+05:30 (value, 0): «» → «2026-03-09T00:05:07+05:30»
        2026-03-09 (value, 0): «» → «2026-03-09»
    "#]],
    );
}
