/** What rules of media ask of a replay: its streams, and the times of the call that they are measured against. */
import { mostOf } from '../../../../shared/extremes';
import { acceptedBy } from '../../calls/answer';
import type { IceDescription } from '../../ice/description';
import type { CallReplay, MediaReplay, SessionReplay } from '../../ice/model';
import { otherEnd, type End } from '../../../../shared/ice';
import { SECOND } from '../../basics/durations';
import { methodOf, statusOf } from '../../sip/values';
import { sessionAt, timeOf } from '../packets';
import type { PacketSubject } from '../rule';

/** Streams of RTP of one end, in the order of the trace. */
export function rtpFrom({ media }: CallReplay, sender: End): readonly MediaReplay[] {
  return media.filter((stream) => stream.kind === 'rtp' && stream.sender === sender);
}

/** Streams of RTP that are no few stray packets. */
export function isSteady({ packets, first, last }: MediaReplay): boolean {
  return packets >= 10 && last - first >= SECOND / 5;
}

/** Microseconds. */
export interface Talk {
  readonly from: number;
  readonly to: number;
}

/**
 * The time during which the call was up and nobody renegotiated, as far as the trace shows it: from the 200 to the next
 * re-INVITE, the end of the call or the last packet of it. Null where the trace lacks one of them.
 */
export function talkOf(replay: CallReplay): Talk | null {
  const answer = replay.call === null ? null : acceptedBy(replay.call.messages);
  const from = timeOf(replay, answer);
  if (replay.call === null || answer === null || from === null) return null;
  const next = replay.call.messages.find(
    ({ message: { parsed, index } }) =>
      index > answer.index &&
      parsed.kind === 'sip' &&
      statusOf(parsed) === null &&
      ['INVITE', 'UPDATE', 'BYE', 'CANCEL'].includes(methodOf(parsed)),
  );
  const last = Math.max(from, mostOf(replay.media.map((stream) => stream.last)));
  return { from, to: timeOf(replay, next?.message ?? null) ?? last };
}

/** The same in a call whose media was captured; else says what the trace lacks. */
export function talkWithMedia({ replay, notEvaluated }: PacketSubject): Talk | null {
  const talk = talkOf(replay);
  if (talk === null) notEvaluated('the trace holds no 200 with a time');
  else if (replay.media.length === 0) notEvaluated('the trace holds no media of the call');
  return replay.media.length === 0 ? null : talk;
}

/** Microseconds in which a stream ran between two times. */
export function overlap(stream: MediaReplay, from: number, to: number): number {
  return Math.max(0, Math.min(stream.last, to) - Math.max(stream.first, from));
}

/** What the receiver of a stream described; null where it is not in the trace. */
export function receiverOf(replay: CallReplay, { of, sender }: MediaReplay): IceDescription | null {
  return sessionAt(replay, of)?.descriptions[otherEnd(sender)] ?? null;
}

/** The sessions of the fork that answered, or of the only one: whose media counts. */
export function sessionsInUse({ forks }: CallReplay): readonly SessionReplay[] {
  const chosen = forks.filter(({ active }) => active);
  return (chosen.length > 0 ? chosen : forks.length === 1 ? forks : []).flatMap(({ main }) =>
    main === null ? [] : [main],
  );
}
