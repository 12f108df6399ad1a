import { addressesOf } from '../../sip/values';
import { defineRule, teamsProfiles } from '../rule';
import { isFirst, isToMicrosoft, options } from './sbc-messages';

export const rule = defineRule({
  id: 'dr-contact-multiple',
  title: "The SBC's OPTIONS has several values in Contact, of which Microsoft uses the first",
  severity: 'info',
  basis: 'teams',
  applies: 'sbc',
  source: ['Direct Routing SIP protocol, "Contact header"'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'message',
  of: isFirst(options),
  check(subject) {
    const { message, sip, report } = subject;
    if (!isToMicrosoft(subject)) return;
    const [first, second] = addressesOf(sip, 'contact');
    if (first === undefined || second === undefined) return;
    report({
      in: message,
      at: second,
      message:
        `Microsoft uses the first value of Contact alone, ${first.uri.host.text}. The SBC should write that name, and no ` +
        'other one.',
    });
  },
});
