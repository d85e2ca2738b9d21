//! See [`headword_fuzz::paths`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| headword_fuzz::paths(data));
