//! The keys of Hugo.
//!
//! Source: gohugo.io/content-management/front-matter.

use super::Kind::{Any, Date, Flag, List, Map, Number, Text, Texts};
use super::Table;

pub(super) const TABLE: Table = Table {
    keys: &[
        ("title", Text, "What the page is called."),
        ("date", Date, "The date of the page, most often that of its creation."),
        ("draft", Flag, "Whether the page is left out unless drafts are asked for."),
        ("weight", Number, "The place among the pages of its section: smaller ones come first."),
        ("description", Text, "What the page is about; not the summary."),
        ("summary", Text, "The summary, instead of the one made of the first words."),
        ("tags", Texts, "The tags of the page."),
        ("categories", Texts, "The categories of the page."),
        ("series", Texts, "The series that the page is a part of."),
        ("keywords", Texts, "Words by which related pages are found."),
        ("lastmod", Date, "When the page was last changed."),
        ("publishDate", Date, "The page is left out before this date."),
        ("expiryDate", Date, "The page is left out from this date on."),
        ("aliases", Texts, "Old addresses that lead here."),
        ("slug", Text, "The last part of the address."),
        ("url", Text, "The whole address of the page."),
        ("linkTitle", Text, "A shorter title for links to the page."),
        ("layout", Text, "The template of the page."),
        ("type", Text, "The type of the content, instead of the folder at the top."),
        ("author", Any, "Who wrote the page; most themes read it."),
        ("authors", Texts, "Those who wrote the page; most themes read it."),
        ("images", Texts, "Pictures for previews."),
        ("videos", Texts, "Videos for previews."),
        ("audio", Texts, "Sounds for previews."),
        ("isCJKLanguage", Flag, "Whether the page is in Chinese, Japanese or Korean."),
        ("markup", Text, "The language of the content."),
        ("menu", Any, "The menus that the page is in (old spelling of `menus`)."),
        ("menus", Any, "The menus that the page is in."),
        ("modified", Date, "The same as `lastmod`."),
        ("outputs", List, "The formats that the page is made in."),
        ("translationKey", Text, "What pages have in common that are translations of each other."),
        ("headless", Flag, "Whether the bundle is made without a page of its own."),
        ("build", Map, "What is made of the page, and listed."),
        ("cascade", Any, "Values for all pages below this one."),
        ("params", Map, "Values of your own."),
        ("resources", Any, "What the files of the bundle are called."),
        ("sitemap", Map, "How the page stands in the sitemap."),
        ("toc", Any, "Whether the table of contents is shown; most themes read it."),
        ("math", Any, "Whether formulas are rendered; most themes read it."),
        ("cover", Any, "The picture of the page; many themes read it."),
    ],
    values: &[],
};
