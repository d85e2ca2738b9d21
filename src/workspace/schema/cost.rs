//! The cost of a schema: how much it asks for at one value.

use crate::workspace::schema::rule::{Rule, SchemaId};

/// Schemas that apply to one value, each by way of the one before, are in a chain no longer than
/// this. A chain through parts of a value is as long at most.
pub(super) const MAX_DEPTH: usize = 100;

/// A schema with more rules for one value, counted each time that it applies them, is not used.
const MAX_RULES: usize = 10_000;

/// Refuses a schema that is nested too deep or applies too many rules to one value.
///
/// # Errors
///
/// Returns the required change of the schema.
pub(super) fn check_cost(schemas: &[Vec<Rule>]) -> Result<(), String> {
    let inner = |rules: &Vec<Rule>| rules.iter().flat_map(Rule::same_value).collect();
    let inner: Vec<Vec<SchemaId>> = schemas.iter().map(inner).collect();
    let order = outer_first(&inner);
    if order.len() < schemas.len() {
        return Err("it refers to itself without end; remove a `$ref` from the circle".to_owned());
    }
    let mut depths = vec![1; schemas.len()];
    let mut counts = vec![0_usize; schemas.len()];
    for id in order.into_iter().rev() {
        depths[id] += inner[id].iter().map(|inner| depths[*inner]).max().unwrap_or_default();
        let counted = inner[id].iter().map(|inner| counts[*inner]);
        counts[id] = counted.fold(schemas[id].len(), usize::saturating_add);
        if depths[id] > MAX_DEPTH {
            return Err(format!(
                "it is nested too deep; let at most {MAX_DEPTH} schemas lead to each other"
            ));
        }
        if counts[id] > MAX_RULES {
            return Err(format!(
                "it has more than {MAX_RULES} rules for one value; apply fewer schemas twice"
            ));
        }
    }
    Ok(())
}

/// The schemas in an order with each one before the schemas in it, without those in a circle or
/// after one.
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
