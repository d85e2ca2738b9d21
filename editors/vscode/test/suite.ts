// Tests of the extension inside VS Code, through the editor's own commands.
//
// Runs in the extension host, on a copy of `fixture/`; no test saves a document.

import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { findServer, ServerNotFound } from '../src/server.ts';
import { type ListView, type Row, VIEWS } from '../src/views.ts';
import { eventually, runTests, test } from './harness.ts';

/** The entry point that VS Code calls. */
export function run(): Promise<void> {
  const report = process.env['HEADWORD_TEST_REPORT'];
  assert(report, 'HEADWORD_TEST_REPORT names the file for the results');
  return runTests(report);
}

test('a Markdown document activates the extension', async () => {
  await open('systems.md');
  await eventually('active', () => extension().isActive);
});

test('the outline is the tree of headings below the title', async () => {
  const { uri } = await open('systems.md');
  const outline = await eventually('symbols', async () => {
    const symbols = (await symbolsOf(uri)).filter(ours);
    return symbols.length > 0 && symbols;
  });
  assert.equal(
    tree(outline),
    [
      'Systems',
      '  Storage',
      '    Write-Ahead Log (WAL)',
      '    Memtable',
      '    Block Cache',
      '  Replication',
      '    Quorum',
      '    Rebalancing',
    ].join('\n'),
  );
});

test('hover on a term shows its definition', async () => {
  const document = await open('journal.md');
  const shown = await hoverAt(document, 'quorum');
  assert.match(shown, /Any set of replicas so large that two of them share a member\./);
});

test('hover on an acronym shows the definition of what it stands for', async () => {
  const document = await open('journal.md');
  assert.match(await hoverAt(document, 'WAL'), /An append-only file/);
});

test('the definition of a term is the heading that declares it', async () => {
  const document = await open('journal.md');
  const [target, ...others] = await definitionsAt(document, 'quorum');
  assert(target && others.length === 0, 'exactly one definition');
  const declaring = await vscode.workspace.openTextDocument(target.uri);
  assert.equal(declaring.lineAt(target.range.start).text, '### Quorum');
});

test('tags of the workspace are offered in the list of tags', async () => {
  const document = await open('journal.md');
  const tags = await completionsAt(document, 'on-call, ');
  assert(tags.includes('databases') && tags.includes('interview prep'), `offered: ${tags}`);
  assert(!tags.includes('Engineering'), 'a category is not a tag');
});

test('the references of a term are its mentions in all notes and its heading', async () => {
  const document = await open('journal.md');
  const found = await vscode.commands.executeCommand<vscode.Location[]>(
    'vscode.executeReferenceProvider',
    document.uri,
    endOf(document, 'WAL').translate(0, -1),
  );
  const places = found.map(({ uri, range }) => `${path.basename(uri.path)}:${range.start.line + 1}`);
  assert.deepEqual(places.sort(), ['journal.md:8', 'systems.md:15', 'systems.md:9']);
});

test('a rename changes the heading and the mentions, and asks about the others', async () => {
  const document = await open('journal.md');
  const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
    'vscode.executeDocumentRenameProvider',
    document.uri,
    endOf(document, 'quorum').translate(0, -1),
    'Majority',
  );
  const texts = edit.entries().flatMap(([, edits]) => edits.map(({ newText }) => newText));
  assert.deepEqual(texts.sort(), ['Majority', 'majority']);
});

test('the symbols of the workspace have its terms', async () => {
  const symbols = await vscode.commands.executeCommand<vscode.SymbolInformation[]>(
    'vscode.executeWorkspaceSymbolProvider',
    'quor',
  );
  const [first] = symbols.filter(ours);
  assert.equal(first?.name, 'Quorum');
});

test('the side bar lists the terms, the gaps and the uses of the note in front', async () => {
  await open('systems.md');
  const [terms, gaps, uses] = VIEWS;
  assert(terms && gaps && uses);
  assert.equal(
    await eventually('terms', () => rowsOf(terms)),
    [
      'M | 1',
      '  Memtable | The in-memory half of a storage engine, filled after the write-ahead log.',
      'Q | 1',
      '  Quorum | Any set of replicas so large that two of them share a member.',
      'W | 1',
      '  Write-Ahead Log (WAL) | An append-only file that every change reaches first.',
    ].join('\n'),
  );
  assert.equal(
    await rowsOf(gaps),
    ['Systems › Storage | 1', '  Block Cache | ', 'Systems › Replication | 1', '  Rebalancing | '].join(
      '\n',
    ),
  );
  const used = (await rowsOf(uses)) ?? '';
  assert.match(used, /^Reading \| 2\n/m);
  assert.match(used, /^  how copies are kept \| First how copies are kept, and /m);
});

test('terms are offered in running text', async () => {
  const document = await open('journal.md');
  const offered = await completionsAt(document, 'lost its quo');
  assert(
    offered.some((label) => label.toLowerCase() === 'quorum'),
    `offered: ${offered}`,
  );
});

test('an empty section is an information, a parked one a hint', async () => {
  const document = await open('systems.md');
  const found = await eventually('diagnostics', () => {
    const diagnostics = diagnosticsOf(document.uri);
    return diagnostics.length >= 2 && diagnostics;
  });
  assert.deepEqual(
    found.map(({ range, severity, code }) => ({
      line: document.lineAt(range.start).text,
      severity,
      code: typeof code === 'object' ? code.value : code,
    })),
    [
      {
        line: '### Block Cache',
        severity: vscode.DiagnosticSeverity.Information,
        code: 'empty-section',
      },
      {
        line: '### Rebalancing',
        severity: vscode.DiagnosticSeverity.Hint,
        code: 'parked-section',
      },
    ],
  );
});

test('filling an empty section clears its warning', async () => {
  const document = await open('systems.md');
  const warned = () => codesOf(document.uri).includes('empty-section');
  await eventually('the warning', warned);
  await insertAfter(document, '### Block Cache\n', '\nPages kept in memory.\n');
  await eventually('no warning', () => !warned());
  await vscode.commands.executeCommand('workbench.action.files.revert');
  await eventually('the warning again', warned);
});

test('a move to another topic asks for the topic in a list', async () => {
  const topics = ['One', 'Two', 'Three', 'Four', 'Five'];
  const terms = topics.map((name) => `## ${name}\n### Term ${name}\nA store that keeps data.\n`);
  const document = await vscode.workspace.openTextDocument({
    language: 'markdown',
    content: `# Topics\n${terms.join('')}`,
  });
  const heading = new vscode.Range(2, 6, 2, 6);
  const action = await eventually('the action', async () => {
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      heading,
    );
    return actions.find(({ title }) => title === 'Move “Term One” to another topic…');
  });
  const { command, arguments: given = [] } = action.command ?? { command: 'none' };
  await vscode.commands.executeCommand(command, ...given);
  await eventually('the moved term', async () => {
    // Does nothing as long as no list is open.
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return document.getText().includes('## One\n## Two\n### Term Two');
  });
});

test('a document that was never saved has an outline', async () => {
  const document = await vscode.workspace.openTextDocument({
    language: 'markdown',
    content: '## Gossip\n\nNews that spreads from node to node.\n',
  });
  await eventually('symbols', async () => (await symbolsOf(document.uri)).some(ours));
});

test('a note written by another program is noticed', async () => {
  const document = await open('journal.md');
  const other = path.join(path.dirname(document.uri.fsPath), 'new.md');
  writeFileSync(other, '---\ntags: [from elsewhere]\n---\n');
  await eventually('the tag', async () =>
    (await completionsAt(document, 'on-call, ')).includes('from elsewhere'),
  );
});

test('a changed setting takes effect at once', async () => {
  const { uri } = await open('systems.md');
  const severities = () => diagnosticsOf(uri).map(({ severity }) => severity);
  const settings = vscode.workspace.getConfiguration('headword');
  const global = vscode.ConfigurationTarget.Global;

  await settings.update('diagnostics', { 'empty-section': 'error' }, global);
  await eventually('an error', () => severities().includes(vscode.DiagnosticSeverity.Error));
  await settings.update('diagnostics', { 'empty-section': 'off' }, global);
  await eventually('only the hint', () => codesOf(uri).join() === 'parked-section');
  await settings.update('diagnostics', undefined, global);
  await eventually('the information', () =>
    severities().includes(vscode.DiagnosticSeverity.Information),
  );
});

test('other levels for some notes take effect too', async () => {
  const { uri } = await open('systems.md');
  const settings = vscode.workspace.getConfiguration('headword');
  const global = vscode.ConfigurationTarget.Global;
  const silence = { files: ['systems.md'], diagnostics: { 'empty-section': 'off' } };

  await settings.update('overrides', [silence], global);
  await eventually('only the hint', () => codesOf(uri).join() === 'parked-section');
  await settings.update('overrides', undefined, global);
  await eventually('the warning', () => codesOf(uri).includes('empty-section'));
});

test('mistakes in headword.toml are shown as they are typed', async () => {
  const document = await open('headword.toml');
  await insertAfter(document, '', 'maxHeadingLevels = 3\n');
  const [problem] = await eventually('a problem', () => {
    const found = diagnosticsOf(document.uri);
    return found.length > 0 && found;
  });
  assert.match(problem?.message ?? '', /maxHeadingLevel/);
  assert.equal(diagnosticsOf(document.uri).length, 1, 'shown once');
  await vscode.commands.executeCommand('workbench.action.files.revert');
  await eventually('no problem', () => diagnosticsOf(document.uri).length === 0);
});

test('notes and their headings are offered in links', async () => {
  const document = await open('reading.md');
  for (const [typed, expected] of [
    ['[[jou', 'journal'],
    ['[[systems#repl', 'Replication'],
    ['[it](sys', 'systems.md'],
    ['[it](systems.md#mem', 'Memtable'],
  ] as const) {
    await insertAfter(document, 'Then ', typed);
    // Of paths and headings, VS Code's own Markdown support offers its spelling as well.
    const offered = await completionsAt(document, typed);
    assert(offered.includes(expected), `${typed}: ${offered}`);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  }
});

test('a link leads to the heading that it names', async () => {
  const document = await open('reading.md');
  for (const link of ['systems.md#replication', '[[systems#Replication']) {
    const targets = await definitionsAt(document, link);
    const places = targets.map(({ uri, range }) => `${path.basename(uri.path)}:${range.start.line + 1}`);
    assert(places.includes('systems.md:19'), `${link}: ${places}`);
  }
});

test('the links of a note can be opened', async () => {
  const { uri } = await open('reading.md');
  const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
    'vscode.executeLinkProvider',
    uri,
  );
  const targets = links.map(({ target }) => path.basename(target?.path ?? ''));
  assert(targets.includes('systems.md'), `targets: ${targets}`);
});

test('a heading renamed from a link takes the links to it along', async () => {
  const document = await open('reading.md');
  const edit = await renameAt(document, 'systems.md#replication', 'Copies');
  assert.deepEqual(changesOf(edit), [
    'reading.md: Copies',
    'reading.md: copies',
    'systems.md: Copies',
  ]);
});

test('a renamed tag stays valid YAML', async () => {
  const document = await open('systems.md');
  const edit = await renameAt(document, 'interview prep', 'prep: interviews');
  assert.deepEqual(changesOf(edit), ['systems.md: "prep: interviews"']);
});

test('a quick fix leaves an empty section for later', async () => {
  const document = await open('systems.md');
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    document.lineAt(endOf(document, '### Block Cache')).range,
    vscode.CodeActionKind.QuickFix.value,
    // So many are resolved, which brings their edits.
    10,
  );
  const later = actions.find(({ title }) => title === 'Leave “Block Cache” for later');
  assert(later?.edit, `offered: ${actions.map(({ title }) => title)}`);
  assert(await vscode.workspace.applyEdit(later.edit));
  assert.match(document.getText(), /### Block Cache\n\n<!-- to be written -->\n\n## Replication/);
  await vscode.commands.executeCommand('workbench.action.files.revert');
});

test('sections fold, and the selection grows from the word to the note', async () => {
  const { uri } = await open('systems.md');
  const folds = await vscode.commands.executeCommand<vscode.FoldingRange[]>(
    'vscode.executeFoldingRangeProvider',
    uri,
  );
  assert(
    folds.some(({ start, end }) => start === 6 && end >= 15),
    `folded: ${JSON.stringify(folds)}`,
  );
  const document = await open('systems.md');
  const [innermost] = await vscode.commands.executeCommand<vscode.SelectionRange[]>(
    'vscode.executeSelectionRangeProvider',
    uri,
    [endOf(document, 'in-memory half')],
  );
  const selected: string[] = [];
  for (let range = innermost; range; range = range.parent) {
    selected.push(document.getText(range.range));
  }
  assert(selected.includes('half'), `selected: ${selected[0]}`);
  const sentence = 'The in-memory half of a storage engine, filled after the write-ahead log.';
  assert(selected.includes(sentence), 'the sentence');
  assert(selected.some((text) => text.startsWith('### Memtable')), 'the section');
});

test('a renamed file takes the links to it along', async () => {
  const document = await open('reading.md');
  const { uri } = await open('systems.md');
  const moved = vscode.Uri.joinPath(uri, '../machines.md');
  const move = async (from: vscode.Uri, to: vscode.Uri) => {
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(from, to);
    assert(await vscode.workspace.applyEdit(edit));
  };
  await move(uri, moved);
  await eventually('the links follow', () =>
    /\(machines\.md#replication\)[^]*\[\[machines#Replication\]\]/.test(document.getText()),
  );
  await move(moved, uri);
  await eventually('the links are back', () =>
    /\(systems\.md#replication\)[^]*\[\[systems#Replication\]\]/.test(document.getText()),
  );
});

test('terms are shown in other languages if the user wants it', async () => {
  const settings = vscode.workspace.getConfiguration('headword');
  const everywhere = vscode.ConfigurationTarget.Global;
  const document = await vscode.workspace.openTextDocument({
    language: 'plaintext',
    content: 'A quorum of replicas.',
  });
  await settings.update('server.languages', ['plaintext'], everywhere);
  assert.match(await hoverAt(document, 'quorum'), /Any set of replicas/);
  await settings.update('server.languages', undefined, everywhere);
});

test('the restart command replaces the server', async () => {
  const document = await open('journal.md');
  const [before] = await eventually('the server', () => serverProcesses());
  await vscode.commands.executeCommand('headword.restart');
  const [after, ...others] = await eventually('a server', () => serverProcesses());
  assert.notEqual(after, before);
  assert.deepEqual(others, [], 'one server only');
  assert.match(await hoverAt(document, 'quorum'), /Any set of replicas/);
});

test('the configured server wins over the bundled one, and that one over PATH', () => {
  const configured = makeProgram('configured');
  const bundled = makeProgram('server');
  const inPath = makeProgram('bin');
  const extensionPath = path.dirname(path.dirname(bundled));
  const searchPath = path.dirname(inPath);
  const places = { configured, extension: extensionPath, searchPath };
  assert.equal(findServer(places), configured);
  assert.equal(findServer({ ...places, configured: '' }), bundled);
  assert.equal(findServer({ configured: '', extension: '/nowhere', searchPath }), inPath);
});

test('a server in the current folder is not run for a relative PATH', () => {
  const relative = path.relative(process.cwd(), path.dirname(makeProgram('bin')));
  const places = { configured: '', extension: '/nowhere', searchPath: relative };
  assert.throws(() => findServer(places), ServerNotFound);
});

function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension('headword.headword');
  assert(found, 'the extension is installed');
  return found;
}

async function open(name: string): Promise<vscode.TextDocument> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert(folder, 'a folder is open');
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, name));
  await vscode.window.showTextDocument(document);
  return document;
}

/** The position right after the first `text`. */
function endOf(document: vscode.TextDocument, text: string): vscode.Position {
  const start = document.getText().indexOf(text);
  assert(start >= 0, `"${text}" is in the document`);
  return document.positionAt(start + text.length);
}

async function insertAfter(
  document: vscode.TextDocument,
  text: string,
  inserted: string,
): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, endOf(document, text), inserted);
  assert(await vscode.workspace.applyEdit(edit));
}

async function symbolsOf(uri: vscode.Uri): Promise<vscode.DocumentSymbol[]> {
  const command = 'vscode.executeDocumentSymbolProvider';
  return (await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(command, uri)) ?? [];
}

/** VS Code's own Markdown support also answers; its symbols keep the number signs. */
function ours(symbol: { readonly name: string }): boolean {
  return !symbol.name.startsWith('#');
}

function tree(symbols: readonly vscode.DocumentSymbol[], indent = ''): string {
  const lines = symbols.map(({ name, children }) =>
    children.length > 0 ? `${indent}${name}\n${tree(children, `${indent}  `)}` : indent + name,
  );
  return lines.join('\n');
}

/** The hover at the end of the first `text`, as soon as it is not empty. */
function hoverAt(document: vscode.TextDocument, text: string): Promise<string> {
  return eventually(`hover on "${text}"`, async () => {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      endOf(document, text).translate(0, -1),
    );
    const contents = hovers.flatMap((hover) => hover.contents);
    const texts = contents.map((part) => (typeof part === 'string' ? part : part.value));
    return texts.length > 0 && texts.join('\n');
  });
}

async function renameAt(
  document: vscode.TextDocument,
  text: string,
  name: string,
): Promise<vscode.WorkspaceEdit> {
  return vscode.commands.executeCommand<vscode.WorkspaceEdit>(
    'vscode.executeDocumentRenameProvider',
    document.uri,
    endOf(document, text).translate(0, -1),
    name,
  );
}

/** The text of an edit, and its note. */
function changesOf(edit: vscode.WorkspaceEdit): string[] {
  const changes = edit
    .entries()
    .flatMap(([uri, edits]) => edits.map(({ newText }) => `${path.basename(uri.path)}: ${newText}`));
  return changes.sort();
}

async function definitionsAt(
  document: vscode.TextDocument,
  text: string,
): Promise<{ uri: vscode.Uri; range: vscode.Range }[]> {
  const found = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
    'vscode.executeDefinitionProvider',
    document.uri,
    endOf(document, text).translate(0, -1),
  );
  return found.map((target) =>
    'targetUri' in target
      ? { uri: target.targetUri, range: target.targetSelectionRange ?? target.targetRange }
      : target,
  );
}

async function completionsAt(document: vscode.TextDocument, text: string): Promise<string[]> {
  const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    endOf(document, text),
  );
  return items.map(({ label }) => (typeof label === 'string' ? label : label.label));
}

/** The rows of a view, with those below groups, or `undefined` if there are none yet. */
async function rowsOf(view: ListView): Promise<string | undefined> {
  const lines: string[] = [];
  for (const row of await view.getChildren()) {
    lines.push(labelOf(view, row));
    for (const below of await view.getChildren(row)) {
      lines.push(`  ${labelOf(view, below)}`);
    }
  }
  return lines.length > 0 ? lines.join('\n') : undefined;
}

function labelOf(view: ListView, row: Row): string {
  const { label, description } = view.getTreeItem(row);
  return `${String(label)} | ${String(description)}`;
}

function diagnosticsOf(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages
    .getDiagnostics(uri)
    .filter(({ source }) => source === 'headword')
    .sort((a, b) => a.range.start.compareTo(b.range.start));
}

function codesOf(uri: vscode.Uri): unknown[] {
  return diagnosticsOf(uri).map(({ code }) => (typeof code === 'object' ? code.value : code));
}

/** The process ids of the servers that this extension host has started. */
function serverProcesses(): string[] | undefined {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').split(' ');
  const servers = children.filter(
    (pid) => pid !== '' && readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'headword',
  );
  return servers.length > 0 ? servers : undefined;
}

/** An executable file named as the server, in a new folder `folder`. */
function makeProgram(folder: string): string {
  const parent = path.join(mkdtempSync(path.join(tmpdir(), 'headword-')), folder);
  mkdirSync(parent);
  const program = path.join(parent, process.platform === 'win32' ? 'headword.exe' : 'headword');
  writeFileSync(program, '');
  chmodSync(program, 0o755);
  return program;
}
