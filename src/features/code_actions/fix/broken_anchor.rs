//! Repairs of `broken-anchor`: the place that was meant, or a section for this one.

use std::collections::BTreeMap;

use text_size::{TextRange, TextSize};

use super::Remark;
use super::broken_link::{mended, sentence};
use crate::features::code_actions::Action;
use crate::features::link::fragment_range;
use crate::note::link::{Link, LinkKind};
use crate::note::slug::slug;
use crate::note::spelling::all_nearest;
use crate::text::lines;
use crate::workspace::document::Document;
use crate::workspace::edit::{Group, NewSection, Promise, TextEdit, WorkspaceEdit};
use crate::workspace::links::{Destination, Resolver, Target, decoded, encoded};

/// More places are no choice.
const MAX_PLACES: usize = 3;

pub(super) fn repairs(it: &Remark<'_>) -> Vec<Action> {
    let mut links = it.document.note.links.iter();
    let is_it = |link: &&Link| fragment_range(link) == it.found.range && link.fragment.is_some();
    let Some(link) = links.find(is_it) else { return Vec::new() };
    let resolver = Resolver::new(it.workspace);
    let Destination::Note(target) = resolver.destination(it.document, link) else {
        return Vec::new();
    };
    let Some(to) = it.workspace.document(target.note) else { return Vec::new() };
    let mut repairs = meant(it, link, to, &resolver);
    repairs.extend(added(it, link, to));
    repairs
}

/// The places that are spelled most like it, or else the one that begins like it.
fn meant(it: &Remark<'_>, link: &Link, to: &Document, resolver: &Resolver<'_>) -> Vec<Action> {
    let fragment = decoded(link.fragment.as_deref().unwrap_or_default());
    let is_wiki = link.kind == LinkKind::Wiki;
    let ids = resolver.anchors(to.id);
    let headings = to.note.sections.iter().zip(ids.iter()).map(|(section, id)| {
        let name = section.heading.name.as_str();
        let is_plain = !name.is_empty() && !name.contains(['|', '#', '^', '[', ']']);
        if is_wiki && is_plain { name } else { id.as_str() }
    });
    let anchors = to.note.anchors.iter().map(|anchor| anchor.id.as_str());
    let places = headings.chain(anchors).filter(|place| !place.is_empty());
    let near = all_nearest(&fragment, places.clone().map(|place| (place, place)));
    let (found, is_near) = if near.is_empty() {
        (places.filter(|place| begins_alike(place, &fragment)).collect(), false)
    } else {
        (near, true)
    };
    let is_one = is_near && found.len() == 1;
    let change = |place: &str| {
        let range = link.place.and_then(|place| place.fragment)?;
        let new_text = if is_wiki { place.to_owned() } else { encoded(place) };
        let changed = Link { fragment: Some(new_text.clone()), ..link.clone() };
        let leads = resolver.destination(it.document, &changed);
        let is_there = matches!(&leads, Destination::Note(target) if !target.is_whole());
        is_there.then_some(())?;
        let mut edit = WorkspaceEdit::default();
        edit.push(it.document.id, TextEdit { range, new_text, group: Group::Certain });
        let promise = Promise { mended: mended(it.document, link, &leads), ..Promise::default() };
        let action = Action::fix(format!("Change “#{fragment}” to “#{place}”"), edit, promise);
        Some(if is_one { action.preferred() } else { action })
    };
    found.into_iter().take(MAX_PLACES).filter_map(change).collect()
}

/// Whether one of two anchors is the other with more words behind it.
fn begins_alike(one: &str, other: &str) -> bool {
    let (one, other) = (slug(one), slug(other));
    let begins = |long: &str, short: &str| {
        long.strip_prefix(short).is_some_and(|rest| rest.starts_with('-')) && !short.is_empty()
    };
    begins(&one, &other) || begins(&other, &one)
}

/// A new section at the end of the note, beside those that are there.
fn added(it: &Remark<'_>, link: &Link, to: &Document) -> Option<Action> {
    let fragment = decoded(link.fragment.as_deref()?);
    let last = fragment.rsplit('#').next()?;
    (!last.starts_with('^') && link.kind != LinkKind::Html).then_some(())?;
    let shown = link.text.map(|range| it.document.text.slice(range).into_owned());
    let name = shown.filter(|shown| slug(shown) == last).unwrap_or_else(|| sentence(last));
    let name = name.trim().to_owned();
    (!name.is_empty() && !name.contains(['\n', '\r', '[', ']', '<', '`'])).then_some(())?;
    let sections = &to.note.sections;
    let levels = sections.iter().map(|section| section.heading.level);
    let level = levels.filter(|level| *level > 1).min().unwrap_or(2);
    let text = to.text.to_string();
    let end = lines::ending(&text);
    let written = text.trim_end_matches([' ', '\t', '\n', '\r']);
    let line_ends = text[written.len()..].matches('\n').count();
    let lead = if written.is_empty() { 0 } else { 2_usize.saturating_sub(line_ends) };
    let new_text = format!("{}{} {name}{end}", end.repeat(lead), "#".repeat(level.into()));
    let mut edit = WorkspaceEdit::default();
    let range = TextRange::empty(TextSize::of(&text));
    edit.push(to.id, TextEdit { range, new_text, group: Group::Certain });
    let index = sections.len();
    let target = Target { section: Some(index), ..Target::of(to.id) };
    let mended: BTreeMap<_, _> = mended(it.document, link, &Destination::Note(target));
    let new_section = NewSection { note: to.id, index, name: name.clone() };
    let promise = Promise { new_section: Some(new_section), mended, ..Promise::default() };
    let title = format!("Add the heading “{name}” to “{}”", to.title());
    Some(Action::fix(title, edit, promise))
}
