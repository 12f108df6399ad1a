/** What hosts sent each other, each direction by itself: the ground on which absence is claimed or doubted. */
import { factsOf } from '../sip/facts';
import { USE_CANDIDATE } from '../stun/attributes';
import { hasStunAttribute, type StunMessage } from '../stun/message';
import type { Endpoint } from '../text/record';
import { isSip, type TraceMessage } from '../traces/message';
import { sightOf } from '../traces/look';
import type { MessageType, StreamSight } from '../traces/sight';
import type { Clock } from './clock';
import { type Hole, Holes } from './holes';

/** Signalling and media are looked at apart: a filter may have taken one of them. */
export type FlowKind = 'signalling' | 'media';

/** A request of STUN, with its repetitions. */
export interface AskedCheck {
  readonly transactionId: string;
  /** Of both ends. */
  readonly ports: string;
  readonly message: TraceMessage;
  /** Microseconds on the judging clock, of the first one. */
  readonly time: number;
  readonly nominates: boolean;
  sent: number;
}

/** An answer, or what acknowledges one. */
export interface Reply {
  readonly kind: 'answer' | 'acknowledgement';
  readonly message: TraceMessage;
}

/** What one host sent to another. */
export interface Direction {
  readonly kind: FlowKind;
  readonly from: string;
  readonly to: string;
  /** Packets; of RTP as many as its blocks count. */
  packets: number;
  /** Microseconds on the judging clock. */
  first: number;
  last: number;
  /** What came first. */
  readonly opening: TraceMessage;
  /** The first SIP message that would not be there if nothing had gone the other way; null where there is none. */
  reply: Reply | null;
  /** By transaction, in the order in which they came. */
  readonly asked: Map<string, AskedCheck>;
  /** Responses of STUN by transaction: when the first one came. */
  readonly answers: Map<string, { readonly message: TraceMessage; readonly time: number }>;
  /** Of RTP, the last packet; null where there is none. */
  lastMedia: number | null;
  /** Packets of RTP that their numbers miss, without those of a silence: all of a time are not lost by chance. */
  lost: number;
  media: number;
  readonly holes: Holes;
}

/** Who was heard, as plain data. */
export interface Heard {
  /** Hosts that sent anything that was captured, and when they did last, in microseconds on the judging clock. */
  readonly senders: ReadonlyMap<string, number>;
  /** Ends of media that was captured. */
  readonly media: ReadonlySet<string>;
  /** By {@link wayKey}. */
  readonly ways: ReadonlyMap<string, HeardWay>;
}

export interface HeardWay {
  /** Microseconds on the judging clock. */
  readonly first: number;
  readonly last: number;
  readonly holes: readonly Hole[];
}

/** Two hosts that exchanged something, or of which only one is heard. */
export interface Conversation {
  readonly there: Direction;
  readonly back: Direction | null;
}

/** Directions that are told apart: a scan of addresses makes many. */
const MOST_DIRECTIONS = 20_000;

const mediaTypes: ReadonlySet<MessageType> = new Set(['stun', 'rtp', 'rtcp', 'dtls']);

export class Flows {
  private readonly directions = new Map<string, Direction>();
  private readonly senders = new Map<string, number>();
  private readonly receivers = new Set<string>();
  private readonly media = new Set<string>();

  constructor(
    messages: readonly TraceMessage[],
    private readonly clock: Clock,
    /** An end as it is read: behind a NAT that was captured on both sides, as the outside has it. */
    readEnd: (end: Endpoint) => Endpoint,
  ) {
    for (const message of messages) {
      const { meta } = message.record;
      if (meta.source === null || meta.destination === null || meta.frame === undefined) continue;
      const [source, destination] = [readEnd(meta.source), readEnd(meta.destination)];
      const last = clock.lastOf(message);
      this.senders.set(source.address, Math.max(last, this.senders.get(source.address) ?? -Infinity));
      this.receivers.add(destination.address);
      const kind = kindOf(message);
      if (kind === null) continue;
      if (kind === 'media') this.media.add(source.address).add(destination.address);
      const direction = this.open(kind, source.address, destination.address, message);
      if (direction !== null) this.add(direction, message);
    }
  }

  /** No host both sends and receives. */
  get goOneWay(): boolean {
    return ![...this.senders.keys()].some((host) => this.receivers.has(host));
  }

  /** What remains of them: without the messages. */
  get heard(): Heard {
    const { senders, media, directions } = this;
    const ways = [...directions].map(
      ([key, { first, last, holes }]) => [key, { first, last, holes: holes.list() }] as const,
    );
    return { senders, media, ways: new Map(ways) };
  }

  direction(kind: FlowKind, from: string, to: string): Direction | null {
    return this.directions.get(wayKey(kind, from, to)) ?? null;
  }

  /** Each pair of hosts once, by who was heard first. */
  conversations(): readonly Conversation[] {
    const conversations: Conversation[] = [];
    const seen = new Set<Direction>();
    for (const there of this.directions.values()) {
      if (seen.has(there)) continue;
      const back = this.direction(there.kind, there.to, there.from);
      if (back !== null) seen.add(back);
      conversations.push({ there, back });
    }
    return conversations;
  }

  private open(kind: FlowKind, from: string, to: string, opening: TraceMessage): Direction | null {
    const key = wayKey(kind, from, to);
    const known = this.directions.get(key);
    if (known !== undefined) return known;
    if (this.directions.size >= MOST_DIRECTIONS) return null;
    const direction: Direction = {
      kind,
      from,
      to,
      packets: 0,
      first: Infinity,
      last: -Infinity,
      opening,
      reply: null,
      asked: new Map(),
      answers: new Map(),
      lastMedia: null,
      lost: 0,
      media: 0,
      holes: new Holes(),
    };
    this.directions.set(key, direction);
    return direction;
  }

  private add(direction: Direction, message: TraceMessage): void {
    const time = this.clock.at(message);
    direction.first = Math.min(direction.first, time);
    direction.last = Math.max(direction.last, time);
    const { stream, type } = sightOf(message);
    if (stream !== null) {
      const { packets, silences } = stream;
      const last = this.clock.lastOf(message);
      direction.packets += packets;
      direction.media += packets;
      const unseen = lostInSilence(stream, last - time);
      direction.lost += (stream.lost ?? 0) - unseen;
      const times = silences.map((each) => this.timesOf(each, message));
      direction.holes.add({ since: time, until: last }, times, unseen > 0);
      direction.last = Math.max(direction.last, last);
      direction.lastMedia = Math.max(last, direction.lastMedia ?? last);
      return;
    }
    direction.packets++;
    if (type === 'sip') direction.reply ??= replyIn(message);
    if (type !== 'stun') return;
    const { parsed } = message;
    if (parsed.kind === 'packet' && parsed.type === 'stun' && parsed.stun !== null)
      addStun(direction, message, parsed.stun, time);
  }

  private timesOf({ before, behind }: Silence, message: TraceMessage): Hole {
    const ahead = this.clock.at(message) - (message.record.meta.time?.micros ?? 0);
    return { since: before.time.micros + ahead, until: behind.time.micros + ahead };
  }
}

type Silence = StreamSight['silences'][number];

function replyIn(message: TraceMessage): Reply | null {
  if (!isSip(message)) return null;
  const { status, method } = factsOf(message.parsed);
  if (status !== null) return { kind: 'answer', message };
  return method === 'ACK' ? { kind: 'acknowledgement', message } : null;
}

/**
 * Of the packets that a stream misses, those that went while nothing of it came.
 *
 * @param micros from the first to the last packet of the stream
 */
function lostInSilence({ packets, lost, silences }: StreamSight, micros: number): number {
  const silent = silences.reduce(
    (sum, { before, behind }) => sum + behind.time.micros - before.time.micros,
    0,
  );
  const spoken = micros - silent;
  if (lost === null || silent <= 0 || spoken <= 0) return 0;
  // What would have come in the silence at the pace of the rest.
  return Math.min(lost, Math.round((packets * silent) / spoken));
}

function addStun(
  { asked, answers }: Direction,
  message: TraceMessage,
  stun: StunMessage,
  time: number,
): void {
  const { transactionId } = stun;
  if (stun.class === 'success' || stun.class === 'error') {
    if (!answers.has(transactionId)) answers.set(transactionId, { message, time });
    return;
  }
  if (stun.class !== 'request') return;
  const known = asked.get(transactionId);
  if (known !== undefined) {
    known.sent++;
    return;
  }
  const { source, destination } = message.record.meta;
  const ports = `${source?.port ?? 0} ${destination?.port ?? 0}`;
  const nominates = hasStunAttribute(stun, USE_CANDIDATE);
  asked.set(transactionId, { transactionId, ports, message, time, nominates, sent: 1 });
}

/** What one host sends to another. */
export function wayKey(kind: FlowKind, from: string, to: string): string {
  return `${kind} ${from} ${to}`;
}

function kindOf(message: TraceMessage): FlowKind | null {
  const { type } = sightOf(message);
  if (type === 'sip') return 'signalling';
  return mediaTypes.has(type) ? 'media' : null;
}
