import type { Call } from '../../calls/call';
import type { Signalling } from '../../evidence/signalling';
import { factsOf } from '../../sip/facts';
import type { SipTraceMessage } from '../../traces/message';
import { allProfiles, defineRule } from '../rule';
import { finalOf, lastBefore, offersOf, settlementOf, statusOfFinal, type Offer } from './pending';
import { isInDialog, startOf } from './transactions';

export const rule = defineRule({
  id: 'call-offer-while-pending',
  title: 'A new offer is sent before the last one was answered',
  severity: 'error',
  otherwise: [{ severity: 'warning', when: 'where it was refused with 491 or 500 and sent again' }],
  basis: 'must',
  applies: 'either',
  source: ['RFC 3261 §14.1', 'RFC 3311 §5.1', 'RFC 6337 §2.2'],
  profiles: allProfiles,
  fixable: false,
  scope: 'call',
  check({ call, signalling, report }) {
    if (call.exchanges.length < 2) return;
    const offers = offersOf(call);
    for (const [place, offer] of offers.entries()) {
      if (offer.sent.facts.status !== null || !isInDialog(offer.sent)) continue;
      const before = lastBefore(offers, place, (each) => isOfSameDialog(each, offer));
      if (before === null || !isOpen(call, signalling, before, offer)) continue;
      const status = statusOfFinal(finalOf(signalling, offer.sent.message));
      const isRetried = isPutOff(status) && signalling.nextRequestOf(offer.sent.message) !== null;
      report({
        in: offer.sent.in,
        at: startOf(offer.sent),
        ...(isRetried ? { severity: 'warning' as const } : {}),
        message:
          `This ${offer.sent.facts.method} carries an offer while the last offer of the same sender has no answer yet` +
          `${isPutOff(status) ? `, and is refused with ${status ?? ''}` : ''}. The sender must wait for the answer: two open ` +
          'offers leave both sides with other ideas of the session.',
        related: [
          { in: before.sent.in, at: startOf(before.sent), message: 'The offer that waits for its answer.' },
        ],
      });
    }
  },
});

/** Who can take no offer now says so (RFC 3261 §14.2, RFC 3311 §5.2). */
function isPutOff(status: number | null): boolean {
  return status === 491 || status === 500;
}

function isOfSameDialog(earlier: Offer, { exchange, sent }: Offer): boolean {
  const { offer } = earlier.exchange;
  if (offer.party !== exchange.offer.party) return false;
  if (offer.toTag !== null && offer.toTag !== exchange.offer.toTag) return false;
  // The same request on another way is no further one.
  return earlier.sent.facts.status !== null || Number(earlier.sent.facts.cseq) < Number(sent.facts.cseq);
}

/** Whether an offer was surely open when a later one was sent. */
function isOpen(call: Call, signalling: Signalling, before: Offer, { exchange, sent }: Offer): boolean {
  const settled = settlementOf(call, signalling, before, exchange.offer.toTag);
  if (settled === null || settled.index < sent.message.index) return false;
  if (signalling.hasTwoClocks || mayBeSettledUnseen(signalling, before.sent.message, sent.message))
    return false;
  return (
    signalling.isBefore(sent.message, settled) || isPutOff(statusOfFinal(finalOf(signalling, sent.message)))
  );
}

/** A PRACK of a reliable answer that the trace lacks: the answer to the offer may have been in it (RFC 3262 §5). */
function mayBeSettledUnseen(
  signalling: Signalling,
  offering: SipTraceMessage,
  later: SipTraceMessage,
): boolean {
  const answers = signalling.answersOf(offering);
  return signalling
    .ofMethod('PRACK')
    .some(
      (prack) =>
        factsOf(prack.parsed).status === null &&
        prack.index > offering.index &&
        prack.index < later.index &&
        !answers.some((answer) => signalling.pracksOf(answer).includes(prack)),
    );
}
