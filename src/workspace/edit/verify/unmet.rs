//! Expected changes that the edit does not make.

use super::verifier::Verifier;
use crate::note::term_key::TermKey;
use crate::workspace::edit::expectation::Expect;
use crate::workspace::edit::failure::Failure;

impl Verifier<'_> {
    /// Checks that all required changes were found after the edit.
    pub(super) fn all_is_met(&self) -> Result<(), Failure> {
        let counts = self.expected.counts.borrow();
        for expect in self.expected.list {
            let (expected, met) = counts.get(expect).copied().unwrap_or_default();
            let what = match expect {
                Expect::NewAlias { term, name } if !self.has_alias(term, name) => {
                    format!("“{}” would not be recognized as an alias", name.as_str())
                }
                Expect::NewSection { name, .. } if met < expected => {
                    format!("“{name}” would not become a heading")
                }
                Expect::NewLink(_) if met < expected => "a link would not be created".to_owned(),
                Expect::NewDefinition { key, .. } if met == 0 => {
                    format!("the label “{key}” would not be defined")
                }
                Expect::Retargeted { .. } if met == 0 => "there is no link to change".to_owned(),
                Expect::Level { .. } | Expect::Status { .. } | Expect::Restyled { .. }
                    if met == 0 =>
                {
                    "a section would not change as expected".to_owned()
                }
                _ => continue,
            };
            return Err(self.refused(what));
        }
        Ok(())
    }

    /// Returns whether a term has an alias. This includes a term that no written note declares.
    fn has_alias(&self, term: &TermKey, name: &TermKey) -> bool {
        let terms = self.written.iter().flat_map(|it| &it.note.terms);
        let mut terms = terms.filter(|found| found.key == *term).peekable();
        terms.peek().is_none() || terms.any(|found| found.keys().any(|key| key == name))
    }
}
