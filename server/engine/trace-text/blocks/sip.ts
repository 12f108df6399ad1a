/** A SIP message: the head counts its octets, so that it may stand behind it as it is. */
import type { Charset } from '../../basics/octet-length';
import type { SipEvent } from '../../capture/events';
import { wrappingNotes, writeWay } from './block';

/** What the head says of a message and a reader needs. */
export interface SipNotes {
  /** Of the message as it was sent, where a line end counts two; null where the head does not tell. */
  readonly octets: number | null;
  /** Seen from the capturing host, or from who wrote the log. */
  readonly direction: 'sent' | 'received' | null;
  /** A log has it, no capture. */
  readonly logged: boolean;
  /** Its end was not captured. */
  readonly isCut: boolean;
  /** It is no UTF-8: each of its octets is a character. */
  readonly charset: Charset;
}

/** Writes the block of a captured message. */
export function writeSip({ carrier, bytes, start, end, cut }: SipEvent): string {
  const { text, charset } = decode(bytes.subarray(start, end));
  const { frame, direction } = carrier.moment;
  const notes = sipNotes({ octets: end - start, direction, logged: false, isCut: cut, charset }, [
    ...(carrier.firstFrame === frame ? [] : [`from frame ${carrier.firstFrame}`]),
    ...wrappingNotes(carrier),
  ]);
  // Joined, it is one piece of memory; concatenated, it would be a tree of its parts until somebody reads it.
  return [writeWay(carrier, 'sip', notes), '\n', text, text.endsWith('\n') ? '' : '\n'].join('');
}

/** The notes of a message's head; `others` stand between. */
export function sipNotes(
  { octets, direction, logged, isCut, charset }: SipNotes,
  others: readonly string[] = [],
): readonly string[] {
  return [
    ...(octets === null ? [] : [`${octets} octets`]),
    ...(isCut ? ['cut'] : []),
    ...(charset === 'latin-1' ? [charset] : []),
    ...others,
    ...(logged ? ['logged'] : []),
    ...(direction === null ? [] : [direction]),
  ];
}

/** Reads the notes of a message's head. */
export function readSipNotes(notes: string): SipNotes {
  const digits = /^(\d{1,9}) octets/.exec(notes)?.[1];
  const told = notes.split(', ');
  return {
    octets: digits === undefined ? null : Number(digits),
    isCut: told.includes('cut'),
    charset: told.includes('latin-1') ? 'latin-1' : 'utf-8',
    logged: /, logged(?:, |$)/.test(notes),
    direction: notes.endsWith(', sent') ? 'sent' : notes.endsWith(', received') ? 'received' : null,
  };
}

/** CRLF becomes LF where all line ends are CRLF; else they stay as they are. */
function decode(bytes: Uint8Array): { readonly text: string; readonly charset: Charset } {
  try {
    return {
      text: plainLineEnds(new TextDecoder('utf-8', { fatal: true }).decode(bytes)),
      charset: 'utf-8',
    };
  } catch {
    let text = '';
    for (const byte of bytes) text += String.fromCharCode(byte);
    return { text: plainLineEnds(text), charset: 'latin-1' };
  }
}

function plainLineEnds(text: string): string {
  return /(?:^|[^\r])\n|\r(?!\n)/.test(text) ? text : text.replaceAll('\r\n', '\n');
}
