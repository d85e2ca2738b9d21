//! Hover, tested.

mod languages;

use expect_test::{Expect, expect};

use super::{Hover, hover};
use crate::features::definition_card::{DefinitionCard, DefinitionCards};
use crate::features::fixture::Fixture;
use crate::workspace::keys::Profile;

#[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
fn check(fixture: &str, expected: Expect) {
    let fixture = Fixture::new(fixture);
    let position = fixture.position();
    let Some(found) = hover(&fixture.workspace, position) else {
        return expected.assert_eq("nothing\n");
    };
    assert!(found.range.contains_inclusive(position.offset), "the range holds the cursor");
    let shown = match found.info {
        Hover::Term(entries) => show_all(&entries),
        Hover::Key(key) => {
            let (profile, kind) =
                (key.profile.map_or("schema", Profile::name), key.key.kind.name());
            let values = key.key.values.join(", ");
            format!("{profile} key, {kind} [{values}] of {}: {}\n", key.notes, key.key.about)
        }
        Hover::Link(preview) => {
            format!("link to {}\n{}\n", preview.target.place(), preview.text)
        }
        Hover::File { path, exists } => format!("file {path}, there: {exists}\n"),
        Hover::Gap(gap) => {
            let (place, state) = (gap.target.place(), gap.state);
            let wanted = gap.notes.mentioned().unwrap_or_default();
            format!("gap {} ({state:?}) {wanted}\n{place}\n", gap.name)
        }
        Hover::MissingNote { name, notes } => format!("no note {name}, wanted in {notes}\n"),
        Hover::LinkLabel(text) => format!("label for {text}\n"),
        Hover::Tag(tag) => {
            let shown: Vec<_> = tag.shown.iter().map(|(_, title)| title.as_str()).collect();
            let (kind, name) = (format!("{:?}", tag.kind).to_lowercase(), &tag.name);
            format!("{kind} {name}: {} ({})\n", tag.notes, shown.join(", "))
        }
        Hover::Heading(heading) => {
            let term = if heading.is_term { ", a term" } else { "" };
            let (state, terms, gaps) = (heading.state, heading.terms, heading.gaps);
            let wanted = heading.wanted.mentioned();
            let wanted = wanted.map_or_else(String::new, |it| format!(", {it}"));
            let elsewhere = show_all(&heading.elsewhere);
            let objections = heading.objections.iter().map(|it| format!("  not a term: {it}\n"));
            let objections: String = objections.collect();
            format!(
                "heading {state:?}{term}: {terms} terms, {gaps} gaps{wanted}\n{objections}{elsewhere}"
            )
        }
    };
    let range = fixture.slice(position.note, found.range);
    expected.assert_eq(&format!("*{range}*\n{shown}"));
}

fn show_all(entries: &DefinitionCards) -> String {
    let shown: String = entries.shown.iter().map(show).collect();
    match entries.more {
        0 => shown,
        more => format!("{shown}and {more} more\n"),
    }
}

fn show(entry: &DefinitionCard) -> String {
    let more = if entry.more.is_empty() { String::new() } else { format!("\n{}", entry.more) };
    let shown =
        format!("{}: {}{more}\n  {}\n", entry.headword, entry.definition, entry.target.place());
    match &entry.see {
        Some(target) => format!("{shown}-> {}", show(target)),
        None => shown,
    }
}

const STORES: &str = "\
//- /stores.md
---
title: Stores
---
## Kinds
### Fast
#### Cache
A fast copy that may be wrong.
#### Write-Ahead Log
A record of what is about to be done. See the cache.
#### WAL
Short for something.
#### BASE
Basically available.
";

fn in_prose(prose: &str) -> String {
    format!("{STORES}//- /prose.md\n{prose}\n")
}

#[test]
fn a_question_is_named_by_its_term() {
    check(
        "//- /a.md\n## What$0 is a weir?\nA weir is a low wall in a river.\n\
         //- /b.md\n## Weir\nA weir is a fence for fish.\n",
        expect![[r#"
            *What is a weir?*
            heading Written, a term: 1 terms, 0 gaps
            Weir: A weir is a fence for fish.
              b
        "#]],
    );
}

#[test]
fn a_mention_shows_the_definition_and_its_place() {
    check(
        &in_prose("Ask the ca$0che first."),
        expect![[r#"
                *cache*
                Cache: A fast copy that may be wrong.
                  Stores › Kinds › Fast
            "#]],
    );
}

#[test]
fn the_edges_of_a_mention_belong_to_it() {
    check(
        &in_prose("Ask the $0cache."),
        expect![[r#"
            *cache*
            Cache: A fast copy that may be wrong.
              Stores › Kinds › Fast
        "#]],
    );
    check(
        &in_prose("Ask the cache$0."),
        expect![[r#"
            *cache*
            Cache: A fast copy that may be wrong.
              Stores › Kinds › Fast
        "#]],
    );
}

#[test]
fn plurals_and_possessives_are_mentions() {
    check(
        &in_prose("Two ca$0ches."),
        expect![[r#"
            *caches*
            Cache: A fast copy that may be wrong.
              Stores › Kinds › Fast
        "#]],
    );
    check(
        &in_prose("The cac$0he's size."),
        expect![[r#"
            *cache*
            Cache: A fast copy that may be wrong.
              Stores › Kinds › Fast
        "#]],
    );
}

#[test]
fn a_term_of_several_words_is_found_across_a_line_break_and_without_its_hyphen() {
    check(
        &in_prose("Append to the write ahead\nlo$0g."),
        expect![[r#"
            *write ahead
            log*
            Write-Ahead Log: A record of what is about to be done. See the cache.
              Stores › Kinds › Fast
        "#]],
    );
}

#[test]
fn what_stands_in_capitals_is_the_term_that_has_them() {
    for (prose, headword) in [("BA$0SE", "BASE"), ("BA$0SEs", "BASE"), ("Ba$0se", "Base")] {
        let notes = in_prose(&format!("#### Base\nThe ground of all.\n#### Use\nOf {prose}."));
        let fixture = Fixture::new(&notes);
        let found = hover(&fixture.workspace, fixture.position()).expect(prose);
        let Hover::Term(entries) = found.info else { panic!("{prose} is a term") };
        let names: Vec<_> = entries.shown.iter().map(|entry| &entry.headword).collect();
        assert_eq!(names, [headword], "{prose}");
    }
}

#[test]
fn a_term_in_capitals_is_mentioned_in_capitals_only() {
    check(
        &in_prose("BA$0SE is not ACID."),
        expect![[r#"
            *BASE*
            BASE: Basically available.
              Stores › Kinds › Fast
        "#]],
    );
    check(
        &in_prose("The ba$0se of it."),
        expect![[r#"
            nothing
        "#]],
    );
    check(
        &in_prose("All WA$0Ls grow."),
        expect![[r#"
            *WALs*
            WAL: Short for something.
              Stores › Kinds › Fast
        "#]],
    );
}

#[test]
fn an_acronym_has_a_plural_whatever_its_letters() {
    let indicator = "#### Indicator (SLI)\nA figure.\n#### Use\n";
    check(
        &format!("{indicator}Poor SLIs$0."),
        expect![[r#"
            *SLIs*
            Indicator (SLI): A figure.
              note
        "#]],
    );
}

#[test]
fn parts_of_words_code_addresses_and_names_are_no_mentions() {
    for prose in [
        "Re-cac$0heable",
        "The `ca$0che` command",
        "[it](https://ca$0che.md)",
        "https://example.org/ca$0che",
        "mail ca$0che@example.org",
        "<b class=\"ca$0che\">",
        "<!-- ca$0che -->",
        "    ca$0che",
        "$ca$0che$",
        "{{< ca$0che >}}",
        "@ca$0che",
        "a.ca$0che.b",
        "ca$0che_size",
    ] {
        check(&in_prose(prose), expect![["nothing\n"]]);
    }
}

#[test]
fn the_text_of_a_link_is_prose() {
    check(
        &in_prose("[the ca$0che](x.md)"),
        expect![[r#"
            *cache*
            Cache: A fast copy that may be wrong.
              Stores › Kinds › Fast
        "#]],
    );
}

#[test]
fn all_declarations_are_shown_the_nearest_first() {
    check(
        "\
//- /far/a.md
#### Shard
Far.
//- /near/b.md
#### Shard
Near.
//- /near/c.md
A sha$0rd.
",
        expect![[r#"
                *shard*
                Shard: Near.
                  b
                Shard: Far.
                  a
            "#]],
    );
}

#[test]
fn a_title_that_recurs_in_three_notes_is_structure() {
    let notes = "\
//- /a.md
## Trade-offs
One.
//- /b.md
## Trade-offs
Two.
//- /c.md
";
    check(
        &format!("{notes}All trade-o$0ffs"),
        expect![[r#"
            *trade-offs*
            Trade-offs: One.
              a
            Trade-offs: Two.
              b
        "#]],
    );
    check(
        &format!("{notes}## Trade-offs\n\nAll trade-o$0ffs"),
        expect![[r#"
            *trade-offs*
            Trade-offs: All trade-offs
              c
            Trade-offs: One.
              a
            Trade-offs: Two.
              b
        "#]],
    );
}

#[test]
fn a_heading_shows_its_state() {
    check(
        "## To$0pic\n### Term\nText.\n### Gap\n",
        expect![[r#"
            *Topic*
            heading Topic: 1 terms, 1 gaps
        "#]],
    );
    check(
        "## Topic\n### Te$0rm\nText.\n",
        expect![[r#"
            *Term*
            heading Written, a term: 1 terms, 0 gaps
        "#]],
    );
    check(
        "## Topic\n### Ga$0p\n",
        expect![[r#"
            *Gap*
            heading Empty: 0 terms, 1 gaps
        "#]],
    );
    check(
        "$0## Later\n<!-- later -->\n",
        expect![[r#"
            *## Later*
            heading Deferred: 0 terms, 1 gaps
        "#]],
    );
}

#[test]
fn an_empty_heading_shows_the_definition_that_another_note_has() {
    check(
        &in_prose("## Ca$0che"),
        expect![[r#"
            *Cache*
            heading Empty: 0 terms, 1 gaps
            Cache: A fast copy that may be wrong.
              Stores › Kinds › Fast
        "#]],
    );
}

#[test]
fn another_term_in_a_heading_is_a_mention() {
    check(
        &in_prose("## Why a ca$0che"),
        expect![[r#"
            *cache*
            Cache: A fast copy that may be wrong.
              Stores › Kinds › Fast
        "#]],
    );
}

#[test]
fn tags_and_categories_show_how_many_notes_have_them() {
    let notes = "//- /a.md\n---\ntags: [exam prep]\n---\n//- /b.md\n#todo #exam\n";
    check(
        &format!("//- /c.md\n---\ntags: [\"exam$0 prep\", x]\n---\n{notes}"),
        expect![[r#"
            *exam prep*
            tag exam prep: 2 (a, c)
        "#]],
    );
    check(
        &format!("//- /c.md\n#to$0do\n{notes}"),
        expect![[r#"
            *#todo*
            tag todo: 2 (b, c)
        "#]],
    );
    check(
        "---\ncategories: [Co$0re]\n---\n",
        expect![[r#"
            *Core*
            category Core: 1 (note)
        "#]],
    );
}

#[test]
fn an_emoji_before_the_cursor_moves_nothing() {
    check(
        &in_prose("😀👩‍⚕️ the ca$0che"),
        expect![[r#"
            *cache*
            Cache: A fast copy that may be wrong.
              Stores › Kinds › Fast
        "#]],
    );
}

#[test]
fn scripts_without_spaces_need_none() {
    let notes = "//- /a.md\n#### 機械学習\n学ぶこと。\n#### サービス\n提供すること。\n//- /b.md\n";
    check(
        &format!("{notes}これは機械$0学習です。"),
        expect![[r#"
            *機械学習*
            機械学習: 学ぶこと。
              a
        "#]],
    );
    check(
        &format!("{notes}マイクロサー$0ビス"),
        expect![[r#"
            nothing
        "#]],
    );
    check(
        &format!("{notes}そのサー$0ビスは"),
        expect![[r#"
            *サービス*
            サービス: 提供すること。
              a
        "#]],
    );
}

#[test]
fn a_pointer_is_followed_one_hop() {
    check(
        "## Bool\n\nSee [boolean](#boolean).\n\n## Boolean\n\nTrue or false.\n\n## Use\n\n- A bo$0ol.\n",
        expect![[r#"
            *bool*
            Bool: See boolean.
              note
            -> Boolean: True or false.
              note
        "#]],
    );
    check(
        "## One\n\nSee two.\n\n## Two\n\nSee one.\n\n## Use\n\n- Just o$0ne.\n",
        expect![[r#"
        *one*
        One: See two.
          note
    "#]],
    );
}

#[test]
fn an_entry_is_folded() {
    let long = "Another sentence of it.\n".repeat(20);
    check(
        &format!("## Cache\n\nA copy.\n\n- one\n- two\n\n{long}\n## Use\n\n- A ca$0che.\n"),
        expect![[r#"
            *cache*
            Cache: A copy.
            - one
            - two

            …
              note
        "#]],
    );
}

#[test]
fn a_note_may_be_the_entry() {
    check(
        "//- /pod.md\n---\ntitle: Pod\nshort_description: >\n  A set of\n  containers.\n---\nMore of it.\n\n## Details\nText.\n//- /a.md\nTwo po$0ds.\n",
        expect![[r#"
            *pods*
            Pod: A set of containers.
            More of it.
              Pod
        "#]],
    );
}

#[test]
fn a_key_is_explained_by_the_tool_that_the_notes_speak_for() {
    let posts = "//- /_posts/2024-01-02-a.md\n---\ntitle: A\npin: true\n---\n";
    check(
        &format!("{posts}//- /_posts/2024-01-03-b.md\n---\npi$0n: false\n---\n"),
        expect![[r#"
        *pin*
        Jekyll key, true or false [] of 2: Whether the post is pinned to the top of the home page (Chirpy).
    "#]],
    );
    let zola = "+++\nsor$0t_by = \"date\"\n[taxonomies]\ntags = [\"a\"]\n+++\n";
    check(
        zola,
        expect![[r#"
        *sort_by*
        Zola key, text [date, update_date, title, title_bytes, weight, slug, none] of 1: The sort key of the pages of the section (`_index.md`).
    "#]],
    );
    check(
        "---\naliases: [x]\nunkno$0wn: 1\n---\n",
        expect![[r#"
        nothing
    "#]],
    );
}

const LINKED: &str = "\
//- /a.md
---
title: Alpha
---
Beginning of the note.

## Part
First block.

Second block. ^two

#### Cache
A fast copy.
//- /b.md
";

#[test]
fn a_link_shows_what_it_leads_to() {
    check(
        &format!("{LINKED}[x](a$0.md)\n"),
        expect![[r#"
            *[x](a.md)*
            Alpha: Beginning of the note.
              Alpha
        "#]],
    );
    check(
        &format!("{LINKED}[[Alpha#Pa$0rt]]\n"),
        expect![[r#"
            *[[Alpha#Part]]*
            link to Alpha › Part
            First block.

            Second block. ^two

            #### Cache
            A fast copy.
        "#]],
    );
    check(
        &format!("{LINKED}[[a#^t$0wo]]\n"),
        expect![[r#"
            *[[a#^two]]*
            link to Alpha
            Second block. ^two
        "#]],
    );
}

#[test]
fn a_link_to_a_term_shows_the_term() {
    check(
        &format!("{LINKED}[this](a.md#ca$0che)\n"),
        expect![[r#"
            *[this](a.md#cache)*
            Cache: A fast copy.
              Alpha › Part
        "#]],
    );
}

#[test]
fn a_link_to_nothing_says_so() {
    check(
        &format!("{LINKED}[x](no$0ne.md)\n"),
        expect![[r#"
            *[x](none.md)*
            file /none.md, there: false
        "#]],
    );
    check(
        &format!("{LINKED}[[no$0ne]]\n"),
        expect![[r#"
            *[[none]]*
            no note none, wanted in 1
        "#]],
    );
}

#[test]
fn a_label_shows_what_it_stands_for() {
    check(
        "One[^o$0ne].\n\n[^one]: The *text*\n    goes on.\n",
        expect![[r#"
            *[^one]*
            label for The *text*
            goes on.
        "#]],
    );
    check(
        "See [text][la$0bel].\n\n[label]: https://example.com 'T'\n",
        expect![[r#"
            *[text][label]*
            label for <https://example.com> 'T'
        "#]],
    );
}

#[test]
fn a_possessive_shows_the_definition_once() {
    check(
        "#### Account\nA place for money.\n#### Use\nThe acc$0ount's owner.\n",
        expect![[r#"
        *account*
        Account: A place for money.
          note
    "#]],
    );
}

#[test]
fn a_definition_may_begin_in_bold() {
    check(
        "#### Cache\n**Fast** copy.\n#### Use\nA ca$0che.\n",
        expect![[r#"
        *cache*
        Cache: **Fast** copy.
          note
    "#]],
    );
}

#[test]
fn the_mentions_of_a_common_gap_are_not_all_counted() {
    let others = |count| {
        let note = |at: usize| format!("//- /{at}.md\nA weir, and a weir.\n");
        (0..count).map(note).collect::<String>()
    };
    let gap = "//- /a.md\n# Words\n## We$0ir\n";
    check(
        &format!("{gap}{}", others(20)),
        expect![[r#"
            *Weir*
            heading Empty: 0 terms, 1 gaps, mentioned in 20 notes
        "#]],
    );
    check(
        &format!("{gap}{}", others(30)),
        expect![[r#"
            *Weir*
            heading Empty: 0 terms, 1 gaps, mentioned in more than 20 notes
        "#]],
    );
}

#[test]
fn a_mention_of_a_gap_shows_that_it_is_still_empty() {
    let notes = "//- /a.md\n# Words\n## Tide mill\n## Weir\n<!-- later -->\n\
        //- /b.md\nOld tide mills, a [[Weir]].\n";
    check(
        &format!("{notes}//- /c.md\nA tide mi$0ll.\n"),
        expect![[r#"
            *tide mill*
            gap Tide mill (Empty) mentioned in 2 notes
            Words › Tide mill
        "#]],
    );
    check(
        &format!("{notes}//- /c.md\nA we$0ir.\n"),
        expect![[r#"
            *weir*
            gap Weir (Deferred) mentioned in 2 notes
            Words › Weir
        "#]],
    );
    check(
        &format!("{notes}//- /c.md\nSee [[We$0ir]].\n"),
        expect![[r#"
            *[[Weir]]*
            gap Weir (Deferred) mentioned in 2 notes
            Words › Weir
        "#]],
    );
    check(
        &notes.replace("## Tide", "## Ti$0de"),
        expect![[r#"
            *Tide mill*
            heading Empty: 0 terms, 1 gaps, mentioned in 1 note
        "#]],
    );
}

#[test]
fn a_term_precedes_a_gap_and_the_longer_name_the_shorter() {
    let notes = "//- /a.md\n## Mill\nA mill is a house that grinds.\n## Tide mill\n\
        //- /b.md\n## Mills\n//- /c.md\n";
    check(
        &format!("{notes}All mi$0lls.\n"),
        expect![[r#"
            *mills*
            Mill: A mill is a house that grinds.
              a
        "#]],
    );
    check(
        &format!("{notes}All tide mi$0lls.\n"),
        expect![[r#"
            *tide mills*
            gap Tide mill (Empty) mentioned in 1 note
            a › Tide mill
        "#]],
    );
}

#[test]
fn common_titles_and_single_letters_are_not_gaps() {
    for name in ["Examples", "Q", "2024", "See also"] {
        let fixture =
            format!("//- /a.md\n## {name}\n//- /b.md\nOf $0{} here.\n", name.to_lowercase());
        check(&fixture, expect![["nothing\n"]]);
    }
}

#[test]
fn a_wiki_link_in_front_matter_shows_its_note() {
    let note = "//- /Old Weir.md\n# Old Weir\nA wall in the river.\n//- /b.md\n";
    check(
        &format!("{note}---\nparent: \"[[Old We$0ir]]\"\n---\n"),
        expect![[r#"
            *[[Old Weir]]*
            Old Weir: A wall in the river.
              Old Weir
        "#]],
    );
    check(
        &format!("{note}---\nrelated:\n  - '[[old weir|the we$0ir]]'\n---\n"),
        expect![[r#"
            *[[old weir|the weir]]*
            Old Weir: A wall in the river.
              Old Weir
        "#]],
    );
    check(
        &format!("{note}+++\nparent = \"see [[Old We$0ir]]\"\n+++\n"),
        expect![[r#"
            *[[Old Weir]]*
            Old Weir: A wall in the river.
              Old Weir
        "#]],
    );
    check(&format!("{note}---\nmatrix: [[1, $02]]\n---\n"), expect![["nothing\n"]]);
}

#[test]
fn a_nested_entry_is_shown_without_its_indentation() {
    check(
        "Weir\n:   A wall in a river.\n\n    ```sh\n    weir --low\n    ```\n\n    - kept\n    - low\n\n\
         //- /b.md\nA we$0ir.\n",
        expect![[r#"
            *weir*
            Weir: A wall in a river.
            ```sh
            weir --low
            ```

            - kept
            - low
              note
        "#]],
    );
    check(
        "- Group\n\n    - **Weir**: A wall in a river.\n\n        ```sh\n        weir --low\n        ```\n\
         //- /b.md\nA we$0ir.\n",
        expect![[r#"
            *weir*
            Weir: A wall in a river.
            ```sh
              weir --low
              ```
              note
        "#]],
    );
    check(
        "Weir\n: The first meaning of it.\n: The second meaning of it.\n//- /b.md\nA we$0ir.\n",
        expect![[r#"
            *weir*
            Weir: The first meaning of it.
            The second meaning of it.
              note
        "#]],
    );
}

#[test]
fn a_name_with_tags_or_block_names_is_a_name() {
    for heading in ["## Weir #river", "## #river Weir #low #todo", "## Weir ^wall", "## ==Weir=="] {
        check(
            &format!("{heading}\nA weir is a wall in a river.\n//- /b.md\nA we$0ir.\n"),
            expect![[r#"
            *weir*
            Weir: A weir is a wall in a river.
              note
        "#]],
        );
    }
    for entry in [
        "- **Weir** #river: A wall in a river.\n",
        "- **Weir #river**: A wall in a river.\n",
        "Weir #river\n: A wall in a river.\n",
    ] {
        check(
            &format!("{entry}//- /b.md\nA we$0ir.\n"),
            expect![[r#"
            *weir*
            Weir: A wall in a river.
              note
        "#]],
        );
    }
}

#[test]
fn marked_references_are_mentions() {
    let term = "## Weir\nA weir is a wall in a river.\n//- /b.md\n";
    for reference in [
        "The {term}`We$0ir` here.\n",
        "The {term}`walls <We$0ir>` here.\n",
        "The {{< glossary_tooltip text=\"We$0ir\" term_id=\"weir\" >}}.\n",
        "The {{Glossary(\"We$0ir\")}}.\n",
    ] {
        check(
            &format!("{term}{reference}"),
            expect![[r#"
            *Weir*
            Weir: A weir is a wall in a river.
              note
        "#]],
        );
    }
}

#[test]
fn a_note_named_by_its_file_has_a_hover() {
    check(
        "//- /a.md\nUses a bloom $0filter.\n//- /Bloom filter.md\nA Bloom filter is a set that may err.\n",
        expect![[r#"
            *bloom filter*
            Bloom filter: A Bloom filter is a set that may err.
              Bloom filter
        "#]],
    );
    check(
        "//- /Bloom filter.md\n$0A Bloom filter is a set that may err.\n",
        expect![[r#"
        nothing
    "#]],
    );
}

#[test]
fn a_name_in_a_question_has_a_hover() {
    let note = "## What is a ribosome?\n\nA part of a cell.\n\n## Use\n\nEach ribosome works.\n";
    check(
        &note.replace("Each r", "Each $0r"),
        expect![[r#"
            *ribosome*
            ribosome: A part of a cell.
              note
        "#]],
    );
    check(
        &note.replace("a ribosome?", "a ribo$0some?"),
        expect![[r#"
            *What is a ribosome?*
            heading Written, a term: 1 terms, 0 gaps
        "#]],
    );
    check(
        &note.replace("What", "Wh$0at"),
        expect![[r#"
            *What is a ribosome?*
            heading Written, a term: 1 terms, 0 gaps
        "#]],
    );
}

#[test]
fn a_description_that_the_text_repeats_is_shown_once() {
    let note = |text: &str| {
        format!(
            "//- /pod.md\n---\ntitle: Pod\nshort_description: >\n  A set of running parts.\n---\n{text}\n\n\
             The parts share a network.\n//- /note.md\nA po$0d.\n"
        )
    };
    for text in ["A set of running parts.", "A *set* of running\nparts."] {
        check(
            &note(text),
            expect![[r#"
                *pod*
                Pod: A set of running parts.
                The parts share a network.
                  Pod
            "#]],
        );
    }
    check(
        &note("A set of running parts. Each has a name."),
        expect![[r#"
        *pod*
        Pod: A set of running parts.
        Each has a name.

        The parts share a network.
          Pod
    "#]],
    );
    check(
        &note("A set of running parts of one kind."),
        expect![[r#"
        *pod*
        Pod: A set of running parts.
        A set of running parts of one kind.

        The parts share a network.
          Pod
    "#]],
    );
}
