//! The keys of Jekyll, its usual plugins and its theme Chirpy.
//!
//! Source: jekyllrb.com/docs/front-matter, jekyll-seo-tag, jekyll-redirect-from, and “Writing a New
//! Post” of Chirpy.

use super::Kind::{Any, Date, Flag, List, Map, Text, Texts};
use super::Table;

pub(super) const TABLE: Table = Table {
    keys: &[
        ("title", Text, "What the page is called."),
        (
            "date",
            Date,
            "When the post was published: `YYYY-MM-DD HH:MM:SS +/-TTTT`. It goes over the date in the file's name.",
        ),
        (
            "categories",
            Texts,
            "The categories of the post, the topmost first. Chirpy shows up to two: `[TOP, SUB]`. A single text is cut at spaces.",
        ),
        ("category", Text, "The one category of the post."),
        ("tags", Texts, "The tags of the post. A single text is cut at spaces."),
        ("tag", Text, "The one tag of the post."),
        (
            "layout",
            Text,
            "The layout that the page is put into: a file in `_layouts` without its extension. `none` for none at all.",
        ),
        (
            "permalink",
            Text,
            "The address of the page, instead of the one made of its date, categories and title.",
        ),
        ("published", Flag, "Whether the page is made at all."),
        (
            "description",
            Text,
            "What the page is about, in a sentence or two: for search engines and previews.",
        ),
        ("excerpt", Text, "The beginning of the post as it is shown in lists."),
        ("excerpt_separator", Text, "What ends the excerpt in this post."),
        ("author", Any, "Who wrote the post: a key of `_data/authors.yml`, or a name."),
        ("authors", Texts, "Those who wrote the post: keys of `_data/authors.yml`."),
        ("last_modified_at", Date, "When the post was last changed."),
        ("image", Any, "The picture of the post: a path, or `path` with `alt` and `lqip`."),
        ("image.path", Text, "The path of the picture."),
        ("image.alt", Text, "What the picture shows, in words."),
        ("image.lqip", Text, "A small picture that is shown first: a path or base64."),
        ("pin", Flag, "Whether the post stands above all others on the home page (Chirpy)."),
        ("toc", Any, "Whether the table of contents is shown beside the post (Chirpy)."),
        ("comments", Flag, "Whether readers can comment on the post (Chirpy)."),
        ("math", Flag, "Whether formulas are rendered (Chirpy)."),
        ("mermaid", Flag, "Whether diagrams in Mermaid are rendered (Chirpy)."),
        (
            "render_with_liquid",
            Flag,
            "Whether Liquid in the page is run. `false` shows `{{` as it is.",
        ),
        (
            "media_subpath",
            Text,
            "What stands before the paths of all pictures and sounds of the post (Chirpy).",
        ),
        ("redirect_from", Texts, "Old addresses that lead here (jekyll-redirect-from)."),
        ("redirect_to", Texts, "The address that this page leads to (jekyll-redirect-from)."),
        ("sitemap", Any, "Whether the page is in the sitemap (jekyll-sitemap)."),
        ("slug", Text, "The last part of the address, instead of the one in the file's name."),
        ("lang", Text, "The language of the page."),
        ("icon", Text, "The icon of the tab (Chirpy)."),
        ("order", Any, "The place of the tab among the others (Chirpy)."),
        ("aliases", List, "Further names of what the note is about."),
        ("canonical_url", Text, "The address that search engines are to show (jekyll-seo-tag)."),
        ("seo", Map, "What search engines are told (jekyll-seo-tag)."),
    ],
    values: &[],
};
