/** The line along which the replay goes: a tick for each event, a sign for each verdict, and the moment that is shown. */
import { mostOf } from '../../../shared/extremes';
import type { ReplayView, StepView } from '../../../shared/replay-view';
import type { StepEvent, VerdictSeverity } from '../../../shared/ice';
import { make } from '../dom';
import { forkTone } from './fork-tones';
import { textWidth } from './ladder/measure';
import { t } from './texts';
import { duration, roundSeconds, seconds, TimeScale } from './time-scale';

/** Pixels; the drawing has room for half a handle at both ends. */
const margin = 8;
const height = 38;
const line = 26;

const signalling: ReadonlySet<StepEvent | 'message'> = new Set([
  'offer',
  'answer',
  'ringing',
  'final',
  'ack',
  'reoffer',
  'reanswer',
  'reject',
  'cancel',
  'bye',
  'refer',
]);

export class Timeline {
  readonly element = make('div', { class: 'timeline' });
  private readonly slider = make('div', { class: 'slider', role: 'slider' });
  private readonly canvas = make('canvas');
  private readonly done = make('div', { class: 'done' });
  private readonly handle = make('div', { class: 'handle' });
  private readonly labels = make('div', { class: 'labels' });
  private readonly tip = make('div', { class: 'tip' });
  private view: ReplayView | undefined;
  private scale = new TimeScale([]);
  private only: number | null = null;
  private drawing = 0;
  /** Of the slider, in pixels of the window. */
  private left = 0;
  private width = 0;
  private pointing = 0;
  private pointed = 0;
  private dragged = false;

  /** @param select shows a step; while the pointer drags it is told for each step that it passes */
  constructor(private readonly select: (step: number) => void) {
    this.slider.tabIndex = 0;
    this.tip.hidden = true;
    for (const part of [this.canvas, this.labels, this.tip]) part.setAttribute('aria-hidden', 'true');
    this.slider.append(this.done, this.canvas, this.handle, this.tip);
    this.element.append(this.slider, this.labels);
    this.slider.addEventListener('pointerdown', (event) => this.onPointer(event));
    this.slider.addEventListener('pointermove', (event) => this.onPointer(event));
    this.slider.addEventListener('pointerenter', () => this.measure());
    this.slider.addEventListener('pointerleave', () => {
      cancelAnimationFrame(this.pointing);
      this.pointing = 0;
      this.tip.hidden = true;
    });
    new ResizeObserver(() => this.drawSoon()).observe(this.slider);
    // VS Code puts the colours of another theme on the root.
    new MutationObserver(() => this.drawSoon()).observe(document.documentElement, { attributes: true });
    new MutationObserver(() => this.drawSoon()).observe(document.body, {
      attributes: true,
      attributeFilter: ['class', 'data-vscode-theme-id'],
    });
  }

  show(view: ReplayView): void {
    this.view = view;
    this.scale = new TimeScale(view.steps.map(({ at }) => at));
    this.slider.setAttribute('aria-label', t('timeline'));
    this.slider.setAttribute('aria-valuemin', '1');
    this.slider.setAttribute('aria-valuemax', String(Math.max(1, view.steps.length)));
    this.drawSoon();
  }

  moveTo(step: number): void {
    const shown = this.view?.steps[step];
    this.put(this.scale.position(step));
    this.slider.setAttribute('aria-valuenow', String(step + 1));
    if (shown === undefined) return;
    const time = shown.at === null ? '' : `+${seconds(shown.at)} s, `;
    this.slider.setAttribute(
      'aria-valuetext',
      [
        `${time}${t('position', String(step + 1), String(this.scale.length))}: ${shown.title}`,
        ...this.leaps().flatMap((leap) => (leap.step === step ? [leap.text] : [])),
      ].join(', '),
    );
  }

  /** Between two steps, while it plays. */
  glide(step: number, part: number): void {
    const from = this.scale.position(step);
    this.put(from + (this.scale.position(step + 1) - from) * part);
  }

  /** Draws the steps of other forks back; null for none. */
  dim(fork: number | null): void {
    if (fork === this.only) return;
    this.only = fork;
    this.drawSoon();
  }

  /** Where the clock of the capture leaps, with the step behind it. */
  private leaps(): readonly { readonly step: number; readonly position: number; readonly text: string }[] {
    return (this.view?.capture ?? []).flatMap(({ leap }) => {
      if (leap === null || leap.step === null) return [];
      const { step, text } = leap;
      const before = this.scale.position(Math.max(0, step - 1));
      return [{ step, position: (before + this.scale.position(step)) / 2, text }];
    });
  }

  private put(position: number): void {
    const x = margin + position * (this.width - 2 * margin);
    this.handle.style.transform = `translateX(${x.toFixed(1)}px)`;
    this.done.style.transform = `scaleX(${this.width === 0 ? 0 : (x - margin) / Math.max(1, this.width - 2 * margin)})`;
  }

  private onPointer({ type, button, buttons, clientX, pointerId }: PointerEvent): void {
    if (type === 'pointerdown' && button === 0) {
      this.slider.setPointerCapture(pointerId);
      this.slider.focus();
    }
    this.dragged = buttons === 1 && this.slider.hasPointerCapture(pointerId);
    this.pointed = clientX;
    // A mouse tells more often than the screen draws.
    if (this.pointing === 0) this.pointing = requestAnimationFrame(() => this.point());
  }

  private point(): void {
    this.pointing = 0;
    const position = (this.pointed - this.left - margin) / Math.max(1, this.width - 2 * margin);
    const step = this.scale.stepAt(Math.max(0, Math.min(1, position)));
    this.showTip(step);
    if (this.dragged) this.select(step);
  }

  /** To the side where there is more room: so its width need not be measured while the pointer moves. */
  private showTip(step: number): void {
    const shown = this.view?.steps[step];
    this.tip.hidden = shown === undefined;
    if (shown === undefined) return;
    this.tip.textContent = `${shown.at === null ? '' : `+${seconds(shown.at)} s · `}${shown.title}`;
    const position = this.scale.position(step);
    const x = margin + position * (this.width - 2 * margin);
    this.tip.style.left = position < 0.5 ? `${x}px` : 'auto';
    this.tip.style.right = position < 0.5 ? 'auto' : `${this.width - x}px`;
  }

  private measure(): void {
    const { left, width } = this.slider.getBoundingClientRect();
    this.left = left;
    this.width = width;
  }

  private drawSoon(): void {
    if (this.drawing === 0) this.drawing = requestAnimationFrame(() => this.draw());
  }

  private draw(): void {
    this.drawing = 0;
    const { view, canvas } = this;
    this.measure();
    const { width } = this;
    const context = canvas.getContext('2d');
    if (view === undefined || context === null || width === 0) return;
    const ratio = window.devicePixelRatio;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    context.scale(ratio, ratio);
    context.clearRect(0, 0, width, height);
    const room = width - 2 * margin;
    const colourOf = colours(this.element);
    this.drawSteps(context, view, room, colourOf);
    this.drawLeaps(context, room, colourOf);
    this.drawVerdicts(context, view, room, colourOf);
    this.drawLabels(room);
    const now = this.slider.getAttribute('aria-valuenow');
    if (now !== null) this.put(this.scale.position(Number(now) - 1));
  }

  /**
   * A tick for each step; where there are more than there is room for, bars that are the higher the more of a kind
   * happens there.
   */
  private drawSteps(
    context: CanvasRenderingContext2D,
    view: ReplayView,
    room: number,
    colourOf: (colour: string) => string,
  ): void {
    const isDense = view.steps.length > room / 4;
    const bin = isDense ? 3 : 1;
    const ticks = new Map<string, { x: number; count: number; readonly step: StepView }>();
    for (const [place, step] of view.steps.entries()) {
      const x = Math.round((margin + this.scale.position(place) * room) / bin) * bin;
      const key = `${x} ${String(signalling.has(step.event))} ${step.fork ?? ''} ${step.evidence}`;
      const tick = ticks.get(key);
      if (tick === undefined) ticks.set(key, { x, count: 1, step });
      else tick.count += 1;
    }
    const most = Math.max(2, mostOf(Array.from(ticks.values(), ({ count }) => count)));
    for (const { x, count, step } of ticks.values()) {
      const { fork, event, evidence } = step;
      const share = isDense ? 0.35 + 0.65 * (Math.log(count + 1) / Math.log(most + 1)) : 1;
      const [above, below] = signalling.has(event) ? [11, 9] : [6, 6];
      context.globalAlpha = this.only === null || fork === null || fork === this.only ? 1 : 0.3;
      context.strokeStyle = colourOf(forkTone(fork).css);
      context.lineWidth = evidence === 'observed' ? 2 : 1;
      context.setLineDash(evidence === 'predicted' || evidence === 'unknown' ? [2, 2] : []);
      context.beginPath();
      context.moveTo(x, line - above * share);
      context.lineTo(x, line + below * share);
      context.stroke();
    }
    context.globalAlpha = 1;
    context.setLineDash([]);
  }

  /** A break across the line. */
  private drawLeaps(
    context: CanvasRenderingContext2D,
    room: number,
    colourOf: (colour: string) => string,
  ): void {
    context.strokeStyle = colourOf('var(--quiet)');
    context.lineWidth = 1;
    for (const { position } of this.leaps()) {
      const x = Math.round(margin + position * room);
      for (const side of [-2, 2]) {
        context.beginPath();
        context.moveTo(x + side + 3, line - 12);
        context.lineTo(x + side - 3, height);
        context.stroke();
      }
    }
  }

  /** Above the line, the worst last so that it lies on top; their shapes differ as well as their colours. */
  private drawVerdicts(
    context: CanvasRenderingContext2D,
    view: ReplayView,
    room: number,
    colourOf: (colour: string) => string,
  ): void {
    for (const { severity, step } of [...view.verdicts].reverse()) {
      if (step === null) continue;
      const x = Math.round(margin + this.scale.position(step) * room);
      context.fillStyle = colourOf(verdictColours[severity]);
      context.strokeStyle = context.fillStyle;
      context.lineWidth = 1;
      context.beginPath();
      drawShape(context, severity, x, 7);
      context.fill();
      context.beginPath();
      context.moveTo(x, 12);
      context.lineTo(x, line - 4);
      context.stroke();
    }
  }

  private drawLabels(room: number): void {
    const px = (position: number): string => `${margin + position * room}px`;
    // What a leap says goes before the times around it.
    const leaps = this.leaps().map(({ position, text }) => {
      const width = Math.min(textWidth(text) + 16, room);
      const left = Math.max(-margin, Math.min(position * room - width / 2, room + margin - width));
      return { text, left, width };
    });
    const isFree = (position: number, width: number): boolean =>
      leaps.every(
        (leap) =>
          position * room + width / 2 < leap.left || position * room - width / 2 > leap.left + leap.width,
      );
    const labels = this.scale.labels(62 / Math.max(1, room)).flatMap(({ position, time }) => {
      if (!isFree(position, 56)) return [];
      const label = make('span', { text: roundSeconds(time) });
      label.style.left = px(position);
      if (position === 0) label.classList.add('start');
      if (position === 1) label.classList.add('end');
      return [label];
    });
    const gaps = this.scale.gaps(110 / Math.max(1, room)).flatMap(({ from, to, length }) => {
      if (!isFree((from + to) / 2, 80)) return [];
      const gap = make('span', { class: 'gap', text: duration(length) });
      gap.style.left = px((from + to) / 2);
      return [gap];
    });
    const marks = leaps.map(({ text, left, width }) => {
      const mark = make('span', { class: 'leap', text });
      mark.style.left = `${margin + left}px`;
      mark.style.width = `${width}px`;
      return mark;
    });
    this.labels.replaceChildren(...labels, ...gaps, ...marks);
  }
}

const verdictColours: Readonly<Record<VerdictSeverity, string>> = {
  good: 'var(--good)',
  info: 'var(--info)',
  warning: 'var(--warning)',
  error: 'var(--error)',
};

/** A cross for an error, a triangle, a dot, and a square for a note, around a point. */
function drawShape(context: CanvasRenderingContext2D, severity: VerdictSeverity, x: number, y: number): void {
  if (severity === 'warning') {
    context.moveTo(x, y - 5);
    context.lineTo(x + 5, y + 4);
    context.lineTo(x - 5, y + 4);
  } else if (severity === 'error') {
    for (const [dx, dy] of cross) context.lineTo(x + dx, y + dy);
  } else if (severity === 'good') {
    context.arc(x, y, 4, 0, 2 * Math.PI);
  } else {
    context.rect(x - 3, y - 3, 6, 6);
  }
  context.closePath();
}

const cross = [
  [-5, -3],
  [-3, -5],
  [0, -2],
  [3, -5],
  [5, -3],
  [2, 0],
  [5, 3],
  [3, 5],
  [0, 2],
  [-3, 5],
  [-5, 3],
  [-2, 0],
] as const;

/** Colours that a canvas understands, of those of the style sheet; each is looked up once. */
function colours(within: HTMLElement): (colour: string) => string {
  const probe = make('span');
  probe.hidden = true;
  within.append(probe);
  const known = new Map<string, string>();
  queueMicrotask(() => probe.remove());
  return (colour) => {
    const found = known.get(colour);
    if (found !== undefined) return found;
    probe.style.color = colour;
    const computed = getComputedStyle(probe).color;
    known.set(colour, computed);
    return computed;
  };
}
