//! `circular-definition`: two definitions that only refer to each other.

use text_size::{TextRange, TextSize};

use crate::features::diagnostics::rule::{Finding, Rule, RuleContext};
use crate::features::diagnostics::self_referential_definition::is_only;
use crate::note::excerpt;
use crate::note::prose::{Join, Segment};
use crate::note::term::Term;
use crate::note::term_key::TermKey;
use crate::workspace::config::Level;
use crate::workspace::document::Document;
use crate::workspace::{Workspace, mention};

pub(super) const RULE: Rule = Rule {
    code: "circular-definition",
    default_level: Level::Information,
    documentation: "\
Two definitions that only refer to each other. For example, *Weir: a dam.* and *Dam: a weir that is \
large.* A reader who knows neither term learns nothing. Definitions that only mention each other are \
not reported. Neither are cross-references (*See X.*) and circles of more than two terms.",
    check,
};

fn check(check: &RuleContext<'_>, findings: &mut Vec<Finding>) {
    let RuleContext { workspace, document, .. } = check;
    for term in check.terms() {
        let Some(other) = class_of(workspace, document, term) else { continue };
        let notes = workspace.first_declaring(&other);
        let notes = notes.iter().filter_map(|id| workspace.document(*id));
        let mut declared =
            notes.flat_map(|note| note.note.terms_named(&other).map(move |term| (note, term)));
        let is_back = |(note, found): &(&Document, &Term)| {
            class_of(workspace, note, found).is_some_and(|back| term.keys().any(|key| *key == back))
        };
        if let Some((_, found)) = declared.find(is_back) {
            findings.push(Finding::new(
                term.definition.range,
                format!(
                    "“{}” and “{}” are defined only by each other.",
                    term.headword, found.headword
                ),
            ));
        }
    }
}

/// Returns the name of the other term that is all that the first clause of a definition says.
fn class_of(workspace: &Workspace, document: &Document, term: &Term) -> Option<TermKey> {
    if term.see.is_some() {
        return None;
    }
    let definition = excerpt::plain(&document.definition(term));
    let range = TextRange::up_to(TextSize::of(&definition));
    let block = [Segment { range, join: Join::Block, in_link: false }];
    let mentions = mention::in_block(workspace, &definition, &block);
    let names = mentions.into_iter().flat_map(|mention| mention.names).map(|name| name.key);
    let mut others = names.filter(|name| term.keys().all(|key| key != name));
    others.next().filter(|other| is_only(other, &term.key, &definition))
}
