//! English plurals, as far as they decide whether two words may be the same.
//!
//! A word ending in s may be the plural of up to three others (`caches`: `cache` or `cach`); they
//! are candidates, and only one that is a term counts. No stemmer: stemming makes `universe` and
//! `university` one word.

/// Words that end like plurals and are none, or are commoner as verbs or names than as plurals.
const NO_PLURALS: [&str; 22] = [
    "always",
    "analytics",
    "axis",
    "bias",
    "does",
    "gas",
    "goes",
    "has",
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
    let candidates = if is_plural(word) { candidates(word) } else { [None, None, None] };
    candidates.into_iter().flatten()
}

fn is_plural(word: &str) -> bool {
    word.len() > 2
        && word.ends_with('s')
        && !["ss", "us", "is"].iter().any(|ending| word.ends_with(ending))
        && !NO_PLURALS.contains(&word)
}

fn candidates(word: &str) -> [Option<String>; 3] {
    let without = |ending: &str| word.strip_suffix(ending).filter(|stem| stem.len() > 1);
    let sibilant =
        |stem: &&str| ["s", "x", "z", "ch", "sh", "o"].iter().any(|ending| stem.ends_with(ending));
    [
        without("s").map(str::to_owned),
        without("es").filter(sibilant).map(str::to_owned),
        without("ies").map(|stem| format!("{stem}y")),
    ]
}
