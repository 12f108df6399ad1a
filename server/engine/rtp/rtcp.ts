/** RTCP (RFC 3550 §6): the packets of a compound, with what reports say of loss and jitter. */
import { toText, u16, u32, u8 } from '../basics/bytes';

export interface RtcpPacket {
  readonly packetType: number;
  /** `SR`, `RR` …; null for a type that is not assigned. */
  readonly name: string | null;
  /** Number of reports, or the subtype. */
  readonly count: number;
  /** Of the sender; null in a packet too short to hold it. */
  readonly ssrc: number | null;
  readonly reports: readonly RtcpReport[];
  /** Of an SDES packet. */
  readonly cname: string | null;
}

export interface RtcpReport {
  /** Of the stream that is reported on. */
  readonly ssrc: number;
  /** 0 to 1, since the last report. */
  readonly fractionLost: number;
  /** Since the beginning; negative where packets came twice. */
  readonly cumulativeLost: number;
  readonly highestSequence: number;
  /** In units of the stream's RTP clock. */
  readonly jitter: number;
}

export interface RtcpCompound {
  readonly packets: readonly RtcpPacket[];
  /** SRTCP: all behind the first eight octets is encrypted, so only the first packet's kind and SSRC are told. */
  readonly encrypted: boolean;
}

const NAMES: Readonly<Record<number, string>> = {
  192: 'FIR',
  193: 'NACK',
  195: 'IJ',
  200: 'SR',
  201: 'RR',
  202: 'SDES',
  203: 'BYE',
  204: 'APP',
  205: 'RTPFB',
  206: 'PSFB',
  207: 'XR',
  208: 'AVB',
  209: 'RSI',
  210: 'TOKEN',
};

const SENDER_REPORT = 200;
const RECEIVER_REPORT = 201;
const SOURCE_DESCRIPTION = 202;
const CNAME = 1;

/** Reads the packets of a datagram that {@link isRtcp} took for RTCP. */
export function readRtcp(bytes: Uint8Array, start: number, end: number): RtcpCompound {
  const packets: RtcpPacket[] = [];
  let at = start;
  while (at + 4 <= end && u8(bytes, at) >>> 6 === 2) {
    const length = (u16(bytes, at + 2) + 1) * 4;
    if (at + length > end) break;
    packets.push(readPacket(bytes, at, at + length));
    at += length;
  }
  const isWhole = at === end && packets.every(({ name }) => name !== null);
  return isWhole
    ? { packets, encrypted: false }
    : { packets: packets.slice(0, 1).map(withoutBody), encrypted: true };
}

function readPacket(bytes: Uint8Array, start: number, end: number): RtcpPacket {
  const packetType = u8(bytes, start + 1);
  const count = u8(bytes, start) & 31;
  const firstReport = start + (packetType === SENDER_REPORT ? 28 : 8);
  const isReport = packetType === SENDER_REPORT || packetType === RECEIVER_REPORT;
  return {
    packetType,
    name: NAMES[packetType] ?? null,
    count,
    ssrc: end - start >= 8 ? u32(bytes, start + 4) : null,
    reports: isReport ? readReports(bytes, firstReport, end, count) : [],
    cname: packetType === SOURCE_DESCRIPTION ? readCname(bytes, start + 8, end) : null,
  };
}

function readReports(bytes: Uint8Array, start: number, end: number, count: number): RtcpReport[] {
  const reports: RtcpReport[] = [];
  for (let at = start; at + 24 <= end && reports.length < count; at += 24) {
    reports.push({
      ssrc: u32(bytes, at),
      fractionLost: u8(bytes, at + 4) / 256,
      cumulativeLost: (u32(bytes, at + 4) << 8) >> 8,
      highestSequence: u32(bytes, at + 8),
      jitter: u32(bytes, at + 12),
    });
  }
  return reports;
}

/** The canonical name of the first chunk. */
function readCname(bytes: Uint8Array, start: number, end: number): string | null {
  let at = start;
  while (at + 2 <= end && u8(bytes, at) !== 0) {
    const length = u8(bytes, at + 1);
    if (u8(bytes, at) === CNAME) return toText(bytes, at + 2, Math.min(end, at + 2 + length));
    at += 2 + length;
  }
  return null;
}

function withoutBody(packet: RtcpPacket): RtcpPacket {
  return { ...packet, reports: [], cname: null };
}
