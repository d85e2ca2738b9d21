// The entry points that VS Code calls.

import * as vscode from 'vscode';
import { SHOW_REFERENCES, showReferences } from './references.ts';
import { Session } from './session.ts';

let session: Session | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel('Headword', { log: true });
  const started = (session = new Session(context, output));
  context.subscriptions.push(
    output,
    vscode.commands.registerCommand('headword.restart', () => started.restart()),
    vscode.commands.registerCommand('headword.showOutput', () => output.show()),
    vscode.commands.registerCommand(SHOW_REFERENCES, showReferences),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('headword.server')) {
        void started.restart();
      }
    }),
  );
  await started.restart();
}

export function deactivate(): Promise<void> | undefined {
  return session?.stop();
}
