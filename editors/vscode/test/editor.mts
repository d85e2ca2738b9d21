// A real VS Code for tests: code-server, which serves VS Code's workbench and extension host to a
// browser, and a Chromium that shows it.
//
// Each start has its own folders and a port that the system chooses, so runs are independent. All
// child processes end with this process.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium, type Page } from 'playwright-core';

/** The command line arguments. */
export interface Setup {
  /** The entry point of code-server. */
  readonly editor: string;
  readonly chromium: string;
  /** The packaged extension. */
  readonly vsix: string;
  /** The notes to open; the editor gets a copy. */
  readonly notes: string;
  /** The folder for all output of the run; emptied first. */
  readonly work: string;
  /** The folder for pictures of the screen. */
  readonly shots: string;
}

/** An editor that runs, with a page that shows it. */
export interface Editor {
  /** Host and port. */
  readonly address: string;
  /** The copy of the notes. */
  readonly notes: string;
  /** The folder that the extension was installed into. */
  readonly extension: string;
  readonly page: Page;
  /** Opens the notes in the page; `query` is added to its address. */
  open(query?: Record<string, string>): Promise<void>;
  /** The settings that belong to this machine, where `headword.server.path` is read from. */
  setMachineSettings(settings: Record<string, unknown>): void;
}

const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  // No connections to other machines, and no waits for them.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

/** Settings for a screenshot that does not depend on the day. */
const USER_SETTINGS = {
  'chat.disableAIFeatures': true,
  'editor.minimap.enabled': false,
  'editor.occurrencesHighlight': 'off',
  'editor.selectionHighlight': false,
  'editor.stickyScroll.enabled': false,
  'extensions.ignoreRecommendations': true,
  'files.autoSave': 'off',
  'git.enabled': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'window.commandCenter': false,
  'workbench.colorTheme': 'Default Light Modern',
  'workbench.layoutControl.enabled': false,
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  // As the README advises: one outline instead of two.
  '[markdown]': { 'outline.showStrings': false, 'breadcrumbs.showStrings': false },
};

const EXTENSION_ID = 'headword.headword';

export function readSetup(): Setup {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { editor: text, chromium: text, vsix: text, notes: text, work: text, shots: text },
  });
  return {
    editor: given('editor', values.editor),
    chromium: given('chromium', values.chromium),
    vsix: given('vsix', values.vsix),
    notes: given('notes', values.notes),
    work: given('work', values.work),
    shots: given('shots', values.shots),
  };
}

function given(name: string, value: string | undefined): string {
  if (value === undefined) {
    throw new Error(`--${name} is missing`);
  }
  return path.resolve(value);
}

/** Additional options of one kind of run. */
interface Extras {
  readonly environment?: Record<string, string>;
  readonly arguments?: readonly string[];
}

/** Runs `use` with an editor. The editor has ended when this returns, even if `use` fails. */
export async function withEditor<T>(
  setup: Setup,
  extras: Extras,
  use: (editor: Editor) => Promise<T>,
): Promise<T> {
  const folders = makeFolders(setup);
  const served = new Served(setup, folders, extras);
  const endWithUs = () => served.kill();
  process.once('exit', endWithUs);
  // A signal alone would end this process without its `exit` event.
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
  let browser: Browser | undefined;
  try {
    const address = await served.address();
    browser = await chromium.launch({
      executablePath: setup.chromium,
      args: QUIET,
      env: { ...process.env, HOME: folders.home },
      chromiumSandbox: process.getuid?.() !== 0,
    });
    const page = await browser.newPage({
      viewport: { width: 1280, height: 800 },
      reducedMotion: 'reduce',
    });
    return await use({
      address,
      notes: folders.notes,
      extension: installedExtension(folders.extensions),
      page,
      async open(query = {}) {
        const parameters = new URLSearchParams({ folder: folders.notes, ...query });
        await page.goto(`http://${address}/?${parameters}`, { waitUntil: 'domcontentloaded' });
      },
      setMachineSettings: (settings) => writeSettings(folders.machine, settings),
    });
  } finally {
    await browser?.close();
    await served.stop();
    process.off('exit', endWithUs);
  }
}

interface Folders {
  readonly notes: string;
  readonly home: string;
  readonly user: string;
  readonly machine: string;
  readonly extensions: string;
  readonly log: string;
}

function makeFolders({ work, notes }: Setup): Folders {
  rmSync(work, { recursive: true, force: true });
  const folders = {
    notes: path.join(work, path.basename(notes)),
    home: path.join(work, 'home'),
    user: path.join(work, 'user'),
    machine: path.join(work, 'user', 'Machine'),
    extensions: path.join(work, 'extensions'),
    log: path.join(work, 'editor.log'),
  };
  cpSync(notes, folders.notes, { recursive: true });
  mkdirSync(folders.home);
  writeSettings(path.join(folders.user, 'User'), USER_SETTINGS);
  writeSettings(folders.machine, {});
  return folders;
}

function writeSettings(folder: string, settings: Record<string, unknown>): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'settings.json'), JSON.stringify(settings, null, 2));
}

/** The folder of the extension as VS Code unpacked it. */
function installedExtension(extensions: string): string {
  const list: { identifier: { id: string }; relativeLocation: string }[] = JSON.parse(
    readFileSync(path.join(extensions, 'extensions.json'), 'utf8'),
  );
  const found = list.find(({ identifier }) => identifier.id === EXTENSION_ID);
  if (found === undefined) {
    throw new Error('the extension is not installed');
  }
  return path.join(extensions, found.relativeLocation);
}

/** The process that serves the editor. */
class Served {
  private readonly child: ChildProcess;
  private readonly ended: Promise<void>;

  constructor({ editor, vsix }: Setup, folders: Folders, extras: Extras) {
    const data = ['--user-data-dir', folders.user, '--extensions-dir', folders.extensions];
    const config = ['--config', path.join(folders.home, 'code-server.yaml')];
    // No gallery: an extension is installed from its file or not at all.
    const own = { HOME: folders.home, EXTENSIONS_GALLERY: '{}' };
    const env = { ...process.env, ...own, ...extras.environment };
    execFileSync(process.execPath, [editor, ...config, ...data, '--install-extension', vsix], {
      env,
      stdio: ['ignore', 'ignore', openSync(folders.log, 'a')],
    });
    this.child = spawn(
      process.execPath,
      [
        editor,
        ...config,
        ...data,
        ...['--bind-addr', '127.0.0.1:0', '--auth', 'none'],
        // Ends it if this process is killed first.
        ...['--idle-timeout-seconds', '61'],
        '--disable-telemetry',
        '--disable-update-check',
        '--disable-workspace-trust',
        '--disable-getting-started-override',
        ...(extras.arguments ?? []),
      ],
      { env, stdio: ['ignore', 'pipe', openSync(folders.log, 'a')] },
    );
    this.ended = new Promise((resolve) => this.child.once('exit', () => resolve()));
  }

  /** Where it listens, once it does. */
  address(): Promise<string> {
    return new Promise((resolve, reject) => {
      let output = '';
      this.child.stdout?.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        const found = /server listening on http:\/\/([\d.]+:\d+)/.exec(output);
        if (found?.[1] !== undefined) {
          resolve(found[1]);
        }
      });
      void this.ended.then(() => reject(new Error(`the editor ended early:\n${output}`)));
    });
  }

  kill(): void {
    this.child.kill();
  }

  async stop(): Promise<void> {
    this.kill();
    await this.ended;
  }
}
