/** The line types of a session description (RFC 8866 §5). */
import type { Explained } from './types';

export interface SdpLineKnowledge extends Explained {
  /** The letter before `=`. */
  readonly type: string;
  readonly name: string;
  /** The value's fields in their order. */
  readonly fields: readonly string[];
  readonly example: string;
}

/** In the order in which RFC 8866 §5 wants the lines. */
export const SDP_LINES: readonly SdpLineKnowledge[] = [
  {
    type: 'v',
    name: 'Protocol version',
    fields: ['version'],
    example: 'v=0',
    summary:
      'Always `v=0`, always the first line. A second `v=` in one body would start a second description, which an offer or answer must not hold.',
    source: 'RFC 8866 §5.1',
  },
  {
    type: 'o',
    name: 'Origin',
    fields: ['username', 'session id', 'session version', 'network type', 'address type', 'address'],
    example: 'o=- 1590133488 1 IN IP4 198.51.100.10',
    summary:
      'Names the session and counts its versions. When a side sends a changed body in the same dialog it must raise the session version by one and keep all else in this line. The address only helps to make the name unique: media never goes there.',
    source: 'RFC 8866 §5.2; RFC 3264 §8',
    teams: 'Teams and WebRTC clients often write 127.0.0.1 here for privacy. That is no fault.',
  },
  {
    type: 's',
    name: 'Session name',
    fields: ['session name'],
    example: 's=-',
    summary:
      'Required and never empty; `s=-` is the usual text where there is no name. Nothing in a call depends on it.',
    source: 'RFC 8866 §5.3; RFC 3264 §5',
  },
  {
    type: 'i',
    name: 'Information',
    fields: ['description'],
    example: 'i=Support line',
    summary:
      'Free text for people about the session, or about one m-line when it stands below it. Rare in SIP.',
    source: 'RFC 8866 §5.4',
  },
  {
    type: 'u',
    name: 'URI',
    fields: ['uri'],
    example: 'u=https://www.example.com/call',
    summary:
      'A page with more about the session. Comes from multicast announcements and is unused in SIP calls.',
    source: 'RFC 8866 §5.5',
  },
  {
    type: 'e',
    name: 'Email address',
    fields: ['email address'],
    example: 'e=noc@example.com',
    summary: 'How to reach whoever runs the session. An offer or answer has no use for it.',
    source: 'RFC 8866 §5.6; RFC 3264 §5',
  },
  {
    type: 'p',
    name: 'Phone number',
    fields: ['phone number'],
    example: 'p=+1 425 555 0100',
    summary:
      'How to reach whoever runs the session by phone. It is neither the caller nor the called number.',
    source: 'RFC 8866 §5.6; RFC 3264 §5',
  },
  {
    type: 'c',
    name: 'Connection data',
    fields: ['network type', 'address type', 'address'],
    example: 'c=IN IP4 198.51.100.10',
    summary:
      'The address where this side wants to receive media; the port stands in the m-line. A line below an m-line overrides the one of the session. Every m-line needs one of the two.',
    source: 'RFC 8866 §5.7',
    teams:
      "On a media bypass leg the address must be the same public IPv4 address as in the SBC's `a=candidate` (unless Local Media Optimization puts the SBC on an internal address). `c=IN IP4 0.0.0.0` is no way to hold a call that uses ICE: it asks for an ICE restart. Keep the address and use `a=sendonly` or `a=inactive`.",
  },
  {
    type: 'b',
    name: 'Bandwidth',
    fields: ['bandwidth type', 'bandwidth'],
    example: 'b=AS:80',
    summary:
      'A bandwidth limit. `AS` is one m-line with IP and UDP headers, `CT` the whole session, both in kilobit/s; `TIAS` is the codec payload without headers in bit/s; `RS` and `RR` share out RTCP in bit/s.',
    source: 'RFC 8866 §5.8; RFC 3556 §2; RFC 3890 §6.2.2',
  },
  {
    type: 't',
    name: 'Active time',
    fields: ['start time', 'stop time'],
    example: 't=0 0',
    summary:
      'When the session starts and stops, as NTP seconds. A SIP call is `t=0 0`: it lasts as long as the dialog says.',
    source: 'RFC 8866 §5.9; RFC 3264 §5',
  },
  {
    type: 'r',
    name: 'Repeat times',
    fields: ['interval', 'active duration', 'offsets'],
    example: 'r=7d 1h 0 25h',
    summary: 'Repeats of an announced broadcast. It has no meaning in a SIP call.',
    source: 'RFC 8866 §5.10',
  },
  {
    type: 'z',
    name: 'Time zone adjustments',
    fields: ['adjustment time', 'offset'],
    example: 'z=2882844526 -1h 2898848070 0',
    summary: 'Daylight saving changes for repeated broadcasts. It has no meaning in a SIP call.',
    source: 'RFC 8866 §5.11',
  },
  {
    type: 'k',
    name: 'Encryption key',
    fields: ['method', 'key'],
    example: 'k=prompt',
    summary:
      'An obsolete way to hand over a media key. It must not be sent; SRTP keys belong in `a=crypto` or are agreed by DTLS.',
    source: 'RFC 8866 §5.12',
  },
  {
    type: 'm',
    name: 'Media description',
    fields: ['media', 'port', 'transport', 'formats'],
    example: 'm=audio 54056 RTP/SAVP 0 8 101',
    summary:
      'Opens one stream: its kind, the port this side receives on, the transport, and the payload types in order of preference. The answer repeats every m-line of the offer in the same order and refuses one with port 0. All lines up to the next m-line belong to it.',
    source: 'RFC 8866 §5.14; RFC 3264 §5.1 and §6',
    teams:
      'Direct Routing wants SRTP: RTP/SAVP, or UDP/TLS/RTP/SAVP when a DTLS fingerprint is offered too. With media bypass Teams may offer video as well; the SBC answers every m-line that is not audio with port 0 (Direct Routing – media protocols, Handling M lines in SDP).',
  },
  {
    type: 'a',
    name: 'Attribute',
    fields: ['attribute name', 'attribute value'],
    example: 'a=rtcp-mux',
    summary:
      'Everything else, as `a=name` or `a=name:value`. Before the first m-line it is about the session, after an m-line about that stream. Names are case-sensitive, and a receiver ignores a name that it does not know: a misspelt one fails silently.',
    source: 'RFC 8866 §5.13',
  },
];

const BY_TYPE: ReadonlyMap<string, SdpLineKnowledge> = new Map(SDP_LINES.map((line) => [line.type, line]));

/** The line type of that letter (case-sensitive); null for a letter that SDP does not define. */
export function findSdpLine(type: string): SdpLineKnowledge | null {
  return BY_TYPE.get(type) ?? null;
}
