/** ICMP errors: destination unreachable, packet too big, time exceeded and the like quote what they speak of. */
import { isRtcp, isRtp } from '../../rtp/header';
import { isStun } from '../../stun/parse';
import { u16, u8 } from '../../basics/bytes';
import type { IcmpQuote } from '../events';
import type { AddressTexts } from '../../network/address-texts';
import { emptyIpHeader, ICMP, type IpHeader, readIpHeader, TCP, UDP } from '../../network/ip-header';
import { sipStart } from '../payload/sip-start';
import type { IpDissector } from './dissection';

export const dissectIcmp: IpDissector = (bytes, header, moment, dissection) => {
  const type = u8(bytes, header.start);
  const { texts, unread } = dissection;
  if (!isError(header.protocol, type) || header.start + 8 > header.end) {
    unread.add({ kind: 'ip-protocol', number: header.protocol }, moment.frame);
    return;
  }
  dissection.tell({
    kind: 'icmp-error',
    moment,
    source: texts.text(header.version, header.source),
    destination: texts.text(header.version, header.destination),
    version: header.version === 6 ? 6 : 4,
    type,
    code: u8(bytes, header.start + 1),
    quote: readQuote(bytes, header.start + 8, header.end, texts),
  });
};

/** RFC 792 and, of ICMPv6, RFC 4443 §2.1. */
function isError(protocol: number, type: number): boolean {
  return protocol === ICMP
    ? type === 3 || type === 4 || type === 5 || type === 11 || type === 12
    : type >= 1 && type <= 4;
}

function readQuote(bytes: Uint8Array, start: number, end: number, texts: AddressTexts): IcmpQuote | null {
  const quoted = emptyIpHeader();
  if (!readIpHeader(bytes, start, end, quoted) || quoted.start + 4 > end) return null;
  const { protocol, version } = quoted;
  const hasPorts = (protocol === UDP || protocol === TCP) && quoted.fragmentOffset === 0;
  const from = Math.min(quoted.end, quoted.start + transportHeader(bytes, quoted));
  return {
    protocol,
    source: {
      address: texts.text(version, quoted.source),
      port: hasPorts ? u16(bytes, quoted.start) : 0,
    },
    destination: {
      address: texts.text(version, quoted.destination),
      port: hasPorts ? u16(bytes, quoted.start + 2) : 0,
    },
    bytes,
    start: from,
    end: quoted.end,
    content: hasPorts ? contentOf(bytes, from, quoted.end) : 'other',
  };
}

/** Octets of the header of UDP or TCP. */
function transportHeader(bytes: Uint8Array, { protocol, start }: IpHeader): number {
  if (protocol === UDP) return 8;
  return protocol === TCP ? (u8(bytes, start + 12) >>> 4) * 4 : 0;
}

function contentOf(bytes: Uint8Array, start: number, end: number): IcmpQuote['content'] {
  if (sipStart(bytes, start, end) === 'yes') return 'sip';
  if (isStun(bytes, start, end)) return 'stun';
  if (isRtcp(bytes, start, end)) return 'rtcp';
  return isRtp(bytes, start, end) ? 'rtp' : 'other';
}
