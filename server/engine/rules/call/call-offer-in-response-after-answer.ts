import type { Body, Call } from '../../calls/call';
import { lacksDescription } from '../../sip/descriptions';
import { allProfiles, defineRule } from '../rule';
import { answersIn, sentAt, startOf, transactionOf, type Sent } from './transactions';

export const rule = defineRule({
  id: 'call-offer-in-response-after-answer',
  title: 'SDP stands where it neither offers nor answers',
  severity: 'info',
  basis: 'should',
  applies: 'either',
  source: ['RFC 6337'],
  profiles: allProfiles,
  fixable: false,
  scope: 'call',
  check({ call, report }) {
    for (const body of call.bodies) {
      if (body.role !== 'answer' || body.isCut) continue;
      const sent = sentAt(call, body.place);
      if (sent === null || answersIn(call).has(body)) continue;
      const cause = idleCause(call, body, sent);
      if (cause === null) continue;
      report({
        in: body,
        at: body.sdp.media[0]?.line ?? startOf(sent),
        message:
          `This SDP answers nothing, as the ${cause.what}, and may not offer: who gets it ignores it. The sender should leave ` +
          'it out; where it tells something new, it must be offered with re-INVITE or UPDATE.',
        related: [{ in: cause.at.in, at: startOf(cause.at), message: 'What it belongs to.' }],
      });
    }
  },
});

/** Why a description answers nothing; null where the trace lacks what tells. */
function idleCause(call: Call, body: Body, sent: Sent): { readonly what: string; readonly at: Sent } | null {
  const { method, status, cseq } = sent.facts;
  if (status !== null) {
    if (method !== 'UPDATE' && method !== 'PRACK') return null;
    const asked = transactionOf(call, body.place);
    if (asked === null || !lacksDescription(asked.request.sip)) return null;
    return { what: `${method} has no offer`, at: asked.request };
  }
  if (method !== 'ACK') return null;
  const asked = call.exchanges.find((exchange) => {
    const carrier = sentAt(call, exchange.offer.place);
    return (
      exchange.answers.some(({ body: answer }) => answer.toTag === body.toTag) &&
      exchange.offer.party === body.party &&
      carrier?.facts.method === 'INVITE' &&
      carrier.facts.cseq === cseq
    );
  });
  const at = asked === undefined ? null : sentAt(call, asked.offer.place);
  return at === null ? null : { what: 'offer of the INVITE is answered already', at };
}
