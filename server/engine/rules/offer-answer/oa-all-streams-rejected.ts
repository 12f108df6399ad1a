import type { Body, Exchange } from '../../calls/call';
import { isRejected, usedStreams } from '../../sdp/query';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'oa-all-streams-rejected',
  title: 'A call is accepted without any of its streams',
  severity: 'warning',
  otherwise: [{ severity: 'error', when: "in the 2xx that answers the call's first offer" }],
  basis: 'must',
  applies: 'either',
  source: ['RFC 3264 §6', 'RFC 3261 §13.3.1.3'],
  profiles: allProfiles,
  fixable: false,
  scope: 'offer-answer',
  check({ offer, answer, exchange, report }) {
    const { media } = answer.sdp;
    const [first] = media;
    if (first === undefined || answer.sdp.fragment || !media.every(isRejected)) return;
    if (usedStreams(offer.sdp).length === 0) return;
    const status = lastStatusOf(exchange, answer);
    const isFinal = status !== null && status >= 200;
    // What asks for capabilities is answered with port 0 (RFC 3264 §9); an early answer may be followed by another.
    if (exchange.method === 'OPTIONS' || (status !== null && !isFinal)) return;
    const isFirst = isFinal && exchange.method === 'INVITE' && offer.initial === true;
    report({
      in: answer,
      at: first.line,
      severity: isFirst ? 'error' : 'warning',
      message:
        'The answer refuses every stream with port 0, yet the request is accepted: the call stands without any media. ' +
        'Mostly no codec or kind of encryption fits. The answerer must take a stream, or refuse the request with 488.',
      related: [
        { in: offer, at: usedStreams(offer.sdp)[0]?.line ?? first.line, message: 'What was offered.' },
      ],
    });
  },
});

/** Of the last response of the dialog that refuses all as the answer does: only the first of them is looked at. */
function lastStatusOf({ answers }: Exchange, answer: Body): number | null {
  const last = answers.findLast(
    ({ body }) => body === answer || (body.toTag === answer.toTag && body.sdp.media.every(isRejected)),
  );
  return last?.status ?? null;
}
