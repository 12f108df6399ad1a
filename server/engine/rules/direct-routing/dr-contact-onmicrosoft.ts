import { defineRule, teamsProfiles } from '../rule';
import { contactsForMicrosoft, hasContactForMicrosoft } from './sbc-messages';

export const rule = defineRule({
  id: 'dr-contact-onmicrosoft',
  title: "The SBC's FQDN lies under onmicrosoft.com",
  severity: 'error',
  basis: 'teams',
  applies: 'sbc',
  source: ['Plan Direct Routing, "SBC domain names"'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'message',
  of: hasContactForMicrosoft,
  check(subject) {
    const { message, report } = subject;
    const [contact] = contactsForMicrosoft(subject);
    if (contact === undefined) return;
    const { host } = contact.uri;
    if (!`.${host.text.toLowerCase()}`.endsWith('.onmicrosoft.com')) return;
    report({
      in: message,
      at: host,
      message:
        'The FQDN of the SBC lies under onmicrosoft.com, which Direct Routing does not take: Microsoft refuses it. Register a ' +
        'domain of your own in the tenant, and give the SBC a name and a certificate of that domain.',
    });
  },
});
