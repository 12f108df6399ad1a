/** What a datagram holds (RFC 7983 for media ports, and SIP, HEP and classic STUN by how they begin). */
import { hasAscii, u8 } from '../../basics/bytes';
import { isRtcp, isRtp } from '../../rtp/header';
import { MULTIPLEXED, readChannelData } from '../../stun/channel-data';
import { isClassicStun, isStun } from '../../stun/parse';
import { isDtls } from './dtls';
import { readHep } from './hep';
import { sipStart } from './sip-start';
import { sipInSyslog } from './syslog';

export type Content =
  | 'sip'
  | 'stun'
  | 'channel-data'
  | 'dtls'
  | 'zrtp'
  | 'rtp'
  | 'rtcp'
  | 'hep'
  /** A log's record that holds a SIP message. */
  | 'syslog'
  /** Empty lines, zeros and the like, sent to keep a NAT's mapping. */
  | 'keep-alive'
  | 'other';

/** Tells by the first octets, and as far as needed by the structure, what a datagram is. */
export function contentOf(bytes: Uint8Array, start: number, end: number): Content {
  const first = u8(bytes, start);
  // RTP is by far the most frequent.
  if (first >= 128 && first <= 191) {
    if (isRtcp(bytes, start, end)) return 'rtcp';
    return isRtp(bytes, start, end) ? 'rtp' : 'other';
  }
  if (end - start <= 4) return isKeepAlive(bytes, start, end) ? 'keep-alive' : 'other';
  // Letters of a method also open ChannelData and, as digits do, DTLS.
  if (first > 32 && first < 127) {
    if (sipStart(bytes, start, end) === 'yes') return 'sip';
    if (hasAscii(bytes, start, 'HEP3')) return 'hep';
    if (sipInSyslog(bytes, start, end) >= 0) return 'syslog';
  }
  if (first < 64 && isStun(bytes, start, end)) return 'stun';
  if (first < 4) {
    if (isClassicStun(bytes, start, end)) return 'stun';
    return readHep(bytes, start, end) === null ? 'other' : 'hep';
  }
  if (first >= 16 && first <= 19 && hasAscii(bytes, start + 4, 'ZRTP')) return 'zrtp';
  if (first >= 20 && first <= 63 && isDtls(bytes, start, end)) return 'dtls';
  const mayBeChannel = (first >= 64 && first <= 79) || first === MULTIPLEXED >>> 8;
  if (mayBeChannel && readChannelData(bytes, start, end, false) !== null) return 'channel-data';
  if (isEmptyLine(first) && beginsAfterEmptyLines(bytes, start, end) < end) return 'sip';
  return 'other';
}

/** Where a SIP message begins in a datagram: empty lines before it do not count (RFC 3261 §7.5). */
export function beginsAfterEmptyLines(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && isEmptyLine(u8(bytes, at))) at++;
  return sipStart(bytes, at, end) === 'yes' ? at : end;
}

function isKeepAlive(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const octet = u8(bytes, at);
    if (octet !== 0 && !isEmptyLine(octet)) return false;
  }
  return true;
}

function isEmptyLine(octet: number): boolean {
  return octet === 13 || octet === 10;
}
