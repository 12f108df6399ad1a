/**
 * What of a capture belongs together: calls and packets between which anything that is judged may look. Calls share a
 * cluster where they name a key in common, or an end of media or ufrag that a packet has, too, or where a packet goes between
 * ends of both.
 */
import { type CallKeys, type RepeatedKeys, repeatedKeysOf } from '../evidence/repeated-keys';
import { addressText } from '../ice/address';
import { FirstStreams, MOST_FOREIGN_LINES } from '../ice/protection';
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
import { type CallIdSurvey, surveyCallId, type SurveyedCall, type SurveyGround } from './call-survey';
import type { HeldMessage, HeldTrace } from './held-trace';
import { Ties } from './ties';

/** Calls and packets that are judged together. */
export interface Cluster {
  /** In the order of the trace. */
  readonly messages: readonly HeldMessage[];
  readonly callIds: number;
  /** Characters of text. */
  readonly characters: number;
}

/** A Call-ID with its messages that count, in the order of the trace. */
export interface HeldCallId {
  readonly callId: string;
  readonly messages: readonly HeldMessage[];
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
  /** Their Call-IDs. */
  readonly callIds: ReadonlySet<string>;
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
  for (const [place, callId] of clustering.callIds.entries()) {
    if (place % SLICE === 0) yield;
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

interface PlacedCall extends HeldCallId, Pick<SurveyedCall, 'key' | 'passwords' | 'cryptoLines'> {
  readonly start: number;
}

/** Puts together what is seen of each Call-ID, in whatever order that comes. */
export class Clustering {
  private readonly calls: PlacedCall[] = [];
  private readonly names = new Map<string, SbcName & { readonly start: number }>();
  private readonly sbcHosts = new Set<string>();
  private readonly keys: CallKeys[] = [];

  private constructor(
    private readonly trace: HeldTrace,
    readonly ground: SurveyGround,
    /** In the order of their first messages. */
    readonly callIds: readonly HeldCallId[],
    private readonly ties: Ties,
    private readonly packets: PacketTies,
    /** By the places of messages; -1 of what belongs to nothing. */
    private readonly nodes: Int32Array,
  ) {}

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
    return new Clustering(trace, ground, callIdsOf(trace), ties, packets, nodes);
  }

  take(of: HeldCallId, { keys, legs }: CallIdSurvey): void {
    const { ties } = this;
    const node = ties.node(callKey(of.callId));
    for (const message of of.messages) this.nodes[message.index] = node;
    if (keys !== null) this.keys.push(keys);
    for (const { start, keys: shared, name, call } of legs) {
      for (const key of shared) ties.tie(node, ties.node(`k ${key}`));
      if (name !== null) this.takeName(name, start);
      if (call === null) continue;
      // Calls share what they name only where a packet may belong to either: a port is used again by many.
      for (const end of call.ends) ties.tieKnown(node, endKey(end));
      for (const ufrag of call.ufrags) ties.tieKnown(node, ufragKey(ufrag));
      for (const host of call.sbcHosts) this.sbcHosts.add(host);
      const { key, passwords, cryptoLines } = call;
      this.calls.push({ ...of, start, key, passwords, cryptoLines });
    }
  }

  finish(): Clustered {
    const { trace, ties, packets, nodes, sbcHosts } = this;
    const counted = trace.messages.filter(trace.evidence.counts);
    const clusters = clustersOf(counted, nodes, ties);
    const calls = this.calls.sort(byStart);
    const [first] = calls;
    return {
      clusters,
      calls: calls.length,
      callIds: new Set(calls.map(({ callId }) => callId)),
      first: clusterOf(first === undefined ? null : (trace.messages[first.start] ?? null), clusters),
      around: {
        sbcHosts,
        passwords: calls.flatMap(({ key: callKey, start, passwords }) =>
          passwords.map(({ pwd }) => ({ pwd, callKey, start })),
        ),
        thoroughUntil: packets.firstStreams.until,
      },
      keyed: keyedAmong(calls),
      names: SbcNames.of([...this.names.values()].sort(byStart)),
      repeatedKeys: repeatedKeysOf(this.keys),
    };
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

/** The Call-IDs of a trace, in the order of their first messages. */
function callIdsOf(trace: HeldTrace): readonly HeldCallId[] {
  const groups = new Map<number, HeldMessage[]>();
  for (const message of trace.messages) {
    const { callId } = message;
    if (callId < 0 || !trace.evidence.counts(message)) continue;
    const known = groups.get(callId);
    if (known === undefined) groups.set(callId, [message]);
    else known.push(message);
  }
  return [...groups].map(([number, messages]) => ({
    callId: trace.callId(number),
    messages: withoutRoom(messages),
  }));
}

/** A list that grew has room for a dozen more, and there is one a call. */
function withoutRoom(messages: readonly HeldMessage[]): readonly HeldMessage[] {
  return messages.slice();
}

/**
 * The first calls with crypto lines: one more than are tried, as a call's own lines are not.
 *
 * @param calls in the order of the trace
 */
function keyedAmong(calls: readonly PlacedCall[]): readonly KeyedCall[] {
  const keyed: KeyedCall[] = [];
  let lines = 0;
  for (const { key, callId, messages, cryptoLines } of calls) {
    if (cryptoLines === 0) continue;
    keyed.push({ callKey: key, callId, messages });
    if (lines >= MOST_FOREIGN_LINES) break;
    lines += cryptoLines;
  }
  return keyed;
}

function clustersOf(counted: readonly HeldMessage[], nodes: Int32Array, ties: Ties): readonly Cluster[] {
  const clusters = new Map<number, { messages: HeldMessage[]; calls: Set<number>; characters: number }>();
  for (const message of counted) {
    const node = nodes[message.index] ?? -1;
    if (node < 0) continue;
    const root = ties.rootOf(node);
    let cluster = clusters.get(root);
    if (cluster === undefined) {
      cluster = { messages: [], calls: new Set(), characters: 0 };
      clusters.set(root, cluster);
    }
    cluster.messages.push(message);
    if (message.type === 'sip') cluster.calls.add(node);
    const { start, end } = message.record.span;
    cluster.characters += end - start;
  }
  return [...clusters.values()].map(({ messages, calls, characters }) => ({
    messages: withoutRoom(messages),
    callIds: calls.size,
    characters,
  }));
}

function clusterOf(message: HeldMessage | null, clusters: readonly Cluster[]): Cluster | null {
  return message === null ? null : (clusters.find(({ messages }) => messages.includes(message)) ?? null);
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
