/** The webview of the overview: a head, tabs, a filter, and one table of any length. */
import { filterParts } from '../../shared/filter';
import { make, makeButton } from './dom';
import { makeMark } from './icons';
import type { Chip, FromWebview, OverviewSpec, RowSpec, TableId, TableSpec, ToWebview } from './protocol';
import { VirtualTable, type TableState } from './virtual-table';

/** What survives while the webview is hidden or VS Code restarts. */
interface State {
  readonly uri: string;
  readonly table: TableId;
  readonly tables: Partial<Record<TableId, TableState>>;
}

interface VsCode {
  postMessage(message: FromWebview): void;
  getState(): State | undefined;
  setState(state: State): void;
}

declare function acquireVsCodeApi(): VsCode;

const vscode = acquireVsCodeApi();
const saved = vscode.getState();
const states: Partial<Record<TableId, TableState>> = { ...saved?.tables };
let shown: TableId = saved?.table ?? 'calls';
let spec: OverviewSpec | undefined;

const title = make('h1');
const facts = make('p', { class: 'facts' });
const damage = make('div', { class: 'damage', role: 'note' });
const capture = make('p', { class: 'facts capture', role: 'note' });
const unasked = make('div', { class: 'facts unasked' });
unasked.hidden = true;
let unaskedShown = '';
const card = make('section', { class: 'card' });
const marks = make('div', { class: 'marks' });
const chips = make('div', { class: 'chips' });
const tabs = make('div', { class: 'tabs', role: 'tablist' });
const filter = make('input', { class: 'filter' });
const sorting = make('select', { class: 'sorting' });
const status = make('span', { class: 'status', role: 'status' });
const progress = make('div', { class: 'progress' });
const bar = make('progress');
const progressText = make('span');
const progressButton = makeButton({ class: 'secondary' }, () => {
  const { button = null } = spec?.progress ?? {};
  if (button !== null) vscode.postMessage({ type: button.asks });
});
const spoken = make('p', { class: 'spoken', role: 'status' });
const failure = make('div', { class: 'failure', role: 'alert' });
const preview = make('section', { class: 'preview' });
let previewed: string | undefined;
const table = new VirtualTable({
  fetch: (generation, query, from, count, active) =>
    vscode.postMessage({ type: 'page', generation, table: shown, query, from, count, active }),
  open(key, beside) {
    if (beside && (shown === 'calls' || shown === 'upkeep')) openPanel(key);
    else vscode.postMessage({ type: 'open', table: shown, key, beside });
  },
  chosen: showPreview,
  type: () => filter.focus(),
  changed: keepState,
});

build();
vscode.postMessage({ type: 'ready' });

function build(): void {
  progress.append(bar, progressText, progressButton);
  filter.type = 'search';
  filter.spellcheck = false;
  table.element.id = 'table';
  document.body.append(
    make(
      'header',
      {},
      title,
      facts,
      damage,
      capture,
      unasked,
      card,
      make('div', { class: 'summary' }, marks, chips),
    ),
    make(
      'main',
      {},
      progress,
      spoken,
      failure,
      make('div', { class: 'toolbar' }, tabs, make('div', { class: 'search' }, sorting, filter, status)),
      table.element,
      preview,
    ),
  );
  filter.addEventListener('input', () => {
    table.filterBy(filter.value);
    markChips();
  });
  filter.addEventListener('keydown', onFilterKey);
  sorting.addEventListener('change', onSorting);
  tabs.addEventListener('keydown', onTabKey);
  window.addEventListener('keydown', (event) => {
    if (event.key !== 'f' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    filter.focus();
    filter.select();
  });
  // VS Code gives the focus to the frame: whoever comes by keyboard goes on in the table.
  window.addEventListener('focus', () => {
    if (document.activeElement === document.body) table.focus();
  });
  window.addEventListener('message', ({ data }: MessageEvent<ToWebview>) => {
    if (data.type === 'overview') showOverview(data.overview);
    else if (table.receive(data)) status.textContent = data.status;
  });
}

function showOverview(overview: OverviewSpec): void {
  const before = spec;
  spec = overview;
  title.textContent = overview.title;
  facts.textContent = overview.facts;
  damage.replaceChildren(
    ...overview.damage.map((text) => makeMark({ icon: 'warning', tone: 'warning', text })),
  );
  showCapture(overview);
  showUnasked(overview);
  showCard(overview);
  marks.replaceChildren(...overview.marks.map(makeMark));
  drawChips(overview);
  filter.placeholder = overview.texts.filter;
  filter.setAttribute('aria-label', overview.texts.filter);
  sorting.setAttribute('aria-label', overview.texts.sortBy);
  showProgress(overview);
  document.body.classList.toggle('empty', overview.tables.length === 0);

  const current = overview.tables.find(({ id }) => id === shown) ?? overview.tables[0];
  drawTabs(overview.tables, current?.id);
  if (current === undefined) return;
  const shownBefore = current.id === shown ? before?.tables.find(({ id }) => id === shown) : undefined;
  if (shownBefore !== undefined && JSON.stringify(shownBefore.columns) === JSON.stringify(current.columns))
    table.refresh();
  else {
    if (shownBefore !== undefined) states[shown] = table.state;
    showTable(current);
  }
  markChips();
}

function drawChips(overview: OverviewSpec): void {
  const focused = chips.contains(document.activeElement)
    ? (document.activeElement as HTMLElement).dataset['filter']
    : undefined;
  chips.replaceChildren(
    ...overview.chips.map((each) => {
      const chip = makeButton({ class: 'chip' }, () => toggleChip(each), makeMark(each.mark));
      chip.dataset['filter'] = each.filter;
      return chip;
    }),
  );
  if (focused !== undefined)
    chips.querySelector<HTMLElement>(`[data-filter="${CSS.escape(focused)}"]`)?.focus();
}

/** More of the chosen call, and what to open of it. */
function showPreview(row: RowSpec | undefined): void {
  const lines = row?.preview ?? [];
  const shownNow = JSON.stringify([row?.key, lines]);
  if (shownNow === previewed) return;
  previewed = shownNow;
  preview.hidden = lines.length === 0;
  preview.setAttribute('aria-label', spec?.texts.preview ?? '');
  if (row === undefined || lines.length === 0) return;
  const [name = '', ...more] = lines;
  preview.replaceChildren(
    make(
      'div',
      { class: 'preview-head' },
      make('b', { text: name }),
      ...(shown === 'calls' ? [panelButton(row.key)] : []),
      makeButton({ class: 'secondary', text: spec?.texts.openText ?? '', title: 'Enter' }, () =>
        vscode.postMessage({ type: 'open', table: shown, key: row.key, beside: false }),
      ),
    ),
    ...more.map((text) => make('p', { text })),
  );
}

function panelButton(key: string): HTMLElement {
  return makeButton({ class: 'secondary', text: spec?.texts.openPanel ?? '', title: 'Ctrl+Enter' }, () =>
    openPanel(key),
  );
}

function openPanel(key: string): void {
  vscode.postMessage({ type: 'panel', key });
}

/** Of the capture, not of its calls: quiet. */
function showCapture({ capture: sentences, texts }: OverviewSpec): void {
  capture.hidden = sentences.length === 0;
  capture.replaceChildren(
    make('b', { text: `${texts.capture}: ` }),
    make('span', { text: sentences.join(' ') }),
  );
}

/** One quiet line; several sentences are folded beneath it. */
function showUnasked({ unasked: sentences, texts }: OverviewSpec): void {
  const shownNow = sentences.join('\n');
  if (shownNow === unaskedShown) return; // or it would close
  unaskedShown = shownNow;
  unasked.hidden = sentences.length === 0;
  if (sentences.length < 2) unasked.textContent = shownNow;
  else {
    const lines = sentences.map((text) => make('p', { text }));
    unasked.replaceChildren(make('details', {}, make('summary', { text: texts.unasked }), ...lines));
  }
}

/** What is in the way of all that the trace holds. */
function showCard({ card: what }: OverviewSpec): void {
  card.replaceChildren();
  card.hidden = what === null;
  if (what === null) return;
  const { text, choose, use } = what;
  card.append(makeMark({ icon: 'info', tone: 'info', text }));
  if (use !== null)
    card.append(makeButton({ class: 'secondary', text: use }, () => vscode.postMessage({ type: 'useKeys' })));
  card.append(
    makeButton({ class: 'secondary', text: choose }, () => vscode.postMessage({ type: 'chooseKeys' })),
  );
}

/** The same elements all the while, so that the button keeps the focus. */
function showProgress({ progress: now, spoken: words, failure: why, texts }: OverviewSpec): void {
  progress.hidden = now === null;
  progressText.textContent = now?.text ?? '';
  bar.hidden = !now?.bar;
  const done = now?.bar?.done ?? null;
  if (done === null) bar.removeAttribute('value');
  else bar.value = done;
  bar.setAttribute('aria-label', now?.text ?? '');
  progressButton.hidden = !now?.button;
  progressButton.textContent = now?.button?.text ?? '';
  if (spoken.textContent !== words) spoken.textContent = words;
  failure.replaceChildren();
  if (why !== null) {
    failure.append(
      makeMark({ icon: 'error', tone: 'error', text: why }),
      makeButton({ class: 'secondary', text: texts.retry }, () => vscode.postMessage({ type: 'retry' })),
    );
  }
}

function drawTabs(tables: readonly TableSpec[], current: TableId | undefined): void {
  const focused = tabs.contains(document.activeElement);
  tabs.hidden = tables.length < 2;
  tabs.replaceChildren(
    ...tables.map((each) => {
      const tab = makeButton({ class: 'tab', role: 'tab' }, () => switchTo(each.id));
      tab.append(
        make('span', { text: each.title }),
        make('span', { class: 'count', text: each.total.toLocaleString() }),
      );
      tab.dataset['table'] = each.id;
      tab.setAttribute('aria-selected', String(each.id === current));
      tab.setAttribute('aria-controls', 'table');
      tab.tabIndex = each.id === current ? 0 : -1;
      return tab;
    }),
  );
  if (focused) tabs.querySelector<HTMLElement>('[aria-selected="true"]')?.focus();
}

function switchTo(id: TableId): void {
  const next = spec?.tables.find((each) => each.id === id);
  if (next === undefined || spec === undefined) return;
  states[shown] = table.state;
  drawTabs(spec.tables, id);
  showTable(next);
  keepState();
}

function showTable(next: TableSpec): void {
  shown = next.id;
  const state = states[next.id];
  filter.value = state?.filter ?? '';
  chips.hidden = next.id !== 'calls';
  table.show(next, state);
  drawSorting(next);
  markChips();
}

/** The same as the headings, where there is no room for them. */
function drawSorting({ columns }: TableSpec): void {
  const option = (value: string, text: string) => {
    const element = make('option', { text });
    element.value = value;
    return element;
  };
  sorting.replaceChildren(
    option('', spec?.texts.traceOrder ?? ''),
    ...columns.flatMap(({ id, title: name }) => [
      option(`+${id}`, `${name} ↑`),
      option(`-${id}`, `${name} ↓`),
    ]),
  );
  const { sort } = table;
  sorting.value = sort === null ? '' : `${sort.descending ? '-' : '+'}${sort.column}`;
}

function onSorting(): void {
  const { value } = sorting;
  table.sortBy(value === '' ? null : { column: value.slice(1), descending: value.startsWith('-') });
}

/** Puts the chip's words in place of those of its group, or takes them out. */
function toggleChip({ filter: words, group }: Chip): void {
  const ofGroup = new Set(spec?.chips.filter((chip) => chip.group === group).map((chip) => chip.filter));
  const parts = filterParts(filter.value);
  const others = parts.filter((part) => !ofGroup.has(part));
  filterBy((parts.includes(words) ? others : [...others, words]).join(' '));
}

function filterBy(words: string): void {
  filter.value = words;
  table.filterBy(words);
  markChips();
}

function markChips(): void {
  const parts = filterParts(filter.value);
  for (const chip of chips.children) {
    if (chip instanceof HTMLElement)
      chip.setAttribute('aria-pressed', String(parts.includes(chip.dataset['filter'] ?? '')));
  }
}

function onFilterKey(event: KeyboardEvent): void {
  if (event.key === 'ArrowDown' || event.key === 'Enter') table.focus();
  else if (event.key === 'Escape' && filter.value !== '') filterBy('');
  else if (event.key === 'Escape') table.focus();
  else return;
  event.preventDefault();
}

function onTabKey({ key }: KeyboardEvent): void {
  const ids = spec?.tables.map(({ id }) => id) ?? [];
  const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
  const next = ids[(ids.indexOf(shown) + step + ids.length) % ids.length];
  if (step !== 0 && next !== undefined) switchTo(next);
}

function keepState(): void {
  if (spec === undefined) return;
  states[shown] = table.state;
  vscode.setState({ uri: spec.uri, table: shown, tables: states });
}
