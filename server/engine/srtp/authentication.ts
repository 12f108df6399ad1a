/**
 * Whether a packet of SRTP or SRTCP was protected with a key (RFC 3711 §3.3, §3.4, §4.2; RFC 7714 §8, §9). Only that
 * is told: what a packet says is neither kept nor given out.
 */
import { gcm } from '@noble/ciphers/aes.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha1 } from '@noble/hashes/legacy.js';
import { u32, u8 } from '../basics/bytes';
import { rtpHeaderLength, rtpSequence } from '../rtp/header';
import { deriveKey, LABELS, type Label } from './derivation';
import type { SrtpSuite } from './suites';

const AUTHENTICATION_KEY = 20;
/** The header and the sender's SSRC, which SRTCP leaves readable. */
const RTCP_HEADER = 8;
/** The bit that says whether the packet is encrypted, and the packet's index. */
const RTCP_INDEX = 4;
const GCM_TAG = 16;
const GCM_NONCE = 12;
const INDEX_BITS = 0x7fffffff;

/** What may differ from what a crypto line says. */
export interface Form {
  /** Of the Master Key Identifier in each packet; 0 without one. */
  readonly mkiOctets: number;
  /** Of HMAC-SHA1's tag; GCM's is always 16. */
  readonly tagOctets: number;
}

/** HMAC that has taken its key. */
interface Hmac {
  clone(): Hmac;
  update(octets: Uint8Array): Hmac;
  digest(): Uint8Array;
}

/** A master key, prepared once for many packets. */
export class SrtpKey {
  private readonly hmacs = new Map<string, Hmac>();
  private readonly derived = new Map<string, Uint8Array>();
  private readonly key: Uint8Array;
  private readonly salt: Uint8Array;

  /**
   * @param keySalt key and salt, as `inline:` has them
   * @param rate packets after which session keys are derived anew; 0 for never (`KDR`, RFC 4568 §6.3.1)
   * @throws RangeError where key and salt have not the suite's length
   */
  constructor(
    readonly suite: SrtpSuite,
    keySalt: Uint8Array,
    private readonly rate = 0,
  ) {
    if (keySalt.length !== suite.keyOctets + suite.saltOctets)
      throw new RangeError('a key of another length than its suite has');
    this.key = keySalt.slice(0, suite.keyOctets);
    this.salt = keySalt.slice(suite.keyOctets);
  }

  /**
   * Whether a packet of SRTP authenticates.
   *
   * @param rollovers how often its sequence numbers began anew (the ROC)
   */
  authenticatesRtp(packet: Uint8Array, rollovers: number, form: Form): boolean {
    const header = rtpHeaderLength(packet, 0, packet.length);
    if (header === null || rollovers < 0 || rollovers > 0xffffffff) return false;
    const period = this.periodOf(rollovers * 0x10000 + rtpSequence(packet, 0));
    const counter = four(rollovers);
    if (this.suite.authentication === 'gcm') {
      const end = packet.length - form.mkiOctets;
      if (end - GCM_TAG < header) return false;
      const nonce = new Uint8Array(GCM_NONCE);
      nonce.set(packet.subarray(8, 12), 2);
      nonce.set(counter, 6);
      nonce.set(packet.subarray(2, 4), 10);
      return this.opens(
        LABELS.rtpEncryption,
        LABELS.rtpSalt,
        period,
        nonce,
        packet.subarray(0, header),
        packet.subarray(header, end),
      );
    }
    const end = packet.length - form.tagOctets - form.mkiOctets;
    if (end < header) return false;
    const mac = this.hmac(LABELS.rtpAuthentication, period).update(packet.subarray(0, end)).update(counter);
    return isEqual(mac.digest(), packet.subarray(packet.length - form.tagOctets));
  }

  /** Whether a packet of SRTCP authenticates; it tells its index itself. */
  authenticatesRtcp(packet: Uint8Array, form: Form): boolean {
    if (this.suite.authentication === 'gcm') {
      const at = packet.length - form.mkiOctets - RTCP_INDEX;
      if (at < RTCP_HEADER + GCM_TAG) return false;
      const trailer = packet.subarray(at, at + RTCP_INDEX);
      const isEncrypted = (u8(packet, at) & 0x80) !== 0;
      const index = u32(packet, at) & INDEX_BITS;
      const nonce = new Uint8Array(GCM_NONCE);
      nonce.set(packet.subarray(4, 8), 2);
      nonce.set(four(index), 8);
      const clear = isEncrypted ? RTCP_HEADER : at - GCM_TAG;
      const associated = new Uint8Array(clear + RTCP_INDEX);
      associated.set(packet.subarray(0, clear));
      associated.set(trailer, clear);
      return this.opens(
        LABELS.rtcpEncryption,
        LABELS.rtcpSalt,
        this.periodOf(index),
        nonce,
        associated,
        packet.subarray(clear, at),
      );
    }
    const end = packet.length - form.tagOctets - form.mkiOctets;
    if (end < RTCP_HEADER + RTCP_INDEX) return false;
    const period = this.periodOf(u32(packet, end - RTCP_INDEX) & INDEX_BITS);
    const mac = this.hmac(LABELS.rtcpAuthentication, period).update(packet.subarray(0, end));
    return isEqual(mac.digest(), packet.subarray(packet.length - form.tagOctets));
  }

  private opens(
    encryption: Label,
    saltLabel: Label,
    period: number,
    nonce: Uint8Array,
    associated: Uint8Array,
    sealed: Uint8Array,
  ): boolean {
    const salt = this.derive(saltLabel, GCM_NONCE, period);
    for (let at = 0; at < GCM_NONCE; at++) nonce[at] = u8(nonce, at) ^ u8(salt, at);
    try {
      // What comes out is dropped at once: the library checks the tag, and throws where it is wrong.
      gcm(this.derive(encryption, this.suite.keyOctets, period), nonce, associated).decrypt(sealed);
      return true;
    } catch {
      return false;
    }
  }

  private periodOf(index: number): number {
    return this.rate === 0 ? 0 : Math.floor(index / this.rate);
  }

  /** Keyed and ready to take a packet. */
  private hmac(label: Label, period: number): Hmac {
    const name = `${label} ${period}`;
    let keyed = this.hmacs.get(name);
    if (keyed === undefined) {
      keyed = hmac.create(sha1, this.derive(label, AUTHENTICATION_KEY, period));
      this.hmacs.set(name, keyed);
    }
    return keyed.clone();
  }

  private derive(label: Label, length: number, period: number): Uint8Array {
    const name = `${label} ${period}`;
    let key = this.derived.get(name);
    if (key === undefined) {
      key = deriveKey(this.key, this.salt, label, length, period);
      this.derived.set(name, key);
    }
    return key;
  }
}

function isEqual(mac: Uint8Array, tag: Uint8Array): boolean {
  return tag.length > 0 && tag.every((octet, at) => octet === mac[at]);
}

function four(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}
