/** What all parts of a call's panel ask for: the call's clock, its names, and where things stand in the trace. */
import type { Range } from 'vscode-languageserver-types';
import type { Call } from '../../engine/calls/call';
import type { Clock } from '../../engine/evidence/clock';
import type { MediaReplay } from '../../engine/ice/model';
import { SECOND } from '../../engine/basics/durations';
import type { Address, End } from '../../../shared/ice';
import { withoutControls } from '../../../shared/controls';
import { firstLineOf } from '../../engine/traces/message';
import type { TraceMessage } from '../../engine/traces/message';
import { rangeIn, type TraceView } from '../view';
import type { ShownReplay } from './messages';

export class Scene {
  readonly clock: Clock;
  readonly call: Call | null;
  private readonly start: number;
  /** For each step the index of the message that it comes behind. */
  private readonly orders: readonly number[];

  /** @param pstn the same call on the other side of the SBC; null where the trace does not show it */
  constructor(
    readonly view: TraceView,
    readonly replay: ShownReplay,
    readonly pstn: Call | null,
    /** As `legsOf` gives them. */
    readonly legs: readonly Call[],
    /** Whether a fact was changed for this replay. */
    readonly isSimulated: boolean,
  ) {
    this.clock = view.analysis.trace.evidence.clock;
    this.call = replay.call;
    const first = [replay.steps[0]?.in, ...legs.map(({ messages }) => messages[0]?.message)]
      .flatMap((message) => (message === undefined ? [] : [message]))
      .reduce<TraceMessage | null>((a, b) => (a === null || b.index < a.index ? b : a), null);
    this.start = first === null ? 0 : this.clock.at(first);
    let order = 0;
    this.orders = replay.steps.map(({ in: { index, parsed } }) => {
      // A log without times stands where it was saved, not where its lines belong.
      if (parsed.kind !== 'packet' || parsed.type !== 'log') order = index;
      return order;
    });
  }

  /** The index of the message that a step comes behind; it never falls. */
  orderOf(step: number): number {
    return this.orders[step] ?? 0;
  }

  /** Streams of RTP. */
  get media(): readonly MediaReplay[] {
    return this.replay.media.filter(({ kind }) => kind === 'rtp');
  }

  get timed(): boolean {
    return this.clock.known;
  }

  /** Microseconds since the first event. */
  at(message: TraceMessage): number | null {
    return this.timed ? this.clock.at(message) - this.start : null;
  }

  /** A time of the clock as microseconds since the first event. */
  since(micros: number): number | null {
    return this.timed ? micros - this.start : null;
  }

  /** The line that names a message. */
  rangeOf(message: TraceMessage): Range {
    return rangeIn(this.view, message, firstLineOf(message.parsed));
  }

  frameOf({ record }: TraceMessage): number | null {
    return record.meta.frame ?? null;
  }

  /** Whether a message is no copy of another. */
  counts(message: TraceMessage): boolean {
    return this.view.analysis.trace.evidence.counts(message);
  }

  /** Whether the capture lacks what one address sends to another at the time of a message, or right behind it. */
  isUnseen({ address: from }: Address, { address: to }: Address, message: TraceMessage): boolean {
    const at = this.clock.at(message);
    return this.view.analysis.trace.evidence.oneWay.some(
      (each) =>
        each.kind === 'media' &&
        each.from === from &&
        each.to === to &&
        (each.since === null || each.since <= at + SECOND) &&
        (each.until === null || at < each.until),
    );
  }

  /** `fork A`; empty where the call has only one. */
  forkName(fork: number | null): string {
    return fork === null || this.replay.forks.length < 2 ? '' : nameOfFork(fork);
  }

  /** `the SBC`, `Teams (fork B)`. */
  nameOf(end: End, fork: number | null = null): string {
    const name = this.replay.names[end];
    const which = end === 'teams' ? this.forkName(fork) : '';
    return which === '' ? name : `${name} (${which})`;
  }
}

/** `fork A` for the first one. */
export function nameOfFork(fork: number): string {
  return fork < 26 ? `fork ${String.fromCharCode(65 + fork)}` : `fork ${fork + 1}`;
}

/** Text of the trace, made harmless for whoever shows it as text. */
export function plain(text: string): string {
  return withoutControls(text.replace(/\s+/g, ' ').trim());
}

/** An address that leaves room for others: the middle of an IPv6 address is left out. */
export function shortAddress(address: string): string {
  const groups = address.split(':');
  return groups.length < 5 ? address : `${groups.slice(0, 2).join(':')}:…:${groups.at(-1) ?? ''}`;
}
