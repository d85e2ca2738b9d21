// What the server is told about the settings: only what somebody chose.
//
// VS Code fills in the defaults of `package.json`. Sent along they would look like choices, and
// stand above all that is configured elsewhere; the server knows the same defaults itself.

import * as vscode from 'vscode';

const FOR_THE_SERVER = [
  'codeLens',
  'diagnostics',
  'exclude',
  'highlightMentions',
  'inlayHints',
  'maxHeadingLevel',
];

const FOR_TERMS = ['aliases', 'folders', 'levels', 'never', 'styles'];

/** The settings below `headword` that the user or the workspace has set. */
export function chosenSettings(): Record<string, unknown> {
  const terms = chosenBelow('headword.terms', FOR_TERMS);
  const chosen = chosenBelow('headword', FOR_THE_SERVER);
  return Object.keys(terms).length > 0 ? { ...chosen, terms } : chosen;
}

function chosenBelow(section: string, keys: string[]): Record<string, unknown> {
  const configuration = vscode.workspace.getConfiguration(section);
  const chosen: Record<string, unknown> = {};
  for (const key of keys) {
    const { globalValue, workspaceValue } = configuration.inspect(key) ?? {};
    const value = merged(globalValue, workspaceValue);
    if (value !== undefined) {
      chosen[key] = value;
    }
  }
  return chosen;
}

/** As VS Code has it: objects are merged key by key, any other value replaces the wider one. */
function merged(wide: unknown, narrow: unknown): unknown {
  return isObject(wide) && isObject(narrow) ? { ...wide, ...narrow } : (narrow ?? wide);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
