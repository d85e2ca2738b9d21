//! Labels of links and footnotes in text that is extracted or inlined.

use expect_test::expect;

use super::check;

#[test]
fn footnotes_move_with_an_extracted_section() {
    check(
        "\
//- /n/a.md
# A

## B$0irch

White[^1], *tall*[^tall].

## Oak

Hard[^2].

[^1]: The bark.
[^2]: The wood.
[^tall]: To 30 m, see [^1].
",
        "Extract “Birch” to a new note",
        expect![[r#"
            //- /n/a.md
            # A

            [Birch](birch.md)

            ## Oak

            Hard[^2].

            [^2]: The wood.
            //- /n/birch.md
            # Birch

            White[^1], *tall*[^tall].

            [^1]: The bark.
            [^tall]: To 30 m, see [^1].
        "#]],
    );
}

#[test]
fn definitions_that_the_rest_needs_stay() {
    check(
        "\
//- /n/a.md
# A

## Oak

Hard[^1], [brown][c].

## B$0irch

White, see [b].

[^1]: The wood.

[b]: b.md
[c]: c.md

A last word.
//- /n/b.md
# B
",
        "Extract “Birch” to a new note",
        expect![[r#"
            //- /n/a.md
            # A

            ## Oak

            Hard[^1], [brown][c].

            [Birch](birch.md)

            [^1]: The wood.

            [c]: c.md
            //- /n/birch.md
            # Birch

            White, see [b].

            [b]: b.md

            A last word.
        "#]],
    );
}

#[test]
fn definitions_that_both_need_are_copied() {
    check(
        "\
//- /n/a.md
# A

See the [map][m] and [m].

## B$0irch

White, see the [map][M][^f].

## Oak

Hard[^f], ![m][].

[m]: x/map.md#a 'T'
[^f]: One,

    two.
//- /n/x/map.md
# A
",
        "Extract “Birch” to a new note",
        expect![[r#"
            //- /n/a.md
            # A

            See the [map][m] and [m].

            [Birch](birch.md)

            ## Oak

            Hard[^f], ![m][].

            [m]: x/map.md#a 'T'
            [^f]: One,

                two.
            //- /n/birch.md
            # Birch

            White, see the [map][M][^f].

            [m]: x/map.md#a 'T'

            [^f]: One,

                two.
        "#]],
    );
    // The definitions are in the section itself.
    check(
        "//- /n/a.md\n# A\n\nSee [m].\n\n## B$0irch\n\nWhite, see [m].\n\n[m]: m.md\n",
        "Extract “Birch” to a new note",
        expect![[r#"
            //- /n/a.md
            # A

            See [m].

            [Birch](birch.md)

            [m]: m.md
            //- /n/birch.md
            # Birch

            White, see [m].

            [m]: m.md
        "#]],
    );
}

#[test]
fn definitions_in_quotes_and_lists_move_with_a_section() {
    check(
        "\
//- /n/a.md
# A

## B$0irch

- White[^1].
- Tall, see [m].

## Oak

> Hard.
>
> [^1]: The bark
>     is white.
>
>     It peels.

- Brown.

  [m]: m.md
",
        "Extract “Birch” to a new note",
        expect![[r#"
            //- /n/a.md
            # A

            [Birch](birch.md)

            ## Oak

            > Hard.
            >

            - Brown.
            //- /n/birch.md
            # Birch

            - White[^1].
            - Tall, see [m].

            [^1]: The bark
                is white.

                It peels.

            [m]: m.md
        "#]],
    );
}

#[test]
fn a_label_without_a_definition_gets_none() {
    check(
        "//- /n/a.md\n# A\n\n## B$0irch\n\nWhite[^1], [x][y].\n\n## Oak\n\nHard[^1].\n",
        "Extract “Birch” to a new note",
        expect![[r#"
            //- /n/a.md
            # A

            [Birch](birch.md)

            ## Oak

            Hard[^1].
            //- /n/birch.md
            # Birch

            White[^1], [x][y].
        "#]],
    );
}

#[test]
fn an_inlined_label_whose_name_is_used_gets_another_one() {
    check(
        "\
//- /n/a.md
# A

Rain[^1], sun[^2] and [m].

$0![[b]]

We left.

[^1]: Page 3.
[m]: https://map.example
//- /n/b.md
Full[^1] and [m], [m][], [the *map*][m], ![m].

[^1]: Letter.

[m]: https://menu.example
",
        "Replace link with content of “b”",
        expect![[r#"
            //- /n/a.md
            # A

            Rain[^1], sun[^2] and [m].

            Full[^3] and [m][m-2], [m][m-2], [the *map*][m-2], ![m][m-2].

            [^3]: Letter.

            [m-2]: https://menu.example

            We left.

            [^1]: Page 3.
            [m]: https://map.example
        "#]],
    );
}

#[test]
fn an_inlined_section_brings_its_definitions() {
    check(
        "\
//- /n/a.md
# A

See the [map][m].

[m]: https://map.example

$0![[b#Inn]]

## Next

Text.
//- /n/b.md
# B

## Inn

Its [menu][m] is short[^1].

## Sea

Cold[^1].

> [m]: https://menu.example
>
> [^1]: In May,
>     says [the inn][i].

[i]: b.md#inn
",
        "Replace link with content of “Inn”",
        expect![[r#"
            //- /n/a.md
            # A

            See the [map][m].

            [m]: https://map.example

            ## Inn

            Its [menu][m-2] is short[^1].

            [m-2]: https://menu.example

            [^1]: In May,
                says [the inn][i].

            [i]: b.md#inn

            ## Next

            Text.
        "#]],
    );
}

#[test]
fn a_text_that_would_become_a_link_is_not_captured() {
    // It would be captured by an inlined definition.
    check(
        "//- /n/a.md\n# A\n\nSee [note].\n\n$0![[b]]\n//- /n/b.md\nSee [note].\n\n[note]: b.md\n",
        "Replace link with content of “b”",
        expect![[r#"
            //- /n/a.md
            # A

            See [note].

            See [note][note-2].

            [note-2]: b.md
        "#]],
    );
    // It would be captured by a definition of the host. Brackets without a definition cannot be
    // renamed.
    check(
        "//- /n/a.md\n# A\n\nText.\n\n[x]: a.md\n\n$0![[b]]\n//- /n/b.md\nSee [x] and [^y].\n",
        "Replace link with content of “b”",
        expect![[r#"
            Cannot move this text: “x” in “A” would be read as a label.
        "#]],
    );
    check(
        "//- /n/a.md\n# A\n\nOne[^y].\n\n[^y]: Y.\n\n$0![[b]]\n//- /n/b.md\nSee[^y].\n",
        "Replace link with content of “b”",
        expect![[r#"
            Cannot move this text: “y” in “b” would lead elsewhere.
        "#]],
    );
}

#[test]
fn paths_of_inlined_links_are_relative_to_the_other_folder() {
    check(
        "\
//- /n/a.md
# A

Text.

$0[b](x/b.md)
More.
//- /n/x/b.md
![p](p.png), [a](../a.md), [c][c] and [o](https://o.example).

[c]: c.md#d
//- /n/x/c.md
## D
",
        "Replace link with content of “b”",
        expect![[r#"
            //- /n/a.md
            # A

            Text.

            ![p](x/p.png), [a](a.md), [c][c] and [o](https://o.example).

            [c]: x/c.md#d

            More.
        "#]],
    );
}
