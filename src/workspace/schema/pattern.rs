//! The patterns of a JSON Schema: regular expressions that take linear time.

use std::sync::Arc;

use regex_automata::meta::{BuildError, Regex};
use regex_automata::nfa::thompson::WhichCaptures;

/// The maximum length of a pattern in bytes.
const MAX_PATTERN_BYTES: usize = 1_000;

/// The maximum size of a compiled pattern in bytes.
const MAX_PATTERN_MEMORY: usize = 256 * 1024;

/// The bytes of a compiled pattern for which a match takes one step per byte of the text.
const MEMORY_OF_A_STEP: usize = 8 * 1024;

#[derive(Clone)]
pub(super) struct StringPattern {
    /// The pattern as written in the schema.
    pub(super) source: Arc<str>,
    regex: Regex,
    /// The number of steps for each byte of a text.
    weight: usize,
}

impl StringPattern {
    /// Compiles a pattern in the syntax of ECMA-262.
    ///
    /// # Errors
    ///
    /// Returns the reason why the pattern cannot be used.
    pub(super) fn compile(source: &str) -> Result<Self, String> {
        let start: String = source.chars().take(60).collect();
        if source.len() > MAX_PATTERN_BYTES {
            return Err(format!("the pattern `{start}…` is longer than {MAX_PATTERN_BYTES} bytes"));
        }
        let config = Regex::config()
            .which_captures(WhichCaptures::None)
            .nfa_size_limit(Some(MAX_PATTERN_MEMORY))
            .hybrid_cache_capacity(MAX_PATTERN_MEMORY);
        let regex = Regex::builder().configure(config).build(&translated(source));
        let regex = regex.map_err(|error| format!("the pattern `{start}` {}", reason(&error)))?;
        let weight = 1 + regex.memory_usage() / MEMORY_OF_A_STEP;
        Ok(Self { source: source.into(), regex, weight })
    }

    /// Returns the number of steps of a match with a text.
    pub(super) fn steps(&self, text: &str) -> usize {
        text.len().saturating_mul(self.weight)
    }

    /// Returns whether the pattern matches somewhere in a text.
    pub(super) fn matches(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }
}

fn reason(error: &BuildError) -> String {
    use std::error::Error as _;
    if error.size_limit().is_some() {
        return "is too large; repeat fewer parts of it".to_owned();
    }
    // The last line of a syntax error is the problem; the lines before it show the position.
    let cause = error.source().map_or_else(|| error.to_string(), ToString::to_string);
    let cause = cause.lines().last().unwrap_or_default().trim_start_matches("error: ");
    format!("cannot be used: {cause}")
}

/// Translates a pattern of ECMA-262 into the syntax of the engine.
///
/// In ECMA-262, `\d`, `\w` and `\b` match only ASCII, and `[`, `&` and `~` are literal in brackets.
fn translated(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut is_in_brackets = false;
    let mut chars = source.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('d') => out.push_str("[0-9]"),
                Some('D') => out.push_str("[^0-9]"),
                Some('w') => out.push_str("[0-9A-Za-z_]"),
                Some('W') => out.push_str("[^0-9A-Za-z_]"),
                Some('b') if is_in_brackets => out.push_str("\\x08"),
                Some('b') => out.push_str("(?-u:\\b)"),
                escaped => out.extend([Some('\\'), escaped].into_iter().flatten()),
            },
            '[' | '&' | '~' if is_in_brackets => out.extend(['\\', c]),
            '[' | ']' => {
                is_in_brackets = c == '[';
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::StringPattern;

    #[test]
    fn patterns_have_the_syntax_of_ecma_262() {
        for (pattern, text, matches) in [
            ("^[a-z-]+$", "in-two-words", true),
            ("^[a-z-]+$", "No", false),
            ("b", "abc", true),
            (r"^\d+$", "12", true),
            (r"^\d+$", "٣", false),
            (r"^[\w.]+$", "a.b_1", true),
            (r"^\w$", "ä", false),
            (r"\bcat\b", "a cat.", true),
            (r"^\p{Lu}", "Ärger", true),
            (r"^https?:\/\/", "https://example.org", true),
            (r"^[[&~a]+$", "[&&~~a", true),
            (r"^\u00e9$", "é", true),
            (r"^.{1,200}$", &"é".repeat(200), true),
            (r"^.{1,200}$", &"é".repeat(201), false),
        ] {
            let compiled = StringPattern::compile(pattern).expect("it can be used");
            assert_eq!(compiled.matches(text), matches, "{pattern} and {text}");
        }
    }

    #[test]
    fn patterns_that_are_not_linear_or_too_large_are_refused() {
        for (pattern, reason) in [
            (r"^(a|a)*(?=c)\1$", "the pattern `^(a|a)*(?=c)\\1$` cannot be used: look-around"),
            (r"(a)\1", "the pattern `(a)\\1` cannot be used: backreferences are not supported"),
            ("(", "the pattern `(` cannot be used: unclosed group"),
            (r"(\p{L}{100}){100}", r"the pattern `(\p{L}{100}){100}` is too large"),
            ("((((a{100}){100}){100}){100})", "the pattern `((((a{100}){100}){100}){100})` is too"),
            (&"a".repeat(1_001), "the pattern `aaaaaaaaaa"),
        ] {
            let error = StringPattern::compile(pattern).err().expect("it cannot be used");
            assert!(error.starts_with(reason), "{error}");
        }
    }

    #[test]
    fn a_larger_pattern_takes_more_steps() {
        let steps =
            |pattern| StringPattern::compile(pattern).expect("it can be used").steps("12345678");
        assert!(steps(r"^[a-z-]+$") <= 80, "{}", steps(r"^[a-z-]+$"));
        assert!(steps(r".{1,100}.{1,100}") > steps("^[a-z]$"));
    }
}
