//! See [`headword_fuzz::config`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| headword_fuzz::config(data));
