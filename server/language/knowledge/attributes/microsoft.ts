/**
 * Attributes of Microsoft's own: Lync, Skype for Business and Teams. [MS-SDPEXT] is Microsoft's description of
 * SDP as Lync and Skype for Business use it; where neither it nor a Teams page was found, the source is `observed`.
 */
import type { AttributeFamily } from './explanation';

const IGNORE = 'An SBC can ignore it and should not send it.';

export const MICROSOFT_ATTRIBUTES: AttributeFamily = {
  cryptoscale: {
    summary:
      'A second kind of SRTP key line in Lync and Skype for Business, for encryption that scales to many receivers. Its tag counts together with those of `a=crypto`, and it often holds the same key.',
    syntax: 'cryptoscale:<tag> <suite> inline:<key and salt>|<lifetime>|<MKI>:<length>',
    source: '[MS-SDPEXT] a=cryptoscale attribute',
    teams: IGNORE,
  },
  encryption: {
    summary:
      'Whether SRTP is `required`, `optional` or `rejected` for the stream, in Lync and Office Communicator. It goes with m-lines that say RTP/AVP and carry `a=crypto` all the same.',
    syntax: 'encryption:<required|optional|rejected>, as in a=encryption:optional',
    source: '[MS-SDPEXT] a=encryption attribute',
    teams: 'Direct Routing always encrypts. Do not send it.',
  },
  'x-candidate-ipv6': {
    summary: 'An IPv6 candidate, hidden from peers that expect IPv4 only. Same fields as `a=candidate`.',
    syntax:
      'x-candidate-ipv6:<foundation> <component> <transport> <priority> <address> <port> typ <type>, as in a=x-candidate-ipv6:2 1 UDP 2130705919 2001:db8::10 26920 typ host',
    source: '[MS-SDPEXT] a=x-candidate-ipv6 attribute',
    teams: 'The SBC leg of media bypass is IPv4 only. ' + IGNORE,
  },
  'x-candidate-info': {
    summary:
      'What kind of network a candidate, named by its foundation, sits on: `wired`, `wlan` and the like.',
    syntax: 'x-candidate-info:<foundation> network-type=<type>, as in a=x-candidate-info:1 network-type=wlan',
    source: 'observed; Teams clients',
    teams: 'Worth a look when a user complains: it tells Wi-Fi from cable. ' + IGNORE,
  },
  'x-ssrc-range': {
    summary: 'The synchronisation source numbers that this side may send with on this stream.',
    syntax: 'x-ssrc-range:<first>-<last>, as in a=x-ssrc-range:1000-1000',
    source: '[MS-SDPEXT] a=x-ssrc-range attribute',
    teams: IGNORE,
  },
  'x-source': {
    summary: 'The role of the stream in a Skype for Business or Teams call, such as `main-audio`.',
    syntax: 'x-source:<label>, as in a=x-source:main-audio',
    source: '[MS-SDPEXT] a=x-source attribute',
    teams: IGNORE,
  },
  'x-source-streamid': {
    summary:
      'The number of the stream at the conference server, which mixers put into the list of contributing sources.',
    syntax: 'x-source-streamid:<number>, as in a=x-source-streamid:201',
    source: '[MS-SDPEXT] a=x-source-streamid attribute',
    teams: 'It points to a conference or media server at the far end. ' + IGNORE,
  },
  'x-mediabw': {
    summary: 'Bandwidth limits, in kilobit/s, of a labelled stream for sending and receiving.',
    syntax:
      'x-mediabw:<label> send=<kbit/s>;recv=<kbit/s>, as in a=x-mediabw:main-video send=12000;recv=12000',
    source: '[MS-SDPEXT] a=x-mediabw attribute',
    teams: IGNORE,
  },
  'x-mediasettings': {
    summary: 'Requirements on a labelled stream, such as that application sharing needs it.',
    syntax: 'x-mediasettings:<label>=<setting>, as in a=x-mediasettings:applicationsharing-video=required',
    source: 'observed; Skype for Business and Teams clients',
    teams: IGNORE,
  },
  'x-devicecaps': {
    summary: "Which media the client's devices can send and receive.",
    syntax: 'x-devicecaps:<media>:<directions>;…, as in a=x-devicecaps:audio:send,recv;video:send,recv',
    source: '[MS-SDPEXT] a=x-devicecaps attribute',
    teams: IGNORE,
  },
  'x-caps': {
    summary: 'Picture sizes, frame rates and bit rates that the client handles for a Microsoft video codec.',
    syntax: 'x-caps:<payload type> <id>:<width>:<height>:<frames>:<bit rate>:<n>;…',
    source: '[MS-SDPEXT] a=x-caps attribute',
    teams: IGNORE,
  },
  'x-bypassid': {
    summary:
      "The media bypass ID of the sender's network site. In Lync and Skype for Business two ends with the same ID may exchange media directly, without the Mediation Server.",
    syntax: 'x-bypassid:<GUID>, as in a=x-bypassid:be38f190-a24a-4a72-b66c-b09fd0909ebc',
    source: '[MS-SDPEXT] a=x-bypassid attribute',
    teams:
      'Media bypass of Direct Routing does not depend on it: it is switched on at the trunk (Plan media bypass).',
  },
  'x-signaling-fb': {
    summary:
      'Control messages that the client understands inside the media stream, like `a=rtcp-fb` with type `x-message`.',
    syntax: 'x-signaling-fb:<payload type or *> x-message app send:<names> recv:<names>',
    source: 'observed; Teams clients and media servers',
    teams: IGNORE,
  },
  'x-bwealgorithm': {
    summary: 'Bandwidth estimation methods of the client.',
    syntax: 'x-bwealgorithm:<name> …, as in a=x-bwealgorithm:bwc packetpair',
    source: 'observed; Skype for Business and Teams clients',
    teams: IGNORE,
  },
  'x-plaza-msi-range': {
    summary: 'Ranges of stream numbers that a Teams conference server gives out.',
    syntax: 'x-plaza-msi-range:<first>-<last> …, as in a=x-plaza-msi-range:1-100 101-200',
    source: 'observed; Teams conference servers',
    teams: 'It points to a conference server at the far end. ' + IGNORE,
  },
  'x-data-protocol': {
    summary: 'The protocol inside a Teams `m=x-data` stream, a data channel dressed as RTP.',
    syntax: 'x-data-protocol:<protocol>, as in a=x-data-protocol:sctp',
    source: 'observed; Teams clients',
    teams: 'The SBC answers the m-line with port 0 like every one that is not audio.',
  },
};
