//! The rules of a JSON Schema for a value.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde_json::{Number, Value};

use crate::note::date::{DateForm, Zone};
use crate::workspace::schema::pattern::StringPattern;

/// The maximum number of characters of a text in a message.
pub(super) const MAX_SHOWN: usize = 60;

/// The number of a schema, from 0 for the outermost one.
pub(super) type SchemaId = usize;

/// A rule of a schema for a value.
pub(super) enum SchemaRule {
    /// No value fits: the schema `false`.
    Never,
    Type(Vec<Type>),
    /// `enum`, and `const` as the only value.
    Enum(Vec<Value>),
    Required(Vec<String>),
    /// The keys that are required where another key is.
    DependentRequired(BTreeMap<String, Vec<String>>),
    /// `properties`, `patternProperties` and `additionalProperties`.
    Properties {
        named: BTreeMap<String, SchemaId>,
        patterns: Vec<(StringPattern, SchemaId)>,
        others: Option<SchemaId>,
    },
    PropertyNames(SchemaId),
    /// `prefixItems` and `items`; in draft 7 `items` and `additionalItems`.
    Items {
        first: Vec<SchemaId>,
        rest: Option<SchemaId>,
    },
    Contains(SchemaId),
    UniqueItems,
    Pattern(StringPattern),
    Format(StringFormat),
    Bound(Measure, Relation, Number),
    MultipleOf(Number),
    /// `allOf`, and `$ref` as the only schema.
    AllOf(Vec<SchemaId>),
    AnyOf(Vec<SchemaId>),
    OneOf(Vec<SchemaId>),
    Not(SchemaId),
    If {
        condition: SchemaId,
        then: Option<SchemaId>,
        otherwise: Option<SchemaId>,
    },
}

/// A type in JSON Schema.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    Null,
    Boolean,
    Number,
    Integer,
    String,
    Array,
    Object,
}

/// The checked formats. Other formats in a schema are only documentation.
#[derive(Clone, Copy)]
pub(super) enum StringFormat {
    Date,
    DateTime,
}

/// A quantity with a bound.
#[derive(Clone, Copy)]
pub(super) enum Measure {
    Number,
    Characters,
    Items,
    Keys,
}

/// A relation of a quantity to its bound.
#[derive(Clone, Copy)]
pub(super) enum Relation {
    AtLeast,
    MoreThan,
    AtMost,
    LessThan,
}

impl SchemaRule {
    /// Returns the schemas that the rule applies to the value itself, not to its keys or parts.
    pub(super) fn same_value(&self) -> Vec<SchemaId> {
        match self {
            Self::AllOf(schemas) | Self::AnyOf(schemas) | Self::OneOf(schemas) => schemas.clone(),
            Self::Not(schema) => vec![*schema],
            Self::If { condition, then, otherwise } => {
                [Some(*condition), *then, *otherwise].into_iter().flatten().collect()
            }
            _ => Vec::new(),
        }
    }
}

impl Type {
    pub(super) const ALL: [Self; 7] = [
        Self::Null,
        Self::Boolean,
        Self::Number,
        Self::Integer,
        Self::String,
        Self::Array,
        Self::Object,
    ];

    /// Returns the name in a schema.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Number => "number",
            Self::Integer => "integer",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
        }
    }

    /// Returns whether a value with this narrowest type is of this type.
    pub(super) fn includes(self, narrowest: Self) -> bool {
        self == narrowest || (self == Self::Number && narrowest == Self::Integer)
    }

    /// Returns the narrowest type of a value.
    pub(super) fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(_) => Self::Boolean,
            Value::Number(number) => match number.as_f64() {
                Some(float) if float.fract() == 0.0 => Self::Integer,
                _ => Self::Number,
            },
            Value::String(_) => Self::String,
            Value::Array(_) => Self::Array,
            Value::Object(_) => Self::Object,
        }
    }
}

impl StringFormat {
    /// Returns the name in messages.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Date => "a date such as 2024-01-31",
            Self::DateTime => "a date with time and zone such as 2024-01-31T12:00:00Z",
        }
    }

    /// Returns whether a text has the format.
    ///
    /// RFC 3339, section 5.6.
    pub(super) fn fits(self, text: &str) -> bool {
        match (self, DateForm::of(text)) {
            (Self::Date, form) => form == Some(DateForm::Day),
            (Self::DateTime, Some(DateForm::Time { has_seconds: true, zone, .. })) => {
                matches!(zone, Zone::Utc | Zone::Offset { is_apart: false, has_colon: true })
            }
            (Self::DateTime, _) => false,
        }
    }
}

impl Measure {
    /// Returns the name in messages.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Characters => "number of characters",
            Self::Items => "number of items",
            Self::Keys => "number of keys",
        }
    }
}

impl Relation {
    /// Returns whether a quantity fits, from its comparison with the bound.
    pub(super) fn fits(self, ordering: Ordering) -> bool {
        match self {
            Self::AtLeast => ordering.is_ge(),
            Self::MoreThan => ordering.is_gt(),
            Self::AtMost => ordering.is_le(),
            Self::LessThan => ordering.is_lt(),
        }
    }

    /// Returns the name in messages, before the bound.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::AtLeast => "at least",
            Self::MoreThan => "more than",
            Self::AtMost => "at most",
            Self::LessThan => "less than",
        }
    }
}

/// Returns the beginning of a value for a message.
pub(super) fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
        _ => value.to_string(),
    }
}

/// Returns the beginning of a text in quotes.
pub(super) fn quoted(text: &str) -> String {
    match text.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("“{}…”", &text[..end]),
        None => format!("“{text}”"),
    }
}
