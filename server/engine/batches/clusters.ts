/**
 * What of a capture belongs together: calls and packets between which anything that is judged may look. Calls share a
 * cluster where they name a key in common, or an end of media or ufrag that a packet has, too, or where a packet goes between
 * ends of both.
 */
import { Groups } from '../basics/groups';
import { CallsWithKeys, type RepeatedKeys } from '../evidence/repeated-keys';
import { addressText } from '../ice/address';
import { FirstStreams, MOST_FOREIGN_LINES } from '../ice/protection';
import type { ForeignPassword } from '../ice/integrity';
import type { Surroundings } from '../ice/surroundings';
import type { Network } from '../network/network';
import { FORWARDING } from '../path/bridges';
import { type SbcName, SbcNames } from '../path/sbc-names';
import { USERNAME } from '../stun/attributes';
import { stunText } from '../stun/message';
import { type Endpoint } from '../text/record';
import { withPort } from '../text/endpoint';
import { stunOf } from '../trace-text/packet';
import type { Address } from '../../../shared/ice';
import type { Profile } from '../../../shared/calls';
import { type CallIdSurvey, surveyCallId, type SurveyGround } from './call-survey';
import type { HeldMessage, HeldMessages, HeldTrace } from './held-trace';
import { Ties } from './ties';

/** Calls and packets that are judged together. */
export interface Cluster {
  readonly number: number;
  /** Where it begins: the place of its first message. */
  readonly first: number;
  readonly callIds: number;
  /** Characters of text. */
  readonly characters: number;
}

/** A call with crypto lines. */
export interface KeyedCall extends HeldCallId {
  readonly callKey: string;
}

export interface Clustered {
  /** By their first messages. */
  readonly clusters: readonly Cluster[];
  /** How many calls there are. */
  readonly calls: number;
  /** Whether any of them has a Call-ID. */
  readonly holds: (callId: string) => boolean;
  /** In the order of the trace. */
  readonly messagesOf: (cluster: Cluster) => readonly HeldMessage[];
  /** The cluster of the first call; null where there is none. */
  readonly first: Cluster | null;
  readonly around: Omit<Surroundings, 'lines'>;
  /** The first calls that have crypto lines, as far as lines of other calls are tried. */
  readonly keyed: readonly KeyedCall[];
  readonly names: SbcNames;
  readonly repeatedKeys: RepeatedKeys;
}

/** A Call-ID with its messages that count, in the order of the trace. */
export interface HeldCallId {
  /** As {@link HeldTrace.callId} has it. */
  readonly number: number;
  readonly callId: string;
  readonly messages: readonly HeldMessage[];
}

/** Call-IDs that are looked at between two slices. */
const SLICE = 25;

/**
 * Finds the clusters of a trace; yields now and then.
 *
 * @param chosen the profile that the user chose for all calls; null leaves it to what the trace shows
 */
export function* clusterTrace(
  trace: HeldTrace,
  chosen: Profile | null,
  network: Network,
): Generator<void, Clustered> {
  const clustering = yield* Clustering.begin(trace, chosen, network);
  let seen = 0;
  for (const callId of clustering.callIds()) {
    if (seen++ % SLICE === 0) yield;
    clustering.take(callId, surveyHeld(callId, clustering.ground));
  }
  return clustering.finish();
}

/** {@link surveyCallId} of messages that are held. */
export function surveyHeld({ callId, messages }: HeldCallId, ground: SurveyGround): CallIdSurvey {
  for (const message of messages) message.open();
  const survey = surveyCallId(callId, messages, ground);
  for (const message of messages) message.close();
  return survey;
}

/** A call with crypto lines, and where it begins. */
interface PlacedCall {
  readonly of: HeldCallId;
  readonly key: string;
  readonly start: number;
  readonly cryptoLines: number;
}

/** Puts together what is seen of each Call-ID, in whatever order that comes. */
export class Clustering {
  private calls = 0;
  /** Where the first call begins. */
  private first = Infinity;
  /** 1 of a Call-ID of a call, by its number. */
  private readonly inCalls: Uint8Array;
  private readonly passwords: (ForeignPassword & { readonly start: number })[] = [];
  /** The first ones in the order of the trace, and some more. */
  private keyed: PlacedCall[] = [];
  private readonly names = new Map<string, SbcName & { readonly start: number }>();
  private readonly sbcHosts = new Set<string>();
  private readonly keys = new CallsWithKeys();

  private constructor(
    private readonly trace: HeldTrace,
    readonly ground: SurveyGround,
    private readonly ties: Ties,
    private readonly packets: PacketTies,
    /** By the places of messages; -1 of what belongs to nothing. */
    private readonly nodes: Int32Array,
  ) {
    this.inCalls = new Uint8Array(trace.callIds);
  }

  /** Ties the packets; yields now and then. */
  static *begin(trace: HeldTrace, chosen: Profile | null, network: Network): Generator<void, Clustering> {
    const ties = new Ties();
    const packets = new PacketTies(trace, ties);
    const nodes = new Int32Array(trace.messages.length).fill(-1);
    for (const message of trace.messages) {
      if (message.index % (SLICE * 40) === 0) yield;
      if (message.type === 'sip' || !trace.evidence.counts(message)) continue;
      message.open();
      const node = packets.of(message);
      message.close();
      if (node !== null) nodes[message.index] = node;
    }
    const ground = { chosen, network, translations: trace.evidence.translations.facts };
    return new Clustering(trace, ground, ties, packets, nodes);
  }

  /** The Call-IDs of the trace. */
  *callIds(): Generator<HeldCallId> {
    const { messages, evidence, callId, callIds } = this.trace;
    const numbers = new Int32Array(messages.length);
    for (const message of messages) numbers[message.index] = evidence.counts(message) ? message.callId : -1;
    const groups = new Groups(numbers, callIds);
    for (let number = 0; number < groups.size; number++) {
      const own = messagesAt(messages, groups.of(number));
      if (own.length > 0) yield { number, callId: callId(number), messages: own };
    }
  }

  take(of: HeldCallId, { keys, legs }: CallIdSurvey): void {
    const { ties } = this;
    const node = ties.node(callKey(of.callId));
    for (const message of of.messages) this.nodes[message.index] = node;
    if (keys !== null) this.keys.take(keys);
    for (const { start, keys: shared, name, call } of legs) {
      for (const key of shared) ties.tie(node, ties.node(`k ${key}`));
      if (name !== null) this.takeName(name, start);
      if (call === null) continue;
      // Calls share what they name only where a packet may belong to either: a port is used again by many.
      for (const end of call.ends) ties.tieKnown(node, endKey(end));
      for (const ufrag of call.ufrags) ties.tieKnown(node, ufragKey(ufrag));
      for (const host of call.sbcHosts) this.sbcHosts.add(host);
      const { key, passwords, cryptoLines } = call;
      this.calls++;
      this.first = Math.min(this.first, start);
      this.inCalls[of.number] = 1;
      for (const { pwd } of passwords) this.passwords.push({ pwd, callKey: key, start });
      if (cryptoLines > 0) this.takeKeyed({ of, key, start, cryptoLines });
    }
  }

  finish(): Clustered {
    const { trace, ties, packets, nodes, sbcHosts, inCalls } = this;
    const { clusters, groups, clusterOf } = clustersOf(trace, nodes, ties);
    return {
      clusters,
      messagesOf: ({ number }) => messagesAt(trace.messages, groups.of(number)),
      calls: this.calls,
      holds: (callId) => inCalls.some((is, number) => is === 1 && trace.callId(number) === callId),
      first: clusterOf(this.first),
      around: {
        sbcHosts,
        passwords: this.passwords.sort(byStart),
        thoroughUntil: packets.firstStreams.until,
      },
      keyed: firstKeyed(this.keyed).map(({ of, key: callKey }) => ({ ...of, callKey })),
      names: SbcNames.of([...this.names.values()].sort(byStart)),
      repeatedKeys: this.keys.repeated(),
    };
  }

  private takeKeyed(call: PlacedCall): void {
    this.keyed.push(call);
    if (this.keyed.length > MOST_FOREIGN_LINES * 2) this.keyed = firstKeyed(this.keyed);
  }

  /** Of a name with its address the first call is kept. */
  private takeName(name: SbcName, start: number): void {
    const key = `${name.address} ${name.name}`;
    const known = this.names.get(key);
    if (known === undefined || start < known.start) this.names.set(key, { ...name, start });
  }
}

function byStart(one: { readonly start: number }, other: { readonly start: number }): number {
  return one.start - other.start;
}

function messagesAt(messages: HeldMessages, places: Int32Array): readonly HeldMessage[] {
  return Array.from(places).flatMap((place) => messages.at(place) ?? []);
}

/** The first calls with crypto lines, in the order of the trace: one more than are tried, as a call's own lines are not. */
function firstKeyed(calls: readonly PlacedCall[]): PlacedCall[] {
  const first: PlacedCall[] = [];
  let lines = 0;
  for (const call of calls.toSorted(byStart)) {
    first.push(call);
    if (lines >= MOST_FOREIGN_LINES) break;
    lines += call.cryptoLines;
  }
  return first;
}

interface FoundClusters {
  readonly clusters: readonly Cluster[];
  /** Messages that count, by the numbers of clusters. */
  readonly groups: Groups;
  /** The cluster of a message; null where it is in none. */
  readonly clusterOf: (place: number) => Cluster | null;
}

/** @param nodes as {@link Clustering} has them */
function clustersOf({ messages, evidence }: HeldTrace, nodes: Int32Array, ties: Ties): FoundClusters {
  const numbers = new Map<number, number>();
  const clusters: { readonly number: number; readonly first: number; callIds: number; characters: number }[] =
    [];
  const clusterOf = new Int32Array(messages.length).fill(-1);
  /** By node. */
  const seen = new Set<number>();
  for (const message of messages) {
    const { index } = message;
    const node = nodes[index] ?? -1;
    if (node < 0 || !evidence.counts(message)) continue;
    const root = ties.rootOf(node);
    const number = numbers.get(root) ?? clusters.length;
    clusterOf[index] = number;
    let cluster = clusters[number];
    if (cluster === undefined) {
      numbers.set(root, number);
      cluster = { number, first: index, callIds: 0, characters: 0 };
      clusters.push(cluster);
    }
    if (message.type === 'sip' && !seen.has(node)) {
      seen.add(node);
      cluster.callIds++;
    }
    const { start, end } = message.record.span;
    cluster.characters += end - start;
  }
  return {
    clusters,
    groups: new Groups(clusterOf, clusters.length),
    clusterOf: (place) => clusters[clusterOf[place] ?? -1] ?? null,
  };
}

function callKey(callId: string): string {
  return `c ${callId}`;
}

/** @param end as {@link addressText} writes it */
function endKey(end: string): string {
  return `e ${end}`;
}

function ufragKey(ufrag: string): string {
  return `u ${ufrag}`;
}

/** Ties packets to what they may be a part of. */
class PacketTies {
  readonly firstStreams = new FirstStreams();
  private readonly streams = new Map<number, { time: number; readonly node: number }>();

  constructor(
    private readonly trace: HeldTrace,
    private readonly ties: Ties,
  ) {}

  /** Null of what belongs to nothing. */
  of(message: HeldMessage): number | null {
    const { ties } = this;
    const [first, ...others] = this.namesOf(message).map((name) => ties.node(name));
    if (first === undefined) return null;
    for (const other of others) ties.tie(first, other);
    this.tieStream(message, first);
    return first;
  }

  private *namesIn(message: HeldMessage): Generator<string> {
    const { parsed, record } = message;
    if (parsed.kind !== 'packet') return;
    this.firstStreams.see(message, parsed);
    const { source, destination } = record.meta;
    const ends = [this.endOf(source), this.endOf(destination)].filter((end) => end !== null);
    for (const end of ends) yield endKey(addressText(end));
    if (parsed.type === 'rtcp')
      for (const { address, port } of ends) yield endKey(addressText({ address, port: port - 1 }));
    if (parsed.type === 'icmp' && parsed.quote !== null) {
      yield endKey(addressText(parsed.quote.source));
      yield endKey(addressText(parsed.quote.destination));
    }
    const stun = stunOf(parsed);
    if (stun === null) return;
    yield `t ${stun.transactionId}`;
    for (const ufrag of (stunText(stun, USERNAME) ?? '').split(':')) if (ufrag !== '') yield ufragKey(ufrag);
  }

  private namesOf(message: HeldMessage): readonly string[] {
    return [...this.namesIn(message)];
  }

  private endOf(end: Endpoint | null): Address | null {
    return end === null ? null : withPort(this.trace.evidence.translations.outsideOf(end));
  }

  /** Streams of one source that begin within a short time: one may be forwarded as the other. */
  private tieStream(message: HeldMessage, node: number): void {
    const { parsed } = message;
    if (parsed.kind !== 'packet' || parsed.type !== 'rtp' || parsed.stream.ssrc === null) return;
    const time = this.trace.evidence.clock.at(message);
    const known = this.streams.get(parsed.stream.ssrc);
    if (known !== undefined && time - known.time <= FORWARDING) {
      this.ties.tie(known.node, node);
      known.time = time;
    } else this.streams.set(parsed.stream.ssrc, { time, node });
  }
}
