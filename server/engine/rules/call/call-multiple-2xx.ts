import type { Severity } from '../../../../shared/severities';
import { allProfiles, defineRule } from '../rule';
import { endOf, type DialogEnd } from './dialog-ends';
import { firstOfEachTag, invitesOf, isSuccess, startOf, type Sent } from './transactions';

export const rule = defineRule({
  id: 'call-multiple-2xx',
  title: 'Several endpoints accept one INVITE',
  severity: 'warning',
  otherwise: [
    { severity: 'error', when: 'where one of them gets no ACK' },
    { severity: 'info', when: 'where each gets its ACK, and all but one a BYE' },
  ],
  basis: 'must',
  applies: 'either',
  source: ['RFC 3261 §13.2.2.4', 'RFC 5407 §3.1.2'],
  profiles: allProfiles,
  fixable: false,
  scope: 'call',
  of: ({ isForked }) => isForked,
  check({ call, signalling, report }) {
    for (const { answers } of invitesOf(call)) {
      const accepted = [...firstOfEachTag(answers.filter(isSuccess)).values()];
      const [first, second] = accepted;
      if (first === undefined || second === undefined) continue;
      const ends = accepted.map((sent) => ({ sent, ...endOf(signalling, sent) }));
      const judged = judge(ends);
      if (judged === null) continue;
      const { at, severity, text } = judged;
      const other = at === first ? second : first;
      report({
        in: at.in,
        at: startOf(at),
        ...(severity === 'warning' ? {} : { severity }),
        message: `${accepted.length} endpoints accepted this INVITE, each with a dialog of its own. ${text}`,
        related: [{ in: other.in, at: startOf(other), message: 'Another one that accepted.' }],
      });
    }
  },
});

type Judged = { readonly at: Sent; readonly severity: Severity; readonly text: string };

/** Null where nobody can tell what became of one of them. */
function judge(ends: readonly (DialogEnd & { readonly sent: Sent })[]): Judged | null {
  const unacknowledged = ends.find(({ ack }) => ack === 'missing');
  if (unacknowledged !== undefined)
    return {
      at: unacknowledged.sent,
      severity: 'error',
      text: 'This one gets no ACK and repeats its 200: the caller must acknowledge each, and end with BYE what it does not want.',
    };
  const open = ends.filter(({ bye }) => bye !== 'seen');
  const [, left] = open;
  if (left === undefined) {
    const [, second] = ends;
    if (second === undefined || ends.some(({ ack }) => ack !== 'seen')) return null;
    return {
      at: second.sent,
      severity: 'info',
      text: 'The caller acknowledged all of them and ended all but one, as it must.',
    };
  }
  if (open.some(({ bye }) => bye !== 'missing')) return null;
  return {
    at: left.sent,
    severity: 'warning',
    text: 'More than one of them goes on: the caller must end with BYE what it does not want, or the others talk to nobody.',
  };
}
