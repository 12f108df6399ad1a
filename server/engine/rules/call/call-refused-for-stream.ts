import type { Body, Call, CallMessage } from '../../calls/call';
import { isAudio, usedStreams } from '../../sdp/query';
import type { MediaSection } from '../../sdp/sdp';
import { factsOf } from '../../sip/facts';
import { headersOf } from '../../sip/values';
import { isSip, type SipTraceMessage } from '../../traces/message';
import { defineRule, teamsProfiles } from '../rule';

/** Refusals of a description: 488 Not Acceptable Here, and 606 for all places. */
const refusals: ReadonlySet<number> = new Set([488, 606]);
/** Warnings that blame something else than a kind of media (RFC 3261 §20.43): 304 is "media type not available". */
const otherCauses: ReadonlySet<string> = new Set([
  '300',
  '301',
  '302',
  '303',
  '305',
  '306',
  '307',
  '330',
  '331',
  '370',
]);

export const rule = defineRule({
  id: 'call-refused-for-stream',
  title: 'The SBC refuses a whole call that offers more than audio',
  severity: 'warning',
  otherwise: [
    { severity: 'error', when: 'where its Warning header says that a kind of media is not available' },
  ],
  basis: 'teams',
  applies: 'sbc',
  source: ['Direct Routing media protocols, "Handling M lines in SDP"', 'RFC 3264 §6', 'RFC 3261 §20.43'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'call',
  of: ({ isRefused }) => isRefused,
  check({ call, signalling, report }) {
    if (call.sides.callee !== 'sbc') return;
    for (const offer of call.bodies) {
      const other = offer.initial === false || offer.isCut ? null : streamBesideAudio(offer);
      const invite = call.messages[offer.place]?.message;
      if (other === null || invite === undefined || !isSip(invite) || !isInvite(invite)) continue;
      const refusal = signalling
        .answersOf(invite)
        .find(({ parsed }) => refusals.has(factsOf(parsed).status ?? 0));
      const at = call.messages.find(({ message }) => message === refusal);
      if (refusal === undefined || at === undefined) continue;
      const codes = warningsOf(refusal);
      if (codes.some((code) => otherCauses.has(code)) || isAudioRefused(call, at)) continue;
      const media = other.description.media.text;
      report({
        in: at,
        at: refusal.parsed.startLine,
        ...(codes.includes('304') ? { severity: 'error' as const } : {}),
        message:
          `The SBC refuses the whole call, which offers ${media} beside audio. If it refuses it for that, it must not: it ` +
          `must take the audio and reject the ${media} alone, by an m-line with port 0 in its answer.`,
        related: [{ in: offer, at: other.line, message: 'The stream that it may reject by port 0.' }],
      });
    }
  },
});

function isInvite({ parsed }: SipTraceMessage): boolean {
  const { status, method } = factsOf(parsed);
  return status === null && method === 'INVITE';
}

/** A stream in use that is no audio, of a description that has audio, too. */
function streamBesideAudio({ sdp }: Body): MediaSection | null {
  const streams = usedStreams(sdp);
  return streams.some(isAudio) ? (streams.find((media) => !isAudio(media)) ?? null) : null;
}

function warningsOf({ parsed }: SipTraceMessage): readonly string[] {
  return headersOf(parsed, 'warning').flatMap(({ value }) => /^\d{3}/.exec(value.text)?.[0] ?? []);
}

/** Whether the SBC refuses another offer, which has audio alone: then it is not the other stream that it minds. */
function isAudioRefused(call: Call, refusal: CallMessage): boolean {
  return call.bodies.some(
    (offer) =>
      offer.side === 'teams' &&
      usedStreams(offer.sdp).every(isAudio) &&
      call.messages.some(
        ({ message, place }) =>
          place !== refusal.place &&
          isSip(message) &&
          refusals.has(factsOf(message.parsed).status ?? 0) &&
          cseqOf(message) === cseqOf(call.messages[offer.place]?.message),
      ),
  );
}

function cseqOf(message: CallMessage['message'] | undefined): string | null {
  return message !== undefined && isSip(message) ? factsOf(message.parsed).cseq : null;
}
