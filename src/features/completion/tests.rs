//! What is offered for labels and terms, and what it replaces.

mod labels;
mod links;
mod terms;
