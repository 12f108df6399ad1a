// Takes pictures of the real workbench with the extension in it.
//   node scripts/screenshot.mjs --file samples/NAME --out PICTURE.png [options]
//   node scripts/screenshot.mjs --readme      writes the README's pictures, light and dark, to docs/images/
// Options:
//   --theme dark|light      (dark)          --size WIDTHxHEIGHT    (1280x800)
//   --line N                scrolls there   --hover LINE:COLUMN    shows the hover; both count from 1
//   --outline               the outline     --problems             the problems panel
//   --command 'TITLE'       runs a command of the palette; may be given several times
//   --type TEXT             types into what has the focus      --wait MS    before the picture is taken
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureInstalled, fail, root } from './install.mjs';
import { ensureVsCode, launchBrowser, openPage, serveVsCode, untilExtensionIsKnown } from './vscode.mjs';

/** The README's pictures; each is taken in both themes. */
const readmePictures = [
  { name: 'overview', file: 'samples/outbound-credentials-change.siptrace', hover: '122:16', outline: true },
  {
    name: 'call-panel',
    file: 'test/fixtures/forked/inbound-forked.pcapng',
    command: ['View: Close Primary Side Bar', 'Open Call Panel', 'View: Join All Editor Groups'],
    wait: 2000,
  },
  { name: 'capture', file: 'test/fixtures/forked/inbound-forked.pcapng', size: '1280x420', wait: 1500 },
];

const themes = { dark: 'Dark Modern', light: 'Light Modern' };
const options = readOptions();
ensureInstalled(root, 'the packages');
ensureVsCode();
if (spawnSync(process.execPath, [path.join(root, 'esbuild.js')], { stdio: 'inherit' }).status !== 0)
  fail('The build failed.');

const browser = await launchBrowser();
if (options.readme) {
  for (const { name, ...picture } of readmePictures) {
    for (const theme of Object.keys(themes)) {
      await takePicture({
        size: '1280x800',
        ...picture,
        theme,
        out: path.join(root, `docs/images/${name}-${theme}.png`),
      });
    }
  }
} else {
  await takePicture(options);
}
await browser.close();
process.exit(0); // ends the servers

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        file: { type: 'string' },
        out: { type: 'string' },
        theme: { type: 'string', default: 'dark' },
        size: { type: 'string', default: '1280x800' },
        line: { type: 'string' },
        hover: { type: 'string' },
        outline: { type: 'boolean', default: false },
        problems: { type: 'boolean', default: false },
        command: { type: 'string', multiple: true, default: [] },
        type: { type: 'string' },
        wait: { type: 'string', default: '300' },
        readme: { type: 'boolean', default: false },
      },
    });
    if (!values.readme && (!values.file || !values.out)) throw new Error('--file and --out are needed.');
    if (values.file && !fs.existsSync(values.file)) throw new Error(`There is no file ${values.file}.`);
    if (!(values.theme in themes)) throw new Error(`--theme is dark or light, not ${values.theme}.`);
    if (!/^\d+x\d+$/.test(values.size)) throw new Error(`--size is WIDTHxHEIGHT, not ${values.size}.`);
    return values;
  } catch (error) {
    return fail(error.message);
  }
}

async function takePicture({
  file,
  out,
  theme,
  size,
  line,
  hover,
  outline,
  problems,
  command = [],
  type,
  wait = 300,
}) {
  const [width, height] = size.split('x').map(Number);
  const trace = path.resolve(root, file);
  const server = await serveVsCode({
    installed: true,
    settings: {
      'workbench.colorTheme': themes[theme],
      'editor.minimap.enabled': false,
      'explorer.openEditors.visible': 0,
      'explorer.compactFolders': false,
      'outline.collapseItems': 'alwaysExpand',
      'workbench.layoutControl.enabled': false,
      'workbench.tips.enabled': false,
      'window.commandCenter': false,
    },
  });
  const folder = path.dirname(trace);
  const isCapture = /\.(?:p?cap|pcapng|snoop)(?:\.gz|\.zst)?$/.test(trace);
  // A new workbench opens its first file before it knows the editors of extensions: a capture is opened by hand.
  const url = server.url(isCapture ? { folder } : { folder, file: trace });
  const page = await openPage(browser, url, { width, height });
  if (isCapture) {
    const row = page.locator(`.explorer-folders-view .monaco-list-row[aria-label="${path.basename(trace)}"]`);
    await row.waitFor({ timeout: 60_000 });
    await untilExtensionIsKnown(page);
    await row.dblclick();
    await page.locator('iframe.webview.ready').first().waitFor({ timeout: 60_000 });
  } else {
    await page.locator('.monaco-editor .view-line').first().waitFor({ timeout: 60_000 });
  }
  const runCommand = async (title) => {
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input').waitFor();
    await page.keyboard.type(title);
    await page.locator('.quick-input-list .monaco-list-row').first().waitFor();
    await page.keyboard.press('Enter');
    await page.waitForTimeout(1_000);
  };
  const goTo = async (place) => {
    await page.keyboard.press('Control+G');
    await page.locator('.quick-input-widget input').waitFor();
    await page.keyboard.type(place);
    await page.keyboard.press('Enter');
    await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  };

  // Only what is in sight is underlined, and a piece without findings not at all.
  const place = hover ?? line;
  if (place) await goTo(place);
  await page
    .locator('.squiggly-error, .squiggly-warning, .squiggly-info')
    .first()
    .waitFor({ timeout: 6_000 })
    .catch(() => {});

  if (outline) {
    await runCommand('Explorer: Focus on Outline View');
    await page.locator('.pane-header[aria-label^="Explorer Section"]').click(); // closes it: room for the outline
  }
  if (problems) await runCommand('Problems: Focus on Problems View');
  if (outline || problems) await runCommand('View: Focus Active Editor Group');
  for (const title of command) await runCommand(title);
  if (hover) {
    await runCommand('Show or Focus Hover');
    await page
      .locator('.monaco-hover:not(.hidden) .hover-contents')
      .first()
      .waitFor({ timeout: 15_000 })
      .catch(() => fail(`There is no hover at ${hover} of ${file}.`));
  }
  if (type) await page.keyboard.type(type);
  await page.waitForTimeout(Number(wait));
  fs.mkdirSync(path.dirname(path.resolve(out)), { recursive: true });
  await page.screenshot({ path: out });
  await page.close();
  console.log(out);
}
