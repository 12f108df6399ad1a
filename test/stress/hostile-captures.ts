/**
 * Captures that were made to fill a reader's memory, as pieces that are made one by one: no file is ever whole in
 * memory. As a program it renders one of them and tells what that took:
 *
 *     node --import=tsx hostile-captures.ts connections
 */
import zlib from 'node:zlib';
import { problemText } from '../../shared/reading-problem';
import { renderCapture } from '../../server/engine/trace-text/render';
import { ethernet, four, hex, ipv4, octets, pcap, sip, tcp, two, udp } from '../engine/capture/build';

/** What a rendering came to. */
export interface Rendered {
  readonly problems: readonly string[];
  /** SIP messages in the text. */
  readonly messages: number;
  /** Characters. */
  readonly text: number;
  /** The most memory that the process had, in megabytes. */
  readonly megabytes: number;
}

const PIECE = 1 << 20;
/** Of a packet with its header in the file. */
const LONGEST = 2000;
/** Of WebSocket in a segment. */
const FRAMES = 100;
/** Places in an Ethernet frame. */
const FRAGMENT_OFFSET = 14 + 6;
const SOURCE_ADDRESS = 14 + 12;
const SEQUENCE = 14 + 20 + 4;
/** What stands behind all that is hostile, and has to be read. */
const good = ethernet(0x0800, ipv4(17, udp(sip())));

/** Often one and the same array: it is copied at once. */
type Packets = Generator<Uint8Array>;

/** Each several times what a table may hold: without its bound it would not fit into the memory of the test. */
export const hostileCaptures: Readonly<Record<string, () => Iterable<Uint8Array>>> = {
  connections: () => inPieces(connections(100_000)),
  messages: () => inPieces(messages(100_000)),
  'tls-connections': () => inPieces(tlsConnections(50_000)),
  'segments-out-of-order': () => inPieces(segmentsOutOfOrder(500_000)),
  fragments: () => inPieces(fragments(200_000)),
  'tiny-fragments': () => inPieces(tinyFragments(500_000)),
  'media-streams': () => inPieces(mediaStreams(400_000)),
  'websocket-frames': () => inPieces(webSocketFrames(1_000_000)),
  checks: () => inPieces(checks(600_000)),
  'gzip-bomb': gzipBomb,
};

/** Connections of which each waits for the rest of a line. */
function* connections(count: number): Packets {
  const packet = segment(octets('INVITE sip:bob'));
  for (let index = 0; index < count; index++) yield from(packet, index);
}

/** Connections that begin with a message that never ends. */
function* messages(count: number): Packets {
  const packet = segment(octets('INVITE sip:bob@example.com SIP/2.0\r\nCall-ID: 1\r\n'));
  for (let index = 0; index < count; index++) yield from(packet, index);
}

/** Connections of which each shows the beginning of a long TLS record. */
function* tlsConnections(count: number): Packets {
  const packet = segment(octets(hex('160301 4000 01003ffc 0303'), new Uint8Array(900)));
  for (let index = 0; index < count; index++) yield from(packet, index);
}

/** Single octets behind a hole, 500 of each connection. */
function* segmentsOutOfOrder(count: number): Packets {
  const packet = segment(octets('I'));
  for (let index = 0; index < count; index++) {
    from(packet, Math.floor(index / 500));
    yield withWord(packet, SEQUENCE, index % 500 === 0 ? 1 : 10 + (index % 500) * 2);
  }
}

/** Beginnings of datagrams of which nothing more comes. */
function* fragments(count: number): Packets {
  const packet = ethernet(0x0800, ipv4(17, new Uint8Array(1400), { moreFragments: true }));
  for (let index = 0; index < count; index++) yield from(packet, index);
}

/** Every other eight octets of datagrams. */
function* tinyFragments(count: number): Packets {
  const packet = ethernet(0x0800, ipv4(17, new Uint8Array(8), { moreFragments: true }));
  for (let index = 0; index < count; index++) {
    packet.set(two(0x2000 | (2 * (index % 1000))), FRAGMENT_OFFSET);
    yield from(packet, Math.floor(index / 1000));
  }
}

/** RTP with another SSRC in each packet. */
function* mediaStreams(count: number): Packets {
  const packet = ethernet(0x0800, ipv4(17, udp(octets(hex('80000001 00000000'), four(0)), 4000, 5000)));
  for (let index = 0; index < count; index++) yield withWord(packet, packet.length - 4, index);
}

/** Messages in pieces of one octet, one on each of many connections. */
function* webSocketFrames(count: number): Packets {
  const open = octets('GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n', 0x01, 0x01, 'I');
  const begin = segment(open);
  const more = octets(Array.from({ length: FRAMES }, () => [0x00, 0x01, 'x']));
  const packet = segment(more);
  for (let index = 0; index < count / FRAMES; index++) {
    const [connection, place] = [Math.floor(index / 40), index % 40];
    if (place === 0) yield from(begin, connection);
    from(packet, connection);
    yield withWord(packet, SEQUENCE, 1 + open.length + place * more.length);
  }
}

/** Connectivity checks from ever other addresses. */
function* checks(count: number): Packets {
  const binding = hex('0001 0000 2112a442 000000000000000000000000');
  const packet = ethernet(0x0800, ipv4(17, udp(binding, 4000, 5000)));
  for (let index = 0; index < count; index++) {
    withWord(packet, packet.length - 4, index);
    yield from(packet, index);
  }
}

/** A few kilobytes a member, 64 MB of zeros each: packets without an octet. */
function* gzipBomb(): Generator<Uint8Array> {
  yield zlib.gzipSync(pcap([good]));
  const zeros = zlib.gzipSync(new Uint8Array(64 << 20));
  for (let member = 0; member < 1000; member++) yield zeros;
}

function segment(payload: Uint8Array): Uint8Array {
  return ethernet(0x0800, ipv4(6, tcp(payload, { sequence: 1 })));
}

/** Sets the source to 10.0.0.0 and so much more. */
function from(packet: Uint8Array, number: number): Uint8Array {
  return withWord(packet, SOURCE_ADDRESS, 0x0a000000 + number);
}

function withWord(packet: Uint8Array, at: number, word: number): Uint8Array {
  packet.set(four(word), at);
  return packet;
}

/** A pcap file; all its packets are of one second, so that nothing is given up for its age. */
function* inPieces(packets: Packets): Generator<Uint8Array> {
  yield pcap([]);
  let piece = new Uint8Array(PIECE);
  let length = 0;
  const time = hex('00f15365 00000000');
  const take = (packet: Uint8Array): void => {
    const octetCount = four(packet.length).reverse();
    piece.set(time, length);
    piece.set(octetCount, length + 8);
    piece.set(octetCount, length + 12);
    piece.set(packet, length + 16);
    length += 16 + packet.length;
  };
  for (const packet of packets) {
    take(packet);
    if (length < PIECE - LONGEST) continue;
    yield piece.subarray(0, length);
    piece = new Uint8Array(PIECE);
    length = 0;
  }
  take(good);
  yield piece.subarray(0, length);
}

function main(name: string): void {
  const capture = hostileCaptures[name];
  if (capture === undefined) throw new Error(`no capture is named ${name}`);
  const rendering = renderCapture(capture());
  if (rendering.kind !== 'rendered') throw new Error(rendering.kind);
  const { text, problems } = rendering.capture;
  let messages = 0;
  for (let at = text.indexOf('\nOPTIONS sip:'); at >= 0; at = text.indexOf('\nOPTIONS sip:', at + 1))
    messages++;
  const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  const rendered: Rendered = { problems: problems.map(problemText), messages, text: text.length, megabytes };
  process.stdout.write(JSON.stringify(rendered));
}

const name = process.argv[2];
if (process.argv[1] === import.meta.filename && name !== undefined) main(name);
