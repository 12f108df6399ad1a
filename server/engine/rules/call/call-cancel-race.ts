import { allProfiles, defineRule } from '../rule';
import { endOf, isUsed } from './dialog-ends';
import { invitesOf, isSuccess, startOf, transactionsOf } from './transactions';

export const rule = defineRule({
  id: 'call-cancel-race',
  title: 'A CANCEL crosses the 200 that it came too late for',
  severity: 'info',
  otherwise: [{ severity: 'error', when: 'where that 200 gets no ACK, or the call no BYE' }],
  basis: 'must',
  applies: 'either',
  source: ['RFC 3261 §9.1, §15', 'RFC 5407 §3.1.2'],
  profiles: allProfiles,
  fixable: false,
  scope: 'call',
  of: ({ isCancelled }) => isCancelled,
  check({ call, signalling, report }) {
    const cancels = new Map(
      transactionsOf(call, 'CANCEL').map((each) => [each.request.facts.branch, each.request]),
    );
    for (const { request, answers } of invitesOf(call)) {
      const cancel = cancels.get(request.facts.branch);
      if (cancel === undefined || !signalling.isSameHop(cancel.message, request.message)) continue;
      for (const accepted of answers.filter(isSuccess)) {
        const { ack, bye } = endOf(signalling, accepted);
        const related = [{ in: cancel.in, at: startOf(cancel), message: 'The CANCEL, too late.' }];
        if (ack === 'missing' || (bye === 'missing' && !isUsed(signalling, accepted))) {
          report({
            in: accepted.in,
            at: startOf(accepted),
            severity: 'error',
            message:
              `The caller cancels, but the call was accepted, and no ${ack === 'missing' ? 'ACK' : 'BYE'} comes: the callee ` +
              'talks to nobody, and may be charged. Who cancels must still take a 200 that crosses his CANCEL, acknowledge ' +
              'it, and end the call with BYE.',
            related,
          });
        } else if (ack === 'seen' && bye === 'seen') {
          report({
            in: cancel.in,
            at: startOf(cancel),
            message:
              'The call was accepted before this CANCEL could end it. ACK and BYE follow, as they must: nothing is to be done.',
            related: [{ in: accepted.in, at: startOf(accepted), message: 'The 2xx.' }],
          });
          break;
        }
      }
    }
  },
});
