import { otherEnd } from '../../../../shared/ice';
import { ERROR_CODE } from '../../stun/attributes';
import { stunValue, type StunMessage } from '../../stun/message';
import type { TraceMessage } from '../../traces/message';
import { attributePlace, capital, reportVerdicts } from '../packets';
import { allProfiles, defineRule, type PacketSubject } from '../rule';
import { onePerFork, othersAlike, responsesOf, type SentResponse } from './stun-packets';

/** RFC 8445 §7.3.1.1 and RFC 8489 §6.3.1: each has a rule of its own. */
const withOwnRule: ReadonlySet<number> = new Set([420, 487]);

const meanings: ReadonlyMap<number, string> = new Map([
  [300, 'try another server: ICE has no servers, so a check must not be answered so'],
  [400, 'the request is malformed, or has no USERNAME or MESSAGE-INTEGRITY'],
  [401, 'the USERNAME is not known, or the password is another'],
  [403, 'forbidden'],
  [438, 'stale nonce: that belongs to TURN, and a check must not be answered so'],
  [500, 'an error of the server: the check may be sent again'],
]);

const id = 'stun-error-response';

export const rule = defineRule({
  id,
  title: 'A check is refused with an error that nothing in the trace explains',
  severity: 'warning',
  otherwise: [{ severity: 'error', when: 'where no check comes through' }],
  basis: 'must',
  applies: 'either',
  source: ['RFC 8489 §9.1.3, §14.8', 'RFC 5389 §10.1.2, §15.6', 'RFC 5245 §7.2, §19.2'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    reportVerdicts(subject, id, 'Look into its log for this transaction.', ERROR_CODE);
    const responses = responsesOf(subject);
    const explained = explainedMessages(subject);
    const byCode = new Map<number, SentResponse[]>();
    for (const each of responses) {
      const { stun, check, message } = each;
      if (stun.class !== 'error' || check.malformed !== null) continue;
      const code = codeOf(stun);
      if (withOwnRule.has(code) || explained.has(message) || explained.has(check.request)) continue;
      const list = byCode.get(code);
      if (list === undefined) byCode.set(code, [each]);
      else list.push(each);
    }
    const { names } = subject.replay;
    for (const [code, list] of byCode) {
      for (const { first, count } of onePerFork(list)) {
        const { sender, message, check } = first;
        subject.report({
          ...attributePlace(message, ERROR_CODE),
          message:
            `${capital(names[sender])} refuses a check of ${names[otherEnd(sender)]} with ${textOf(code)}. ` +
            `The trace does not show why: look into the log of ${names[sender]} for this transaction.${othersAlike(count)}`,
          related: [{ in: check.request, message: 'The check.' }],
        });
      }
    }
  },
});

/** What a verdict of the replay speaks of is told by that verdict's rule. */
function explainedMessages({ replay: { verdicts } }: PacketSubject): ReadonlySet<TraceMessage> {
  const told = verdicts.filter(
    ({ id, severity }) =>
      (id === 'wrong-password' ||
        id === 'wrong-username' ||
        id === 'check-refused' ||
        id === 'consent-refused') &&
      severity !== 'info',
  );
  return new Set(told.flatMap((verdict) => [verdict.in, ...verdict.related]));
}

function codeOf(stun: StunMessage): number {
  const value = stunValue(stun, ERROR_CODE);
  return value?.kind === 'error' ? value.code : 0;
}

function textOf(code: number): string {
  if (code === 0) return 'an error that has no ERROR-CODE';
  const meaning = meanings.get(code);
  return `${code}${meaning === undefined ? '' : ` (${meaning})`}`;
}
