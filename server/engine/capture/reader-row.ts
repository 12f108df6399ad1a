/** The packets of several files as those of one: of a capture that was cut into them, as a ring of files is. */
import { emptyPacket, FactsBuilder, type Packet, type PacketReader } from './packet';

export class ReaderRow implements PacketReader {
  readonly facts: FactsBuilder;
  private readonly packet: Packet = emptyPacket();
  /** Those files of which packets may come still; the last one is being read. */
  private readonly parts: Part[] = [];
  private octets = 0;

  /** @param first reads the first file */
  constructor(first: PacketReader) {
    this.facts = new FactsBuilder(first.facts.format);
    this.parts.push(new Part(first, 0));
  }

  /** Goes on with the next file. */
  begin(reader: PacketReader): void {
    this.finish();
    this.parts.push(new Part(reader, this.octets));
  }

  feed(piece: Uint8Array): void {
    this.octets += piece.length;
    this.parts.at(-1)?.reader.feed(piece);
  }

  settle(): void {
    this.parts.at(-1)?.reader.settle();
  }

  finish(): void {
    this.parts.at(-1)?.reader.finish();
  }

  next(): Packet | null {
    for (;;) {
      const [part] = this.parts;
      if (part === undefined) return null;
      const packet = part.next(this.facts, this.packet);
      if (packet !== null) return packet;
      if (this.parts.length === 1) return null;
      this.parts.shift();
    }
  }
}

/** One of the files. */
class Part {
  private interfacesBefore = 0;
  private framesBefore = 0;
  private isBegun = false;
  private readonly told = { interfaces: 0, names: 0, secrets: 0, problems: 0 };

  /** @param octetsBefore of the files before it */
  constructor(
    readonly reader: PacketReader,
    private readonly octetsBefore: number,
  ) {}

  /**
   * Its next packet.
   *
   * @param all is told what the file says beside it
   * @param packet the last one of all, which is filled anew
   */
  next(all: FactsBuilder, packet: Packet): Packet | null {
    if (!this.isBegun) {
      this.isBegun = true;
      this.interfacesBefore = all.interfaces.length;
      this.framesBefore = packet.frame;
    }
    const own = this.reader.next();
    this.tell(all);
    if (own === null) return null;
    const { frame, interfaceIndex } = own;
    return Object.assign(packet, own, {
      frame: this.framesBefore + frame,
      interfaceIndex: interfaceIndex < 0 ? interfaceIndex : this.interfacesBefore + interfaceIndex,
    });
  }

  /** Tells what is new of the facts. */
  private tell(all: FactsBuilder): void {
    const { told, octetsBefore, framesBefore } = this;
    const { interfaces, names, secrets, problems, problemCount } = this.reader.facts;
    told.interfaces = addFrom(told.interfaces, interfaces, all.interfaces);
    told.names = addFrom(told.names, names, all.names);
    told.secrets = addFrom(told.secrets, secrets, all.secrets);
    if (told.problems === problemCount) return;
    for (const { position, frame, message } of problems.slice(told.problems))
      all.problem(octetsBefore + position, framesBefore + frame, message);
    // Those that its reader only counts.
    all.problemCount += problemCount - Math.max(told.problems, problems.length);
    told.problems = problemCount;
  }
}

/** Adds what stands from a place on; gives the place behind the last one. */
function addFrom<Fact>(place: number, facts: readonly Fact[], all: Fact[]): number {
  if (place < facts.length) for (const fact of facts.slice(place)) all.push(fact);
  return facts.length;
}
