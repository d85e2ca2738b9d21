// The editor's window, with the actions of a user.

import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { Editor } from './editor.mts';

/** How long the window may take to show something. */
const PATIENCE = 15_000;

export class Window {
  readonly page: Page;
  private readonly notes: string;
  /** The file name of the active note. */
  private note = '';

  constructor({ page, notes }: Editor) {
    this.page = page;
    this.notes = notes;
    page.setDefaultTimeout(PATIENCE);
  }

  /** Opens a note from the explorer, to stay open. */
  async openNote(name: string): Promise<void> {
    await this.row('.explorer-folders-view', name).dblclick();
    await this.inFront(name);
  }

  /** Activates an open note. */
  async switchTo(name: string): Promise<void> {
    await this.page.locator('.tabs-container .tab', { hasText: name }).click();
    await this.inFront(name);
  }

  /** Moves the cursor right after the first `text` of the active note, as it is on disk. */
  async goBehind(text: string): Promise<void> {
    const note = readFileSync(path.join(this.notes, this.note), 'utf8');
    const at = note.indexOf(text);
    if (at < 0) {
      throw new Error(`${this.note} has no "${text}"`);
    }
    const before = note.slice(0, at + text.length).split('\n');
    const input = this.page.locator('.quick-input-widget input[type=text]');
    await this.press('Control+G');
    await input.fill(`:${before.length}:${(before.at(-1) ?? '').length + 1}`);
    await input.press('Enter');
    await input.waitFor({ state: 'hidden' });
  }

  /** Points at `word` in the line on the screen that has `line`, until a hover has `expected`. */
  async hover(line: string, word: string, expected: string): Promise<void> {
    const target = await this.placeOf(line, word);
    const hover = this.page.locator('.monaco-hover:not(.hidden)', { hasText: expected });
    for (let tries = 0; tries < 5; tries += 1) {
      // The editor now and then misses a single move of the pointer.
      await this.page.mouse.move(target.x, target.y + 60);
      await this.page.mouse.move(target.x, target.y, { steps: 5 });
      if (await hover.waitFor({ timeout: 3_000 }).then(() => true, () => false)) {
        return;
      }
    }
    throw new Error(`no hover on "${word}" with "${expected}"`);
  }

  /** Shows the outline in the side bar, and makes it wider. */
  async showOutline(): Promise<void> {
    const header = (name: string) =>
      this.page.locator('.sidebar .pane-header', { hasText: name }).first();
    await header('Outline').click();
    await header(path.basename(this.notes)).click();
    const sideBar = await this.page.locator('.part.sidebar').boundingBox();
    if (sideBar !== null) {
      const edge = sideBar.x + sideBar.width;
      await this.page.mouse.move(edge, 400);
      await this.page.mouse.down();
      await this.page.mouse.move(edge + 60, 400, { steps: 3 });
      await this.page.mouse.up();
      // Off the edge, which would stay highlighted.
      await this.page.mouse.move(edge + 300, 400);
    }
  }

  /** Shows the views of the extension in the side bar. */
  async showViews(): Promise<void> {
    await this.page.locator('.activitybar .action-item a[aria-label^="Headword"]').click();
  }

  async showExplorer(): Promise<void> {
    await this.press('Control+Shift+E');
  }

  /** The message with `text`, which has to be the only one. */
  async onlyMessage(text: string): Promise<Locator> {
    const messages = this.page.locator('.notification-toast');
    await messages.filter({ hasText: text }).waitFor();
    // A second one would have followed at once.
    await this.page.waitForTimeout(500);
    if ((await messages.count()) !== 1) {
      throw new Error(`more than one message: ${await messages.allInnerTexts()}`);
    }
    return messages;
  }

  async dismissMessages(): Promise<void> {
    const messages = this.page.locator('.notification-toast');
    while ((await messages.count()) > 0) {
      await messages.first().hover();
      await messages.first().locator('.codicon-notifications-clear').click();
      await this.page.waitForTimeout(300);
    }
  }

  /** Closes all popups over the active note, and undoes all typing in it. */
  async undoAll(): Promise<void> {
    await this.press('Escape');
    const tab = this.page.locator('.tabs-container .tab.dirty', { hasText: this.note });
    for (let tries = 0; tries < 50 && (await tab.count()) > 0; tries += 1) {
      await this.press('Control+Z');
    }
  }

  async press(keys: string): Promise<void> {
    await this.page.keyboard.press(keys);
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text, { delay: 30 });
  }

  /** The row with `text` in the list or tree `container`. */
  row(container: string, text: string): Locator {
    return this.page.locator(`${container} .monaco-list-row`, { hasText: text }).first();
  }

  /** Waits until the editor shows a note, from when on it also takes keys. */
  private async inFront(name: string): Promise<void> {
    this.note = name;
    await this.page.locator(`.monaco-editor[data-uri$="/${name}"] .view-line`).first().waitFor();
  }

  private async placeOf(line: string, word: string): Promise<{ x: number; y: number }> {
    const place = await this.page.evaluate(
      ([line, word]) => {
        // The editor draws spaces as no-break spaces.
        const plain = (text: string | null) => (text ?? '').replaceAll('\u00a0', ' ');
        const lines = [...document.querySelectorAll('.view-line')];
        const found = lines.find((element) => plain(element.textContent).includes(line));
        if (found === undefined) {
          return undefined;
        }
        const texts = document.createTreeWalker(found, NodeFilter.SHOW_TEXT);
        for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
          const at = plain(node.textContent).indexOf(word);
          if (at >= 0) {
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + word.length);
            const { x, y, width, height } = range.getBoundingClientRect();
            return { x: x + width / 2, y: y + height / 2 };
          }
        }
        return undefined;
      },
      [line, word] as const,
    );
    if (place === undefined) {
      throw new Error(`"${word}" is not on the screen in a line with "${line}"`);
    }
    return place;
  }
}
