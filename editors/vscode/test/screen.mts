// Checks on the screen of a real VS Code, with the example notes.
//
// Takes a screenshot for each check.

import { mkdirSync } from 'node:fs';
import * as path from 'node:path';
import { readSetup, withEditor } from './editor.mts';
import { Window } from './window.mts';

const STORAGE = '2026-03-02-distributed-storage.md';
const SEARCH = '2026-03-16-search-and-ranking.md';

/** Longer than all checks together; ends a run that hangs. */
const LIMIT = 240_000;

const setup = readSetup();
mkdirSync(setup.shots, { recursive: true });
setTimeout(() => {
  console.log('not ok - VS Code on a screen: ends in time');
  process.exit(1);
}, LIMIT).unref();

await withEditor(setup, {}, async (editor) => {
  const { page } = editor;
  const window = new Window(editor);

  /** Runs one check and takes its picture, whether it holds or not. */
  async function check(name: string, picture: string, body: () => Promise<void>): Promise<void> {
    try {
      await body();
      console.log(`ok - VS Code on a screen: ${name}`);
    } catch (error) {
      process.exitCode = 1;
      console.log(`not ok - VS Code on a screen: ${name}`);
      console.log(String(error).replace(/^/gm, '    '));
    }
    // Some parts of the window fade in, even with reduced motion.
    await page.waitForTimeout(300);
    await page.screenshot({ path: path.join(setup.shots, `vscode-${picture}.png`) });
  }

  await editor.open();
  await window.openNote(SEARCH);
  await window.openNote(STORAGE);
  await window.showOutline();

  await check('the outline shows the tree of headings', 'outline', async () => {
    await window.row('.outline-tree', 'Storage Engines').waitFor();
    await window.row('.outline-tree', 'Memtable').waitFor();
  });

  await check('the side bar lists terms and gaps', 'side-bar', async () => {
    await window.showViews();
    await window.row('.sidebar', 'Block Cache').waitFor();
    await window.row('.sidebar', 'B3').click();
    await window.row('.sidebar', 'Bloom Filter').waitFor();
    await page.locator('.statusbar-item', { hasText: 'gap' }).waitFor();
  });
  await window.showExplorer();

  await check('an empty section is underlined and among the problems', 'diagnostics', async () => {
    await window.goBehind('#### Block Cache');
    await page.locator('.squiggly-info').first().waitFor();
    await window.press('Control+Shift+M');
    await window.row('.markers-panel', 'Block Cache').waitFor();
  });

  await check('hover shows a definition from another note', 'hover', async () => {
    await window.switchTo(SEARCH);
    await window.goBehind('#### Near-Real-Time Search');
    await window.hover('through CDC', 'CDC', 'A stream of row changes');
  });
  await window.switchTo(STORAGE);

  await check('typing in the list of tags offers the known ones', 'completion', async () => {
    await window.goBehind('interview prep, replication');
    await window.type(', ');
    await window.row('.suggest-widget.visible', 'consensus').waitFor();
  });
  await window.undoAll();

  await check('a link in two brackets offers notes by name', 'link-completion', async () => {
    await window.goBehind('without stalling. ');
    await window.type('[[ra');
    await window.row('.suggest-widget.visible', 'Raft Consensus').waitFor();
  });
  await window.undoAll();

  await check('a link to a place offers the headings of its note', 'heading-completion', async () => {
    await window.goBehind('without stalling. ');
    await window.type('[Raft](raft.md#');
    await window.row('.suggest-widget.visible', 'Membership Changes').waitFor();
  });
  await window.undoAll();

  await check('an empty section has a menu of repairs', 'repairs', async () => {
    await window.goBehind('#### Block Cache');
    await window.press('Control+.');
    await page.locator('.action-widget', { hasText: 'for later' }).waitFor();
  });
  await window.press('Escape');

  await check('a rename is previewed in groups', 'rename', async () => {
    await window.goBehind('a fencing token');
    await window.press('F2');
    const input = page.locator('.rename-box input');
    await input.fill('Lease Number');
    await input.press('Control+Enter');
    const preview = page.locator('.bulk-edit-panel');
    await preview.locator('.monaco-list-row').first().waitFor();
  });
  await check('an applied rename changes heading and mentions', 'renamed', async () => {
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.locator('.view-line', { hasText: 'lease number' }).first().waitFor();
  });
  await check('a rename says how many places it changes', 'rename-extent', async () => {
    await window.onlyMessage('changes 4 places in 2 notes');
  });
  await window.dismissMessages();
  await window.press('Control+Z');

  const warning = page.locator('.squiggly-info').first();
  await window.goBehind('#### Block Cache');
  await warning.waitFor();

  await check('a missing server is named, with a way out', 'missing-server', async () => {
    editor.setMachineSettings({ 'headword.server.path': '/no/such/headword' });
    const message = await window.onlyMessage('/no/such/headword');
    await message.getByRole('button', { name: 'Open Settings' }).waitFor();
    await warning.waitFor({ state: 'detached' });
  });
  await window.dismissMessages();

  await check('a server that does not start is reported once', 'broken-server', async () => {
    editor.setMachineSettings({ 'headword.server.path': '/bin/false' });
    const message = await window.onlyMessage('does not start');
    await message.getByRole('button', { name: 'Show Output' }).waitFor();
  });
  await window.dismissMessages();

  await check('the server is back as soon as the setting is right', 'server-is-back', async () => {
    editor.setMachineSettings({});
    await warning.waitFor();
  });
});
