/** The signalling of a capture as the log of an SBC, which has a clock of its own or none; the media as a capture. */
import { toIso } from '../../shared/times';
import { readText } from '../../server/engine/traces/read';
import { claimsOf, textOfCapture, type Claims } from './claims';
import { isSignalling, type LoosePacket, writePcap } from './packets';

/** All but the signalling. */
export function mediaOf(packets: readonly LoosePacket[]): readonly LoosePacket[] {
  return packets.filter((packet) => !isSignalling(packet));
}

/**
 * The signalling as sngrep saves it.
 *
 * @param ahead microseconds by which the log's clock is ahead, by how far into the log a message stands, 0 to 1; null
 * where it tells no times
 */
export function logOf(packets: readonly LoosePacket[], ahead: ((share: number) => number) | null): string {
  const records = readText(textOfCapture(writePcap(packets.filter(isSignalling)))).records.filter(
    ({ kind }) => kind === 'sip',
  );
  const times = records.map(({ meta }) => meta.time?.micros ?? 0);
  const [from = 0, to = from] = [times[0], times.at(-1)];
  return records
    .map(({ content, meta: { source, destination } }, place) => {
      if (ahead === null) return `${content}\n\n`;
      const time = times[place] ?? 0;
      const share = (time - from) / Math.max(1, to - from);
      const stamp = toIso({ micros: Math.round(time + ahead(share)), date: 'full' }) ?? '';
      const ends = [source, destination].map((end) => `${end?.address ?? ''}:${String(end?.port ?? 0)}`);
      return `${stamp.slice(0, 10).replaceAll('-', '/')} ${stamp.slice(11, 26)} ${ends.join(' -> ')}\n${content}\n\n`;
    })
    .join('');
}

export interface SpoiltLog {
  readonly name: string;
  /** What is said of the log with the capture of the media. */
  readonly claims: (packets: readonly LoosePacket[]) => Claims;
}

const SECOND = 1_000_000;

function beside(
  name: string,
  ahead: ((share: number) => number) | null,
  spoil: (packets: readonly LoosePacket[]) => readonly LoosePacket[] = (packets) => packets,
): SpoiltLog {
  return {
    name,
    claims: (packets) => claimsOf(logOf(packets, ahead), textOfCapture(writePcap(mediaOf(spoil(packets))))),
  };
}

/** Ways in which a log and a capture disagree. */
export const spoiltLogs: readonly SpoiltLog[] = [
  beside('log and capture, the log two hours ahead', () => 7200 * SECOND),
  beside('log and capture, the log three seconds ahead', () => 3 * SECOND),
  beside('log and capture, the log three seconds behind', () => -3 * SECOND),
  beside('log and capture, the log drifts three seconds ahead', (share) => share * 3 * SECOND),
  beside('log and capture, the log drifts three seconds behind', (share) => -share * 3 * SECOND),
  beside('log and capture, the log without times', null),
  beside(
    'log two hours ahead, and a capture whose clock leaps',
    () => 7200 * SECOND,
    (packets) =>
      packets.map((packet, place) =>
        place < packets.length / 2 ? packet : { ...packet, micros: packet.micros - 3600 * SECOND },
      ),
  ),
];
