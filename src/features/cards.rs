//! Cards to learn terms with: a question and an answer as HTML, with a stable identity.

use text_size::TextRange;

use crate::features::glossary::{
    DefinitionLink, Glossary, GlossaryEntry, LinkGoal, LinkRules, linked_text,
};
use crate::note::excerpt;
use crate::note::markdown::html_text::{ImagePolicy, escaped, html_text};
use crate::workspace::document::NoteId;

/// A card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// An identity that edits of the definition and moves of the entry do not change.
    pub guid: String,
    /// The kind.
    pub kind: CardKind,
    /// The headword.
    pub headword: String,
    /// The other names of the term.
    pub aliases: Vec<String>,
    /// The first side as HTML, or the text with the gaps of a cloze.
    pub front: String,
    /// The second side as HTML.
    pub back: String,
    /// The first side as plain text. The gaps of a cloze are `[…]`.
    pub question: String,
    /// The second side as plain text.
    pub answer: String,
    /// The names of nested decks, the outermost first.
    pub deck: Vec<String>,
    /// The tags.
    pub tags: Vec<String>,
    /// The index of the term in the glossary.
    pub entry: usize,
    /// The note of the term.
    pub note: NoteId,
    /// The range of the headword in the note.
    pub range: TextRange,
}

/// What a card asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardKind {
    /// The definition of a term.
    Definition,
    /// The term with a definition. The names of the term in it are hidden.
    Reverse,
    /// The names of the term in its definition, as a cloze.
    Cloze,
}

/// Marks around a cloze until its text is HTML. Text cannot have them: these characters are for
/// private use.
const CLOZE: [char; 2] = ['\u{f8c0}', '\u{f8c1}'];

/// Returns the cards of the entries that `keeps` accepts, for each of some kinds.
pub fn cards(
    glossary: &Glossary<'_>,
    kinds: &[CardKind],
    keeps: impl Fn(&GlossaryEntry<'_>) -> bool,
) -> Vec<Card> {
    let kept = glossary.entries.iter().enumerate().filter(|(_, entry)| keeps(entry));
    let cards = kept.flat_map(|(at, entry)| kinds.iter().map(move |kind| card(at, entry, *kind)));
    cards.collect()
}

fn card(index: usize, entry: &GlossaryEntry<'_>, kind: CardKind) -> Card {
    let aliases: Vec<_> = entry.aliases().map(str::to_owned).collect();
    let name = escaped(entry.headword());
    let also = if aliases.is_empty() {
        String::new()
    } else {
        format!("<p><small>also {}</small></p>", escaped(&aliases.join(", ")))
    };
    let (front, back) = match kind {
        CardKind::Definition => (name, format!("{}{also}", definition(entry, kind))),
        CardKind::Reverse => (definition(entry, kind), format!("{name}{also}")),
        CardKind::Cloze => (cloze(entry, &name), format!("{name}{also}")),
    };
    let suffix = match kind {
        CardKind::Definition => "",
        CardKind::Reverse => " (reverse)",
        CardKind::Cloze => " (cloze)",
    };
    let (question, answer) = texts(entry, kind);
    Card {
        guid: format!("headword: {}{suffix}", entry.identity),
        kind,
        headword: entry.headword().to_owned(),
        aliases,
        front,
        back,
        question,
        answer,
        deck: entry.topic.clone(),
        tags: entry.tags.clone(),
        entry: index,
        note: entry.declaration.document.id,
        range: entry.declaration.term.name_range,
    }
}

/// Returns the sides of a card as plain text.
fn texts(entry: &GlossaryEntry<'_>, kind: CardKind) -> (String, String) {
    let name = entry.headword().to_owned();
    let aliases: Vec<_> = entry.aliases().collect();
    let also =
        if aliases.is_empty() { String::new() } else { format!("\n\nalso {}", aliases.join(", ")) };
    let plain = excerpt::plain(&linked_text(&entry.definition, &CardLinks(kind)));
    let definition = if plain.is_empty() { entry.definition.text.clone() } else { plain };
    match kind {
        CardKind::Definition => (name, format!("{definition}{also}")),
        CardKind::Reverse => (definition, format!("{name}{also}")),
        CardKind::Cloze => (cloze_text(&definition), format!("{name}{also}")),
    }
}

/// Returns a cloze as plain text. If the definition does not name its term, the gap comes first.
fn cloze_text(definition: &str) -> String {
    let mut parts = definition.split(CLOZE[0]);
    let mut text = parts.next().unwrap_or_default().to_owned();
    let mut has_gap = false;
    for part in parts {
        has_gap = true;
        let rest = part.split_once(CLOZE[1]).map_or(part, |(_, rest)| rest);
        text.push_str("[…]");
        text.push_str(rest);
    }
    if has_gap { text } else { format!("[…]: {text}") }
}

/// Returns a definition as HTML.
fn definition(entry: &GlossaryEntry<'_>, kind: CardKind) -> String {
    let html = html_text(&linked_text(&entry.definition, &CardLinks(kind)), ImagePolicy::Keep);
    // A side must have a text. That of a template or of HTML only is shown as it is written.
    if html.is_empty() { escaped(&entry.definition.text) } else { html }
}

/// Returns a definition as a cloze. If it does not name its term, the name comes first.
fn cloze(entry: &GlossaryEntry<'_>, name: &str) -> String {
    let html = definition(entry, CardKind::Cloze);
    // Marks of Anki in the text itself must not be read as such.
    let html = html.replace("{{", "{&#123;").replace("}}", "}&#125;");
    if html.contains(CLOZE[0]) && html.matches(CLOZE).count().is_multiple_of(2) {
        return html.replace(CLOZE[0], "{{c1::").replace(CLOZE[1], "}}");
    }
    let name = name.replace("}}", "}&#125;");
    format!("{{{{c1::{name}}}}}: {}", html.replace(CLOZE, ""))
}

/// The links of a card: only those to the web. An image is in the folder for media, which has no
/// folders.
struct CardLinks(CardKind);

impl LinkRules for CardLinks {
    fn address(&self, link: &DefinitionLink) -> Option<String> {
        match &link.goal {
            LinkGoal::File(path, _) if link.embeds => {
                Some(path.file_name()?.to_string_lossy().into_owned())
            }
            _ => None,
        }
    }

    fn own_name(&self, written: &str) -> Option<String> {
        match self.0 {
            CardKind::Definition => None,
            CardKind::Reverse => Some("…".to_owned()),
            CardKind::Cloze => Some(format!("{}{written}{}", CLOZE[0], CLOZE[1])),
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::{CardKind, cards};
    use crate::features::fixture::Fixture;
    use crate::features::glossary::Glossary;

    #[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
    fn check(fixture: &str, expected: Expect) {
        let fixture = Fixture::new(fixture);
        let glossary = Glossary::new(&fixture.workspace);
        let kinds = [CardKind::Definition, CardKind::Reverse, CardKind::Cloze];
        let shown = cards(&glossary, &kinds, |_| true).into_iter().map(|card| {
            let (deck, tags) = (card.deck.join("::"), card.tags.join(" "));
            let (question, answer) = (card.question, card.answer.replace('\n', "⏎"));
            let html =
                format!("{} [{deck}] {tags}\n  {}\n  {}\n", card.guid, card.front, card.back);
            format!("{html}  ? {question}\n  ! {answer}\n")
        });
        expected.assert_eq(&shown.collect::<String>());
    }

    #[test]
    fn a_card_has_images_math_and_names() {
        check(
            "---\ntitle: Math\ntags: [a b, c/d]\n---\n# Sets\n## Set (coll)\n\
             A set is a *collection* $\\{x\\}$, ![one](img/one.png), [[Other|other]] `a{{b}}`.\n",
            expect![[r#"
                headword: set ( coll ) [Math::Sets] a b c/d
                  Set (coll)
                  A set is a <em>collection</em> \(\{x\}\), <img src="one.png" alt="one" />, other <code>a{{b}}</code>.<p><small>also Set</small></p>
                  ? Set (coll)
                  ! A set is a collection \{x\}, one, other a{{b}}.⏎⏎also Set
                headword: set ( coll ) (reverse) [Math::Sets] a b c/d
                  A … is a <em>collection</em> \(\{x\}\), <img src="one.png" alt="one" />, other <code>a{{b}}</code>.
                  Set (coll)<p><small>also Set</small></p>
                  ? A … is a collection \{x\}, one, other a{{b}}.
                  ! Set (coll)⏎⏎also Set
                headword: set ( coll ) (cloze) [Math::Sets] a b c/d
                  A {{c1::set}} is a <em>collection</em> \(\{x\}\), <img src="one.png" alt="one" />, other <code>a{&#123;b}&#125;</code>.
                  Set (coll)<p><small>also Set</small></p>
                  ? A […] is a collection \{x\}, one, other a{{b}}.
                  ! Set (coll)⏎⏎also Set
            "#]],
        );
    }

    #[test]
    fn a_definition_without_its_name_gets_it_in_a_cloze() {
        check(
            "## Ring {{x}}\nA thing with {{math}} <b>in</b> <script>it</script>.\n",
            expect![[r#"
                headword: ring { { x } } [note] 
                  Ring {{x}}
                  A thing with {{math}} <b>in</b> it.
                  ? Ring {{x}}
                  ! A thing with {{math}} in it.
                headword: ring { { x } } (reverse) [note] 
                  A thing with {{math}} <b>in</b> it.
                  Ring {{x}}
                  ? A thing with {{math}} in it.
                  ! Ring {{x}}
                headword: ring { { x } } (cloze) [note] 
                  {{c1::Ring {{x}&#125;}}: A thing with {&#123;math}&#125; <b>in</b> it.
                  Ring {{x}}
                  ? […]: A thing with {{math}} in it.
                  ! Ring {{x}}
            "#]],
        );
    }
}
