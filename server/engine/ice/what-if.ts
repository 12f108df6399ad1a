/**
 * What would have been if one fact of a call were another: its session descriptions are rewritten and the call is
 * replayed. Recorded packets stay only where they would have been the same; else what follows is predicted. Nothing of
 * it is a statement about the trace.
 */
import { capital } from '../../../shared/words';
import { buildCalls } from '../calls/build';
import type { Body, Call } from '../calls/call';
import { isIpv4 } from '../network/address-classes';
import { attributesOf, effectiveAttribute, hasFlag, hasIce } from '../sdp/query';
import { candidateOf } from '../sdp/candidate';
import type { AttributeLine } from '../sdp/sdp';
import { applyEdits, compatibleEdits, type TextEdit } from '../sdp/write';
import type { ParsedMessage } from '../traces/message';
import { parseSip } from '../sip/parse';
import { statusOf } from '../sip/values';
import { toTrace, type OffsetMap } from '../basics/span';
import type { Trace } from '../calls/trace';
import { weigh } from '../evidence/evidence';
import type { TraceMessage } from '../traces/message';
import { failedChecksReason } from './checks-failed';
import { speaksIce, type IceCandidate } from './description';
import { addressText, isSamePlace } from './address';
import type { CallReplay, SessionReplay } from './model';
import { otherEnd, type Address, type End } from '../../../shared/ice';
import { labelOf } from './negotiation';
import { replayTrace } from './replay';

/** One fact that may be changed. */
export interface Fact {
  /** Unique in the call. */
  readonly id: string;
  /** What is so then: `The SBC says a=ice-lite`. */
  readonly title: string;
  /** Whole sentence without a full stop: what it shows. */
  readonly detail: string;
}

export interface Simulation {
  /** Of the call alone. Its messages stand where those of the true trace do. */
  readonly trace: Trace;
  readonly replay: CallReplay;
  /** Whole sentence without a full stop: what was changed and what was left out. */
  readonly told: string;
}

/** The facts of a call that may be changed; none for checks whose call is not in the trace. */
export function factsOf(replay: CallReplay): readonly Fact[] {
  return plansOf(replay).map(({ id, title, detail }) => ({ id, title, detail }));
}

/**
 * Replays a call with one fact changed.
 *
 * @param also another call whose messages stay as they are: the PSTN leg
 * @returns null where the call has no such fact
 */
export function simulate(trace: Trace, replay: CallReplay, also: Call | null, id: string): Simulation | null {
  const { call } = replay;
  const plan = plansOf(replay).find((each) => each.id === id);
  if (call === null || plan === undefined) return null;
  const { edits, keeps } = plan.change();
  const packets = keeps === 'none' ? [] : packetsOf(replay).filter((message) => keeps(message));
  const failing =
    keeps === 'none' ? call.messages.findIndex(({ message: { parsed } }) => saysFailed(parsed)) : -1;
  const own = failing === -1 ? call.messages : call.messages.slice(0, failing);
  const kept = new Set([...own, ...(also?.messages ?? [])].map(({ message }) => message));
  for (const message of packets) kept.add(message);
  const first = call.messages[0]?.message;
  let place = -1;
  const messages = trace.messages
    .filter((message) => kept.has(message))
    .map((message, index) => {
      if (message === first) place = index;
      return edited(message, index, edits.get(message) ?? []);
    });
  const evidence = weigh(messages, trace.evidence.clocks);
  const calls = buildCalls(
    messages.filter(evidence.counts),
    call.profile.name === 'rfc' ? null : call.profile.name,
  );
  const simulated: Trace = { ...trace, messages, calls, evidence };
  const found = replayTrace(simulated).find((each) => each.call?.messages[0]?.message.index === place);
  if (found === undefined) return null;
  return {
    trace: simulated,
    replay: found,
    told: `${plan.title}; ${leftOut(keeps, replay, failing !== -1)}`,
  };
}

/** @param hasEnd whether the BYE goes that says that checks failed */
function leftOut(keeps: Keeps, replay: CallReplay, hasEnd: boolean): string {
  const bye = hasEnd ? ', and so is the BYE that says that checks failed' : '';
  if (packetsOf(replay).length === 0) return `the trace has no checks, so what follows is predicted${bye}`;
  return keeps === 'none'
    ? `the recorded checks and media would have been others and are left out${bye}; what follows is predicted`
    : 'recorded packets are kept where they would have been the same';
}

function saysFailed(parsed: ParsedMessage): boolean {
  return parsed.kind === 'sip' && failedChecksReason(parsed) !== null;
}

/** Which packets of the call would have been the same. */
type Keeps = 'none' | ((message: TraceMessage) => boolean);

interface Change {
  readonly edits: ReadonlyMap<TraceMessage, readonly TextEdit[]>;
  readonly keeps: Keeps;
}

interface Plan extends Fact {
  readonly change: () => Change;
}

/** Candidates of one end that may be left out; a hostile description has thousands. */
const mostCandidates = 12;

function plansOf(replay: CallReplay): readonly Plan[] {
  const { call } = replay;
  if (call === null) return [];
  return [
    ...litePlan(replay, call),
    ...keptCredentials(replay, call),
    ...rightPassword(replay),
    ...(['sbc', 'teams'] as const).flatMap((end) => withoutCandidate(replay, call, end)),
    ...oneCandidate(replay, call),
    ...withoutEarlyAnswer(call),
  ];
}

function litePlan(replay: CallReplay, call: Call): readonly Plan[] {
  const bodies = call.bodies.filter(({ party, sdp }) => party === replay.sbcParty && hasIce(sdp));
  const full = bodies.filter(({ sdp }) => !hasFlag(sdp.session, 'ice-lite'));
  if (!replay.sidesKnown || full.length === 0) return [];
  return [
    {
      id: 'ice-lite',
      title: `${capital(replay.names.sbc)} says a=ice-lite`,
      detail: `${capital(replay.names.teams)} is the controlling end then: it alone checks and nominates`,
      change: () => ({
        edits: editsOf(call, full, ({ content, sdp }) => {
          const at = sdp.media[0]?.start ?? sdp.end;
          return [{ start: at, end: at, newText: `a=ice-lite${lineEnd(content)}` }];
        }),
        keeps: 'none',
      }),
    },
  ];
}

/** A 200 that only repeats the answer of its 183, and an answer to an offer that restarts nothing. */
function keptCredentials(replay: CallReplay, call: Call): readonly Plan[] {
  const changed = call.exchanges.flatMap(({ offer, answers }) =>
    answers.flatMap((answer) => {
      const before = answer.repeats?.body ?? (restarts(offer) ? null : answer.body.previousAgreed);
      return before !== null && hasOtherCredentials(before, answer.body)
        ? [{ before, after: answer.body }]
        : [];
    }),
  );
  const [first] = changed;
  if (first === undefined) return [];
  const label = (body: Body): string => {
    const message = call.messages[body.place]?.message;
    return message === undefined ? 'description' : labelOf(message);
  };
  return [
    {
      id: 'kept-credentials',
      title: `The ${label(first.after)} keeps the credentials of the ${label(first.before)}`,
      detail: 'Ufrag and password stay the same, so the checks that use them go on',
      change: () => ({
        edits: editsOf(
          call,
          changed.map(({ after }) => after),
          (body) => {
            const before = changed.find(({ after }) => after === body)?.before;
            return before === undefined ? [] : credentialsFrom(before, body);
          },
        ),
        keeps: isUnharmed(replay) ? () => true : 'none',
      }),
    },
  ];
}

function restarts(offer: Body): boolean {
  return offer.previousAgreed === null || hasOtherCredentials(offer.previousAgreed, offer);
}

const credentialNames = ['ice-ufrag', 'ice-pwd'] as const;

function hasOtherCredentials(before: Body, after: Body): boolean {
  return credentialsFrom(before, after).length > 0;
}

/** Edits that give a body the credentials of another one, stream by stream. */
function credentialsFrom(source: Body, target: Body): readonly TextEdit[] {
  return target.sdp.media.flatMap((media, stream) => {
    const other = source.sdp.media[stream];
    if (other === undefined) return [];
    return credentialNames.flatMap((name) => {
      const value = effectiveAttribute(target.sdp, media, name)?.attribute.value ?? null;
      const wanted = effectiveAttribute(source.sdp, other, name)?.attribute.value ?? null;
      if (value === null || wanted === null || value.text.trim() === wanted.text.trim()) return [];
      return [{ start: value.start, end: value.end, newText: wanted.text.trim() }];
    });
  });
}

function rightPassword(replay: CallReplay): readonly Plan[] {
  const { checks, names, verdicts } = replay;
  if (!verdicts.some(({ id, severity }) => id === 'wrong-password' && severity === 'error')) return [];
  const wrong = checks.find(({ integrity }) => integrity.kind === 'other' || integrity.kind === 'bad');
  const sender = wrong?.sender ?? checks[0]?.sender ?? 'teams';
  const receiver: End = otherEnd(sender);
  return [
    {
      id: 'right-password',
      title:
        wrong === undefined
          ? `${capital(names[receiver])} uses the password that its SDP tells`
          : `${capital(names[sender])} signs its checks with the password of ${names[receiver]}`,
      detail: 'No check is rejected for its MESSAGE-INTEGRITY then',
      change: () => ({ edits: new Map(), keeps: 'none' }),
    },
  ];
}

function withoutCandidate(replay: CallReplay, call: Call, end: End): readonly Plan[] {
  return candidatesOf(replay, end)
    .slice(0, mostCandidates)
    .map((candidate) => {
      const address = addressText(candidate);
      return {
        id: `without ${end} ${address}`,
        title: `${capital(replay.names[end])} does not offer ${address} (${candidate.type})`,
        detail: 'Which pairs are left without it, and whether any can work',
        change: () => ({
          edits: withoutLines(replay, call, end, (each) => isSamePlace(each, candidate)),
          keeps: sharesBase(replay, end, candidate)
            ? () => true
            : keepsWithout(replay, end, (each) => isSamePlace(each, candidate)),
        }),
      };
    });
}

/** Direct Routing takes one candidate of an SBC, of IPv4. */
function oneCandidate(replay: CallReplay, call: Call): readonly Plan[] {
  const candidates = candidatesOf(replay, 'sbc');
  const kept = candidates.find(({ address, component }) => isIpv4(address) && component === 1);
  if (!replay.sidesKnown || kept === undefined) return [];
  const goes = ({ address, component }: IceCandidate): boolean => component === 1 && address !== kept.address;
  if (!candidates.some(goes)) return [];
  return [
    {
      id: 'one-candidate',
      title: `${capital(replay.names.sbc)} offers only ${addressText(kept)}`,
      detail: 'Teams takes one candidate of an SBC, and only of IPv4',
      change: () => ({
        edits: withoutLines(replay, call, 'sbc', goes),
        keeps: keepsWithout(replay, 'sbc', (each) =>
          candidates.some((other) => goes(other) && isSamePlace(other, each)),
        ),
      }),
    },
  ];
}

function withoutEarlyAnswer(call: Call): readonly Plan[] {
  const early = call.bodies.filter((body) => {
    const parsed = call.messages[body.place]?.message.parsed;
    const status = parsed?.kind === 'sip' ? statusOf(parsed) : null;
    return status !== null && status < 200;
  });
  const [first] = early;
  const message = first === undefined ? undefined : call.messages[first.place]?.message;
  if (message === undefined) return [];
  return [
    {
      id: 'no-early-answer',
      title: `No ${labelOf(message)} with SDP`,
      detail: 'Checks begin only when the 200 brings the answer',
      change: () => {
        const edits = new Map<TraceMessage, readonly TextEdit[]>();
        const places = new Set(early.map(({ place }) => place));
        for (const { place, retransmissionOf, message: each } of call.messages) {
          if (!places.has(retransmissionOf ?? place)) continue;
          const { parsed } = each;
          if (parsed.kind !== 'sip') continue;
          edits.set(each, [{ start: parsed.bodyStart, end: parsed.content.length, newText: '' }]);
        }
        return { edits, keeps: 'none' };
      },
    },
  ];
}

/** All candidates of an end, of all forks and generations, each address once. */
function candidatesOf(replay: CallReplay, end: End): readonly IceCandidate[] {
  const found = new Map<string, IceCandidate>();
  for (const { descriptions } of sessionsOf(replay)) {
    for (const candidate of descriptions[end]?.candidates ?? []) {
      const key = addressText(candidate);
      if (!found.has(key)) found.set(key, candidate);
    }
  }
  return [...found.values()];
}

function withoutLines(
  { sbcParty }: CallReplay,
  call: Call,
  end: End,
  goes: (candidate: IceCandidate) => boolean,
): Change['edits'] {
  const bodies = call.bodies.filter(({ party }) => (party === sbcParty) === (end === 'sbc'));
  return editsOf(call, bodies, ({ content, sdp }) =>
    sdp.media.flatMap((media) =>
      attributesOf(media, 'candidate').flatMap((line) => {
        const candidate = readCandidate(line);
        return candidate !== null && goes(candidate) ? [withoutLine(content, line)] : [];
      }),
    ),
  );
}

function readCandidate(line: AttributeLine): IceCandidate | null {
  const { address, portValue, componentValue, priorityValue, foundation } = candidateOf(line);
  if (portValue === null || componentValue === null) return null;
  return {
    address: address.text.toLowerCase(),
    port: portValue,
    component: componentValue,
    priority: priorityValue ?? 0,
    foundation: foundation.text,
    type: 'unknown',
    related: null,
    line,
  };
}

function withoutLine(content: string, { start, end }: AttributeLine): TextEdit {
  const next = content.indexOf('\n', end);
  return { start, end: next === -1 ? content.length : next + 1, newText: '' };
}

/**
 * Whether another candidate of the same description has the same base. Checks are sent from the base (RFC 8445 §6.1.2.4),
 * so nothing changes on the wire.
 */
function sharesBase(replay: CallReplay, end: End, candidate: IceCandidate): boolean {
  const base = addressText(baseOf(candidate));
  return sessionsOf(replay).some(({ descriptions }) => {
    const candidates = descriptions[end]?.candidates ?? [];
    return (
      candidates.some((each) => isSamePlace(each, candidate)) &&
      candidates.some((each) => !isSamePlace(each, candidate) && addressText(baseOf(each)) === base)
    );
  });
}

function baseOf(candidate: IceCandidate): Address {
  return candidate.type === 'srflx' || candidate.type === 'prflx'
    ? (candidate.related ?? candidate)
    : candidate;
}

/** Packets of other pairs stay, unless one of the pairs that go was nominated: then everything would have been other. */
function keepsWithout(replay: CallReplay, end: End, goes: (address: Address) => boolean): Keeps {
  const isUsed = sessionsOf(replay).some(({ pairs }) =>
    pairs.some(
      (pair) =>
        pair.nominated && (goes(pair[end]) || (end === 'teams' && pair.base !== null && goes(pair.base))),
    ),
  );
  if (isUsed || replay.checks.length === 0) return 'none';
  return ({ record: { meta } }) =>
    ![meta.source, meta.destination].some(
      (endpoint) =>
        endpoint !== null &&
        endpoint.port !== null &&
        goes({ address: endpoint.address, port: endpoint.port }),
    );
}

/** Whether nothing of what the change mends had gone wrong. */
function isUnharmed({ checks }: CallReplay): boolean {
  return checks.every(({ responses }) => responses.some(({ stun }) => stun.class === 'success'));
}

function sessionsOf({ forks }: CallReplay): readonly SessionReplay[] {
  return forks
    .flatMap(({ sessions }) => sessions)
    .filter(({ descriptions }) =>
      [descriptions.sbc, descriptions.teams].some((each) => each !== null && speaksIce(each)),
    );
}

/** The packets that the replay of a call speaks of. */
function packetsOf({ steps, media }: CallReplay): readonly TraceMessage[] {
  const packets = new Set<TraceMessage>();
  for (const { in: message } of steps) if (message.parsed.kind === 'packet') packets.add(message);
  for (const { message } of media) packets.add(message);
  return [...packets];
}

/** Edits of bodies, and of the messages that repeat them. */
function editsOf(
  call: Call,
  bodies: readonly Body[],
  edit: (body: Body) => readonly TextEdit[],
): ReadonlyMap<TraceMessage, readonly TextEdit[]> {
  const byPlace = new Map(bodies.map((body) => [body.place, edit(body)]));
  const edits = new Map<TraceMessage, readonly TextEdit[]>();
  for (const { place, retransmissionOf, message } of call.messages) {
    // A retransmission is the same to the letter.
    const ofBody = byPlace.get(retransmissionOf ?? place);
    if (ofBody !== undefined) edits.set(message, ofBody);
  }
  return edits;
}

function edited(message: TraceMessage, index: number, edits: readonly TextEdit[]): TraceMessage {
  const { record, parsed } = message;
  if (edits.length === 0 || parsed.kind !== 'sip') return { ...message, index };
  const sorted = compatibleEdits(edits);
  const content = applyEdits(parsed.content, { start: 0, end: parsed.content.length }, sorted);
  const map = editedMap(record.map, sorted, parsed.content.length);
  return { index, record: { ...record, content, map }, parsed: parseSip(content, record.isCut) };
}

/** Where edited content stands: what is new stands where it was put in. */
function editedMap(map: OffsetMap, edits: readonly TextEdit[], length: number): OffsetMap {
  const content: number[] = [];
  const trace: number[] = [];
  let from = 0;
  let to = 0;
  let run = 0;
  const keep = (end: number): void => {
    if (end <= from) return;
    content.push(to);
    trace.push(toTrace(map, from));
    for (; (map.content[run] ?? Infinity) < end; run++) {
      const start = map.content[run] ?? 0;
      if (start <= from) continue;
      content.push(to + start - from);
      trace.push(map.trace[run] ?? 0);
    }
    to += end - from;
  };
  for (const { start, end, newText } of edits) {
    keep(start);
    content.push(to);
    trace.push(toTrace(map, start));
    to += newText.length;
    from = end;
  }
  keep(length);
  return { content, trace };
}

function lineEnd(content: string): string {
  return content.includes('\r\n') ? '\r\n' : '\n';
}
