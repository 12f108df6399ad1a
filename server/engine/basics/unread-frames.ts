import { plural, sentence } from '../../../shared/words';

/** Packets of a capture of which nothing is read. */
export interface UnreadFrames {
  /** Why not, such as `UDP port 123 (NTP)`, `link type 189 (USB)` or `TCP port 443, encrypted (TLS without keys)`. */
  readonly what: string;
  /** How many. */
  readonly frames: number;
  /** The number of the first one, as Wireshark counts. */
  readonly first: number;
}

/** What is not read of a capture, as one quiet paragraph; nothing where all is read. */
export function unreadParagraph(unread: readonly UnreadFrames[]): readonly string[] {
  const text = unreadText(unread);
  return text === null ? [] : [sentence(text)];
}

/** Packets of which nothing is read, by why not, as a sentence without a full stop; null where there are none. */
export function unreadText(unread: readonly UnreadFrames[]): string | null {
  if (unread.length === 0) return null;
  const all = unread.reduce((sum, { frames }) => sum + frames, 0);
  const kinds = unread.map(({ what, frames, first }) => {
    const where = frames === 1 ? `frame ${first}` : `${frames} from frame ${first} on`;
    return `${what}: ${where}`;
  });
  return `nothing is read of ${plural(all, 'packet')}: ${kinds.join('; ')}`;
}

/** What is said where no call is among what is read; null where all is read. */
export function noCallFound(unread: readonly UnreadFrames[]): string | null {
  const text = unreadText(unread);
  return text === null ? null : `no call found; ${text}`;
}

/** What is said of a trace that holds no message: of a capture, what its packets are instead. */
export function nothingFound(unread: readonly UnreadFrames[]): string {
  const found = 'no SIP message and no session description found';
  const text = unreadText(unread);
  return text === null ? found : `${found}; ${text}`;
}
