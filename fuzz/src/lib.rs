//! The fuzz targets of Headword.
//!
//! Each target is a function of bytes that panics if a check fails. The fuzzer calls it through
//! `targets/`. An ordinary test calls it with all stored inputs (`tests/replay.rs`). `README.md` has
//! the commands.

mod changes;
mod config;
#[path = "../../tests/support/everywhere.rs"]
mod everywhere;
mod frames;
mod front_matter;
mod input;
mod note;
mod paths;
mod rename;
mod sample;

pub use changes::changes;
pub use config::config;
pub use frames::frames;
pub use front_matter::front_matter;
pub use note::note;
pub use paths::paths;
pub use rename::rename;

/// A target: takes any bytes.
pub type Target = fn(&[u8]);

/// All targets, by name.
pub const TARGETS: [(&str, Target); 7] = [
    ("frames", frames),
    ("changes", changes),
    ("note", note),
    ("rename", rename),
    ("front_matter", front_matter),
    ("paths", paths),
    ("config", config),
];
