//! Renames of terms with other forms than English ones.

use expect_test::expect;

use super::check;

#[test]
fn other_forms_are_changed_after_a_question() {
    check(
        "//- /terms.de.md\nSch$0lüssel\n: Der Wert einer Zeile.\n\
         //- /note.de.md\nMit Schlüsseln, ein Schlüssel.\n\
         //- /note.en.md\nTwo Schlüsseln.\n",
        "Kennung",
        expect![[r#"
            /terms.de.md:1: Schlüssel → Kennung
            /note.de.md:1: Schlüsseln → Kennung (OtherForm)
            /note.de.md:1: Schlüssel → Kennung (Likely)
        "#]],
    );
    check(
        "//- /terms.md\n---\nlang: ru\n---\nсвязный гра$0ф\n: Звенья подряд.\n\
         //- /note.md\nДля связного графа. Связный граф здесь.\n",
        "цепочка",
        expect![[r#"
            /terms.md:4: связный граф → цепочка
            /note.md:1: связного графа → цепочка (OtherForm)
            /note.md:1: Связный граф → Цепочка (Likely)
        "#]],
    );
}

#[test]
fn an_edit_may_change_the_language_of_a_note() {
    // Without `und`, nothing shows that the note is German, and `Bäumen` is not a mention.
    check(
        "//- /terms.de.md\nBaum\n: Die Zeilen.\n\nWe$0rt und\n: Ein Ding hier.\n\
         //- /note.md\nDer Wert und Bäumen.\n",
        "Wert",
        expect![[r#"
            /terms.de.md:4: Wert und → Wert
            /note.md:1: Wert und → Wert (Likely)
        "#]],
    );
}
