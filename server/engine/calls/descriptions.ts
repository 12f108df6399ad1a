/**
 * Session descriptions that stand alone: an SDP file, an excerpt. Each is a "call" of its own, but an answer
 * (`#!role answer`) that follows an offer (`#!role offer`) is judged against it.
 */
import { cryptosOf, hasFlag, hasIce } from '../sdp/query';
import type { TraceMessage } from '../traces/message';
import type { Body, Call, CallMessage, CallProfile, Exchange } from './call';
import type { Profile, Side } from '../../../shared/calls';
import { dialectOf } from './dialect';
import { chosenProfile } from './profile';

/** One call a description, or a pair of offer and answer. */
export function buildDescriptions(
  messages: readonly TraceMessage[],
  chosen: Profile | null,
): readonly Call[] {
  const calls: Call[] = [];
  const areUnmarked = messages.length > 1 && messages.every((message) => roleOf(message) === 'unknown');
  for (let at = 0; at < messages.length; at++) {
    const first = messages[at];
    const second = messages[at + 1];
    if (first === undefined) break;
    const isPair = roleOf(first) === 'offer' && second !== undefined && roleOf(second) === 'answer';
    calls.push({ ...buildCall(isPair ? [first, second] : [first], at, chosen), isUnpaired: areUnmarked });
    if (isPair) at++;
  }
  return calls;
}

function roleOf(message: TraceMessage): Body['role'] {
  return message.record.directives.role ?? 'unknown';
}

function buildCall(
  messages: readonly TraceMessage[],
  index: number,
  chosen: Profile | null,
): Omit<Call, 'isUnpaired'> {
  const profile = chosenProfile(chosen) ?? decideProfile(messages);
  const bodies = messages.map((message, place) => buildBody(message, place, profile));
  const [offer, answer] = bodies;
  const exchanges: readonly Exchange[] =
    offer !== undefined && offer.role === 'offer'
      ? [
          {
            offer,
            method: '',
            isRefused: false,
            answers: answer === undefined ? [] : [{ body: answer, status: null, repeats: null }],
          },
        ]
      : [];
  return {
    kind: 'sdp',
    key: `sdp ${index}`,
    callId: '',
    leg: 0,
    from: '',
    to: '',
    messages: bodies.map((body, place): CallMessage => {
      const message = messages[place];
      if (message === undefined) throw new RangeError('a body without its message');
      return { place, message, party: body.party, side: body.side, retransmissionOf: null };
    }),
    transactions: [],
    forks: [],
    exchanges,
    bodies,
    sides: { caller: offer?.side ?? 'unknown', callee: answer?.side ?? 'unknown' },
    profile,
    outcome: 'partial',
    status: null,
    reason: null,
    started: null,
    alerted: null,
    answered: null,
    ended: null,
  };
}

function buildBody(message: TraceMessage, place: number, profile: CallProfile): Body {
  const { parsed } = message;
  if (parsed.kind !== 'sdp') throw new TypeError('a SIP message is no bare description');
  return {
    place,
    sdp: parsed.sdp,
    content: parsed.content,
    isCut: false,
    standsAlone: true,
    part: null,
    party: place === 0 ? 'caller' : 'callee',
    side: sideOf(message, profile),
    role: roleOf(message),
    initial: null,
    toTag: null,
    previousAgreed: null,
  };
}

/**
 * What the file says; else, under a Teams profile, the SBC: whoever lints a lone description for Direct Routing
 * writes the SBC's. Of one that only speaks Microsoft's dialect nobody knows: both sides do.
 */
function sideOf(message: TraceMessage, profile: CallProfile): Side {
  const { parsed, record } = message;
  if (record.directives.side !== null) return record.directives.side;
  if (profile.name === 'rfc') return 'unknown';
  const speaks = parsed.kind === 'sdp' && !isLite(message) && dialectOf(parsed.sdp) === profile.reason;
  return speaks ? 'unknown' : 'sbc';
}

function isLite({ parsed }: TraceMessage): boolean {
  return parsed.kind === 'sdp' && hasFlag(parsed.sdp.session, 'ice-lite');
}

function decideProfile(messages: readonly TraceMessage[]): CallProfile {
  for (const { record } of messages) {
    if (record.directives.profile !== null) {
      return { name: record.directives.profile, reason: 'the file says so with #!profile' };
    }
  }
  if (messages.some(({ record }) => record.directives.side !== null)) {
    return messages.some(({ parsed }) => parsed.kind === 'sdp' && hasIce(parsed.sdp))
      ? { name: 'teams-bypass', reason: 'the file names a side with #!side and the SDP carries ICE' }
      : { name: 'teams-nonbypass', reason: 'the file names a side with #!side and no SDP carries ICE' };
  }
  if (messages.some((message) => isLite(message) && offersSdes(message))) {
    return { name: 'teams-bypass', reason: 'the SDP is ICE Lite with SDES, as media bypass wants it' };
  }
  const spoken = messages.flatMap(({ parsed }) =>
    parsed.kind === 'sdp' ? (dialectOf(parsed.sdp) ?? []) : [],
  );
  const [dialect] = spoken;
  if (dialect !== undefined) {
    const bypass = messages.some(
      ({ parsed }) => parsed.kind === 'sdp' && (parsed.sdp.fragment || hasIce(parsed.sdp)),
    );
    return { name: bypass ? 'teams-bypass' : 'teams-nonbypass', reason: dialect };
  }
  return { name: 'rfc', reason: 'nothing in this description names Microsoft Direct Routing' };
}

function offersSdes({ parsed }: TraceMessage): boolean {
  return parsed.kind === 'sdp' && parsed.sdp.media.some((media) => cryptosOf(media).length > 0);
}
