// The settings for the server: only those that the user has set.
//
// VS Code adds the defaults of `package.json`. If they were sent, they would override
// `headword.toml`. The server knows the same defaults itself.

import * as vscode from 'vscode';

/** Settings of the extension itself. */
const NOT_FOR_THE_SERVER = /^headword\.(server|trace)\./;

/** The settings below `headword` that the user or the workspace has set, as a tree. */
export function chosenSettings(): Record<string, unknown> {
  const configuration = vscode.workspace.getConfiguration();
  const chosen: Record<string, unknown> = {};
  for (const name of settingsOfTheServer()) {
    const { globalValue, workspaceValue } = configuration.inspect(name) ?? {};
    const value = merged(globalValue, workspaceValue);
    if (value !== undefined) {
      put(chosen, name.split('.').slice(1), value);
    }
  }
  return chosen;
}

/** All names that `package.json` declares. */
function settingsOfTheServer(): string[] {
  const manifest = vscode.extensions.getExtension('headword.headword')?.packageJSON;
  const declared: object = manifest?.contributes.configuration.properties ?? {};
  return Object.keys(declared).filter((name) => !NOT_FOR_THE_SERVER.test(name));
}

function put(tree: Record<string, unknown>, [key, ...below]: string[], value: unknown): void {
  if (key === undefined) {
    return;
  }
  if (below.length === 0) {
    tree[key] = value;
  } else {
    put((tree[key] ??= {}) as Record<string, unknown>, below, value);
  }
}

/** As in VS Code: objects are merged key by key, any other value replaces the less specific one. */
function merged(wide: unknown, narrow: unknown): unknown {
  return isObject(wide) && isObject(narrow) ? { ...wide, ...narrow } : (narrow ?? wide);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
