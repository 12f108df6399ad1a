import { SECOND } from '../../basics/durations';
import { allProfiles, defineRule } from '../rule';
import { goesOverUdp, relatedTo, repetitionOf, timesText } from './in-call';

export const rule = defineRule({
  id: 'sip-bye-unanswered',
  title: 'A BYE gets no answer',
  severity: 'warning',
  basis: 'observed',
  applies: 'either',
  source: ['RFC 3261 §15.1, §17.1.2.2'],
  profiles: allProfiles,
  fixable: false,
  scope: 'message',
  of: ({ status, method }) => status === null && method === 'BYE',
  check({ sip, traced, message, call, signalling, report }) {
    if (signalling.isCut(traced) || signalling.answersOf(traced).length > 0) return;
    const repetition = repetitionOf(signalling, traced);
    const isRepeated = repetition !== null && repetition.times >= 3 && repetition.span >= SECOND;
    if (!isRepeated && (goesOverUdp(traced) || !signalling.wouldShow('receiver', traced, 32 * SECOND)))
      return;
    report({
      in: message,
      at: sip.startLine,
      message:
        `The BYE is sent ${isRepeated ? timesText(repetition) : 'once, and for 32 s'}${isRepeated ? ' and' : ''} no answer comes. For its sender ` +
        'the call is over; the other side may go on with it. Look where the BYE goes: to the address in Contact, by way of ' +
        'Record-Route, through which NAT.',
      related: isRepeated ? relatedTo(call, repetition.last, 'The last repetition.') : [],
    });
  },
});
