/** Real TLS connections between a client and a server of Node in this process, tapped in between. */
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { Duplex } from 'node:stream';
import tls from 'node:tls';
import { parseKeyLog } from '../../../../server/engine/capture/tls/key-log';
import { TlsConnection } from '../../../../server/engine/capture/tls/connection';
import type { Direction, TlsData, TlsFacts } from '../../../../server/engine/capture/tls/facts';

/** What a TCP segment would carry. */
export interface Piece {
  readonly direction: Direction;
  readonly bytes: Uint8Array;
}

export interface LiveCapture {
  readonly pieces: readonly Piece[];
  /** The lines that the client wrote. */
  readonly keyLog: string;
  readonly session: Buffer | null;
}

export const CLIENT = 0;
export const SERVER = 1;

/** What was said, in order. */
export type Talk = readonly (readonly [Direction, string])[];

export const SHORT_TALK: Talk = [
  [CLIENT, 'OPTIONS sip:sip.pstnhub.example SIP/2.0\r\nCall-ID: 1\r\nContent-Length: 0\r\n\r\n'],
  [SERVER, 'SIP/2.0 200 OK\r\nCall-ID: 1\r\nContent-Length: 0\r\n\r\n'],
  [CLIENT, `INVITE sip:+4912345@sip.pstnhub.example SIP/2.0\r\n\r\n${'a=candidate:1\r\n'.repeat(200)}`],
  [SERVER, 'SIP/2.0 100 Trying\r\n\r\n'],
  [SERVER, `SIP/2.0 183 Session Progress\r\n\r\n${'a=crypto:1\r\n'.repeat(3000)}`],
  [CLIENT, 'BYE sip:x SIP/2.0\r\n\r\n'],
];

export function pem(name: 'rsa' | 'ecdsa'): { readonly key: string; readonly cert: string } {
  const folder = path.resolve(__dirname, '../../../fixtures/tls');
  const read = (part: string): string => fs.readFileSync(path.join(folder, `${name}.${part}.pem`), 'utf8');
  return { key: read('key'), cert: read('cert') };
}

export function server(options: tls.TlsOptions = {}): tls.Server {
  return tls.createServer({ ...pem('rsa'), dhparam: 'auto', ...options });
}

/** Makes a connection to a server, has the talk, and ends it. */
export async function live(
  host: tls.Server,
  clientOptions: tls.ConnectionOptions = {},
  talk: Talk = SHORT_TALK,
  between: (client: tls.TLSSocket) => Promise<void> = () => Promise.resolve(),
  pieces: Piece[] = [],
): Promise<LiveCapture> {
  const lines: Buffer[] = [];
  let session: Buffer | null = null;
  const [clientWire, serverWire] = wires((direction, bytes) => pieces.push({ direction, bytes }));
  const accepted = once(host, 'secureConnection');
  host.emit('connection', serverWire);
  const client = tls.connect({
    socket: clientWire,
    servername: 'sbc.example.com',
    rejectUnauthorized: false,
    ...clientOptions,
  });
  client.on('keylog', (line: Buffer) => lines.push(line));
  client.on('session', (made: Buffer) => (session = made));
  await once(client, 'secureConnect');
  const [peer] = (await accepted) as [tls.TLSSocket];
  peer.on('error', () => undefined);
  for (const [index, [direction, text]] of talk.entries()) {
    const [from, to] = direction === CLIENT ? [client, peer] : [peer, client];
    const arrived = received(to, Buffer.byteLength(text));
    from.write(text);
    await arrived;
    if (index === 1) await between(client);
  }
  client.end();
  await once(peer, 'end');
  peer.destroy();
  client.destroy();
  return { pieces, keyLog: Buffer.concat(lines).toString('latin1'), session };
}

/** What comes out of a capture, pieces told apart by their index. */
export function decrypt(
  pieces: readonly Piece[],
  keyLog: string | null,
): { readonly data: readonly TlsData<number>[]; readonly facts: TlsFacts<number> } {
  const connection = new TlsConnection<number>(keyLog === null ? null : parseKeyLog(keyLog));
  const data = pieces.flatMap(({ direction, bytes }, index) => connection.feed(direction, bytes, index));
  return { data: [...data, ...connection.finish()], facts: connection.facts };
}

/** What a direction said. */
export function said(data: readonly TlsData<number>[], direction: Direction): string {
  return Buffer.concat(
    data.filter((one) => one.direction === direction).map(({ bytes }) => bytes),
  ).toString();
}

export function talked(talk: Talk, direction: Direction): string {
  return talk.flatMap(([from, text]) => (from === direction ? [text] : [])).join('');
}

/** The records of a direction, as they stand on the wire. */
export function records(pieces: readonly Piece[], direction: Direction): readonly Uint8Array[] {
  const bytes = Buffer.concat(
    pieces.filter((piece) => piece.direction === direction).map((piece) => piece.bytes),
  );
  const found: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + 5 + bytes.readUInt16BE(at + 3);
    found.push(new Uint8Array(bytes.subarray(at, end)));
    at = end;
  }
  return found;
}

async function received(socket: tls.TLSSocket, length: number): Promise<void> {
  let left = length;
  return new Promise((resolve, reject) => {
    const take = (bytes: Buffer): void => {
      left -= bytes.length;
      if (left > 0) return;
      socket.off('data', take);
      socket.off('error', reject);
      resolve();
    };
    socket.on('data', take);
    socket.on('error', reject);
  });
}

function wires(tap: (direction: Direction, bytes: Uint8Array) => void): readonly [Duplex, Duplex] {
  const client: Duplex = wire(CLIENT, tap, () => other);
  const other: Duplex = wire(SERVER, tap, () => client);
  return [client, other];
}

function wire(
  direction: Direction,
  tap: (direction: Direction, bytes: Uint8Array) => void,
  to: () => Duplex,
): Duplex {
  return new Duplex({
    read: () => undefined,
    write: (bytes: Buffer, _encoding, done) => {
      tap(direction, new Uint8Array(bytes));
      to().push(bytes);
      done();
    },
    final: (done) => {
      to().push(null);
      done();
    },
  });
}
