import { factsOf } from '../../sip/facts';
import { replace } from '../edits';
import { defineRule, teamsProfiles } from '../rule';
import { contactsForMicrosoft, hasContactForMicrosoft, isAddressHost } from './sbc-messages';

export const rule = defineRule({
  id: 'dr-contact-fqdn',
  title: "The Contact of the SBC's request or answer holds an address, not its FQDN",
  severity: 'error',
  basis: 'teams',
  applies: 'sbc',
  source: [
    'Direct Routing SIP protocol, "Contact header"',
    'Direct Routing SIP protocol, "Use of FQDN name in Contact or Record-Route"',
  ],
  profiles: teamsProfiles,
  fixable: true,
  scope: 'message',
  of: hasContactForMicrosoft,
  check(subject) {
    const { message, sip, facts, report } = subject;
    // Microsoft looks at the first value only.
    const [contact] = contactsForMicrosoft(subject);
    if (contact === undefined) return;
    const { host } = contact.uri;
    if (!isAddressHost(host.text)) return;
    report({
      in: message,
      at: host,
      message:
        factsOf(sip).status === null
          ? 'The Contact holds an IP address. Microsoft finds the tenant by the FQDN in Contact and answers ' +
            '403 Forbidden: the SBC must put its FQDN there, the one on its certificate.'
          : 'The Contact of the answer holds an IP address. Microsoft sends BYE and re-INVITE there, and checks the name ' +
            "against the SBC's certificate, which fails: the SBC must put its FQDN there.",
      ...(facts.sbcFqdn === ''
        ? {}
        : { fix: { title: `Write ${facts.sbcFqdn}`, edits: [replace(host, facts.sbcFqdn)] } }),
    });
  },
});
