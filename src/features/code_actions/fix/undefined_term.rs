//! Repairs of `undefined-term`: define it.

use super::Remark;
use crate::features::code_actions::{Action, define};

pub(super) fn repairs(it: &Remark<'_>) -> Vec<Action> {
    let define = define::action(it.workspace, it.document, it.found.range);
    define.map(Action::preferred).into_iter().collect()
}
