// Bundles the extension into `dist/`, with the licenses of all that went into it.
// With `--tests` it bundles the suite that runs inside VS Code instead.

import { build } from 'esbuild';
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** @satisfies {import('esbuild').BuildOptions} */
const options = /** @type {const} */ ({
  bundle: true,
  external: ['vscode'],
  format: 'cjs',
  platform: 'node',
  // The Node of the oldest VS Code that `engines` admits.
  target: 'node20',
  logLevel: 'warning',
});

if (process.argv.includes('--tests')) {
  await build({ ...options, entryPoints: ['test/suite.ts'], outfile: 'dist/test/suite.js' });
} else {
  const { metafile } = await build({
    ...options,
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/extension.js',
    minify: true,
    metafile: true,
  });
  copyFileSync('../markdown-it/tooltips.css', 'dist/tooltips.css');
  writeFileSync('dist/THIRD-PARTY-NOTICES.txt', notices(Object.keys(metafile.inputs)));
}

/**
 * The license texts of the packages that the files belong to.
 * @param {string[]} files
 */
function notices(files) {
  const packages = files.flatMap((file) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []);
  return [...new Set(packages)].sort().map(notice).join('\n');
}

/** @param {string} folder */
function notice(folder) {
  const { name, version } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const license = readdirSync(folder).find((file) => /^licen[sc]e/i.test(file));
  if (license === undefined) {
    throw new Error(`${folder} has no license file`);
  }
  const text = readFileSync(`${folder}/${license}`, 'utf8').trim();
  const line = '='.repeat(80);
  return `${line}\n${name} ${version}\n${line}\n\n${text}\n`;
}
