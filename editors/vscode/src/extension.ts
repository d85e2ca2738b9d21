// The entry points that VS Code calls.

import * as vscode from 'vscode';
import { SHOW_REFERENCES, showReferences } from './references.ts';
import { Session } from './session.ts';
import { showViews } from './views.ts';

let session: Session | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel('Headword', { log: true });
  const started = (session = new Session(context, output));
  const restart = async () => {
    await started.restart();
    await vscode.commands.executeCommand('headword.refreshViews');
  };
  context.subscriptions.push(
    output,
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
}

export function deactivate(): Promise<void> | undefined {
  return session?.stop();
}
