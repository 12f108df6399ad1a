/**
 * Leave to say that something never came. Whoever claims an absence needs one, and only this stage gives it: the
 * capture saw the direction, all the time, and loses too few packets for chance to explain it.
 */
import { mostOf } from '../../../shared/extremes';
import { SECOND } from '../basics/durations';
import type { OneWayFacts } from './directions';
import { type FlowKind, type Heard, wayKey } from './flows';
import { shareIn } from './holes';

/** What a claim of absence is about. */
export interface Absence {
  readonly kind: FlowKind;
  /** Addresses of who should have sent, and of whom to. */
  readonly from: readonly string[];
  /** Addresses by which it shows that the capture sees that side; those that it signals from, too. */
  readonly heard: readonly string[];
  readonly to: readonly string[];
  /** Microseconds on the judging clock: within this time it should have come. */
  readonly since: number;
  readonly until: number;
  /** How often it should have come. */
  readonly times: number;
  /**
   * It should have come as an answer: whether who waits for it asked again, since none reached him, whatever the capture
   * shows. Null where it is no answer.
   */
  readonly answer: { readonly askedAgain: boolean } | null;
}

/** Why leave is refused. */
export type Refusal =
  /** The direction was not captured. */
  | 'one-way'
  /** Nothing of that side is in the trace from then on, so nobody knows whether the capture would show it. */
  | 'unheard'
  /** Who asked was content: he did not ask again, and that side is not heard meanwhile. */
  | 'content'
  /** The trace begins later or ends earlier. */
  | 'not-covered'
  /** The capture, or the way to it, loses so many packets that this may be chance. */
  | 'loss';

const key = Symbol('made by the evidence stage');

/** Leave to claim one absence. Nobody else can make one. */
export class Warrant {
  /** @param of the absence; null where the trace itself says it in words */
  constructor(
    made: typeof key,
    readonly of: Absence | null,
  ) {
    if (made !== key) throw new TypeError('a warrant is given by the evidence stage');
  }
}

/** No absence has to be believed where a message or a log says so, or where two descriptions leave no other way. */
export function saidInWords(): Warrant {
  return new Warrant(key, null);
}

export type Leave =
  | { readonly warrant: Warrant; readonly refused: null }
  | { readonly warrant: null; readonly refused: Refusal };

/** So unlikely must it be that all were lost by chance. */
const LEAST_CHANCE = 1e-3;
/** A share of lost packets below which nothing is doubted. */
const LEAST_LOSS = 0.005;

/** Plain data. */
export interface WarrantGround {
  readonly heard: Heard;
  readonly oneWay: readonly OneWayFacts[];
  /** Of the capture, in microseconds; null where nothing was captured. */
  readonly span: { readonly first: number; readonly last: number } | null;
  /** Share of packets that are missing, 0 to 1. */
  readonly loss: number;
}

export function leaveFor(absence: Absence, ground: WarrantGround): Leave {
  const refused = refusalOf(absence, ground);
  return refused === null
    ? { warrant: new Warrant(key, absence), refused: null }
    : { warrant: null, refused };
}

function refusalOf(absence: Absence, { heard, oneWay, span, loss }: WarrantGround): Refusal | null {
  const { kind, from, to, since, until, times, answer } = absence;
  if (span === null || span.first > since || span.last < until) return 'not-covered';
  const isUnseen = oneWay.some(
    (each) =>
      each.kind === kind &&
      from.includes(each.from) &&
      to.includes(each.to) &&
      (each.since === null || each.since < until) &&
      (each.until === null || each.until > since),
  );
  if (isUnseen) return 'one-way';
  // Whose answers are missing each time that he is asked does not answer, whatever is on the way.
  const unseen = answer !== null && times > 1 ? 0 : shareUnseen(heard, absence);
  const missed = Math.max(loss, unseen);
  if (missed >= LEAST_LOSS && missed ** times >= LEAST_CHANCE) return 'loss';
  if (answer?.askedAgain === true) return null;
  if (!absence.heard.some((address) => (heard.senders.get(address) ?? -Infinity) >= since)) return 'unheard';
  // An agent repeats what is not answered (RFC 8489 §6.2.1); one that does not was answered, or gave up.
  if (answer !== null && !isHeard(heard, kind, from, to, since, until)) return 'content';
  return null;
}

/** The share of the time in which it should have come of which nothing that way was seen, though media was sent. */
function shareUnseen({ ways }: Heard, { kind, from, to, since, until }: Absence): number {
  const shares = from.flatMap((sender) =>
    to.map((receiver) => shareIn(ways.get(wayKey(kind, sender, receiver))?.holes ?? [], { since, until })),
  );
  return mostOf([0, ...shares]);
}

/** Whether anything went that way within a time, or so soon behind it that it shows who was there. */
function isHeard(
  { ways }: Heard,
  kind: FlowKind,
  from: readonly string[],
  to: readonly string[],
  since: number,
  until: number,
): boolean {
  return from.some((sender) =>
    to.some((receiver) => {
      const way = ways.get(wayKey(kind, sender, receiver));
      return way !== undefined && way.first <= until + SECOND && way.last >= since;
    }),
  );
}
