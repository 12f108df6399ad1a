/** Writes what a capture holds as trace text: a block a packet that matters, a block a stream of RTP. */
import type { PacketOrder } from '../capture/order/order';
import type { CaptureEvent, Carrier, RtcpEvent } from '../capture/events';
import { noConversations } from '../basics/conversation';
import type { Moment } from '../basics/moment';
import type { TlsFacts } from '../capture/tls/facts';
import { withoutControls } from '../../../shared/controls';
import type { FaxStream } from '../rtp/fax-streams';
import type { RtpStream } from '../rtp/streams';
import type { UnreadFrames } from '../basics/unread-frames';
import type { UnknownDatagrams } from '../rtp/unknown-datagrams';
import { endpointText } from '../text/endpoint';
import { writeDns } from './blocks/dns';
import { writeDtls } from './blocks/dtls';
import { writeIcmp } from './blocks/icmp';
import { writeLostFragments, writeUnknown, writeUnreadable } from './blocks/packet';
import { writeRtcp } from './blocks/rtcp';
import { writeRtp } from './blocks/rtp';
import { writeSip } from './blocks/sip';
import { writeChannelData, writeStun } from './blocks/stun';
import { writeFax } from './blocks/t38';
import { writeTls } from './blocks/tls';
import { writeClocks } from './clocks';
import { writeConversations } from './conversations';
import { traceTextMark } from './read';
import { LooseBlocks, type BlockStore } from './block-store';
import { writeUnread } from './unread';

interface Block {
  readonly frame: number;
  /** Its place in the store. Several blocks of one packet keep their order. */
  readonly order: number;
}

/** A trace text that is not put together: its parts stand behind each other, a line end between two. */
export interface TextParts {
  readonly heading: string;
  /** Places of the blocks in their store, in the order in which they stand. */
  readonly blocks: readonly number[];
  /** The place of the conversations in the store, which come last; null where there are none. */
  readonly ends: number | null;
}

/** What a text may come to, in characters: a string has a limit, and so has a machine's memory. */
export interface TextLimits {
  readonly messages: number;
  /** Checks and other packets that are shown by themselves. */
  readonly packets: number;
  /** Streams and connections. */
  readonly streams: number;
}

export const TEXT_LIMITS: TextLimits = { messages: 3 << 26, packets: 3 << 25, streams: 1 << 25 };

/** Packets of one source that are enough to prove with which key it protects SRTCP. */
const mostRtcpSamples = 4;
/** As many as there are streams with samples; all together come to some 10 MB of text. */
const mostRtcpSources = 8192;

/**
 * Collects blocks while a capture is read; they come out in the order of their packets. Each kind has its limit, so
 * that a flood of packets leaves room for messages.
 */
export class TraceTextWriter {
  private readonly blocks: Block[] = [];
  private readonly rooms: Readonly<Record<keyof TextLimits, Room>>;
  private written = 0;
  /** How many packets of SRTCP stand with their octets, by their ends and source. */
  private readonly rtcpSamples = new Map<string, number>();

  constructor(
    limits: TextLimits = TEXT_LIMITS,
    private readonly store: BlockStore = new LooseBlocks(),
  ) {
    this.rooms = {
      messages: new Room('SIP messages', limits.messages),
      packets: new Room('packets', limits.packets),
      streams: new Room('streams and connections', limits.streams),
    };
  }

  /** What is left out for want of room, a sentence each, without a full stop. */
  get problems(): readonly string[] {
    return Object.values(this.rooms).flatMap(({ problem }) => (problem === null ? [] : [problem]));
  }

  /** Characters so far. */
  get length(): number {
    return this.written;
  }

  event(event: CaptureEvent): void {
    const text = event.kind === 'rtcp' ? writeRtcp(event, this.isSample(event)) : writeEvent(event);
    if (text === null) return;
    const { frame } = 'carrier' in event ? event.carrier.moment : event.moment;
    this.add(event.kind === 'sip' ? 'messages' : 'packets', frame, text);
  }

  stream(stream: RtpStream): void {
    const { text, samples } = writeRtp(stream);
    // They have a limit of their own, and take no room from streams.
    this.add('streams', stream.first.frame, text, samples);
  }

  fax(stream: FaxStream): void {
    this.add('streams', stream.first.frame, writeFax(stream));
  }

  /** Datagrams between two ends of media that are none. */
  unknown(datagrams: UnknownDatagrams): void {
    this.add('streams', datagrams.first.frame, writeUnknown(datagrams));
  }

  /** An encrypted connection, as it was known at its end. */
  connection(carrier: Carrier, facts: TlsFacts<Moment>): void {
    this.add('streams', carrier.moment.frame, writeTls(carrier, facts));
  }

  /** Whether a packet of RTCP is to stand with its octets: one that is encrypted, of the first ones of its source. */
  private isSample({ carrier, compound, cut }: RtcpEvent): boolean {
    if (!compound.encrypted || cut) return false;
    const { source, destination } = carrier;
    const ssrc = compound.packets[0]?.ssrc ?? 0;
    const key = `${endpointText(source)} ${endpointText(destination)} ${ssrc}`;
    const known = this.rtcpSamples.get(key) ?? 0;
    if (known >= mostRtcpSamples || (known === 0 && this.rtcpSamples.size >= mostRtcpSources)) return false;
    this.rtcpSamples.set(key, known + 1);
    return true;
  }

  /** @param free - characters of it that take no room */
  private add(kind: keyof TextLimits, frame: number, text: string, free = 0): void {
    if (!this.rooms[kind].take(text.length - free, frame)) return;
    this.blocks.push({ frame, order: this.blocks.length });
    this.store.add(text);
    this.written += text.length + 1;
  }

  /**
   * The whole text.
   *
   * @param about tells of the capture in one line
   * @param order how its records were put into order, where they were not
   * @param conversations all packets by their ends
   * @param unread packets of which nothing is read
   */
  finish(...of: Parameters<TraceTextWriter['parts']>): string {
    return joinedParts(this.parts(...of), this.store);
  }

  /** The same, not put together. */
  parts(
    about: string,
    order?: PacketOrder,
    conversations = noConversations,
    unread: readonly UnreadFrames[] = [],
  ): TextParts {
    const rankOf = order?.rankOf ?? ((frame: number): number => frame);
    const inOrder = this.blocks.sort((a, b) => rankOf(a.frame) - rankOf(b.frame) || a.order - b.order);
    const clocks = order === undefined ? '' : writeClocks(order.clocks);
    return {
      heading: `${traceTextMark}\n#!capture ${withoutControls(about)}\n${clocks}${writeUnread(unread)}`,
      blocks: inOrder.map(({ order: place }) => place),
      ends: this.storeEnds(writeConversations(conversations)),
    };
  }

  private storeEnds(text: string): number | null {
    if (text === '') return null;
    this.store.add(text);
    return this.blocks.length;
  }
}

/** The whole text. */
export function joinedParts({ heading, blocks, ends }: TextParts, store: BlockStore): string {
  return [heading, ...[...blocks, ...(ends === null ? [] : [ends])].map((place) => store.text(place))].join(
    '\n',
  );
}

/** How much text of a kind there may still be. */
class Room {
  private leftOut = 0;
  private firstLeftOut = 0;

  constructor(
    private readonly what: string,
    private left: number,
  ) {}

  /** Takes a text's room; false where it does not fit. Once something does not, nothing later does. */
  take(length: number, frame: number): boolean {
    if (this.leftOut === 0 && length <= this.left) {
      this.left -= length;
      return true;
    }
    if (this.leftOut === 0) this.firstLeftOut = frame;
    this.leftOut++;
    return false;
  }

  get problem(): string | null {
    return this.leftOut === 0
      ? null
      : `too much for one text: ${this.leftOut} ${this.what} from frame ${this.firstLeftOut} on are left out`;
  }
}

function writeEvent(event: Exclude<CaptureEvent, RtcpEvent>): string | null {
  switch (event.kind) {
    case 'sip':
      return writeSip(event);
    case 'stun':
      return writeStun(event);
    case 'channel-data':
      return writeChannelData(event);
    case 'dtls':
      return writeDtls(event);
    case 'dns':
      return writeDns(event);
    case 'icmp-error':
      return writeIcmp(event);
    case 'lost-fragments':
      return writeLostFragments(event);
    case 'unreadable':
      return writeUnreadable(event);
    case 'tls':
      // Told once for each direction; what matters is known only at the end: see connection().
      return null;
  }
}
