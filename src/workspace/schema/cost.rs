//! The cost of a schema: its depth and its number of rules for one value.

use crate::workspace::schema::rule::{SchemaId, SchemaRule};

/// The maximum length of a chain of schemas that apply to one value, each included by the previous
/// one. A chain through the parts of a value has the same maximum.
pub(super) const MAX_DEPTH: usize = 100;

/// The maximum number of rules for one value. A rule that a schema applies twice counts twice.
const MAX_RULES: usize = 10_000;

/// Refuses a schema that is nested too deep or applies too many rules to one value.
///
/// # Errors
///
/// Returns the required change of the schema.
pub(super) fn check_cost(schemas: &[Vec<SchemaRule>]) -> Result<(), String> {
    let inner = |rules: &Vec<SchemaRule>| rules.iter().flat_map(SchemaRule::same_value).collect();
    let inner: Vec<Vec<SchemaId>> = schemas.iter().map(inner).collect();
    let order = outer_first(&inner);
    if order.len() < schemas.len() {
        return Err("it refers to itself endlessly; remove a `$ref` from the circle".to_owned());
    }
    let mut depths = vec![1; schemas.len()];
    let mut counts = vec![0_usize; schemas.len()];
    for id in order.into_iter().rev() {
        depths[id] += inner[id].iter().map(|inner| depths[*inner]).max().unwrap_or_default();
        let counted = inner[id].iter().map(|inner| counts[*inner]);
        counts[id] = counted.fold(schemas[id].len(), usize::saturating_add);
        if depths[id] > MAX_DEPTH {
            return Err(format!(
                "it is nested too deep; use a chain of at most {MAX_DEPTH} schemas"
            ));
        }
        if counts[id] > MAX_RULES {
            return Err(format!(
                "it has more than {MAX_RULES} rules for one value; refer to fewer schemas repeatedly"
            ));
        }
    }
    Ok(())
}

/// Returns the schemas in order, each before the schemas inside it. Schemas in a circle, and those
/// inside them, are left out.
fn outer_first(inner: &[Vec<SchemaId>]) -> Vec<SchemaId> {
    let mut users = vec![0_usize; inner.len()];
    for id in inner.iter().flatten() {
        users[*id] += 1;
    }
    let mut order: Vec<_> = (0..inner.len()).filter(|id| users[*id] == 0).collect();
    let mut next = 0;
    while let Some(id) = order.get(next).copied() {
        next += 1;
        for id in &inner[id] {
            users[*id] -= 1;
            if users[*id] == 0 {
                order.push(*id);
            }
        }
    }
    order
}
