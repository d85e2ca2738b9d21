//! Fixes of `broken-anchor`: change the anchor to a similar one, or add the missing section.
//!
//! A term in bold, in a list or in a table has no anchor. A link to it gets the heading around it.

use super::broken_link::retarget;
use super::context::FixContext;
use crate::features::code_actions::action::Action;
use crate::features::edit_builder::EditBuilder;
use crate::features::link::fragment_range;
use crate::note::link::{Link, LinkKind};
use crate::note::slug::{slug, title_of};
use crate::note::spelling::all_nearest;
use crate::note::term::{Style, Term};
use crate::note::term_key::TermKey;
use crate::text::lines;
use crate::workspace::document::Document;
use crate::workspace::edit::Expect;
use crate::workspace::links::{Destination, Resolver, Target, decoded, encoded};

/// The maximum number of suggested anchors. A longer menu is hard to read.
const MAX_PLACES: usize = 3;

pub(super) fn fixes(ctx: &FixContext<'_>) -> Vec<Action> {
    let mut links = ctx.document.note.links.iter();
    let is_it = |link: &&Link| fragment_range(link) == ctx.found.range && link.fragment.is_some();
    let Some(link) = links.find(is_it) else { return Vec::new() };
    let resolver = Resolver::new(ctx.workspace);
    let Destination::Note(target) = resolver.destination(ctx.document, link) else {
        return Vec::new();
    };
    let Some(to) = ctx.workspace.document(target.note) else { return Vec::new() };
    if let Some(fix) = heading_around(ctx, link, to, &resolver) {
        return vec![fix];
    }
    let mut fixes = similar_anchors(ctx, link, to, &resolver);
    fixes.extend(added(ctx, link, to));
    fixes
}

/// Returns the fix that links to the heading around the term that the anchor names.
fn heading_around(
    ctx: &FixContext<'_>,
    link: &Link,
    to: &Document,
    resolver: &Resolver<'_>,
) -> Option<Action> {
    let fragment = decoded(link.fragment.as_deref()?);
    let key = TermKey::new(&fragment)?;
    let is_named = |term: &&Term| {
        let has_heading = matches!(term.style, Style::Heading | Style::Note);
        let has_name = term.keys().any(|name| *name == key) || slug(&term.headword) == *fragment;
        !has_heading && has_name
    };
    let term = to.note.terms.iter().find(is_named)?;
    let section = to.note.section_at(term.name_range.start())?;
    let target = Target { section: Some(section), ..Target::of(to.id) };
    let is_it = |leads: &Destination| *leads == Destination::Note(target);
    let heading = &to.note.sections[section].heading.name;
    let names = if link.kind == LinkKind::Wiki {
        [Some(heading.clone()), resolver.heading_path(target)]
    } else {
        [resolver.anchor(target), None]
    };
    let mut names = names.into_iter().flatten();
    let edit = names.find_map(|name| changed(ctx, link, &name, resolver, is_it))?;
    let title = format!("Change “#{fragment}” to “#{heading}”, where the term is defined");
    Some(Action::fix(title, edit).preferred())
}

/// Returns the edit that gives a link another anchor, if the link then leads to the right place.
fn changed(
    ctx: &FixContext<'_>,
    link: &Link,
    place: &str,
    resolver: &Resolver<'_>,
    is_right: impl Fn(&Destination) -> bool,
) -> Option<EditBuilder> {
    let range = link.place.and_then(|place| place.fragment)?;
    let is_wiki = link.kind == LinkKind::Wiki;
    let new_text = if is_wiki { place.to_owned() } else { encoded(place) };
    let changed = Link { fragment: Some(new_text.clone()), ..link.clone() };
    let leads = resolver.destination(ctx.document, &changed);
    is_right(&leads).then_some(())?;
    let mut edit = EditBuilder::default();
    edit.replace(ctx.document.id, range, new_text);
    retarget(&mut edit, ctx.document, link, &leads);
    Some(edit)
}

/// Returns the fixes with the most similar anchors, or with the one that has the same beginning.
fn similar_anchors(
    ctx: &FixContext<'_>,
    link: &Link,
    to: &Document,
    resolver: &Resolver<'_>,
) -> Vec<Action> {
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
    let is_place =
        |leads: &Destination| matches!(leads, Destination::Note(target) if !target.is_whole());
    let change = |place: &str| {
        let edit = changed(ctx, link, place, resolver, is_place)?;
        let action = Action::fix(format!("Change “#{fragment}” to “#{place}”"), edit);
        Some(if is_one { action.preferred() } else { action })
    };
    found.into_iter().take(MAX_PLACES).filter_map(change).collect()
}

/// Returns whether one of two anchors begins with the other, up to a hyphen.
fn begins_alike(one: &str, other: &str) -> bool {
    let (one, other) = (slug(one), slug(other));
    let begins = |long: &str, short: &str| {
        long.strip_prefix(short).is_some_and(|rest| rest.starts_with('-')) && !short.is_empty()
    };
    begins(&one, &other) || begins(&other, &one)
}

/// Returns the fix that adds a section at the end of the note, on the level of the others.
fn added(ctx: &FixContext<'_>, link: &Link, to: &Document) -> Option<Action> {
    let fragment = decoded(link.fragment.as_deref()?);
    // A new heading at the end of the note is not below the headings of a path.
    let last = Some(&*fragment).filter(|fragment| !fragment.contains('#'))?;
    (!last.starts_with('^') && link.kind != LinkKind::Html).then_some(())?;
    let shown = link.text.map(|range| ctx.document.note.text.slice(range).to_owned());
    let name = shown.filter(|shown| slug(shown) == last).unwrap_or_else(|| title_of(last));
    let name = name.trim().to_owned();
    (!name.is_empty() && !name.contains(['\n', '\r', '[', ']', '<', '`'])).then_some(())?;
    let sections = &to.note.sections;
    let levels = sections.iter().map(|section| section.heading.level);
    let level = levels.filter(|level| *level > 1).min().unwrap_or(2);
    let text = &to.note.text;
    let end = lines::ending(text);
    let written = text.trim_end_matches([' ', '\t', '\n', '\r']);
    let line_ends = text[written.len()..].matches('\n').count();
    let lead = if written.is_empty() { 0 } else { 2_usize.saturating_sub(line_ends) };
    let new_text = format!("{}{} {name}{end}", end.repeat(lead), "#".repeat(level.into()));
    let mut edit = EditBuilder::default();
    edit.insert(to.id, text.end(), new_text);
    let target = Target { section: Some(sections.len()), ..Target::of(to.id) };
    retarget(&mut edit, ctx.document, link, &Destination::Note(target));
    edit.expect(Expect::NewSection { note: to.id, name: name.clone(), is_empty: true });
    let title = format!("Add heading “{name}” to “{}”", to.title());
    Some(Action::fix(title, edit))
}
