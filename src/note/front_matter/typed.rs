//! What a value of front matter is to the tools that read it: a number, a date, a text.

use serde_json::{Map, Value as Json};

use super::date::DateForm;
use super::{Quote, Scalar, Syntax, Value, ValueKind};

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// Nothing.
    Null,
    /// True or false; in YAML also `yes`, `off` and the like, which some readers take so.
    Flag,
    /// A number.
    Number,
    /// A date, with or without a time, without quotes.
    Date,
    /// A text.
    Text,
    /// A list.
    List,
    /// Keys and values.
    Map,
}

impl Value {
    /// What the value is.
    pub fn typed(&self, syntax: Syntax) -> Typed {
        match &self.kind {
            ValueKind::Null => Typed::Null,
            ValueKind::List(_) => Typed::List,
            ValueKind::Map(_) => Typed::Map,
            ValueKind::Scalar(scalar) => scalar.typed(syntax),
        }
    }

    /// The value as JSON; dates are texts there.
    pub fn json(&self, syntax: Syntax) -> Json {
        match &self.kind {
            ValueKind::Null => Json::Null,
            ValueKind::List(items) => items.iter().map(|item| item.json(syntax)).collect(),
            ValueKind::Map(entries) => {
                let entries = entries.iter().map(|it| (it.key.clone(), it.value.json(syntax)));
                Json::Object(entries.collect::<Map<_, _>>())
            }
            ValueKind::Scalar(scalar) => scalar.json(syntax),
        }
    }
}

impl Scalar {
    fn typed(&self, syntax: Syntax) -> Typed {
        let text = self.text.trim();
        if self.quote != Quote::Plain {
            return Typed::Text;
        }
        let is_word = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
        if is_word(&["true", "false"]) {
            return Typed::Flag;
        }
        if DateForm::of(text).is_some() {
            return Typed::Date;
        }
        match (syntax, self.json(syntax)) {
            (Syntax::Yaml, _) if is_word(&["yes", "no", "on", "off", "y", "n"]) => Typed::Flag,
            (_, Json::Null) => Typed::Null,
            (_, Json::Number(_)) => Typed::Number,
            _ => Typed::Text,
        }
    }

    fn json(&self, syntax: Syntax) -> Json {
        let text = self.text.trim();
        if self.quote != Quote::Plain {
            return Json::String(self.text.clone());
        }
        let read = match syntax {
            // Only a short text without marks can be anything else.
            Syntax::Yaml
                if text.len() < 64 && !text.contains([':', '#', '{', '[', '&', '*', '!']) =>
            {
                serde_yaml::from_str(text).ok()
            }
            Syntax::Yaml => None,
            Syntax::Toml => serde_json::from_str(&text.replace('_', "")).ok(),
        };
        match read {
            Some(read @ (Json::Bool(_) | Json::Number(_) | Json::Null)) => read,
            _ => Json::String(text.to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::FrontMatter;
    use super::Typed::{self, Date, Flag, List, Map, Null, Number, Text};

    fn typed(text: &str) -> Vec<Typed> {
        let front = FrontMatter::parse(text).expect("there is front matter");
        front.entries.iter().map(|entry| entry.value.typed(front.syntax)).collect()
    }

    #[test]
    fn values_are_what_their_readers_take_them_for() {
        let yaml = "---\na: true\nb: No\nc: 12\nd: 1.5\ne: 2024-01-02\nf: 2024-01-02 03:04:05 +0100\n\
            g: text\nh: 'true'\ni: \"12\"\nj: [a]\nk: {a: b}\nl:\nm: ~\nn: 1.2.3\no: a: b\n---\n";
        assert_eq!(
            typed(yaml),
            [
                Flag, Flag, Number, Number, Date, Date, Text, Text, Text, List, Map, Null, Null,
                Text, Text
            ]
        );
        let toml = "+++\na = true\nb = 1_000\nc = 2024-01-02T03:04:05Z\nd = \"x\"\ne = [1]\n+++\n";
        assert_eq!(typed(toml), [Flag, Number, Date, Text, List]);
    }
}
