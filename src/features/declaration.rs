//! Declaration: the nearest declaration of the term under the cursor.
//!
//! Definition returns all declarations; the editor goes to this one without a choice.
//!
//! LSP: textDocument/declaration.

use crate::features::definition::definition;
use crate::features::navigation_target::NavigationTarget;
use crate::features::{FilePosition, RangeInfo};
use crate::workspace::Workspace;

/// Returns the first target of [`definition`].
pub fn declaration(
    workspace: &Workspace,
    position: FilePosition,
) -> Option<RangeInfo<NavigationTarget>> {
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
