//! The keys of Docusaurus: of docs, blog posts and pages.
//!
//! Source: docusaurus.io/docs/api/plugins, “Markdown front matter” of each content plugin.

use super::Kind::{Any, Date, Flag, List, Map, Number, Text};
use super::Table;

pub(super) const TABLE: Table = Table {
    keys: &[
        (
            "id",
            Text,
            "What the document is called in sidebars; the path without extension if not set.",
        ),
        ("title", Text, "What the page is called, in its tab and in search engines."),
        ("title_meta", Text, "The title for search engines, if it is another one."),
        ("description", Text, "What the page is about, for search engines."),
        ("hoverText", Text, "What is shown of the term where it is linked (terminology plugins)."),
        ("slug", Text, "The address of the page, relative or from the root."),
        ("sidebar_label", Text, "What the page is called in the sidebar."),
        ("sidebar_position", Number, "The place of the page in a generated sidebar."),
        ("sidebar_class_name", Text, "A class for the page's entry in the sidebar."),
        ("sidebar_key", Text, "What tells the entry from others of the same label."),
        ("sidebar_custom_props", Map, "Values of your own for the entry in the sidebar."),
        ("displayed_sidebar", Any, "The sidebar that is shown beside the page; `null` for none."),
        ("hide_title", Flag, "Whether the title is not shown above the text."),
        ("hide_table_of_contents", Flag, "Whether the table of contents is not shown."),
        (
            "toc_min_heading_level",
            Number,
            "The highest level of headings in the table of contents, 2 to 6.",
        ),
        (
            "toc_max_heading_level",
            Number,
            "The deepest level of headings in the table of contents, 2 to 6.",
        ),
        ("pagination_label", Text, "What the page is called in the buttons to it."),
        ("pagination_next", Any, "The page that comes next; `null` for none."),
        ("pagination_prev", Any, "The page that comes before; `null` for none."),
        ("custom_edit_url", Any, "The address where the page is edited; `null` for none."),
        ("parse_number_prefixes", Flag, "Whether numbers at the start of file names are left out."),
        ("keywords", List, "Words for search engines."),
        ("image", Text, "A picture for previews."),
        ("tags", List, "The tags of the page."),
        ("draft", Flag, "Whether the page is left out of the published site."),
        ("unlisted", Flag, "Whether the page can be reached, but is listed nowhere."),
        ("last_update", Map, "When the page was last changed (`date`), and by whom (`author`)."),
        ("date", Date, "The date of the post, instead of the one in the file's name (blog)."),
        ("authors", Any, "Those who wrote the post (blog)."),
        ("author", Text, "Who wrote the post (blog; old)."),
        ("author_url", Text, "The address of who wrote the post (blog; old)."),
        ("author_title", Text, "What they do (blog; old)."),
        ("author_image_url", Text, "Their picture (blog; old)."),
        ("wrapperClassName", Text, "A class for the whole page."),
        ("hide_reading_time", Flag, "Whether the time it takes to read is not shown (blog)."),
    ],
    values: &[],
};
