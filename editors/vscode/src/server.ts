// Finds the language server on this machine.
//
// The result is always an absolute path. Windows looks up a bare name in the opened folder first,
// and a folder of notes must not choose the program that runs.

import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import * as path from 'node:path';

const PROGRAM = process.platform === 'win32' ? 'headword.exe' : 'headword';

/** The places to search for the server. */
export interface Places {
  /** The value of the setting `headword.server.path`; empty if it is not set. */
  readonly configured: string;
  /** The folder that the extension is installed in. */
  readonly extension: string;
  /** The value of the environment variable `PATH`. */
  readonly searchPath: string;
}

/** No server was found; the message is for the user. */
export class ServerNotFound extends Error {}

/** The configured program, else the bundled one, else the first in the search path. */
export function findServer({ configured, extension, searchPath }: Places): string {
  if (configured !== '') {
    const file = configured.replace(/^~(?=[/\\])/, homedir());
    if (!isProgram(file)) {
      throw new ServerNotFound(
        `No program found at "${configured}", the value of headword.server.path. ` +
          'Set it to the absolute path of the language server, or leave it empty.',
      );
    }
    return file;
  }
  const folders = [path.join(extension, 'server'), ...searchPath.split(path.delimiter)];
  const found = folders.map((folder) => path.join(folder, PROGRAM)).find(isProgram);
  if (found === undefined) {
    throw new ServerNotFound(
      'The Headword language server was not found: this extension has no bundled server for ' +
        `your platform, and there is no program "${PROGRAM}" in PATH. ` +
        'Install it (see the README), or set headword.server.path.',
    );
  }
  return found;
}

function isProgram(file: string): boolean {
  if (!path.isAbsolute(file)) {
    return false;
  }
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
