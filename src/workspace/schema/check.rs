//! The check of a value against the rules of a schema, in a bounded number of steps.

use std::cmp::Ordering;

use serde_json::{Map, Number, Value};

use crate::workspace::schema::cost::MAX_DEPTH;
use crate::workspace::schema::rule::{
    Measure, Relation, SchemaId, SchemaRule, Type, quoted, shown,
};

/// The maximum number of violations reported for a note.
const MAX_VIOLATIONS: usize = 20;

/// The maximum number of steps in the check of a note. Most notes take fewer than 1,000.
const MAX_STEPS: usize = 100_000;

/// The maximum number of `enum` values in a message.
const MAX_NAMES: usize = 10;

/// The number of bytes of a text that a step compares or counts.
const BYTES_OF_A_STEP: usize = 64;

/// A violation of a schema at a place in front matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The keys that lead to the value, and the numbers of items from 0.
    pub path: Vec<String>,
    /// The reason, without a period.
    pub message: String,
}

/// Checks a value, and returns the first violations.
///
/// A value that takes too many steps is checked only in part. The last violation reports this.
pub(super) fn check(schemas: &[Vec<SchemaRule>], value: &Value) -> Vec<Violation> {
    let mut check =
        Checker { schemas, steps: MAX_STEPS, depth: 0, is_silent: false, violations: Vec::new() };
    if check.schema(0, value, &ValuePath::Top) == Err(Stop::TooCostly) {
        let message = "The check against the schema is incomplete, since it takes too long; \
             simplify the schema or shorten the front matter";
        check.violations.push(Violation { path: Vec::new(), message: message.to_owned() });
    }
    check.violations
}

struct Checker<'s> {
    schemas: &'s [Vec<SchemaRule>],
    /// The number of remaining steps.
    steps: usize,
    /// The number of schemas around the current one.
    depth: usize,
    /// Whether violations are not reported, for example in a schema of `anyOf`.
    is_silent: bool,
    violations: Vec<Violation>,
}

/// The reason to end a check early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stop {
    /// A violation in a silent check.
    Violation,
    /// The maximum number of violations is reached.
    Full,
    /// No steps remain, or schemas are nested too deep.
    TooCostly,
}

/// The path from the checked value to a part of it.
enum ValuePath<'p> {
    Top,
    Key(&'p ValuePath<'p>, &'p str),
    Item(&'p ValuePath<'p>, usize),
}

impl<'s> Checker<'s> {
    fn schema(&mut self, id: SchemaId, value: &Value, path: &ValuePath<'_>) -> Result<(), Stop> {
        if self.depth == MAX_DEPTH {
            return Err(Stop::TooCostly);
        }
        self.spend(1)?;
        self.depth += 1;
        let schemas = self.schemas;
        let result = schemas[id].iter().try_for_each(|rule| self.rule(rule, value, path));
        self.depth -= 1;
        result
    }

    fn rule(
        &mut self,
        rule: &'s SchemaRule,
        value: &Value,
        path: &ValuePath<'_>,
    ) -> Result<(), Stop> {
        self.spend(1)?;
        match value {
            Value::Object(map) => self.object(rule, map, path)?,
            Value::Array(items) => self.array(rule, items, path)?,
            Value::String(text) => self.string(rule, text, path)?,
            Value::Number(number) => self.number(rule, number, path)?,
            Value::Null | Value::Bool(_) => {}
        }
        match rule {
            SchemaRule::Never => self.demand(false, path, || match path {
                ValuePath::Key(_, key) => format!("Key `{key}` is not allowed"),
                ValuePath::Top | ValuePath::Item(..) => "This value is not allowed".to_owned(),
            }),
            SchemaRule::Type(types) => {
                let found = Type::of(value);
                let fits = types.iter().any(|expected| expected.includes(found));
                self.demand(fits, path, || {
                    let names: Vec<_> = types.iter().map(|expected| expected.name()).collect();
                    format!("{} is not of type {}", shown(value), names.join(" or "))
                })
            }
            SchemaRule::Enum(values) => {
                let fits = self.is_any_of(values, value)?;
                self.demand(fits, path, || {
                    let names: Vec<_> = values.iter().map(shown).take(MAX_NAMES).collect();
                    let one_of = if names.len() == 1 { "" } else { "one of " };
                    let end = if values.len() > MAX_NAMES { " or others" } else { "" };
                    format!("{} is not {one_of}{}{end}", shown(value), names.join(", "))
                })
            }
            SchemaRule::AllOf(schemas) => {
                schemas.iter().try_for_each(|schema| self.schema(*schema, value, path))
            }
            SchemaRule::AnyOf(schemas) => {
                let fits = self.count_fits(schemas.iter().map(|schema| (*schema, value)), 1)?;
                self.demand(fits == 1, path, || "No schema of `anyOf` fits this value".to_owned())
            }
            SchemaRule::OneOf(schemas) => {
                let fits = self.count_fits(schemas.iter().map(|schema| (*schema, value)), 2)?;
                self.demand(fits == 1, path, || {
                    let found = if fits == 0 { "No schema" } else { "More than one schema" };
                    format!("{found} of `oneOf` fits this value; exactly one should")
                })
            }
            SchemaRule::Not(schema) => {
                let fits = self.fits(*schema, value)?;
                self.demand(!fits, path, || {
                    "The schema of `not` fits this value, but should not".to_owned()
                })
            }
            SchemaRule::If { condition, then, otherwise } => {
                let next = if self.fits(*condition, value)? { then } else { otherwise };
                next.map_or(Ok(()), |schema| self.schema(schema, value, path))
            }
            // The rule applies to values of another type.
            _ => Ok(()),
        }
    }

    fn object(
        &mut self,
        rule: &'s SchemaRule,
        map: &Map<String, Value>,
        path: &ValuePath<'_>,
    ) -> Result<(), Stop> {
        match rule {
            SchemaRule::Required(names) => {
                self.required(names, map, path, |name| format!("Key `{name}` is missing"))
            }
            SchemaRule::DependentRequired(keys) => {
                self.spend(keys.len())?;
                keys.iter().filter(|(key, _)| map.contains_key(*key)).try_for_each(
                    |(key, names)| {
                        let message = |name: &str| format!("Key `{key}` requires key `{name}`");
                        self.required(names, map, path, message)
                    },
                )
            }
            SchemaRule::Properties { named, patterns, others } => {
                map.iter().try_for_each(|(key, value)| {
                    self.spend(1)?;
                    let path = ValuePath::Key(path, key);
                    let mut schemas: Vec<_> = named.get(key).copied().into_iter().collect();
                    for (pattern, schema) in patterns {
                        self.spend(pattern.steps(key))?;
                        schemas.extend(pattern.matches(key).then_some(*schema));
                    }
                    if schemas.is_empty() {
                        schemas.extend(*others);
                    }
                    schemas.into_iter().try_for_each(|schema| self.schema(schema, value, &path))
                })
            }
            SchemaRule::PropertyNames(schema) => map.keys().try_for_each(|key| {
                let name = Value::String(key.clone());
                self.schema(*schema, &name, &ValuePath::Key(path, key))
            }),
            SchemaRule::Bound(Measure::Keys, relation, bound) => {
                self.bound(Measure::Keys, &map.len().into(), *relation, bound, path)
            }
            _ => Ok(()),
        }
    }

    fn array(
        &mut self,
        rule: &'s SchemaRule,
        items: &[Value],
        path: &ValuePath<'_>,
    ) -> Result<(), Stop> {
        match rule {
            SchemaRule::Items { first, rest } => {
                let schemas = first.iter().map(Some).chain(std::iter::repeat(rest.as_ref()));
                items.iter().zip(schemas).enumerate().try_for_each(|(at, (item, schema))| {
                    let path = ValuePath::Item(path, at);
                    schema.map_or(Ok(()), |schema| self.schema(*schema, item, &path))
                })
            }
            SchemaRule::Contains(schema) => {
                let fits = self.count_fits(items.iter().map(|item| (*schema, item)), 1)?;
                self.demand(fits == 1, path, || "The schema of `contains` fits no item".to_owned())
            }
            SchemaRule::UniqueItems => items.iter().enumerate().try_for_each(|(at, item)| {
                let is_unique = !self.is_any_of(&items[..at], item)?;
                let path = ValuePath::Item(path, at);
                self.demand(is_unique, &path, || format!("{} is in the list twice", shown(item)))
            }),
            SchemaRule::Bound(Measure::Items, relation, bound) => {
                self.bound(Measure::Items, &items.len().into(), *relation, bound, path)
            }
            _ => Ok(()),
        }
    }

    fn string(&mut self, rule: &SchemaRule, text: &str, path: &ValuePath<'_>) -> Result<(), Stop> {
        match rule {
            SchemaRule::Pattern(pattern) => {
                self.spend(pattern.steps(text))?;
                self.demand(pattern.matches(text), path, || {
                    format!("{} does not match the pattern `{}`", quoted(text), pattern.source)
                })
            }
            SchemaRule::Format(format) => self.demand(format.fits(text), path, || {
                format!("{} is not {}", quoted(text), format.name())
            }),
            SchemaRule::Bound(Measure::Characters, relation, bound) => {
                self.spend(text.len() / BYTES_OF_A_STEP)?;
                let count = text.chars().count().into();
                self.bound(Measure::Characters, &count, *relation, bound, path)
            }
            _ => Ok(()),
        }
    }

    fn number(
        &mut self,
        rule: &SchemaRule,
        number: &Number,
        path: &ValuePath<'_>,
    ) -> Result<(), Stop> {
        match rule {
            SchemaRule::MultipleOf(divisor) => {
                self.demand(is_multiple(number, divisor), path, || {
                    format!("The number is {number}; expected a multiple of {divisor}")
                })
            }
            SchemaRule::Bound(Measure::Number, relation, bound) => {
                self.bound(Measure::Number, number, *relation, bound, path)
            }
            _ => Ok(()),
        }
    }

    fn bound(
        &mut self,
        measure: Measure,
        found: &Number,
        relation: Relation,
        bound: &Number,
        path: &ValuePath<'_>,
    ) -> Result<(), Stop> {
        self.demand(relation.fits(compare(found, bound)), path, || {
            let (measure, relation) = (measure.name(), relation.name());
            format!("The {measure} is {found}; expected {relation} {bound}")
        })
    }

    fn required(
        &mut self,
        names: &[String],
        map: &Map<String, Value>,
        path: &ValuePath<'_>,
        message: impl Fn(&str) -> String,
    ) -> Result<(), Stop> {
        names.iter().try_for_each(|name| {
            self.spend(1)?;
            self.demand(map.contains_key(name), path, || message(name))
        })
    }

    /// Counts the pairs whose value fits the schema, up to a limit.
    fn count_fits<'v>(
        &mut self,
        pairs: impl Iterator<Item = (SchemaId, &'v Value)>,
        limit: usize,
    ) -> Result<usize, Stop> {
        let mut count = 0;
        for (schema, value) in pairs {
            count += usize::from(self.fits(schema, value)?);
            if count == limit {
                break;
            }
        }
        Ok(count)
    }

    fn fits(&mut self, schema: SchemaId, value: &Value) -> Result<bool, Stop> {
        let was_silent = std::mem::replace(&mut self.is_silent, true);
        let result = self.schema(schema, value, &ValuePath::Top);
        self.is_silent = was_silent;
        match result {
            Ok(()) => Ok(true),
            Err(Stop::Violation) => Ok(false),
            Err(stop) => Err(stop),
        }
    }

    fn is_any_of(&mut self, values: &[Value], value: &Value) -> Result<bool, Stop> {
        for other in values {
            if self.are_equal(other, value)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Returns whether values are equal in JSON Schema, where 1 and 1.0 are equal.
    fn are_equal(&mut self, a: &Value, b: &Value) -> Result<bool, Stop> {
        self.spend(1)?;
        match (a, b) {
            (Value::Number(a), Value::Number(b)) => Ok(compare(a, b).is_eq()),
            (Value::String(a), Value::String(b)) if a.len() == b.len() => {
                self.spend(a.len() / BYTES_OF_A_STEP)?;
                Ok(a == b)
            }
            (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
                for (a, b) in a.iter().zip(b) {
                    if !self.are_equal(a, b)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            (Value::Object(a), Value::Object(b)) if a.len() == b.len() => {
                for (key, a) in a {
                    match b.get(key) {
                        Some(b) if self.are_equal(a, b)? => {}
                        _ => return Ok(false),
                    }
                }
                Ok(true)
            }
            (Value::Bool(a), Value::Bool(b)) => Ok(a == b),
            (Value::Null, Value::Null) => Ok(true),
            _ => Ok(false),
        }
    }

    fn spend(&mut self, steps: usize) -> Result<(), Stop> {
        self.steps = self.steps.checked_sub(steps).ok_or(Stop::TooCostly)?;
        Ok(())
    }

    /// Adds a violation unless the value keeps a rule.
    fn demand(
        &mut self,
        is_kept: bool,
        path: &ValuePath<'_>,
        message: impl FnOnce() -> String,
    ) -> Result<(), Stop> {
        if is_kept {
            return Ok(());
        }
        if self.is_silent {
            return Err(Stop::Violation);
        }
        let violation = Violation { path: path.names(), message: message() };
        if !self.violations.contains(&violation) {
            self.violations.push(violation);
        }
        if self.violations.len() == MAX_VIOLATIONS { Err(Stop::Full) } else { Ok(()) }
    }
}

impl ValuePath<'_> {
    fn names(&self) -> Vec<String> {
        let (mut names, step) = match self {
            Self::Top => return Vec::new(),
            Self::Key(outer, key) => (outer.names(), (*key).to_owned()),
            Self::Item(outer, at) => (outer.names(), at.to_string()),
        };
        names.push(step);
        names
    }
}

fn compare(a: &Number, b: &Number) -> Ordering {
    let ordering = match (a.as_i128(), b.as_i128()) {
        (Some(a), Some(b)) => Some(a.cmp(&b)),
        _ => a.as_f64().partial_cmp(&b.as_f64()),
    };
    ordering.unwrap_or(Ordering::Equal)
}

fn is_multiple(number: &Number, divisor: &Number) -> bool {
    if let (Some(number), Some(divisor)) = (number.as_i128(), divisor.as_i128()) {
        return number % divisor == 0;
    }
    let (number, divisor) = (number.as_f64().unwrap_or_default(), divisor.as_f64().unwrap_or(1.0));
    let quotient = number / divisor;
    // Decimal fractions such as 0.1 are not exact in binary.
    (quotient - quotient.round()).abs() <= quotient.abs() * f64::EPSILON
}
