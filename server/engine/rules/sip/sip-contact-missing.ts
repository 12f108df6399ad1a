import type { Severity } from '../../../../shared/severities';
import { hasAllHeaders, isExcerpt } from '../../sip/condition';
import { speaksRfc2543 } from '../../sip/old-forms';
import { factsOf } from '../../sip/facts';
import type { SipMessage } from '../../sip/message';
import { addressesOf, headerOf } from '../../sip/values';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'sip-contact-missing',
  title: 'An INVITE, or what accepts it, has no Contact, or not one SIP URI in it',
  severity: 'error',
  otherwise: [
    {
      severity: 'warning',
      when: 'inside a dialog, in a reliable provisional answer, and of a peer that speaks RFC 2543',
    },
  ],
  basis: 'must',
  applies: 'either',
  source: ['RFC 3261 §8.1.1.8, §12.1.1, §12.2.1.2, §20 (table 2)', 'RFC 3262 §3'],
  profiles: allProfiles,
  fixable: false,
  scope: 'message',
  of: ({ status, method }) => method === 'INVITE' && (status === null || (status > 100 && status < 300)),
  check({ message, sip, report }) {
    const severity = severityOf(sip);
    if (severity === null) return;
    const contact = headerOf(sip, 'contact');
    const isRequest = sip.startLine.kind === 'request';
    if (contact !== undefined && (!isRequest || isPlain(contact.value.text))) return;
    const chosen: Severity = severity === 'error' && speaksRfc2543(sip) ? 'warning' : severity;
    if (contact === undefined) {
      if (!hasAllHeaders(sip) || isExcerpt(sip)) return;
      report({
        in: message,
        at: sip.startLine,
        severity: chosen,
        message:
          `The ${isRequest ? 'INVITE' : 'answer'} has no Contact, so the other side does not know where to send ` +
          `${isRequest ? 'BYE and re-INVITE' : 'ACK and BYE'}: the call is refused, or cannot be ended. Its sender must write one.`,
      });
      return;
    }
    if (contact.value.text === '') return;
    const addresses = addressesOf(sip, 'contact');
    const [first] = addresses;
    if (first === undefined) return;
    if (addresses.length === 1 && /^sips?$/i.test(first.uri.scheme.text.trim())) return;
    // An address that cannot be read is a matter of syntax.
    if (addresses.length === 1 && contact.value.text !== '*' && first.uri.scheme.text === '') return;
    report({
      in: message,
      at: addresses[1] ?? contact.value,
      severity: chosen,
      message:
        'The Contact of an INVITE must be exactly one SIP or SIPS URI, which later requests go to. Others are ignored or ' +
        'refused: the sender must write one.',
    });
  },
});

/** Whether a value is nothing but one SIP URI in brackets, as it mostly is. */
function isPlain(value: string): boolean {
  return /^<sips?:[^<>,\s]+>$/.test(value);
}

/** How bad it is where a message of this kind has none; null where it needs none. */
function severityOf(sip: SipMessage): Severity | null {
  const { status, toTag } = factsOf(sip);
  if (status === null) return toTag === '' ? 'error' : 'warning';
  if (status >= 200) return 'error';
  return headerOf(sip, 'rseq') !== undefined ? 'warning' : null;
}
