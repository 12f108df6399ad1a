/** Packets of the captures that are made for measuring. */

export interface End {
  readonly address: readonly [number, number, number, number];
  readonly port: number;
}

export function endText({ address, port }: End): string {
  return `${address.join('.')}:${port}`;
}

/** The header of a capture (pcap). */
export function fileHeader(): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(262_144, 16);
  header.writeUInt32LE(1, 20);
  return header;
}

/** A record of the capture: Ethernet, IPv4, UDP, payload. Checksums are left at zero, as network cards fill them in. */
export function packet(micros: number, source: End, destination: End, payload: Buffer): Buffer {
  const head = Buffer.alloc(16 + 42);
  const length = 42 + payload.length;
  head.writeUInt32LE(Math.floor(micros / 1e6), 0);
  head.writeUInt32LE(micros % 1e6, 4);
  head.writeUInt32LE(length, 8);
  head.writeUInt32LE(length, 12);
  head.writeUInt16BE(0x0800, 16 + 12);
  head.writeUInt8(0x45, 30);
  head.writeUInt16BE(28 + payload.length, 32);
  head.writeUInt8(64, 38);
  head.writeUInt8(17, 39);
  head.set(source.address, 42);
  head.set(destination.address, 46);
  head.writeUInt16BE(source.port, 50);
  head.writeUInt16BE(destination.port, 52);
  head.writeUInt16BE(8 + payload.length, 54);
  return Buffer.concat([head, payload]);
}

/** A packet of RTP: 20 ms of a voice. */
export function voice(source: number, payloadType: number, micros: number): Buffer {
  const payload = Buffer.alloc(172, 0xd5);
  payload.writeUInt8(0x80, 0);
  payload.writeUInt8(payloadType, 1);
  payload.writeUInt16BE(Math.floor(micros / 20_000) & 0xffff, 2);
  payload.writeUInt32BE(Math.floor(micros / 125) >>> 0, 4);
  payload.writeUInt32BE(0x1000_0000 + source, 8);
  return payload;
}
