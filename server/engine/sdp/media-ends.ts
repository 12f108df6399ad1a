/** The ends that a session description names: where its media and RTCP may go. */
import ipaddr from 'ipaddr.js';
import { candidatesOf, defaultRtcpDestination, defaultRtpDestination, usedStreams } from './query';
import type { Sdp } from './sdp';

export interface MediaEnd {
  /** As {@link canonicalAddress} writes it. */
  readonly address: string;
  readonly port: number;
}

/** Default destinations of RTP and RTCP, and candidates with the addresses behind them, each once. */
export function mediaEndsOf(sdp: Sdp): readonly MediaEnd[] {
  const ends = new Map<string, MediaEnd>();
  const add = (address: string, port: number | null): void => {
    if (port === null || port < 1 || port > 65_535) return;
    const end = { address: canonicalAddress(address), port };
    ends.set(`${end.address} ${port}`, end);
  };
  for (const media of usedStreams(sdp)) {
    const rtp = defaultRtpDestination(sdp, media);
    if (rtp !== null) add(rtp.address.text, rtp.port);
    const rtcp = defaultRtcpDestination(sdp, media, false);
    if (rtcp !== null) add(rtcp.address.text, rtcp.port);
    for (const { address, portValue } of candidatesOf(media)) add(address.text, portValue);
  }
  return [...ends.values()];
}

/** An address in one spelling: IPv6 as RFC 5952 wants it, names in lower case. */
export function canonicalAddress(text: string): string {
  if (text.length > 64 || !text.includes(':') || !ipaddr.IPv6.isValid(text)) return text.toLowerCase();
  const address = ipaddr.IPv6.parse(text);
  return address.isIPv4MappedAddress()
    ? `::ffff:${address.toIPv4Address().toString()}`
    : address.toRFC5952String();
}
