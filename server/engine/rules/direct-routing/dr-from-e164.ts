import { addressesOf, headersOf } from '../../sip/values';
import { defineRule, teamsProfiles } from '../rule';
import { addPlus, isBareNumber } from './numbers';
import { invite, isFirst, isToMicrosoft } from './sbc-messages';

export const rule = defineRule({
  id: 'dr-from-e164',
  title: "The caller's number has no plus",
  severity: 'warning',
  basis: 'teams',
  applies: 'sbc',
  source: ['Direct Routing SIP protocol, "From header"'],
  profiles: teamsProfiles,
  fixable: true,
  scope: 'message',
  of: isFirst(invite),
  check(subject) {
    const { message, sip, report } = subject;
    if (!isToMicrosoft(subject)) return;
    const [from] = addressesOf(sip, 'from');
    const user = from?.uri.user ?? null;
    if (from === undefined || user === null || !isBareNumber(user.text)) return;
    // Who hides his number may write any one.
    if (from.uri.host.text.toLowerCase() === 'anonymous.invalid' || isPrivate(headersOf(sip, 'privacy')))
      return;
    report({
      in: message,
      at: user,
      message:
        `The caller's number ${user.text} has no plus. Microsoft matches it against blocked and known numbers as it stands. ` +
        'The SBC must send +, country code and number, unless a translation rule of the trunk adds them.',
      ...addPlus(user),
    });
  },
});

function isPrivate(privacy: readonly { readonly value: { readonly text: string } }[]): boolean {
  return privacy.some(({ value }) => /\b(?:id|user|header)\b/i.test(value.text));
}
