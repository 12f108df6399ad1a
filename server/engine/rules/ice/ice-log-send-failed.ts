import type { UnsentCheck } from '../../calls/agent-logs';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'ice-log-send-failed',
  title: 'The host of an ICE agent does not send its checks',
  severity: 'warning',
  otherwise: [{ severity: 'info', when: 'where another pair of the agent is answered' }],
  basis: 'observed',
  applies: 'either',
  source: ['RFC 8445 §7.2.5.2', 'The error of the host, as sendto(2) names it'],
  profiles: allProfiles,
  fixable: false,
  scope: 'trunk',
  watch: () => (event, _later, report) => {
    if (event.kind !== 'unsent-check') return;
    const { agent, from, to, reason, isMended } = event;
    report({
      severity: isMended ? 'info' : 'warning',
      message:
        `${agent} cannot send its check${from === null ? '' : ` from ${from}`}${to === null ? '' : ` to ${to}`}: ${reason}. ` +
        `${adviceFor(event)} ${
          isMended
            ? 'Another pair of the agent was answered.'
            : 'The far end sees no check from there, and has no part in this.'
        }`,
    });
  },
});

function adviceFor({ reason }: UnsentCheck): string {
  if (/unreachable|no route/i.test(reason))
    return 'The host has no route there from this address: look at its interfaces, routes and VPN, or leave the candidate out.';
  if (/permission|not permitted|prohibited/i.test(reason))
    return 'A firewall or a rule of routing on the host itself forbids it: allow UDP from the media ports.';
  if (/invalid argument|cannot assign|family/i.test(reason))
    return 'The address that it is sent from does not go with the one that it is sent to: leave candidates of other interfaces or of the other IP family out.';
  return 'The packet never leaves the host: look there, not in the network.';
}
