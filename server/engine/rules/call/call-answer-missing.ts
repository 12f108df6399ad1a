import type { Call, Exchange } from '../../calls/call';
import type { Signalling } from '../../evidence/signalling';
import { lacksDescription } from '../../sip/descriptions';
import { allProfiles, defineRule, type Report } from '../rule';
import {
  inLeg,
  isSuccess,
  reliableOf,
  sentAt,
  startOf,
  transactionAt,
  type Answered,
  type Sent,
} from './transactions';

export const rule = defineRule({
  id: 'call-answer-missing',
  title: 'An offer is accepted without an answer',
  severity: 'error',
  otherwise: [{ severity: 'warning', when: 'where a provisional answer that is not reliable had one' }],
  basis: 'must',
  applies: 'either',
  source: ['RFC 3261 §13.2.1, §13.2.2.4', 'RFC 3311 §5.2', 'RFC 6337 §2.2'],
  profiles: allProfiles,
  fixable: false,
  scope: 'call',
  check({ call, signalling, report }) {
    for (const exchange of call.exchanges) {
      if (exchange.method !== 'INVITE' && exchange.method !== 'UPDATE') continue;
      const carrier = sentAt(call, exchange.offer.place);
      if (carrier === null || signalling.isCut(carrier.message)) continue;
      if (carrier.facts.status === null) judgeAccepted(call, signalling, exchange, carrier, report);
      else if (carrier.facts.status >= 200) judgeAck(call, signalling, exchange, carrier, report);
    }
  },
});

function judgeAccepted(
  call: Call,
  signalling: Signalling,
  { method, answers }: Exchange,
  carrier: Sent,
  report: Report,
): void {
  const transaction = transactionAt(call, carrier.in.place);
  if (transaction === null) return;
  for (const accepted of transaction.answers.filter(isSuccess)) {
    if (!lacksDescription(accepted.sip)) continue;
    // A dialog goes by the callee's tag, who may ask, too.
    const toTag = carrier.in.party === 'caller' ? accepted.facts.toTag : accepted.facts.fromTag;
    const early = answers.filter(({ body }) => body.toTag === toTag);
    if (early.some(({ status }) => status === null || status >= 200)) continue;
    if (early.some(({ body }) => isReliable(transaction, body.place)) || hasPrack(signalling, accepted))
      continue;
    const isTold = early.length > 0;
    report({
      in: accepted.in,
      at: startOf(accepted),
      ...(isTold ? { severity: 'warning' as const } : {}),
      message:
        `The ${method} has an offer, and this ${accepted.facts.status ?? ''} no answer. ` +
        (isTold
          ? 'A provisional answer had one, but it was not sent reliably: the callee must repeat it here.'
          : 'Nobody knows where media goes: the callee must answer in its 2xx.'),
      related: [{ in: carrier.in, at: startOf(carrier), message: 'The offer.' }],
    });
  }
}

function isReliable(transaction: Answered, place: number): boolean {
  return reliableOf(transaction).some((each) => each.in.place === place);
}

/** A PRACK tells of a reliable answer, which may not be in the trace. */
function hasPrack(signalling: Signalling, { facts }: Sent): boolean {
  return signalling
    .ofMethod('PRACK')
    .some(({ parsed }) =>
      parsed.headers.some(({ id, value }) => id === 'to' && value.text.includes(facts.toTag)),
    );
}

function judgeAck(
  call: Call,
  signalling: Signalling,
  { answers }: Exchange,
  carrier: Sent,
  report: Report,
): void {
  if (answers.length > 0) return;
  const acks = signalling.acksOf(carrier.message);
  const [first] = acks;
  const ack = first === undefined ? null : inLeg(call, first);
  if (ack === null || !acks.every(({ parsed }) => lacksDescription(parsed))) return;
  report({
    in: ack.in,
    at: startOf(ack),
    message:
      `The ${carrier.facts.status ?? ''} carries the offer, as the INVITE had none, and this ACK no answer: the caller must ` +
      'answer in its ACK.',
    related: [{ in: carrier.in, at: startOf(carrier), message: 'The offer.' }],
  });
}
