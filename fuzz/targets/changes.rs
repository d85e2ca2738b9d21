//! See [`headword_fuzz::changes`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| headword_fuzz::changes(data));
