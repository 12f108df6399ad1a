import { SECOND } from '../../basics/durations';
import { factsOf } from '../../sip/facts';
import { isSip } from '../../traces/message';
import { capital, checksOf, timeOf } from '../packets';
import { allProfiles, defineRule } from '../rule';

/** A lite agent may take what is not in use any more away after this time (RFC 8445 §8.3). */
const grace = 3 * SECOND;

export const rule = defineRule({
  id: 'call-forks-not-released',
  title: 'An endpoint that did not get the call goes on checking',
  severity: 'info',
  basis: 'should',
  applies: 'either',
  source: ['RFC 8445 §8.3', 'RFC 5245 §8.3.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    const { replay, call, report } = subject;
    const [active, ...others] = replay.forks.filter((fork) => fork.active);
    if (checksOf(subject).length === 0 || active === undefined || others.length > 0) return;
    const accepted = new Set(
      call.forks.flatMap(({ toTag, status }) => (status >= 200 && status < 300 ? [toTag] : [])),
    );
    const ack = call.messages.find(({ message }) => {
      const facts = isSip(message) ? factsOf(message.parsed) : null;
      return facts?.status === null && facts.method === 'ACK' && facts.toTag === active.toTag;
    });
    const since = timeOf(replay, ack?.message ?? null);
    if (ack === undefined || since === null) return;
    const told = new Set<number>();
    for (const { of, sender, request } of replay.checks) {
      const fork = replay.forks[of.fork];
      const at = timeOf(replay, request);
      if (fork === undefined || fork === active || told.has(of.fork) || fork.toTag === null) continue;
      if (accepted.has(fork.toTag) || at === null || at - since <= grace) continue;
      told.add(of.fork);
      report({
        in: request,
        message:
          `${capital(replay.names[sender])} still checks a fork that did not get the call, ` +
          `${((at - since) / SECOND).toFixed(1)} s after the ACK of the one that did. It is ignored, but holds ports at both ` +
          'ends: the endpoint should free what it opened once another one has answered.',
        related: [{ in: ack.message, message: 'The ACK of the fork that got the call.' }],
      });
    }
  },
});
