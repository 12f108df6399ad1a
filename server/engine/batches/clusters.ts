/**
 * What of a capture belongs together: calls and packets between which anything that is judged may look. Calls share a
 * cluster where they name a key in common, or an end of media or ufrag that a packet has, too, or where a packet goes between
 * ends of both.
 */
import { detached } from '../basics/detached';
import { buildGroup } from '../calls/build';
import type { Call } from '../calls/call';
import { type KeyMessage, keySignsOf, type RepeatedKeys, repeatedKeysOf } from '../evidence/repeated-keys';
import { addressText } from '../ice/address';
import { addressesOf, sbcHostsOf } from '../ice/attribution';
import { MediaKeys } from '../ice/media-keys';
import { negotiateSessions, type NegotiatedCall } from '../ice/negotiation';
import { FirstStreams, MOST_FOREIGN_LINES } from '../ice/protection';
import type { Surroundings } from '../ice/surroundings';
import type { Network } from '../network/network';
import { FORWARDING, keysOf } from '../path/bridges';
import { SbcNames } from '../path/sbc-names';
import { USERNAME } from '../stun/attributes';
import { stunText } from '../stun/message';
import { type Endpoint } from '../text/record';
import { withPort } from '../text/endpoint';
import { stunOf } from '../trace-text/packet';
import { isSip, type SipTraceMessage } from '../traces/message';
import type { Address } from '../../../shared/ice';
import type { Profile } from '../../../shared/calls';
import type { HeldMessage, HeldTrace } from './held-trace';

/** Calls and packets that are judged together. */
export interface Cluster {
  /** In the order of the trace. */
  readonly messages: readonly HeldMessage[];
  readonly callIds: number;
  /** Characters of text. */
  readonly characters: number;
}

/** A call with crypto lines. */
export interface KeyedCall {
  readonly callKey: string;
  readonly callId: string;
  /** Of its Call-ID, in the order of the trace. */
  readonly messages: readonly HeldMessage[];
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
  const ties = new Ties();
  const counted = trace.messages.filter(trace.evidence.counts);
  const packets = new PacketTies(trace, ties);
  const nodes = new Map<HeldMessage, number>();
  for (const message of counted) {
    if (message.index % (SLICE * 40) === 0) yield;
    if (message.kind !== 'packet') continue;
    message.open();
    const node = packets.of(message);
    message.close();
    if (node !== null) nodes.set(message, node);
  }
  const groups = groupsOf(trace, counted);
  const survey = new CallSurvey(trace, ties, network);
  const keyed: (readonly KeyMessage[])[] = [];
  let place = 0;
  for (const [callId, messages] of groups) {
    if (place++ % SLICE === 0) yield;
    for (const message of messages) message.open();
    const group = { kind: 'sip', callId, messages: messages.filter((each) => isSip(each)) } as const;
    for (const call of buildGroup(group, chosen)) survey.take(call, messages);
    const keys = group.messages.map(keyMessageOf);
    if (keys.some(({ signs }) => signs.keys.length > 0)) keyed.push(keys);
    for (const message of messages) message.close();
  }
  for (const [callId, messages] of groups)
    for (const message of messages) nodes.set(message, ties.node(callKey(callId)));
  const clusters = clustersOf(counted, nodes, ties);
  return {
    ...survey.result(packets),
    clusters,
    first: clusterOf(survey.firstMessage, clusters),
    repeatedKeys: repeatedKeysOf(keyed),
  };
}

function keyMessageOf({ index, record, parsed }: SipTraceMessage): KeyMessage {
  const { keys, ends } = keySignsOf(parsed);
  return { index, micros: record.meta.time?.micros ?? null, signs: { keys: keys.map(detached), ends } };
}

/** The messages of each Call-ID. */
function groupsOf(
  trace: HeldTrace,
  messages: readonly HeldMessage[],
): ReadonlyMap<string, readonly HeldMessage[]> {
  const groups = new Map<number, HeldMessage[]>();
  for (const message of messages) {
    const { callId } = message;
    if (callId < 0) continue;
    const known = groups.get(callId);
    if (known === undefined) groups.set(callId, [message]);
    else known.push(message);
  }
  return new Map([...groups].map(([number, group]) => [trace.callId(number), group]));
}

function clustersOf(
  counted: readonly HeldMessage[],
  nodes: ReadonlyMap<HeldMessage, number>,
  ties: Ties,
): readonly Cluster[] {
  const clusters = new Map<number, { messages: HeldMessage[]; calls: Set<number>; characters: number }>();
  for (const message of counted) {
    const node = nodes.get(message);
    if (node === undefined) continue;
    const root = ties.rootOf(node);
    let cluster = clusters.get(root);
    if (cluster === undefined) {
      cluster = { messages: [], calls: new Set(), characters: 0 };
      clusters.set(root, cluster);
    }
    cluster.messages.push(message);
    if (message.kind === 'sip') cluster.calls.add(node);
    const { start, end } = message.record.span;
    cluster.characters += end - start;
  }
  return [...clusters.values()].map(({ messages, calls, characters }) => ({
    messages,
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

function endKey(address: Address): string {
  return `e ${addressText(address)}`;
}

function ufragKey(ufrag: string): string {
  return `u ${ufrag}`;
}

/** What is tied to what, by names. */
class Ties {
  private readonly ids = new Map<string, number>();
  private readonly parents: number[] = [];

  node(name: string): number {
    const known = this.ids.get(name);
    if (known !== undefined) return known;
    const node = this.parents.length;
    this.parents.push(node);
    this.ids.set(detached(name), node);
    return node;
  }

  tie(one: number, other: number): void {
    const [a, b] = [this.rootOf(one), this.rootOf(other)];
    if (a !== b) this.parents[Math.max(a, b)] = Math.min(a, b);
  }

  /** Ties to a name that something has. */
  tieKnown(node: number, name: string): void {
    const other = this.ids.get(name);
    if (other !== undefined) this.tie(node, other);
  }

  rootOf(node: number): number {
    let root = node;
    for (;;) {
      const parent = this.parents[root] ?? root;
      if (parent === root) break;
      root = parent;
    }
    let at = node;
    while (at !== root) {
      const parent = this.parents[at] ?? root;
      this.parents[at] = root;
      at = parent;
    }
    return root;
  }
}

/** Looks at each call for what others must know of it. */
class CallSurvey {
  private readonly sbcHosts = new Set<string>();
  private readonly passwords = new Map<
    string,
    { readonly pwd: string; readonly callKey: string; readonly start: number }
  >();
  private readonly callIds = new Set<string>();
  private readonly names = new SbcNames();
  private readonly keys = new MediaKeys();
  private readonly keyed: (KeyedCall & { readonly lines: number; readonly start: number })[] = [];
  private calls = 0;
  private first: { readonly index: number; readonly message: HeldMessage } | null = null;

  constructor(
    private readonly trace: HeldTrace,
    private readonly ties: Ties,
    private readonly network: Network,
  ) {}

  get firstMessage(): HeldMessage | null {
    return this.first?.message ?? null;
  }

  /** @param messages of its Call-ID */
  take(call: Call, messages: readonly HeldMessage[]): void {
    const { ties, trace } = this;
    const node = ties.node(callKey(call.callId));
    for (const { key } of keysOf(call)) ties.tie(node, ties.node(`k ${key}`));
    this.names.add(call, this.network);
    if (call.kind !== 'call') return;
    this.calls++;
    this.callIds.add(detached(call.callId));
    const negotiated = negotiateSessions(call);
    for (const host of sbcHostsOf(negotiated, trace.evidence.translations)) this.sbcHosts.add(detached(host));
    const start = call.messages[0]?.message.index ?? 0;
    for (const { end, description } of negotiated.descriptions) {
      const { ufrag, pwd } = description;
      // Calls share what they name only where a packet may belong to either: a port is used again by many.
      for (const address of addressesOf(description)) ties.tieKnown(node, endKey(address));
      if (ufrag !== null) ties.tieKnown(node, ufragKey(ufrag));
      const name = `${end} ${pwd ?? ''} ${call.key}`;
      if (pwd !== null && !this.passwords.has(name))
        this.passwords.set(detached(name), { pwd: detached(pwd), callKey: detached(call.key), start });
    }
    const message = trace.messages[start];
    if (message !== undefined && (this.first === null || start < this.first.index))
      this.first = { index: start, message };
    this.keepKeyed(negotiated, call, messages, start);
  }

  result(packets: PacketTies): Pick<Clustered, 'calls' | 'callIds' | 'around' | 'keyed' | 'names'> {
    const { calls, callIds, names, sbcHosts, passwords, keyed } = this;
    return {
      calls,
      callIds,
      names,
      keyed: keyed.map(({ callKey: key, callId, messages }) => ({ callKey: key, callId, messages })),
      around: {
        sbcHosts,
        passwords: [...passwords.values()].sort((a, b) => a.start - b.start),
        thoroughUntil: packets.firstStreams.until,
      },
    };
  }

  /** The first calls: one more than are tried, as a call's own lines are not. */
  private keepKeyed(
    { sessions }: NegotiatedCall,
    { key, callId }: Call,
    messages: readonly HeldMessage[],
    start: number,
  ): void {
    const { keyed } = this;
    const last = keyed.at(-1);
    if (last !== undefined && this.isFull && start > last.start) return;
    const lines = this.keys.ofCall(sessions).length;
    if (lines === 0) return;
    keyed.push({ callKey: detached(key), callId: detached(callId), messages, lines, start });
    keyed.sort((a, b) => a.start - b.start);
    while (this.isFull && this.sum(keyed.length - 2) >= MOST_FOREIGN_LINES) keyed.pop();
  }

  private get isFull(): boolean {
    return this.sum(this.keyed.length - 1) >= MOST_FOREIGN_LINES;
  }

  private sum(count: number): number {
    return this.keyed.slice(0, Math.max(count, 0)).reduce((sum, { lines }) => sum + lines, 0);
  }
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
    for (const end of ends) yield endKey(end);
    if (parsed.type === 'rtcp')
      for (const { address, port } of ends) yield endKey({ address, port: port - 1 });
    if (parsed.type === 'icmp' && parsed.quote !== null) {
      yield endKey(parsed.quote.source);
      yield endKey(parsed.quote.destination);
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
