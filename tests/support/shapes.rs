//! Hostile shapes: notes of any size for which a careless program needs quadratic time.

use std::fmt::Write as _;

/// A shape: its name, and a function from a size in bytes to a note of about this size.
pub(crate) type Shape = (&'static str, fn(usize) -> String);

/// All shapes.
pub(crate) const SHAPES: [Shape; 62] = [
    ("prose", |n| repeated("Water that is moved by the moon. ", n)),
    ("one long word", |n| "a".repeat(n)),
    ("blank lines", |n| "\n".repeat(n)),
    ("deep quotes on one line", |n| ">".repeat(n)),
    ("quotes that deepen line by line", |n| staircase(n, ">", "a")),
    ("lists that deepen line by line", |n| staircase(n, "  ", "- a")),
    ("lists on one line", |n| "- ".repeat(n / 2)),
    ("open brackets", |n| "[".repeat(n)),
    ("empty brackets", |n| "[]".repeat(n / 2)),
    ("brackets and parentheses", |n| "[a](".repeat(n / 4)),
    ("images in images", |n| "![".repeat(n / 2)),
    ("emphasis that opens", |n| "*a ".repeat(n / 3)),
    ("runs of emphasis", |n| "*a**b".repeat(n / 5)),
    ("underscores", |n| "_".repeat(n)),
    ("runs of ticks", |n| ticks(n)),
    ("definitions of links", |n| numbered(n, |i| format!("[r{i}]: a{i}.md\n"))),
    ("uses of labels", |n| numbered(n, |i| format!("[x][r{i}] [r{}]\n", i / 2))),
    ("uses of one label", |n| format!("[r]: a.md\n\n{}", repeated("[x][r] ", n))),
    ("footnotes", |n| numbered(n, |i| format!("a[^{i}]\n\n[^{i}]: b\n\n"))),
    ("footnotes without definition", |n| numbered(n, |i| format!("a[^{i}] "))),
    ("a table of columns", |n| table(n / 12, 1)),
    ("a table of rows", |n| table(2, n / 9)),
    ("HTML that does not close", |n| repeated("<div>\n\n", n)),
    ("comments that do not close", |n| repeated("<!-- a ", n)),
    ("percent comments", |n| repeated("%% a %% b %%%\n", n)),
    ("entities", |n| repeated("&amp;&#x41;&nope;", n)),
    ("headings without text", |n| repeated("#\n", n)),
    ("headings alike", |n| repeated("## A\n", n)),
    ("headings with text below", |n| numbered(n, |i| format!("## Term {i}\nIs the {i}th.\n\n"))),
    ("headings under lines", |n| repeated("A\n===\nb\n---\n", n)),
    ("links to headings", |n| numbered(n, |i| format!("## H{i}\n[x](#h{}) [[#H{i}]]\n", i / 2))),
    ("one term, mentioned", |n| format!("## Tide\nMoved water.\n\n{}", repeated("A tide. ", n))),
    ("terms that begin alike", |n| prefixes(n)),
    ("bold leads", |n| numbered(n, |i| format!("- **Lead {i}**: what it is, at length.\n"))),
    ("definition lists", |n| numbered(n, |i| format!("Title {i}\n: What it is.\n\n"))),
    ("acronyms", |n| numbered(n, |i| format!("## Ab Cd {i} (AC{i})\nAb Cd {i}. See AC{i}.\n\n"))),
    ("tags", |n| numbered(n, |i| format!("#tag{} ", i % 5000))),
    ("tags in front matter", |n| {
        format!("---\ntags: [{}]\n---\n", numbered(n.min(60_000), |i| format!("t{i}, ")))
    }),
    ("keys of front matter", |n| {
        format!("---\n{}---\n", numbered(n.min(60_000), |i| format!("k{i}: [a, 'b\n")))
    }),
    ("front matter that is too long", |n| format!("---\n{}---\n", repeated("a: {b: [c]}\n", n))),
    ("math and shortcodes", |n| repeated("$a$ $$ {{< x {% y ", n)),
    ("wiki links that do not close", |n| repeated("[[a|b ![[c#d ", n)),
    ("emoji and marks", |n| repeated("👩\u{200d}⚕\u{fe0f}e\u{301}\u{301} ", n)),
    ("one term, declared again and again", |n| repeated("## Tide\nMoved water.\n\n", n)),
    ("one lead, again and again", |n| repeated("**Tide**: water that the moon moves.\n\n", n)),
    ("one row, again and again", |n| {
        format!(
            "| Term | Meaning |\n|---|---|\n{}",
            repeated("| Tide | Water that the moon moves |\n", n)
        )
    }),
    ("one acronym of many terms", |n| numbered(n, |i| format!("## Ab {i} (XY)\nAn XY.\n\n"))),
    ("terms that point to the next", |n| numbered(n, |i| format!("## T{i}\nSee T{}.\n\n", i + 1))),
    ("terms against the next", |n| {
        numbered(n, |i| format!("## T{i}\nUnlike T{}, it is.\n\n", i + 1))
    }),
    ("many names of one term", |n| {
        format!("## Tide\n<!-- aliases: {} -->\nWater.\n", numbered(n, |i| format!("flow {i}, ")))
    }),
    ("names in front matter", |n| {
        let names = numbered(n.min(60_000), |i| format!("flow {i}, "));
        format!("---\ntitle: Tide\naliases: [{names}]\n---\nMoved water.\n")
    }),
    ("links to one heading", |n| format!("## Tide\n{}", repeated("[x](#tide)\n", n))),
    ("links to one note that is missing", |n| repeated("[[tide]] [x](tide.md)\n", n)),
    ("one tag", |n| repeated("#tide ", n)),
    ("one label, defined again and again", |n| repeated("[r]: a.md\n[r]\n\n", n)),
    ("anchors", |n| numbered(n, |i| format!("<a id=\"a{i}\"></a> [x](#a{i})\n\n"))),
    ("one anchor, again and again", |n| repeated("<a id=\"a\"></a> [x](#a)\n\n", n)),
    ("named blocks", |n| numbered(n, |i| format!("a ^b{i}\n\n[[#^b{i}]]\n\n"))),
    ("suppressions", |n| repeated("<!-- headword-ignore-next-line -->\n## Tide\n", n)),
    ("one long heading", |n| format!("## {}\nWater.\n", repeated("tide ", n))),
    ("one long definition", |n| {
        format!("## Tide\n{}\n", repeated("It is moved water, a tide, as the moon goes. ", n))
    }),
    ("blanks in headings", |n| format!("# a{}b\n", "\t ".repeat(n / 2)).replace('\n', "\r\n")),
];

fn repeated(piece: &str, size: usize) -> String {
    piece.repeat(size / piece.len() + 1)
}

fn numbered(size: usize, piece: impl Fn(usize) -> String) -> String {
    let mut text = String::with_capacity(size + 100);
    for number in 0.. {
        if text.len() >= size {
            break;
        }
        text.push_str(&piece(number));
    }
    text
}

/// Lines of which each is indented deeper than the previous one.
fn staircase(size: usize, step: &str, end: &str) -> String {
    let mut text = String::with_capacity(size + 100);
    let mut depth = 0;
    while text.len() < size {
        let _ = writeln!(text, "{}{end}", step.repeat(depth));
        depth += 1;
    }
    text
}

/// Runs of backticks, all of different length.
fn ticks(size: usize) -> String {
    numbered(size, |number| format!("{}a ", "`".repeat(number + 1)))
}

fn table(columns: usize, rows: usize) -> String {
    let row = |cell: &str| format!("|{}\n", format!(" {cell} |").repeat(columns.max(1)));
    format!("{}{}{}", row("Term"), row("-"), row("a").repeat(rows))
}

/// Terms of which each begins with the previous one.
fn prefixes(size: usize) -> String {
    numbered(size, |number| {
        let words = "tide ".repeat(number % 40 + 1);
        format!("## {words}{}\nIt is {words}.\n\n", number / 40)
    })
}
