//! The completion items for keys, tags, links and terms, and the ranges that they replace.

mod keys;
mod links;
mod tags;
mod terms;
