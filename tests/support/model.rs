//! The meta-model of the protocol as strict JSON Schema, and a table of its methods.
//!
//! The schema is stricter than the types of clients. Objects are closed, integers have a range,
//! and a required member that may be null must not be absent.
//!
//! The meta-model is in `tests/data/lsp`.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, OnceLock};

use jsonschema::Validator;
use jsonschema::error::{ValidationError, ValidationErrorKind};
use serde_json::{Map, Value, json};

/// The meta-model.
const META_MODEL: &str = include_str!("../data/lsp/metaModel.json");

/// A request or notification in the meta-model.
#[derive(Clone, Debug)]
pub(crate) struct Method {
    /// `clientToServer`, `serverToClient` or `both`.
    pub(crate) direction: String,
    /// The dotted path of the client capability.
    pub(crate) client_capability: Option<String>,
    /// The dotted path of the server capability.
    pub(crate) server_capability: Option<String>,
    /// Whether it has a response.
    pub(crate) is_request: bool,
    /// The method of its registration.
    pub(crate) registration: String,
    params: Option<Value>,
    result: Option<Value>,
    registration_options: Option<Value>,
}

/// A part of a message with a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Part {
    /// The params of a request or notification.
    Params,
    /// The result of a request.
    Result,
    /// The options of a registration.
    Registration,
}

/// The protocol, as described by the meta-model.
pub(crate) struct Model {
    methods: BTreeMap<String, Method>,
    definitions: Value,
    validators: Mutex<HashMap<(String, Part), Arc<Validator>>>,
}

impl Model {
    /// The meta-model, which is parsed once per test program.
    pub(crate) fn get() -> &'static Self {
        static MODEL: OnceLock<Model> = OnceLock::new();
        MODEL.get_or_init(|| Self::new(&serde_json::from_str(META_MODEL).unwrap()))
    }

    fn new(meta: &Value) -> Self {
        let schema = Schema::new(meta);
        let methods = ["requests", "notifications"]
            .iter()
            .flat_map(|kind| items(&meta[kind]))
            .map(|method| (name(&method["method"]), schema.method(method)))
            .collect();
        Self { methods, definitions: schema.definitions(), validators: Mutex::default() }
    }

    /// The method with this name.
    pub(crate) fn method(&self, name: &str) -> Option<&Method> {
        self.methods.get(name)
    }

    /// The names of the methods that clients send.
    pub(crate) fn sent_by_clients(&self) -> impl Iterator<Item = &str> {
        let known = self.methods.iter();
        known.filter(|(_, it)| it.direction != "serverToClient").map(|(name, _)| name.as_str())
    }

    /// The schema of a method's params, if it has any.
    pub(crate) fn params(&self, name: &str) -> Option<&Value> {
        self.methods.get(name)?.params.as_ref()
    }

    /// The schema that a `$ref` refers to.
    pub(crate) fn meant(&self, reference: &str) -> &Value {
        &self.definitions[reference.trim_start_matches("#/$defs/")]
    }

    /// The method that `registration` registers.
    pub(crate) fn registered(&self, registration: &str) -> Option<(&str, &Method)> {
        let method = self.methods.get_key_value(registration).or_else(|| {
            // A registration may be for several methods, and not all of them have its options.
            self.methods.iter().find(|(_, method)| {
                method.registration == registration && method.registration_options.is_some()
            })
        })?;
        Some((method.0, method.1))
    }

    /// The errors in a part of a message, as sentences. Empty if it is valid.
    pub(crate) fn errors(&self, method: &str, part: Part, value: Option<&Value>) -> Vec<String> {
        let Some(known) = self.method(method) else { return vec![format!("{method} is unknown")] };
        let schema = match part {
            Part::Params => &known.params,
            Part::Result => &known.result,
            Part::Registration => &known.registration_options,
        };
        match (schema, value) {
            (None, None | Some(Value::Null)) => Vec::new(),
            (None, Some(value)) => vec![format!("{method} has no {part:?}: {value}")],
            (Some(_), None) => vec![format!("{method}: {part:?} missing")],
            (Some(schema), Some(value)) => self
                .validator(method, part, schema)
                .iter_errors(value)
                .map(|error| format!("{method} {part:?}: {}", deepest(&error)))
                .collect(),
        }
    }

    /// The errors in a progress report.
    pub(crate) fn work_done_errors(&self, kind: &str, value: &Value) -> Vec<String> {
        let name = match kind {
            "begin" => "WorkDoneProgressBegin",
            "report" => "WorkDoneProgressReport",
            _ => "WorkDoneProgressEnd",
        };
        let schema = json!({ "$ref": format!("#/$defs/{name}") });
        let validator = self.validator(name, Part::Params, &schema);
        validator.iter_errors(value).map(|error| format!("{name}: {}", deepest(&error))).collect()
    }

    fn validator(&self, method: &str, part: Part, schema: &Value) -> Arc<Validator> {
        let mut validators = self.validators.lock().unwrap();
        let validator = validators.entry((method.to_owned(), part)).or_insert_with(|| {
            let schema = json!({ "$defs": self.definitions, "allOf": [schema] });
            Arc::new(jsonschema::draft202012::new(&schema).unwrap())
        });
        Arc::clone(validator)
    }
}

/// The deepest error, which belongs to the best-matching alternative.
fn deepest(error: &ValidationError<'_>) -> String {
    let depth = |error: &ValidationError<'_>| error.instance_path().as_str().matches('/').count();
    let inner = match error.kind() {
        ValidationErrorKind::AnyOf { context } => {
            context.iter().flatten().max_by_key(|inner| depth(inner))
        }
        _ => None,
    };
    match inner {
        Some(inner) if depth(inner) > depth(error) => deepest(inner),
        _ => format!("{}: {:.300}", error.instance_path(), error.to_string()),
    }
}

/// A converter from types of the meta-model to schemas.
struct Schema<'a> {
    meta: &'a Value,
    structures: HashMap<String, &'a Value>,
}

impl<'a> Schema<'a> {
    fn new(meta: &'a Value) -> Self {
        let structures = items(&meta["structures"]).map(|s| (name(&s["name"]), s)).collect();
        Self { meta, structures }
    }

    fn method(&self, method: &Value) -> Method {
        let text = |key: &str| method[key].as_str().map(str::to_owned);
        let schema = |key: &str| method.get(key).map(|kind| self.kind(kind));
        Method {
            direction: text("messageDirection").unwrap(),
            client_capability: text("clientCapability"),
            server_capability: text("serverCapability"),
            is_request: method.get("result").is_some(),
            registration: text("registrationMethod").unwrap_or_else(|| name(&method["method"])),
            params: schema("params"),
            result: schema("result"),
            registration_options: schema("registrationOptions"),
        }
    }

    fn definitions(&self) -> Value {
        let mut definitions = Map::new();
        for (name, structure) in &self.structures {
            definitions.insert(name.clone(), self.object(self.properties(structure)));
        }
        for enumeration in items(&self.meta["enumerations"]) {
            let mut schema = self.kind(&enumeration["type"]);
            if enumeration["supportsCustomValues"] != true {
                schema["enum"] =
                    items(&enumeration["values"]).map(|v| v["value"].clone()).collect();
            }
            definitions.insert(name(&enumeration["name"]), schema);
        }
        for alias in items(&self.meta["typeAliases"]) {
            definitions.insert(name(&alias["name"]), self.kind(&alias["type"]));
        }
        // These types allow any value. The meta-model defines them recursively.
        definitions.insert("LSPAny".to_owned(), json!({}));
        definitions.insert("LSPObject".to_owned(), json!({ "type": "object" }));
        definitions.insert("LSPArray".to_owned(), json!({ "type": "array" }));
        Value::Object(definitions)
    }

    /// The schema of a type.
    fn kind(&self, kind: &Value) -> Value {
        let all = |key: &str| items(&kind[key]).map(|item| self.kind(item)).collect::<Vec<_>>();
        match kind["kind"].as_str().unwrap() {
            "base" => base(kind["name"].as_str().unwrap()),
            "reference" => json!({ "$ref": format!("#/$defs/{}", name(&kind["name"])) }),
            "array" => json!({ "type": "array", "items": self.kind(&kind["element"]) }),
            "map" => json!({
                "type": "object",
                "propertyNames": self.kind(&kind["key"]),
                "additionalProperties": self.kind(&kind["value"]),
            }),
            "or" => json!({ "anyOf": all("items") }),
            "tuple" => {
                let members = all("items");
                let count = members.len();
                json!({
                    "type": "array", "prefixItems": members, "minItems": count, "maxItems": count,
                })
            }
            // Schemas of closed objects cannot be combined, so their members are merged.
            "and" => self.object(items(&kind["items"]).fold(Map::new(), |mut sum, item| {
                sum.extend(self.properties(self.structures[&name(&item["name"])]));
                sum
            })),
            "literal" => self.object(named(&kind["value"]["properties"])),
            "stringLiteral" => json!({ "const": kind["value"] }),
            other => panic!("the meta-model has a new kind of type: {other}"),
        }
    }

    /// The properties of a structure by name, including inherited ones.
    fn properties(&self, structure: &Value) -> Map<String, Value> {
        let mut properties = Map::new();
        for other in items(&structure["extends"]).chain(items(&structure["mixins"])) {
            properties.extend(self.properties(self.structures[&name(&other["name"])]));
        }
        properties.extend(named(&structure["properties"]));
        properties
    }

    fn object(&self, properties: Map<String, Value>) -> Value {
        let required: Vec<_> = properties
            .iter()
            .filter(|(_, property)| property["optional"] != true)
            .map(|(name, _)| name.clone())
            .collect();
        let is_open = properties.is_empty();
        let properties: Map<_, _> = properties
            .into_iter()
            .map(|(name, property)| (name, self.kind(&property["type"])))
            .collect();
        json!({
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": is_open,
        })
    }
}

fn base(name: &str) -> Value {
    match name {
        "integer" => json!({ "type": "integer", "minimum": i32::MIN, "maximum": i32::MAX }),
        "uinteger" => json!({ "type": "integer", "minimum": 0, "maximum": i32::MAX }),
        "decimal" => json!({ "type": "number" }),
        "DocumentUri" => json!({ "type": "string", "pattern": "^[A-Za-z][A-Za-z0-9+.-]*:" }),
        "URI" => json!({ "type": "string", "minLength": 1 }),
        "string" | "boolean" | "null" => json!({ "type": name }),
        "RegExp" => json!({ "type": "string" }),
        other => panic!("the meta-model has a new base type: {other}"),
    }
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn named(properties: &Value) -> Map<String, Value> {
    items(properties).map(|property| (name(&property["name"]), property.clone())).collect()
}

fn name(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
