import { addressClass } from '../../network/address-classes';
import { hasLostBrackets } from '../../sip/old-forms';
import { factsOf } from '../../sip/facts';
import { paramOf } from '../../sip/uri';
import { addressesOf, headerOf, topVia, type NameAddr } from '../../sip/values';
import type { Severity } from '../../../../shared/severities';
import type { SipTraceMessage } from '../../traces/message';
import { allProfiles, defineRule, type MessageSubject } from '../rule';

export const rule = defineRule({
  id: 'sip-contact-unreachable',
  title: 'The Contact names an address that the other side cannot reach',
  severity: 'warning',
  otherwise: [
    { severity: 'info', when: 'it is private and the other side is public: some peers repair that' },
  ],
  basis: 'interop',
  applies: 'either',
  source: ['RFC 3261 §8.1.1.8, §12.1.1', 'RFC 3581 §4', 'RFC 5626 §4'],
  profiles: allProfiles,
  fixable: false,
  scope: 'message',
  of: ({ has }) => has('contact'),
  check(subject) {
    const { message, sip, report } = subject;
    const header = headerOf(sip, 'contact');
    // Most name a host or an address that is neither.
    if (header === undefined || !odd.test(header.value.text) || !makesTarget(subject)) return;
    const [contact] = addressesOf(sip, 'contact');
    if (contact === undefined || hasLostBrackets(sip)) return;
    const fault = faultOf(contact, subject);
    if (fault !== null) report({ in: message, at: contact.uri.host, ...fault });
  },
});

/** What an unreachable host may begin with: `localhost`, 0, 10, 127, 172, 192, and IPv6. */
const odd = /[:@](?:localhost|0|1[0279]|\[)/i;

/** What a dialog begins with, and registrations. */
function makesTarget({ sip }: MessageSubject): boolean {
  const { status, method, toTag } = factsOf(sip);
  if (status === null)
    return (method === 'INVITE' && toTag === '') || method === 'REGISTER' || method === 'SUBSCRIBE';
  return method === 'INVITE' && status >= 200 && status < 300;
}

interface Fault {
  readonly severity?: Severity;
  readonly message: string;
}

function faultOf(contact: NameAddr, { sip, traced, call, message: own }: MessageSubject): Fault | null {
  const host = contact.uri.host.text.toLowerCase().replace(/^\[|\]$/g, '');
  const kind = host === 'localhost' ? 'loopback' : addressClass(host);
  const { source, destination } = traced.record.meta;
  if (kind === 'loopback' || kind === 'unspecified') {
    if (source === null || destination === null || isLocal(traced)) return null;
    return {
      message:
        `The Contact names ${host}, which means each host itself. ACK, BYE and calls to it never arrive: its sender must write an ` +
        'address that the other side can reach.',
    };
  }
  if (kind !== 'private' || destination === null || addressClass(destination.address) !== 'public')
    return null;
  const { parsed } = traced;
  // A connection that is kept open, or a registrar that sends answers where the request came from, needs no address.
  const isKept =
    paramOf(contact.uri.params, 'ob') !== undefined || paramOf(contact.params, 'reg-id') !== undefined;
  const transport = (topVia(parsed)?.transport ?? traced.record.meta.transport ?? '').toUpperCase();
  if (isKept || transport !== 'UDP') return null;
  if (factsOf(sip).method === 'REGISTER' && isRepaired(parsed)) return null;
  const earlier = call.messages.some(
    ({ place, party, message }) =>
      place < own.place &&
      party === own.party &&
      message.parsed.kind === 'sip' &&
      hasContactHost(message.parsed, host),
  );
  if (earlier) return null;
  return {
    severity: 'info',
    message:
      `The Contact names the private address ${host}, and the message goes to ${destination.address}. ACK and BYE arrive only if that ` +
      'side repairs it or a NAT does: its sender should write its public address, or an SBC replace it.',
  };
}

function isLocal({ record: { meta } }: SipTraceMessage): boolean {
  return [meta.source, meta.destination].some(
    (end) => end !== null && addressClass(end.address) === 'loopback',
  );
}

/** RFC 3581: the client asks for answers where its request came from. */
function isRepaired(message: SipTraceMessage['parsed']): boolean {
  const params = topVia(message)?.params ?? [];
  return paramOf(params, 'rport') !== undefined;
}

function hasContactHost(message: SipTraceMessage['parsed'], host: string): boolean {
  return addressesOf(message, 'contact').some(({ uri }) => uri.host.text.toLowerCase() === host);
}
