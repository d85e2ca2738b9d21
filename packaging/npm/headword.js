#!/usr/bin/env node
// Starts the program that the package for this system carries.
'use strict';

const { spawnSync } = require('node:child_process');

const system = `${process.platform}-${process.arch}`;
const program = process.platform === 'win32' ? 'headword.exe' : 'headword';

function find() {
  for (const name of [system, `${system}-musl`]) {
    try {
      return require.resolve(`@headword/${name}/${program}`);
    } catch {
      // npm installs only the package that fits.
    }
  }
  return undefined;
}

const file = find();
if (file === undefined) {
  console.error(
    `headword: no package @headword/${system} is installed. ` +
      'Either there is none for this system, or npm was told to omit optional packages.',
  );
  process.exit(2);
}
const { status, error } = spawnSync(file, process.argv.slice(2), { stdio: 'inherit' });
if (error) {
  console.error(`headword: ${error.message}`);
}
process.exit(status ?? 2);
