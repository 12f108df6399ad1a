import { perObject } from '../../basics/memo';
import type { Body, Call, Exchange } from '../../calls/call';
import { sameAddress } from '../../network/address-classes';
import { attributeOf, defaultRtcpDestination, defaultRtpDestination, hasFlag, isRtp } from '../../sdp/query';
import type { MediaSection, Sdp } from '../../sdp/sdp';
import { factsOf } from '../../sip/facts';
import { isSip } from '../../traces/message';
import { hasMisspelt } from '../sdp/misspelling';
import { addOrMoveLine } from '../edits';
import { allProfiles, defineRule } from '../rule';
import type { Severity } from '../../../../shared/severities';
import { acceptedStreams, isParallel } from './streams';

export const rule = defineRule({
  id: 'oa-rtcp-mux-dropped',
  title: 'The answer does not agree to the rtcp-mux that was offered',
  severity: 'warning',
  otherwise: [
    { severity: 'error', when: 'where the offer has only one port for RTP and RTCP' },
    { severity: 'info', when: 'in profile `rfc`, where it has two' },
  ],
  basis: 'interop',
  applies: 'either',
  source: ['RFC 8035 §3.1', 'RFC 5761 §5.1.3'],
  profiles: allProfiles,
  fixable: true,
  scope: 'offer-answer',
  check(subject) {
    const { offer, answer, exchange, profile, report } = subject;
    if (answer.sdp.fragment) return;
    for (const { offered, answered } of acceptedStreams(offer.sdp, answer.sdp)) {
      const line = attributeOf(offered, 'rtcp-mux');
      if (line === null || !isRtp(answered) || hasFlag(answered, 'rtcp-mux')) continue;
      if (isAgreedToLater(exchange, answer, answered.index)) continue;
      // Written at the wrong level or with a slip: rules of their own speak of that.
      if (hasFlag(answer.sdp.session, 'rtcp-mux') || hasMisspelt(answered, 'rtcp-mux')) continue;
      // Last: who looks at the call is asked again with each keystroke.
      if (isFinalUnseen(subject.call)) return;
      const noFallback = hasOnePort(offer.sdp, offered);
      const edits = isParallel(offer.sdp, answer.sdp) ? addOrMoveLine(answer, answered, 'a=rtcp-mux') : null;
      report({
        in: answer,
        at: answered.line,
        message:
          'The offer has a=rtcp-mux, the answer has not, so RTCP needs a port of its own. ' +
          (noFallback
            ? 'The offer names none but the RTP port: RTCP gets lost. The answerer must add a=rtcp-mux.'
            : 'Both sides must open it, and firewalls must let it pass; easier is an answer with a=rtcp-mux.'),
        severity: severityOf(noFallback, profile === 'rfc'),
        related: [{ in: offer, at: line, message: 'rtcp-mux was offered here.' }],
        ...(edits === null ? {} : { fix: { title: 'Add a=rtcp-mux', edits } }),
      });
    }
  },
});

function severityOf(noFallback: boolean, isPlainSip: boolean): Severity {
  if (noFallback) return 'error';
  // To decline is the answerer's right; it is Teams that is known to want it.
  return isPlainSip ? 'info' : 'warning';
}

/** Of a provisional answer's preview and the final answer of the same dialog, the final one counts. */
function isAgreedToLater({ answers }: Exchange, answer: Body, index: number): boolean {
  const own = answers.findIndex(({ body }) => body === answer);
  return answers.slice(own + 1).some(({ body }) => {
    const media = body.sdp.media[index];
    if (body.toTag !== answer.toTag) return false;
    return body.isCut || (media !== undefined && hasFlag(media, 'rtcp-mux'));
  });
}

/** Whether the call went on behind its INVITE, whose final response the trace lacks: only what came before that is known. */
const isFinalUnseen = perObject(({ messages }: Call): boolean => {
  const all = messages.flatMap(({ message }) => (isSip(message) ? [factsOf(message.parsed)] : []));
  const isFinal = all.some(({ method, status }) => method === 'INVITE' && (status ?? 0) >= 200);
  return (
    !isFinal && all.some(({ method, status }) => status === null && (method === 'ACK' || method === 'BYE'))
  );
});

/** Whether the offer says outright that RTCP comes to the RTP port. */
function hasOnePort(sdp: Sdp, media: MediaSection): boolean {
  if (attributeOf(media, 'rtcp') === null) return false;
  const rtp = defaultRtpDestination(sdp, media);
  const rtcp = defaultRtcpDestination(sdp, media, true);
  if (rtp === null || rtcp === null) return false;
  return rtp.port === rtcp.port && sameAddress(rtp.address.text, rtcp.address.text);
}
