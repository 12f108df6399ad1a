import { otherParty, type Party } from '../../../../shared/calls';
import { allProfiles, defineRule } from '../rule';
import { finalOf, offersOf, statusOfFinal, type Offer } from './pending';
import { isInDialog, startOf } from './transactions';

export const rule = defineRule({
  id: 'call-glare',
  title: 'Offers of both sides cross',
  severity: 'info',
  otherwise: [{ severity: 'warning', when: 'where neither is refused with 491' }],
  basis: 'must',
  applies: 'either',
  source: ['RFC 3261 §14.1, §14.2', 'RFC 5407', 'RFC 3311 §5.2'],
  profiles: allProfiles,
  fixable: false,
  scope: 'call',
  check({ call, signalling, report }) {
    if (call.exchanges.length < 3) return;
    const last = { caller: new Map<string | null, Offer>(), callee: new Map<string | null, Offer>() };
    for (const later of offersOf(call)) {
      if (later.sent.facts.status !== null || !isInDialog(later.sent)) continue;
      const { party, toTag } = later.exchange.offer;
      last[party].set(toTag, later);
      const earlier = last[otherParty(party)].get(toTag);
      if (earlier === undefined) continue;
      const one = finalOf(signalling, earlier.sent.message);
      const other = finalOf(signalling, later.sent.message);
      if (one === null || other === null || one.index < later.sent.message.index) continue;
      const isRefused = [one, other].some((final) => statusOfFinal(final) === 491);
      // What was sent as soon as the first one was answered may only have overtaken its answer.
      if (!isRefused && !signalling.isBefore(later.sent.message, one)) continue;
      report({
        in: later.sent.in,
        at: startOf(later.sent),
        ...(isRefused ? {} : { severity: 'warning' as const }),
        message:
          `This ${later.sent.facts.method} crosses the ${earlier.sent.facts.method} of the other side. ` +
          (isRefused
            ? `Who was refused with 491 tries again: ${pauseOf('caller')}, ${pauseOf('callee')}.`
            : 'Neither was refused with 491, so each side may hold another offer for the last one: who gets an offer while ' +
              'his own is open must refuse it with 491.'),
        related: [
          { in: earlier.sent.in, at: startOf(earlier.sent), message: 'The offer of the other side.' },
        ],
      });
    }
  },
});

/** How long to wait: who made the Call-ID waits longer (RFC 3261 §14.1). */
function pauseOf(party: Party): string {
  return party === 'caller' ? 'the caller after 2.1 to 4 s' : 'the callee within 2 s';
}
