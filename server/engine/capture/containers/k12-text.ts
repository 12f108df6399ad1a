/**
 * The text that Wireshark writes as "K12 text file": before each packet a ruled line and a line with the time of day
 * and the link (`05:40:24,467,142   ETHER`), then `|0   |76|55|…|` with the octets.
 */
import { ByteQueue } from '../byte-queue';
import { indexOfByte } from '../../basics/bytes';
import { emptyPacket, FactsBuilder, type Packet, type PacketReader } from '../packet';

const LF = 10;
const BAR = 0x7c;
/** A line holds a packet: three characters an octet. A longer one is no packet. */
const LONGEST_LINE = 3 * (1 << 18);

export class K12TextReader implements PacketReader {
  readonly facts = new FactsBuilder('k12-text');
  private readonly queue = new ByteQueue();
  private readonly packet: Packet = emptyPacket();
  private ended = false;
  private timed = false;
  /** Inside a line that is too long, of which the end is looked for. */
  private skippingLine = false;

  constructor() {
    this.facts.interfaces.push({ linkType: 1, name: null, description: null, snapLength: 0 });
    this.packet.linkType = 1;
    this.packet.clock = 'day';
  }

  feed(piece: Uint8Array): void {
    this.queue.push(piece);
  }

  settle(): void {
    this.queue.settle();
  }

  finish(): void {
    this.ended = true;
  }

  next(): Packet | null {
    for (;;) {
      const length = this.lineLength();
      if (length === 0) return null;
      const { bytes, at } = this.queue;
      const filled = !this.skippingLine && this.readLine(bytes, at, at + length);
      this.skippingLine = this.skippingLine && bytes[at + length - 1] !== LF;
      this.queue.skip(length);
      if (filled) return this.packet;
    }
  }

  /** Length of the line at the head of the queue with its end; 0 where there is no whole line yet. */
  private lineLength(): number {
    const { queue } = this;
    let wanted = 256;
    for (;;) {
      const length = Math.min(wanted, queue.available);
      queue.ensure(length);
      const end = indexOfByte(queue.bytes, LF, queue.at, queue.at + length);
      if (end >= 0) return end + 1 - queue.at;
      if (length < wanted) return this.ended ? length : 0;
      if (length >= LONGEST_LINE) {
        if (!this.skippingLine) this.problem('a line is too long to be a packet');
        this.skippingLine = true;
        return length;
      }
      wanted *= 4;
    }
  }

  private readLine(bytes: Uint8Array, start: number, end: number): boolean {
    if (bytes[start] === BAR) return this.timed && this.readOctets(bytes, start, end);
    if (end - start > 60) return false;
    const line = String.fromCharCode(...bytes.subarray(start, end));
    const time = /^(\d\d):(\d\d):(\d\d),(\d{3}),(\d{3}) +(\w+)/.exec(line);
    if (time === null) return false;
    const [, hours, minutes, seconds, millis, micros, link] = time;
    this.packet.seconds = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
    this.packet.nanos = Number(millis) * 1_000_000 + Number(micros) * 1000;
    this.packet.linkType = link === 'ETHER' ? 1 : -1;
    this.timed = true;
    return false;
  }

  private readOctets(bytes: Uint8Array, start: number, end: number): boolean {
    const first = indexOfByte(bytes, BAR, start + 1, end);
    if (first < 0) return false;
    const octets = new Uint8Array(Math.ceil((end - first) / 3));
    let length = 0;
    for (let at = first; at + 3 <= end; at += 3) {
      const high = hexDigit(bytes[at + 1]);
      const low = hexDigit(bytes[at + 2]);
      if (bytes[at] !== BAR || high < 0 || low < 0) break;
      octets[length++] = high * 16 + low;
    }
    const { packet } = this;
    packet.frame++;
    packet.bytes = octets;
    packet.start = 0;
    packet.end = length;
    packet.originalLength = length;
    this.timed = false;
    return true;
  }

  private problem(message: string): void {
    this.facts.problem(this.queue.position, this.packet.frame, message);
  }
}

function hexDigit(character: number | undefined): number {
  if (character === undefined) return -1;
  if (character >= 48 && character <= 57) return character - 48;
  const letter = character | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}
