/** Renders a capture as trace text, so that everything that reads a text trace reads a capture too. */
import { Dissector } from '../capture/dissector';
import type { CaptureFacts, CaptureSecrets, PacketReader } from '../capture/packet';
import { openPackets, recogniseCapture, RECOGNITION_LENGTH } from '../capture/recognise';
import { Decompressor } from '../capture/compression';
import type { CaptureEndpoint, Carrier } from '../capture/events';
import { decryptTls } from '../capture/tls/decryption';
import { parseKeyLog, type KeyLog } from '../capture/tls/key-log';
import type { RtpStream, RtpStreams } from '../rtp/streams';
import { TraceTextWriter } from './write';

/** A capture as text. */
export interface RenderedCapture {
  readonly text: string;
  /** `pcap`, `pcapng` … */
  readonly format: string;
  /** What could not be read, one sentence each, without a full stop. */
  readonly problems: readonly string[];
}

export type Rendering =
  | { readonly kind: 'rendered'; readonly capture: RenderedCapture }
  /** It is a capture, but not of a form that is read; the message says what to do. */
  | { readonly kind: 'unsupported'; readonly message: string }
  | { readonly kind: 'no-capture' };

/**
 * Renders a capture that comes in pieces.
 *
 * @param keyLog lines of an SSLKEYLOGFILE; keys in the capture itself are used without being asked for
 */
export function renderCapture(pieces: Iterable<Uint8Array>, keyLog = ''): Rendering {
  const slices = renderCaptureInSlices(pieces, keyLog);
  for (;;) {
    const step = slices.next();
    if (step.done === true) return step.value;
  }
}

/** Renders a capture; yields behind each piece, so that a host may stop for other work or drop it. */
export function* renderCaptureInSlices(
  pieces: Iterable<Uint8Array>,
  keyLog: string,
): Generator<void, Rendering> {
  const beginning = new Beginning(pieces);
  const recognised = recogniseCapture(beginning.bytes);
  if (recognised === null) return { kind: 'no-capture' };
  switch (recognised.kind) {
    case 'unsupported':
      return { kind: 'unsupported', message: recognised.message };
    case 'compressed':
      return yield* renderUnpacked(new Unpacking(recognised.format, beginning.all()), keyLog);
    case 'packets': {
      const reader = openPackets(recognised.format);
      return { kind: 'rendered', capture: yield* render(reader, beginning.all(), parseKeyLog(keyLog)) };
    }
  }
}

/** A capture inside a compressed file; a file inside that is compressed again is not looked into. */
function* renderUnpacked(unpacking: Unpacking, keyLog: string): Generator<void, Rendering> {
  const beginning = new Beginning(unpacking.pieces());
  const recognised = recogniseCapture(beginning.bytes);
  if (recognised?.kind !== 'packets') {
    return recognised?.kind === 'unsupported'
      ? recognised
      : { kind: 'unsupported', message: `compressed with ${unpacking.compression}, and no capture inside` };
  }
  const capture = yield* render(openPackets(recognised.format), beginning.all(), parseKeyLog(keyLog));
  const { problem } = unpacking;
  return {
    kind: 'rendered',
    capture: problem === null ? capture : { ...capture, problems: [...capture.problems, problem] },
  };
}

/** The octets of a compressed file, piece by piece. */
class Unpacking {
  private readonly ready: Uint8Array[] = [];
  private readonly decompressor: Decompressor;

  constructor(
    readonly compression: 'gzip' | 'zstd',
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
        this.decompressor.push(piece.subarray(at, at + packedStep));
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

  *all(): Generator<Uint8Array> {
    yield* this.read;
    for (let step = this.rest.next(); step.done !== true; step = this.rest.next()) yield step.value;
  }
}

/** Ends of connectivity checks that are remembered. */
const MOST_CHECKED = 65_536;

/**
 * The streams that are media for certain, and those too short to tell that go between two ends that are known for
 * it: one packet to the wrong fork is what an engineer looks for.
 */
function mediaStreams(streams: readonly RtpStream[], checked: ReadonlySet<string>): readonly RtpStream[] {
  const known = new Set(checked);
  for (const { likely, source, destination } of streams) {
    if (likely) known.add(endOf(source)).add(endOf(destination));
  }
  return streams.filter(
    ({ likely, source, destination }) =>
      likely || (known.has(endOf(source)) && known.has(endOf(destination))),
  );
}

function endOf({ address, port }: CaptureEndpoint): string {
  return `${address} ${String(port)}`;
}

function* render(
  reader: PacketReader,
  pieces: Iterable<Uint8Array>,
  keys: KeyLog,
): Generator<void, RenderedCapture> {
  const writer = new TraceTextWriter();
  const checked = new Set<string>();
  let latestTls: Carrier | null = null;
  const dissector = new Dissector(
    (event) => {
      if (event.kind === 'stun' && checked.size < MOST_CHECKED)
        checked.add(endOf(event.carrier.source)).add(endOf(event.carrier.destination));
      if (event.kind === 'tls') latestTls = event.carrier;
      writer.event(event);
    },
    {
      decrypt: (_, plain) => {
        const carrier = latestTls;
        return decryptTls(keys, plain, (facts) => {
          if (carrier !== null) writer.connection(carrier, facts);
        });
      },
    },
  );
  let secrets = 0;
  const take = (): void => {
    for (let packet = reader.next(); packet !== null; packet = reader.next()) {
      // A capture may bring its own keys, before the packets that they open.
      for (; secrets < reader.facts.secrets.length; secrets++)
        addSecrets(keys, reader.facts.secrets[secrets]);
      dissector.packet(packet);
    }
  };
  for (const piece of pieces) {
    reader.feed(piece);
    take();
    yield;
  }
  reader.finish();
  take();
  dissector.finish();
  for (const stream of mediaStreams(dissector.rtp.list(), checked)) writer.stream(stream);
  for (const stream of dissector.fax.list()) if (stream.likely) writer.fax(stream);
  const { facts } = reader;
  return {
    text: writer.finish(`${facts.format}, ${String(dissector.counts.packets)} packets`),
    format: facts.format,
    problems: [...readingProblems(facts), ...writer.problems, ...streamProblems(dissector.rtp)],
  };
}

function readingProblems({ problems, problemCount }: CaptureFacts): readonly string[] {
  const rest = problemCount - problems.length;
  return [
    ...problems.map(({ message, frame }) => `behind frame ${String(frame)}: ${message}`),
    ...(rest === 0 ? [] : [`${String(rest)} more such places`]),
  ];
}

function streamProblems({ forgotten }: RtpStreams): readonly string[] {
  return forgotten === 0 ? [] : [`more streams of RTP than are kept: ${String(forgotten)} are not shown`];
}

/** `TLSK`: a TLS key log (pcapng, Decryption Secrets Block). */
function addSecrets(keys: KeyLog, secrets: CaptureSecrets | undefined): void {
  if (secrets?.type === 'TLSK') keys.add(new TextDecoder().decode(secrets.bytes));
}
