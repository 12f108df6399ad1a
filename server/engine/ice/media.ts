/**
 * Media against ICE: where the SBC sends, and whether that is right at that moment. Trace text folds RTP to streams, so
 * a stream is known by its first and its last packet.
 */
import { readTime } from '../trace-text/head';
import type { PacketMessage } from '../trace-text/packet';
import type { TraceMessage } from '../trace';
import { endsOf, type AttributionIndex } from './attribution';
import { SECOND, type Clock } from './clock';
import { addressText, type Address, type Change, type End } from './model';
import type { CallSessions, Session } from './session';

/** A stream of RTP, or a single packet of something else, on a session's addresses. */
export interface Flow {
  readonly session: Session;
  readonly sender: End;
  readonly message: TraceMessage;
  readonly kind: 'rtp' | 'rtcp' | 'dtls';
  readonly teams: Address;
  /** Microseconds of its first and last packet. */
  readonly first: number;
  readonly last: number;
}

/** How long media may go on to where it went before. */
const retargetTime = SECOND / 2;
const forkSwitchTime = SECOND;
/** RFC 8445 §11 wants something every 15 s; NATs forget after some 30 s. */
const longestSilence = 20 * SECOND;

/** Media of all calls; asked for when all checks are known, as they tell whose address is whose. */
export function flowsOf(
  packets: readonly { readonly message: TraceMessage; readonly parsed: PacketMessage }[],
  index: AttributionIndex,
  clock: Clock,
): readonly Flow[] {
  return packets.flatMap(({ message, parsed }) => {
    const { type, notes } = parsed;
    if (type !== 'rtp' && type !== 'rtcp' && type !== 'dtls') return [];
    const ends = endsOf(message);
    const found = ends === null ? null : index.flow(message, ends.from, ends.to);
    if (ends === null || found === null) return [];
    const { from, to } = ends;
    const { session, sender } = found;
    const first = clock.at(message);
    const last = type === 'rtp' ? (lastOf(parsed.content) ?? first) : first;
    const teams = sender === 'teams' ? from : to;
    const flow = { session, sender, message, kind: type, teams, first, last: Math.max(first, last) };
    tellFlow(flow, notes, from, to);
    return [flow];
  });
}

function tellFlow(flow: Flow, notes: string, from: Address, to: Address): void {
  const { session, sender, message, kind } = flow;
  if (kind === 'rtcp') return;
  const { of: call, index: fork } = session.fork;
  const what = kind === 'rtp' ? `sends media: ${notes}` : `speaks DTLS: ${notes}`;
  const changes: Change[] = [];
  // Early media is followed to where it comes from, until checks tell better.
  const isFirst =
    kind === 'rtp' && sender === 'teams' && session.mode === 'full-lite' && !session.wasStreamed;
  if (isFirst) session.wasStreamed = true;
  if (isFirst && !isBefore(session.firstSeen, message)) {
    changes.push({ kind: 'media', of: session.place, to: 'latched', destination: from });
    if (session.mediaState === 'none') session.mediaState = 'latched';
  }
  const where = kind === 'rtp' && sender === 'sbc' ? placeOf(flow) : '';
  call.journal.step(
    kind,
    message,
    fork,
    `${call.nameOf(sender)} ${what}, ${addressText(from)} to ${addressText(to)}${where}`,
    changes,
  );
}

/** Whether the SBC sends to the right place when it begins to. */
function placeOf({ session, message, teams }: Flow): string {
  if (session.mode !== 'full-lite' && session.mode !== 'both-full') return '';
  if (session.selected !== null && isBefore(session.completedBy, message)) {
    return addressText(session.selected.teams) === addressText(teams)
      ? ', the nominated pair'
      : ', not the nominated pair';
  }
  return isBefore(session.firstSeen, message) ? ', before a nomination' : ', before any check was answered';
}

function isBefore(one: TraceMessage | null, other: TraceMessage): boolean {
  return one !== null && one.index < other.index;
}

/** Judges the media of one call. */
export function judgeMedia(call: CallSessions, flows: readonly Flow[], clock: Clock): void {
  const media = flows.filter(({ kind }) => kind === 'rtp');
  judgeEarlyMedia(call, media);
  judgeFork(call, media, clock);
  for (const fork of call.forks) {
    const { main } = fork;
    if (main?.state !== 'completed' || !isInUse(call, main)) continue;
    judgePath(call, main, media, clock);
    judgeKeepAlive(call, main, flows, clock);
  }
}

/** Early media of several forks: the SBC follows the one that streams first. */
function judgeEarlyMedia(call: CallSessions, media: readonly Flow[]): void {
  const until = call.answeredBy?.index ?? Infinity;
  const early = media.filter(({ message }) => message.index < until);
  const first = early.find(({ sender }) => sender === 'teams');
  if (first === undefined) return;
  const wrong = early.find(
    ({ sender, session, message }) =>
      sender === 'sbc' && session.fork !== first.session.fork && message.index > first.message.index,
  );
  if (wrong === undefined) return;
  call.journal.verdict({
    id: 'early-media-latch',
    severity: 'warning',
    evidence: 'observed',
    message: `${call.nameOf('sbc')} sends early media to ${addressText(wrong.teams)}, but ${addressText(first.teams)} of another fork streamed first: it must stay with the first until the call is answered`,
    fork: wrong.session.fork.index,
    in: wrong.message,
    related: [first.message],
    rules: ['media-early-latch'],
  });
}

/** After the 200 of one fork media of the SBC belongs there. */
function judgeFork(call: CallSessions, media: readonly Flow[], clock: Clock): void {
  const { answeredBy } = call;
  const winner = call.forks.find(({ active }) => active);
  if (answeredBy === null || winner === undefined) return;
  const since = clock.at(answeredBy);
  for (const flow of media) {
    const { sender, session, last, teams, message } = flow;
    if (sender !== 'sbc' || session.fork === winner || last <= since + forkSwitchTime) continue;
    if (isAddressOf(winner.main, teams)) continue;
    call.journal.verdict({
      id: 'wrong-fork',
      severity: 'error',
      evidence: 'observed',
      message: `${call.nameOf('sbc')} sends media to ${addressText(teams)} up to ${((last - since) / SECOND).toFixed(1)} s after the 200 of another fork (${winner.toTag ?? ''}): the caller is not heard`,
      fork: session.fork.index,
      in: message,
      related: [answeredBy],
      rules: ['call-fork-switch'],
    });
  }
}

function judgePath(call: CallSessions, session: Session, media: readonly Flow[], clock: Clock): void {
  const { selected, completedBy } = session;
  if (selected === null || completedBy === null) return;
  const since = Math.max(clock.at(completedBy), call.answeredBy === null ? 0 : clock.at(call.answeredBy));
  for (const { sender, session: of, last, teams, message } of media) {
    if (sender !== 'sbc' || of !== session || last <= since + retargetTime) continue;
    if (addressText(teams) === addressText(selected.teams) || !isSameComponent(session, teams)) continue;
    call.journal.verdict({
      id: 'wrong-path',
      severity: 'error',
      evidence: 'observed',
      message: `${call.nameOf('sbc')} sends media to ${addressText(teams)} after ${addressText(selected.teams)} was nominated: the nominated pair must be used`,
      fork: session.fork.index,
      in: message,
      related: [completedBy],
      rules: ['ice-nominated-not-used'],
    });
  }
}

/** Silence of Teams on the selected pair; claimed only where the capture has media, which a filter may leave out. */
function judgeKeepAlive(call: CallSessions, session: Session, flows: readonly Flow[], clock: Clock): void {
  const { selected, completedBy } = session;
  if (selected === null || completedBy === null) return;
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
  let until = clock.at(completedBy);
  for (const { first, last, message } of signs) {
    if (first - until > longestSilence) {
      call.journal.verdict({
        id: 'keepalive-gap',
        severity: 'warning',
        evidence: 'observed',
        message: `${call.nameOf('teams')} sends nothing on ${key} for ${((first - until) / SECOND).toFixed(1)} s: consent and NAT bindings run out`,
        fork: session.fork.index,
        in: message,
        rules: ['stun-keepalive-gap'],
      });
    }
    until = Math.max(until, last);
  }
}

/** Whether a session's media matters: its fork answered the call, or nobody has yet. */
function isInUse(call: CallSessions, { fork }: Session): boolean {
  return fork.active || !call.forks.some(({ active }) => active);
}

function isSameComponent(session: Session, teams: Address): boolean {
  const component = session.candidateAt('teams', teams)?.component;
  return component === undefined || component === 1;
}

function isAddressOf(session: Session | null, teams: Address): boolean {
  return session?.pairs.some((pair) => addressText(pair.teams) === addressText(teams)) === true;
}

/** The time of a stream's last packet, as its block tells it. */
function lastOf(content: string): number | null {
  const at = content.indexOf(', until ');
  if (at === -1) return null;
  const end = content.indexOf('\n', at);
  return readTime(content.slice(at + ', until '.length, end === -1 ? undefined : end).trim())?.micros ?? null;
}
