//! See [`headword_fuzz::rename`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| headword_fuzz::rename(data));
