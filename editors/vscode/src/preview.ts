// The Markdown preview of VS Code: terms show their definitions, and wiki links lead.
//
// The terms are read when the first preview is opened, and again after notes were saved.

import { execFile } from 'node:child_process';
import * as vscode from 'vscode';
import { headword, type Term } from '../../markdown-it/index.js';

/** The most output of one folder, in bytes. */
const MAX_OUTPUT = 64 * 1024 * 1024;

/** How long saves are collected, in milliseconds. */
const PAUSE = 500;

/** What VS Code asks an extension for that contributes `markdown.markdownItPlugins`. */
export interface MarkdownIt {
  use<O>(plugin: (md: MarkdownIt, options: O) => void, options: O): MarkdownIt;
}

/** The terms of all folders, for previews. */
export class Preview implements vscode.Disposable {
  private terms: readonly Term[] = [];
  private isUsed = false;
  private timer: NodeJS.Timeout | undefined;
  private readonly findProgram: () => string;
  private readonly output: vscode.LogOutputChannel;
  private readonly saves: vscode.Disposable;

  constructor(findProgram: () => string, output: vscode.LogOutputChannel) {
    this.findProgram = findProgram;
    this.output = output;
    this.saves = vscode.workspace.onDidSaveTextDocument((document) => {
      if (this.isUsed && document.languageId === 'markdown') {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => void this.refresh(), PAUSE);
      }
    });
  }

  /** Adds the plug-in to the parser of previews. */
  extend(md: MarkdownIt): MarkdownIt {
    this.isUsed = true;
    void this.refresh();
    // A preview resolves a path with a slash from the folder of the note's workspace.
    const href = (term: Term) => (term.source === null ? undefined : `/${term.source}`);
    return md.use(headword, { terms: () => this.terms, href });
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.saves.dispose();
  }

  private async refresh(): Promise<void> {
    try {
      const program = this.findProgram();
      const folders = vscode.workspace.workspaceFolders ?? [];
      const all = folders.filter(({ uri }) => uri.scheme === 'file');
      this.terms = (await Promise.all(all.map(({ uri }) => termsOf(program, uri.fsPath)))).flat();
      await vscode.commands.executeCommand('markdown.preview.refresh');
    } catch (error) {
      this.output.warn(`The preview has no definitions: ${String(error)}`);
    }
  }
}

/** The terms of a folder, with paths from it. */
function termsOf(program: string, cwd: string): Promise<readonly Term[]> {
  return new Promise((resolve, reject) => {
    const options = { cwd, maxBuffer: MAX_OUTPUT };
    execFile(program, ['export', '--format', 'json'], options, (error, stdout, stderr) => {
      if (error === null) {
        resolve(JSON.parse(stdout) as readonly Term[]);
      } else if (error.code === 1 && stdout === '') {
        // There are no terms.
        resolve([]);
      } else {
        reject(new Error(stderr.trim() || error.message));
      }
    });
  });
}
