// The views of the side bar: the terms, the gaps, and the uses of the shown note in other notes.
//
// The server lists them; see `headword.terms`, `headword.gaps` and `headword.usesOfNote`.

import * as vscode from 'vscode';

/** An item of a list of the server. */
interface Item {
  readonly name: string;
  readonly detail: string;
  readonly group: string;
  readonly uri: string;
  readonly range: { readonly start: Place; readonly end: Place };
}

interface Place {
  readonly line: number;
  readonly character: number;
}

interface Listing {
  readonly items: readonly Item[];
  /** The number of further items. */
  readonly omitted: number;
}

/** A line of a view: a group with its items, an item, or a note about what is missing. */
export type Row =
  | { readonly kind: 'group'; readonly name: string; readonly items: readonly Item[] }
  | { readonly kind: 'item'; readonly item: Item }
  | { readonly kind: 'more'; readonly count: number };

/** What a view shows. */
interface ViewKind {
  /** The name of the view in `package.json`; an item of the view has it as context value. */
  readonly id: string;
  /** The arguments of the server's command, which has the name of the view. */
  readonly ask: () => unknown[] | undefined;
  /** The name of the group of an item. */
  readonly group: (item: Item) => string;
  /** Whether groups begin open. */
  readonly isOpen: boolean;
}

const TERMS: ViewKind = {
  id: 'headword.terms',
  ask: () => [],
  group: ({ name }) => initial(name),
  isOpen: false,
};
const GAPS: ViewKind = {
  id: 'headword.gaps',
  ask: () => [],
  group: ({ group }) => group,
  isOpen: true,
};
const USES: ViewKind = {
  id: 'headword.usesOfNote',
  ask: () => {
    const note = shownNote();
    return note && [note.toString()];
  },
  group: ({ group }) => group,
  isOpen: true,
};

/** The pause after a change before the views are read again. */
const PAUSE = 700;

/** The rows of one view, read from the server. */
export class ListView implements vscode.TreeDataProvider<Row> {
  readonly kind: ViewKind;
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;

  constructor(kind: ViewKind) {
    this.kind = kind;
  }

  refresh(): void {
    this.changed.fire();
  }

  async getChildren(row?: Row): Promise<Row[]> {
    if (row !== undefined) {
      return row.kind === 'group' ? row.items.map((item) => ({ kind: 'item', item })) : [];
    }
    const { items, omitted } = await list(this.kind.id, this.kind.ask());
    const groups = new Map<string, Item[]>();
    for (const item of items) {
      const name = this.kind.group(item);
      const known = groups.get(name);
      if (known === undefined) {
        groups.set(name, [item]);
      } else {
        known.push(item);
      }
    }
    const rows: Row[] = [...groups].map(([name, items]) => ({ kind: 'group', name, items }));
    return omitted > 0 ? [...rows, { kind: 'more', count: omitted }] : rows;
  }

  getTreeItem(row: Row): vscode.TreeItem {
    if (row.kind === 'more') {
      return new vscode.TreeItem(`${row.count} more are not shown.`);
    }
    if (row.kind === 'group') {
      const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
      const shown = new vscode.TreeItem(row.name, this.kind.isOpen ? Expanded : Collapsed);
      shown.description = String(row.items.length);
      shown.tooltip = row.name;
      return shown;
    }
    const { name, detail, uri, range } = row.item;
    const shown = new vscode.TreeItem(name === '' ? '(no name)' : name);
    const place = new vscode.Range(
      range.start.line,
      range.start.character,
      range.end.line,
      range.end.character,
    );
    shown.description = detail;
    shown.tooltip = detail === '' ? name : `${name}: ${detail}`;
    shown.contextValue = this.kind.id;
    shown.command = {
      command: 'vscode.open',
      title: 'Open',
      arguments: [vscode.Uri.parse(uri), { selection: place } satisfies vscode.TextDocumentShowOptions],
    };
    return shown;
  }
}

/** The views of the extension, by the name in `package.json`. */
export const VIEWS = [TERMS, GAPS, USES].map((kind) => new ListView(kind));

/** Shows the views and the number of gaps, and keeps them up to date. */
export function showViews(): vscode.Disposable {
  const trees = VIEWS.map((provider) => ({
    provider,
    tree: vscode.window.createTreeView(provider.kind.id, { treeDataProvider: provider }),
  }));
  const gaps = vscode.window.createStatusBarItem('headword.gaps', vscode.StatusBarAlignment.Right);
  gaps.name = 'Headword: gaps of this note';
  gaps.command = 'headword.goToNextGap';
  const refresh = () => {
    for (const { provider } of trees.filter(({ tree }) => tree.visible)) {
      provider.refresh();
    }
    void showGaps(gaps);
  };
  let timer: NodeJS.Timeout | undefined;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(refresh, PAUSE);
  };
  return vscode.Disposable.from(
    gaps,
    ...trees.map(({ tree }) => tree),
    { dispose: () => clearTimeout(timer) },
    vscode.window.onDidChangeActiveTextEditor(later),
    vscode.workspace.onDidChangeTextDocument(({ document }) => isNote(document) && later()),
    vscode.workspace.onDidDeleteFiles(later),
    vscode.workspace.onDidRenameFiles(later),
    ...trees.map(({ provider, tree }) =>
      tree.onDidChangeVisibility(({ visible }) => visible && provider.refresh()),
    ),
    vscode.commands.registerCommand('headword.refreshViews', refresh),
    vscode.commands.registerCommand('headword.goToNextGap', goToNextGap),
    vscode.commands.registerCommand('headword.showMentions', showMentions),
  );
}

/** Shows the number of gaps of the note in front. */
async function showGaps(item: vscode.StatusBarItem): Promise<void> {
  const note = shownNote();
  const found = note && (await list('headword.gaps', [note.toString()])).items;
  if (found === undefined || found.length === 0) {
    item.hide();
    return;
  }
  const count = found.length === 1 ? '1 gap' : `${found.length} gaps`;
  item.text = `$(circle-large-outline) ${count}`;
  item.tooltip = `This note has ${count}. Click to go to the next one.`;
  item.show();
}

async function goToNextGap(): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor !== undefined && isNote(editor.document)) {
    const { line, character } = editor.selection.active;
    const place = { line, character };
    await vscode.commands.executeCommand(
      'headword.nextGap',
      editor.document.uri.toString(),
      place,
    );
  }
}

/** Shows the mentions of a term of the view. */
async function showMentions(row: Row): Promise<void> {
  if (row.kind === 'item') {
    const { uri, range } = row.item;
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(uri));
    await vscode.commands.executeCommand('headword.showReferences', uri, range.start);
  }
}

/** Asks the server for a list. While no server runs, the list is empty. */
async function list(command: string, args: unknown[] | undefined): Promise<Listing> {
  const nothing: Listing = { items: [], omitted: 0 };
  const known = args !== undefined && (await vscode.commands.getCommands(true)).includes(command);
  if (!known) {
    return nothing;
  }
  return (await vscode.commands.executeCommand<Listing | null>(command, ...args)) ?? nothing;
}

/** The first letter of a name as a heading of an index; `#` for other signs. */
function initial(name: string): string {
  const [letter = '#'] = name.normalize('NFD').toLocaleUpperCase();
  return /\p{L}/u.test(letter) ? letter : '#';
}

function shownNote(): vscode.Uri | undefined {
  const document = vscode.window.activeTextEditor?.document;
  return document !== undefined && isNote(document) ? document.uri : undefined;
}

function isNote({ languageId, uri }: vscode.TextDocument): boolean {
  return languageId === 'markdown' && (uri.scheme === 'file' || uri.scheme === 'untitled');
}
