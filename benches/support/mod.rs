//! What the benchmarks share: the notes that they measure on, and how they print.

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::{Duration, Instant};

pub(crate) const NOTES: usize = 10_000;
pub(crate) const TERMS_PER_NOTE: usize = 10;

pub(crate) fn best<T>(runs: usize, mut work: impl FnMut() -> T) -> Duration {
    let mut timed = || {
        let start = Instant::now();
        black_box(work());
        start.elapsed()
    };
    (0..runs).map(|_| timed()).min().unwrap_or_default()
}

pub(crate) fn note_of(bytes: usize) -> String {
    let mut text = note_text(0, 1);
    for note in 1.. {
        if text.len() >= bytes {
            break;
        }
        text += note_text(note, TERMS_PER_NOTE).split_once("---\n\n").map_or("", |(_, body)| body);
    }
    text
}

pub(crate) fn note_text(note: usize, terms: usize) -> String {
    let mut text = format!(
        "---\ntitle: Note {note}\ndate: 2026-03-02 10:00:00 +0100\ncategories: [Area {}]\n\
         tags: [bench, \"tag {}\"]\n---\n\n## Topic {note}\n",
        note / 100,
        note % 50
    );
    for term in 0..terms {
        let other = (note * 7 + term * 13) % NOTES;
        let _ = write!(
            text,
            "#### Widget {note} kind {term}\nA device that turns one thing into another. It is used \
             with the widget {other} kind {term}, and with *several* others of `code_{term}`, as \
             [a page](https://example.org/{term}) says.\n\n- first point\n- second point\n\n"
        );
    }
    text + "### Still empty\n"
}
