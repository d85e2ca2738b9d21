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

/// Plurals that no rule below gives, with their singulars.
const IRREGULAR: [(&str, &str); 26] = [
    ("addenda", "addendum"),
    ("automata", "automaton"),
    ("axes", "axis"),
    ("bacteria", "bacterium"),
    ("children", "child"),
    ("corpora", "corpus"),
    ("criteria", "criterion"),
    ("curricula", "curriculum"),
    ("data", "datum"),
    ("errata", "erratum"),
    ("feet", "foot"),
    ("genera", "genus"),
    ("maxima", "maximum"),
    ("media", "medium"),
    ("memoranda", "memorandum"),
    ("men", "man"),
    ("mice", "mouse"),
    ("minima", "minimum"),
    ("optima", "optimum"),
    ("people", "person"),
    ("phenomena", "phenomenon"),
    ("polyhedra", "polyhedron"),
    ("quanta", "quantum"),
    ("spectra", "spectrum"),
    ("strata", "stratum"),
    ("teeth", "tooth"),
];

/// Endings of plurals, and what stands there in the singular. All that fit are candidates.
const ENDINGS: [(&str, &str); 13] = [
    ("ies", "y"),
    ("ices", "ex"),
    ("ices", "ix"),
    ("ves", "f"),
    ("ves", "fe"),
    ("ses", "sis"),
    ("xes", "xis"),
    ("zzes", "z"),
    ("sses", "s"),
    ("ae", "a"),
    ("i", "us"),
    ("mata", "ma"),
    ("men", "man"),
];

/// What a folded word may be the plural of; nothing if it is no plural.
pub fn singulars(word: &str) -> impl Iterator<Item = String> {
    let may_be_plural = word.len() > 2
        && word.ends_with(['s', 'e', 'i', 'a', 'n', 't', 'h'])
        && !NO_PLURALS.contains(&word);
    let regular = may_be_plural && word.ends_with('s') && !word.ends_with("ss");
    let without =
        move |ending: &str| word.strip_suffix(ending).filter(|stem| regular && stem.len() > 1);
    let sibilant =
        |stem: &&str| ["s", "x", "z", "ch", "sh", "o"].iter().any(|ending| stem.ends_with(ending));
    let bare = [without("s"), without("es").filter(sibilant)];
    let known = move || may_be_plural.then(|| irregular(word)).into_iter().flatten();
    bare.into_iter().flatten().map(str::to_owned).chain(known())
}

/// The singulars that are made otherwise than by leaving out an ending.
fn irregular(word: &str) -> impl Iterator<Item = String> {
    let listed = IRREGULAR.binary_search_by_key(&word, |(plural, _)| plural);
    let listed = listed.ok().map(|at| IRREGULAR[at].1.to_owned());
    let made = ENDINGS.iter().filter_map(move |(plural, singular)| {
        let stem = word.strip_suffix(plural).filter(|stem| stem.len() > 1)?;
        Some(format!("{stem}{singular}"))
    });
    listed.into_iter().chain(made)
}

#[cfg(test)]
mod tests;
