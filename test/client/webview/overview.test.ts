/** The overview's webview in a real browser, where there is one: what the extension would say is said by the test. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import type {
  FromWebview,
  OverviewSpec,
  PageMessage,
  PageRequest,
  RowSpec,
} from '../../../client/webview/protocol';
import { skipFor } from '../../support/skip';

const root = join(import.meta.dirname, '../../..');
const playwright = join(root, 'host/node_modules/playwright-core/package.json');

/** As much of Playwright as is used here. */
interface Page {
  setContent(html: string): Promise<void>;
  addScriptTag(script: { content: string }): Promise<unknown>;
  evaluate<T>(expression: string): Promise<T>;
  waitForFunction(expression: string): Promise<unknown>;
  setViewportSize(size: { width: number; height: number }): Promise<void>;
  readonly keyboard: { press(key: string): Promise<void>; type(text: string): Promise<void> };
  click(selector: string): Promise<void>;
  dblclick(selector: string): Promise<void>;
  setDefaultTimeout(milliseconds: number): void;
  close(): Promise<void>;
}

interface Browser {
  newPage(options: { viewport: { width: number; height: number } }): Promise<Page>;
  close(): Promise<void>;
}

/** How long a browser may take on a busy machine, in milliseconds. */
const patience = 120_000;

const hostile = '<img src=x onerror="document.title=1">';

describe('the overview’s webview', function () {
  let browser: Browser | undefined;
  let script = '';
  let page: Page;

  before(async function () {
    const executablePath = await findBrowser();
    if (executablePath === undefined) skipFor('there is no browser', this);
    const { chromium } = createRequire(playwright)('playwright-core') as {
      chromium: { launch(options: object): Promise<Browser> };
    };
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu'],
      timeout: patience,
    });
    const { outputFiles } = await build({
      entryPoints: [join(root, 'client/webview/overview.ts')],
      bundle: true,
      write: false,
    });
    script = outputFiles[0]?.text ?? '';
  });
  after(() => browser?.close());
  beforeEach(async () => {
    page = await newPage();
  });
  afterEach(() => page.close());

  it('draws the rows in sight and no others, of 100,000', async () => {
    await fill(100_000);
    const drawn = await rows();
    assert.equal(drawn[0], 'call 0');
    assert.ok(drawn.length > 10 && drawn.length < 100, String(drawn.length));
    await page.keyboard.press('End');
    await answer(100_000);
    assert.equal(await activeRow(), 'call 99999');
    assert.equal(await get("document.querySelector('.table').getAttribute('aria-rowcount')"), '100001');
    assert.ok((await rows()).length < 100);
  });

  it('moves by keyboard and opens the row', async () => {
    await fill(50);
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowUp', 'Enter', 'Control+Enter']) {
      await page.keyboard.press(key);
    }
    assert.equal(await activeRow(), 'call 1');
    const opened = (await said()).filter(({ type }) => type === 'open' || type === 'panel');
    assert.deepEqual(opened, [
      { type: 'open', table: 'calls', key: '1', beside: false },
      { type: 'panel', key: '1' },
    ]);
  });

  it('opens a row by a double click', async () => {
    await fill(50);
    await page.dblclick('#row3');
    assert.ok((await said()).some((message) => message.type === 'open' && message.key === '3'));
  });

  it('filters by what is typed, and lets go by Escape', async () => {
    await fill(50);
    await page.keyboard.type('488');
    assert.equal((await lastRequest()).query.filter, '488');
    await answer(2);
    assert.deepEqual(await rows(), ['call 0', 'call 1']);
    await page.keyboard.press('Escape');
    assert.equal((await lastRequest()).query.filter, '');
    await page.keyboard.press('Escape');
    assert.equal(await get("document.activeElement.getAttribute('role')"), 'grid');
  });

  it('drops rows that answer an earlier filter', async () => {
    await fill(50);
    const earlier = await lastRequest();
    await page.keyboard.type('x');
    await post(pageOf(earlier, 50, 'stale'));
    await answer(1);
    assert.deepEqual(await rows(), ['call 0']);
  });

  it('sorts by a heading: up, down, and as in the trace', async () => {
    await fill(50);
    const orders = [];
    for (let press = 0; press < 3; press += 1) {
      await page.click('.sort[data-column="from"]');
      orders.push((await lastRequest()).query.sort);
    }
    assert.deepEqual(orders, [
      { column: 'from', descending: false },
      { column: 'from', descending: true },
      null,
    ]);
  });

  it('shows another table and comes back to the row that was left', async () => {
    await fill(50);
    await page.keyboard.press('ArrowDown');
    await page.click('[data-table="gaps"]');
    assert.equal((await lastRequest()).table, 'gaps');
    await answer(3);
    await page.click('[data-table="calls"]');
    await answer(50);
    assert.equal(await activeRow(), 'call 1');
  });

  it('keeps to the chosen row, wherever it stands among new ones', async () => {
    await fill(300);
    await page.keyboard.press('ArrowDown');
    await post({ type: 'overview', overview });
    const asked = await lastRequest();
    assert.equal(asked.active, '1');
    await post({ ...pageOf(asked, 300), active: 250 });
    await answer(300);
    assert.equal(await activeRow(), 'call 250');
    await page.keyboard.press('Enter');
    assert.ok((await said()).some((message) => message.type === 'open' && message.key === '250'));
  });

  it('puts a chip’s word beside those of other groups, and in place of its own', async () => {
    const mark = { icon: 'error', tone: 'error', text: 'some' } as const;
    const chips = [
      { mark, filter: 'answered', group: 'outcome' },
      { mark, filter: '"no answer"', group: 'outcome' },
      { mark, filter: '@error', group: 'findings' },
    ] as const;
    await post({ type: 'overview', overview: { ...overview, chips } });
    const filters = [];
    for (const chip of [1, 3, 2, 3, 2]) {
      await page.click(`.chip:nth-child(${chip})`);
      filters.push((await lastRequest()).query.filter);
    }
    assert.deepEqual(filters, ['answered', 'answered @error', '@error "no answer"', '"no answer"', '']);
  });

  it('tells how far something is, and its button keeps the focus', async () => {
    const progress = (done: number) => ({
      text: `${done}`,
      bar: { done },
      button: { text: 'Stop', asks: 'stopJudging' } as const,
    });
    await post({ type: 'overview', overview: { ...overview, progress: progress(0.2), spoken: 'begun' } });
    assert.equal(await get("document.querySelector('.spoken').textContent"), 'begun');
    await page.waitForFunction(
      "getComputedStyle(document.querySelector('.progress')).visibility === 'visible'",
    );
    await get("document.querySelector('.progress button').focus()");
    await post({ type: 'overview', overview: { ...overview, progress: progress(0.4) } });
    assert.equal(await get("document.querySelector('progress').value"), 0.4);
    await page.keyboard.press('Enter');
    assert.ok((await said()).some(({ type }) => type === 'stopJudging'));
    await post({ type: 'overview', overview });
    assert.equal(await get("document.querySelector('.progress').hidden"), true);
  });

  it('keeps its state for the time after it was hidden', async () => {
    await fill(50);
    await page.keyboard.type('9');
    await answer(20);
    await page.keyboard.press('Enter');
    await page.keyboard.press('End');
    const state = await get<string>('JSON.stringify(window.state)');
    await page.close();
    page = await newPage(state);
    await post({ type: 'overview', overview });
    assert.equal((await lastRequest()).query.filter, '9');
    await answer(20);
    assert.equal(await activeRow(), 'call 19');
  });

  it('makes text of what a trace holds', async () => {
    await fill(3, hostile);
    await post({ type: 'overview', overview: { ...overview, damage: [hostile] } });
    assert.equal(await get("document.querySelector('.damage').textContent"), hostile);
    assert.equal(await get("document.querySelectorAll('img').length"), 0);
    assert.notEqual(await get('document.title'), '1');
    assert.ok((await get<string>("document.querySelector('#row0').textContent")).includes(hostile));
  });

  it('leaves out columns that may go where there is less room, and gives a row two lines where there is little', async () => {
    await fill(50);
    assert.equal(await get("document.querySelectorAll('#row0 > .cell').length"), 3);
    await page.setViewportSize({ width: 700, height: 600 });
    await page.waitForFunction("document.querySelectorAll('#row0 > .cell').length === 2");
    assert.equal(await get("document.querySelectorAll('.header > .cell').length"), 2);
    await page.setViewportSize({ width: 400, height: 600 });
    await page.waitForFunction("document.querySelectorAll('#row0 > .line').length === 2");
  });

  it('folds the rules that were not asked, and leaves open what was opened', async () => {
    await fill(1);
    assert.equal(await get("document.querySelector('.unasked summary').innerText"), 'Not asked');
    await page.click('.unasked summary');
    await fill(2);
    assert.ok(await get("document.querySelector('.unasked details').open"));
    assert.equal(await get("document.querySelectorAll('.unasked p').length"), 2);
    await post({ type: 'overview', overview: { ...overview, unasked: ['Nothing was asked.'] } });
    assert.equal(await get("document.querySelector('.unasked').innerText"), 'Nothing was asked.');
  });

  it('says that a filter leaves nothing, and that there is nothing', async () => {
    const said = "document.querySelector('.nothing:not([hidden])')?.textContent ?? ''";
    await fill(0);
    assert.equal(await get(said), 'None');
    await fill(50);
    assert.equal(await get(said), '');
    await page.keyboard.type('x');
    await answer(0);
    assert.equal(await get(said), 'No match');
  });

  it('says what went wrong, and tries again', async () => {
    await post({ type: 'overview', overview: { ...overview, tables: [], failure: 'It is gone.' } });
    assert.match(await get("document.querySelector('[role=alert]').textContent"), /It is gone/);
    await page.click('.failure button');
    assert.ok((await said()).some(({ type }) => type === 'retry'));
  });

  async function newPage(state?: string): Promise<Page> {
    assert.ok(browser);
    const css = readFileSync(join(root, 'client/webview/overview.css'), 'utf8');
    const opened = await browser.newPage({ viewport: { width: 1000, height: 600 } });
    opened.setDefaultTimeout(patience);
    await opened.setContent(`<!DOCTYPE html><style>${css}</style><body></body>`);
    await opened.addScriptTag({
      content: `window.said = []; window.state = ${state ?? 'undefined'};
        window.acquireVsCodeApi = () => ({
          postMessage: (message) => window.said.push(message),
          getState: () => window.state,
          setState: (state) => { window.state = state; },
        });`,
    });
    await opened.addScriptTag({ content: script });
    return opened;
  }

  /** Says what there is and gives the first rows; the table has the focus. */
  async function fill(total: number, text?: string): Promise<void> {
    await post({ type: 'overview', overview });
    await answer(total, text);
    await get("document.querySelector('.table').focus()");
  }

  /** Answers what was asked last, and what is asked because of that. */
  async function answer(total: number, text?: string): Promise<void> {
    for (let before = -1, asked = await requests(); asked.length !== before; asked = await requests()) {
      before = asked.length;
      const last = asked.at(-1);
      for (const request of asked.filter(({ generation }) => generation === last?.generation)) {
        await post(pageOf(request, total, text));
      }
      await get('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    }
  }

  async function post(message: object): Promise<void> {
    await get(`window.dispatchEvent(new MessageEvent('message', { data: ${JSON.stringify(message)} }))`);
  }

  async function said(): Promise<readonly FromWebview[]> {
    return get('window.said');
  }

  async function requests(): Promise<readonly PageRequest[]> {
    return (await said()).filter((message) => message.type === 'page');
  }

  async function lastRequest(): Promise<PageRequest> {
    const last = (await requests()).at(-1);
    assert.ok(last);
    return last;
  }

  async function rows(): Promise<readonly string[]> {
    return get("[...document.querySelectorAll('.rows > .row')].map((row) => row.getAttribute('aria-label'))");
  }

  async function activeRow(): Promise<string> {
    return get(
      "document.getElementById(document.querySelector('.table').getAttribute('aria-activedescendant')).getAttribute('aria-label')",
    );
  }

  async function get<T>(expression: string): Promise<T> {
    return page.evaluate<T>(expression);
  }
});

const columns: OverviewSpec['tables'][number]['columns'] = [
  { id: 'from', title: 'From', align: 'start', width: 'minmax(160px, 1fr)', line: 1 },
  { id: 'outcome', title: 'Outcome', align: 'start', width: '300px', line: 2 },
  { id: 'host', title: 'Host', align: 'start', width: '400px', line: null },
];

const overview: OverviewSpec = {
  uri: 'file:///a.siptrace',
  title: 'a.siptrace',
  facts: 'sngrep',
  damage: [],
  capture: [],
  marks: [],
  chips: [],
  unasked: ['3 rules were not asked: no RTP.', '2 rules were not asked: no STUN.'],
  card: null,
  progress: null,
  spoken: '',
  failure: null,
  tables: [
    { id: 'calls', title: 'Calls', total: 50, columns, hint: '', empty: 'None', nothing: 'No match' },
    { id: 'gaps', title: 'Gaps', total: 3, columns, hint: '', empty: 'None', nothing: 'No match' },
  ],
  texts: {
    capture: 'Shows',
    filter: 'Filter',
    sortBy: 'Sort by',
    traceOrder: 'Order',
    retry: 'Retry',
    openPanel: 'Panel',
    openText: 'Text',
    preview: 'Chosen',
    unasked: 'Not asked',
  },
};

function pageOf(request: PageRequest, total: number, text?: string): PageMessage {
  const { generation, from, count } = request;
  const length = Math.max(0, Math.min(count, total - from));
  const rows = Array.from({ length }, (_, index): RowSpec => {
    const key = String(from + index);
    const cells = [
      { text: text ?? key },
      { text: '', marks: [{ icon: 'answered', tone: 'good', text: 'answered' } as const] },
      { text: 'host' },
    ];
    return { key, label: `call ${key}`, cells, preview: [] };
  });
  return { type: 'page', generation, total, status: '', active: null, from, rows };
}

/** A browser of this machine, if the tests of the editor have got what drives it. */
async function findBrowser(): Promise<string | undefined> {
  if (!existsSync(playwright)) return undefined;
  const tools = (await import(join(root, 'scripts/browser.mjs'))) as { ensureBrowser(): string };
  try {
    return tools.ensureBrowser();
  } catch {
    return undefined;
  }
}
