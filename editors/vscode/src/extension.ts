// The entry points that VS Code calls.

import * as vscode from 'vscode';
import { type MarkdownIt, Preview } from './preview.ts';
import { SHOW_REFERENCES, showReferences } from './references.ts';
import { chosenServer, Session } from './session.ts';
import { showViews } from './views.ts';

let session: Session | undefined;

/** What VS Code's own Markdown extension asks for. */
interface Exports {
  extendMarkdownIt(md: MarkdownIt): MarkdownIt;
}

export async function activate(context: vscode.ExtensionContext): Promise<Exports> {
  const output = vscode.window.createOutputChannel('Headword', { log: true });
  const started = (session = new Session(context, output));
  const restart = async () => {
    await started.restart();
    await vscode.commands.executeCommand('headword.refreshViews');
  };
  const preview = new Preview(() => chosenServer(context), output);
  context.subscriptions.push(
    output,
    preview,
    vscode.commands.registerCommand('headword.restart', restart),
    vscode.commands.registerCommand('headword.showOutput', () => output.show()),
    vscode.commands.registerCommand(SHOW_REFERENCES, showReferences),
    showViews(),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('headword.server')) {
        void restart();
      }
    }),
  );
  await restart();
  return { extendMarkdownIt: (md) => preview.extend(md) };
}

export function deactivate(): Promise<void> | undefined {
  return session?.stop();
}
