//! The completion items for keys, tags, links and terms, and the ranges that they replace.

mod keys;
mod labels;
mod links;
mod terms;
