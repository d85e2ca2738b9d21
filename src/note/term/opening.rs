//! The opening of a passage: the form of its first sentence.

use unicode_script::{Script, UnicodeScript};

use crate::note::term::acronym::{is_acronym, stands_for};
use crate::note::term::clue::Clue;
use crate::note::term::passage_text::{is_only_link, leads_in, plain, without_comments};
use crate::note::term::sentence::first_sentence;
use crate::note::term::title::is_instruction;
use crate::note::term::title_form::{TitleForm, is_unspaced};
use crate::note::term::word_class::{self, ClassedWord, WordClass, split};
use crate::note::term::{see, verb};
use crate::note::word_list::{WordList, words};

/// Words that address the reader in scripts without spaces.
static ADDRESSING_PHRASES: WordList = words!("addressing_phrases");

/// What follows the name that a sentence defines, in scripts without spaces.
static TOPIC_MARKS: WordList = words!("topic_marks");

/// What follows the name that a sentence defines, also after a long phrase.
static DEFINING_MARKS: WordList = words!("defining_marks");

/// What follows the subject of a sentence, in scripts without spaces.
static SUBJECT_MARKS: WordList = words!("subject_marks");

/// Endings of a Japanese sentence that make it a noun phrase.
static NOMINAL_ENDINGS: WordList = words!("nominal_endings");

/// First words of a passage that gives another name, folded.
static NAMING: WordList = words!("naming_phrases");

/// The most bytes of a passage that are looked at.
const MAX_LENGTH: usize = 600;

/// The most bytes of an article with its space.
const MAX_ARTICLE_LENGTH: usize = 4;

/// The most articles before a noun: `All of the`.
const MAX_ARTICLES: usize = 3;

/// The most words of a noun phrase that begins with a quantifier.
const MAX_QUANTITY: usize = 5;

/// The most characters of a noun after a name, in scripts without spaces.
const MAX_NOUN: usize = 8;

/// The first sentence of a passage below a title.
pub(super) struct PassageOpening<'t> {
    title: &'t TitleForm<'t>,
    /// The first sentence without markup, folded.
    sentence: String,
    /// Whether the sentence is in a script without spaces between words.
    is_unspaced: bool,
    /// Whether the passage ends with a colon.
    is_lead_in: bool,
    /// Whether the passage begins in lower case.
    is_lower: bool,
    /// The clue that makes the words of the passage irrelevant: it is a reference or one link.
    whole: Option<Clue>,
}

impl<'t> PassageOpening<'t> {
    pub(super) fn new(title: &'t TitleForm<'t>, passage: &str) -> Self {
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
        if sentence.eq_ignore_ascii_case(title.title) && plain.len() > sentence.len() + 1 {
            let rest = &plain[sentence.len()..];
            sentence = first_sentence(rest.trim_start_matches(['.', ' ']));
        }
        Self {
            title,
            is_unspaced: is_unspaced(sentence),
            is_lead_in: sentence.trim_end().ends_with([':', '：']) || leads_in(passage),
            is_lower: plain.starts_with(char::is_lowercase),
            sentence: word_class::folded(sentence),
            whole,
        }
    }

    /// Reports the clues in the passage.
    pub(super) fn clues(&self, found: &mut impl FnMut(Clue)) {
        if let Some(clue) = self.whole {
            return found(clue);
        }
        let words: Vec<_> = split(&self.sentence).collect();
        if self.is_lead_in {
            found(Clue::LeadsIn);
        }
        if self.sentence.ends_with(['?', '？']) {
            found(Clue::Asks);
        }
        let has_phrase = || ADDRESSING_PHRASES.iter().any(|it| self.sentence.contains(it));
        if words.iter().any(|word| word.is(WordClass::Addressing))
            || self.is_unspaced && has_phrase()
        {
            found(Clue::Addresses);
        }
        let bare = without_parentheses(&self.sentence);
        let bare: Vec<_> = bare.iter().flat_map(|bare| split(bare)).collect();
        let subjects = [self.subject(&words), self.subject(&bare)].into_iter().flatten();
        let subject = subjects.max_by_key(|clue| clue.weight());
        if let Some(clue) = subject {
            found(clue);
        }
        if let Some(clue) = self.form(&words, subject) {
            found(clue);
        }
    }

    /// The clue in the first words. `subject` is the clue in the subject.
    fn form(&self, words: &[ClassedWord<'_>], subject: Option<Clue>) -> Option<Clue> {
        let (first, rest) = words.split_first()?;
        let second = rest.first();
        let second_is = |class| second.is_some_and(|word| word.is(class));
        let says_what = || {
            second_is(WordClass::Being) && rest.get(1).is_some_and(|it| it.is(WordClass::Article))
        };
        let is_named = matches!(subject, Some(Clue::Says | Clue::Expands | Clue::Acts));
        let instructs = verb::instructs(words);
        let is_command_text = instructs && self.names_command();
        if first.text == "this" {
            if second_is(WordClass::Pointing) {
                return Some(Clue::SpeaksOfItself);
            }
            let names = self.title.names.iter().flatten();
            let is_name = second.is_some_and(|it| names.clone().any(|word| is_same(word, it.text)));
            (is_name || says_what()).then_some(Clue::SubjectInPart)
        } else if first.is(WordClass::Pronoun) {
            says_what().then_some(Clue::SubjectInPart)
        } else if second.is_some_and(|it| NAMING.pairs().any(|pair| pair == (first.text, it.text)))
        {
            Some(Clue::NounPhrase)
        } else if first.is(WordClass::Question) {
            // A question has a clue of its own.
            Some(Clue::Fragment)
        } else if first.is(WordClass::Opening) && !is_named {
            Some(Clue::Connects)
        } else if first.is(WordClass::Quantifier) && words.len() > MAX_QUANTITY {
            // `Several tools come with …` has a verb that is in no list.
            Some(Clue::Article)
        } else if first.is(WordClass::Article) {
            Some(if verb::is_noun_phrase(rest) { Clue::NounPhrase } else { Clue::Article })
        } else if instructs && !is_command_text {
            (!is_named).then_some(Clue::Instructs)
        } else if is_command_text
            || first.is(WordClass::Being)
            || (first.is(WordClass::Acting) && first.text.ends_with('s'))
        {
            Some(Clue::NounPhrase)
        } else {
            (subject.is_none() && self.is_fragment(words)).then_some(Clue::Fragment)
        }
    }

    /// Whether the title is the name of a command. An instruction below it says what the command
    /// does.
    fn names_command(&self) -> bool {
        let TitleForm { title, names, .. } = self.title;
        names.first().is_some_and(|name| name.len() <= 3)
            && !title.contains(char::is_uppercase)
            && title.is_ascii()
    }

    /// Whether the sentence has no subject or no verb.
    fn is_fragment(&self, words: &[ClassedWord<'_>]) -> bool {
        if self.is_unspaced {
            // A Japanese sentence ends with a verb in hiragana.
            let sentence = self.sentence.trim_end_matches(['。', '.', ' ']);
            let last = sentence.chars().next_back();
            let is_nominal = NOMINAL_ENDINGS.iter().any(|end| sentence.ends_with(end));
            let has_subject = SUBJECT_MARKS.iter().any(|mark| sentence.contains(mark));
            let is_sentence = last.is_some_and(|c| c.script() == Script::Hiragana);
            return is_nominal || !is_sentence || !has_subject;
        }
        let has_verb = words.get(1).is_some_and(|word| {
            word.is(WordClass::Being)
                || word.is(WordClass::Auxiliary)
                || (word.is(WordClass::Acting) && word.text.ends_with('s'))
        });
        // `For long texts, some tools …`
        let opens = words.first().is_some_and(|word| word.is(WordClass::PhraseOpening));
        let is_clause = opens && self.sentence.contains(", ");
        (self.is_lower && !has_verb) || (!is_clause && verb::is_noun_phrase(words))
    }

    /// The clue in the subject of the sentence: whether it is the title, and what its verb says.
    fn subject(&self, words: &[ClassedWord<'_>]) -> Option<Clue> {
        if let Some(clue) = self.subject_without_spaces() {
            return Some(clue);
        }
        if self.expands() {
            return Some(Clue::Expands);
        }
        if self.is_predicate(words) || self.has_apposition() {
            return Some(Clue::Says);
        }
        [words, inside_phrase(words), self.after_phrase(words)].into_iter().find_map(|words| {
            let words = without_articles(words);
            let named = [Some(words), without_noun(words)].into_iter().flatten();
            let after_name = named.filter_map(|words| Some(&words[self.name_length(words)?..]));
            match after_name.max_by_key(|rest| words.len() - rest.len()) {
                // Sentences of many other scripts need no verb, or have it at their end.
                Some(_) if !self.title.has_known_verbs() => Some(Clue::Says),
                Some(rest) => verb::after_subject(rest),
                None => self.subject_in_part(words),
            }
        })
    }

    /// The number of words of the longest name that these words begin with.
    fn name_length(&self, words: &[ClassedWord<'_>]) -> Option<usize> {
        self.title.names.iter().filter(|name| begins_with(words, name)).map(Vec::len).max()
    }

    /// The subject in a script without spaces: the title, then a mark of the topic. A phrase that a
    /// comma ends may precede it.
    fn subject_without_spaces(&self) -> Option<Clue> {
        if !self.is_unspaced {
            return None;
        }
        let title = self.title.folded.split(['(', '（']).next().unwrap_or_default().trim();
        let at = self.sentence.find(title).filter(|_| !title.is_empty())?;
        let before = &self.sentence[..at];
        if before.chars().count() > 40 {
            return None;
        }
        let opens = before.ends_with(['、', '，', '。', ',']) || before.chars().count() <= 12;
        let mut rest = self.sentence[at + title.len()..].trim_start();
        if let Some((_, after)) =
            rest.strip_prefix(['(', '（']).and_then(|rest| rest.split_once([')', '）']))
        {
            rest = after.trim_start();
        }
        let rest = rest.trim_start_matches(['」', '』', '”', '"', ' ']);
        let follows = |marks: &WordList| marks.iter().any(|mark| rest.starts_with(mark));
        if follows(&DEFINING_MARKS) || (opens && follows(&TOPIC_MARKS)) {
            return Some(Clue::Says);
        }
        // `optionalクラスは …`: a noun may follow the name.
        let noun = rest.chars().take(MAX_NOUN).take_while(|c| c.script() != Script::Hiragana);
        let noun: usize = noun.map(char::len_utf8).sum();
        let is_subject = SUBJECT_MARKS
            .iter()
            .any(|mark| rest.starts_with(mark) || (noun > 0 && rest[noun..].starts_with(mark)));
        (opens && is_subject).then_some(Clue::Acts)
    }

    /// Whether the sentence begins with the expansion of the title.
    fn expands(&self) -> bool {
        let title = self.title.title;
        is_acronym(title) && {
            let end = self.sentence.find([',', ';', ':', '.', '(', '—', '–']);
            let opening = self.sentence[..end.unwrap_or(self.sentence.len())].split_whitespace();
            let is_article = |word: &&str| ClassedWord::new(word).is(WordClass::Article);
            let articles = opening.clone().take(MAX_ARTICLES).take_while(is_article).count();
            let words: Vec<_> = opening.skip(articles).collect();
            let letters = title.chars().filter(|c| c.is_alphanumeric()).count();
            (2..=words.len().min(letters + 3)).any(|end| stands_for(title, &words[..end].join(" ")))
        }
    }

    /// The words after an opening phrase that a comma ends: `In statistics, …`.
    fn after_phrase<'w>(&self, words: &'w [ClassedWord<'w>]) -> &'w [ClassedWord<'w>] {
        // `In statistics, …`, `A property of a store, durability is …`
        let opens = words
            .first()
            .is_some_and(|word| word.is(WordClass::PhraseOpening) || word.is(WordClass::Article));
        let Some(at) = self.sentence.find(", ").filter(|at| opens && *at < 80) else { return &[] };
        let before = split(&self.sentence[..at]).count();
        words.get(before..).unwrap_or_default()
    }

    /// Whether the title comes first, and then a noun phrase: `Sapwood, the living wood.`
    fn has_apposition(&self) -> bool {
        let title = &self.title.folded;
        let before = self.sentence.find(title).filter(|at| *at <= MAX_ARTICLE_LENGTH);
        let rest = before.and_then(|at| {
            let rest = self.sentence[at + title.len()..].trim_start();
            rest.strip_prefix([',', ':', '–', '—'])
        });
        let next = rest.and_then(|rest| rest.split_whitespace().next());
        next.is_some_and(|word| ClassedWord::new(word).is(WordClass::Article))
    }

    /// Whether the title follows the verb: `Variables are independent if …`, also a part of it:
    /// `A set is ordered if …` below `Ordered set`.
    fn is_predicate(&self, words: &[ClassedWord<'_>]) -> bool {
        let part = |word: &ClassedWord<'_>| {
            self.title.names.iter().flatten().any(|it| is_same(it, word.text)).then_some(1)
        };
        (1..words.len().min(10)).any(|at| {
            let rest = &words[at..];
            let ends = [self.name_length(rest), rest.first().and_then(part)];
            let mut next = ends.into_iter().flatten().filter_map(|end| rest.get(end));
            words[at - 1].is(WordClass::Being) && next.any(|it| matches!(it.text, "if" | "when"))
        })
    }

    /// The clue in a subject that has a part of the title: `Regression is …` below `Linear
    /// regression`, `Regression models are …`.
    fn subject_in_part(&self, words: &[ClassedWord<'_>]) -> Option<Clue> {
        let is_name = |name: &&Vec<String>| name.len() > 1 && !is_instruction(self.title.title);
        let name = self.title.names.first().filter(is_name)?;
        let at = words.iter().take(7).position(|word| word.is(WordClass::Being))?;
        let subject = &words[..at];
        let is_in_title =
            |word: &&ClassedWord<'_>| name.iter().any(|it| it.len() > 2 && is_same(it, word.text));
        let shared = subject.iter().filter(is_in_title).count();
        let is_negated = words.get(at + 1).is_some_and(|word| word.text == "not");
        // A `macro expansion` is an expansion.
        let is_english = matches!(words[at].text, "is" | "are" | "was" | "were");
        let has_thing = || {
            let things = self.title.names.iter().filter_map(|name| thing(name));
            subject.iter().any(|word| things.clone().any(|thing| is_same(thing, word.text)))
        };
        if shared == 0
            || is_negated
            || verb::is_passive(&words[at..])
            || (is_english && !has_thing())
        {
            None
        } else if shared == subject.len() && shared * 2 >= name.len() {
            Some(Clue::Says)
        } else {
            Some(Clue::SubjectInPart)
        }
    }
}

/// The word of an English name that says what the thing is: the last one, or the one before a
/// preposition.
fn thing(name: &[String]) -> Option<&str> {
    let is_preposition =
        |word: &String| word == "of" || ClassedWord::new(word).is(WordClass::TitlePreposition);
    let end = name.iter().position(is_preposition).unwrap_or(name.len());
    name[..end].last().map(String::as_str)
}

/// A sentence without its first text in parentheses, if it has one.
fn without_parentheses(sentence: &str) -> Option<String> {
    let (before, rest) = sentence.split_once(" (")?;
    let (_, after) = rest.split_once(')')?;
    Some(format!("{before}{after}"))
}

/// The words after a preposition that begins a sentence: `In a cache, the data …`.
fn inside_phrase<'w>(words: &'w [ClassedWord<'w>]) -> &'w [ClassedWord<'w>] {
    match words {
        [first, rest @ ..] if first.is(WordClass::PhrasePreposition) => rest,
        _ => &[],
    }
}

/// The words after articles.
fn without_articles<'w>(words: &'w [ClassedWord<'w>]) -> &'w [ClassedWord<'w>] {
    let is_article = |word: &&ClassedWord<'_>| word.is(WordClass::Article);
    &words[words.iter().take(MAX_ARTICLES).take_while(is_article).count()..]
}

/// The words after a noun that introduces a name: `The term sapwood is …`.
fn without_noun<'w>(words: &'w [ClassedWord<'w>]) -> Option<&'w [ClassedWord<'w>]> {
    let (first, rest) = words.split_first()?;
    first.is(WordClass::NamingNoun).then_some(rest)
}

/// Whether words begin with a name.
fn begins_with(words: &[ClassedWord<'_>], name: &[String]) -> bool {
    name.len() <= words.len() && name.iter().zip(words).all(|(a, b)| is_same(a, b.text))
}

/// Whether two folded words are equal except for their ending.
fn is_same(one: &str, other: &str) -> bool {
    if one.as_bytes().first() != other.as_bytes().first() {
        return false;
    }
    let common = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let longest = one.chars().count().max(other.chars().count());
    longest == common
        || (common >= 3 && longest - common <= 3 && common * 2 > longest)
        || latin_stem(one).is_some_and(|stem| latin_stem(other) == Some(stem))
}

/// The stem of a word with a Latin plural: `index`, `indices`.
fn latin_stem(word: &str) -> Option<&str> {
    let stem = ["ices", "ex", "ix"].iter().find_map(|ending| word.strip_suffix(ending));
    stem.filter(|stem| stem.len() > 2)
}
