//! The index of the names of terms.

use super::MAX_WORDS;
use crate::note::term_key::TermKey;
use crate::workspace::document::Location;
use crate::workspace::{Workspace, mention};

#[test]
fn names_of_too_many_words_are_declared_but_not_mentioned() {
    for (words, mentions) in [(MAX_WORDS, 1), (MAX_WORDS + 1, 0)] {
        let name = "tide ".repeat(words);
        let text = format!("| Term | Meaning |\n| - | - |\n| {name} | It is {name} |\n");
        let mut workspace = Workspace::default();
        let id = workspace.open(Location::Other("untitled:a".into()), 1, &text);
        workspace.settle();
        let document = workspace.document(id).expect("it is open");
        assert_eq!(mention::in_note(&workspace, document).len(), mentions, "{words} words");
        let key = TermKey::new(&name).expect("it is a name");
        assert_eq!(workspace.declarations(&key, None).len(), 1, "{words} words");
        workspace.close(id);
        assert!(workspace.index().terms.is_empty(), "{words} words leave nothing");
    }
}
