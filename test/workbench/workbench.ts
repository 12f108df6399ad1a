/** A VS Code in a browser with the extension in it, used as people use it: by keyboard and mouse. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Frame, Locator, Page } from './playwright';

const root = join(import.meta.dirname, '../..');

/** As much of scripts/vscode.mjs as is used here. */
interface Tools {
  ensureVsCode(): void;
  launchBrowser(): Promise<Browser>;
  openPage(browser: Browser, url: string, size: Size): Promise<Page>;
  untilExtensionIsKnown(page: Page): Promise<void>;
  serveVsCode(options: {
    readonly installed: boolean;
    readonly settings: Readonly<Record<string, unknown>>;
  }): Promise<{ url(options: { readonly folder: string; readonly file?: string }): string }>;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** How long the workbench may take for what a person would wait for, in milliseconds. */
const patience = 60_000;

/** The name of the editor of captures in VS Code's list of editors. */
const captureEditor = 'SIP Capture';

/** Recognises the overview of a trace. */
export const overviewRows = "document.querySelector('.table .row[id]') !== null";

export class Workbench {
  private constructor(
    readonly page: Page,
    readonly folder: string,
    private readonly browser: Browser,
    private readonly tools: Tools,
  ) {}

  /** Opens a folder with the samples and some further files. */
  static async open(files: Readonly<Record<string, string>>, size: Size): Promise<Workbench> {
    const tools = (await import(join(root, 'scripts/vscode.mjs'))) as Tools;
    tools.ensureVsCode();
    const folder = mkdtempSync(join(tmpdir(), 'workbench-'));
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
    for (const shown of ['samples', 'test/fixtures/forked'])
      cpSync(join(root, shown), folder, { recursive: true });
    mkdirSync(join(folder, 'out'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const server = await tools.serveVsCode({
      installed: true,
      settings: {
        'editor.minimap.enabled': false,
        'files.simpleDialog.enable': true,
        'workbench.colorTheme': 'Dark Modern',
        'workbench.tips.enabled': false,
        'window.commandCenter': false,
      },
    });
    const browser = await tools.launchBrowser();
    const page = await tools.openPage(browser, server.url({ folder }), size);
    const workbench = new Workbench(page, folder, browser, tools);
    await tools.untilExtensionIsKnown(page);
    await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 120_000 });
    return workbench;
  }

  async close(): Promise<void> {
    await this.browser.close();
  }

  /** Loads the window again. */
  async reload(): Promise<void> {
    await this.page.evaluate('window.isOld = true');
    await this.run('Developer: Reload Window');
    await until('the new window', () =>
      this.page.evaluate<boolean>('window.isOld === undefined').catch(() => false),
    );
    await this.tools.untilExtensionIsKnown(this.page);
  }

  /** Runs a command of the palette by its title. */
  async run(title: string): Promise<void> {
    const { page } = this;
    // Its label may go on with its keys; another command's may begin in the same way.
    const row = page.locator(
      `.quick-input-list .monaco-list-row[aria-label="${title}"], .quick-input-list .monaco-list-row[aria-label^="${title}, "]`,
    );
    await until(
      `the command ${title}`,
      async () => {
        await this.choose('F1');
        await page.keyboard.type(title);
        return row
          .first()
          .click({ timeout: 15_000 })
          .then(
            () => true,
            // The palette closes when something else takes the focus.
            () => page.keyboard.press('Escape').then(() => false),
          );
      },
      3 * patience,
    );
  }

  /** The titles that the palette lists for some words. */
  async commands(words: string): Promise<string[]> {
    const { page } = this;
    await this.choose('F1');
    await page.keyboard.type(words);
    await page.locator('.quick-input-list .monaco-list-row').first().waitFor({ timeout: patience });
    await page.waitForTimeout(300);
    const rows = page.locator('.quick-input-list .monaco-list-row');
    const titles: string[] = [];
    for (let index = 0; index < (await rows.count()); index += 1) {
      titles.push((await rows.nth(index).getAttribute('aria-label')) ?? '');
    }
    await page.keyboard.press('Escape');
    await this.idle();
    return titles;
  }

  /** Opens a file of the folder in an editor. */
  async openFile(name: string): Promise<void> {
    const { page } = this;
    await this.choose('Control+P');
    await page.keyboard.type(name);
    const row = page.locator('.quick-input-list .monaco-list-row').first();
    await until(`the file ${name}`, async () =>
      ((await row.getAttribute('aria-label').catch(() => null)) ?? '').startsWith(name),
    );
    await page.keyboard.press('Enter');
    await this.tab(name).waitFor({ timeout: patience });
  }

  /**
   * Opens a capture in the editor that the extension brings for it. VS Code opens a file the next time as it was
   * opened last: one that came up as text is opened anew as what it is.
   */
  async openCapture(name: string): Promise<void> {
    const { page } = this;
    await this.openFile(name);
    const own = page.locator('iframe.webview.ready').first();
    const other = page.locator('.editor-instance .monaco-editor, .monaco-editor-pane-placeholder').first();
    await until(`the editor of ${name}`, async () => {
      if (await own.isVisible()) return true;
      if (!(await other.isVisible())) return false;
      await this.run('View: Reopen Editor With...');
      const rows = page.locator('.quick-input-list .monaco-list-row');
      await rows.filter({ hasText: captureEditor }).first().click();
      return own.waitFor({ timeout: patience }).then(() => true);
    });
    await this.webview(overviewRows);
  }

  /** Puts the caret on a line of the active editor; lines count from 1. */
  async goToLine(line: number): Promise<void> {
    const { page } = this;
    await until(`line ${line}`, async () => {
      await this.choose('Control+G');
      await page.keyboard.type(String(line));
      const row = page.locator('.quick-input-list .monaco-list-row');
      await row
        .filter({ hasText: new RegExp(`\\b${line}\\b`) })
        .first()
        .waitFor({ timeout: patience });
      await page.keyboard.press('Enter');
      await this.idle();
      return (await this.line()) === line; // an editor that has just been opened loses it
    });
  }

  /** The line of the caret as the status bar shows it, from 1. */
  async line(): Promise<number> {
    const item = this.page.locator('#status\\.editor\\.selection').first();
    const text = (await item.count()) === 0 ? '' : await item.innerText();
    return Number(/Ln (\d+)/.exec(text)?.[1] ?? Number.NaN);
  }

  tab(name: string): Locator {
    return this.page.locator(`.tabs-container .tab[aria-label*="${name}"]`).first();
  }

  /** Closes all editors. */
  async closeEverything(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.run('View: Close All Editors');
    await until(
      'the end of the editors',
      async () => (await this.page.locator('.tabs-container .tab').count()) === 0,
    );
  }

  async setTheme(name: string): Promise<void> {
    const { page } = this;
    await this.run('Preferences: Color Theme');
    await page.locator('.quick-input-list .monaco-list-row').first().waitFor({ timeout: patience });
    await page.keyboard.type(name);
    await until(`the theme ${name}`, async () =>
      (
        (await page.locator('.quick-input-list .monaco-list-row.focused').getAttribute('aria-label')) ?? ''
      ).startsWith(name),
    );
    await page.keyboard.press('Enter');
    await this.idle();
  }

  /** The document of the visible webview that a script recognises. */
  async webview(recognise: string): Promise<Frame> {
    return until('the webview', async () => {
      for (const frame of this.page.frames()) {
        try {
          if (frame.isDetached() || frame.childFrames().length > 0) continue;
          if (!(await frame.evaluate<boolean>(recognise))) continue;
          const element = await frame.frameElement();
          if (await element.isVisible()) return frame;
        } catch {
          // It went away while it was looked at.
        }
      }
      return undefined;
    });
  }

  /** Opens a list of choices by its key; a window that is busy may miss the key, or close the list again. */
  private async choose(key: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input').first();
    await until(`the list that ${key} opens`, async () => {
      await this.idle();
      await this.page.keyboard.press(key);
      return input.waitFor({ timeout: 5_000 }).then(
        () => true,
        () => false,
      );
    });
  }

  /** Waits until no list of choices is open. */
  private async idle(): Promise<void> {
    await this.page
      .locator('.quick-input-widget')
      .first()
      .waitFor({ state: 'hidden', timeout: patience })
      .catch(() => undefined);
  }
}

/** Asks again until there is an answer that is neither `undefined` nor `false`. */
export async function until<T>(
  what: string,
  probe: () => Promise<T | undefined | false>,
  milliseconds = patience,
): Promise<T> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const answer = await probe();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`waited ${milliseconds} ms in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
