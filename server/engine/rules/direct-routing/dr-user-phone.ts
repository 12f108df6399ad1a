import { factsOf } from '../../sip/facts';
import { paramOf, parseUri } from '../../sip/uri';
import { defineRule, teamsProfiles } from '../rule';
import { isNumber } from './numbers';
import { invite, isFirst, isToMicrosoft } from './sbc-messages';

export const rule = defineRule({
  id: 'dr-user-phone',
  title: 'The called number lacks user=phone',
  severity: 'info',
  basis: 'teams',
  applies: 'sbc',
  source: ['Direct Routing SIP protocol, "Use of Request-URI parameter user=phone"'],
  profiles: teamsProfiles,
  fixable: true,
  scope: 'message',
  of: isFirst(invite),
  check(subject) {
    const { call, message, sip, report } = subject;
    const { startLine } = sip;
    if (startLine.kind !== 'request' || !isToMicrosoft(subject)) return;
    const { user, params, headers, end } = parseUri(sip.content, startLine.uri.start, startLine.uri.end);
    if (user === null || !isNumber(user.text) || paramOf(params, 'user') !== undefined) return;
    // An INVITE that is sent again, with credentials or elsewhere, says nothing new.
    const first = call.messages.find(
      ({ message: { parsed } }) =>
        parsed.kind === 'sip' && factsOf(parsed).status === null && factsOf(parsed).method === 'INVITE',
    );
    if (first?.place !== message.place) return;
    const at = headers === null ? end : headers.start - 1;
    report({
      in: message,
      at: startLine.uri,
      message:
        'Microsoft recommends user=phone in the Request-URI: without it, it guesses whether this is a number or a SIP ' +
        'address. The SBC should add it.',
      fix: { title: 'Add user=phone', edits: [{ start: at, end: at, newText: ';user=phone' }] },
    });
  },
});
