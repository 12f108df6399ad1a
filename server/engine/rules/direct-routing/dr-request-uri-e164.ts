import { isPstnHubHost } from '../../network/microsoft';
import { factsOf } from '../../sip/facts';
import { paramOf, parseUri } from '../../sip/uri';
import { defineRule, teamsProfiles } from '../rule';
import { invite, isFirst, isToMicrosoft } from './sbc-messages';
import { addPlus, isBareNumber } from './numbers';

/** Answers that tell that Microsoft knew nothing of the number. */
const refusals: ReadonlySet<number> = new Set([403, 404, 484]);

export const rule = defineRule({
  id: 'dr-request-uri-e164',
  title: 'The called number has no plus',
  severity: 'warning',
  otherwise: [{ severity: 'error', when: 'where Microsoft answers 403, 404 or 484' }],
  basis: 'teams',
  applies: 'sbc',
  source: ['Direct Routing SIP protocol, "Request-URI"', 'Microsoft and SIP response codes, 404 and 484'],
  profiles: teamsProfiles,
  fixable: true,
  scope: 'message',
  of: isFirst(invite),
  check(subject) {
    const { message, traced, sip, signalling, report } = subject;
    const { startLine } = sip;
    if (startLine.kind !== 'request' || !isToMicrosoft(subject)) return;
    const { user, host, params } = parseUri(sip.content, startLine.uri.start, startLine.uri.end);
    if (user === null || !isBareNumber(user.text) || !isPstnHubHost(host.text)) return;
    if ((paramOf(params, 'user')?.value?.text.toLowerCase() ?? 'phone') !== 'phone') return;
    const refusal = signalling
      .answersOf(traced)
      .map(({ parsed }) => factsOf(parsed).status ?? 0)
      .find((status) => refusals.has(status));
    report({
      in: message,
      at: user,
      ...(refusal === undefined ? {} : { severity: 'error' as const }),
      message:
        `The called number ${user.text} has no plus, by which Microsoft finds the user` +
        (refusal === undefined ? '' : `; it answers ${String(refusal)}`) +
        '. The SBC must send +, country code and number, unless a translation rule of the trunk adds them.',
      ...addPlus(user),
    });
  },
});
