import { octetLength } from '../../basics/octet-length';
import { chosenValue } from '../../basics/thresholds';
import { factsOf } from '../../sip/facts';
import type { SipMessage } from '../../sip/message';
import type { Call, CallMessage } from '../../calls/call';
import { isSip } from '../../traces/message';
import { allProfiles, defineRule } from '../rule';
import { goesOverUdp, repetitionOf } from './in-call';

export const rule = defineRule({
  id: 'sip-too-large-udp',
  title: 'A request is so large that UDP has to take it in pieces',
  severity: 'info',
  otherwise: [{ severity: 'warning', when: 'it is repeated and gets no answer' }],
  basis: 'must',
  applies: 'either',
  source: ['RFC 3261 §18.1.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'message',
  of: ({ status }) => status === null,
  check(subject) {
    const { message, sip, traced, facts, report } = subject;
    const most = chosenValue('sip-too-large-udp', facts.thresholds);
    if (!isLarge(sip, most) || !goesOverUdp(traced)) return;
    const { call, signalling } = subject;
    if (signalling.isCut(traced)) return;
    const repetition = repetitionOf(signalling, traced);
    const isLost = repetition !== null && repetition.times >= 3 && signalling.answersOf(traced).length === 0;
    if (!isLost && !isFirst(call, message, most)) return;
    report({
      in: message,
      at: sip.startLine,
      ...(isLost ? { severity: 'warning' } : {}),
      message:
        `This ${factsOf(sip).method} of ${octetLength(sip.content, 'crlf')} octets goes over UDP in several packets` +
        `${isLost ? ', is repeated, and gets no answer' : ''}. Firewalls and NATs often drop all but the first: over ${most} octets ` +
        'its sender must use TCP, or write less: fewer codecs, no superfluous headers.',
    });
  },
});

/** What takes more than one octet: a character that is not of ASCII, and a line end of one character. */
const wide = /[\u0080-\uffff]|(?:^|[^\r])\n/;

function isLarge({ startLine, content }: SipMessage, most: number): boolean {
  // There are never fewer octets than characters, and counting them takes longer.
  return (
    startLine.kind === 'request' &&
    (content.length > most ||
      (content.length > most / 3 && wide.test(content) && octetLength(content, 'crlf') > most))
  );
}

/** Said once a call and sender. */
function isFirst({ messages }: Call, own: CallMessage, most: number): boolean {
  const first = messages.find(
    ({ message, party }) =>
      party === own.party && isSip(message) && isLarge(message.parsed, most) && goesOverUdp(message),
  );
  return first?.place === own.place;
}
