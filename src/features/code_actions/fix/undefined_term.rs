//! Fixes of `undefined-term`: define the term.

use super::context::FixContext;
use crate::features::code_actions::action::Action;
use crate::features::code_actions::define;

pub(super) fn fixes(ctx: &FixContext<'_>) -> Vec<Action> {
    let define = define::action(ctx.workspace, ctx.document, ctx.found.range);
    define.map(Action::preferred).into_iter().collect()
}
