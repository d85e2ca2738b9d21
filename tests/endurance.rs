//! Hours at the keyboard, in short: a hundred edits and twenty questions a second, for as long as
//! asked. Nothing is lost, nothing waits, and the server needs no more memory at the end than when
//! it was warm.
//!
//! `HEADWORD_ENDURANCE=600 cargo test --release --test endurance -- --nocapture` is the long run,
//! and the only one that judges time: a short one on a busy machine says nothing about it.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

mod support;

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use fastrand::Rng;
use serde_json::{Value, json};

use support::ask::{about, at};
use support::client::Id;
use support::{Client, Workspace, profiles};

/// How long the run is without a wish, in seconds.
const SHORT: u64 = 6;

/// One edit each.
const TICK: Duration = Duration::from_millis(10);

/// One question in so many edits.
const EDITS_PER_QUESTION: u64 = 5;

const NOTES: usize = 200;
const OPEN: usize = 8;

/// The part of the run after which the server counts as warm.
const WARM_UP: f64 = 0.2;

/// What a person types, and where it goes wrong if it does.
const TYPED: [&str; 14] = [
    "a",
    "e",
    " ",
    ", ",
    "the cache ",
    "é",
    "日本",
    "😀",
    "👩\u{200d}💻",
    "\n",
    "\r\n",
    "`",
    "\n#### Typed term\n\nA term that was typed.\n\n",
    "[[",
];

/// A note of about 8 KB: terms, mentions of those of other notes, links, an empty section.
fn note(number: usize) -> String {
    let mut text = format!("---\ntitle: Note {number}\ntags: [storage, t{}]\n---\n\n", number % 7);
    for section in 0..20 {
        let term = number * 20 + section;
        let (near, far) = ((term + 1) % (NOTES * 20), (term * 7) % (NOTES * 20));
        let _ = write!(
            text,
            "#### Notion {term}\n\nA kind of notion {near} 😀 that needs notion {far}, see \
             [its note](note{}.md#notion-{far}). It is kept in *parts* of `code` and\r\n\
             - one more notion {near} in a list,\n- and a last one.\n\n",
            far / 20
        );
    }
    text + "### Still to be written\n"
}

fn name(number: usize) -> String {
    format!("note{number}.md")
}

/// A note as the editor has it.
struct Buffer {
    uri: String,
    text: String,
    version: i32,
    /// It is kept near this length, in bytes.
    length: usize,
}

impl Buffer {
    /// Somewhere in the text, on a character; not between the two bytes of a line end.
    fn offset(&self, rng: &mut Rng) -> usize {
        let mut offset = rng.usize(..=self.text.len());
        while !self.text.is_char_boundary(offset) || self.text[..offset].ends_with('\r') {
            offset -= 1;
        }
        offset
    }

    fn type_something(&mut self, client: &mut Client, rng: &mut Rng) {
        let start = self.offset(rng);
        let mut end = start;
        let mut new = *rng.choice(&TYPED).expect("there is something to type");
        if self.text.len() > self.length || rng.u8(..) < 80 {
            end = (start + rng.usize(1..80)).min(self.text.len());
            while !self.text.is_char_boundary(end) {
                end += 1;
            }
            new = "";
        }
        // No editor puts its cursor between the two bytes of a line end.
        if [start, end].iter().any(|at| self.text[..*at].ends_with('\r')) {
            return;
        }
        let place = |at| client.encoding().place(&self.text, at);
        let range = json!({ "start": place(start), "end": place(end) });
        self.version += 1;
        client.change(&self.uri, self.version, json!([{ "range": range, "text": new }]));
        self.text.replace_range(start..end, new);
    }

    fn ask(&self, client: &mut Client, rng: &mut Rng) -> Id {
        let place = client.encoding().place(&self.text, self.offset(rng));
        let mut params = at(&self.uri, &place);
        let range = json!({ "start": place, "end": place });
        let method = *rng
            .choice(&[
                "documentSymbol",
                "hover",
                "definition",
                "completion",
                "references",
                "documentHighlight",
                "foldingRange",
                "semanticTokens/full",
                "codeAction",
                "inlayHint",
                "documentLink",
                "selectionRange",
                "prepareRename",
                "diagnostic",
            ])
            .expect("there is something to ask");
        match method {
            "references" => params["context"] = json!({ "includeDeclaration": true }),
            "hover" | "definition" | "completion" | "documentHighlight" | "prepareRename" => {}
            _ => params = about(&self.uri),
        }
        match method {
            "codeAction" => {
                params["range"] = range;
                params["context"] = json!({ "diagnostics": [] });
            }
            "inlayHint" => params["range"] = range,
            "selectionRange" => params["positions"] = json!([place]),
            _ => {}
        }
        client.start(&format!("textDocument/{method}"), params)
    }
}

/// Questions under way, and how long those took that are answered.
#[derive(Default)]
struct Questions {
    open: Vec<(Id, Instant)>,
    took: Vec<Duration>,
    longest_queue: usize,
    refused: usize,
}

impl Questions {
    fn asked(&mut self, id: Id) {
        self.open.push((id, Instant::now()));
        self.longest_queue = self.longest_queue.max(self.open.len());
    }

    fn collect(&mut self, client: &mut Client) {
        let (answered, open) =
            std::mem::take(&mut self.open).into_iter().partition(|(id, _)| client.is_answered(id));
        self.open = open;
        for (id, asked) in answered {
            self.took.push(asked.elapsed());
            if let Err(error) = client.response(&id) {
                // There is not a name to change everywhere.
                assert_eq!(error["code"], -32803, "{error}");
                self.refused += 1;
            }
        }
    }

    fn percentile(&mut self, part: f64) -> Duration {
        self.took.sort_unstable();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index")]
        #[expect(clippy::cast_precision_loss, reason = "some thousands at most")]
        let at = (self.took.len() as f64 * part) as usize;
        self.took[at.min(self.took.len() - 1)]
    }
}

/// What the server holds in memory, in KiB; none where the system does not tell.
fn memory(client: &Client) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", client.process_id())).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_ascii_whitespace().nth(1)?.parse().ok()
}

/// All that is said of a document as a whole.
fn said(client: &mut Client, uri: &str) -> Value {
    let mut tokens = client.request("textDocument/semanticTokens/full", about(uri)).unwrap();
    tokens["resultId"].take();
    let folds = client.request("textDocument/foldingRange", about(uri)).unwrap();
    let links = client.request("textDocument/documentLink", about(uri)).unwrap();
    json!([client.symbols(uri), tokens, folds, links, client.diagnostics(uri)])
}

#[test]
fn a_long_day_of_typing_loses_nothing() {
    let wish = std::env::var("HEADWORD_ENDURANCE").ok();
    let seconds = wish.as_ref().map_or(SHORT, |it| it.parse().expect("a number of seconds"));
    let seed = 20_261_123;
    let mut rng = Rng::with_seed(seed);
    let files: Vec<_> = (0..NOTES).map(|number| (name(number), note(number))).collect();
    let files: Vec<_> = files.iter().map(|(name, text)| (&name[..], &text[..])).collect();
    let workspace = Workspace::new(&files);
    let mut client = Client::spawn().initialized(&workspace, profiles::everything());
    assert!(client.define("notion 7").contains("A kind of"), "the notes are read");
    let mut buffers: Vec<_> = (0..OPEN)
        .map(|number| {
            client.open(&workspace, &name(number));
            let text = note(number);
            Buffer { uri: workspace.uri(&name(number)), length: text.len(), text, version: 1 }
        })
        .collect();

    let (mut questions, mut edits, mut warm) = (Questions::default(), 0_u64, None);
    let start = Instant::now();
    let length = Duration::from_secs(seconds);
    while start.elapsed() < length {
        let buffer = rng.usize(..OPEN);
        buffers[buffer].type_something(&mut client, &mut rng);
        edits += 1;
        if edits.is_multiple_of(EDITS_PER_QUESTION) {
            let buffer = if rng.bool() { buffer } else { rng.usize(..OPEN) };
            questions.asked(buffers[buffer].ask(&mut client, &mut rng));
        }
        let next = TICK * u32::try_from(edits).expect("a test ends");
        while start.elapsed() < next {
            client.listen(Duration::from_millis(1));
            questions.collect(&mut client);
        }
        client.forget();
        if warm.is_none() && start.elapsed() > length.mul_f64(WARM_UP) {
            warm = memory(&client);
        }
    }
    while !questions.open.is_empty() {
        client.listen(Duration::from_millis(1));
        questions.collect(&mut client);
    }

    let rate = edits / seconds;
    let (p50, p99) = (questions.percentile(0.5), questions.percentile(0.99));
    let (asked, queue, refused) =
        (questions.took.len(), questions.longest_queue, questions.refused);
    println!("seed {seed}: {edits} edits, {rate} a second; {asked} questions, {refused} refused");
    println!("p50 {p50:?}, p99 {p99:?}, longest queue {queue}");
    if let Some((warm, end)) = warm.zip(memory(&client)) {
        println!("memory: {warm} KiB when warm, {end} KiB at the end");
        assert!(wish.is_none() || end <= warm + warm / 20, "memory grew");
    }
    assert!(wish.is_none() || p99 <= Duration::from_millis(100), "questions wait");

    let mut fresh = Client::spawn().initialized(&workspace, profiles::everything());
    fresh.define("notion 7");
    for buffer in &buffers {
        fresh.open_text(&buffer.uri, &buffer.text);
    }
    for buffer in &buffers {
        let (found, expected) = (said(&mut client, &buffer.uri), said(&mut fresh, &buffer.uri));
        assert_eq!(found, expected, "what is said of {}", buffer.uri);
    }
    fresh.finish();
    client.finish();
}
