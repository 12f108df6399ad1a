import { isMicrosoftHop, isOwnRequest } from '../../calls/microsoft-hop';
import { isLiteralAddress } from '../../network/address-classes';
import { addressesOf, methodOf } from '../../sip/values';
import { replace } from '../edits';
import { defineRule, teamsProfiles } from '../rule';

/** Requests by whose Contact Direct Routing finds the tenant. */
const methods: ReadonlySet<string> = new Set(['INVITE', 'OPTIONS']);

export const rule = defineRule({
  id: 'dr-contact-fqdn',
  title: "The Contact of the SBC's request holds an address, not its FQDN",
  severity: 'error',
  basis: 'teams',
  applies: 'sbc',
  source: ['Direct Routing SIP protocol, "Use of FQDN"', 'Direct Routing SIP protocol, "Contact header"'],
  profiles: teamsProfiles,
  fixable: true,
  scope: 'message',
  check({ call, message, sip, facts, report }) {
    if (sip.startLine.kind !== 'request' || !methods.has(methodOf(sip))) return;
    if (!isOwnRequest(sip) || !isMicrosoftHop(call, facts.network)) return;
    // Microsoft looks at the first value only.
    const [contact] = addressesOf(sip, 'contact');
    if (contact === undefined) return;
    const { host } = contact.uri;
    if (!isAddress(host.text)) return;
    report({
      in: message,
      at: host,
      message:
        'The Contact holds an IP address. Microsoft finds the tenant by the FQDN in Contact and answers ' +
        '403 Forbidden: the SBC must put its FQDN there, the one on its certificate.',
      ...(facts.sbcFqdn === ''
        ? {}
        : { fix: { title: `Write ${facts.sbcFqdn}`, edits: [replace(host, facts.sbcFqdn)] } }),
    });
  },
});

/** IPv6 stands in brackets in a URI. */
function isAddress(host: string): boolean {
  return isLiteralAddress(host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host);
}
