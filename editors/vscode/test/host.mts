// Runs the suite inside the extension host of a real VS Code and prints the results.

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { readSetup, withEditor } from './editor.mts';

const LIMIT = 120_000;

const suite = path.resolve(import.meta.dirname, '../dist/test/suite.js');
const setup = readSetup();
const report = `${setup.work}.report`;
rmSync(report, { force: true });
writeFileSync(report, '');

const extras = {
  environment: { HEADWORD_TEST_REPORT: report },
  // Without it the page's wish to run tests is ignored. It also hides all messages.
  arguments: ['--vscode-option', 'enable-smoke-test-driver'],
};
const outcome = await withEditor(setup, extras, async ({ address, extension, page, open }) => {
  const remote = (file: string) => `vscode-remote://${address}${file}`;
  const ended = new Promise<number>((resolve) => {
    void page.exposeFunction('codeAutomationExit', resolve);
  });
  await page.exposeFunction('codeAutomationLog', () => {});
  await open({
    // VS Code needs the extension under test: the installed one.
    payload: JSON.stringify([
      ['extensionDevelopmentPath', remote(extension)],
      ['extensionTestsPath', remote(suite)],
    ]),
  });
  const outOfTime = new Promise<string>((resolve) => {
    setTimeout(() => resolve('no answer in time'), LIMIT).unref();
  });
  const outcome = await Promise.race([ended, outOfTime]);
  if (outcome !== 0) {
    await page.screenshot({ path: path.join(setup.work, 'failure.png') });
  }
  return outcome;
});

console.log(readFileSync(report, 'utf8').replaceAll('ok - ', 'ok - VS Code: ').trimEnd());
if (outcome !== 0) {
  console.log(`the suite ended with ${outcome}; see ${setup.work}`);
  process.exitCode = 1;
}
