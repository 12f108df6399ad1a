/**
 * Directions that the capture does not show, though what it shows proves that they were there: who nominates was
 * answered, who asks for consent at its pace was, who acknowledges got what he acknowledges. Of such a direction nothing
 * may be said, least of all that nothing came.
 */
import { mostOf } from '../../../shared/extremes';
import { SECOND } from '../basics/durations';
import type { TraceMessage } from '../traces/message';
import type { AskedCheck, Direction, FlowKind, Flows } from './flows';

/** What proves that the unseen direction carried something. */
export type UnseenProof =
  /** The seen side answers requests that are not in the trace. */
  | 'answers-unseen'
  /** It acknowledges an answer that is not in the trace. */
  | 'acknowledges'
  /** It nominates a pair that it checked before: the check was answered (RFC 8445 §8.1.1). */
  | 'nominates'
  /** It asks for consent again and again, each time anew: it got it (RFC 7675 §5.1). */
  | 'consents'
  /** It checked, repeated no check, and goes on. */
  | 'goes-on'
  /** No host of the trace both sends and receives: all of it went one way. */
  | 'one-way-trace'
  /** Answers and media end at one moment, and the other side goes on as if nothing had happened. */
  | 'ends-at-once';

/** A direction of which the capture shows nothing, from the start or from a moment on. */
export interface OneWayFacts {
  readonly kind: FlowKind;
  /** Who sent what is not seen, and to whom. */
  readonly from: string;
  readonly to: string;
  /** Microseconds on the judging clock from which nothing is seen; null from the start. */
  readonly since: number | null;
  /** The first thing that is seen again; null to the end. */
  readonly until: number | null;
  readonly proof: UnseenProof;
}

export interface OneWay extends OneWayFacts {
  /** What shows it. */
  readonly in: TraceMessage;
}

/** Consent is asked for every 4 to 6 s (RFC 7675 §5.1); a check without an answer is repeated sooner. */
const CONSENT_PACE = 2 * SECOND;
const LEAST_CONSENTS = 3;
/** A check that nobody answers is repeated within this time (RFC 8445 §14.3, RFC 8489 §6.2.1). */
const LONGEST_PATIENCE = 3 * SECOND;
/** All that a host sends ends within this time where the capture lost its direction: once a consent, at most. */
const AT_ONCE = 6 * SECOND;
/** Packets to a host that sends none. */
const MANY_PACKETS = 20;

export function findOneWay(flows: Flows): readonly OneWay[] {
  return flows.conversations().flatMap(({ there, back }) => {
    const found =
      back === null
        ? neverSeen(there, flows)
        : (vanished(there, back) ?? vanished(back, there) ?? seenLate(there, back));
    return found === null ? [] : [found];
  });
}

type Proof = Pick<OneWay, 'proof' | 'in'>;

function neverSeen(seen: Direction, flows: Flows): OneWay | null {
  const proof = seen.kind === 'signalling' ? signallingProof(seen) : mediaProof(seen, seen.last);
  const unseen = { kind: seen.kind, from: seen.to, to: seen.from, since: null, until: null };
  if (proof !== null) return { ...unseen, ...proof };
  const isPlain = seen.packets >= MANY_PACKETS && !areRepeated(seen.asked.values());
  return isPlain && flows.goOneWay ? { ...unseen, proof: 'one-way-trace', in: seen.opening } : null;
}

function signallingProof({ reply }: Direction): Proof | null {
  if (reply === null) return null;
  return { proof: reply.kind === 'answer' ? 'answers-unseen' : 'acknowledges', in: reply.message };
}

/** The other direction was captured from a moment on; what the seen one did before shows that it was there. */
function seenLate(there: Direction, back: Direction): OneWay | null {
  if (there.kind === 'signalling') return null;
  const [seen, unseen] = there.first <= back.first ? [there, back] : [back, there];
  const proof = mediaProof(seen, unseen.first);
  if (proof === null) return null;
  return { kind: seen.kind, from: unseen.from, to: unseen.to, since: null, until: unseen.first, ...proof };
}

/** @param until what came up to this time counts, in microseconds */
function mediaProof(seen: Direction, until: number): Proof | null {
  const answer = [...seen.answers.values()].find(({ time }) => time < until);
  if (answer !== undefined) return { proof: 'answers-unseen', in: answer.message };
  const asked = [...seen.asked.values()].filter(({ time }) => time < until);
  for (const checks of byPorts(asked)) {
    // What is repeated was not answered, or its answer was lost: it proves nothing of those behind it.
    if (checks.some(({ sent }) => sent > 1)) continue;
    const nominating = checks.find((check, place) => check.nominates && place > 0);
    if (nominating !== undefined && checks[0]?.nominates === false)
      return { proof: 'nominates', in: nominating.message };
    const paced = checks.filter(
      ({ time }, place) => time - (checks[place - 1]?.time ?? Infinity) >= CONSENT_PACE,
    );
    const last = paced[LEAST_CONSENTS - 2];
    if (last !== undefined) return { proof: 'consents', in: last.message };
  }
  const [check] = asked;
  const goesOn = Math.min(seen.last, until);
  if (check === undefined || areRepeated(asked) || goesOn - check.time < LONGEST_PATIENCE) return null;
  return { proof: 'goes-on', in: check.message };
}

function byPorts(asked: readonly AskedCheck[]): readonly (readonly AskedCheck[])[] {
  const ports = new Map<string, AskedCheck[]>();
  for (const check of asked) {
    const list = ports.get(check.ports);
    if (list === undefined) ports.set(check.ports, [check]);
    else list.push(check);
  }
  return [...ports.values()];
}

/** Whether requests were sent again: their sender waits for an answer (RFC 8489 §6.2.1). */
function areRepeated(asked: Iterable<AskedCheck>): boolean {
  return [...asked].some(({ sent }) => sent > 1);
}

/**
 * One side falls silent in all that it sends, at one moment, and never comes back, while the other goes on as before:
 * the capture lost it. Media that ends while checks are answered on is another thing, and so are checks that nobody
 * answers while media comes.
 */
function vanished(silent: Direction, goesOn: Direction): OneWay | null {
  const { lastMedia } = silent;
  const lastAnswer = mostOf(Array.from(silent.answers.values(), ({ time }) => time));
  if (lastMedia === null || !Number.isFinite(lastAnswer)) return null;
  if (Math.abs(lastMedia - lastAnswer) > AT_ONCE) return null;
  const since = silent.last;
  const unanswered = [...goesOn.asked.values()].filter(
    ({ time, transactionId }) => time > lastAnswer && !silent.answers.has(transactionId),
  );
  const [first] = unanswered;
  // Who repeats a check was not answered; who only asks anew, at his pace, was.
  if (first === undefined || first.time < since || unanswered.some(({ sent }) => sent > 1)) return null;
  const { kind, from, to } = silent;
  return { kind, from, to, since, until: null, proof: 'ends-at-once', in: first.message };
}
