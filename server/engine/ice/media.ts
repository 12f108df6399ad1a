/**
 * Media against ICE: where the SBC sends, and whether that is right at that moment. Trace text folds RTP to streams, so
 * a stream is known by its first and its last packet.
 */
import type { TraceEvidence } from '../evidence/evidence';
import { leaveToMiss } from './leave';
import type { StreamFacts } from '../trace-text/blocks/rtp';
import type { PacketMessage, PacketOf } from '../trace-text/packet';
import type { TraceMessage } from '../traces/message';
import type { AttributionIndex } from './attribution';
import { SECOND } from '../basics/durations';
import type { Clock } from '../evidence/clock';
import { ownersOf, type MediaOwner } from './media-owner';
import { MediaJudge, type JudgedFlow } from './media-judgement';
import { addressText, isSamePlace } from './address';
import type { Address, Change } from '../../../shared/ice';
import type { Protections } from './protection';
import type { CallSessions, Session } from './session';
import type { FlowContent, PlaceOfMedia } from './steps/index';

/** A stream of RTP, or a single packet of something else, on a session's addresses. */
export interface Flow extends MediaOwner {
  readonly message: TraceMessage;
  readonly kind: 'rtp' | 'rtcp' | 'dtls';
  readonly source: Address;
  readonly destination: Address;
  /** Where Teams' end of it is. */
  readonly teams: Address;
  /** Null for DTLS. */
  readonly block: MediaFacts | null;
  /** Microseconds of its first and last packet. */
  readonly first: number;
  readonly last: number;
}

/** What is told of packets of RTP, or of one of RTCP. */
type MediaFacts = Pick<StreamFacts, 'ssrc' | 'packets' | 'last' | 'samples'>;

/** How long media may go on to where it went before. */
const forkSwitchTime = SECOND;
/** RFC 8445 §11 wants something every 15 s; NATs forget after some 30 s. */
const longestSilence = 20 * SECOND;
/** Consent is asked for this often, on average (RFC 7675 §5.1). */
const consentPace = 5 * SECOND;

/** Media of all calls; asked for when all checks are known, as they tell whose address is whose. */
export function flowsOf(
  packets: readonly { readonly message: TraceMessage; readonly parsed: PacketMessage }[],
  index: AttributionIndex,
  { clock, lostBetween }: TraceEvidence,
  protections: Protections,
): readonly Flow[] {
  return packets.flatMap(({ message, parsed }) => {
    if (parsed.type !== 'rtp' && parsed.type !== 'rtcp' && parsed.type !== 'dtls') return [];
    const { type } = parsed;
    const ends = index.endsOf(message);
    if (ends === null) return [];
    const { from, to } = ends;
    const block = parsed.type === 'dtls' ? null : factsOf(parsed);
    const owners = ownersOf({ message, type, from, to, samples: block?.samples ?? [] }, index, protections);
    return owners.map((owner) => {
      const flow: Flow = {
        ...owner,
        message,
        kind: type,
        source: from,
        destination: to,
        teams: owner.sender === 'teams' ? from : to,
        block,
        first: clock.at(message),
        last: clock.lastOf(message),
      };
      if (lostBetween.has(message))
        owner.session.stuck.push({
          sender: owner.sender,
          what: 'media',
          packets: block?.packets ?? 0,
          message,
        });
      tellFlow(flow, parsed);
      return flow;
    });
  });
}

function factsOf(parsed: PacketOf<'rtp' | 'rtcp'>): MediaFacts {
  if (parsed.type === 'rtp') return { ...parsed.stream, packets: countOnce(parsed.stream) };
  const { ssrc, octets } = parsed;
  const samples = octets === null ? [] : [{ frame: 0, after: 0, rollovers: 0, bytes: octets }];
  return { ssrc, packets: 1, last: null, samples };
}

function tellFlow(flow: Flow, parsed: PacketOf<'rtp' | 'rtcp' | 'dtls'>): void {
  const { session, sender, message, kind, source, destination, by, isHairpin } = flow;
  if (parsed.type === 'rtcp') return;
  const changes: Change[] = [];
  // Early media is followed to where it comes from, until checks tell better.
  const isFirst =
    kind === 'rtp' && sender === 'teams' && session.mode === 'full-lite' && session.streamedFirst === null;
  if (isFirst) session.streamedFirst = message;
  if (isFirst && !isBefore(session.firstSeen, message)) {
    changes.push({ kind: 'media', of: session.place, to: 'latched', destination: source });
    if (session.mediaState === 'none') session.mediaState = 'latched';
  }
  const place = kind === 'rtp' && sender === 'sbc' ? placeOf(flow) : null;
  session.fork.of.journal.step(
    {
      id: 'flow',
      flow: flowFactsOf(parsed),
      sender,
      source,
      destination,
      knownBy: by,
      isHairpin,
      place,
    },
    { in: message, fork: session.fork.index, changes },
  );
}

function flowFactsOf(parsed: PacketOf<'rtp' | 'dtls'>): FlowContent {
  if (parsed.type === 'dtls') return { is: 'dtls', about: parsed.about };
  const { packets, octets } = parsed.stream;
  const once = countOnce(parsed.stream);
  return { is: 'rtp', packets: once, octets: packets === 0 ? 0 : Math.round((octets * once) / packets) };
}

/** Packets that were sent: what the capture has twice counts once. */
function countOnce({ packets, twice }: StreamFacts): number {
  return Math.max(1, packets - (twice ?? 0));
}

/** Whether the SBC sends to the right place when it begins to. */
function placeOf({ session, message, teams }: Flow): PlaceOfMedia | null {
  if (session.mode !== 'full-lite' && session.mode !== 'both-full') return null;
  const nominated = session.nominations.findLast(({ in: by }) => isBefore(by, message));
  if (nominated !== undefined)
    return isSamePlace(nominated.pair.teams, teams) ? 'nominated' : 'not-nominated';
  return isBefore(session.firstSeen, message) ? 'before-nomination' : 'before-check';
}

function isBefore(one: TraceMessage | null, other: TraceMessage): boolean {
  return one !== null && one.index < other.index;
}

/** Judges the media of one call. */
export function judgeMedia(call: CallSessions, flows: readonly Flow[], evidence: TraceEvidence): void {
  judgePlaces(call, flows, evidence);
  for (const { main } of call.forks) {
    if (main?.state === 'completed' && isInUse(call, main)) judgeKeepAlive(call, main, flows, evidence);
  }
}

/** Where the SBC sends. */
function judgePlaces(call: CallSessions, flows: readonly Flow[], evidence: TraceEvidence): void {
  const { clock } = evidence;
  const media = flows.flatMap((flow) => (flow.kind === 'rtp' ? [{ ...flow, of: flow.session.place }] : []));
  if (media.length === 0) return;
  const forks = call.forks.map(({ active, sessions }) => ({ name: 'another fork', active, sessions }));
  const judge = new MediaJudge(forks, call.journal.allSteps(), media, call.answeredBy, clock);
  let isLatchTold = false;
  for (const flow of media) {
    if (flow.sender !== 'sbc') continue;
    const stretches = judge.judge(flow);
    if (!isLatchTold && stretches[0]?.breaks === 'early-media' && judge.streamedFirst !== null) {
      tellEarlyMedia(call, flow, judge.streamedFirst);
      isLatchTold = true;
    }
    if (stretches.some(({ breaks }) => breaks === 'other-fork')) tellWrongFork(call, flow, clock);
    const wrong = stretches.find(({ breaks }) => breaks === 'nominated-pair');
    if (wrong !== undefined && flow.by === 'addresses') tellWrongPath(call, flow, wrong.first, clock);
    else if (wrong !== undefined) tellWrongTarget(call, flow, wrong.first, media, evidence);
  }
}

/** Early media of several forks: the SBC follows the one that streams first. */
function tellEarlyMedia(call: CallSessions, { teams, session, message }: Flow, first: JudgedFlow): void {
  call.journal.verdict(
    { id: 'early-media-latch', to: teams, first: first.teams },
    { fork: session.fork.index, in: message, related: [first.message] },
  );
}

/** After the 200 of one fork media of the SBC belongs there. */
function tellWrongFork(call: CallSessions, flow: Flow, clock: Clock): void {
  const { teams, session, message, first, last, block } = flow;
  const { answeredBy } = call;
  const winner = call.forks.find(({ active }) => active);
  if (answeredBy === null || winner === undefined) return;
  const since = clock.at(answeredBy) + clock.doubtOf(answeredBy);
  const isShort = last <= since + forkSwitchTime;
  // What was on its way to another fork when the call was answered is no defect.
  if (isShort && first <= since) return;
  call.journal.verdict(
    {
      id: 'wrong-fork',
      to: teams,
      winner: winner.toTag ?? '',
      packets: block?.packets ?? 1,
      micros: last - since,
      short: isShort,
    },
    { fork: session.fork.index, in: message, related: [answeredBy] },
  );
}

/** @param since microseconds from which on media should have gone elsewhere */
function tellWrongPath(
  call: CallSessions,
  { session, teams, message }: Flow,
  since: number,
  clock: Clock,
): void {
  const { fork, nominations } = session;
  const wanted = nominations.findLast(({ in: by }) => clock.at(by) <= since);
  if (wanted === undefined || session !== fork.main || !isInUse(call, session)) return;
  // A check from there that the trace lost, or the end of, may have nominated it.
  if (session.hasCutChecks || session.lostFrom.has(addressText(teams))) return;
  call.journal.verdict(
    { id: 'wrong-path', to: teams, nominated: wanted.pair.teams },
    { fork: fork.index, in: message, related: [wanted.in] },
  );
}

/** The SBC sends to an address that nobody told: claimed only where the capture would show that a check came from it. */
function tellWrongTarget(
  call: CallSessions,
  { session, teams, message, block, last }: Flow,
  since: number,
  media: readonly Flow[],
  evidence: TraceEvidence,
): void {
  const { clock } = evidence;
  const { fork, nominations } = session;
  const wanted = nominations.findLast(({ in: by }) => clock.at(by) <= since);
  const began = call.call?.messages[0]?.message;
  if (wanted === undefined || began === undefined || session !== fork.main || !isInUse(call, session)) return;
  const { warrant } = leaveToMiss(call, session, evidence, {
    of: session.checker,
    since: clock.at(began),
    until: last,
    // Of a check and of its nomination.
    times: 2,
    answer: null,
  });
  if (warrant === null) return;
  const source = media.find((each) => each.sender === 'teams' && isSamePlace(each.source, teams));
  call.journal.verdict(
    {
      id: 'media-wrong-target',
      to: teams,
      packets: block?.packets ?? 1,
      nominated: wanted.pair.teams,
      isLatched: source !== undefined,
    },
    {
      fork: fork.index,
      in: message,
      related: [wanted.in, ...(source === undefined ? [] : [source.message])],
      evidence: 'observed',
      warrant,
    },
  );
}

/** Silence of Teams on the selected pair; claimed only where the capture has media, which a filter may leave out. */
function judgeKeepAlive(
  call: CallSessions,
  session: Session,
  flows: readonly Flow[],
  evidence: TraceEvidence,
): void {
  const { clock } = evidence;
  const { selected, settledBy } = session;
  if (selected === null || settledBy === null) return;
  if (!flows.some(({ session: of, kind }) => of === session && kind === 'rtp')) return;
  const key = addressText(selected.teams);
  const signs = flows
    .filter(
      ({ session: of, sender, teams }) => of === session && sender === 'teams' && addressText(teams) === key,
    )
    .map(({ first, last, message }) => ({ first, last, message }));
  for (const message of session.signsOfLife)
    signs.push({ first: clock.at(message), last: clock.at(message), message });
  if (call.endedBy !== null) {
    const end = clock.at(call.endedBy);
    signs.push({ first: end, last: end, message: call.endedBy });
  }
  signs.sort((a, b) => a.first - b.first);
  let until = clock.at(settledBy);
  for (const { first, last, message } of signs) {
    if (first - until > longestSilence) {
      const { warrant } = leaveToMiss(call, session, evidence, {
        of: 'teams',
        since: until,
        until: first,
        times: Math.floor((first - until) / consentPace),
        answer: null,
      });
      if (warrant !== null)
        call.journal.verdict(
          { id: 'keepalive-gap', teams: selected.teams, micros: first - until },
          { fork: session.fork.index, in: message, evidence: 'observed', warrant },
        );
    }
    until = Math.max(until, last);
  }
}

/** Whether a session's media matters: its fork answered the call, or nobody has yet. */
function isInUse(call: CallSessions, { fork }: Session): boolean {
  return fork.active || !call.forks.some(({ active }) => active);
}
