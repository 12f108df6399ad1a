/** Builds packets and capture files for tests. */

export type Part = number | string | Uint8Array | readonly Part[];

/** Octets out of numbers (one octet each), text and other octets. */
export function octets(...parts: readonly Part[]): Uint8Array {
  const pieces: Uint8Array[] = [];
  collect(pieces, parts);
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Two octets in network order. */
export function two(value: number): Uint8Array {
  return Uint8Array.of((value >>> 8) & 255, value & 255);
}

/** Four octets in network order. */
export function four(value: number): Uint8Array {
  return Uint8Array.of((value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
}

/** Octets out of hexadecimal digits; blanks do not count. */
export function hex(digits: string): Uint8Array {
  const pairs = digits.replaceAll(/\s/g, '').match(/../g) ?? [];
  return Uint8Array.from(pairs.map((pair) => Number.parseInt(pair, 16)));
}

export function ethernet(etherType: number, payload: Uint8Array): Uint8Array {
  return octets(hex('020000000001 020000000002'), two(etherType), payload);
}

export interface Ipv4Options {
  readonly source?: string;
  readonly destination?: string;
  readonly id?: number;
  /** In octets. */
  readonly fragmentOffset?: number;
  readonly moreFragments?: boolean;
}

export function ipv4(protocol: number, payload: Uint8Array, options: Ipv4Options = {}): Uint8Array {
  const { source = '192.0.2.1', destination = '192.0.2.2', id = 1 } = options;
  const fragment = (options.moreFragments === true ? 0x2000 : 0) | ((options.fragmentOffset ?? 0) >>> 3);
  return octets(
    0x45,
    0,
    two(20 + payload.length),
    two(id),
    two(fragment),
    64,
    protocol,
    two(0),
    source.split('.').map(Number),
    destination.split('.').map(Number),
    payload,
  );
}

export const IPV6_SOURCE = hex('20010db8000000000000000000000001');
export const IPV6_DESTINATION = hex('20010db8000000000000000000000002');

export function ipv6(nextHeader: number, payload: Uint8Array): Uint8Array {
  return octets(0x60, 0, 0, 0, two(payload.length), nextHeader, 64, IPV6_SOURCE, IPV6_DESTINATION, payload);
}

export function udp(payload: Uint8Array, source = 5060, destination = 5070): Uint8Array {
  return octets(two(source), two(destination), two(8 + payload.length), two(0), payload);
}

export interface TcpOptions {
  readonly source?: number;
  readonly destination?: number;
  readonly sequence: number;
  readonly acknowledgement?: number;
  /** Letters of S, A, F, R. */
  readonly flags?: string;
}

export function tcp(payload: Uint8Array, options: TcpOptions): Uint8Array {
  const { source = 40000, destination = 5060, sequence, acknowledgement = 0, flags = 'A' } = options;
  const bits = Object.entries({ F: 1, S: 2, R: 4, A: 16 }).reduce(
    (sum, [letter, bit]) => (flags.includes(letter) ? sum | bit : sum),
    0,
  );
  return octets(
    two(source),
    two(destination),
    four(sequence),
    four(acknowledgement),
    0x50,
    bits,
    two(65535),
    two(0),
    two(0),
    payload,
  );
}

export interface PcapOptions {
  readonly linkType?: number;
  readonly littleEndian?: boolean;
  readonly magic?: number;
  /** Of the first packet; each further one comes a second later. */
  readonly seconds?: number;
  /** Microseconds since 1970 of each packet. */
  readonly stamps?: readonly number[];
}

/** A classic pcap file. */
export function pcap(packets: readonly Uint8Array[], options: PcapOptions = {}): Uint8Array {
  const { linkType = 1, littleEndian = true, magic = 0xa1b2c3d4, seconds = 1_700_000_000, stamps } = options;
  const word = (value: number): Uint8Array => (littleEndian ? four(value).reverse() : four(value));
  const half = (value: number): Uint8Array => (littleEndian ? two(value).reverse() : two(value));
  const file: Part[] = [word(magic), half(2), half(4), word(0), word(0), word(262144), word(linkType)];
  for (const [index, packet] of packets.entries()) {
    const micros = stamps?.[index] ?? (seconds + index) * 1e6 + 250_000;
    file.push(word(Math.floor(micros / 1e6)), word(micros % 1e6));
    file.push(word(packet.length), word(packet.length), packet);
  }
  return octets(file);
}

/** Blocks of pcapng, in either byte order. */
export class Pcapng {
  private readonly parts: Part[] = [];

  constructor(private readonly littleEndian = true) {}

  section(): this {
    return this.block(0x0a0d0d0a, [
      this.word(0x1a2b3c4d),
      this.half(1),
      this.half(0),
      hex('ffffffffffffffff'),
    ]);
  }

  interface(linkType = 1, options: readonly Part[] = [], snapLength = 0): this {
    return this.block(1, [this.half(linkType), this.half(0), this.word(snapLength), ...options]);
  }

  option(code: number, value: Uint8Array): Part {
    return [this.half(code), this.half(value.length), value, new Uint8Array(-value.length & 3)];
  }

  packet(bytes: Uint8Array, stamp = 0n, interfaceId = 0, options: readonly Part[] = []): this {
    const high = Number(stamp >> 32n);
    const low = Number(stamp & 0xffffffffn);
    return this.block(6, [
      this.word(interfaceId),
      this.word(high),
      this.word(low),
      this.word(bytes.length),
      this.word(bytes.length),
      bytes,
      new Uint8Array(-bytes.length & 3),
      ...options,
    ]);
  }

  block(type: number, body: readonly Part[], length?: number): this {
    const content = octets(...body);
    const padded = octets(content, new Uint8Array(-content.length & 3));
    const total = length ?? padded.length + 12;
    this.parts.push(this.word(type), this.word(total), padded, this.word(total));
    return this;
  }

  raw(...parts: readonly Part[]): this {
    this.parts.push(...parts);
    return this;
  }

  word(value: number): Uint8Array {
    return this.littleEndian ? four(value).reverse() : four(value);
  }

  half(value: number): Uint8Array {
    return this.littleEndian ? two(value).reverse() : two(value);
  }

  file(): Uint8Array {
    return octets(this.parts);
  }
}

/** A SIP message with a Content-Length that is right. */
export function sip(startLine = 'OPTIONS sip:bob@example.com SIP/2.0', body = ''): Uint8Array {
  const header = [
    startLine,
    'Call-ID: 1@example.com',
    `Content-Length: ${new TextEncoder().encode(body).length}`,
  ];
  return octets(`${header.join('\r\n')}\r\n\r\n${body}`);
}

function collect(pieces: Uint8Array[], parts: readonly Part[]): void {
  for (const part of parts) {
    if (typeof part === 'number') pieces.push(Uint8Array.of(part));
    else if (typeof part === 'string') pieces.push(new TextEncoder().encode(part));
    else if (part instanceof Uint8Array) pieces.push(part);
    else collect(pieces, part);
  }
}
