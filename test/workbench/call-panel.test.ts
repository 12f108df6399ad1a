/** The panel of a call in the real workbench, used by mouse and keyboard. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame, Locator } from './playwright';
import { hostile, hostileTrace, longTrace } from './traces';
import { overviewRows, until, Workbench } from './workbench';

const root = join(import.meta.dirname, '../..');
const size = { width: 1600, height: 1000 };

/** A call of three forks: its messages alone, and with its packets. */
const forked = 'inbound-forked.siptrace';
const capture = 'inbound-forked.pcapng';

describe('the panel of a call in the workbench', function () {
  this.timeout(600_000);
  // Without it a busy machine fails one test in some twenty-five: a click is lost, or a webview takes more than a minute to come.
  this.retries(2);
  let workbench: Workbench;
  const dialogs: string[] = [];

  before(async () => {
    workbench = await Workbench.open(
      { 'hostile.siptrace': hostileTrace(), 'long.siptrace': longTrace(2500) },
      size,
    );
    workbench.page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await workbench.run('View: Close Primary Side Bar');
  });
  after(() => workbench.close());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      await workbench.page.screenshot({
        path: join(root, `.test-results/${this.currentTest.title.replaceAll(/\W+/g, '-')}.png`),
      });
    }
    await workbench.page.setViewportSize(size);
    await workbench.closeEverything();
  });

  describe('opens', () => {
    it('from the lens above the call', async () => {
      await workbench.openFile(forked);
      await workbench.goToLine(1); // an editor opens where it was left
      await lens(/open the call/).click({ force: true });
      assert.match(await headline(await panel()), /The call was answered/);
    });

    it('from the view Calls', async () => {
      await workbench.openFile(forked);
      await workbench.run('SIP Trace: Focus on Calls View');
      const row = workbench.page.locator('.pane-body .monaco-list-row[aria-level="2"]').first();
      await row.hover();
      await row.locator('.action-label[aria-label*="Open Call Panel"]').click();
      assert.match(await headline(await panel()), /The call was answered/);
      await workbench.run('View: Close Primary Side Bar');
    });

    it('from the palette', async () => {
      const frame = await openCall(forked);
      assert.match(await headline(frame), /The call was answered/);
      assert.equal(await workbench.page.locator('.tab[aria-label*="→"]').count(), 1);
    });

    it('from a finding, where it stands', async () => {
      const text = readFileSync(join(root, 'samples/outbound-credentials-change.siptrace'), 'utf8');
      const line = text.slice(0, text.lastIndexOf('a=ice-ufrag:')).split('\n').length;
      await workbench.openFile('outbound-credentials-change.siptrace');
      await workbench.goToLine(line);
      await workbench.page.locator('.squiggly-error').first().waitFor();
      await press('Control+.');
      const action = workbench.page
        .locator('.action-widget .monaco-list-row')
        .filter({ hasText: /call panel/ });
      await action.first().click();
      const frame = await panel();
      await until('the step of the 200', async () => (await step(frame)) > 1);
    });

    it('from a row of the overview', async () => {
      // VS Code opens a file the next time as it was opened last.
      await workbench.openFile('inbound-ok.siptrace');
      await workbench.run('SIP Trace: Open Overview of This Trace');
      const overview = await workbench.webview(overviewRows);
      await overview.locator('#row0').click({ button: 'right' });
      const menu = workbench.page
        .locator('.monaco-menu .action-label')
        .filter({ hasText: 'Open Call Panel' });
      await menu.first().hover();
      await press('Enter'); // a menu takes no click right after it came up
      assert.match(await headline(await panel()), /The call was answered/);
    });

    it('and its commands are in the palette while it is in front, and only then', async () => {
      const own = /Play or Pause|Next Event|Previous Event|Next Verdict|Export Call/;
      await workbench.openFile(forked);
      assert.ok(!(await workbench.commands('SIP Trace: ')).some((title) => own.test(title)));
      await openCall(forked);
      assert.equal((await workbench.commands('SIP Trace: ')).filter((title) => own.test(title)).length, 5);
    });
  });

  it('goes from event to event and to the next verdict', async () => {
    const frame = await openCall(capture);
    await frame.locator('[role=slider]').focus();
    await press('Home');
    assert.equal(await step(frame), 1);
    await press('ArrowRight', 'ArrowRight', 'ArrowLeft');
    assert.equal(await step(frame), 2);
    const before = await eventText(frame);
    await workbench.run('SIP Trace: Next Event of Replay');
    await until('the next event', async () => (await step(frame)) === 3);
    assert.notEqual(await eventText(frame), before);
    await workbench.run('SIP Trace: Next Verdict of Replay');
    await until('a verdict', async () => (await frame.locator('.verdict-line.now').count()) > 0);
    assert.ok((await step(frame)) > 3);
  });

  it('plays', async () => {
    const frame = await openCall(forked);
    await frame.locator('[role=slider]').focus();
    await press('Home', 'Space');
    await until('the fourth event', async () => (await step(frame)) >= 4);
    await press('Space');
    const stopped = await step(frame);
    await workbench.page.waitForTimeout(1_000);
    assert.equal(await step(frame), stopped);
    await workbench.run('SIP Trace: Play or Pause Replay');
    await until('the next event', async () => (await step(frame)) > stopped);
  });

  it('shows an event in the one editor of the trace, whose cursor moves it in turn', async () => {
    await openCall(forked);
    // As wide as there is room at first; who wants to see both moves it.
    await workbench.run('View: Move Editor into Right Group');
    const frame = await panel();
    const rows = frame.locator('.ladder-row.sip');
    await rows.first().click();
    await until('the INVITE', async () => (await activeLine()) === 2);
    assert.equal(await step(frame), 1);
    const row = rows.nth(2);
    await row.click();
    const line = await until('the line in the editor', async () => {
      const now = await activeLine();
      return now > 2 && now;
    });
    const shown = await step(frame);
    assert.ok(shown > 1);
    assert.ok(await isFocused(frame), 'the focus stays in the panel');
    assert.equal(await workbench.page.locator(`.tab[aria-label*="${forked}"]`).count(), 1);

    await workbench.run('View: Focus First Editor Group');
    await workbench.goToLine(2);
    await until('the first event', async () => (await step(frame)) === 1);
    await workbench.goToLine(line);
    await until('the event of the line', async () => (await step(frame)) === shown);

    await row.evaluate("(row) => row.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }))");
    await until('the focus in the editor', async () => !(await isFocused(frame)));
    assert.equal(await workbench.line(), line);
  });

  it('shows each fork, all of them, and the way that media went', async () => {
    const frame = await openCall(forked);
    const tabs = frame.locator('.tabs [role=tab]');
    assert.equal(await tabs.count(), 5);
    const seen = new Set<string>();
    for (let index = 0; index < 3; index += 1) {
      await tabs.nth(index).click();
      assert.equal(await tabs.nth(index).getAttribute('aria-selected'), 'true');
      seen.add(await frame.locator('[role=tabpanel]').innerText());
    }
    assert.equal(seen.size, 3);
    await tabs.nth(3).click();
    assert.equal(await tabs.nth(3).getAttribute('aria-selected'), 'true');
    const all = await frame.locator('[role=tabpanel]').innerText();
    for (const name of ['fork A', 'fork B', 'fork C']) assert.ok(all.includes(name), name);
    await tabs.nth(4).click();
    assert.equal(await tabs.nth(4).getAttribute('aria-selected'), 'true');
    assert.match(
      await frame.locator('[role=tabpanel] .path-summary').innerText(),
      /^Media (?:took|went|would) /,
    );
    // The pictures of a fork stay in the panel, hidden.
    assert.equal(await frame.locator('[role=tabpanel] svg[role=img]:visible').count(), 1);
  });

  it('replays with one fact changed, says so, and goes back', async () => {
    const frame = await openCall(forked);
    await frame.locator('.actions .menu-button button').first().click();
    await frame.locator('.menu-button [role=menuitemradio]').nth(1).click();
    await until('the simulation', async () => (await frame.locator('.simulated button').count()) === 1);
    await workbench.tab('(simulated)').waitFor();
    await frame.locator('.simulated button').click();
    await until('the end of it', async () => (await frame.locator('.simulated button').count()) === 0);
  });

  it('compares two descriptions, their keys masked', async () => {
    const frame = await openCall(forked);
    await frame.locator('.actions .menu-button').nth(1).locator('> button').click();
    await frame.locator('.actions .menu-button').nth(1).locator('[role=menuitem]').first().click();
    await workbench.page.locator('.monaco-diff-editor .view-line').first().waitFor();
    const text = await workbench.page.locator('.monaco-diff-editor').first().innerText();
    assert.doesNotMatch(text, /inline:[\w+/]{20}/);
  });

  it('exports the ladder to a file that is chosen', async () => {
    const frame = await openCall(forked);
    await frame.locator('.actions .menu-button').nth(2).locator('> button').click();
    await frame.locator('.actions .menu-button').nth(2).locator('[role=menuitem]').first().click();
    const input = workbench.page.locator('.quick-input-widget input').first();
    await until('the dialog', async () => /\.svg$/.test(await input.inputValue().catch(() => '')));
    assert.match(await input.inputValue(), /inbound-forked [^/]+\.svg$/);
    const file = join(workbench.folder, 'out', 'ladder.svg');
    await until('the file', async () => {
      if (await input.isVisible()) {
        // The list completes what is typed, and the first Enter may only choose the folder.
        if ((await input.inputValue()) !== file) {
          await press('Control+A');
          await workbench.page.keyboard.type(file);
        }
        await workbench.page.waitForTimeout(500);
        if ((await input.inputValue().catch(() => '')) === file) await press('Enter');
        await workbench.page.waitForTimeout(500);
      }
      return existsSync(file);
    });
    await until('all of it', () => Promise.resolve(readFileSync(file, 'utf8').trimEnd().endsWith('</svg>')));
  });

  it('copies the call for a ticket', async () => {
    const frame = await openCall(forked);
    await frame.locator('.actions .menu-button').nth(2).locator('> button').click();
    await frame.locator('.actions .menu-button').nth(2).locator('[role=menuitem]').last().click();
    await workbench.page.locator('.statusbar-item[aria-label*="Mermaid"]').first().waitFor();
  });

  for (const [theme, kind] of [
    ['Dark Modern', 'vscode-dark'],
    ['Light Modern', 'vscode-light'],
    ['Dark High Contrast', 'vscode-high-contrast'],
    ['Light High Contrast', 'vscode-high-contrast-light'],
  ] as const) {
    it(`is accessible in the theme ${theme}`, async () => {
      await workbench.setTheme(theme);
      const frame = await openCall(forked);
      await frame.waitForFunction(`document.body.classList.contains('${kind}')`);
      assert.deepEqual(await accessIssues(frame), []);
      for (const [key, tab] of [
        ['0', 'tab-all'],
        ['p', 'tab-path'],
      ] as const) {
        await frame.locator('.tabs [role=tab][aria-selected=true]').focus();
        await press(key);
        assert.equal(await chosenTab(frame), tab);
        assert.deepEqual(await accessIssues(frame), []);
      }
      await workbench.setTheme('Dark Modern');
    });
  }

  it('is used by keyboard alone', async () => {
    await workbench.openFile(forked);
    await workbench.run('SIP Trace: Open Call Panel');
    const frame = await panel();
    await until('the focus', () => isFocused(frame));
    const reached = new Set<string>();
    for (let presses = 0; presses < 60; presses += 1) {
      await press('Tab');
      if (!(await isFocused(frame))) break;
      const what = await frame.evaluate<string>(
        `(() => { const { activeElement: at } = document;
          return [at.getAttribute('role') ?? at.tagName.toLowerCase(), at.getAttribute('aria-label') ?? at.textContent].join(' '); })()`,
      );
      reached.add(what);
      if (what === 'body') continue;
      const outlined = await frame.evaluate<boolean>(
        `(() => { const { activeElement: at } = document;
          const row = document.getElementById(at.getAttribute('aria-activedescendant') ?? '');
          return [at, row, ...at.children].some((each) => each !== null && getComputedStyle(each).outlineStyle !== 'none'); })()`,
      );
      assert.ok(outlined, `${what} shows that it has the focus`);
    }
    for (const role of ['grid', 'slider', 'tab', 'button']) {
      assert.ok(
        [...reached].some((what) => what.startsWith(role)),
        `${role} is reached`,
      );
    }
    await frame.locator('.ladder-rows').focus();
    await press('Home', 'ArrowDown', 'ArrowDown');
    const shown = await step(frame);
    assert.ok(shown > 1);
    await press('Enter');
    await until('the line in the editor', async () => (await activeLine()) > 1);
    await until('the focus there', async () => !(await isFocused(frame)));
  });

  it('keeps what a trace says text', async () => {
    const frame = await openCall('hostile.siptrace');
    assert.equal(await frame.evaluate("document.querySelectorAll('img').length"), 0);
    const text = await frame.evaluate<string>('document.body.innerText');
    assert.ok(text.includes('<img'), 'it is shown');
    for (let index = 0; index < 6; index += 1) {
      await press('ArrowRight');
      assert.equal(await frame.evaluate("document.querySelectorAll('img').length"), 0);
    }
    assert.deepEqual(dialogs, []);
    assert.ok(
      (await frame.evaluate<string>('document.documentElement.outerHTML')).includes(
        hostile.slice(0, 4).replace('<', '&lt;'),
      ),
    );
  });

  it('scrolls and plays 10,000 events', async () => {
    const frame = await openCall('long.siptrace');
    const rows = Number(await frame.locator('.ladder-rows').getAttribute('aria-rowcount'));
    const events = Number(await frame.locator('[role=slider]').getAttribute('aria-valuemax'));
    assert.ok(rows >= 10_000 && events >= 10_000, `${rows} rows, ${events} events`);
    await frame.evaluate(`(() => {
      window.frames10k = []; window.tasks10k = []; window.most10k = 0;
      new PerformanceObserver((list) => window.tasks10k.push(...list.getEntries().map(({ duration }) => duration)))
        .observe({ type: 'longtask' });
      let last = performance.now();
      const tick = (now) => { window.frames10k.push(now - last); last = now;
        window.most10k = Math.max(window.most10k, document.querySelectorAll('.ladder-row').length);
        requestAnimationFrame(tick); };
      requestAnimationFrame(tick);
    })()`);
    await frame.evaluate(`new Promise((done) => {
      const ladder = document.querySelector('.ladder'); let at = 0;
      const scroll = () => { at += 1; ladder.scrollTop = ladder.scrollHeight * at / 120;
        if (at < 120) requestAnimationFrame(scroll); else done(); };
      requestAnimationFrame(scroll);
    })`);
    await report(frame, 'scrolling');
    await frame.locator('[role=slider]').focus();
    await press('Home');
    await frame
      .locator('footer select')
      .first()
      .evaluate(
        "(speed) => { speed.value = [...speed.options].at(-1).value; speed.dispatchEvent(new Event('change', { bubbles: true })); }",
      );
    await press('Space');
    await until('200 events', async () => (await step(frame)) > 200);
    await press('Space');
    await report(frame, 'playing');
    await press('End');
    assert.equal(await step(frame), events);
    const most = await frame.evaluate<number>('window.most10k');
    assert.ok(most > 5 && most < 200, `${most} rows were drawn at once`);
    const elements = await frame.evaluate<number>("document.querySelectorAll('*').length");
    assert.ok(elements < 4_000, `${elements} elements`);
  });

  it('is at the same event after it was hidden, and after the window was reloaded', async () => {
    const frame = await openCall(forked);
    await frame.locator('[role=slider]').focus();
    await press('Home', 'ArrowRight', 'ArrowRight', 'ArrowRight');
    await frame.locator('.tabs [role=tab]').nth(2).click();
    const shown = await step(frame);
    await workbench.page.waitForTimeout(300); // it keeps its state a little later
    await workbench.run('File: New Untitled Text File');
    await until('the end of the webview', () => Promise.resolve(frame.isDetached()));
    await workbench.run('View: Close Editor');
    const back = await panel();
    assert.equal(await step(back), shown);
    assert.equal(await back.locator('.tabs [role=tab]').nth(2).getAttribute('aria-selected'), 'true');

    await workbench.reload();
    const again = await panel();
    await until('the event', async () => (await step(again)) === shown);
    assert.match(await headline(again), /The call was answered/);
  });

  it('follows the text, and stays at its event', async () => {
    const frame = await openCall(forked);
    // The panel follows the caret, wherever the editor was left.
    await workbench.run('View: Focus First Editor Group');
    await press('Control+Home');
    await workbench.page.waitForTimeout(500);
    await frame.locator('[role=slider]').focus();
    await press('Home', 'ArrowRight', 'ArrowRight');
    const text = await headline(frame);
    await workbench.run('View: Focus First Editor Group');
    await workbench.page.keyboard.type('\n');
    await workbench.page.waitForTimeout(1_500);
    assert.equal(await step(frame), 3);
    assert.equal(await headline(frame), text);
    await workbench.run('File: Revert File');
  });

  // 200 % of zoom is half the pixels: a panel of 840 has 420.
  for (const width of [300, 420]) {
    it(`is legible ${width} pixels wide`, async () => {
      await openCall(capture);
      await workbench.run('View: Join All Editor Groups');
      const frame = await panel();
      await workbench.page.setViewportSize({ width: width + 58, height: 900 });
      await until('the width', async () => (await frame.evaluate<number>('innerWidth')) <= width);
      await checkFits(frame);
      for (const tab of ['all', 'path']) {
        await frame.locator(`#tab-${tab}`).click();
        assert.equal(await chosenTab(frame), `tab-${tab}`);
        await checkFits(frame);
      }
    });
  }

  /** Nothing is cut off sideways, and what one presses is in sight. */
  async function checkFits(frame: Frame): Promise<void> {
    await workbench.page.waitForTimeout(500);
    const wide = await frame.evaluate<readonly string[]>(`(() => {
      const room = document.documentElement.clientWidth + 1;
      const scrolls = (element) => element !== null && element !== document.body &&
        (/auto|scroll|hidden/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
      return [...document.querySelectorAll('button, h1, [role=slider], [role=tab], [role=grid]')]
        .filter((element) => element.checkVisibility() && !scrolls(element.parentElement))
        .filter((element) => element.getBoundingClientRect().right > room)
        .map((element) => element.outerHTML.slice(0, 120)); })()`);
    assert.deepEqual(wide, []);
    assert.ok(
      await frame.evaluate(
        'document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1',
      ),
    );
    assert.deepEqual(await accessIssues(frame), []);
  }

  async function report(frame: Frame, what: string): Promise<void> {
    const numbers = await frame.evaluate<string>(`(() => {
      const frames = window.frames10k.splice(0).sort((a, b) => a - b);
      const tasks = window.tasks10k.splice(0);
      const at = (part) => (frames[Math.floor(frames.length * part)] ?? 0).toFixed(0);
      return frames.length + ' frames, median ' + at(0.5) + ' ms, 95 % under ' + at(0.95) + ' ms, longest ' +
        at(0.999) + ' ms; ' + tasks.length + ' long tasks'; })()`);
    console.log(`      ${what} 10,000 events: ${numbers}`);
  }

  /** Opens a file and the panel of its call by the palette. */
  async function openCall(name: string): Promise<Frame> {
    if (name === capture) await workbench.openCapture(name);
    else await workbench.openFile(name);
    await workbench.run('SIP Trace: Open Call Panel');
    return panel();
  }

  async function panel(): Promise<Frame> {
    return workbench.webview(
      "document.querySelector('main .ladder-row') !== null && document.querySelector('main').checkVisibility()",
    );
  }

  function lens(text: RegExp): Locator {
    return workbench.page.locator('.codelens-decoration a').filter({ hasText: text }).first();
  }

  /** The line of the caret in the editor of the trace, which may not have the focus; 0 for none. */
  async function activeLine(): Promise<number> {
    const number = workbench.page.locator('.monaco-editor .active-line-number').first();
    return (await number.count()) === 0 ? 0 : Number(await number.innerText());
  }

  async function chosenTab(frame: Frame): Promise<string | null> {
    return frame.locator('.tabs [role=tab][aria-selected=true]').getAttribute('id');
  }

  /** A panel that the trace's editor covers has no frame. */
  async function isFocused(frame: Frame): Promise<boolean> {
    try {
      return await frame.evaluate<boolean>('document.hasFocus()');
    } catch (error) {
      if (frame.isDetached()) return false;
      throw error;
    }
  }

  async function press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await workbench.page.keyboard.press(key);
  }
});

async function headline(frame: Frame): Promise<string> {
  return frame.locator('h1').first().innerText();
}

/** The event that is shown, from 1. */
async function step(frame: Frame): Promise<number> {
  return Number(await frame.locator('[role=slider]').getAttribute('aria-valuenow'));
}

async function eventText(frame: Frame): Promise<string> {
  return frame.locator('.event').innerText();
}

/** What axe finds that is serious or worse, with the element. */
async function accessIssues(frame: Frame): Promise<readonly string[]> {
  // Defined in the page by its debugger: the policy of the page lets in no other script.
  await frame.evaluate(readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8'));
  return frame.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => id + ': ' + html + ' ' + failureSummary)))`);
}
