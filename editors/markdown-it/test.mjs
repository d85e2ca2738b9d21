// The tests of the plug-in, with markdown-it itself.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import MarkdownIt from 'markdown-it';
import { headword } from './index.js';

const TERMS = [
  { headword: 'Cache', aliases: ['FIFO'], text: 'A "fast" <copy>.', source: 'a.md#cache' },
  { headword: 'Change Data Capture', aliases: ['CDC'], text: 'A stream.', source: 'sub/b.md#cdc' },
  { headword: 'Data', aliases: [], text: 'Facts.', source: null },
];

/** The HTML of a page. */
function html(text, options = {}) {
  return new MarkdownIt({ html: true }).use(headword, { terms: TERMS, ...options }).render(text);
}

/** The mentions with tooltips, each with its link. */
function mentions(text, options) {
  const found = html(text, options).matchAll(/<(a|abbr) ([^>]*headword-term[^>]*)>([^<]*)</gu);
  return [...found].map(([, , attributes, name]) => {
    const href = /href="([^"]*)"/u.exec(attributes);
    return href ? `${name} -> ${href[1]}` : name;
  });
}

test('the first mention of a term is a link with its definition', () => {
  assert.equal(
    html('A cache, a cache.\n\nAnother cache.'),
    '<p>A <a href="a.md#cache" class="headword-term" data-definition="A &quot;fast&quot; &lt;copy&gt;."' +
      ' aria-description="A &quot;fast&quot; &lt;copy&gt;.">cache</a>, a cache.</p>\n' +
      '<p>Another cache.</p>\n',
  );
});

test('a term without a page can be reached with the keyboard', () => {
  assert.equal(
    html('The data.'),
    '<p>The <abbr tabindex="0" class="headword-term" data-definition="Facts."' +
      ' aria-description="Facts.">data</abbr>.</p>\n',
  );
});

test('the longest name wins, also with hyphens', () => {
  assert.deepEqual(mentions('change-data capture'), ['change-data capture -> sub/b.md#cdc']);
  assert.deepEqual(mentions('Data, *Change data capture*.'), [
    'Data',
    'Change data capture -> sub/b.md#cdc',
  ]);
});

test('an acronym is found only in capitals, and plurals are found', () => {
  assert.deepEqual(mentions('the cdc'), []);
  assert.deepEqual(mentions('two CDCs, CACHES'), ['CDCs -> sub/b.md#cdc', 'CACHES -> a.md#cache']);
});

test('parts of words and paths are not mentions', () => {
  assert.deepEqual(mentions('cached, cache_size, /cache/x, cache.md, re-cache, cache-line'), []);
  assert.deepEqual(mentions('(cache)'), ['cache -> a.md#cache']);
  assert.deepEqual(mentions('cache.'), ['cache -> a.md#cache']);
});

test('headings, links and code have no tooltips', () => {
  const page = '# Cache\n\n## Other\n\n`data` [data](x.md) <a href="y">data</a>\n\n    data\n';
  assert.deepEqual(mentions(page), []);
});

test('a term has no tooltip below its own heading', () => {
  const page = '## Cache\n\nA cache.\n\n### Part\n\nA cache.\n\n## Next\n\nA cache.\n';
  assert.deepEqual(mentions(page), ['cache -> a.md#cache']);
  assert.match(html(page), /Next<\/h2>\n<p>A <a href/u);
});

test('wiki links lead to terms and to notes', () => {
  const links = (text) =>
    [...html(text).matchAll(/<a href="([^"]*)">([^<]*)<\/a>/gu)].map(([, to, name]) => `${name} -> ${to}`);
  assert.deepEqual(links('[[cache]], [[Change-data capture|a stream]], [[deep/Other note]]'), [
    'cache -> a.md#cache',
    'a stream -> sub/b.md#cdc',
    'Other note -> deep/Other%20note.md',
  ]);
  assert.deepEqual(links('[[b.md#Some Heading!]] [[#Here]]'), [
    'b -> b.md#some-heading',
    'Here -> #here',
  ]);
  assert.deepEqual(links('`[[cache]]` [[]] [[a\nb]]'), []);
});

test('a wiki link cannot run a script', () => {
  assert.doesNotMatch(html('[[x]]', { wikiHref: () => 'javascript:alert(1)' }), /<a/u);
});

test('links can be those of a site', () => {
  const options = {
    href: (term) => (term.source ? `/${term.source.replace('.md', '/')}` : undefined),
    wikiHref: () => undefined,
  };
  assert.deepEqual(mentions('A cache.', options), ['cache -> /a/#cache']);
  assert.equal(html('[[Nowhere]]', options), '<p>[[Nowhere]]</p>\n');
});

test('the terms may change', () => {
  let terms = [];
  const md = new MarkdownIt().use(headword, { terms: () => terms });
  assert.equal(md.render('A cache.'), '<p>A cache.</p>\n');
  terms = TERMS;
  assert.match(md.render('A cache.'), /headword-term/u);
});

test('ten thousand terms and a long page take less than five seconds', () => {
  const terms = Array.from({ length: 10_000 }, (_, index) => ({
    headword: `Term number ${index}`, aliases: [], text: 'x', source: 'a.md',
  }));
  const md = new MarkdownIt().use(headword, { terms });
  md.render('warm up');
  const start = performance.now();
  md.render('Some words and term number 77 again.\n\n'.repeat(2_000));
  assert.ok(performance.now() - start < 5_000, `${performance.now() - start} ms`);
});

test('it can be required and imported', () => {
  assert.equal(createRequire(import.meta.url)('./index.js').headword, headword);
});

test('the style sheet shows the definition on hover and on focus', () => {
  const style = readFileSync(new URL('tooltips.css', import.meta.url), 'utf8');
  assert.match(style, /:is\(:hover, :focus-visible\)::after/u);
});
