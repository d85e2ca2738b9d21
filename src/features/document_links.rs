//! Document links: the clickable links of a note with their targets.
//!
//! Only links to the web, to mail addresses and to files of the workspace are clickable. A note
//! from an unknown source can contain dangerous URLs.
//!
//! LSP: textDocument/documentLink.

use std::path::PathBuf;

use text_size::TextRange;

use crate::features::link::destination_range;
use crate::features::navigation_target::NavigationTarget;
use crate::note::link::{Link, LinkKind};
use crate::workspace::Workspace;
use crate::workspace::document::NoteId;
use crate::workspace::links::{Destination, Resolver};

/// A clickable link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentLink {
    /// The underlined range: the destination if it is part of the link, or else the text.
    pub range: TextRange,
    /// The target.
    pub target: LinkTarget,
}

/// The target of a click.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// A URL of the web or a mail address.
    Address(String),
    /// A place in a note.
    Place(NavigationTarget),
    /// A file that is not a note.
    File(PathBuf),
}

/// The allowed URL schemes.
const SCHEMES: [&str; 3] = ["http:", "https:", "mailto:"];

/// Returns all links of a note with an allowed target, from top to bottom.
pub fn document_links(workspace: &Workspace, note: NoteId) -> Vec<DocumentLink> {
    let Some(document) = workspace.document(note) else { return Vec::new() };
    let resolver = Resolver::new(workspace);
    let links = document.note.links.iter().filter_map(|link| {
        let target = match resolver.destination(document, link) {
            Destination::Note(target) => {
                LinkTarget::Place(NavigationTarget::of_link(workspace, target)?)
            }
            Destination::File(path) => {
                LinkTarget::File(Some(path).filter(|path| workspace.has_file(path))?)
            }
            Destination::Outside => LinkTarget::Address(address(link)?),
            Destination::Unknown | Destination::Nowhere => return None,
        };
        Some(DocumentLink { range: underlined(link)?, target })
    });
    links.collect()
}

/// Returns the URL of a link, or `None` if its scheme is not allowed.
fn address(link: &Link) -> Option<String> {
    let fragment = link.fragment.as_ref().map(|it| format!("#{it}")).unwrap_or_default();
    let address = link.path.clone() + &fragment;
    let is_mail = link.kind == LinkKind::Address && !address.contains(':');
    let address = if is_mail { format!("mailto:{address}") } else { address };
    let start: String = address.chars().take(8).collect::<String>().to_ascii_lowercase();
    SCHEMES.iter().any(|scheme| start.starts_with(scheme)).then_some(address)
}

fn underlined(link: &Link) -> Option<TextRange> {
    let range = match link.place {
        Some(_) => destination_range(link),
        None => link.text.unwrap_or(link.range),
    };
    (!range.is_empty()).then_some(range)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{LinkTarget, document_links};
    use crate::features::fixture::Fixture;

    #[test]
    fn links_have_only_allowed_targets() {
        let fixture = Fixture::new(
            "//- /a.md\n[x](b.md) [y](b.md#part) [[b|z]] [r][r] <https://example.com/#a> \
             <me@example.com>\n[no](none.md) [no](javascript:alert(1)) [no](file:///etc/passwd) \
             [no](command:x) [no]({{ url }}) [[none]]\n![i](none.png) [h](HTTPS://example.com)\n\n\
             [r]: b.md#here\n//- /b.md\n# B\n## Part\n<a id=here></a>\n",
        );
        let shown = document_links(&fixture.workspace, fixture.notes[0]).into_iter().map(|link| {
            let target = match link.target {
                LinkTarget::Address(address) => address,
                LinkTarget::Place(it) => fixture.place(it.note, it.name_range),
                LinkTarget::File(path) => path.display().to_string(),
            };
            format!("{}: {target}\n", fixture.slice(fixture.notes[0], link.range))
        });
        expect![[r#"
            b.md: /b.md:1: B
            b.md#part: /b.md:2: Part
            b: /b.md:1: B
            r: /b.md:3: here
            https://example.com/#a: https://example.com/#a
            me@example.com: mailto:me@example.com
            HTTPS://example.com: HTTPS://example.com
            b.md#here: /b.md:3: here
        "#]]
        .assert_eq(&shown.collect::<String>());
    }
}
