import { addressText, isSamePlace } from '../../ice/address';
import type { CallReplay, MediaReplay } from '../../ice/model';
import { checksOf, mayMiss, sessionAt, timeOf } from '../packets';
import { bypassProfile, defineRule, type PacketSubject } from '../rule';
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
      if (isChecked(replay, stream) || call.outcome === 'partial' || !wouldShowChecks(subject, stream))
        continue;
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

/**
 * Whether a valid check of its fork came before a stream of the SBC, or one from where it goes, be it that only its answer
 * was captured: behind a restart that went wrong checks name no fork, and the path is the one that was nominated before.
 */
function isChecked(
  { checks, lonePackets }: CallReplay,
  { of: { fork }, destination, message }: MediaReplay,
): boolean {
  return (
    checks.some(
      ({ of, sender, integrity, request, source }) =>
        (of.fork === fork || isSamePlace(source, destination)) &&
        sender === 'teams' &&
        integrity.kind !== 'bad' &&
        request.index < message.index,
    ) ||
    lonePackets.some(
      (packet) =>
        packet.kind === 'response' &&
        packet.of.fork === fork &&
        packet.sender === 'sbc' &&
        packet.message.index < message.index,
    )
  );
}

/** Whether the capture had begun when the call did, and would show a check that came before a stream. */
function wouldShowChecks(subject: PacketSubject, { message }: MediaReplay): boolean {
  const { replay, call } = subject;
  const since = timeOf(replay, call.messages[0]?.message ?? null);
  const until = timeOf(replay, message);
  if (since === null || until === null) return false;
  return mayMiss(subject, { of: 'teams', since, until, times: 1, answer: null });
}
