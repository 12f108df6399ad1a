/** The attributes of SDP itself (RFC 8866 §6), grouping and labels. */
import type { AttributeFamily } from './explanation';

export const CORE_ATTRIBUTES: AttributeFamily = {
  cat: {
    summary: 'A category for sorting announced sessions. Obsolete, and unused in SIP.',
    syntax: 'cat:<category>, as in a=cat:conference.voice',
    source: 'RFC 8866 §6.1',
  },
  keywds: {
    summary: 'Search words for announced sessions. Obsolete, and unused in SIP.',
    syntax: 'keywds:<keywords>, as in a=keywds:sales',
    source: 'RFC 8866 §6.2',
  },
  tool: {
    summary:
      'The software that wrote the description. It often tells which device in the path rebuilt the SDP.',
    syntax: 'tool:<name and version>, as in a=tool:mediaserver 2.1',
    source: 'RFC 8866 §6.3',
  },
  ptime: {
    summary:
      'Milliseconds of audio in each packet that this side would like to receive. It is a wish, not a command: the sender should follow it, and the receiver must cope with other lengths. 20 is the usual value.',
    syntax: 'ptime:<milliseconds>, as in a=ptime:20',
    source: 'RFC 8866 §6.4; RFC 3264 §5.1',
    completion: { insert: 'ptime:${1:20}', detail: 'packet time in ms' },
  },
  maxptime: {
    summary:
      'The most milliseconds of audio that this side accepts in one packet. It must not be less than `ptime`.',
    syntax: 'maxptime:<milliseconds>, as in a=maxptime:200',
    source: 'RFC 8866 §6.5',
    completion: { insert: 'maxptime:${1:200}', detail: 'longest packet in ms' },
  },
  minptime: {
    summary:
      'The fewest milliseconds of audio in a packet. As an attribute it is registered nowhere, so a receiver may ignore it; as a parameter of opus it belongs into `a=fmtp`.',
    syntax: 'minptime:<milliseconds>, as in a=minptime:10',
    source: 'observed; for opus RFC 7587 §6.1',
  },
  rtpmap: {
    summary:
      'Says which codec a payload type number of the m-line stands for, with its RTP clock rate and, for audio, its channels. Numbers from 96 need one; a few low numbers such as 0 (PCMU) and 8 (PCMA) are fixed by RFC 3551. Each number has one `rtpmap` at most.',
    syntax:
      'rtpmap:<payload type> <encoding>/<clock rate>[/<channels>], as in a=rtpmap:101 telephone-event/8000',
    source: 'RFC 8866 §6.6; RFC 3551 §6',
    teams:
      'The SBC leg of Direct Routing takes SILK, G.711, G.722 and G.729 (Plan Direct Routing, Media traffic: codecs).',
    completion: {
      insert: 'rtpmap:${1:101} ${2:telephone-event}/${3:8000}',
      detail: 'codec of a payload type',
      sortFirst: true,
    },
  },
  fmtp: {
    summary:
      "Parameters of one payload type, in the codec's own grammar. They say what this side can receive or prefers, and a wrong one can make the far end drop the codec or misread it.",
    syntax: 'fmtp:<payload type> <parameters>, as in a=fmtp:101 0-16',
    source: 'RFC 8866 §6.15',
    completion: { insert: 'fmtp:${1:101} ${2:0-16}', detail: 'codec parameters', sortFirst: true },
  },
  recvonly: {
    summary:
      'This side only receives. As an answer to `sendonly` it is the normal reply of the party that was put on hold.',
    syntax: 'recvonly',
    source: 'RFC 8866 §6.7.1; RFC 3264 §8.4',
    completion: { insert: 'recvonly', detail: 'direction: receive only' },
  },
  sendrecv: {
    summary: 'Media flows both ways. It is the default when no direction stands at the m-line or above it.',
    syntax: 'sendrecv',
    source: 'RFC 8866 §6.7.2',
    completion: { insert: 'sendrecv', detail: 'direction: both ways', sortFirst: true },
  },
  sendonly: {
    summary:
      'This side only sends: the way to put the far end on hold, with music if there is any. The answer is `recvonly` or `inactive`.',
    syntax: 'sendonly',
    source: 'RFC 8866 §6.7.3; RFC 3264 §8.4',
    teams: 'All ICE lines stay in the body during hold, and the SBC goes on answering connectivity checks.',
    completion: { insert: 'sendonly', detail: 'direction: send only (hold)' },
  },
  inactive: {
    summary:
      'No media in either direction, yet the stream stays up: RTCP and, with ICE, keepalives go on. Used for hold without music.',
    syntax: 'inactive',
    source: 'RFC 8866 §6.7.4; RFC 3264 §8.4',
    teams: 'All ICE lines stay in the body during hold, and the SBC goes on answering connectivity checks.',
    completion: { insert: 'inactive', detail: 'direction: none (hold)' },
  },
  orient: {
    summary: 'Which way up a shared whiteboard or presentation page is: portrait, landscape or seascape.',
    syntax: 'orient:<orientation>, as in a=orient:landscape',
    source: 'RFC 8866 §6.8',
  },
  type: {
    summary:
      'The kind of an announced conference, such as `meeting` or `broadcast`. `broadcast` makes `recvonly` the default.',
    syntax: 'type:<conference type>, as in a=type:meeting',
    source: 'RFC 8866 §6.9',
  },
  charset: {
    summary: 'The character set of the session name and information lines. Without it they are UTF-8.',
    syntax: 'charset:<name>, as in a=charset:ISO-8859-1',
    source: 'RFC 8866 §6.10',
  },
  sdplang: {
    summary: 'The language of the texts in the description itself.',
    syntax: 'sdplang:<language tag>, as in a=sdplang:en',
    source: 'RFC 8866 §6.11',
  },
  lang: {
    summary: 'The language spoken or written in the stream.',
    syntax: 'lang:<language tag>, as in a=lang:de',
    source: 'RFC 8866 §6.12',
  },
  framerate: {
    summary: 'The highest video frame rate in frames per second. It may be a fraction.',
    syntax: 'framerate:<frames per second>, as in a=framerate:30',
    source: 'RFC 8866 §6.13',
  },
  quality: {
    summary:
      'How to spend video bits, from 0 (worst still-image quality) to 10 (best). Encoders seldom read it.',
    syntax: 'quality:<0 to 10>, as in a=quality:5',
    source: 'RFC 8866 §6.14',
  },
  mid: {
    summary:
      'A name for this m-line, unique in the body. `a=group` refers to it, and with BUNDLE it tells packets of several streams on one port apart.',
    syntax: 'mid:<token>, as in a=mid:1',
    source: 'RFC 5888 §4',
    completion: { insert: 'mid:${1:1}', detail: 'name of the m-line' },
  },
  group: {
    summary:
      'Ties m-lines together by their `mid`. `BUNDLE` puts them on one transport, `LS` asks for lip synchronisation, `FID` marks alternatives or retransmissions, `DUP` copies, `ANAT` alternative addresses. A group that names an unknown `mid` is to be ignored.',
    syntax: 'group:<semantics> <mid> <mid> …, as in a=group:BUNDLE 1 2',
    source: 'RFC 5888 §5 and §6; BUNDLE: RFC 9143 §7',
    completion: { insert: 'group:${1|BUNDLE,LS,FID,DUP,ANAT|} ${2:1}', detail: 'ties m-lines together' },
  },
  'bundle-only': {
    summary:
      'This m-line is offered with port 0 and wants to live only inside the BUNDLE group. Here port 0 does not mean rejected.',
    syntax: 'bundle-only',
    source: 'RFC 9143 §6',
  },
  label: {
    summary:
      'A name by which an application refers to this stream, for instance a recorder or a conference controller.',
    syntax: 'label:<token>, as in a=label:1',
    source: 'RFC 4574 §4',
    teams:
      'Teams names its streams `main-audio`, `main-video` and `applicationsharing-video`. An SBC needs no label.',
  },
  content: {
    summary: 'What a stream shows: `main`, `slides`, `speaker`, `sl` (sign language) or `alt`.',
    syntax: 'content:<tag>[,<tag>], as in a=content:slides',
    source: 'RFC 4796 §5',
  },
  depend: {
    summary: 'Payload types that cannot be decoded without those of another m-line, as in layered video.',
    syntax: 'depend:<payload type> <type> <mid>:<payload type>, as in a=depend:97 lay L1:96',
    source: 'RFC 5583 §5',
  },
  'source-filter': {
    summary:
      'Include or exclude senders by their addresses. Made for multicast; unicast calls do without it.',
    syntax: 'source-filter: <incl|excl> <network type> <address type> <destination> <source> …',
    source: 'RFC 4570 §3',
  },
  maxprate: {
    summary: 'The highest packet rate, in packets per second, that goes with the `b=TIAS` bandwidth.',
    syntax: 'maxprate:<packets per second>, as in a=maxprate:50.0',
    source: 'RFC 3890 §6.3',
  },
  altc: {
    summary: 'Alternative addresses and ports of one stream, for a choice between IPv4 and IPv6 without ICE.',
    syntax: 'altc:<number> <address type> <address> <port>, as in a=altc:1 IP6 2001:db8::10 54056',
    source: 'RFC 6947 §4',
    teams: 'Media bypass works with ICE and IPv4 only. Leave it out.',
  },
  'ts-refclk': {
    summary: 'The reference clock that RTP timestamps can be traced to, such as NTP, PTP or GPS.',
    syntax: 'ts-refclk:<source>, as in a=ts-refclk:ntp=203.0.113.10',
    source: 'RFC 7273 §4',
  },
  mediaclk: {
    summary: 'How the media clock relates to its reference clock.',
    syntax: 'mediaclk:<relation>, as in a=mediaclk:direct=0',
    source: 'RFC 7273 §5',
  },
  'duplication-delay': {
    summary: 'Milliseconds between a stream and its delayed copy, sent to survive losses.',
    syntax: 'duplication-delay:<milliseconds>, as in a=duplication-delay:50',
    source: 'RFC 7197 §3',
  },
  'phone-context': {
    summary: 'Where a local phone number is valid, in the SDP of PINT services and circuit-switched streams.',
    syntax: 'phone-context:<prefix or domain>, as in a=phone-context:+1',
    source: 'RFC 2848 §3.4',
  },
  'cs-correlation': {
    summary:
      'Ties a circuit-switched bearer, named by a `c=PSTN` line, to this SIP session: by caller ID, DTMF or user-to-user information.',
    syntax: 'cs-correlation:<method>[:<value>], as in a=cs-correlation:callerid:+14255550100',
    source: 'RFC 7195 §5.2.3',
  },
};
