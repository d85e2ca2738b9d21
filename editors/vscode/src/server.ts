// Where the language server is on this machine.
//
// The answer is always an absolute path: a bare name given to the system would, on Windows, be
// looked up in the opened folder first, and a folder of notes must not choose what is run.

import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import * as path from 'node:path';

const PROGRAM = process.platform === 'win32' ? 'headword.exe' : 'headword';

/** The places where the server may be. */
export interface Places {
  /** The value of the setting `headword.server.path`; empty where it is not set. */
  readonly configured: string;
  /** The folder that the extension is installed in. */
  readonly extension: string;
  /** The value of the environment variable `PATH`. */
  readonly searchPath: string;
}

/** There is no server; the message is meant for the user. */
export class ServerNotFound extends Error {}

/** The configured program, else the bundled one, else the first in the search path. */
export function findServer({ configured, extension, searchPath }: Places): string {
  if (configured !== '') {
    const file = configured.replace(/^~(?=[/\\])/, homedir());
    if (!isProgram(file)) {
      throw new ServerNotFound(
        `There is no program at "${configured}", which is the value of headword.server.path. ` +
          'Set it to the absolute path of the language server, or leave it empty.',
      );
    }
    return file;
  }
  const folders = [path.join(extension, 'server'), ...searchPath.split(path.delimiter)];
  const found = folders.map((folder) => path.join(folder, PROGRAM)).find(isProgram);
  if (found === undefined) {
    throw new ServerNotFound(
      'The Headword language server was not found: this extension comes without one for your ' +
        `platform, and there is no program "${PROGRAM}" in PATH. ` +
        'Install it as the README says, or set headword.server.path.',
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
