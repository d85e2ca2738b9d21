//! English plurals, as far as they decide whether two words may be the same.
//!
//! A word ending in s may be the plural of several others (`caches`: `cache` or `cach`); they
//! are candidates, and only one that is a term counts. No stemmer: stemming makes `universe` and
//! `university` one word.

/// Words that end like plurals and are none, or are commoner as verbs or names than as plurals.
const NO_PLURALS: [&str; 23] = [
    "always",
    "analytics",
    "axis",
    "bias",
    "does",
    "gas",
    "goes",
    "has",
    "ios",
    "kubernetes",
    "lens",
    "means",
    "mathematics",
    "news",
    "physics",
    "perhaps",
    "plus",
    "redis",
    "series",
    "species",
    "this",
    "was",
    "yes",
];

/// What a folded word may be the plural of; nothing if it is no plural.
pub fn singulars(word: &str) -> impl Iterator<Item = String> {
    let candidates = if is_plural(word) { candidates(word) } else { [const { None }; 4] };
    candidates.into_iter().flatten()
}

fn is_plural(word: &str) -> bool {
    word.len() > 2 && word.ends_with('s') && !word.ends_with("ss") && !NO_PLURALS.contains(&word)
}

fn candidates(word: &str) -> [Option<String>; 4] {
    let without = |ending: &str| word.strip_suffix(ending).filter(|stem| stem.len() > 1);
    let sibilant =
        |stem: &&str| ["s", "x", "z", "ch", "sh", "o"].iter().any(|ending| stem.ends_with(ending));
    let latin = without("ices");
    [
        without("s").map(str::to_owned),
        without("es").filter(sibilant).map(str::to_owned),
        without("ies").map(|stem| format!("{stem}y")).or(latin.map(|stem| format!("{stem}ex"))),
        latin.map(|stem| format!("{stem}ix")),
    ]
}

#[cfg(test)]
mod tests;
