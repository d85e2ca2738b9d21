//! See [`headword_fuzz::note`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| headword_fuzz::note(data));
