//! The output of `headword check` as a JUnit report, for servers that show test results.

use std::collections::BTreeMap;
use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::cli::check::finding::{CheckResult, level_name};
use crate::cli::notes::portable;
use crate::cli::terminal::shown;

/// Prints a suite for each file and a test case for each diagnostic. A case fails if `fails` says
/// so. A file without diagnostics has one case, which passes.
pub(super) fn print(
    out: &mut impl Write,
    files: impl IntoIterator<Item = String>,
    found: &[CheckResult],
    fails: impl Fn(&CheckResult) -> bool,
) -> io::Result<()> {
    let mut writer = Writer::new_with_indent(&mut *out, b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let failures = found.iter().filter(|it| fails(it)).count();
    let mut suites: BTreeMap<_, _> = files.into_iter().map(|file| (file, Vec::new())).collect();
    for it in found {
        suites.entry(it.path.clone()).or_default().push(it);
    }
    let clean = suites.values().filter(|found| found.is_empty()).count();
    writer
        .create_element("testsuites")
        .with_attributes([
            ("name", "headword"),
            ("tests", &(found.len() + clean).to_string()),
            ("failures", &failures.to_string()),
        ])
        .write_inner_content(|writer| {
            for (file, found) in &suites {
                suite(writer, file, found, &fails)?;
            }
            Ok(())
        })?;
    writeln!(out)
}

fn suite(
    writer: &mut Writer<impl Write>,
    file: &str,
    found: &[&CheckResult],
    fails: impl Fn(&CheckResult) -> bool,
) -> io::Result<()> {
    let name = shown(&portable(file));
    let failures = found.iter().filter(|it| fails(it)).count();
    writer
        .create_element("testsuite")
        .with_attributes([
            ("name", name.as_str()),
            ("tests", &found.len().max(1).to_string()),
            ("failures", &failures.to_string()),
        ])
        .write_inner_content(|writer| {
            if found.is_empty() {
                let case = writer.create_element("testcase");
                case.with_attributes([("name", "check"), ("classname", &name)]).write_empty()?;
            }
            for it in found {
                case(writer, &name, it, fails(it))?;
            }
            Ok(())
        })?;
    Ok(())
}

fn case(
    writer: &mut Writer<impl Write>,
    file: &str,
    found: &CheckResult,
    fails: bool,
) -> io::Result<()> {
    let place = format!("{}:{}:{}", file, found.line, found.column);
    let message = shown(&found.message);
    let text = format!("{place}: {}: {message}", level_name(found.level));
    let name = format!("{} at {}:{}", found.code, found.line, found.column);
    writer
        .create_element("testcase")
        .with_attributes([("name", name.as_str()), ("classname", file)])
        .write_inner_content(|writer| {
            let element = writer.create_element(if fails { "failure" } else { "system-out" });
            let attributes = [("message", message.as_str()), ("type", found.code)];
            let attributes = attributes.into_iter().filter(|_| fails);
            element.with_attributes(attributes).write_text_content(BytesText::new(&text))?;
            Ok(())
        })?;
    Ok(())
}
