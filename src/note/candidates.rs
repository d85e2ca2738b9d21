//! Candidates for terms besides headings: texts that begin in bold, entries of definition lists,
//! rows of tables. They are collected during the one pass over a note.
//!
//! This file finds shapes and ranges. [`term`](crate::note::term) decides which of them are terms.
//!
//! The parser reports a paragraph before its content. It does not report all ends: a tight list
//! item has no paragraph, and a line break is the only sign of a line. So the collector has three
//! states. `at_start` is set at the beginning of a text that may begin in bold. `in_bold` has the
//! same position while the parser is inside the bold. `open` is the range that still grows, until
//! the next block begins or ends.

use std::ops::Range;

use text_size::{TextRange, TextSize};

use crate::note::heading_text::Name;
use crate::note::term::columns::{Columns, columns};
use crate::text::range::{text_range, text_size};

/// All candidates of a note, each kind in source order.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    pub(super) leads: Vec<Lead>,
    pub(super) entries: Vec<DefinitionListEntry>,
    pub(super) rows: Vec<Row>,
    /// The number of items of each list; [`Lead::list`] is an index into it.
    pub(super) lists: Vec<usize>,
}

/// A paragraph, list item or line of a paragraph that begins in bold.
#[derive(Debug)]
pub(super) struct Lead {
    /// The text in bold.
    pub(super) name: Name,
    /// The byte offset at which the bold begins, with its marks.
    pub(super) start: TextSize,
    /// From the end of the bold, with its marks, to the end of the paragraph or the next lead.
    pub(super) rest: TextRange,
    /// The paragraph, or the list item with its whole content.
    pub(super) whole: TextRange,
    /// The index of its list in [`Candidates::lists`]. `None` if it is not a list item.
    pub(super) list: Option<usize>,
    /// Whether the paragraph begins on an earlier line, with another lead.
    pub(super) continues: bool,
}

/// An entry of a definition list.
#[derive(Debug)]
pub(super) struct DefinitionListEntry {
    /// Its titles, one a line.
    pub(super) titles: Vec<Name>,
    /// The first paragraph of its first definition. `None` if that begins with another block.
    pub(super) definition: Option<TextRange>,
    /// The titles and definitions, in byte offsets of the note.
    pub(super) whole: Range<usize>,
}

/// A row of a table that declares terms.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) name: Name,
    /// The cell with the definition, with its white space.
    pub(super) meaning: TextRange,
    pub(super) whole: TextRange,
    /// The columns, found by the header of the table.
    pub(super) columns: Columns,
}

/// Collects [`Candidates`] from the events of the parser, which come in source order.
#[derive(Debug, Default)]
pub(super) struct CandidateCollector {
    found: Candidates,
    /// The lists around the current event, outermost first, as indexes of `found.lists`.
    lists: Vec<usize>,
    /// The list items around the current event, outermost first.
    items: Vec<Range<usize>>,
    /// The position of a text that has begun, until its first content.
    at_start: Option<LeadPosition>,
    /// The position of a text that begins in bold, while its bold is read.
    in_bold: Option<LeadPosition>,
    /// The last candidate whose range still grows.
    open: Option<OpenRange>,
    table: Table,
}

/// The position of a text that may be a lead or the definition of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
enum LeadPosition {
    Item,
    Paragraph(Range<usize>),
    /// A line after the first in a paragraph that begins with a lead.
    Line,
    /// The first paragraph of an entry's first definition. Bold at its start is not a lead.
    Definition,
}

/// The range that ends with the current paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OpenRange {
    /// [`Lead::rest`] of the last lead.
    Lead,
    /// [`DefinitionListEntry::definition`] of the last entry.
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

impl CandidateCollector {
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
        // Bold at the start of a quote or footnote is emphasis, not the name of a term.
        let in_lists_only = depth == self.lists.len() + self.items.len();
        self.items.push(range);
        self.at_start = in_lists_only.then_some(LeadPosition::Item);
    }

    /// The innermost item ends.
    pub(super) fn close_item(&mut self) {
        self.items.pop();
    }

    /// A paragraph opens; `depth` blocks are open around it.
    pub(super) fn open_paragraph(&mut self, range: &Range<usize>, depth: usize) {
        match self.at_start {
            // In a loose list, the paragraph begins its item. The lead needs the item's range.
            Some(LeadPosition::Item) => {}
            Some(LeadPosition::Definition) => self.open_entry_text(range.start),
            _ => self.at_start = (depth == 0).then(|| LeadPosition::Paragraph(range.clone())),
        }
    }

    /// A line ends inside a paragraph.
    pub(super) fn break_line(&mut self) {
        // Lines that begin in bold are common in prose. Only a paragraph that begins with a lead
        // is a list of leads, one per line.
        if self.open == Some(OpenRange::Lead) {
            self.at_start = Some(LeadPosition::Line);
        }
    }

    /// Content other than bold begins at `start`, so the text does not begin in bold.
    pub(super) fn content(&mut self, start: usize) {
        // In a tight list, a definition has no paragraph and begins with its content.
        if self.at_start.take() == Some(LeadPosition::Definition) {
            self.open_entry_text(start);
        }
    }

    /// A link opens at `start`. Bold at the start of its text may begin the text around it.
    pub(super) fn open_link(&mut self, start: usize) {
        if self.at_start == Some(LeadPosition::Definition) {
            self.content(start);
        }
    }

    /// Bold opens at `start`. Returns whether it begins a text, so that its text may be a name.
    pub(super) fn open_bold(&mut self, start: usize) -> bool {
        if self.at_start == Some(LeadPosition::Definition) {
            self.content(start);
        }
        self.in_bold = self.at_start.take();
        self.in_bold.is_some()
    }

    /// The bold that begins a text ends.
    pub(super) fn lead(&mut self, name: Name, bold: &Range<usize>) {
        let Some(position) = self.in_bold.take() else { return };
        // The end is not known yet: `end_text` sets it.
        let rest = text_range(&(bold.end..bold.end));
        let (whole, list, continues) = match (&position, self.items.last()) {
            (LeadPosition::Paragraph(range), _) => (text_range(range), None, false),
            (LeadPosition::Line, _) => {
                // The lead of an earlier line ends at this one; both share the paragraph.
                let Some(before) = self.found.leads.last_mut() else { return };
                before.rest = TextRange::new(before.rest.start(), text_range(bold).start());
                (before.whole, before.list, true)
            }
            (_, Some(item)) => (text_range(item), self.lists.last().copied(), false),
            (_, None) => return,
        };
        let start = text_range(bold).start();
        self.found.leads.push(Lead { name, start, rest, whole, list, continues });
        self.open = Some(OpenRange::Lead);
    }

    /// A block other than a paragraph begins, or any block ends. No text may begin in bold here.
    pub(super) fn clear(&mut self) {
        self.at_start = None;
    }

    /// A block begins or ends at `at`, and ends the text before it.
    pub(super) fn end_text(&mut self, at: usize) {
        if let Some(open) = self.open.take() {
            let range = match open {
                OpenRange::Lead => self.found.leads.last_mut().map(|lead| &mut lead.rest),
                OpenRange::Definition => {
                    self.found.entries.last_mut().and_then(|entry| entry.definition.as_mut())
                }
            };
            if let Some(range) = range {
                // A range must not end before it starts.
                *range = TextRange::new(range.start(), text_size(at).max(range.start()));
            }
        }
    }

    /// A title of a definition list is read.
    pub(super) fn title(&mut self, name: Name, range: &Range<usize>) {
        // An entry without a definition still collects titles.
        match self.found.entries.last_mut() {
            Some(entry) if entry.whole.is_empty() => entry.titles.push(name),
            _ => self.found.entries.push(DefinitionListEntry {
                titles: vec![name],
                definition: None,
                whole: range.start..range.start,
            }),
        }
    }

    /// A definition of a definition list opens.
    pub(super) fn open_definition(&mut self, range: &Range<usize>) {
        let Some(entry) = self.found.entries.last_mut() else { return };
        // The entry includes all definitions, but the first one is the definition of the term.
        let is_first = entry.whole.is_empty();
        entry.whole.end = range.end;
        self.at_start = is_first.then_some(LeadPosition::Definition);
    }

    /// The text of the last entry's definition begins at `start`.
    fn open_entry_text(&mut self, start: usize) {
        self.at_start = None;
        let Some(entry) = self.found.entries.last_mut() else { return };
        entry.definition = Some(text_range(&(start..start)));
        self.open = Some(OpenRange::Definition);
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

    /// A cell opens. Returns whether its text may be a name.
    pub(super) fn open_cell(&mut self, range: &Range<usize>) -> bool {
        let cell = self.table.cell;
        self.table.cell += 1;
        // The parser does not treat the header as a row, so `row` is empty in it. The collector
        // needs its cells to find the columns. It skips tables without such columns.
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
