/** The automata of ICE as small diagrams: the state that is, and the transition that was just taken. */
import { make } from '../dom';
import { makeSvg } from './svg';
import { t } from './texts';

interface Node {
  readonly id: string;
  /** Key of its text; none for the dot at which an automaton begins. */
  readonly text: string | null;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly tone: 'plain' | 'busy' | 'good' | 'bad';
}

interface Plan {
  /** Key of its name. */
  readonly name: string;
  readonly height: number;
  readonly nodes: readonly Node[];
  /** What is drawn always; other transitions appear when they are taken. */
  readonly edges: readonly (readonly [from: string, to: string])[];
}

/** Of the drawing; it is as wide as half a pane. */
const width = 246;
const nodeHeight = 20;

/** The check list of a full agent, RFC 8445 §6.1.2.1. */
const full: Plan = {
  name: 'automaton.full',
  height: 66,
  nodes: [
    { id: 'idle', text: 'state.idle', x: 1, y: 2, width: 40, tone: 'plain' },
    { id: 'running', text: 'state.running', x: 78, y: 2, width: 62, tone: 'busy' },
    { id: 'completed', text: 'state.completed', x: 171, y: 2, width: 74, tone: 'good' },
    { id: 'failed', text: 'state.failed', x: 171, y: 42, width: 74, tone: 'bad' },
  ],
  edges: [
    ['idle', 'running'],
    ['running', 'completed'],
    ['running', 'failed'],
  ],
};

/** A lite agent only waits and answers, RFC 8445 §6.2. */
const lite: Plan = {
  name: 'automaton.lite',
  height: 24,
  nodes: [
    { id: 'not-ice', text: 'state.not-ice', x: 1, y: 2, width: 60, tone: 'plain' },
    { id: 'idle', text: null, x: 74, y: 8, width: 8, tone: 'plain' },
    { id: 'running', text: 'state.running', x: 98, y: 2, width: 56, tone: 'busy' },
    { id: 'completed', text: 'state.completed', x: 171, y: 2, width: 74, tone: 'good' },
  ],
  edges: [
    ['idle', 'running'],
    ['running', 'completed'],
  ],
};

/** Where the lite agent may send media. */
const media: Plan = {
  name: 'automaton.media',
  height: 24,
  nodes: [
    { id: 'none', text: 'media.none', x: 1, y: 2, width: 38, tone: 'plain' },
    { id: 'latched', text: 'media.latched', x: 50, y: 2, width: 51, tone: 'busy' },
    { id: 'checked', text: 'media.checked', x: 112, y: 2, width: 54, tone: 'busy' },
    { id: 'nominated', text: 'media.nominated', x: 177, y: 2, width: 68, tone: 'good' },
  ],
  edges: [
    ['none', 'latched'],
    ['latched', 'checked'],
    ['checked', 'nominated'],
  ],
};

/** RFC 8445 §6.1.2.6; nomination is a flag of a pair that succeeded. */
const pair: Plan = {
  name: 'automaton.pair',
  height: 66,
  nodes: [
    { id: 'frozen', text: 'state.frozen', x: 1, y: 2, width: 52, tone: 'plain' },
    { id: 'waiting', text: 'state.waiting', x: 76, y: 2, width: 56, tone: 'plain' },
    { id: 'in-progress', text: 'state.in-progress', x: 163, y: 2, width: 82, tone: 'busy' },
    { id: 'nominated', text: 'state.nominated', x: 1, y: 42, width: 70, tone: 'good' },
    { id: 'succeeded', text: 'state.succeeded', x: 100, y: 42, width: 72, tone: 'good' },
    { id: 'failed', text: 'state.failed', x: 197, y: 42, width: 48, tone: 'bad' },
  ],
  edges: [
    ['frozen', 'waiting'],
    ['waiting', 'in-progress'],
    ['in-progress', 'succeeded'],
    ['in-progress', 'failed'],
    ['succeeded', 'nominated'],
  ],
};

const plans = { full, lite, media, pair } as const;
type PlanId = keyof typeof plans;

/** A transition; without a beginning where what it is about came into being. */
export interface Taken {
  readonly from: string | null;
  readonly to: string;
}

export class Automaton {
  readonly element: HTMLElement;
  private readonly svg: SVGSVGElement;
  private readonly nodes = new Map<string, SVGGElement>();
  private readonly edges = new Map<string, SVGPathElement>();
  private readonly extra = makeSvg('path', { class: 'edge taken' });
  private shown = '';

  constructor(private readonly id: PlanId) {
    const plan = plans[id];
    this.svg = makeSvg('svg', {
      viewBox: `0 0 ${width} ${plan.height}`,
      class: `automaton ${id}`,
      role: 'img',
    });
    for (const [from, to] of plan.edges) {
      const edge = makeSvg('path', { class: 'edge', d: pathOf(nodeOf(plan, from), nodeOf(plan, to)) });
      this.edges.set(`${from} ${to}`, edge);
      this.svg.append(edge);
    }
    this.svg.append(this.extra);
    for (const node of plan.nodes) {
      const drawn = drawNode(node);
      this.nodes.set(node.id, drawn);
      this.svg.append(drawn);
    }
    this.element = make('div', { class: 'diagram' });
    this.element.append(this.svg);
  }

  /** Writes its texts, which come with the first view. */
  translate(): void {
    for (const { id, text } of plans[this.id].nodes) {
      const label = this.nodes.get(id)?.querySelector('text');
      if (label && text !== null) label.textContent = t(text);
    }
    this.shown = '';
  }

  /**
   * @param of whose it is, for screen readers
   * @param current the state that is; null where there is none
   */
  show(of: string, current: string | null, taken: Taken | null): void {
    const key = JSON.stringify([of, current, taken]);
    if (key === this.shown) return;
    this.shown = key;
    for (const [id, node] of this.nodes) {
      node.classList.toggle('on', id === current);
      node.classList.toggle('left', id === taken?.from);
    }
    // A nominated pair has succeeded as well.
    if (this.id === 'pair' && current === 'nominated') this.nodes.get('succeeded')?.classList.add('also');
    else this.nodes.get('succeeded')?.classList.remove('also');
    this.drawTaken(taken);
    this.svg.setAttribute('aria-label', this.describe(of, current, taken));
  }

  private drawTaken(taken: Taken | null): void {
    const plan = plans[this.id];
    const known = taken === null ? undefined : this.edges.get(`${taken.from ?? ''} ${taken.to}`);
    for (const edge of this.edges.values()) edge.classList.toggle('taken', edge === known);
    const from = plan.nodes.find(({ id }) => id === taken?.from);
    const to = plan.nodes.find(({ id }) => id === taken?.to);
    const isExtra = known === undefined && from !== undefined && to !== undefined && from !== to;
    this.extra.setAttribute('d', isExtra ? pathOf(from, to) : '');
  }

  private describe(of: string, current: string | null, taken: Taken | null): string {
    const plan = plans[this.id];
    const nameOf = (id: string | null) => {
      const text = plan.nodes.find((node) => node.id === id)?.text;
      return text === undefined || text === null ? t('automaton.start') : t(text);
    };
    const what = `${of}, ${t(plan.name)}`;
    const now = t('automaton.now', what, current === null ? t('automaton.nothing') : nameOf(current));
    if (taken === null) return now;
    return `${now}. ${t('automaton.taken', nameOf(taken.from), nameOf(taken.to))}`;
  }
}

function nodeOf(plan: Plan, id: string): Node {
  const node = plan.nodes.find((each) => each.id === id);
  if (node === undefined) throw new Error(`no node ${id}`);
  return node;
}

function drawNode({ text, x, y, width: wide, tone }: Node): SVGGElement {
  const group = makeSvg('g', { class: `node ${tone}` });
  if (text === null) {
    group.append(makeSvg('circle', { cx: x + wide / 2, cy: y + wide / 2, r: wide / 2 }));
    return group;
  }
  const label = makeSvg('text', { x: x + wide / 2, y: y + nodeHeight / 2 });
  group.append(makeSvg('rect', { x, y, width: wide, height: nodeHeight, rx: nodeHeight / 2 }), label);
  return group;
}

/** An arrow between the nearest sides of two nodes, its head included; over neighbours it goes in an arc. */
function pathOf(a: Node, b: Node): string {
  const heightOf = ({ text, width: wide }: Node) => (text === null ? wide : nodeHeight);
  const middle = (node: Node) => ({ x: node.x + node.width / 2, y: node.y + heightOf(node) / 2 });
  const from = middle(a);
  const to = middle(b);
  if (Math.abs(from.y - to.y) > nodeHeight / 2) {
    const down = to.y > from.y;
    const start = { x: from.x, y: from.y + (down ? heightOf(a) : -heightOf(a)) / 2 };
    const end = { x: to.x, y: to.y + (down ? -heightOf(b) : heightOf(b)) / 2 };
    // From the middle of a node to one beside and below: it ends at the side that is turned to it.
    if (Math.abs(to.x - from.x) > 70) {
      const right = to.x > from.x;
      const side = { x: right ? b.x : b.x + b.width, y: to.y };
      return `M${start.x} ${start.y}L${side.x} ${side.y}${head(start, side)}`;
    }
    return `M${start.x} ${start.y}L${end.x} ${end.y}${head(start, end)}`;
  }
  const right = to.x > from.x;
  const start = { x: right ? a.x + a.width : a.x, y: from.y };
  const end = { x: right ? b.x : b.x + b.width, y: to.y };
  if (Math.abs(end.x - start.x) < 45) return `M${start.x} ${start.y}L${end.x} ${end.y}${head(start, end)}`;
  const low = from.y + nodeHeight / 2;
  const bow = { x: (from.x + to.x) / 2, y: low + 14 };
  return `M${from.x} ${low}Q${bow.x} ${bow.y} ${to.x} ${low}${head(bow, { x: to.x, y: low })}`;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function head(from: Point, to: Point): string {
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const barb = (turn: number) =>
    `${(to.x - 5 * Math.cos(angle + turn)).toFixed(1)} ${(to.y - 5 * Math.sin(angle + turn)).toFixed(1)}`;
  return `M${barb(0.5)}L${to.x} ${to.y}L${barb(-0.5)}`;
}
