// The command of a code lens: shows the mentions of a term.
//
// The editor's own command needs editor objects, which a server cannot send.

import * as vscode from 'vscode';

export const SHOW_REFERENCES = 'headword.showReferences';

/** Shows the references at a position, given in the form of the protocol. */
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
