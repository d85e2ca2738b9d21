//! What may declare a term besides a heading, gathered while a note is read: texts that begin in
//! bold, entries of definition lists, rows of tables.
//!
//! Only shapes and places are gathered here; what they mean is for [`term`](crate::note::term).

use std::ops::Range;

use text_size::{TextRange, TextSize};

use crate::note::heading_text::Name;
use crate::note::term::columns::{Columns, columns};
use crate::text::range::text_range;

/// All that was gathered, each in source order.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    pub(super) leads: Vec<Lead>,
    pub(super) entries: Vec<Entry>,
    pub(super) rows: Vec<Row>,
    /// The number of items of each list; [`Lead::list`] is an index into it.
    pub(super) lists: Vec<usize>,
}

/// A paragraph, list item or line of one that begins in bold.
#[derive(Debug)]
pub(super) struct Lead {
    /// What stands in bold.
    pub(super) name: Name,
    /// Where the bold begins, with its marks.
    pub(super) start: TextSize,
    /// From behind the bold's marks to the end of the paragraph.
    pub(super) rest: TextRange,
    /// The paragraph, or the list item with all that belongs to it.
    pub(super) whole: TextRange,
    /// The list that it is an item of.
    pub(super) list: Option<usize>,
    /// Whether the paragraph begins above, with another lead.
    pub(super) continues: bool,
}

/// An entry of a definition list.
#[derive(Debug)]
pub(super) struct Entry {
    /// Its titles, one a line.
    pub(super) titles: Vec<Name>,
    /// The first paragraph of its first definition; none if that begins otherwise.
    pub(super) definition: Option<TextRange>,
    /// All of it.
    pub(super) whole: Range<usize>,
}

/// A row of a table that declares terms.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) name: Name,
    /// The cell that explains, with the white space in it.
    pub(super) meaning: TextRange,
    pub(super) whole: TextRange,
    /// What the table's header says of its columns.
    pub(super) columns: Columns,
}

/// Gathers [`Candidates`].
#[derive(Debug, Default)]
pub(super) struct Gatherer {
    found: Candidates,
    /// The lists and items around the current place, outermost first.
    lists: Vec<usize>,
    items: Vec<Range<usize>>,
    fresh: Option<Place>,
    /// The place of the bold that is being read.
    leading: Option<Place>,
    /// Whether the last lead's paragraph, or the last entry's definition, is still being read.
    open: Option<Open>,
    table: Table,
}

/// A place where nothing has been read yet.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    Item,
    Paragraph(Range<usize>),
    /// A line in a paragraph that a lead begins.
    Line,
    /// A definition of a definition list.
    Definition,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    Lead,
    Definition,
}

/// The table that is being read.
#[derive(Debug, Default)]
struct Table {
    headers: Vec<String>,
    columns: Option<Columns>,
    /// The index of the next cell of the row.
    cell: usize,
    row: Range<usize>,
    name: Option<Name>,
    meaning: Option<TextRange>,
}

impl Gatherer {
    pub(super) fn finish(self) -> Candidates {
        self.found
    }

    /// A list opens.
    pub(super) fn open_list(&mut self) {
        self.lists.push(self.found.lists.len());
        self.found.lists.push(0);
    }

    /// The innermost list ends.
    pub(super) fn close_list(&mut self) {
        self.lists.pop();
    }

    /// An item of the innermost list opens; `depth` blocks are open around it.
    pub(super) fn open_item(&mut self, range: Range<usize>, depth: usize) {
        if let Some(count) = self.lists.last().and_then(|list| self.found.lists.get_mut(*list)) {
            *count += 1;
        }
        let in_lists_only = depth == self.lists.len() + self.items.len();
        self.items.push(range);
        self.fresh = in_lists_only.then_some(Place::Item);
    }

    /// The innermost item ends.
    pub(super) fn close_item(&mut self) {
        self.items.pop();
    }

    /// A paragraph opens; `depth` blocks are open around it.
    pub(super) fn open_paragraph(&mut self, range: &Range<usize>, depth: usize) {
        match self.fresh {
            Some(Place::Item) => {}
            Some(Place::Definition) => self.define(range.start),
            _ => self.fresh = (depth == 0).then(|| Place::Paragraph(range.clone())),
        }
    }

    /// A line ends inside a paragraph.
    pub(super) fn break_line(&mut self) {
        if self.open == Some(Open::Lead) {
            self.fresh = Some(Place::Line);
        }
    }

    /// Something else than bold is read at `start`.
    pub(super) fn stale(&mut self, start: usize) {
        if self.fresh.take() == Some(Place::Definition) {
            self.define(start);
        }
    }

    /// Whether bold that begins at `start` begins a text.
    pub(super) fn is_lead(&mut self, start: usize) -> bool {
        if self.fresh == Some(Place::Definition) {
            self.stale(start);
        }
        self.leading = self.fresh.take();
        self.leading.is_some()
    }

    /// The bold that begins a text is read.
    pub(super) fn lead(&mut self, name: Name, bold: &Range<usize>) {
        let Some(place) = self.leading.take() else { return };
        let rest = text_range(&(bold.end..bold.end));
        let (whole, list, continues) = match (&place, self.items.last()) {
            (Place::Paragraph(range), _) => (text_range(range), None, false),
            (Place::Line, _) => {
                let Some(before) = self.found.leads.last_mut() else { return };
                before.rest = TextRange::new(before.rest.start(), text_range(bold).start());
                (before.whole, before.list, true)
            }
            (_, Some(item)) => (text_range(item), self.lists.last().copied(), false),
            (_, None) => return,
        };
        let start = text_range(bold).start();
        self.found.leads.push(Lead { name, start, rest, whole, list, continues });
        self.open = Some(Open::Lead);
    }

    /// A block that begins or ends at `at` is no paragraph: nothing that it holds leads.
    pub(super) fn clear(&mut self) {
        self.fresh = None;
    }

    /// A block begins or ends at `at`, and with it the paragraph before.
    pub(super) fn boundary(&mut self, at: usize) {
        if let Some(open) = self.open.take() {
            let range = match open {
                Open::Lead => self.found.leads.last_mut().map(|lead| &mut lead.rest),
                Open::Definition => {
                    self.found.entries.last_mut().and_then(|entry| entry.definition.as_mut())
                }
            };
            if let Some(range) = range {
                let end = text_range(&(at..at)).end();
                *range = TextRange::new(range.start(), end.max(range.start()));
            }
        }
    }

    /// A title of a definition list is read.
    pub(super) fn title(&mut self, name: Name, range: &Range<usize>) {
        match self.found.entries.last_mut() {
            Some(entry) if entry.whole.is_empty() => entry.titles.push(name),
            _ => self.found.entries.push(Entry {
                titles: vec![name],
                definition: None,
                whole: range.start..range.start,
            }),
        }
    }

    /// A definition of a definition list opens.
    pub(super) fn open_definition(&mut self, range: &Range<usize>) {
        let Some(entry) = self.found.entries.last_mut() else { return };
        let is_first = entry.whole.is_empty();
        entry.whole.end = range.end;
        self.fresh = is_first.then_some(Place::Definition);
    }

    fn define(&mut self, start: usize) {
        self.fresh = None;
        let Some(entry) = self.found.entries.last_mut() else { return };
        entry.definition = Some(text_range(&(start..start)));
        self.open = Some(Open::Definition);
    }

    /// A table opens.
    pub(super) fn open_table(&mut self) {
        self.table = Table::default();
    }

    /// A row of the table opens.
    pub(super) fn open_row(&mut self, range: Range<usize>) {
        self.table.cell = 0;
        self.table.row = range;
    }

    /// A cell opens; whether its name is wanted.
    pub(super) fn open_cell(&mut self, range: &Range<usize>) -> bool {
        let cell = self.table.cell;
        self.table.cell += 1;
        match &self.table.columns {
            Some(columns) if columns.meaning == cell => {
                self.table.meaning = Some(text_range(range));
                false
            }
            Some(columns) => columns.name == cell,
            None => self.table.row.is_empty(),
        }
    }

    /// The name of a cell is read.
    pub(super) fn cell(&mut self, name: Name) {
        if self.table.row.is_empty() {
            self.table.headers.push(name.text);
        } else {
            self.table.name = Some(name);
        }
    }

    /// The table's header ends.
    pub(super) fn close_head(&mut self) {
        self.table.columns = columns(&self.table.headers);
    }

    /// A row ends.
    pub(super) fn close_row(&mut self) {
        let (name, meaning) = (self.table.name.take(), self.table.meaning.take());
        if let (Some(columns), Some(name), Some(meaning)) = (self.table.columns, name, meaning) {
            let whole = text_range(&self.table.row);
            self.found.rows.push(Row { name, meaning, whole, columns });
        }
    }
}
