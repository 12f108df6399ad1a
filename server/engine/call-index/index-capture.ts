/**
 * Reads a capture of any size into an index of calls, its records in the order in which an analysis reads them: at once
 * where they stand in it, else in a second round.
 */
import { microsOf } from '../basics/moment';
import type { UnreadFrames } from '../basics/unread-frames';
import { problemText } from '../../../shared/reading-problem';
import { LEAST_STEP_BACK } from '../capture/order/leaps';
import { orderPackets } from '../capture/order/order';
import { heldCopy, type Packet, type PacketReader } from '../capture/packet';
import { Dissector } from '../capture/dissector';
import { CaptureKeys } from '../capture/tls/capture-keys';
import { decryptTls } from '../capture/tls/decryption';
import { readingProblems } from '../trace-text/render';
import { CallIndex } from './call-index';
import { CaptureIndexer, PacketSieve } from './capture-index';
import type { OpenedTrace } from './open-trace';
import { OrderWatch } from './order-watch';

export type OpenedPackets = Extract<OpenedTrace, { readonly kind: 'packets' }>;

export interface IndexedCapture {
  readonly index: CallIndex;
  /** The packet of a row's `frame`. */
  readonly frameOf: (frame: number) => number;
  /** What could not be read, one sentence each, without a full stop. */
  readonly problems: readonly string[];
}

/** Octets of packets that are held to be put into order; beyond, only a window of packets is. */
const MOST_HELD = 1 << 28;
/** Octets of a packet that is only looked at for its time and number. */
const LOOKED_AT = 128;
/** Packets among which order is made where not all can be held. */
const WINDOW = 4096;

/**
 * Indexes a capture; yields behind each piece.
 *
 * @param reopen opens it once more; null where it has become something else
 * @param mostHeld octets that may be held
 */
export function* readCapture(
  opened: OpenedPackets,
  reopen: () => OpenedPackets | null,
  keyLog: string,
  mostHeld = MOST_HELD,
): Generator<void, IndexedCapture> {
  const watch = new OrderWatch();
  const index = new CallIndex(true);
  const keys = new CaptureKeys(keyLog);
  const indexer = new CaptureIndexer(index, keys, watch);
  const { reader } = opened;
  let octets = 0;
  for (const piece of opened.pieces) {
    octets += piece.length;
    reader.feed(piece);
    takeAll(reader, keys, (packet) => indexer.add(packet));
    reader.settle();
    yield;
  }
  reader.finish();
  takeAll(reader, keys, (packet) => indexer.add(packet));
  indexer.finish();
  const again = watch.isDisordered || index.holdsEarlyAnswer ? reopen() : null;
  if (again === null) return { index, frameOf: (frame) => frame, problems: problemsOf(reader, opened) };
  return octets > mostHeld ? yield* readInWindows(again, keyLog) : yield* readInOrder(again, keyLog);
}

/** Counts the packets of a capture of which nothing is read, where no call is in it; yields behind each piece. */
export function* unreadIn(
  opened: OpenedPackets | null,
  keyLog: string,
): Generator<void, readonly UnreadFrames[]> {
  if (opened === null) return [];
  const keys = new CaptureKeys(keyLog);
  const dissector = new Dissector(() => undefined, {
    decrypt: (_, plain) => decryptTls(keys.log, plain, () => undefined),
  });
  const { reader } = opened;
  for (const piece of opened.pieces) {
    reader.feed(piece);
    takeAll(reader, keys, (packet) => dissector.packet(heldCopy(packet)));
    reader.settle();
    yield;
  }
  reader.finish();
  takeAll(reader, keys, (packet) => dissector.packet(heldCopy(packet)));
  dissector.finish();
  const streams = [...dissector.rtp.list(), ...dissector.fax.list()];
  for (const stream of streams) if (!stream.likely) dissector.passOverStream(stream, stream.packets);
  for (const pair of dissector.unknown.list()) dissector.passOverStream(pair, pair.datagrams);
  return dissector.unread.list();
}

function takeAll(reader: PacketReader, keys: CaptureKeys, take: (packet: Packet) => void): void {
  for (let packet = reader.next(); packet !== null; packet = reader.next()) {
    keys.take(reader.facts.secrets);
    take(packet);
  }
}

function problemsOf({ facts }: PacketReader, { problem }: OpenedPackets): readonly string[] {
  const unpacking = problem();
  return [...readingProblems(facts, null).map(problemText), ...(unpacking === null ? [] : [unpacking])];
}

/** Holds the packets, as far as they matter, and puts them into order. */
function* readInOrder(opened: OpenedPackets, keyLog: string): Generator<void, IndexedCapture> {
  const index = new CallIndex(true);
  const keys = new CaptureKeys(keyLog);
  const { reader } = opened;
  const sieve = new PacketSieve();
  const held: Packet[] = [];
  const hold = (packet: Packet): void => {
    held.push(sieve.keeps(packet) ? heldCopy(packet) : heldCopy(packet, LOOKED_AT));
  };
  for (const piece of opened.pieces) {
    reader.feed(piece);
    takeAll(reader, keys, hold);
    reader.settle();
    yield;
  }
  reader.finish();
  takeAll(reader, keys, hold);
  const { places, clocks } = orderPackets(held);
  const frames = places.map((at) => held[at]?.frame ?? 0);
  const leaptAt = (rank: number): number => {
    const frame = frames[rank - 1] ?? 0;
    return clocks.leaps.reduce((sum, leap) => (leap.frame <= frame ? sum + leap.micros : sum), 0);
  };
  const indexer = new CaptureIndexer(index, keys, null, clocks.leaps.length === 0 ? null : leaptAt);
  // What an index calls a frame is the place in which a packet is read.
  for (const [rank, at] of places.entries()) {
    const packet = held[at];
    if (packet !== undefined) indexer.add({ ...packet, frame: rank + 1 });
  }
  indexer.finish();
  return { index, frameOf: (rank) => frames[rank - 1] ?? rank, problems: problemsOf(reader, opened) };
}

/** Puts packets into order among their neighbours; what stands further off stays there, and is told. */
function* readInWindows(opened: OpenedPackets, keyLog: string): Generator<void, IndexedCapture> {
  const index = new CallIndex(true);
  const keys = new CaptureKeys(keyLog);
  const { reader } = opened;
  const indexer = new CaptureIndexer(index, keys, null);
  const frames: number[] = [];
  const sieve = new PacketSieve();
  const order = new OrderWindow((packet) => {
    frames.push(packet.frame);
    indexer.add({ ...packet, frame: frames.length });
  });
  const take = (packet: Packet): void => {
    if (sieve.keeps(packet)) order.push(heldCopy(packet));
  };
  for (const piece of opened.pieces) {
    reader.feed(piece);
    takeAll(reader, keys, take);
    reader.settle();
    yield;
  }
  reader.finish();
  takeAll(reader, keys, take);
  order.finish();
  indexer.finish();
  const { problem } = order;
  const problems = [...problemsOf(reader, opened), ...(problem === null ? [] : [problem])];
  return { index, frameOf: (rank) => frames[rank - 1] ?? rank, problems };
}

interface Waiting {
  readonly packet: Packet;
  readonly micros: number;
}

/** Packets that wait for those that stand behind them and were stamped before them. */
class OrderWindow {
  private readonly waiting: Waiting[] = [];
  private latest = -Infinity;
  private passed = -Infinity;
  private misplaced = 0;
  private firstMisplaced = 0;

  constructor(private readonly pass: (packet: Packet) => void) {}

  /** What could not be put into order; null where all could. */
  get problem(): string | null {
    const { misplaced, firstMisplaced } = this;
    return misplaced === 0
      ? null
      : `the capture is too large to be put into order: at ${misplaced} ${misplaced === 1 ? 'place' : 'places'}, first at frame ${firstMisplaced}, its times go back too far, and its records are read as they stand`;
  }

  push(packet: Packet): void {
    const { waiting } = this;
    const micros = packet.clock === 'none' ? this.latest : microsOf(packet);
    if (micros < this.passed || micros - this.latest <= -LEAST_STEP_BACK) {
      this.misplaced++;
      if (this.misplaced === 1) this.firstMisplaced = packet.frame;
      this.finish();
    }
    this.latest = micros;
    let place = waiting.length;
    while (place > 0 && (waiting[place - 1]?.micros ?? 0) > micros) place--;
    waiting.splice(place, 0, { packet, micros });
    if (waiting.length > 2 * WINDOW) this.passFirst(WINDOW);
  }

  /** Lets all pass. */
  finish(): void {
    this.passFirst(this.waiting.length);
    this.passed = -Infinity;
  }

  private passFirst(count: number): void {
    for (const { packet, micros } of this.waiting.splice(0, count)) {
      this.pass(packet);
      this.passed = micros;
    }
  }
}
