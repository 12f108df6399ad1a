import type { Call, Exchange } from '../../calls/call';
import type { Signalling } from '../../evidence/signalling';
import { lacksDescription } from '../../sip/descriptions';
import { allProfiles, defineRule, type Report } from '../rule';
import { inLeg, isSuccess, sentAt, startOf, transactionAt } from './transactions';

export const rule = defineRule({
  id: 'call-prack-offer-unanswered',
  title: 'An offer in a PRACK, or in the answer that it acknowledges, gets no answer',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3262 §5'],
  profiles: allProfiles,
  fixable: false,
  scope: 'call',
  of: ({ isReliable }) => isReliable,
  check({ call, signalling, report }) {
    for (const exchange of call.exchanges) {
      if (exchange.answers.length > 0) continue;
      if (exchange.method === 'PRACK') judgePrack(call, exchange, report);
      else if (exchange.method === 'INVITE') judgeReliable(call, signalling, exchange, report);
    }
  },
});

function judgePrack(call: Call, { offer }: Exchange, report: Report): void {
  const prack = transactionAt(call, offer.place);
  const answer = prack?.answers.find(isSuccess);
  if (prack === null || answer === undefined || !lacksDescription(answer.sip)) return;
  report({
    in: answer.in,
    at: startOf(answer),
    message:
      'The PRACK carries an offer, and its 200 no answer: the callee must answer the offer in this 200. Without it the ' +
      'caller does not know what holds, and ends the call.',
    related: [{ in: offer, at: startOf(prack.request), message: 'The PRACK with the offer.' }],
  });
}

/** An INVITE without SDP, a reliable answer that offers, and a PRACK that does not answer. */
function judgeReliable(call: Call, signalling: Signalling, { offer }: Exchange, report: Report): void {
  const response = sentAt(call, offer.place);
  const status = response?.facts.status ?? null;
  if (response === null || status === null || status >= 200) return;
  const [prack] = signalling.pracksOf(response.message);
  const sent = prack === undefined ? null : inLeg(call, prack);
  if (prack === undefined || sent === null || !lacksDescription(prack.parsed)) return;
  const isRefused = signalling
    .answersOf(prack)
    .some(({ parsed: { startLine } }) => startLine.kind === 'status' && startLine.status >= 300);
  if (isRefused) return;
  report({
    in: sent.in,
    at: startOf(sent),
    message:
      `The ${status} that this PRACK acknowledges carries an offer, as the INVITE had none, and the PRACK no answer: the ` +
      'caller must answer the offer in the PRACK.',
    related: [{ in: response.in, at: startOf(response), message: 'The answer with the offer.' }],
  });
}
