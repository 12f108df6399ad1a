/** How a crypto suite protects packets: its transforms and the lengths of its keys and tags. */
import { findCryptoSuite } from '../sdp/crypto-suites';

export interface SrtpSuite {
  /** `hmac`: HMAC-SHA1 behind the packet (RFC 3711 §4.2); `gcm`: AES-GCM (RFC 7714). */
  readonly authentication: 'hmac' | 'gcm';
  readonly keyOctets: number;
  readonly saltOctets: number;
  /** Of the authentication tag on each packet of SRTP and of SRTCP. */
  readonly rtpTagOctets: number;
  readonly rtcpTagOctets: number;
}

/**
 * The suite of that name; null for one that is not known, and for F8: its keys are derived with AES-f8
 * (RFC 3711 §4.3.3), which nobody is known to send.
 */
export function srtpSuite(name: string): SrtpSuite | null {
  const suite = findCryptoSuite(name);
  if (suite === null || suite.name.startsWith('F8_')) return null;
  return {
    authentication: suite.name.startsWith('AEAD_') ? 'gcm' : 'hmac',
    keyOctets: suite.masterKeyOctets,
    saltOctets: suite.masterSaltOctets,
    rtpTagOctets: suite.srtpTagBits / 8,
    rtcpTagOctets: suite.srtcpTagBits / 8,
  };
}
