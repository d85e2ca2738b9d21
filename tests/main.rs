//! All tests of the whole program, as one: what they share is built once, and the slow ones run
//! beside the quick ones. Only what measures time is a program of its own.

mod support;

mod check;
mod cli;
mod conformance;
mod conformance_page;
mod corpus;
mod diagnostics;
mod edits;
mod everywhere;
mod faults;
mod features;
mod fix;
mod front_matter;
mod hostile;
mod judged;
mod learn;
mod limits;
mod mcp;
mod mentions;
mod moves;
mod oracles;
mod protocol;
mod quiz;
mod refactor;
mod reference;
mod rename;
mod replay;
mod settings;
mod source_code;
mod structure;
mod terms;
mod tidy;
mod traps;
mod vault;
mod workspace;
