//! The possible targets of an incomplete link, and their ranking.

use std::borrow::Cow;
use std::cmp::{Ordering, Reverse};

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::features::completion::item::{Completion, CompletionKind, Item};
use crate::features::completion::link_context::{LinkContext, LinkSyntax};
use crate::text::letters::Letters;
use crate::workspace::links::{decoded, encoded};

/// The maximum number of items. The editor requests again when the user types more.
const MAX_ITEMS: usize = 100;

/// A possible target of the link. There may be thousands, so only the best ones get what an item
/// needs besides its names.
pub(super) struct Offer<'w> {
    /// The text in the menu, which is compared with the typed text.
    pub(super) label: Cow<'w, str>,
    /// Another name, which also matches.
    pub(super) detail: Cow<'w, str>,
    pub(super) source: OfferSource,
}

/// What an offer leads to, and its text.
pub(super) enum OfferSource {
    /// A note with the label as its name, and the title as the detail.
    Note,
    /// A note with the label as its alias, and the name as the detail.
    Alias,
    /// A section in any note, with the name of its term or heading as the detail.
    Section { kind: CompletionKind, new_text: String },
    /// A note that does not exist, with the label as its name.
    Missing { notes: usize },
    /// Anything else.
    Other { kind: CompletionKind, new_text: String },
}

impl Offer<'_> {
    /// Returns the sort key of a note, since the documents have no order. Notes come after all other
    /// offers, and aliases after file names.
    fn name(&self) -> Option<(&str, &str)> {
        match self.source {
            OfferSource::Note => Some((&self.label, "")),
            OfferSource::Alias => Some((&self.detail, &self.label)),
            _ => None,
        }
    }

    /// Returns the place of its kind among offers that match equally well.
    fn tier(&self) -> u8 {
        match self.source {
            OfferSource::Other { .. } => 0,
            OfferSource::Note | OfferSource::Alias => 1,
            OfferSource::Section { kind: CompletionKind::Term { .. }, .. } => 2,
            OfferSource::Missing { .. } => 3,
            OfferSource::Section { .. } => 4,
        }
    }

    fn item(self, slot: &LinkContext<'_>, written: &str) -> Item {
        let Self { label, detail, source } = self;
        let (label, detail) = (label.into_owned(), detail.into_owned());
        let (kind, new_text) = match source {
            OfferSource::Note => {
                let new_text = self::written(slot, &label);
                let is_path = matches!(slot.syntax, LinkSyntax::Path { .. });
                let called = Some(detail).filter(|title| is_path || *title != label);
                (CompletionKind::Note { called }, new_text)
            }
            OfferSource::Alias => {
                let new_text = format!("{detail}|{label}");
                (CompletionKind::Note { called: Some(detail) }, new_text)
            }
            OfferSource::Missing { notes } => {
                (CompletionKind::MissingNote { notes }, label.clone())
            }
            OfferSource::Section { kind, new_text } | OfferSource::Other { kind, new_text } => {
                (kind, new_text)
            }
        };
        // Editors compare the item with the text in the range, which may be an alias.
        let filter_text = if new_text.starts_with(written) {
            new_text.clone()
        } else {
            format!("{written} {label}")
        };
        Item { filter_text, label, kind, range: slot.range, new_text }
    }
}

/// Returns a path or name with the escapes of its syntax.
pub(super) fn written(slot: &LinkContext<'_>, path: &str) -> String {
    match slot.syntax {
        LinkSyntax::Path { is_bracketed: false, .. } => {
            path.split('/').map(encoded).collect::<Vec<_>>().join("/")
        }
        _ => path.to_owned(),
    }
}

/// An offer with its score and its place in the list.
type RankedOffer<'w> = (Reverse<u32>, usize, Offer<'w>);

/// The best offers so far.
pub(super) struct Ranking<'w> {
    pattern: Pattern,
    matcher: Matcher,
    buffer: Vec<char>,
    /// The letters that a match contains.
    pub(super) letters: Letters,
    /// The number of offers that match.
    count: usize,
    /// Matching offers. If there were too many, the first [`MAX_ITEMS`] are the best of the earlier
    /// ones, and the last of these is the worst.
    kept: Vec<RankedOffer<'w>>,
    /// Whether offers were dropped.
    is_pruned: bool,
}

impl<'w> Ranking<'w> {
    pub(super) fn new(slot: &LinkContext<'_>) -> Self {
        let typed = decoded(slot.typed);
        let (case, normalization) = (CaseMatching::Ignore, Normalization::Smart);
        Self {
            pattern: Pattern::new(&typed, case, normalization, AtomKind::Fuzzy),
            matcher: Matcher::new(Config::DEFAULT.match_paths()),
            buffer: Vec::new(),
            letters: Letters::asked_by(&typed),
            count: 0,
            kept: Vec::new(),
            is_pruned: false,
        }
    }

    pub(super) fn extend(&mut self, offers: impl IntoIterator<Item = Offer<'w>>) {
        for offer in offers {
            self.add(offer);
        }
    }

    /// Adds an offer if it matches and can be one of the best.
    pub(super) fn add(&mut self, offer: Offer<'w>) {
        let Some(fit) = self.score(&offer.label).max(self.score(&offer.detail)) else { return };
        let offer = (Reverse(fit), self.count, offer);
        self.count += 1;
        if self.is_pruned && by_fit(&offer, &self.kept[MAX_ITEMS - 1]).is_gt() {
            return;
        }
        self.kept.push(offer);
        if self.kept.len() >= 2 * MAX_ITEMS {
            self.kept.select_nth_unstable_by(MAX_ITEMS - 1, by_fit);
            self.kept.truncate(MAX_ITEMS);
            self.is_pruned = true;
        }
    }

    fn score(&mut self, name: &str) -> Option<u32> {
        self.pattern.score(Utf32Str::new(name, &mut self.buffer), &mut self.matcher)
    }

    /// Returns the best offers in the order of their match.
    pub(super) fn best(mut self, slot: &LinkContext<'_>, text: &str) -> Completion {
        self.kept.sort_by(by_fit);
        self.kept.truncate(MAX_ITEMS);
        let written = &text[slot.range];
        let items = self.kept.into_iter().map(|(_, _, offer)| offer.item(slot, written));
        let is_incomplete = self.count > MAX_ITEMS || !slot.typed.is_empty();
        Completion { items: items.collect(), is_incomplete }
    }
}

fn by_fit(one: &RankedOffer<'_>, other: &RankedOffer<'_>) -> Ordering {
    let ((fit, order, offer), (other_fit, other_order, other)) = (one, other);
    let by_tier = || offer.tier().cmp(&other.tier());
    let by_name = || offer.name().cmp(&other.name());
    fit.cmp(other_fit).then_with(by_tier).then_with(by_name).then(order.cmp(other_order))
}
