import { addressText } from '../../ice/model';
import { checksOf, sessionAt } from '../packets';
import { bypassProfile, defineRule } from '../rule';
import { isSteady, rtpFrom } from './streams';

export const rule = defineRule({
  id: 'media-before-any-check',
  title: 'The SBC sends media before it received any check',
  severity: 'warning',
  basis: 'teams',
  applies: 'sbc',
  source: ['Direct Routing media protocols, "Outbound call"', 'RFC 8445 §12.1', 'RFC 5245 §11.1.2'],
  profiles: bypassProfile,
  fixable: false,
  scope: 'packet',
  check(subject) {
    const { replay, report } = subject;
    if (checksOf(subject).length === 0) return;
    const told = new Set<number>();
    for (const stream of rtpFrom(replay, 'sbc')) {
      const { fork } = stream.of;
      const session = sessionAt(replay, stream.of);
      if (told.has(fork) || !isSteady(stream) || session?.lite.sbc !== true || session.lite.teams) continue;
      const isChecked = replay.checks.some(
        ({ of, sender, integrity, request }) =>
          of.fork === fork &&
          sender === 'teams' &&
          integrity.kind !== 'bad' &&
          request.index < stream.message.index,
      );
      if (isChecked) continue;
      told.add(fork);
      report({
        in: stream.message,
        message:
          `The SBC sends media to ${addressText(stream.destination)} before a valid check came from there. A Lite ` +
          'SBC knows by checks where to send: it must wait for the first one.',
      });
    }
  },
});
