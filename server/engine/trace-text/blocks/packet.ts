/** What was noticed in a capture and cannot be shown, and datagrams of media's ends that are nothing known. */
import { toHex, u8 } from '../../basics/bytes';
import type { LostFragmentsEvent, UnreadableEvent } from '../../capture/events';
import type { UnknownDatagrams } from '../../rtp/unknown-datagrams';
import { linesOf, writeBlock, writeFrames, type BlockText } from './block';

export interface NoticedBody {
  readonly type: 'packet';
  /** Why it cannot be shown. */
  readonly reason: string;
  /** More on it, what the first line says; null where there is none. */
  readonly detail: string | null;
  /** Null where it is something else than datagrams that are nothing known. */
  readonly unknown: UnknownFacts | null;
}

export interface UnknownFacts {
  readonly datagrams: number;
  /** Of the first one. */
  readonly firstOctet: number;
}

/** Writes the block of a datagram without all of its fragments. */
export function writeLostFragments(event: LostFragmentsEvent): string {
  const way = {
    moment: event.moment,
    transport: 'IP',
    source: { address: event.source, port: null },
    destination: { address: event.destination, port: null },
  };
  const detail =
    event.content === 'sip'
      ? 'it begins like a SIP message, which is not shown'
      : `protocol ${event.protocol}`;
  return writeBlock(way, 'packet', ['fragments of a datagram are missing'], [detail]);
}

/** Writes the block of what was recognised but cannot be read. */
export function writeUnreadable({ carrier, reason }: UnreadableEvent): string {
  return writeBlock(carrier, 'packet', [unreadableWords[reason]], []);
}

const unreadableWords: Readonly<Record<UnreadableEvent['reason'], string>> = {
  'websocket-compressed': 'websocket, compressed',
  'hep-compressed': 'hep, compressed',
  'began-within-message': 'captured from within a message on, the rest of which is left out',
};

/** Writes the block of all unknown datagrams between two ends. */
export function writeUnknown(found: UnknownDatagrams): string {
  const { source, destination, first, last, datagrams, beginning } = found;
  const what = datagrams === 1 ? 'datagram that is' : 'datagrams that are';
  const octet = u8(beginning, 0).toString(16).padStart(2, '0');
  const reason = `${datagrams} ${what} neither RTP nor STUN nor DTLS, first octet 0x${octet}`;
  return writeBlock(
    { moment: first, transport: 'UDP', source, destination },
    'packet',
    [reason],
    [writeFrames(first, last), `begins ${toHex(beginning)}`],
  );
}

/** Reads a block of any of these. */
export function readNoticed(block: BlockText): NoticedBody {
  const [, datagrams, octet] =
    /^(\d{1,12}) datagrams? that (?:is|are) neither RTP nor STUN nor DTLS, first octet 0x([0-9a-f]{2})/.exec(
      block.notes,
    ) ?? [];
  return {
    type: 'packet',
    reason: block.notes,
    detail: linesOf(block)[0] ?? null,
    unknown:
      octet === undefined ? null : { datagrams: Number(datagrams), firstOctet: Number.parseInt(octet, 16) },
  };
}
