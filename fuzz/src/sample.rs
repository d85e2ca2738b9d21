//! Some of the places of a text: all would make each execution slow, and slow ones find less.

use std::hash::{DefaultHasher, Hash, Hasher};

/// All places of a text up to this length are taken.
const ALL: usize = 48;

/// How many places of a longer text are taken.
const SOME: usize = 24;

/// Places in a text of this length: the same ones for the same text.
pub(crate) fn places(text: &str) -> impl Iterator<Item = usize> + use<> {
    let length = text.len();
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    let seed = hasher.finish();
    let step = if length <= ALL { 1 } else { length / SOME };
    let first = usize::try_from(seed % step.max(1) as u64).unwrap_or_default();
    // The end of a text is where it is typed.
    (first..=length).step_by(step.max(1)).chain([length])
}
