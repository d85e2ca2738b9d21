// A plug-in for markdown-it: the first mention of each term is a tooltip with its definition, and
// wiki links lead to terms and notes.
//
// The terms are those that `headword export --format json` prints. Names are found here by their
// spelling alone: in any letter case, with a space or a hyphen, and with the ending of a plural. An
// acronym in capitals is found only in capitals.

'use strict';

/**
 * A term, as `headword export --format json` prints it.
 * @typedef {object} Term
 * @property {string} headword
 * @property {readonly string[]} aliases
 * @property {string} text The definition as plain text.
 * @property {string | null} source The place of the entry, as a link from the folder of the export.
 */

/**
 * @typedef {object} Options
 * @property {readonly Term[] | (() => readonly Term[])} terms
 * @property {(term: Term, env: any) => string | undefined} [href] The link to a term. By default,
 *   its `source`. Without a link, only the tooltip is shown.
 * @property {(target: string, env: any) => string | undefined} [wikiHref] The link for the target of
 *   a wiki link that is not a term. By default, the target with `.md`. Without a link, the text
 *   stays as it is.
 */

/**
 * A node of the trie of all names. The edges are words and punctuation marks, with a space before
 * them if a space or hyphen is there.
 * @typedef {object} Node
 * @property {Map<string, Node>} next
 * @property {Term} [term] The term with the name that ends here.
 * @property {Map<string, Term>} [acronyms] The acronyms that end here, in capitals.
 */

/** @typedef {{ terms: Map<string, Term>, trie: Node }} Names */

/** @typedef {{ text: string, edge: string, start: number, end: number }} Word */

/**
 * @param {any} md The instance of markdown-it.
 * @param {Options} options
 */
function headword(md, options) {
  const { href = (term) => term.source ?? undefined, wikiHref = noteHref } = options;
  const given = options.terms;
  const names = cached(typeof given === 'function' ? given : () => given);

  md.core.ruler.push('headword_tooltips', (/** @type {any} */ state) => {
    addTooltips(state, names(), (term) => href(term, state.env));
  });
  md.inline.ruler.before(
    'link',
    'headword_wiki_link',
    (/** @type {any} */ state, /** @type {boolean} */ silent) =>
      wikiLink(state, silent, (target) => {
        const term = names().terms.get(keyOf(target));
        return term === undefined ? wikiHref(target, state.env) : href(term, state.env);
      }),
  );
}

/**
 * The names of the terms. They are indexed again when the list is another one.
 * @param {() => readonly Term[]} terms
 * @returns {() => Names}
 */
function cached(terms) {
  /** @type {readonly Term[] | undefined} */
  let known;
  /** @type {Names} */
  let names = namesOf([]);
  return () => {
    const now = terms();
    if (now !== known) {
      known = now;
      names = namesOf(now);
    }
    return names;
  };
}

/**
 * @param {readonly Term[]} terms
 * @returns {Names}
 */
function namesOf(terms) {
  /** @type {Map<string, Term>} */
  const found = new Map();
  /** @type {Node} */
  const trie = { next: new Map() };
  for (const term of terms) {
    for (const name of [term.headword, ...term.aliases]) {
      const key = keyOf(name);
      if (key !== '' && !found.has(key)) {
        found.set(key, term);
        insert(trie, key, term);
      }
    }
  }
  return { terms: found, trie };
}

/**
 * @param {Node} trie
 * @param {string} key
 * @param {Term} term
 */
function insert(trie, key, term) {
  let node = trie;
  for (const { edge } of wordsOf(key)) {
    let next = node.next.get(edge);
    if (next === undefined) {
      next = { next: new Map() };
      node.next.set(edge, next);
    }
    node = next;
  }
  if (isAcronym(key)) {
    node.acronyms = (node.acronyms ?? new Map()).set(key, term);
  } else {
    node.term = term;
  }
}

/**
 * @param {string} text
 * @returns {Word[]}
 */
function wordsOf(text) {
  let last = 0;
  return [...text.matchAll(/[\p{L}\p{M}\p{N}_]+|[^\s\p{L}\p{M}\p{N}_-]/gu)].map((match) => {
    const [start, end] = [match.index, match.index + match[0].length];
    const lead = start > last && last > 0 ? ' ' : '';
    last = end;
    return { text: match[0], edge: lead + match[0].toLowerCase(), start, end };
  });
}

/**
 * The longest name that begins at a word.
 * @param {Names} names
 * @param {string} text
 * @param {readonly Word[]} words
 * @param {number} at
 * @returns {{ term: Term, last: number } | undefined}
 */
function nameAt(names, text, words, at) {
  const first = words[at];
  if (first === undefined || /[\p{L}\p{N}_/.-]$/u.test(text.slice(0, first.start).slice(-2))) {
    return undefined;
  }
  let found;
  let node = names.trie;
  for (let last = at; last < words.length; last += 1) {
    const word = /** @type {Word} */ (words[last]);
    const edge = last === at ? word.edge.trimStart() : word.edge;
    if (!/^(?:[\p{L}\p{N}_/]|[-.][\p{L}\p{N}])/u.test(text.slice(word.end, word.end + 3))) {
      const term = endingWith(node, edge, word.text);
      found = term === undefined ? found : { term, last };
    }
    const next = node.next.get(edge);
    if (next === undefined) {
      break;
    }
    node = next;
  }
  return found;
}

/**
 * The term whose name ends with a word, also in the plural.
 * @param {Node} node
 * @param {string} edge
 * @param {string} written
 */
function endingWith(node, edge, written) {
  for (const ending of ['', 's', 'es']) {
    const end = edge.endsWith(ending) ? node.next.get(edge.slice(0, edge.length - ending.length)) : undefined;
    const acronym = end?.acronyms?.get(written.slice(0, written.length - ending.length));
    const term = acronym ?? end?.term;
    if (term !== undefined) {
      return term;
    }
  }
  return undefined;
}

/**
 * A name as it is compared: without letter case and hyphens, except for acronyms.
 * @param {string} name
 */
function keyOf(name) {
  const words = name.trim().replace(/[\s-]+/gu, ' ');
  return isAcronym(words) ? words : words.toLowerCase();
}

/** @param {string} name */
function isAcronym(name) {
  return /^\p{Lu}[\p{Lu}\p{N}]+$/u.test(name);
}

/**
 * Marks the first mention of each term in a page. Headings, links and code have no tooltips, and
 * neither has a term below its own heading.
 * @param {any} state
 * @param {Names} names
 * @param {(term: Term) => string | undefined} href
 */
function addTooltips(state, names, href) {
  /** @type {Set<Term>} */
  const seen = new Set();
  /** @type {{ level: number, term: Term | undefined }[]} */
  let sections = [];
  let heading = 0;
  for (const token of state.tokens) {
    if (token.type === 'heading_open') {
      heading = Number(token.tag.slice(1));
    } else if (token.type === 'heading_close') {
      heading = 0;
    } else if (token.type === 'inline' && heading > 0) {
      const level = heading;
      sections = sections.filter((section) => section.level < level);
      sections.push({ level, term: names.terms.get(keyOf(token.content)) });
    } else if (token.type === 'inline') {
      const own = new Set(sections.map((section) => section.term));
      const isNew = (/** @type {Term} */ term) => !own.has(term) && !seen.has(term);
      token.children = withTooltips(state, token.children, names, (term) => {
        if (!isNew(term)) {
          return undefined;
        }
        seen.add(term);
        return { text: term.text, href: href(term) };
      });
    }
  }
}

/**
 * @param {any} state
 * @param {any[]} children
 * @param {Names} names
 * @param {(term: Term) => { text: string, href: string | undefined } | undefined} tooltip
 */
function withTooltips(state, children, names, tooltip) {
  let links = 0;
  return children.flatMap((token) => {
    if (token.type === 'link_open' || (token.type === 'html_inline' && /^<a[\s>]/iu.test(token.content))) {
      links += 1;
    } else if (token.type === 'link_close' || (token.type === 'html_inline' && /^<\/a/iu.test(token.content))) {
      links -= 1;
    }
    if (token.type !== 'text' || links > 0) {
      return [token];
    }
    return pieces(state, token, names, tooltip);
  });
}

/**
 * Cuts a text at the mentions in it.
 * @param {any} state
 * @param {any} token
 * @param {Names} names
 * @param {(term: Term) => { text: string, href: string | undefined } | undefined} tooltip
 */
function pieces(state, token, names, tooltip) {
  const text = /** @type {string} */ (token.content);
  const found = [];
  let end = 0;
  const add = (/** @type {string} */ content) => {
    if (content !== '') {
      const piece = new state.Token('text', '', 0);
      piece.content = content;
      piece.level = token.level;
      found.push(piece);
    }
  };
  const words = wordsOf(text);
  for (let at = 0; at < words.length; at += 1) {
    const name = nameAt(names, text, words, at);
    if (name === undefined) {
      continue;
    }
    const [first, last] = [/** @type {Word} */ (words[at]), /** @type {Word} */ (words[name.last])];
    at = name.last;
    const shown = tooltip(name.term);
    if (shown === undefined) {
      continue;
    }
    add(text.slice(end, first.start));
    const [type, tag] = shown.href === undefined ? ['abbr', 'abbr'] : ['link', 'a'];
    const open = new state.Token(`${type}_open`, tag, 1);
    open.attrs = [
      ...(shown.href === undefined ? [['tabindex', '0']] : [['href', shown.href]]),
      ['class', 'headword-term'],
      ['data-definition', shown.text],
      ['aria-description', shown.text],
    ];
    found.push(open);
    add(text.slice(first.start, last.end));
    found.push(new state.Token(`${type}_close`, tag, -1));
    end = last.end;
  }
  add(text.slice(end));
  return found;
}

/**
 * The syntax `[[target]]` and `[[target|text]]`.
 * @param {any} state
 * @param {boolean} silent
 * @param {(target: string) => string | undefined} resolve
 */
function wikiLink(state, silent, resolve) {
  const rest = state.src.slice(state.pos, state.posMax);
  const match = /^\[\[([^[\]|\n]+)(?:\|([^[\]\n]+))?\]\]/u.exec(rest);
  const target = match?.[1]?.trim();
  if (match === null || target === undefined || target === '') {
    return false;
  }
  const href = resolve(target);
  const url = href === undefined ? '' : state.md.normalizeLink(href);
  if (href === undefined || !state.md.validateLink(url)) {
    return false;
  }
  if (!silent) {
    const open = state.push('link_open', 'a', 1);
    open.attrs = [['href', url]];
    state.push('text', '', 0).content = match[2]?.trim() ?? shownName(target);
    state.push('link_close', 'a', -1);
  }
  state.pos += match[0].length;
  return true;
}

/**
 * The text of a wiki link that has none of its own: the end of its path, or its heading.
 * @param {string} target
 */
function shownName(target) {
  const [path = '', fragment = ''] = target.split('#');
  const name = path.split('/').at(-1) ?? '';
  return (name === '' ? fragment : name).replace(/\.md$/iu, '').replace(/^\^/u, '');
}

/**
 * The link to a note by its path or name.
 * @param {string} target
 */
function noteHref(target) {
  const [path = '', ...fragment] = target.split('#');
  const anchor = fragment.length === 0 ? '' : `#${slug(fragment.at(-1) ?? '')}`;
  const isFile = path === '' || /\.\w+$/u.test(path);
  return `${path}${isFile ? '' : '.md'}${anchor}`;
}

/**
 * The anchor of a heading, as most tools make it.
 * @param {string} heading
 */
function slug(heading) {
  const kept = heading.trim().toLowerCase().replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, '');
  return kept.replace(/\s/gu, '-');
}

exports.headword = headword;
