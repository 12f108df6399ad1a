/** The head's notes of a block of datagrams that are nothing known, as docs/trace-text.md has it. */
import type { PacketMessage } from './packet';

export interface UnknownBlock {
  readonly datagrams: number;
  /** Of the first one. */
  readonly firstOctet: number;
}

export function unknownNotes({ datagrams, firstOctet }: UnknownBlock): string {
  const what = datagrams === 1 ? 'datagram that is' : 'datagrams that are';
  const octet = firstOctet.toString(16).padStart(2, '0');
  return `${String(datagrams)} ${what} neither RTP nor STUN nor DTLS, first octet 0x${octet}`;
}

/** Reads a block's notes; null where it is no such block. */
export function readUnknownBlock({ type, notes }: PacketMessage): UnknownBlock | null {
  if (type !== 'packet') return null;
  const [, datagrams, octet] =
    /^(\d{1,12}) datagrams? that (?:is|are) neither RTP nor STUN nor DTLS, first octet 0x([0-9a-f]{2})/.exec(
      notes,
    ) ?? [];
  return datagrams === undefined || octet === undefined
    ? null
    : { datagrams: Number(datagrams), firstOctet: Number.parseInt(octet, 16) };
}
