/** What the RTP payload types 0–127 mean without an `a=rtpmap` (RFC 3551 §6, tables 4 and 5). */

export type PayloadTypeAssignment =
  | StaticPayloadType
  /** Held back, because RTCP packets or an older profile use the number. */
  | { readonly kind: 'reserved'; readonly reason: string }
  /** Free, yet not to be used for new codecs: RFC 3551 closed the registry. */
  | { readonly kind: 'unassigned' }
  /** 96–127: `a=rtpmap` says what it is. */
  | { readonly kind: 'dynamic' };

export interface StaticPayloadType {
  readonly kind: 'static';
  readonly payloadType: number;
  readonly encoding: string;
  /** RTP clock in Hz. Not always the sampling rate: G722 samples at 16000 and counts at 8000. */
  readonly clockRate: number;
  /** For audio; null for video and for multiplexed streams. */
  readonly channels: number | null;
  readonly media: 'audio' | 'video' | 'audio/video';
}

export const STATIC_PAYLOAD_TYPES: readonly StaticPayloadType[] = [
  audio(0, 'PCMU', 8000),
  audio(3, 'GSM', 8000),
  audio(4, 'G723', 8000),
  audio(5, 'DVI4', 8000),
  audio(6, 'DVI4', 16000),
  audio(7, 'LPC', 8000),
  audio(8, 'PCMA', 8000),
  audio(9, 'G722', 8000),
  audio(10, 'L16', 44100, 2),
  audio(11, 'L16', 44100),
  audio(12, 'QCELP', 8000),
  audio(13, 'CN', 8000),
  audio(14, 'MPA', 90000),
  audio(15, 'G728', 8000),
  audio(16, 'DVI4', 11025),
  audio(17, 'DVI4', 22050),
  audio(18, 'G729', 8000),
  video(25, 'CelB'),
  video(26, 'JPEG'),
  video(28, 'nv'),
  video(31, 'H261'),
  video(32, 'MPV'),
  {
    kind: 'static',
    payloadType: 33,
    encoding: 'MP2T',
    clockRate: 90000,
    channels: null,
    media: 'audio/video',
  },
  video(34, 'H263'),
];

const STATIC_BY_NUMBER: ReadonlyMap<number, StaticPayloadType> = new Map(
  STATIC_PAYLOAD_TYPES.map((entry) => [entry.payloadType, entry]),
);

const RESERVED: ReadonlyMap<number, string> = new Map([
  [1, 'held by an early codec assignment that was withdrawn'],
  [2, 'once G721; the number is no longer to be used'],
  [19, 'once comfort noise in early equipment; comfort noise is payload type 13'],
  ...[72, 73, 74, 75, 76].map(
    (number) => [number, `with the marker bit set it reads as RTCP packet type ${number + 128}`] as const,
  ),
]);

/** @returns null unless `payloadType` is an integer from 0 to 127. */
export function payloadTypeAssignment(payloadType: number): PayloadTypeAssignment | null {
  if (!Number.isInteger(payloadType) || payloadType < 0 || payloadType > 127) {
    return null;
  }
  const assigned = STATIC_BY_NUMBER.get(payloadType);
  if (assigned !== undefined) {
    return assigned;
  }
  const reason = RESERVED.get(payloadType);
  if (reason !== undefined) {
    return { kind: 'reserved', reason };
  }
  return { kind: payloadType >= 96 ? 'dynamic' : 'unassigned' };
}

/** The static assignment of that number; null where there is none. */
export function staticPayloadType(payloadType: number): StaticPayloadType | null {
  return STATIC_BY_NUMBER.get(payloadType) ?? null;
}

/**
 * The RTCP packet type that an RTP packet of this payload type looks like once RTP and RTCP share a port
 * and the marker bit is set (RFC 5761 §4); null for a payload type outside 64–95.
 */
export function collidingRtcpPacketType(payloadType: number): number | null {
  return Number.isInteger(payloadType) && payloadType >= 64 && payloadType <= 95 ? payloadType + 128 : null;
}

function audio(payloadType: number, encoding: string, clockRate: number, channels = 1): StaticPayloadType {
  return { kind: 'static', payloadType, encoding, clockRate, channels, media: 'audio' };
}

function video(payloadType: number, encoding: string): StaticPayloadType {
  return { kind: 'static', payloadType, encoding, clockRate: 90000, channels: null, media: 'video' };
}
