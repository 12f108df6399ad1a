/** Renders a capture as trace text, so that everything that reads a text trace reads a capture too. */
import { finished } from '../basics/finished';
import type { Conversations } from '../basics/conversation';
import { type ChunkStore, HeldChunks } from '../basics/packed-octets';
import { ConversationTable } from '../capture/conversations';
import { Dissector } from '../capture/dissector';
import {
  type CaptureFacts,
  heldCopy,
  type Packet,
  type PacketFormat,
  type PacketReader,
} from '../capture/packet';
import { orderPackets, type PacketOrder } from '../capture/order/order';
import { type PacketList, PackedPackets } from '../capture/packed-packets';
import { ReaderRow } from '../capture/reader-row';
import { openPackets, recogniseCapture, RECOGNITION_LENGTH } from '../capture/recognise';
import { Decompressor } from '../capture/compression';
import type { CaptureEndpoint, CaptureEvent, Carrier } from '../capture/events';
import { CaptureKeys } from '../capture/tls/capture-keys';
import { decryptTls } from '../capture/tls/decryption';
import type { FaxStream } from '../rtp/fax-streams';
import type { RtpStream, RtpStreams } from '../rtp/streams';
import type { UnknownDatagrams } from '../rtp/unknown-datagrams';
import type { ReadingProblem } from '../../../shared/reading-problem';
import { linesBehind } from './packet-lines';
import { type BlockStore, LooseBlocks, PackedBlocks } from './block-store';
import { joinedParts, TEXT_LIMITS, type TextLimits, type TextParts, TraceTextWriter } from './write';

/** A capture as text. */
export interface RenderedCapture {
  readonly text: string;
  /** `pcap`, `pcapng` … */
  readonly format: string;
  readonly problems: readonly ReadingProblem[];
  /** Nothing was left out for want of room. */
  readonly isWhole: boolean;
}

export type Rendering =
  | { readonly kind: 'rendered'; readonly capture: RenderedCapture }
  /** It is a capture, but not of a form that is read; the message says what to do. */
  | { readonly kind: 'unsupported'; readonly message: string }
  | { readonly kind: 'no-capture' };

export interface RenderOptions {
  /** Lines of an SSLKEYLOGFILE; keys in the capture itself are used without being asked for. */
  readonly keyLog?: string;
  /** What of the capture is wanted; without it all. */
  readonly selection?: Selection;
  /** Packets are taken as they stand, and none is held: for who only looks for something, and reads no text. */
  readonly unordered?: boolean;
  /** How long the text may become. */
  readonly limits?: TextLimits;
}

/** A part of a capture. */
export interface Selection {
  /** False where nothing in a packet can be wanted; a packet is filled anew for the next one. */
  packet(packet: Packet): boolean;
  event(event: CaptureEvent): boolean;
  /** Of RTP or fax, or a connection. */
  stream(source: CaptureEndpoint, destination: CaptureEndpoint): boolean;
}

/**
 * Renders a capture that comes in pieces.
 *
 * @param keyLog as in {@link RenderOptions}
 */
export function renderCapture(pieces: Iterable<Uint8Array>, keyLog = ''): Rendering {
  return finished(renderCaptureInSlices(pieces, { keyLog }));
}

/**
 * Renders a capture; yields behind each piece how many characters of text there are, so that a host may stop for
 * other work, or drop it.
 */
export function* renderCaptureInSlices(
  pieces: Iterable<Uint8Array>,
  options: RenderOptions,
): Generator<number, Rendering> {
  return yield* renderOpened(openCapture(pieces), options);
}

/** Renders what was opened; yields as {@link renderCaptureInSlices} does. */
export function* renderOpened(opened: OpenedCapture, options: RenderOptions): Generator<number, Rendering> {
  if (opened.kind !== 'packets') return opened;
  const capture = yield* render(opened.reader, opened.pieces, options);
  const problem = opened.problem();
  return {
    kind: 'rendered',
    capture: problem === null ? capture : { ...capture, problems: [...capture.problems, unplaced(problem)] },
  };
}

/** A capture as the blocks of its text, which is not put together. */
export interface BlockRendering {
  readonly store: BlockStore;
  readonly parts: TextParts;
  /** As of {@link RenderedCapture}. */
  readonly format: string;
  /** The same; lines are not known. */
  readonly problems: readonly ReadingProblem[];
}

/**
 * Renders a capture whose text may be too large to be held as one; yields as {@link renderCaptureInSlices} does.
 *
 * @param waiting takes what waits to be put into order
 */
export function* renderBlocksInSlices(
  { reader, pieces, problem }: Extract<OpenedCapture, { readonly kind: 'packets' }>,
  keyLog: string,
  store: BlockStore = new PackedBlocks(),
  waiting: ChunkStore = new HeldChunks(),
): Generator<number, BlockRendering> {
  const { parts, problems } = yield* write(
    reader,
    pieces,
    { keyLog },
    new TraceTextWriter(BLOCK_LIMITS, store),
    waiting,
  );
  const unpacking = problem();
  return {
    store,
    parts,
    format: reader.facts.format,
    problems: [
      ...readingProblems(reader.facts, null),
      ...problems,
      ...(unpacking === null ? [] : [unplaced(unpacking)]),
    ],
  };
}

/** Text that is never one string has room for all messages; a flood of packets is none that anybody reads. */
const BLOCK_LIMITS: TextLimits = { ...TEXT_LIMITS, messages: Infinity };

export type OpenedCapture =
  | {
      readonly kind: 'packets';
      readonly format: PacketFormat;
      /** Reads the packets out of the pieces. */
      readonly reader: PacketReader;
      /** All octets, unpacked. */
      readonly pieces: Iterable<Uint8Array>;
      /** What kept the rest of a compressed file from being unpacked, when the pieces were read; mostly null. */
      readonly problem: () => string | null;
    }
  | { readonly kind: 'unsupported'; readonly message: string }
  | { readonly kind: 'no-capture' };

/**
 * Opens a capture, or a compressed one; a file inside that is compressed again is not looked into.
 *
 * @param pieces the first one is mostly enough to say what it is; a piece may be filled anew for the one behind
 */
export function openCapture(pieces: Iterable<Uint8Array>): OpenedCapture {
  const beginning = new Beginning(pieces);
  const recognised = recogniseCapture(beginning.bytes);
  if (recognised === null) {
    beginning.close();
    return { kind: 'no-capture' };
  }
  switch (recognised.kind) {
    case 'unsupported':
      beginning.close();
      return recognised;
    case 'packets':
      return openedPackets(recognised.format, beginning, () => null);
    case 'compressed': {
      const unpacking = new Unpacking(recognised.format, beginning.all());
      const unpacked = new Beginning(unpacking.pieces());
      const inside = recogniseCapture(unpacked.bytes);
      if (inside?.kind !== 'packets') {
        unpacked.close();
        return inside?.kind === 'unsupported'
          ? inside
          : {
              kind: 'unsupported',
              message: `compressed with ${recognised.format}, and no capture inside: a text must be unpacked first`,
            };
      }
      return openedPackets(inside.format, unpacked, () => unpacking.problem);
    }
  }
}

function openedPackets(
  format: PacketFormat,
  beginning: Beginning,
  problem: () => string | null,
): OpenedCapture {
  return { kind: 'packets', format, reader: openPackets(format), pieces: beginning.all(), problem };
}

/** Opens files into which a capture was cut, as {@link openCapture} does one: the first says what they are. */
export function openCaptures([first, ...rest]: readonly (() => Iterable<Uint8Array>)[]): OpenedCapture {
  const opened = openCapture(first?.() ?? []);
  if (opened.kind !== 'packets' || rest.length === 0) return opened;
  const reader = new ReaderRow(opened.reader);
  const problems = [opened.problem];
  const pieces = function* (): Generator<Uint8Array> {
    yield* opened.pieces;
    for (const open of rest) {
      const next = openCapture(open());
      if (next.kind !== 'packets') continue;
      reader.begin(next.reader);
      problems.push(next.problem);
      yield* next.pieces;
    }
  };
  const problem = (): string | null => problems.reduce<string | null>((found, own) => found ?? own(), null);
  return { ...opened, reader, pieces: pieces(), problem };
}

/** The octets of a compressed file, piece by piece. */
class Unpacking {
  private readonly ready: Uint8Array[] = [];
  private readonly decompressor: Decompressor;

  constructor(
    compression: 'gzip' | 'zstd',
    private readonly packed: Iterable<Uint8Array>,
  ) {
    this.decompressor = new Decompressor(compression, (octets) => this.ready.push(octets.slice()));
  }

  /** What kept the rest from being unpacked; null where nothing did. */
  get problem(): string | null {
    return this.decompressor.problem;
  }

  *pieces(): Generator<Uint8Array> {
    for (const piece of this.packed) {
      // Small steps: a few octets may unpack to very many.
      for (let at = 0; at < piece.length; at += packedStep) {
        this.decompressor.push(piece.slice(at, at + packedStep));
        yield* this.ready.splice(0);
      }
    }
    this.decompressor.finish();
    yield* this.ready.splice(0);
  }
}

const packedStep = 1 << 16;

/** The first octets, and then all of them. */
class Beginning {
  private readonly read: Uint8Array[] = [];
  private readonly rest: Iterator<Uint8Array>;

  constructor(pieces: Iterable<Uint8Array>) {
    this.rest = pieces[Symbol.iterator]();
    for (let length = 0; length < RECOGNITION_LENGTH;) {
      const step = this.rest.next();
      if (step.done === true) break;
      this.read.push(step.value);
      length += step.value.length;
    }
  }

  get bytes(): Uint8Array {
    const [first] = this.read;
    if (this.read.length === 1 && first !== undefined) return first;
    return Uint8Array.from(this.read.flatMap((piece) => [...piece.subarray(0, RECOGNITION_LENGTH)]));
  }

  /** Says that no more is wanted. */
  close(): void {
    this.rest.return?.();
  }

  *all(): Generator<Uint8Array> {
    try {
      yield* this.read;
      for (let step = this.rest.next(); step.done !== true; step = this.rest.next()) yield step.value;
    } finally {
      this.close();
    }
  }
}

/** Octets of packets that are held to be put into order; what follows them stands as it is recorded. */
const MOST_HELD = 1 << 27;
/** What a packet costs beside its octets. */
const PACKET_COST = 400;
/** Packets dissected between two slices. */
const PACKETS_PER_SLICE = 2000;

/** Ends of connectivity checks that are remembered. */
const MOST_CHECKED = 65_536;

/** The ends that are known for media: by a check, or by a stream that is media for certain. */
function mediaEnds(streams: readonly RtpStream[], checked: ReadonlySet<string>): ReadonlySet<string> {
  const known = new Set(checked);
  for (const { likely, source, destination } of streams) {
    if (likely) known.add(endOf(source)).add(endOf(destination));
  }
  return known;
}

function isBetween(
  { source, destination }: Pick<RtpStream, 'source' | 'destination'>,
  known: ReadonlySet<string>,
): boolean {
  return known.has(endOf(source)) && known.has(endOf(destination));
}

function endOf({ address, port }: CaptureEndpoint): string {
  return `${address} ${port}`;
}

function* render(
  reader: PacketReader,
  pieces: Iterable<Uint8Array>,
  options: RenderOptions,
): Generator<number, RenderedCapture> {
  const store = new LooseBlocks();
  const writer = new TraceTextWriter(options.limits ?? TEXT_LIMITS, store);
  const { parts, problems } = yield* write(reader, pieces, options, writer);
  const text = joinedParts(parts, store);
  const { facts } = reader;
  return {
    text,
    format: facts.format,
    problems: [...readingProblems(facts, text), ...problems],
    isWhole: writer.problems.length === 0,
  };
}

/** Writes a capture; gives what it comes to, and what of it is left out. */
function* write(
  reader: PacketReader,
  pieces: Iterable<Uint8Array>,
  { keyLog = '', selection, unordered = false }: RenderOptions,
  writer: TraceTextWriter,
  waiting: ChunkStore = new HeldChunks(),
): Generator<number, { readonly parts: TextParts; readonly problems: readonly ReadingProblem[] }> {
  const keys = new CaptureKeys(keyLog);
  const checked = new Set<string>();
  const conversations = new ConversationTable(reader.facts.interfaces);
  let latestTls: Carrier | null = null;
  const dissector = new Dissector(
    (event) => {
      if (event.kind === 'tls') latestTls = event.carrier;
      if (selection !== undefined && !selection.event(event)) return;
      if (event.kind === 'stun' && checked.size < MOST_CHECKED)
        checked.add(endOf(event.carrier.source)).add(endOf(event.carrier.destination));
      writer.event(event);
    },
    {
      samples: true,
      conversations,
      decrypt: (_, plain) => {
        const carrier = latestTls;
        return decryptTls(keys.log, plain, (facts) => {
          if (carrier !== null && (selection?.stream(carrier.source, carrier.destination) ?? true))
            writer.connection(carrier, facts);
        });
      },
    },
  );
  const held = new HeldPackets(unordered ? 0 : MOST_HELD, waiting);
  let order: PacketOrder | null = null;
  const take = function* (): Generator<number, void> {
    for (let packet = reader.next(); packet !== null; packet = reader.next()) {
      keys.take(reader.facts.secrets);
      if (selection !== undefined && !selection.packet(packet)) continue;
      // What is held comes before what no longer is.
      if (held.isFull) order ??= yield* dissectHeld(held, dissector, writer);
      if (held.isFull) dissector.packet(heldCopy(packet));
      else held.push(packet);
    }
  };
  for (const piece of pieces) {
    reader.feed(piece);
    yield* take();
    reader.settle();
    yield writer.length;
  }
  reader.finish();
  yield* take();
  order ??= yield* dissectHeld(held, dissector, writer);
  dissector.finish();
  writeMedia(writer, dissector, checked, selection);
  // What is left out of a part of the capture is not unread.
  const unread = selection === undefined ? dissector.unread.list() : [];
  const { facts } = reader;
  const about = `${facts.format}, ${dissector.packets} packets`;
  const parts = writer.parts(about, order, wantedOf(conversations.list(), selection), unread);
  return { parts, problems: [...writer.problems, ...streamProblems(dissector.rtp)].map(unplaced) };
}

/** Puts what is held into order and dissects it; gives back how it was put. */
function* dissectHeld(
  held: HeldPackets,
  dissector: Dissector,
  writer: TraceTextWriter,
): Generator<number, PacketOrder> {
  const packets = held.release();
  const { places, ...order } = orderPackets(packets);
  for (const [rank, place] of places.entries()) {
    if (rank % PACKETS_PER_SLICE === 0) yield writer.length;
    const packet = packets.at(place);
    // What it keeps of a packet must stay.
    if (packet !== undefined) dissector.packet(heldCopy(packet));
  }
  return order;
}

/** Packets that wait to be put into order, up to a limit. */
class HeldPackets {
  private packets: PackedPackets | null = null;
  private octets = 0;

  /** @param most octets, those that a packet costs by itself with them */
  constructor(
    private readonly most: number,
    private readonly chunks: ChunkStore,
  ) {}

  /** Nothing more can be held: what follows is read as it stands. */
  get isFull(): boolean {
    return this.octets >= this.most;
  }

  push(packet: Packet): void {
    this.packets ??= new PackedPackets(this.chunks);
    this.packets.push(packet);
    this.octets += packet.end - packet.start + PACKET_COST;
  }

  /** All of them; they are let go. */
  release(): PacketList {
    const { packets } = this;
    this.packets = null;
    return packets ?? [];
  }
}

/** What a selection wants of the conversations: of them it has let pass no more than it wants, either. */
function wantedOf(all: Conversations, selection: Selection | undefined): Conversations {
  if (selection === undefined) return all;
  const rows = all.rows.filter(({ source, destination }) => selection.stream(source, destination));
  return { ...all, rows };
}

/** Writes the streams and datagrams that belong to calls. */
function writeMedia(
  writer: TraceTextWriter,
  dissector: Dissector,
  checked: ReadonlySet<string>,
  selection: Selection | undefined,
): void {
  const wanted = <Stream extends RtpStream | FaxStream | UnknownDatagrams>(
    streams: readonly Stream[],
  ): readonly Stream[] =>
    streams.filter(({ source, destination }) => selection?.stream(source, destination) ?? true);
  const streams = wanted(dissector.rtp.list());
  const known = mediaEnds(streams, checked);
  // One packet to the wrong fork is what an engineer looks for.
  for (const stream of streams) {
    if (stream.likely || isBetween(stream, known)) writer.stream(stream);
    else dissector.passOverStream(stream, stream.packets);
  }
  for (const datagrams of wanted(dissector.unknown.list())) {
    if (isBetween(datagrams, known)) writer.unknown(datagrams);
    else dissector.passOverStream(datagrams, datagrams.datagrams);
  }
  for (const stream of wanted(dissector.fax.list())) {
    if (stream.likely) writer.fax(stream);
    else dissector.passOverStream(stream, stream.packets);
  }
}

/**
 * What of a capture could not be read.
 *
 * @param text of the capture, which tells the lines; null where it is not rendered
 */
export function readingProblems(
  { problems, problemCount }: CaptureFacts,
  text: string | null,
): readonly ReadingProblem[] {
  const rest = problemCount - problems.length;
  const frames = problems.map(({ frame }) => frame);
  const lines = text === null ? [] : linesBehind(text, frames);
  return [
    ...problems.map(({ message, frame }, index) => {
      return { message, behindFrame: frame, line: lines[index] ?? null };
    }),
    ...(rest === 0 ? [] : [unplaced(`${rest} more such places`)]),
  ];
}

function unplaced(message: string): ReadingProblem {
  return { message, behindFrame: null, line: null };
}

function streamProblems({ forgotten }: RtpStreams): readonly string[] {
  return forgotten === 0 ? [] : [`more streams of RTP than are kept: ${forgotten} are not shown`];
}
