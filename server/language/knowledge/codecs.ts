/** RTP payload formats by encoding name, and their `a=fmtp` parameters. */
import type { CompletionHint, Explained } from './types';

/** Whether the SBC leg of Direct Routing takes it: `helper` formats ride beside a codec and carry no speech alone. */
export type TeamsSupport = 'supported' | 'helper' | 'not documented';

export interface CodecKnowledge extends Explained {
  /** As in `a=rtpmap`; names compare without regard to case. */
  readonly encoding: string;
  readonly media: 'audio' | 'video' | 'other';
  /** RTP clock rates in Hz that occur, the usual one first. */
  readonly clockRates: readonly number[];
  readonly teamsSupport: TeamsSupport;
  readonly parameters?: readonly FormatParameter[];
  readonly completion?: CompletionHint;
}

export interface FormatParameter {
  /** As written before `=`. */
  readonly name: string;
  readonly summary: string;
}

const PLAN = 'Plan Direct Routing, Media traffic: codecs';

const FEC: FormatParameter = {
  name: 'useinbandfec',
  summary: "1: this side can use error correction inside the codec's packets. It helps on lossy networks.",
};

const DTX: FormatParameter = {
  name: 'usedtx',
  summary: '1: this side would like the sender to stop sending while there is silence.',
};

const BITRATE: FormatParameter = { name: 'bitrate', summary: 'The bit rate in bit/s.' };

const AMR_PARAMETERS: readonly FormatParameter[] = [
  {
    name: 'octet-align',
    summary:
      '1: octet-aligned packets, 0 (default): bandwidth-efficient. The two do not understand each other, so each needs a payload type of its own.',
  },
  {
    name: 'mode-set',
    summary: 'The modes (bit rates) that may be used, as a list of numbers. Without it all of them.',
  },
  {
    name: 'mode-change-period',
    summary: '2: the mode changes only at every second packet, as GSM requires.',
  },
  { name: 'mode-change-capability', summary: '2: this side can keep to a mode change period of 2.' },
  { name: 'mode-change-neighbor', summary: '1: the mode changes only to the next one up or down.' },
  { name: 'max-red', summary: 'The longest time in ms between a frame and its redundant copy.' },
  { name: 'crc', summary: '1: each frame carries a checksum. Implies octet-aligned.' },
  { name: 'robust-sorting', summary: '1: the bits are sorted by importance. Implies octet-aligned.' },
  {
    name: 'interleaving',
    summary: 'Frames are interleaved, in blocks of at most this many. Implies octet-aligned.',
  },
];

const H264_PARAMETERS: readonly FormatParameter[] = [
  {
    name: 'profile-level-id',
    summary:
      'Six hexadecimal digits: profile, constraints, level. 42e01f is constrained baseline, level 3.1.',
  },
  {
    name: 'packetization-mode',
    summary:
      '0: one picture slice unit per packet. 1: units may be split and joined. Both sides must use the same.',
  },
  { name: 'level-asymmetry-allowed', summary: '1: each side may send at its own level.' },
  { name: 'max-fs', summary: 'The largest picture in macroblocks (16 by 16 pixels).' },
  { name: 'max-mbps', summary: 'The most macroblocks per second.' },
  { name: 'max-br', summary: 'The highest bit rate in units of 1000 bit/s.' },
  {
    name: 'max-fps',
    summary: "The highest frame rate in hundredths of a frame per second. Microsoft's addition.",
  },
  {
    name: 'sprop-parameter-sets',
    summary: 'Decoder parameters in base64, so that the first picture can be decoded at once.',
  },
];

export const CODECS: readonly CodecKnowledge[] = [
  {
    encoding: 'PCMU',
    media: 'audio',
    clockRates: [8000],
    teamsSupport: 'supported',
    summary:
      'G.711 µ-law, 64 kbit/s narrowband, the telephone codec of North America and Japan. Payload type 0.',
    source: `RFC 3551 §4.5.14; ITU-T G.711; ${PLAN}`,
    completion: { insert: 'PCMU/8000', detail: 'G.711 µ-law', sortFirst: true },
  },
  {
    encoding: 'PCMA',
    media: 'audio',
    clockRates: [8000],
    teamsSupport: 'supported',
    summary: 'G.711 A-law, 64 kbit/s narrowband, the telephone codec of most of the world. Payload type 8.',
    source: `RFC 3551 §4.5.14; ITU-T G.711; ${PLAN}`,
    completion: { insert: 'PCMA/8000', detail: 'G.711 A-law', sortFirst: true },
  },
  {
    encoding: 'G722',
    media: 'audio',
    clockRates: [8000],
    teamsSupport: 'supported',
    summary:
      'Wideband, 64 kbit/s. It samples at 16 kHz, yet its RTP clock is 8000 by an old mistake that was kept: `G722/16000` is wrong. Payload type 9.',
    source: `RFC 3551 §4.5.2; ${PLAN}`,
    completion: { insert: 'G722/8000', detail: 'wideband, 64 kbit/s', sortFirst: true },
  },
  {
    encoding: 'G729',
    media: 'audio',
    clockRates: [8000],
    teamsSupport: 'supported',
    summary:
      'Narrowband at 8 kbit/s, with or without annex A. Payload type 18. Annex B is silence suppression, and it is on unless `annexb=no` is said.',
    source: `RFC 3551 §4.5.6; RFC 4856 §2.1.9; ${PLAN}`,
    parameters: [
      {
        name: 'annexb',
        summary:
          '`no`: without silence suppression (annex B). Absent means `yes`, which surprises gateways that cannot do it.',
      },
    ],
    completion: { insert: 'G729/8000', detail: 'narrowband, 8 kbit/s', sortFirst: true },
  },
  {
    encoding: 'SILK',
    media: 'audio',
    clockRates: [16000, 8000, 12000, 24000],
    teamsSupport: 'supported',
    summary:
      'The codec of Skype and Teams before Satin: narrowband to super-wideband at a variable rate, good with packet loss. Teams offers it at 16000 and at 8000.',
    source: `draft-spittka-silk-payload-format; ${PLAN}`,
    parameters: [
      FEC,
      DTX,
      {
        name: 'maxaveragebitrate',
        summary: 'The highest average bit rate in bit/s that this side wants to receive.',
      },
    ],
    completion: {
      insert: 'SILK/${1|16000,8000|}',
      detail: 'Microsoft wideband or narrowband',
      sortFirst: true,
    },
  },
  {
    encoding: 'opus',
    media: 'audio',
    clockRates: [48000],
    teamsSupport: 'not documented',
    summary:
      'The codec of WebRTC, 6 to 510 kbit/s. Always written `opus/48000/2`, even for mono speech at a lower rate.',
    source: 'RFC 7587 §4 and §7',
    teams: 'Teams clients offer it. The Direct Routing plan does not name it for the SBC leg.',
    parameters: [
      FEC,
      DTX,
      {
        name: 'maxplaybackrate',
        summary: 'The highest sampling rate in Hz that this side can play; more would be wasted on it.',
      },
      { name: 'sprop-maxcapturerate', summary: 'The highest sampling rate in Hz that this side will send.' },
      {
        name: 'maxaveragebitrate',
        summary: 'The highest average bit rate in bit/s that this side wants to receive.',
      },
      { name: 'stereo', summary: '1: this side prefers to receive stereo.' },
      { name: 'sprop-stereo', summary: '1: this side is likely to send stereo.' },
      { name: 'cbr', summary: '1: this side prefers a constant bit rate.' },
      { name: 'minptime', summary: 'The shortest packet in ms that this side likes to receive.' },
      { name: 'maxptime', summary: 'The longest packet in ms that this side can receive.' },
      { name: 'ptime', summary: 'The packet length in ms that this side prefers.' },
    ],
    completion: { insert: 'opus/48000/2', detail: 'WebRTC codec' },
  },
  {
    encoding: 'telephone-event',
    media: 'audio',
    clockRates: [8000, 16000, 48000],
    teamsSupport: 'helper',
    summary:
      'DTMF digits and tones as events instead of sound. Its clock should be that of the voice codec in use, and its `a=fmtp` must list the events.',
    source: 'RFC 4733 §2; RFC 4733 §2.5.2.1',
    teams:
      'The SBC should be able to send DTMF, even in early media (Direct Routing – media protocols, Early media).',
    parameters: [
      {
        name: 'events',
        summary:
          'A list such as `0-15` or `0-16`: 0 to 9 are the digits, 10 is *, 11 is #, 12 to 15 are A to D, 16 is flash hook.',
      },
    ],
    completion: { insert: 'telephone-event/${1|8000,16000|}', detail: 'DTMF as events', sortFirst: true },
  },
  {
    encoding: 'CN',
    media: 'audio',
    clockRates: [8000, 16000, 24000, 48000],
    teamsSupport: 'helper',
    summary:
      'Comfort noise for pauses of a codec that has none of its own. Payload type 13 is CN at 8000; for other clock rates a dynamic number is needed.',
    source: 'RFC 3389 §4 and §5.1',
    completion: { insert: 'CN/${1|8000,16000|}', detail: 'comfort noise' },
  },
  {
    encoding: 'RED',
    media: 'audio',
    clockRates: [8000, 48000, 90000, 1000],
    teamsSupport: 'helper',
    summary:
      'Redundancy: each packet repeats earlier audio (or text, or video repair data). It carries other payload types, which its `a=fmtp` lists.',
    source: 'RFC 2198 §5',
    parameters: [
      {
        name: 'payload types',
        summary: 'The payload types inside, separated by slashes: first the new data, then the copies.',
      },
    ],
  },
  {
    encoding: 'iLBC',
    media: 'audio',
    clockRates: [8000],
    teamsSupport: 'not documented',
    summary: 'Narrowband at 13.3 or 15.2 kbit/s, made for lossy networks.',
    source: 'RFC 3952 §4',
    parameters: [
      {
        name: 'mode',
        summary: 'The frame length in ms, 20 or 30. The default is 30; if one side says 30, both use 30.',
      },
    ],
  },
  {
    encoding: 'AMR',
    media: 'audio',
    clockRates: [8000],
    teamsSupport: 'not documented',
    summary: 'The narrowband codec of mobile networks, 4.75 to 12.2 kbit/s.',
    source: 'RFC 4867 §8.1',
    parameters: AMR_PARAMETERS,
  },
  {
    encoding: 'AMR-WB',
    media: 'audio',
    clockRates: [16000],
    teamsSupport: 'not documented',
    summary: 'The wideband codec of mobile networks ("HD voice"), also G.722.2, 6.6 to 23.85 kbit/s.',
    source: 'RFC 4867 §8.2',
    parameters: AMR_PARAMETERS,
  },
  {
    encoding: 'EVS',
    media: 'audio',
    clockRates: [16000],
    teamsSupport: 'not documented',
    summary: 'The codec of VoLTE and 5G voice, narrowband to fullband. Its RTP clock is always 16000.',
    source: '3GPP TS 26.445 Annex A',
    parameters: [
      { name: 'br', summary: 'Bit rates in kbit/s, as one value or a range.' },
      { name: 'bw', summary: 'Bandwidths: nb, wb, swb, fb, as one value or a range.' },
      {
        name: 'ch-aw-recv',
        summary: 'Channel-aware mode wanted from the sender, for lossy networks; -1 rules it out.',
      },
      { name: 'evs-mode-switch', summary: '1: start in the mode that is compatible with AMR-WB.' },
      { name: 'hf-only', summary: '1: only packets with a header field.' },
      { name: 'max-red', summary: 'The longest time in ms between a frame and its redundant copy.' },
    ],
  },
  {
    encoding: 'G726-40',
    media: 'audio',
    clockRates: [8000],
    teamsSupport: 'not documented',
    summary: 'ADPCM at 40 kbit/s, good enough for fax and modem.',
    source: 'RFC 3551 §4.5.4',
  },
  {
    encoding: 'G726-32',
    media: 'audio',
    clockRates: [8000],
    teamsSupport: 'not documented',
    summary:
      'ADPCM at 32 kbit/s, used by DECT. Some devices pack the bits in the other order (`AAL2-G726-32`): noise instead of speech means a mix-up.',
    source: 'RFC 3551 §4.5.4',
  },
  {
    encoding: 'G726-24',
    media: 'audio',
    clockRates: [8000],
    teamsSupport: 'not documented',
    summary: 'ADPCM at 24 kbit/s.',
    source: 'RFC 3551 §4.5.4',
  },
  {
    encoding: 'G726-16',
    media: 'audio',
    clockRates: [8000],
    teamsSupport: 'not documented',
    summary: 'ADPCM at 16 kbit/s.',
    source: 'RFC 3551 §4.5.4',
  },
  {
    encoding: 'AAL2-G726-32',
    media: 'audio',
    clockRates: [8000],
    teamsSupport: 'not documented',
    summary: 'ADPCM at 32 kbit/s with the bit order of ATM: the opposite of `G726-32`.',
    source: 'RFC 3551 §4.5.4',
  },
  {
    encoding: 'GSM',
    media: 'audio',
    clockRates: [8000],
    teamsSupport: 'not documented',
    summary: 'GSM full rate, 13 kbit/s narrowband. Payload type 3.',
    source: 'RFC 3551 §4.5.8',
  },
  {
    encoding: 'GSM-EFR',
    media: 'audio',
    clockRates: [8000],
    teamsSupport: 'not documented',
    summary: 'GSM enhanced full rate, 12.2 kbit/s narrowband.',
    source: 'RFC 3551 §4.5.9',
  },
  {
    encoding: 'G723',
    media: 'audio',
    clockRates: [8000],
    teamsSupport: 'not documented',
    summary: 'G.723.1, narrowband at 5.3 or 6.3 kbit/s in 30 ms frames. Payload type 4.',
    source: 'RFC 3551 §4.5.3; RFC 4856 §2.1.4',
    parameters: [
      { name: 'annexa', summary: '`no`: without silence suppression (annex A). Absent means `yes`.' },
      { name: 'bitrate', summary: '5.3 or 6.3 kbit/s.' },
    ],
  },
  {
    encoding: 'G728',
    media: 'audio',
    clockRates: [8000],
    teamsSupport: 'not documented',
    summary: 'Narrowband at 16 kbit/s with little delay. Payload type 15.',
    source: 'RFC 3551 §4.5.5',
  },
  {
    encoding: 'G7221',
    media: 'audio',
    clockRates: [16000, 32000],
    teamsSupport: 'not documented',
    summary: 'G.722.1, wideband at 24 or 32 kbit/s, from conference systems; at 32000 it is annex C.',
    source: 'RFC 5577 §4',
    parameters: [
      {
        name: 'bitrate',
        summary: 'The bit rate in bit/s: 24000 or 32000, with annex C also 48000. It is required.',
      },
    ],
  },
  {
    encoding: 'L16',
    media: 'audio',
    clockRates: [44100, 8000, 16000, 48000],
    teamsSupport: 'not documented',
    summary: 'Uncompressed 16-bit samples. Payload types 10 (stereo) and 11 (mono) are L16 at 44100.',
    source: 'RFC 3551 §4.5.11',
  },
  {
    encoding: 'DVI4',
    media: 'audio',
    clockRates: [8000, 16000, 11025, 22050],
    teamsSupport: 'not documented',
    summary: 'ADPCM of early computer telephony. Payload types 5, 6, 16 and 17.',
    source: 'RFC 3551 §4.5.1',
  },
  {
    encoding: 'LPC',
    media: 'audio',
    clockRates: [8000],
    teamsSupport: 'not documented',
    summary: 'An experimental narrowband codec of the early Internet. Payload type 7.',
    source: 'RFC 3551 §4.5.12',
  },
  {
    encoding: 'QCELP',
    media: 'audio',
    clockRates: [8000],
    teamsSupport: 'not documented',
    summary: 'The narrowband codec of early CDMA phones. Payload type 12.',
    source: 'RFC 2658; RFC 3551 §4.5.15',
  },
  {
    encoding: 'MPA',
    media: 'audio',
    clockRates: [90000],
    teamsSupport: 'not documented',
    summary: 'MPEG audio (MP2, MP3). Payload type 14.',
    source: 'RFC 2250; RFC 3551 §4.5.13',
  },
  {
    encoding: 'speex',
    media: 'audio',
    clockRates: [8000, 16000, 32000],
    teamsSupport: 'not documented',
    summary: 'A free codec, narrowband to ultra-wideband; opus has replaced it.',
    source: 'RFC 5574 §3',
    parameters: [
      { name: 'vbr', summary: 'Variable bit rate: on, off, or vad.' },
      { name: 'cng', summary: 'Comfort noise: on or off.' },
      { name: 'mode', summary: 'Quality mode, a number; "any" leaves it open.' },
    ],
  },
  {
    encoding: 'clearmode',
    media: 'audio',
    clockRates: [8000],
    teamsSupport: 'not documented',
    summary: 'A transparent 64 kbit/s ISDN channel, for data or video calls.',
    source: 'RFC 4040 §3',
  },
  {
    encoding: 'SIREN',
    media: 'audio',
    clockRates: [16000],
    teamsSupport: 'not documented',
    summary: 'Wideband at 16 kbit/s, from Lync and its conference servers.',
    source: '[MS-RTP]; observed in Skype for Business and Teams offers',
    parameters: [BITRATE],
  },
  {
    encoding: 'x-msrta',
    media: 'audio',
    clockRates: [16000, 8000],
    teamsSupport: 'not documented',
    summary: "RTAudio, Microsoft's codec of Lync times, wideband or narrowband.",
    source: '[MS-RTP]; observed in Skype for Business offers',
    parameters: [BITRATE],
  },
  {
    encoding: 'SATIN',
    media: 'audio',
    clockRates: [48000],
    teamsSupport: 'not documented',
    summary: "Microsoft's newest speech codec, between Teams clients. An SBC ignores it.",
    source: 'observed in Teams offers',
  },
  {
    encoding: 'SATINFB',
    media: 'audio',
    clockRates: [48000],
    teamsSupport: 'not documented',
    summary: 'The fullband form of Satin, between Teams clients. An SBC ignores it.',
    source: 'observed in Teams offers',
  },
  {
    encoding: 'H264',
    media: 'video',
    clockRates: [90000],
    teamsSupport: 'not documented',
    summary: 'The common video codec of phones and conference systems.',
    source: 'RFC 6184 §8.1',
    parameters: H264_PARAMETERS,
  },
  {
    encoding: 'X-H264UC',
    media: 'video',
    clockRates: [90000],
    teamsSupport: 'not documented',
    summary: 'H.264 with scalable layers, in the form of Lync, Skype for Business and Teams.',
    source: '[MS-H264PF]',
    parameters: [
      ...H264_PARAMETERS,
      { name: 'mst-mode', summary: '`NI-TC`: the layers go in streams of their own, not interleaved.' },
    ],
  },
  {
    encoding: 'x-rtvc1',
    media: 'video',
    clockRates: [90000],
    teamsSupport: 'not documented',
    summary: "RTVideo, Microsoft's video codec of Lync times.",
    source: '[MS-RTVPF]',
  },
  {
    encoding: 'H265',
    media: 'video',
    clockRates: [90000],
    teamsSupport: 'not documented',
    summary: 'HEVC, the successor of H.264.',
    source: 'RFC 7798 §7.1',
    parameters: [
      { name: 'profile-id', summary: 'The profile: 1 is Main.' },
      { name: 'level-id', summary: 'The level times 30: 93 is level 3.1.' },
      { name: 'tier-flag', summary: '0: main tier, 1: high tier.' },
    ],
  },
  {
    encoding: 'VP8',
    media: 'video',
    clockRates: [90000],
    teamsSupport: 'not documented',
    summary: 'The first video codec of WebRTC.',
    source: 'RFC 7741 §6',
    parameters: [
      { name: 'max-fr', summary: 'The highest frame rate in frames per second.' },
      { name: 'max-fs', summary: 'The largest picture in macroblocks (16 by 16 pixels).' },
    ],
  },
  {
    encoding: 'VP9',
    media: 'video',
    clockRates: [90000],
    teamsSupport: 'not documented',
    summary: 'The successor of VP8 in WebRTC.',
    source: 'RFC 9628 §6',
    parameters: [
      { name: 'profile-id', summary: 'The profile, 0 to 3; 0 is the usual one.' },
      { name: 'max-fr', summary: 'The highest frame rate in frames per second.' },
      { name: 'max-fs', summary: 'The largest picture in blocks of 16 by 16 pixels.' },
    ],
  },
  {
    encoding: 'AV1',
    media: 'video',
    clockRates: [90000],
    teamsSupport: 'not documented',
    summary: 'The newest video codec of WebRTC, good at low bit rates and screen content.',
    source: 'RTP Payload Format for AV1 (AOMedia) §7',
    parameters: [
      { name: 'profile', summary: 'The profile, 0 to 2; 0 is the usual one.' },
      { name: 'level-idx', summary: 'The highest level that can be decoded.' },
      { name: 'tier', summary: '0: main tier, 1: high tier.' },
    ],
  },
  {
    encoding: 'H261',
    media: 'video',
    clockRates: [90000],
    teamsSupport: 'not documented',
    summary: 'The video codec of ISDN conferences. Payload type 31.',
    source: 'RFC 4587 §6',
  },
  {
    encoding: 'H263',
    media: 'video',
    clockRates: [90000],
    teamsSupport: 'not documented',
    summary: 'An early video codec. Payload type 34.',
    source: 'RFC 4629; RFC 3551 §5',
    teams:
      'Teams writes payload type 34 as a placeholder on an m=video line with port 0: the stream is refused.',
  },
  {
    encoding: 'H263-1998',
    media: 'video',
    clockRates: [90000],
    teamsSupport: 'not documented',
    summary: 'H.263 in its second version (H.263+).',
    source: 'RFC 4629 §8',
  },
  {
    encoding: 'JPEG',
    media: 'video',
    clockRates: [90000],
    teamsSupport: 'not documented',
    summary: 'Single JPEG pictures one after the other, from cameras. Payload type 26.',
    source: 'RFC 2435; RFC 3551 §5',
  },
  {
    encoding: 'MP4V-ES',
    media: 'video',
    clockRates: [90000],
    teamsSupport: 'not documented',
    summary: 'MPEG-4 part 2 video, from older video phones and cameras.',
    source: 'RFC 6416 §7',
  },
  {
    encoding: 'rtx',
    media: 'video',
    clockRates: [90000],
    teamsSupport: 'not documented',
    summary: 'Retransmissions of lost packets of another payload type, which `apt` names.',
    source: 'RFC 4588 §8.1',
    parameters: [
      { name: 'apt', summary: 'The payload type whose packets are sent again.' },
      { name: 'rtx-time', summary: 'How long in ms the sender keeps packets.' },
    ],
  },
  {
    encoding: 'ulpfec',
    media: 'video',
    clockRates: [90000],
    teamsSupport: 'not documented',
    summary: 'Parity packets from which lost ones can be rebuilt.',
    source: 'RFC 5109 §13.1',
  },
  {
    encoding: 'flexfec-03',
    media: 'video',
    clockRates: [90000],
    teamsSupport: 'not documented',
    summary: 'Parity packets in rows and columns, in a draft form that browsers use.',
    source: 'observed in browsers; drafts of RFC 8627',
    parameters: [{ name: 'repair-window', summary: 'The time in µs that parity packets cover.' }],
  },
  {
    encoding: 'x-ulpfecuc',
    media: 'video',
    clockRates: [90000],
    teamsSupport: 'not documented',
    summary: 'Parity packets in the form of Lync, Skype for Business and Teams.',
    source: 'observed in Skype for Business and Teams offers',
  },
  {
    encoding: 'x-data',
    media: 'other',
    clockRates: [90000],
    teamsSupport: 'not documented',
    summary: 'A data channel between Teams clients, dressed as an RTP stream.',
    source: 'observed in Teams offers',
    teams: 'The SBC answers the m-line with port 0 like every one that is not audio.',
  },
  {
    encoding: 't140',
    media: 'other',
    clockRates: [1000],
    teamsSupport: 'not documented',
    summary: 'Real-time text, sent while it is typed, for deaf users and emergency calls.',
    source: 'RFC 4103 §7',
    parameters: [{ name: 'cps', summary: 'The most characters per second.' }],
  },
];

const BY_ENCODING: ReadonlyMap<string, CodecKnowledge> = new Map(
  CODECS.map((codec) => [codec.encoding.toLowerCase(), codec]),
);

/** The payload format of that encoding name, in any case; null where unknown. */
export function findCodec(encoding: string): CodecKnowledge | null {
  return BY_ENCODING.get(encoding.toLowerCase()) ?? null;
}

/** A parameter of that codec's `a=fmtp`, in any case; null where unknown. */
export function findFormatParameter(codec: CodecKnowledge, name: string): FormatParameter | null {
  const wanted = name.toLowerCase();
  return codec.parameters?.find((parameter) => parameter.name.toLowerCase() === wanted) ?? null;
}
