/** Sends SRTP and SRTCP (RFC 3711, RFC 6188, RFC 7714), written apart from the engine and on Node's own ciphers. */
import { createCipheriv, createHmac } from 'node:crypto';

export interface SrtpSenderOptions {
  /** `AES_CM_128_HMAC_SHA1_80` … */
  readonly suite: string;
  /** Key and salt in base64, as `inline:` has them. */
  readonly inline: string;
  readonly ssrc?: number;
  readonly sequence?: number;
  readonly rollovers?: number;
  readonly mki?: Uint8Array;
  readonly tagOctets?: number;
  readonly payloadType?: number;
  /** 2^n packets after which session keys are derived anew. */
  readonly rate?: number;
  /** Packets are not protected at all. */
  readonly isPlain?: boolean;
}

export class SrtpSender {
  private readonly key: Buffer;
  private readonly salt: Buffer;
  private readonly isGcm: boolean;
  private readonly tagOctets: number;
  private readonly ssrc: number;
  private index: number;
  private timestamp = 160;
  private rtcpIndex = 0;

  constructor(private readonly options: SrtpSenderOptions) {
    const { suite, inline, ssrc = 0xcafe, sequence = 100, rollovers = 0 } = options;
    const keySalt = Buffer.from(inline, 'base64');
    this.isGcm = suite.startsWith('AEAD');
    const saltOctets = this.isGcm ? 12 : 14;
    this.key = keySalt.subarray(0, keySalt.length - saltOctets);
    this.salt = keySalt.subarray(keySalt.length - saltOctets);
    this.tagOctets = options.tagOctets ?? (suite.endsWith('_32') ? 4 : 10);
    this.ssrc = ssrc;
    this.index = rollovers * 0x10000 + sequence;
  }

  /** The next packet of 20 ms. */
  rtp(): Uint8Array {
    const { payloadType = 0, mki = new Uint8Array(0), rate, isPlain } = this.options;
    const index = this.index++;
    const header = Buffer.alloc(12);
    header[0] = 0x80;
    header[1] = payloadType;
    header.writeUInt16BE(index % 0x10000, 2);
    header.writeUInt32BE(this.timestamp, 4);
    header.writeUInt32BE(this.ssrc, 8);
    this.timestamp += 160;
    const payload = Buffer.alloc(160, index % 251);
    if (isPlain === true) return Buffer.concat([header, payload]);
    const period = rate === undefined ? 0 : Math.floor(index / 2 ** rate);
    const rollovers = four(Math.floor(index / 0x10000));
    if (this.isGcm) {
      const nonce = Buffer.concat([Buffer.alloc(2), header.subarray(8), rollovers, header.subarray(2, 4)]);
      return Buffer.concat([header, this.seal([0, 2], period, nonce, header, payload), mki]);
    }
    const start = Buffer.alloc(16);
    this.derive(2, 14, period).copy(start);
    xor(start, 4, header.subarray(8));
    xor(start, 8, rollovers);
    xor(start, 12, header.subarray(2, 4));
    const key = this.derive(0, this.key.length, period);
    const packet = Buffer.concat([header, counterMode(key, start, payload)]);
    return this.sign(packet, this.derive(1, 20, period), rollovers, this.tagOctets);
  }

  /** The next report. */
  rtcp(): Uint8Array {
    const { mki = new Uint8Array(0) } = this.options;
    const index = ++this.rtcpIndex;
    const header = Buffer.alloc(8);
    header[0] = 0x80;
    header[1] = 200;
    header[3] = 6;
    header.writeUInt32BE(this.ssrc, 4);
    const report = Buffer.alloc(20, 7);
    const trailer = Buffer.alloc(4);
    trailer.writeUInt32BE((0x80000000 | index) >>> 0, 0);
    if (this.isGcm) {
      const nonce = Buffer.concat([Buffer.alloc(2), header.subarray(4), Buffer.alloc(2), four(index)]);
      const sealed = this.seal([3, 5], 0, nonce, Buffer.concat([header, trailer]), report);
      return Buffer.concat([header, sealed, trailer, mki]);
    }
    const start = Buffer.alloc(16);
    this.derive(5, 14, 0).copy(start);
    xor(start, 4, header.subarray(4));
    xor(start, 10, four(index));
    const key = this.derive(3, this.key.length, 0);
    const packet = Buffer.concat([header, counterMode(key, start, report), trailer]);
    return this.sign(packet, this.derive(4, 20, 0), Buffer.alloc(0), 10);
  }

  private sign(packet: Buffer, key: Buffer, counter: Buffer, length: number): Uint8Array {
    const mac = createHmac('sha1', key).update(packet).update(counter).digest();
    return Buffer.concat([packet, this.options.mki ?? Buffer.alloc(0), mac.subarray(0, length)]);
  }

  private seal(
    [encryption, salt]: readonly [number, number],
    period: number,
    nonce: Buffer,
    associated: Buffer,
    payload: Buffer,
  ): Buffer {
    xor(nonce, 0, this.derive(salt, 12, period));
    const size = this.key.length === 16 ? 'aes-128-gcm' : 'aes-256-gcm';
    const cipher = createCipheriv(size, this.derive(encryption, this.key.length, period), nonce);
    cipher.setAAD(associated);
    return Buffer.concat([cipher.update(payload), cipher.final(), cipher.getAuthTag()]);
  }

  private derive(label: number, length: number, period: number): Buffer {
    const start = Buffer.alloc(16);
    this.salt.copy(start);
    xor(start, 7, Buffer.from([label]));
    const index = Buffer.alloc(6);
    index.writeUIntBE(period, 0, 6);
    xor(start, 8, index);
    return counterMode(this.key, start, Buffer.alloc(length));
  }
}

function counterMode(key: Buffer, start: Buffer, text: Buffer): Buffer {
  return createCipheriv(`aes-${key.length * 8}-ctr`, key, start).update(text);
}

function xor(into: Buffer, at: number, other: Uint8Array): void {
  other.forEach((octet, index) => (into[at + index] = (into[at + index] ?? 0) ^ octet));
}

function four(value: number): Buffer {
  const octets = Buffer.alloc(4);
  octets.writeUInt32BE(value, 0);
  return octets;
}
