//! The keys of Obsidian: the default properties, and those of Publish.
//!
//! Source: help.obsidian.md, “Properties”.

use super::Kind::{Any, Date, Flag, Text, Texts};
use super::Table;

pub(super) const TABLE: Table = Table {
    keys: &[
        ("aliases", Texts, "Further names of the note, by which links find it."),
        ("alias", Texts, "Further names of the note (old spelling of `aliases`)."),
        (
            "tags",
            Texts,
            "The tags of the note. Spaces are not allowed in them; `a/b` is below `a`.",
        ),
        ("tag", Texts, "The tags of the note (old spelling of `tags`)."),
        ("cssclasses", Texts, "Classes by which the note can be styled."),
        ("cssclass", Texts, "Classes by which the note can be styled (old spelling)."),
        ("title", Text, "What the note is called, for plugins that show it."),
        ("date", Date, "The date of the note, for plugins that read it."),
        ("publish", Flag, "Whether the note is published (Publish)."),
        ("permalink", Text, "The address of the note (Publish)."),
        ("description", Text, "What the note is about, for previews (Publish)."),
        ("image", Text, "A picture for previews (Publish)."),
        ("cover", Text, "A picture for previews (Publish)."),
        ("created", Any, "When the note was made; many plugins keep it."),
        ("modified", Any, "When the note was last changed; many plugins keep it."),
        ("updated", Any, "When the note was last changed; many plugins keep it."),
    ],
    values: &[],
};
