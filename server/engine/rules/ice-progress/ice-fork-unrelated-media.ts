import { addressText } from '../../ice/address';
import { isSteady, rtpFrom } from '../media/streams';
import { checksOf, capital } from '../packets';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'ice-fork-unrelated-media',
  title: 'Media comes from a fork that never sent a check',
  severity: 'info',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8445 §12.1', 'RFC 5245 §12.3'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    const { replay, report } = subject;
    if (checksOf(subject).length === 0) return;
    const checking = new Set(replay.checks.map(({ of }) => of.fork));
    const told = new Set<number>();
    for (const stream of rtpFrom(replay, 'teams')) {
      const { fork } = stream.of;
      if (!isSteady(stream) || checking.has(fork) || told.has(fork)) continue;
      told.add(fork);
      report({
        in: stream.message,
        message:
          `${capital(replay.names.teams)} sends media from ${addressText(stream.source)}, and this fork never sent ` +
          'a check. The media may belong to another fork, or its checks were not captured.',
      });
    }
  },
});
