//! The columns of a table that declare terms, by their headers.

/// Headers of columns that hold nothing but terms, folded.
const TERMS: [&str; 29] = [
    "abbr",
    "abbr.",
    "abbreviation",
    "abbreviations",
    "acronym",
    "acronyms",
    "begriff",
    "concept",
    "concepts",
    "initialism",
    "jargon",
    "phrase",
    "term",
    "terme",
    "termine",
    "terms",
    "término",
    "termo",
    "word",
    "words",
    "термин",
    "مصطلح",
    "اصطلاح",
    "用語",
    "术语",
    "術語",
    "용어",
    "概念",
    "词汇",
];

/// Headers of columns that may hold terms, or else the names of settings and files, folded.
const NAMES: [&str; 5] = ["keyword", "keywords", "name", "title", "名称"];

/// Headers of columns that explain, folded.
const MEANINGS: [&str; 33] = [
    "bedeutung",
    "beschreibung",
    "definición",
    "definition",
    "definitions",
    "description",
    "descripción",
    "définition",
    "erklärung",
    "expansion",
    "explanation",
    "full form",
    "full name",
    "full term",
    "in short",
    "meaning",
    "meanings",
    "significado",
    "signification",
    "stands for",
    "summary",
    "what",
    "what it does",
    "what it is",
    "what it means",
    "значение",
    "определение",
    "説明",
    "意味",
    "说明",
    "定义",
    "설명",
    "정의",
];

/// Headers of columns that hold values, folded: beside one, a name is that of a setting.
const VALUES: [&str; 14] = [
    "code", "command", "count", "date", "default", "example", "link", "number", "required",
    "shortcut", "status", "type", "value", "version",
];

/// Which columns of a table declare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::note) struct Columns {
    /// The index of the one that names; always the first.
    pub(in crate::note) name: usize,
    /// The index of the one that explains.
    pub(in crate::note) meaning: usize,
    /// Whether nothing but terms is named, so that even code is one.
    pub(in crate::note) is_certain: bool,
}

/// The columns that declare terms, from a table's headers.
pub(in crate::note) fn columns(headers: &[String]) -> Option<Columns> {
    let folded: Vec<_> = headers.iter().map(|header| header.trim().to_lowercase()).collect();
    let (first, rest) = folded.split_first()?;
    let is_certain = TERMS.contains(&first.as_str());
    if !is_certain && !NAMES.contains(&first.as_str()) {
        return None;
    }
    let known = |headers: &[&str], header: &String| headers.contains(&header.as_str());
    if !is_certain && rest.iter().any(|header| known(&VALUES, header)) {
        return None;
    }
    let explains = rest.iter().position(|header| known(&MEANINGS, header));
    let sole = || (is_certain && rest.len() == 1 && !known(&VALUES, &rest[0])).then_some(0);
    Some(Columns { name: 0, meaning: explains.or_else(sole)? + 1, is_certain })
}
