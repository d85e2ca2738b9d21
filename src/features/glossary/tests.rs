//! Tests of the glossary: what it knows of each term.

use std::fmt::Write as _;

use expect_test::{Expect, expect};

use super::{DefinitionLink, Glossary, LinkGoal, LinkRules, Mentioned, linked_text};
use crate::features::fixture::Fixture;

/// Links to the name of each goal, and capitals for the own names.
struct ByName<'g>(&'g Glossary<'g>);

impl ByName<'_> {
    fn name(&self, to: Mentioned) -> String {
        match to {
            Mentioned::Entry(index) => self.0.entries[index].headword().to_owned(),
            Mentioned::Gap(index) => format!("({})", self.0.gaps[index].name),
        }
    }
}

impl LinkRules for ByName<'_> {
    fn address(&self, link: &DefinitionLink) -> Option<String> {
        match &link.goal {
            LinkGoal::Mentioned(to) => self.mention(*to),
            LinkGoal::File(path, fragment) => Some(format!("{} {fragment:?}", path.display())),
            LinkGoal::Outside | LinkGoal::Nowhere => None,
        }
    }

    fn mention(&self, to: Mentioned) -> Option<String> {
        Some(format!("#{}", self.name(to).replace(' ', "-")))
    }

    fn own_name(&self, written: &str) -> Option<String> {
        Some(written.to_uppercase())
    }
}

#[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
fn check(fixture: &str, expected: Expect) {
    let fixture = Fixture::new(fixture);
    let glossary = Glossary::new(&fixture.workspace);
    let rules = ByName(&glossary);
    let mut shown = String::new();
    for (entry, mentioned) in glossary.entries.iter().zip(glossary.mentioned()) {
        let (topic, tags) = (entry.topic.join(" › "), entry.tags.join(" "));
        let mentioned: Vec<_> = mentioned.into_iter().map(|to| rules.name(to)).collect();
        let identity = &entry.identity;
        let _ = writeln!(shown, "{identity}: {topic} #{tags} -> {}", mentioned.join(", "));
        let _ = writeln!(shown, "    {}", linked_text(&entry.definition, &rules));
    }
    for gap in &glossary.gaps {
        let _ = writeln!(
            shown,
            "({}): {}, {} in {}",
            gap.name,
            gap.topic.join(" › "),
            gap.mentions,
            gap.notes
        );
    }
    expected.assert_eq(&shown);
}

#[test]
fn a_definition_mentions_terms_and_gaps_but_not_itself() {
    check(
        "//- /a.md\n---\ntitle: Storage\ntags: [db]\n---\n# Stores\n\
         ## Cache\nA fast copy of a disk, of a page and of caches. #quick\n\nIt has a log.\n\
         ## Disk\nA store for pages. A page is small.\n## Page\n## Log\nA list of changes.\n",
        expect![[r#"
            cache: Storage › Stores #db quick -> Disk, (Page)
                A fast copy of a [disk](#Disk), of a [page](#(Page)) and of CACHES. #quick
            disk: Storage › Stores #db -> (Page)
                A store for [pages](#(Page)). A page is small.
            (Page): Storage › Stores, 3 in 1
        "#]],
    );
}

#[test]
fn links_lead_where_they_did() {
    check(
        "//- /v/a.md\n# Stores\n## Cache\nA [copy](b.md#disk) of [x](c.md), [[b#Disk|the disk]], [[Weir]], \
         [t][l], [e](https://e.org/a(b)) and ![p](i.png) ![[q.png]] [no](javascript:x) `disk`.\n\n[l]: <b.md#disk>\n\
         //- /v/b.md\n## Disk\nIt is a *plate* with a **cache** in it, or two caches.\n\
         //- /v/c.md\n# Other notes\nText.\n",
        expect![[r#"
            cache: Stores # -> Disk, (Weir)
                A [copy](#Disk) of [x](/v/c.md%20None), [the disk](#Disk), [Weir](%23%28Weir%29), [t](#Disk), [e](https://e.org/a%28b%29) and ![p](/v/i.png%20None) ![q.png](/v/q.png%20None) no `disk`.
            disk: b # -> Cache
                It is a *plate* with a **[cache](#Cache)** in it, or two caches.
            (Weir): Stores › Cache, 1 in 1
        "#]],
    );
}

#[test]
fn an_identity_survives_moves_and_edits_but_not_other_names() {
    let identities = |fixture: &str| {
        let fixture = Fixture::new(fixture);
        let glossary = Glossary::new(&fixture.workspace);
        glossary.entries.iter().map(|it| it.identity.clone()).collect::<Vec<_>>()
    };
    let before = identities("//- /a.md\n# A\n## Write-Ahead Log\nA log of changes.\n");
    let moved =
        identities("//- /b/c.md\n# B\n### C\n#### Write-ahead log\nA list. Of all writes.\n");
    assert_eq!((before.len(), &before), (1, &moved));
    let with_id = identities("//- /a.md\n# A\n## Write-Ahead Log {#wal}\nA log of changes.\n");
    let renamed = identities("//- /a.md\n# A\n## Journal {#wal}\nA log of changes.\n");
    assert_eq!((with_id.len(), &with_id), (1, &renamed));
    assert_ne!(before, with_id);
}

#[test]
fn the_same_name_twice_has_two_identities() {
    check(
        "//- /a.md\n# A\n## Weir\nA dam.\n## Page\nA sheet.\n## Page\nA part.\n\
         //- /b.md\n# B\n## Weir\nA wall in a river.\n",
        expect![[r#"
            page (A): A # -> 
                A sheet.
            page (A) 2: A # -> 
                A part.
            weir (A): A # -> 
                A dam.
            weir (B): B # -> 
                A wall in a river.
        "#]],
    );
}

#[test]
fn the_topic_of_a_note_is_its_folder() {
    check(
        "//- /v/db/Bloom filter.md\n---\nid: bf\ndescription: A set of bits for a cache.\n---\nText.\n\
         //- /v/Cache.md\n---\ndescription: A copy.\n---\n",
        expect![[r#"
            #bf: db # -> Cache
                A set of bits for a [cache](#Cache).
            cache: v # -> 
                A copy.
        "#]],
    );
}
