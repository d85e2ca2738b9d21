//! Semantic tokens in the protocol: each position is relative to the previous one, and a later
//! answer is a delta to an earlier one.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tower_lsp::ls_types::{
    SemanticToken, SemanticTokenModifier, SemanticTokenType, SemanticTokensEdit,
    SemanticTokensLegend, Uri,
};

use crate::features::semantic_tokens::{Token, TokenKind};
use crate::text::{Encoding, Text};

/// The maximum number of documents whose tokens are cached. For others a request for a delta gets
/// all tokens.
const MAX_KEPT: usize = 32;

/// The number of integers in the protocol for each token.
const SIZE: usize = 5;

/// Returns the types and modifiers. All are standard ones, because themes support only those.
pub(super) fn legend() -> SemanticTokensLegend {
    SemanticTokensLegend {
        token_types: vec![
            SemanticTokenType::TYPE,
            SemanticTokenType::DECORATOR,
            SemanticTokenType::PROPERTY,
        ],
        token_modifiers: vec![SemanticTokenModifier::DECLARATION],
    }
}

/// Returns the index of a kind's type in the legend, and its modifiers as a bit set.
fn numbers(kind: TokenKind) -> (u32, u32) {
    match kind {
        TokenKind::Mention => (0, 0),
        TokenKind::Declaration => (0, 1),
        TokenKind::Tag => (1, 0),
        TokenKind::Key => (2, 0),
    }
}

/// Converts tokens to the client's encoding. Each must be on one line, and all in text order.
pub(super) fn relative(tokens: &[Token], text: &Text, encoding: Encoding) -> Vec<SemanticToken> {
    let (mut line, mut col) = (0, 0);
    let one = |token: &Token| {
        let start = text.line_col(token.range.start(), encoding);
        let end = text.line_col(token.range.end(), encoding);
        let delta_line = start.line - line;
        let delta_start = if delta_line == 0 { start.col - col } else { start.col };
        (line, col) = (start.line, start.col);
        let (token_type, token_modifiers_bitset) = numbers(token.kind);
        let length = end.col.saturating_sub(start.col);
        SemanticToken { delta_line, delta_start, length, token_type, token_modifiers_bitset }
    };
    tokens.iter().map(one).collect()
}

/// Returns the edit from `before` to `after`, if any: it replaces everything between their common
/// prefix and suffix.
pub(super) fn edits(before: &[SemanticToken], after: &[SemanticToken]) -> Vec<SemanticTokensEdit> {
    let same = |(a, b): &(&SemanticToken, &SemanticToken)| a == b;
    let prefix = before.iter().zip(after).take_while(same).count();
    let (before, after) = (&before[prefix..], &after[prefix..]);
    let suffix = before.iter().rev().zip(after.iter().rev()).take_while(same).count();
    let (gone, new) = (before.len() - suffix, &after[..after.len() - suffix]);
    if gone == 0 && new.is_empty() {
        return Vec::new();
    }
    let number = |tokens: usize| u32::try_from(tokens * SIZE).unwrap_or(u32::MAX);
    vec![SemanticTokensEdit {
        start: number(prefix),
        delete_count: number(gone),
        data: Some(new.to_vec()),
    }]
}

/// The last tokens of each recently requested document.
#[derive(Default)]
pub(super) struct CachedTokens(Mutex<Cache>);

#[derive(Default)]
struct Cache {
    /// The oldest answer first.
    answers: VecDeque<Answer>,
    /// The number of assigned ids.
    ids: u64,
}

struct Answer {
    uri: Uri,
    id: String,
    tokens: Arc<[SemanticToken]>,
}

impl CachedTokens {
    /// Caches the tokens of a document in place of its last ones. Returns their id.
    pub(super) fn put(&self, uri: &Uri, tokens: Vec<SemanticToken>) -> String {
        let mut kept = self.lock();
        kept.answers.retain(|answer| answer.uri != *uri);
        if kept.answers.len() == MAX_KEPT {
            kept.answers.pop_front();
        }
        kept.ids += 1;
        let id = kept.ids.to_string();
        kept.answers.push_back(Answer { uri: uri.clone(), id: id.clone(), tokens: tokens.into() });
        id
    }

    /// Returns the tokens with this id, if they are the last ones of the document.
    pub(super) fn get(&self, uri: &Uri, id: &str) -> Option<Arc<[SemanticToken]>> {
        let kept = self.lock();
        let mut answers = kept.answers.iter();
        let found = answers.find(|answer| answer.uri == *uri && answer.id == id)?;
        Some(found.tokens.clone())
    }

    /// Locks the cache. Poisoning is ignored: no code panics while it holds this lock.
    fn lock(&self) -> MutexGuard<'_, Cache> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::{Strategy, proptest};
    use tower_lsp::ls_types::{SemanticToken, SemanticTokensEdit, Uri};

    use super::{CachedTokens, MAX_KEPT, edits};

    fn flat(tokens: &[SemanticToken]) -> Vec<u32> {
        let numbers = |it: &SemanticToken| {
            [it.delta_line, it.delta_start, it.length, it.token_type, it.token_modifiers_bitset]
        };
        tokens.iter().flat_map(numbers).collect()
    }

    /// Applies edits as the protocol requires: all positions refer to the old integers.
    fn applied(before: &[SemanticToken], edits: Vec<SemanticTokensEdit>) -> Vec<u32> {
        let mut numbers = flat(before);
        for edit in edits.into_iter().rev() {
            let start = edit.start as usize;
            let new = flat(&edit.data.unwrap_or_default());
            numbers.splice(start..start + edit.delete_count as usize, new);
        }
        numbers
    }

    fn tokens() -> impl Strategy<Value = Vec<SemanticToken>> {
        let token = (0..2_u32, 0..2_u32).prop_map(|(delta_line, length)| SemanticToken {
            delta_line,
            delta_start: 1,
            length,
            token_type: 0,
            token_modifiers_bitset: 0,
        });
        vec(token, 0..8)
    }

    proptest! {
        #[test]
        fn the_edits_turn_the_old_tokens_into_the_new_ones(before in tokens(), after in tokens()) {
            let edits = edits(&before, &after);
            assert_eq!(edits.is_empty(), before == after);
            assert_eq!(applied(&before, edits), flat(&after));
        }
    }

    #[test]
    fn the_cache_is_bounded_and_has_the_last_tokens_of_each_document() {
        let answers = CachedTokens::default();
        let uri = |number: usize| format!("untitled:{number}").parse::<Uri>().expect("a URI");
        let first = answers.put(&uri(0), Vec::new());
        let second = answers.put(&uri(0), Vec::new());
        assert!(answers.get(&uri(0), &first).is_none());
        assert!(answers.get(&uri(0), &second).is_some());
        assert!(answers.get(&uri(1), &second).is_none());
        for number in 1..=MAX_KEPT {
            answers.put(&uri(number), Vec::new());
        }
        assert!(answers.get(&uri(0), &second).is_none());
    }
}
