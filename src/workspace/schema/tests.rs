//! Schemas: their keys, the violations of values, and refused schemas.

use expect_test::{Expect, expect};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::{KeyType, Schema};

/// Lists the violations of a value, each with its path.
#[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
fn check(schema: Value, front_matter: Value, expected: Expect) {
    let schema = Schema::read(&schema.to_string()).expect("the schema can be used");
    let found = schema.violations(&front_matter).into_iter();
    let lines = found.map(|found| format!("/{}: {}\n", found.path.join("/"), found.message));
    expected.assert_eq(&lines.collect::<String>());
}

fn read(schema: &Value) -> Result<Schema, String> {
    Schema::read(&schema.to_string())
}

fn reason(schema: &Value) -> String {
    read(schema).expect_err("the schema cannot be used")
}

#[test]
fn a_schema_describes_keys_and_finds_violations() {
    let schema = json!({
        "properties": {
            "level": { "$ref": "#/$defs/level" },
            "due": { "type": "string", "format": "date", "title": "When it is due." },
            "a/b": { "type": "array", "items": { "type": "number" } },
        },
        "required": ["level"],
        "$defs": { "level": { "type": "string", "enum": ["easy", "hard"], "description": "How hard." } },
    });
    let schema = read(&schema).expect("it is a schema");
    let find = |name: &str| schema.keys.iter().find(|key| key.name == name).expect("a key");
    assert_eq!((find("level").kind, find("level").about.as_str()), (KeyType::Text, "How hard."));
    assert_eq!(find("level").values, ["easy", "hard"]);
    assert_eq!((find("due").kind, find("due").about.as_str()), (KeyType::Date, "When it is due."));
    let found = schema.violations(&json!({ "level": "x", "a/b": [1, "y"] }));
    let paths: Vec<_> = found.iter().map(|found| found.path.join(">")).collect();
    assert_eq!(paths, ["a/b>1", "level"], "{found:?}");
    assert_eq!(schema.violations(&json!({ "level": "easy" })), []);
    assert_eq!(schema.violations(&json!({}))[0].path, [""; 0]);
}

#[test]
fn references_that_leave_the_schema_are_refused() {
    for schema in [
        "{",
        "{\"type\": 1}",
        "{\"$ref\": \"https://example.org/a.json\"}",
        "{\"$ref\": \"file:///etc/passwd\"}",
        "{\"$ref\": \"other.json\"}",
    ] {
        assert!(Schema::read(schema).is_err(), "{schema}");
    }
}

#[test]
fn each_rule_for_an_object_has_a_message() {
    check(
        json!({
            "required": ["title", "date"],
            "dependentRequired": { "draft": ["reviewer"] },
            "propertyNames": { "maxLength": 8 },
            "minProperties": 20,
            "properties": { "draft": true },
            "patternProperties": { "^n_": { "type": "number" } },
            "additionalProperties": false,
            "if": { "required": ["draft"] }, "then": { "required": ["note"] },
        }),
        json!({ "draft": true, "n_x": "", "title": "A title", "a long key": 1 }),
        expect![[r#"
            /: Key `draft` requires key `reviewer`
            /: Key `note` is missing
            /: The number of keys is 4; expected at least 20
            /a long key: The number of characters is 10; expected at most 8
            /: Key `date` is missing
            /a long key: Key `a long key` is not allowed
            /n_x: “” is not of type number
            /title: Key `title` is not allowed
        "#]],
    );
}

#[test]
fn each_rule_for_a_value_has_a_message() {
    check(
        json!({ "properties": {
            "title": { "type": ["boolean", "null"], "minLength": 3, "pattern": "^[A-Z]" },
            "level": { "enum": ["easy", 2, null] },
            "layout": { "const": "post" },
            "weight": { "type": "integer", "exclusiveMaximum": 10 },
            "price": { "multipleOf": 0.1 },
            "due": { "format": "date" },
            "time": { "format": "date-time" },
            "tags": {
                "items": { "type": "string" }, "uniqueItems": true, "maxItems": 2,
                "contains": { "const": "c" },
            },
            "pair": { "prefixItems": [{ "type": "number" }], "items": false },
            "any": { "anyOf": [{ "type": "string" }, { "type": "number" }] },
            "one": { "oneOf": [{ "type": "number" }, { "type": "integer" }] },
            "not": { "not": { "type": "string" } },
        } }),
        json!({
            "title": "a", "level": "2", "layout": "page", "weight": 10.5, "price": 0.25,
            "due": "2024-1-1", "time": "2024-01-01", "tags": ["a", "b", "a", 1],
            "pair": ["a", 1], "any": null, "one": 1, "not": "",
        }),
        expect![[r#"
            /any: No schema of `anyOf` fits this value
            /due: “2024-1-1” is not a date such as 2024-01-31
            /layout: “page” is not “post”
            /level: “2” is not one of “easy”, 2, null
            /not: The schema of `not` fits this value, but should not
            /one: More than one schema of `oneOf` fits this value; exactly one should
            /pair/0: “a” is not of type number
            /pair/1: This value is not allowed
            /price: The number is 0.25; expected a multiple of 0.1
            /tags: The schema of `contains` fits no item
            /tags: The number of items is 4; expected at most 2
            /tags/2: “a” is in the list twice
            /tags/3: 1 is not of type string
            /time: “2024-01-01” is not a date with time and zone such as 2024-01-31T12:00:00Z
            /title: The number of characters is 1; expected at least 3
            /title: “a” does not match the pattern `^[A-Z]`
            /title: “a” is not of type boolean or null
            /weight: The number is 10.5; expected less than 10
            /weight: 10.5 is not of type integer
        "#]],
    );
    check(
        json!({ "properties": {
            "layout": { "const": "post" }, "weight": { "type": "integer", "minimum": 1 },
            "due": { "format": "date" }, "time": { "format": "date-time" }, "price": { "multipleOf": 0.1 },
        } }),
        json!({
            "layout": "post", "weight": 1.0, "due": "2024-01-31", "time": "2024-01-31T12:00:00+01:00",
            "price": 0.3, "other": "x",
        }),
        expect![[""]],
    );
}

#[test]
fn no_more_than_20_violations_are_reported() {
    let schema = read(&json!({ "items": false })).expect("the schema can be used");
    assert_eq!(schema.violations(&json!(vec![0; 100])).len(), 20);
}

#[test]
fn keywords_that_are_not_supported_are_listed() {
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://example.org/schema",
        "title": "Notes",
        "unevaluatedProperties": false,
        "properties": { "a": { "$id": "a", "format": "email", "requird": [], "x-order": 1 } },
    });
    let schema = read(&schema).expect("the schema can be used");
    assert_eq!(schema.ignored().collect::<Vec<_>>(), ["$id", "requird", "unevaluatedProperties"]);
}

#[test]
fn an_unusable_schema_is_refused_with_a_reason() {
    let schemas = [
        json!([]),
        json!({ "type": "text" }),
        json!({ "properties": { "a": { "required": "b" } } }),
        json!({ "properties": [] }),
        json!({ "anyOf": [{ "minimum": "1" }] }),
        json!({ "multipleOf": 0 }),
        json!({ "$ref": "#/$defs/a" }),
        json!({ "pattern": r"(a)\1" }),
        json!({ "properties": { "a": 1 } }),
    ];
    let reasons: String = schemas.iter().map(|schema| reason(schema) + "\n").collect();
    expect![[r#"
        a list is not a schema
        `type` is “text”, not a type
        `required` is “b”, not a list
        `properties` is a list, not an object
        `minimum` is “1”, not a number
        `multipleOf` is 0, not a number above 0
        `$ref` leads to “#/$defs/a”, which is not a part of this schema
        the pattern `(a)\1` cannot be used: backreferences are not supported
        1 is not a schema
    "#]]
    .assert_eq(&reasons);
}

/// A chain of schemas. `wrap` puts each schema into the previous one.
fn chain(length: usize, wrap: impl Fn(Value) -> Value) -> Value {
    let link = |at| wrap(json!({ "$ref": format!("#/$defs/{at}") }));
    let mut schemas: Map<_, _> = (0..length).map(|at| (at.to_string(), link(at + 1))).collect();
    schemas.insert(length.to_string(), json!({ "type": "string" }));
    let mut schema = link(0);
    schema["$defs"] = schemas.into();
    schema
}

#[test]
fn a_long_chain_of_schemas_is_refused_without_recursion() {
    let wraps: [fn(Value) -> Value; 6] = [
        |next| json!({ "$ref": next["$ref"], "unevaluatedProperties": false }),
        |next| json!({ "anyOf": [next] }),
        |next| json!({ "allOf": [next] }),
        |next| json!({ "not": next }),
        |next| json!({ "if": next }),
        |next| json!({ "if": true, "then": next }),
    ];
    for wrap in wraps {
        let reason = reason(&chain(4_000, wrap));
        assert_eq!(reason, "it is nested too deep; use a chain of at most 100 schemas");
        assert!(read(&chain(40, wrap)).is_ok());
    }
    let nested = format!("{}true{}", "{\"not\":".repeat(30_000), "}".repeat(30_000));
    let reason = Schema::read(&nested).expect_err("the schema cannot be used");
    assert_eq!(reason, "it is nested too deep; use `$ref` in place of schemas inside of schemas");
}

#[test]
fn a_chain_through_the_parts_of_a_value_is_as_deep_as_the_value() {
    let schema = chain(4_000, |next| json!({ "properties": { "a": next } }));
    let schema = read(&schema).expect("the schema can be used");
    let deep = (0..32).fold(json!(1), |value, _| json!({ "a": value }));
    assert_eq!(schema.violations(&deep), []);
}

#[test]
fn an_endless_schema_is_refused() {
    let circle = "it refers to itself endlessly; remove a `$ref` from the circle";
    assert_eq!(reason(&json!({ "$ref": "#" })), circle);
    assert_eq!(reason(&json!({ "anyOf": [{ "not": { "$ref": "#" } }] })), circle);
    check(
        json!({ "type": "object", "additionalProperties": { "$ref": "#" } }),
        json!({ "a": { "b": { "c": 1 } } }),
        expect![[r#"
            /a/b/c: 1 is not of type object
        "#]],
    );
}

#[test]
fn a_schema_that_doubles_at_each_level_is_refused() {
    let wraps: [fn(Value) -> Value; 4] = [
        |next| json!({ "allOf": [next, next] }),
        |next| json!({ "anyOf": [next, next], "$ref": next["$ref"] }),
        |next| json!({ "oneOf": [next], "not": next, "unevaluatedProperties": false }),
        |next| json!({ "if": next, "then": next, "else": next }),
    ];
    for wrap in wraps {
        let reason = reason(
            &json!({ "properties": { "a": chain(40, wrap) } , "$defs": chain(40, wrap)["$defs"] }),
        );
        assert_eq!(
            reason,
            "it has more than 10000 rules for one value; refer to fewer schemas repeatedly"
        );
    }
}

/// The violation of a value that takes too many steps.
fn is_incomplete(schema: &Value, value: &Value) -> bool {
    let schema = read(schema).expect("the schema can be used");
    let found = schema.violations(value);
    let is_said = |message: &str| message.starts_with("The check against the schema is incomplete");
    found.iter().filter(|found| is_said(&found.message)).count() == 1
}

#[test]
fn a_check_ends_after_a_number_of_steps() {
    let double = chain(40, |next| json!({ "properties": { "a": { "allOf": [next, next] } } }));
    let deep = |depth| (0..depth).fold(json!({}), |value, _| json!({ "a": value }));
    assert!(!is_incomplete(&double, &deep(5)));
    assert!(is_incomplete(&double, &deep(32)));

    let choices = chain(40, |next| json!({ "type": "array", "items": { "anyOf": [next, next] } }));
    let lists = (0..32).fold(json!(1), |value, _| json!([value]));
    assert!(is_incomplete(&choices, &lists));

    let numbers: Vec<_> = (0..10_000).collect();
    assert!(is_incomplete(&json!({ "uniqueItems": true }), &json!(numbers)));
    assert!(is_incomplete(&json!({ "items": { "enum": numbers } }), &json!(vec![-1; 100])));

    let patterns: Map<_, _> =
        (0..100).map(|at| (format!("^(a|a)*{at}$"), json!({ "type": "string" }))).collect();
    let keys: Map<_, _> =
        (0..500).map(|at| (format!("{}b{at}", "a".repeat(40)), 1.into())).collect();
    assert!(is_incomplete(&json!({ "patternProperties": patterns }), &keys.into()));

    let everywhere = json!({ "$defs": { "a": {
        "properties": { "a": { "allOf": vec![json!({ "$ref": "#/$defs/a" }); 100] } },
    } }, "$ref": "#/$defs/a" });
    assert!(is_incomplete(&everywhere, &deep(32)));
}

/// A value of front matter.
fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-3..4_i64).prop_map(Value::from),
        (-30..40_i32).prop_map(|tenths| json!(f64::from(tenths) / 10.0)),
        "[ab]{0,3}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[ab]{1,2}", inner, 0..4)
                .prop_map(|map| map.into_iter().collect::<Map<_, _>>().into()),
        ]
    })
}

/// A schema with the keywords that are supported.
fn schemas() -> impl Strategy<Value = Value> {
    let kind = prop::sample::select(vec![
        "null", "boolean", "number", "integer", "string", "array", "object",
    ]);
    let small = 0..4_usize;
    let bounds = prop::sample::select(vec![
        "minLength",
        "maxLength",
        "minItems",
        "maxItems",
        "minProperties",
        "maxProperties",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
    ]);
    let names = prop::collection::btree_set("[ab]{1,2}", 0..3);
    let pattern = prop::sample::select(vec!["^a", "b$", "^[ab]{2}$", "^\\w+$"]);
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::from),
        kind.prop_map(|kind| json!({ "type": kind })),
        prop::collection::vec(values(), 1..3).prop_map(|value| json!({ "enum": value })),
        values().prop_map(|value| json!({ "const": value })),
        names.clone().prop_map(|names| json!({ "required": names })),
        names.prop_map(|names| json!({ "dependentRequired": { "a": names } })),
        (bounds, small).prop_map(|(name, bound)| json!({ name: bound })),
        (1..4_i32).prop_map(|halves| json!({ "multipleOf": f64::from(halves) / 2.0 })),
        pattern.prop_map(|pattern| json!({ "pattern": pattern })),
        any::<bool>().prop_map(|value| json!({ "uniqueItems": value })),
        Just(json!({ "$ref": "#/$defs/a" })),
    ];
    leaf.prop_recursive(3, 24, 3, move |inner| {
        let list = || prop::collection::vec(inner.clone(), 1..3);
        let one = prop::sample::select(vec![
            "not",
            "contains",
            "propertyNames",
            "items",
            "additionalProperties",
            "if",
            "then",
            "else",
        ]);
        let many = prop::sample::select(vec!["allOf", "anyOf", "oneOf", "prefixItems"]);
        let maps = prop::sample::select(vec!["properties", "patternProperties"]);
        let map = prop::collection::btree_map("[ab]{1,2}", inner.clone(), 0..3);
        let part = prop_oneof![
            (one, inner.clone()).prop_map(|(name, schema)| json!({ name: schema })),
            (many, list()).prop_map(|(name, schemas)| json!({ name: schemas })),
            (maps, map).prop_map(|(name, map)| json!({ name: map })),
            inner.clone(),
        ];
        prop::collection::vec(part, 1..4).prop_map(|parts| {
            let parts = parts.into_iter().filter_map(|part| part.as_object().cloned());
            Value::Object(parts.flatten().collect())
        })
    })
}

proptest! {
    #[test]
    fn values_fit_the_same_schemas_as_in_a_complete_validator(
        schema in schemas(), definition in values().prop_map(|value| json!({ "const": value })),
        value in values(),
    ) {
        let Value::Object(mut schema) = schema else { return Ok(()) };
        schema.insert("$defs".to_owned(), json!({ "a": definition }));
        let schema = Value::Object(schema);
        let reference = jsonschema::validator_for(&schema).expect("it is a schema");
        let own = read(&schema).expect("the schema can be used");
        prop_assert_eq!(own.ignored().count(), 0);
        prop_assert_eq!(own.violations(&value).is_empty(), reference.is_valid(&value));
    }

    #[test]
    fn any_json_is_checked_without_a_panic(schema in values(), value in values()) {
        if let Ok(schema) = read(&schema) {
            schema.violations(&value);
        }
    }
}
