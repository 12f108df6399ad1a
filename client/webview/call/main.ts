/** The webview of a call's panel. */
import { make, makeButton } from '../dom';
import { severityMark } from './marks';
import { Controls } from './controls';
import { Header } from './header';
import { Help } from './help';
import { Ladder } from './ladder/view';
import { Player, speeds } from './player';
import { ladderPng } from './png';
import type {
  ActMessage,
  ExportMessage,
  FromPanel,
  Range,
  ReplayView,
  ToPanel,
  ViewMessage,
} from './protocol';
import { firstStep, Replay, stepOfLine, verdictSteps } from './replay';
import { StatePane, type ForkTab } from './state-pane';
import { setTexts, t } from './texts';
import { Timeline } from './timeline';
import { seconds } from './time-scale';

/** What survives while the webview is hidden or VS Code restarts. */
interface State {
  readonly uri: string;
  /** Key of the call. */
  readonly call: string;
  readonly step: number;
  readonly fork: ForkTab;
  readonly speed: number;
}

interface VsCode {
  postMessage(message: FromPanel): void;
  getState(): State | undefined;
  setState(state: State): void;
}

declare function acquireVsCodeApi(): VsCode;

/** Steps that stay shorter, in milliseconds, are not read out: speech would lag behind. */
const readable = 1_200;

const vscode = acquireVsCodeApi();
const stillness = window.matchMedia('(prefers-reduced-motion: reduce)');
let uri = '';
let view: ReplayView | undefined;
let replay: Replay | undefined;
let step = 0;
let announcing = 0;
let keeping = 0;

const notice = make('div', { class: 'notice', role: 'status' });
const live = make('div', { class: 'unseen', role: 'status' });
live.setAttribute('aria-live', 'polite');
const help = new Help();
const header = new Header({
  openVerdict(place) {
    const verdict = view?.verdicts[place];
    if (verdict === undefined) return;
    if (verdict.fork !== null && state.tab !== null && state.tab !== verdict.fork) state.choose(verdict.fork);
    if (verdict.step !== null) go(verdict.step);
    reveal(verdict.range, false);
  },
  whatIf: (id) => vscode.postMessage({ type: 'whatIf', id }),
  compare: (first, second) => vscode.postMessage({ type: 'compare', descriptions: [first, second] }),
  export: (format) => void exportAs(format),
  reveal: (range) => reveal(range, true),
});
const ladder = new Ladder({ select: go, reveal: revealRow }, t);
const state = new StatePane({
  select: go,
  reveal: (range) => reveal(range, true),
  openRule: (rule) => vscode.postMessage({ type: 'rule', rule }),
  askText: (range) => vscode.postMessage({ type: 'text', range }),
  changed() {
    dim();
    keepState();
  },
});
const timeline = new Timeline(go);
const player = new Player({
  play: (to) => moveTo(to, player.stay(to) >= readable),
  glide(from, part) {
    if (!stillness.matches) timeline.glide(from, part);
  },
  changed() {
    controls.setPlaying(player.playing);
    if (!player.playing) announce();
  },
});
const controls = new Controls({
  act,
  setSpeed(speed) {
    player.speed = speed;
    keepState();
  },
  help: () => help.open(),
});
const content = make('main', {}, make('section', { class: 'ladder-pane' }, ladder.element), state.element);
const footer = make('footer', {}, timeline.element, controls.element);

build();
vscode.postMessage({ type: 'ready' });

function build(): void {
  document.body.append(notice, header.element, content, footer, help.element, live);
  showNotice(null);
  window.addEventListener('keydown', onKey);
  window.addEventListener('message', ({ data }: MessageEvent<ToPanel>) => receive(data));
}

function receive(message: ToPanel): void {
  switch (message.type) {
    case 'view':
      showView(message);
      return;
    case 'notice':
      showNotice(message);
      return;
    case 'cursor': {
      const found = view === undefined ? null : stepOfLine(view, message.line, step);
      if (found !== null && found !== step && !player.playing) moveTo(found, false);
      return;
    }
    case 'messageText':
      state.showText(message);
      return;
    case 'act':
      act(message.act);
  }
}

function showView(message: ViewMessage): void {
  const before = view;
  const saved = vscode.getState();
  setTexts(message.texts);
  player.pause();
  uri = message.uri;
  view = message.view;
  replay = new Replay(view);
  const isSaved = saved?.uri === uri && saved.call === view.key;
  const isSame =
    before === undefined ? isSaved : before.key === view.key && before.simulated === view.simulated;
  if (!isSame) step = firstStep(view);
  else if (before === undefined) step = saved?.step ?? 0;
  step = Math.max(0, Math.min(step, view.steps.length - 1));
  const speed = isSaved ? saved.speed : player.speed;
  player.speed = speeds.find((each) => each === speed) ?? 1;
  player.load(view.steps.map(({ at }) => at));
  showNotice(null);
  header.show(view, message.facts);
  ladder.show(view);
  state.show(view, before === undefined && isSaved ? saved.fork : state.tab);
  timeline.show(view);
  controls.show(
    player.speed,
    view.verdicts.some((verdict) => verdict.step !== null),
  );
  document.body.classList.toggle('is-simulated', view.simulated !== null);
  dim();
  moveTo(step, false);
}

/** Instead of a call; null takes it away. A call that is there already stays beneath. */
function showNotice(message: Extract<ToPanel, { type: 'notice' }> | null): void {
  notice.replaceChildren();
  notice.hidden = message === null;
  if (message !== null) {
    notice.append(
      message.failed ? severityMark('error', message.text) : make('span', { text: message.text }),
    );
    if (message.retry !== null)
      notice.append(
        makeButton({ class: 'action', text: message.retry }, () => vscode.postMessage({ type: 'retry' })),
      );
  }
  for (const part of [header.element, content, footer]) part.hidden = view === undefined;
}

/** Shows a step because somebody wants to see it: playing goes on from there. */
function go(to: number): void {
  player.moveTo(to);
  moveTo(to, !player.playing);
}

function moveTo(to: number, aloud: boolean): void {
  if (view === undefined || replay === undefined) return;
  step = Math.max(0, Math.min(to, view.steps.length - 1));
  const at = view.steps[step]?.at ?? null;
  ladder.moveTo(step); // first: it measures, which costs little as long as nothing else was written
  header.moveTo(step);
  state.moveTo(replay.at(step));
  timeline.moveTo(step);
  controls.moveTo(at === null ? '' : `+${seconds(at)} s`, step, view.steps.length);
  if (aloud) announce();
  keepState();
}

/** Says the step to who does not see it, once the steps come to rest. */
function announce(): void {
  window.clearTimeout(announcing);
  announcing = window.setTimeout(() => {
    live.textContent = view?.steps[step]?.title ?? '';
  }, 150);
}

function act(what: ActMessage['act']): void {
  if (view === undefined) return;
  const last = view.steps.length - 1;
  switch (what) {
    case 'play':
      if (player.playing) player.pause();
      else player.play(step);
      return;
    case 'next':
      pauseAt(step + 1);
      return;
    case 'previous':
      pauseAt(step - 1);
      return;
    case 'first':
      pauseAt(0);
      return;
    case 'last':
      pauseAt(last);
      return;
    case 'nextVerdict': {
      const steps = verdictSteps(view);
      const next = steps.find((each) => each > step) ?? steps[0];
      if (next !== undefined) pauseAt(next);
      return;
    }
    case 'export-svg':
      return void exportAs('svg');
    case 'export-png':
      return void exportAs('png');
    case 'export-path':
      return void exportAs('path');
    case 'export-html':
      return void exportAs('html');
  }
}

function pauseAt(to: number): void {
  const last = (view?.steps.length ?? 1) - 1;
  player.pause();
  const target = Math.max(0, Math.min(to, last));
  player.moveTo(target);
  moveTo(target, true);
}

function onKey(event: KeyboardEvent): void {
  const { key, target } = event;
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || help.element.open) return;
  const element = target instanceof HTMLElement ? target : document.body;
  if (element.closest('select, input, textarea, [role="menu"]') !== null) return;
  const presses = (key === ' ' || key === 'Enter') && element.closest('button, summary') !== null;
  if (presses || !onPlainKey(key)) return;
  event.preventDefault();
}

/** @returns whether the key means something */
function onPlainKey(key: string): boolean {
  const leap = Math.max(1, Math.round((view?.steps.length ?? 0) / 20));
  const acts: Readonly<Record<string, () => void>> = {
    ' ': () => act('play'),
    ArrowRight: () => act('next'),
    ArrowLeft: () => act('previous'),
    Home: () => act('first'),
    End: () => act('last'),
    PageDown: () => pauseAt(step + leap),
    PageUp: () => pauseAt(step - leap),
    v: () => act('nextVerdict'),
    f: () => state.choose(null),
    p: () => state.choose('path'),
    t: () => state.toggleText(),
    h: () => header.toggle(),
    '?': () => help.open(),
    '0': () => state.choose('all'),
  };
  const chosen = acts[key.length === 1 ? key.toLowerCase() : key];
  if (chosen !== undefined) chosen();
  else if (/^[1-9]$/.test(key)) state.choose(Number(key) - 1);
  else return false;
  return true;
}

function dim(): void {
  ladder.dim(state.only);
  timeline.dim(state.only);
}

function revealRow(row: number, focus: boolean): void {
  const range = view?.rows[row]?.range ?? null;
  if (range !== null) reveal(range, focus);
}

function reveal(range: Range, focus: boolean): void {
  vscode.postMessage({ type: 'reveal', range, focus });
}

async function exportAs(format: ExportMessage['format']): Promise<void> {
  try {
    const svg = format === 'mermaid' || format === 'ladder' || format === 'path' ? '' : ladder.svg();
    const png = format === 'png' ? await ladderPng(ladder) : '';
    const path = format === 'html' || format === 'path' ? state.pathSvg() : '';
    vscode.postMessage({ type: 'export', format, svg, png, path });
  } catch {
    live.textContent = t('export.failed');
    notice.hidden = false;
    notice.replaceChildren(severityMark('error', t('export.failed')));
  }
}

/** Not at each of the steps that a drag passes. */
function keepState(): void {
  if (keeping !== 0 || view === undefined) return;
  keeping = window.setTimeout(() => {
    keeping = 0;
    if (view !== undefined)
      vscode.setState({ uri, call: view.key, step, fork: state.tab, speed: player.speed });
  }, 100);
}
