import { addressText } from '../../ice/address';
import type { CallReplay } from '../../ice/model';
import type { TraceMessage } from '../../traces/message';
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
    const { replay, call, report } = subject;
    if (checksOf(subject).length === 0) return;
    const told = new Set<number>();
    for (const stream of rtpFrom(replay, 'sbc')) {
      const { fork } = stream.of;
      const session = sessionAt(replay, stream.of);
      if (told.has(fork) || !isSteady(stream) || session?.lite.sbc !== true || session.lite.teams) continue;
      if (isChecked(replay, fork, stream.message) || call.outcome === 'partial') continue;
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

/** Whether a valid check of a fork came before a message, be it that only its answer was captured. */
function isChecked({ checks, lonePackets }: CallReplay, fork: number, before: TraceMessage): boolean {
  return (
    checks.some(
      ({ of, sender, integrity, request }) =>
        of.fork === fork && sender === 'teams' && integrity.kind !== 'bad' && request.index < before.index,
    ) ||
    lonePackets.some(
      ({ kind, of, sender, message }) =>
        kind === 'response' && of.fork === fork && sender === 'sbc' && message.index < before.index,
    )
  );
}
