//! What is offered for keys, labels and terms, and what it replaces.

mod keys;
mod labels;
mod links;
mod terms;
