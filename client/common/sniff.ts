/** How much of a document is looked at: characters in all, and of any one line. */
const maxCharacters = 128 * 1024;
const maxLineCharacters = 4096;

/** How many lines after a start line may pass before its headers must have been seen. */
const maxHeaderLines = 40;

// Methods are named one by one, because what precedes them may be anything: tcpdump -A prints the
// packet's own header as text on the same line.
const requestLine =
  /(?:INVITE|ACK|BYE|CANCEL|OPTIONS|REGISTER|PRACK|SUBSCRIBE|NOTIFY|PUBLISH|INFO|REFER|MESSAGE|UPDATE) (?:sips?|tel):\S+ SIP\/2\.0/;
const statusLine = /SIP\/2\.0 [1-6]\d\d(?: |\.?$)/;

// Two different ones of these after a start line make a message. A log may put its own prefix before each.
const headers: readonly RegExp[] = [
  /(?:^|\W)(?:Via|v) ?: ?SIP ?\/ ?2\.0 ?\//i,
  /(?:^|\W)From ?: ?.{0,300}(?:sips?|tel):|^f ?: ?\S/i,
  /(?:^|\W)To ?: ?.{0,300}(?:sips?|tel):|^t ?: ?\S/i,
  /(?:^|\W)Call-ID ?: ?\S|^i ?: ?\S/i,
  /(?:^|\W)CSeq ?: ?\d/i,
];

/** The languages of what the extension reads. */
export type TraceLanguage = 'sip-trace' | 'sdp';

/**
 * What a text without a telling file name holds, by a look at its beginning that costs the same for every size.
 * @param lines The text's lines, read only as far as needed.
 */
export function sniff(lines: Iterable<string>): TraceLanguage | undefined {
  let characters = 0;
  let first = true;
  let version = false;
  let pending: PendingMessage | undefined;
  for (const whole of lines) {
    const line = whole.length > maxLineCharacters ? whole.slice(0, maxLineCharacters) : whole;
    const text = line.trim();
    if (first && text !== '' && !text.startsWith('#')) {
      first = false;
      version = text === 'v=0';
    } else if (version && text !== '') {
      if (text.startsWith('o=')) return 'sdp';
      version = false;
    }

    if (line.includes('SIP/2.0') && (requestLine.test(line) || statusLine.test(text))) {
      pending = { lines: 0, seen: new Set() };
    } else if (pending !== undefined) {
      headers.forEach((header, index) => {
        if (header.test(line)) pending?.seen.add(index);
      });
      if (pending.seen.size >= 2) return 'sip-trace';
      pending.lines += 1;
      if (pending.lines > maxHeaderLines) pending = undefined;
    }

    characters += line.length + 1;
    if (characters > maxCharacters) return undefined;
  }
  return undefined;
}

interface PendingMessage {
  lines: number;
  readonly seen: Set<number>;
}
