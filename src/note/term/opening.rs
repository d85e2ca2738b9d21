//! The opening of a passage: the form of its first sentence.

use unicode_script::{Script, UnicodeScript};

use crate::note::term::acronym::{is_acronym, stands_for};
use crate::note::term::clue::Clue;
use crate::note::term::passage_text::{is_only_link, leads_in, plain, without_comments};
use crate::note::term::see;
use crate::note::term::sentence::first_sentence;
use crate::note::word_list::{WordList, words};

/// Articles and other determiners, folded.
static ARTICLES: WordList = words!("articles");

/// Verbs that say what their subject is, folded.
static BEING: WordList = words!("being_verbs");

/// Verbs that say what their subject does, folded.
static ACTING: WordList = words!("acting_verbs");

/// Auxiliary verbs, folded.
static AUXILIARY: WordList = words!("title_verbs");

/// Words that address the reader, folded.
static ADDRESSING: WordList = words!("addressing_words");

/// The same in scripts without spaces.
static ADDRESSING_PHRASES: WordList = words!("addressing_phrases");

/// First words of passages that lead in or point elsewhere, folded.
static OPENINGS: WordList = words!("opening_words");

/// Nouns after `this` with which a text speaks of itself, folded.
static POINTING: WordList = words!("pointing_nouns");

/// First words of instructions, folded.
static INSTRUCTIONS: WordList = words!("instructing_verbs");

/// What follows the name that a sentence defines, in scripts without spaces.
static TOPIC_MARKS: WordList = words!("topic_marks");

/// What follows the subject of a sentence, in scripts without spaces.
static SUBJECT_MARKS: WordList = words!("subject_marks");

/// The most bytes of a passage that are looked at.
const MAX_LENGTH: usize = 600;

/// Pronouns that refer to the title, folded.
const PRONOUNS: [&str; 7] = ["it", "they", "er", "sie", "es", "il", "elle"];

/// The most bytes of an article with its space.
const MAX_ARTICLE: usize = 4;

/// The most words between a subject and its verb.
const MAX_BETWEEN: usize = 8;

/// The first sentence of a passage below a title.
pub(super) struct PassageOpening {
    /// The names in the title, each as folded words.
    names: Vec<Vec<String>>,
    /// The title as written.
    title: String,
    /// The first sentence without markup, folded.
    sentence: String,
    /// Whether the passage ends with a colon.
    is_lead_in: bool,
    /// Whether the passage begins in lower case.
    is_lower: bool,
    /// The clue that makes the words of the passage irrelevant: it is a reference or one link.
    whole: Option<Clue>,
}

impl PassageOpening {
    pub(super) fn new(title: &str, passage: &str) -> Self {
        let passage = without_comments(passage);
        let passage = passage.trim();
        let end = passage.floor_char_boundary(MAX_LENGTH);
        let plain = plain(&passage[..end]);
        let plain = plain.trim();
        let whole = if see::target(passage).is_some() {
            Some(Clue::Refers)
        } else {
            let has_text = plain.contains(char::is_alphabetic) && !is_only_link(passage);
            (!has_text).then_some(Clue::HasNoText)
        };
        let mut sentence = first_sentence(plain);
        // `Cache. A copy that is near.`
        if sentence.eq_ignore_ascii_case(title) && plain.len() > sentence.len() + 1 {
            let rest = &plain[sentence.len()..];
            sentence = first_sentence(rest.trim_start_matches(['.', ' ']));
        }
        Self {
            names: names(title),
            title: title.to_owned(),
            sentence: sentence.to_lowercase(),
            is_lead_in: sentence.trim_end().ends_with([':', '：']) || leads_in(passage),
            is_lower: plain.starts_with(char::is_lowercase),
            whole,
        }
    }

    /// Reports the clues in the passage.
    pub(super) fn clues(&self, found: &mut impl FnMut(Clue)) {
        if let Some(clue) = self.whole {
            return found(clue);
        }
        let words = split(&self.sentence);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        if self.is_lead_in {
            found(Clue::LeadsIn);
        }
        if self.sentence.ends_with(['?', '？']) {
            found(Clue::Asks);
        }
        let addresses = words.iter().any(|word| ADDRESSING.contains(word))
            || ADDRESSING_PHRASES.iter().any(|phrase| self.sentence.contains(phrase));
        if addresses {
            found(Clue::Addresses);
        }
        let subject = self.subject(&words);
        if let Some(clue) = subject {
            found(clue);
        }
        self.form(&words, subject, found);
    }

    /// Reports the clues in the first words. `subject` is the clue in the subject.
    fn form(&self, words: &[&str], subject: Option<Clue>, found: &mut impl FnMut(Clue)) {
        let Some(first) = words.first().copied() else { return };
        let second = words.get(1).copied().unwrap_or_default();
        let other_name = matches!(
            (first, second),
            ("also" | "sometimes" | "often" | "better", "known" | "called") | ("short", "for")
        );
        let is_named = matches!(subject, Some(Clue::Says | Clue::Expands | Clue::Acts));
        let instructs = instructs(words);
        let is_command_text = instructs && self.names_command();
        if first == "this" {
            let is_name = self.names.iter().flatten().any(|word| is_same(word, second));
            let third = words.get(2).copied().unwrap_or_default();
            if POINTING.contains(second) {
                found(Clue::SpeaksOfItself);
            } else if is_name || (BEING.contains(second) && ARTICLES.contains(third)) {
                found(Clue::SubjectInPart);
            }
        } else if PRONOUNS.contains(&first) {
            let third = words.get(2).copied().unwrap_or_default();
            if BEING.contains(second) && ARTICLES.contains(third) {
                found(Clue::SubjectInPart);
            }
        } else if other_name {
            found(Clue::NounPhrase);
        } else if matches!(first, "what" | "who" | "was" | "wer" | "qui" | "chi" | "quien") {
            // A question has a clue of its own.
            found(Clue::Fragment);
        } else if OPENINGS.contains(first) && !is_named {
            found(Clue::Connects);
        } else if ARTICLES.contains(first) {
            found(if is_noun_phrase(&words[1..]) { Clue::NounPhrase } else { Clue::Article });
        } else if instructs && !is_command_text {
            if !is_named {
                found(Clue::Instructs);
            }
        } else if is_command_text
            || BEING.contains(first)
            || (ACTING.contains(first) && first.ends_with('s'))
        {
            found(Clue::NounPhrase);
        } else if subject.is_none() && self.is_fragment(words) {
            found(Clue::Fragment);
        }
    }

    /// Whether the title is the name of a command. An instruction below it says what the command
    /// does.
    fn names_command(&self) -> bool {
        self.names.first().is_some_and(|name| name.len() <= 3)
            && !self.title.contains(char::is_uppercase)
            && self.title.is_ascii()
    }

    /// Whether the sentence has no subject or no verb.
    fn is_fragment(&self, words: &[&str]) -> bool {
        if is_unspaced(&self.sentence) {
            // A Japanese sentence ends with a verb in hiragana.
            let sentence = self.sentence.trim_end_matches(['。', '.', ' ']);
            let last = sentence.chars().next_back();
            let is_nominal =
                ["こと", "もの", "ため", "さま", "とき"].iter().any(|end| sentence.ends_with(end));
            return is_nominal || !last.is_some_and(|c| c.script() == Script::Hiragana);
        }
        self.is_lower || is_noun_phrase(words)
    }

    /// The clue in the subject of the sentence: whether it is the title, and what its verb says.
    fn subject(&self, words: &[&str]) -> Option<Clue> {
        if let Some(clue) = self.subject_without_spaces() {
            return Some(clue);
        }
        if self.expands() {
            return Some(Clue::Expands);
        }
        if self.is_predicate(words) || self.has_apposition() {
            return Some(Clue::Says);
        }
        let after_phrase = self.after_phrase(words);
        let inside_phrase = inside_phrase(words);
        [words, inside_phrase, after_phrase].into_iter().find_map(|words| {
            let words = without_articles(words);
            let named = [Some(words), without_noun(words)].into_iter().flatten();
            let after_name = named.filter_map(|words| {
                let end = self.names.iter().filter_map(|name| prefix(words, name)).max()?;
                Some(&words[end..])
            });
            match after_name.max_by_key(|rest| words.len() - rest.len()) {
                // Sentences of many other scripts need no verb, or have it at their end.
                Some(_) if !self.has_known_verbs() => Some(Clue::Says),
                Some(rest) => verb(rest),
                None => self.subject_in_part(words),
            }
        })
    }

    /// Whether the verbs of the title's script are in the lists.
    fn has_known_verbs(&self) -> bool {
        let is_known = |c: char| {
            matches!(c.script(), Script::Latin | Script::Cyrillic | Script::Greek | Script::Common)
        };
        self.title.chars().all(is_known) || is_unspaced(&self.title)
    }

    /// The subject in a script without spaces: the title, then a mark of the topic. A phrase that a
    /// comma ends may precede it.
    fn subject_without_spaces(&self) -> Option<Clue> {
        if !is_unspaced(&self.sentence) {
            return None;
        }
        let title = self.title.to_lowercase();
        let title = title.split(['(', '（']).next().unwrap_or_default().trim();
        let at = self.sentence.find(title).filter(|_| !title.is_empty())?;
        let before = &self.sentence[..at];
        let opens = before.ends_with(['、', '，', '。', ',']) || before.chars().count() <= 12;
        if !opens || before.chars().count() > 40 {
            return None;
        }
        let mut rest = self.sentence[at + title.len()..].trim_start();
        if let Some((_, after)) =
            rest.strip_prefix(['(', '（']).and_then(|rest| rest.split_once([')', '）']))
        {
            rest = after.trim_start();
        }
        let rest = rest.trim_start_matches(['」', '』', '”', '"', ' ']);
        let follows = |marks: &WordList| marks.iter().any(|mark| rest.starts_with(mark));
        if follows(&TOPIC_MARKS) {
            Some(Clue::Says)
        } else {
            follows(&SUBJECT_MARKS).then_some(Clue::Acts)
        }
    }

    /// Whether the sentence begins with the expansion of the title.
    fn expands(&self) -> bool {
        is_acronym(&self.title) && {
            let end = self.sentence.find([',', ';', ':', '.', '(', '—', '–']);
            let opening = &self.sentence[..end.unwrap_or(self.sentence.len())];
            let words: Vec<&str> = opening.split_whitespace().collect();
            let words = without_articles(&words);
            let letters = self.title.chars().filter(|c| c.is_alphanumeric()).count();
            (2..=words.len().min(letters + 3))
                .any(|end| stands_for(&self.title, &words[..end].join(" ")))
        }
    }

    /// The words after an opening phrase that a comma ends: `In statistics, …`.
    fn after_phrase<'w>(&self, words: &'w [&'w str]) -> &'w [&'w str] {
        const OPENINGS: [&str; 18] = [
            "in",
            "within",
            "for",
            "with",
            "to",
            "also",
            "short",
            "sometimes",
            "often",
            "commonly",
            "formally",
            "informally",
            "essentially",
            "bei",
            "im",
            "dans",
            "en",
            "em",
        ];
        let opens = words.first().is_some_and(|word| OPENINGS.contains(word));
        let Some(at) = self.sentence.find(", ").filter(|at| opens && *at < 80) else { return &[] };
        let before = split(&self.sentence[..at]).len();
        words.get(before..).unwrap_or_default()
    }

    /// Whether the title comes first, and then a noun phrase: `Sapwood, the living wood.`
    fn has_apposition(&self) -> bool {
        let title = self.title.to_lowercase();
        let before = self.sentence.find(&title).filter(|at| *at <= MAX_ARTICLE);
        let rest = before.and_then(|at| {
            let rest = self.sentence[at + title.len()..].trim_start();
            rest.strip_prefix([',', ':', '–', '—'])
        });
        let next = rest.and_then(|rest| rest.split_whitespace().next());
        next.is_some_and(|word| ARTICLES.contains(word))
    }

    /// Whether the title follows the verb: `Variables are independent if …`.
    fn is_predicate(&self, words: &[&str]) -> bool {
        (1..words.len().min(10)).any(|at| {
            let rest = &words[at..];
            let end = self.names.iter().filter_map(|name| prefix(rest, name)).max();
            BEING.contains(words[at - 1])
                && end.is_some_and(|end| matches!(rest.get(end), Some(&("if" | "when"))))
        })
    }

    /// The clue in a subject that has a part of the title: `Regression is …` below `Linear
    /// regression`, `Regression models are …`.
    fn subject_in_part(&self, words: &[&str]) -> Option<Clue> {
        let name = self.names.first().filter(|name| name.len() > 1)?;
        let at = words.iter().take(7).position(|word| BEING.contains(word))?;
        let subject = &words[..at];
        let is_in_title = |word: &&&str| name.iter().any(|it| it.len() > 2 && is_same(it, word));
        let shared = subject.iter().filter(is_in_title).count();
        let is_negated = words.get(at + 1) == Some(&"not");
        if shared == 0 || is_negated {
            None
        } else if shared == subject.len() && shared * 2 >= name.len() {
            Some(Clue::Says)
        } else {
            Some(Clue::SubjectInPart)
        }
    }
}

/// Whether words are a noun phrase: no verb precedes the first relative clause.
fn is_noun_phrase(words: &[&str]) -> bool {
    const RELATIVE: [&str; 12] = [
        "that", "which", "who", "whose", "where", "whereby", "when", "used", "die", "qui", "que",
        "dat",
    ];
    let relative = words.iter().position(|word| RELATIVE.contains(word));
    let end = relative.unwrap_or(words.len());
    !words[..end].iter().enumerate().skip(1).any(|(at, word)| {
        BEING.contains(word)
            || AUXILIARY.contains(word)
            || (ACTING.contains(word) && word.ends_with('s') && is_verb_after(words[at - 1]))
    })
}

/// The clue in the words after the subject. A denial says nothing.
fn verb(rest: &[&str]) -> Option<Clue> {
    let near = || rest.iter().take(MAX_BETWEEN);
    let being = near().position(|word| BEING.contains(word));
    let acting = near().position(|word| ACTING.contains(word) || AUXILIARY.contains(word));
    match (being, acting) {
        (Some(being), _) if rest.get(being + 1) == Some(&"not") => None,
        (Some(being), Some(acting)) if acting < being => Some(Clue::Acts),
        (Some(_), _) => Some(Clue::Says),
        (None, Some(_)) => Some(Clue::Acts),
        (None, None) => {
            let verb = rest.first().filter(|word| word.ends_with('s') && !word.ends_with("ss"));
            Some(if verb.is_some() { Clue::Acts } else { Clue::Subject })
        }
    }
}

/// Whether a sentence is an instruction.
fn instructs(words: &[&str]) -> bool {
    let second = words.get(1).copied().unwrap_or_default();
    words.first().is_some_and(|first| INSTRUCTIONS.contains(first))
        && second != "of"
        && !BEING.contains(second)
        && !AUXILIARY.contains(second)
}

/// Whether a text has a script without spaces between words.
fn is_unspaced(text: &str) -> bool {
    text.chars().any(|c| matches!(c.script(), Script::Han | Script::Hiragana | Script::Katakana))
}

/// The words after a preposition that begins a sentence: `In a cache, the data …`.
fn inside_phrase<'w>(words: &'w [&'w str]) -> &'w [&'w str] {
    match words {
        ["in" | "with" | "within" | "bei" | "dans" | "en" | "em" | "nel", rest @ ..] => rest,
        _ => &[],
    }
}

/// Whether a word that may be a noun is a verb after this word.
fn is_verb_after(before: &str) -> bool {
    !before.ends_with("ing")
        && !ARTICLES.contains(before)
        && !matches!(
            before,
            "all" | "no" | "of" | "in" | "to" | "for" | "from" | "by" | "and" | "or" | "with"
        )
}

/// The words after articles.
fn without_articles<'w>(words: &'w [&'w str]) -> &'w [&'w str] {
    let is_article = |word: &&&str| ARTICLES.contains(word);
    &words[words.iter().take_while(is_article).count().min(3)..]
}

/// The words after a noun that introduces a name: `The term sapwood is …`.
fn without_noun<'w>(words: &'w [&'w str]) -> Option<&'w [&'w str]> {
    match words {
        ["term" | "word" | "phrase", rest @ ..] => Some(rest),
        _ => None,
    }
}

/// The number of words of a name, if these words begin with it.
fn prefix(words: &[&str], name: &[String]) -> Option<usize> {
    let fits = name.len() <= words.len() && name.iter().zip(words).all(|(a, b)| is_same(a, b));
    (fits && !name.is_empty()).then_some(name.len())
}

/// Whether two folded words are equal except for their ending.
fn is_same(one: &str, other: &str) -> bool {
    let common = one.chars().zip(other.chars()).take_while(|(a, b)| a == b);
    let common = common.count();
    let longest = one.chars().count().max(other.chars().count());
    longest == common || (common >= 3 && longest - common <= 3 && common * 2 > longest)
}

/// The names in a title: the title without parentheses, the text in them, and the alternatives.
fn names(title: &str) -> Vec<Vec<String>> {
    let folded = title.to_lowercase();
    let (outside, inside) = match folded.split_once('(') {
        Some((before, rest)) => (before.to_owned(), rest.split(')').next().map(str::to_owned)),
        None => (folded.clone(), None),
    };
    let mut names = vec![outside.clone()];
    names.extend(inside);
    for separator in [" / ", "/", ", ", " or ", " and ", " & ", " = ", ": "] {
        if outside.contains(separator) {
            names.extend(outside.split(separator).map(str::to_owned));
        }
    }
    let names = names.iter().map(|name| without_articles_of(split(name)));
    names.filter(|name| !name.is_empty()).collect()
}

fn without_articles_of(mut words: Vec<String>) -> Vec<String> {
    let articles = words.iter().take_while(|word| ARTICLES.contains(word)).count();
    if articles < words.len() {
        words.drain(..articles);
    }
    words
}

/// The words of a folded text. A hyphen separates words, and so does the apostrophe of a French or
/// Italian article: `l'arbre`, `dell'albero`.
fn split(text: &str) -> Vec<String> {
    const ELIDED: [&str; 10] =
        ["l", "d", "un", "dell", "all", "nell", "dall", "sull", "quest", "quell"];
    text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’'))
        .map(|word| word.replace('’', "'"))
        .flat_map(|word| match word.split_once('\'') {
            Some((article, noun)) if ELIDED.contains(&article) => {
                vec![article.to_owned(), noun.to_owned()]
            }
            _ => vec![word.trim_matches('\'').to_owned()],
        })
        .filter(|word| !word.is_empty())
        .collect()
}
