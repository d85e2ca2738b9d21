//! Hover on words of other languages than English.

use expect_test::expect;

use super::check;

const TERMS: &str = "//- /terms.de.md\nBaum\n: Eine Struktur ohne Kreise.\n";

#[test]
fn the_last_part_of_a_german_compound_has_a_hover() {
    check(
        &format!("{TERMS}//- /note.de.md\nIm Such$0baum steht es.\n"),
        expect![[r#"
        *Suchbaum*
        Baum: Eine Struktur ohne Kreise.
          terms.de
    "#]],
    );
    check(
        &format!("{TERMS}//- /note.de.md\nIn Suchbäu$0men steht es.\n"),
        expect![[r#"
        *Suchbäumen*
        Baum: Eine Struktur ohne Kreise.
          terms.de
    "#]],
    );
}

#[test]
fn the_first_part_of_a_compound_code_and_other_languages_have_none() {
    for note in [
        "//- /note.de.md\nIm Baum$0haus steht es.\n",
        "//- /note.de.md\nIn `Such$0baum` steht es.\n",
        "//- /note.en.md\nIn Such$0baum steht es.\n",
    ] {
        check(&format!("{TERMS}{note}"), expect!["nothing\n"]);
    }
}

#[test]
fn another_form_has_a_hover_in_its_language() {
    check(
        &format!("{TERMS}//- /note.de.md\nIn den Bäu$0men.\n"),
        expect![[r#"
        *Bäumen*
        Baum: Eine Struktur ohne Kreise.
          terms.de
    "#]],
    );
    check(&format!("{TERMS}//- /note.md\nSome Bäu$0men.\n"), expect!["nothing\n"]);
}

#[test]
fn a_definition_in_the_language_of_the_note_is_first() {
    check(
        "//- /a/cache.en.md\nCache\n: A copy that is near.\n\
         //- /z/cache.de.md\nCache\n: Eine nahe Kopie.\n\
         //- /a/note.de.md\nEin Ca$0che.\n",
        expect![[r#"
            *Cache*
            Cache: Eine nahe Kopie.
              cache.de
            Cache: A copy that is near.
              cache.en
        "#]],
    );
}
