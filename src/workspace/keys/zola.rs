//! The keys of Zola, of pages and of sections (`_index.md`).
//!
//! Source: getzola.org/documentation/content/page and …/section.

use super::Kind::{Any, Date, Flag, List, Map, Number, Text};
use super::Table;

pub(super) const TABLE: Table = Table {
    keys: &[
        ("title", Text, "What the page is called."),
        ("description", Text, "What the page is about."),
        (
            "date",
            Date,
            "The date of the page, without quotes: `YYYY-MM-DD`, or with a time as in RFC 3339.",
        ),
        ("updated", Date, "When the page was last changed."),
        (
            "weight",
            Number,
            "The place among the pages of its section, where these are sorted by weight.",
        ),
        ("draft", Flag, "Whether the page is left out unless drafts are asked for."),
        ("slug", Text, "The last part of the address, instead of the file's name."),
        ("path", Text, "The whole address, without a slash at its beginning."),
        ("aliases", List, "Old paths that lead here."),
        ("authors", List, "Those who wrote the page."),
        ("in_search_index", Flag, "Whether the page is found by searching."),
        ("template", Text, "The template of the page."),
        ("render", Flag, "Whether a page of its own is made."),
        ("taxonomies", Map, "The tags, categories and the like of the page."),
        ("taxonomies.tags", List, "The tags of the page."),
        ("taxonomies.categories", List, "The categories of the page."),
        ("extra", Map, "Values of your own."),
        ("sort_by", Text, "How the pages of the section are sorted (`_index.md`)."),
        (
            "insert_anchor_links",
            Text,
            "On which side of headings links to them stand (`_index.md`).",
        ),
        ("paginate_by", Number, "How many pages are shown at a time (`_index.md`)."),
        ("paginate_path", Text, "What the address of further ones begins with (`_index.md`)."),
        ("paginate_reversed", Flag, "Whether they are numbered from the last one (`_index.md`)."),
        ("page_template", Text, "The template of the pages below (`_index.md`)."),
        ("redirect_to", Text, "The path that the section leads to (`_index.md`)."),
        (
            "transparent",
            Flag,
            "Whether its pages count as those of the section above (`_index.md`).",
        ),
        ("generate_feeds", Flag, "Whether the section has feeds of its own (`_index.md`)."),
        (
            "generate_feed",
            Flag,
            "Whether the section has a feed of its own (`_index.md`, before 0.19).",
        ),
        ("tags", Any, "Zola reads these in `[taxonomies]`."),
        ("categories", Any, "Zola reads these in `[taxonomies]`."),
    ],
    values: &[
        ("sort_by", &["date", "update_date", "title", "title_bytes", "weight", "slug", "none"]),
        ("insert_anchor_links", &["left", "right", "heading", "none"]),
    ],
};
