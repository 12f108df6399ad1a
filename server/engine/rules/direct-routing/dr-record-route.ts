import { isHeldToMicrosoft } from '../../calls/microsoft-hop';
import type { Call } from '../../calls/call';
import { perObject } from '../../basics/memo';
import { addressesOf, headersOf, type NameAddr } from '../../sip/values';
import type { SipMessage } from '../../sip/message';
import { deleteLine } from '../edits';
import { defineRule, teamsProfiles, type Fix } from '../rule';
import { inviteOrOptions, isAddressHost, isFirst, isToMicrosoft } from './sbc-messages';

export const rule = defineRule({
  id: 'dr-record-route',
  title: "The SBC's Record-Route holds an address, or another name than its Contact",
  severity: 'error',
  otherwise: [{ severity: 'warning', when: 'where it is another name than that of Contact' }],
  basis: 'teams',
  applies: 'sbc',
  source: ['Direct Routing SIP protocol, "Contact and Record-Route headers considerations"'],
  profiles: teamsProfiles,
  fixable: true,
  scope: 'message',
  of: isFirst(inviteOrOptions),
  check(subject) {
    const { call, message, sip, facts, report } = subject;
    if (!isToMicrosoft(subject)) return;
    // Of several values the topmost is the next hop.
    const [route] = addressesOf(sip, 'record-route');
    if (route === undefined) return;
    const { host } = route.uri;
    const fix = withoutRoute(sip);
    if (isAddressHost(host.text)) {
      if (!isHeldToMicrosoft(call, message, facts.network)) return;
      report({
        in: message,
        at: host,
        message:
          'The Record-Route holds an IP address. Microsoft takes it for the next hop before Contact, and checks it against ' +
          "the SBC's certificate, which fails with the call. The SBC must write its FQDN, or no Record-Route at all.",
        ...fix,
      });
      return;
    }
    const [contact] = addressesOf(sip, 'contact');
    if (contact === undefined || isSameHost(route, contact) || hasProxySbc(call)) return;
    report({
      in: message,
      at: host,
      severity: 'warning',
      message:
        `The Record-Route names ${host.text} and the Contact ${contact.uri.host.text}. Microsoft sends BYE and re-INVITE to ` +
        'the former. The SBC must write one name in both, or leave Record-Route out.',
      ...fix,
    });
  },
});

function isSameHost(one: NameAddr, other: NameAddr): boolean {
  return one.uri.host.text.toLowerCase() === other.uri.host.text.toLowerCase();
}

/** Whether a proxy SBC is on the way, which must record its route (Local Media Optimization). */
const hasProxySbc: (call: Call) => boolean = perObject(({ messages }) =>
  messages.some(
    ({ message: { parsed } }) =>
      parsed.kind === 'sip' && parsed.headers.some(({ id }) => /^x-ms-(?:user|mediapath)/.test(id)),
  ),
);

function withoutRoute(sip: SipMessage): { readonly fix?: Fix } {
  const headers = headersOf(sip, 'record-route');
  const [only] = headers;
  if (only === undefined || headers.length > 1 || addressesOf(sip, 'record-route').length > 1) return {};
  return { fix: { title: 'Leave Record-Route out', edits: [deleteLine(sip.content, only)] } };
}
