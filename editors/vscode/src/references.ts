// The command behind a code lens: shows where a term is mentioned.
//
// The editor has its own command for it, but that wants its own objects, which no server can send.

import * as vscode from 'vscode';

export const SHOW_REFERENCES = 'headword.showReferences';

/** Shows the references at a place, given as the protocol has it. */
export async function showReferences(
  uri: string,
  { line, character }: { line: number; character: number },
): Promise<void> {
  const document = vscode.Uri.parse(uri);
  const position = new vscode.Position(line, character);
  const locations = await vscode.commands.executeCommand(
    'vscode.executeReferenceProvider',
    document,
    position,
  );
  await vscode.commands.executeCommand(
    'editor.action.showReferences',
    document,
    position,
    locations,
  );
}
