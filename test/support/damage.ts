/** Right descriptions, damaged in known ways, and what correcting them must not lose. */

/** Random choices that a seed decides. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = (seed * 2_654_435_761 + 1) >>> 0;
  }

  /** A whole number from 0 up to, but not including, a limit. */
  roll(limit: number): number {
    // xorshift32
    this.#state ^= this.#state << 13;
    this.#state >>>= 0;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    this.#state >>>= 0;
    return this.#state % limit;
  }

  pick<T>(items: readonly [T, ...T[]]): T {
    return items[this.roll(items.length)] ?? items[0];
  }
}

const key = 'mB0Tq5Zr2kXw8sVh1dLfYc7uEoNa4jGp6iKtR3xQ';

const sbcSession = [
  'v=0',
  'o=- 1590133488 1 IN IP4 203.0.113.10',
  's=-',
  'c=IN IP4 203.0.113.10',
  't=0 0',
  'a=ice-lite',
];
const sbcAudio = [
  'm=audio 50000 RTP/SAVP 0 8 101',
  'a=rtpmap:0 PCMU/8000',
  'a=rtpmap:8 PCMA/8000',
  'a=rtpmap:101 telephone-event/8000',
  'a=fmtp:101 0-16',
  'a=ptime:20',
  'a=rtcp:50000',
  'a=rtcp-mux',
  `a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${key}|2^31`,
  'a=ice-ufrag:8hhY',
  'a=ice-pwd:asd88fgpdd777uzjYhagZg',
  'a=candidate:1 1 UDP 2130706431 203.0.113.10 50000 typ host',
];
const sbcVideo = ['m=video 0 RTP/SAVP 122', 'a=rtpmap:122 X-H264UC/90000'];
const plainOffer = [
  'v=0',
  'o=- 77 1 IN IP4 198.51.100.7',
  's=call',
  'c=IN IP4 198.51.100.7',
  'b=AS:80',
  't=0 0',
  'm=audio 41000 RTP/AVP 8 0 18 96',
  'i=voice',
  'a=rtpmap:8 PCMA/8000',
  'a=rtpmap:0 PCMU/8000',
  'a=rtpmap:18 G729/8000',
  'a=fmtp:18 annexb=no',
  'a=rtpmap:96 telephone-event/8000',
  'a=fmtp:96 0-15',
  'a=maxptime:40',
  'a=sendrecv',
];
const teamsOffer = [
  'v=0',
  'o=- 166951 1 IN IP4 52.112.0.1',
  's=session',
  'c=IN IP4 52.112.0.1',
  't=0 0',
  'm=audio 50014 RTP/SAVP 104 9 8 0 101 13',
  'a=rtpmap:104 SILK/16000',
  'a=rtpmap:101 telephone-event/8000',
  'a=fmtp:101 0-16',
  'a=rtcp-mux',
  'a=ice-ufrag:UavG',
  'a=ice-pwd:tj7CiiZHAZNwQto5L4BrWo',
  'a=candidate:1 1 UDP 2130706431 52.112.0.1 50014 typ host',
  'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:w8qca6EMfSR3QPY7h3pvvkJwclRdXDDOHRYiY3is|2^31',
  'm=video 50016 RTP/SAVP 122',
  'a=rtpmap:122 X-H264UC/90000',
];

interface Form {
  /** What stands before the description that is damaged. */
  readonly before: readonly string[];
  readonly lines: readonly string[];
}

const invite = [
  'INVITE sip:+14255550199@sip.pstnhub.microsoft.com:5061;transport=tls;user=phone SIP/2.0',
  'Via: SIP/2.0/TLS sbc1.contoso.com:5061;branch=z9hG4bK1',
  'From: <sip:+12065550100@sbc1.contoso.com;user=phone>;tag=a',
  'To: <sip:+14255550199@sip.pstnhub.microsoft.com;user=phone>',
  'Call-ID: q1',
  'CSeq: 1 INVITE',
  'Contact: <sip:+12065550100@sbc1.contoso.com:5061;transport=tls>',
  'Max-Forwards: 70',
  'User-Agent: AudioCodes-Sip-Gateway/v.7.40A',
];

/** Descriptions that no rule has a fix for. */
export const rightForms: readonly [Form, ...Form[]] = [
  { before: ['#!side sbc', '#!role offer'], lines: [...sbcSession, ...sbcAudio] },
  { before: [], lines: plainOffer },
  {
    before: ['#!side teams', '#!role offer', ...teamsOffer, '#!side sbc', '#!role answer'],
    lines: [...sbcSession, ...sbcAudio, ...sbcVideo],
  },
  {
    before: [...invite, 'Content-Type: application/sdp', 'Content-Length: 425', ''],
    lines: [...sbcSession, ...sbcAudio],
  },
];

/** A description with up to five defects, as the text of a file. */
export interface Damaged {
  readonly text: string;
  /** The lines of the text as it was before. */
  readonly right: readonly string[];
  /** What was done to it, for a failing test's message. */
  readonly defects: readonly string[];
}

/** Damages one of the {@link rightForms}. */
export function damaged(dice: Dice): Damaged {
  const { before, lines } = dice.pick(rightForms);
  const own = [...lines];
  const defects: string[] = [];
  for (let left = 1 + dice.roll(5); left > 0; left--) defects.push(dice.pick(defectKinds)(own, dice));
  const lineEnd = dice.pick(['\n', '\n', '\r\n']);
  const mixes = dice.roll(6) === 0;
  const text = [...before, ...own]
    .map((line) => line + (mixes && dice.roll(4) === 0 ? '\r\n' : lineEnd))
    .join('');
  return { text, right: [...before, ...lines], defects };
}

/** Does it to the lines, and says what. */
type DefectKind = (lines: string[], dice: Dice) => string;

const defectKinds: readonly [DefectKind, ...DefectKind[]] = [
  (lines, dice) => {
    const [line = ''] = lines.splice(placeOfLine(lines, dice), 1);
    const to = 1 + dice.roll(lines.length);
    lines.splice(to, 0, line);
    return `moved to ${to}: ${line}`;
  },
  (lines, dice) => {
    const from = placeOfLine(lines, dice);
    const line = lines[from] ?? '';
    lines.splice(dice.roll(2) === 0 ? from + 1 : 1 + dice.roll(lines.length), 0, line);
    return `doubled: ${line}`;
  },
  (lines, dice) => {
    const [line = ''] = lines.splice(placeOfLine(lines, dice), 1);
    return `missing: ${line}`;
  },
  (lines, dice) => {
    // An attribute at the wrong level.
    const media = lines.findIndex((line) => line.startsWith('m='));
    const attributes = lines.flatMap((line, place) => (line.startsWith('a=') ? [place] : []));
    const from = attributes[dice.roll(Math.max(1, attributes.length))];
    if (from === undefined) return 'nothing';
    const [line = ''] = lines.splice(from, 1);
    lines.splice(from < media ? lines.length : Math.max(1, media), 0, line);
    return `misplaced: ${line}`;
  },
  (lines, dice) => {
    const at = 1 + dice.roll(Math.max(1, lines.length - 1));
    const blank = dice.pick(['', '', ' ']);
    lines.splice(at, 0, ...Array<string>(1 + dice.roll(3)).fill(blank));
    return `blank lines at ${at}`;
  },
];

/** A line that may be damaged: not the first, by which the description is known. */
function placeOfLine(lines: readonly string[], dice: Dice): number {
  return 1 + dice.roll(Math.max(1, lines.length - 1));
}

/** How often each line stands in a text, line ends and blanks behind it apart. */
export function lineCounts(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const line of text.split(/\r\n|\r|\n/))
    counts.set(line.trimEnd(), (counts.get(line.trimEnd()) ?? 0) + 1);
  return counts;
}
