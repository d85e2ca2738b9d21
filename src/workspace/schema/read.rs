//! The reader of a JSON Schema. A schema is read once and then applied to all notes.
//!
//! It supports JSON Schema 2020-12, and the keywords that differ in draft 7. Schemas refer to each
//! other by number. So the reader does not recurse, and a schema may refer to itself.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Map, Value};

use crate::workspace::links::decoded;
use crate::workspace::schema::pattern::StringPattern;
use crate::workspace::schema::rule::{
    MAX_SHOWN, Measure, Relation, SchemaId, SchemaRule, StringFormat, Type, quoted, shown,
};

/// The maximum number of patterns in a schema.
const MAX_PATTERNS: usize = 100;

const BOUNDS: [(&str, Measure, Relation); 10] = [
    ("minimum", Measure::Number, Relation::AtLeast),
    ("maximum", Measure::Number, Relation::AtMost),
    ("exclusiveMinimum", Measure::Number, Relation::MoreThan),
    ("exclusiveMaximum", Measure::Number, Relation::LessThan),
    ("minLength", Measure::Characters, Relation::AtLeast),
    ("maxLength", Measure::Characters, Relation::AtMost),
    ("minItems", Measure::Items, Relation::AtLeast),
    ("maxItems", Measure::Items, Relation::AtMost),
    ("minProperties", Measure::Keys, Relation::AtLeast),
    ("maxProperties", Measure::Keys, Relation::AtMost),
];

const PROPERTIES: [&str; 3] = ["properties", "patternProperties", "additionalProperties"];
const ITEMS: [&str; 3] = ["items", "prefixItems", "additionalItems"];

/// The keywords without a check: those of the standard, then those of editors.
const ANNOTATIONS: [&str; 24] = [
    "$schema",
    "$comment",
    "$defs",
    "definitions",
    "title",
    "description",
    "default",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "allowComments",
    "allowTrailingCommas",
    "defaultSnippets",
    "deprecationMessage",
    "doNotSuggest",
    "enumDescriptions",
    "errorMessage",
    "markdownDescription",
    "markdownEnumDescriptions",
    "patternErrorMessage",
];

/// The rules of a schema and of all schemas inside it.
pub(super) struct Rules {
    /// The rules of each schema.
    pub(super) schemas: Vec<Vec<SchemaRule>>,
    /// The ignored keywords, which are not supported.
    pub(super) ignored: BTreeSet<String>,
}

impl Rules {
    /// Reads the rules of a schema.
    ///
    /// # Errors
    ///
    /// Returns the keyword that cannot be used.
    pub(super) fn read(schema: &Value) -> Result<Self, String> {
        let mut reader = SchemaReader {
            root: schema,
            ids: HashMap::new(),
            found: Vec::new(),
            patterns: BTreeMap::new(),
            ignored: BTreeSet::new(),
        };
        reader.id(schema);
        let mut schemas = Vec::new();
        while let Some(schema) = reader.found.get(schemas.len()) {
            schemas.push(reader.rules(schema)?);
        }
        Ok(Self { schemas, ignored: reader.ignored })
    }
}

struct SchemaReader<'v> {
    root: &'v Value,
    /// The number of each schema by its address.
    ids: HashMap<*const Value, SchemaId>,
    /// The schemas in the order of their numbers. The rules of the last ones are not read yet.
    found: Vec<&'v Value>,
    patterns: BTreeMap<&'v str, StringPattern>,
    ignored: BTreeSet<String>,
}

impl<'v> SchemaReader<'v> {
    fn id(&mut self, schema: &'v Value) -> SchemaId {
        let id = *self.ids.entry(schema).or_insert(self.found.len());
        if id == self.found.len() {
            self.found.push(schema);
        }
        id
    }

    fn rules(&mut self, schema: &'v Value) -> Result<Vec<SchemaRule>, String> {
        let object = match schema {
            Value::Bool(true) => return Ok(Vec::new()),
            Value::Bool(false) => return Ok(vec![SchemaRule::Never]),
            Value::Object(object) => object,
            other => return Err(format!("{} is not a schema", shown(other))),
        };
        let mut rules = Vec::new();
        for (keyword, value) in object {
            if let Some(rule) = self.rule(object, keyword, value)? {
                rules.push(rule);
            } else if !is_known(keyword) && (keyword != "$id" || !std::ptr::eq(schema, self.root)) {
                self.ignored.insert(keyword.chars().take(MAX_SHOWN).collect());
            }
        }
        if PROPERTIES.iter().any(|keyword| object.contains_key(*keyword)) {
            rules.push(self.properties(object)?);
        }
        if ITEMS.iter().any(|keyword| object.contains_key(*keyword)) {
            rules.push(self.items(object)?);
        }
        Ok(rules)
    }

    /// Returns the rule of a keyword that does not depend on other keywords.
    fn rule(
        &mut self,
        schema: &'v Map<String, Value>,
        keyword: &str,
        value: &'v Value,
    ) -> Result<Option<SchemaRule>, String> {
        let wrong = |expected| wrong(keyword, value, expected);
        let rule = match keyword {
            "$ref" => SchemaRule::AllOf(vec![self.reference(text(keyword, value)?)?]),
            "type" => SchemaRule::Type(types(value).ok_or_else(|| wrong("a type"))?),
            "enum" => SchemaRule::Enum(list(keyword, value)?.clone()),
            "const" => SchemaRule::Enum(vec![value.clone()]),
            "required" => SchemaRule::Required(names(keyword, value)?),
            "dependentRequired" => {
                let keys = map(keyword, value)?.iter();
                let keys = keys.map(|(key, needed)| Ok((key.clone(), names(keyword, needed)?)));
                SchemaRule::DependentRequired(keys.collect::<Result<_, String>>()?)
            }
            "propertyNames" => SchemaRule::PropertyNames(self.id(value)),
            "contains" => SchemaRule::Contains(self.id(value)),
            "uniqueItems" => match value {
                Value::Bool(is_unique) => return Ok(is_unique.then_some(SchemaRule::UniqueItems)),
                _ => return Err(wrong("true or false")),
            },
            "pattern" => SchemaRule::Pattern(self.pattern(text(keyword, value)?)?),
            "format" => match text(keyword, value)? {
                "date" => SchemaRule::Format(StringFormat::Date),
                "date-time" => SchemaRule::Format(StringFormat::DateTime),
                _ => return Ok(None),
            },
            "multipleOf" => match value {
                Value::Number(number) if number.as_f64().is_some_and(|number| number > 0.0) => {
                    SchemaRule::MultipleOf(number.clone())
                }
                _ => return Err(wrong("a number above 0")),
            },
            "allOf" => SchemaRule::AllOf(self.alternatives(keyword, value)?),
            "anyOf" => SchemaRule::AnyOf(self.alternatives(keyword, value)?),
            "oneOf" => SchemaRule::OneOf(self.alternatives(keyword, value)?),
            "not" => SchemaRule::Not(self.id(value)),
            "if" => SchemaRule::If {
                condition: self.id(value),
                then: schema.get("then").map(|then| self.id(then)),
                otherwise: schema.get("else").map(|otherwise| self.id(otherwise)),
            },
            _ => match BOUNDS.iter().find(|(name, ..)| *name == keyword) {
                Some((_, measure, relation)) => match value {
                    Value::Number(bound) => SchemaRule::Bound(*measure, *relation, bound.clone()),
                    _ => return Err(wrong("a number")),
                },
                None => return Ok(None),
            },
        };
        Ok(Some(rule))
    }

    fn properties(&mut self, schema: &'v Map<String, Value>) -> Result<SchemaRule, String> {
        let mut maps = Vec::new();
        for keyword in ["properties", "patternProperties"] {
            let value = schema.get(keyword);
            maps.push(value.map(|value| map(keyword, value)).transpose()?.into_iter().flatten());
        }
        let mut patterns = Vec::new();
        for (source, value) in maps.pop().into_iter().flatten() {
            patterns.push((self.pattern(source)?, self.id(value)));
        }
        let named = maps.pop().into_iter().flatten();
        let named = named.map(|(name, value)| (name.clone(), self.id(value))).collect();
        let others = schema.get("additionalProperties").map(|value| self.id(value));
        Ok(SchemaRule::Properties { named, patterns, others })
    }

    fn items(&mut self, schema: &'v Map<String, Value>) -> Result<SchemaRule, String> {
        let (first, rest) = match schema.get("items") {
            Some(items @ Value::Array(_)) => (Some(items), schema.get("additionalItems")),
            items => (schema.get("prefixItems"), items),
        };
        let first = first.map(|first| list("prefixItems", first)).transpose()?;
        let first = first.into_iter().flatten().map(|value| self.id(value)).collect();
        Ok(SchemaRule::Items { first, rest: rest.map(|value| self.id(value)) })
    }

    fn alternatives(&mut self, keyword: &str, value: &'v Value) -> Result<Vec<SchemaId>, String> {
        Ok(list(keyword, value)?.iter().map(|schema| self.id(schema)).collect())
    }

    fn reference(&mut self, reference: &str) -> Result<SchemaId, String> {
        let found = target(self.root, reference);
        let target = found.ok_or_else(|| {
            format!("`$ref` leads to {}, which is not a part of this schema", quoted(reference))
        })?;
        Ok(self.id(target))
    }

    fn pattern(&mut self, source: &'v str) -> Result<StringPattern, String> {
        if let Some(known) = self.patterns.get(source) {
            return Ok(known.clone());
        }
        if self.patterns.len() == MAX_PATTERNS {
            return Err(format!("it has more than {MAX_PATTERNS} patterns"));
        }
        let pattern = StringPattern::compile(source)?;
        self.patterns.insert(source, pattern.clone());
        Ok(pattern)
    }
}

/// Returns the part of a schema that a reference leads to.
///
/// RFC 6901, section 6: a JSON pointer as a fragment.
pub(super) fn target<'v>(root: &'v Value, reference: &str) -> Option<&'v Value> {
    root.pointer(&decoded(reference.strip_prefix('#')?))
}

/// Returns whether a keyword without a rule of its own is supported or an annotation.
fn is_known(keyword: &str) -> bool {
    let lists = [&PROPERTIES[..], &ITEMS, &ANNOTATIONS, &["then", "else", "format", "uniqueItems"]];
    lists.iter().any(|list| list.contains(&keyword)) || keyword.starts_with("x-")
}

fn wrong(keyword: &str, value: &Value, expected: &str) -> String {
    format!("`{keyword}` is {}, not {expected}", shown(value))
}

fn text<'v>(keyword: &str, value: &'v Value) -> Result<&'v str, String> {
    value.as_str().ok_or_else(|| wrong(keyword, value, "a string"))
}

fn list<'v>(keyword: &str, value: &'v Value) -> Result<&'v Vec<Value>, String> {
    value.as_array().ok_or_else(|| wrong(keyword, value, "a list"))
}

fn map<'v>(keyword: &str, value: &'v Value) -> Result<&'v Map<String, Value>, String> {
    value.as_object().ok_or_else(|| wrong(keyword, value, "an object"))
}

fn names(keyword: &str, value: &Value) -> Result<Vec<String>, String> {
    let names = list(keyword, value)?.iter();
    names.map(|name| text(keyword, name).map(str::to_owned)).collect()
}

fn types(value: &Value) -> Option<Vec<Type>> {
    let names = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    let one = |name: &Value| Type::ALL.into_iter().find(|kind| *name == kind.name());
    names.iter().map(one).collect()
}
