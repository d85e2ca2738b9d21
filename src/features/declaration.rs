//! Declaration: the one place that declares the term under the cursor.
//!
//! Definition shows all places; this goes to the nearest without a question.
//!
//! LSP: textDocument/declaration.

use crate::features::definition::{Target, definition};
use crate::features::{FilePosition, RangeInfo};
use crate::workspace::Workspace;

/// The nearest place that declares the term at a position.
pub fn declaration(workspace: &Workspace, position: FilePosition) -> Option<RangeInfo<Target>> {
    let RangeInfo { range, info } = definition(workspace, position)?;
    Some(RangeInfo { range, info: info.into_iter().next()? })
}

#[cfg(test)]
mod tests {
    use super::declaration;
    use crate::features::fixture::Fixture;

    #[test]
    fn the_nearest_declaration_is_the_one() {
        let fixture = Fixture::new(
            "//- /a/far.md\n## Cache\nFar.\n//- /b/near.md\n## Cache\nNear.\n\
             //- /b/here.md\nA ca$0che.\n",
        );
        let found = declaration(&fixture.workspace, fixture.position()).expect("a declaration");
        let place = fixture.place(found.info.note, found.info.name_range);
        assert_eq!(place, "/b/near.md:1: Cache");
    }
}
