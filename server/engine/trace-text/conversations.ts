/** The conversations of a capture, as lines at the end of its text; see docs/trace-text.md. */
import { withoutControls } from '../../../shared/controls';
import type { TraceTime } from '../../../shared/times';
import {
  type CapturedOn,
  type Conversation,
  conversationProtocols,
  type ConversationEnd,
  type Conversations,
  type ConversationWay,
  type DscpCount,
  type ProtocolCount,
} from '../basics/conversation';
import { Pool } from '../basics/pool';
import { endpointText, parseEndpoint, withPort } from '../text/endpoint';
import { headMark, readTime, writeTime } from './head';

/**
 * The line that parts them from the blocks. It begins as a head does, so that no block goes on in it, and is none: so it
 * is no block itself.
 */
export const conversationsMark = `${headMark}conversations`;

/** A name of an interface that is longer was made to fill the memory. */
const longestName = 256;

/** The lines, a line end behind each; nothing where there are none. */
export function writeConversations({ rows, leftOut }: Conversations): string {
  if (rows.length === 0 && leftOut === 0) return '';
  const interfaces = new Map<string, number>();
  const told: string[] = [];
  const numberOf = (captured: CapturedOn | null): number | null => {
    if (captured === null) return null;
    const key = JSON.stringify(captured);
    const known = interfaces.get(key);
    if (known !== undefined) return known;
    const number = interfaces.size + 1;
    interfaces.set(key, number);
    const { name, description } = captured;
    if (name !== null) told.push(`#!interface-name ${number} ${nameText(name)}`);
    if (description !== null) told.push(`#!interface-description ${number} ${nameText(description)}`);
    return number;
  };
  const lines = rows.map((row) => writeRow(row, numberOf(row.interface)));
  const rest = leftOut === 0 ? [] : [`#!conversations-left-out ${leftOut}`];
  return [conversationsMark, ...told, ...lines, ...rest].map((line) => `${line}\n`).join('');
}

function nameText(name: string): string {
  return withoutControls(name).slice(0, longestName);
}

function writeRow(row: Conversation, captured: number | null): string {
  const { transport, source, destination, first, last, protocols, relayed, vlans } = row;
  const parts = [
    `${transport} ${endpointText(source)} -> ${endpointText(destination)}`,
    ...(captured === null ? [] : [`interface ${captured}`]),
    `frames ${first.frame} to ${last.frame}`,
    `from ${writeTime(first.time)}`,
    `until ${writeTime(last.time)}`,
    ...wayParts('out', row.out),
    ...wayParts('in', row.in),
    ...protocols.map(({ protocol, packets }) => `${protocol} ${packets}`),
    ...relayed.map(({ protocol, packets }) => `relayed ${protocol} ${packets}`),
    ...vlans.map((vlan) => `vlan ${vlan}`),
  ];
  return `#!conversation ${parts.join(', ')}`;
}

function wayParts(way: 'out' | 'in', counts: ConversationWay): readonly string[] {
  const { packets, frameOctets, payloadOctets, dscp, remarked } = counts;
  return [
    `${way} ${packets} packets ${frameOctets} octets ${payloadOctets} carried`,
    ...dscp.map((count) => `${way} dscp ${count.dscp} ${count.packets}`),
    ...remarked.map(({ from, to, packets: times }) => `${way} remarked ${from} ${to} ${times}`),
  ];
}

/** Lines read between two slices. */
const linesPerSlice = 500;

/** Reads the lines from their mark on, yields now and then; what is not as it is written tells nothing. */
export function* readConversations(lines: string): Generator<void, Conversations> {
  const interfaces = new Map<number, { name: string | null; description: string | null }>();
  const reader = new RowReader(interfaces);
  const rows: Conversation[] = [];
  let leftOut = 0;
  for (const [place, line] of lines.split(/\r?\n/).entries()) {
    if (place % linesPerSlice === 0) yield;
    if (line.startsWith(rowMark)) {
      const row = reader.read(line.slice(rowMark.length));
      if (row !== null) rows.push(row);
      continue;
    }
    const [, kind, number, name] = /^#!interface-(name|description) (\d{1,6}) (.{1,256})$/.exec(line) ?? [];
    if (name !== undefined) {
      const captured = interfaces.get(Number(number)) ?? { name: null, description: null };
      captured[kind === 'name' ? 'name' : 'description'] = name;
      interfaces.set(Number(number), captured);
    }
    const [, left] = /^#!conversations-left-out (\d{1,15})$/.exec(line) ?? [];
    if (left !== undefined) leftOut = Number(left);
  }
  return { rows, leftOut };
}

const rowMark = '#!conversation ';

/** There are as many rows as a capture has calls, so what some have in common is held once. */
class RowReader {
  private readonly ends = new Pool<ConversationEnd>();
  private readonly addresses = new Pool<string>();
  private readonly protocols = new Pool<readonly ProtocolCount[]>();
  private readonly dscp = new Pool<readonly DscpCount[]>();

  constructor(private readonly interfaces: ReadonlyMap<number, CapturedOn>) {}

  read(text: string): Conversation | null {
    const parts = text.split(', ');
    const [, transport, from, to] = /^(udp|tcp) (\S{2,60}) -> (\S{2,60})$/.exec(parts[0] ?? '') ?? [];
    const source = this.endIn(from);
    const destination = this.endIn(to);
    if (source === null || destination === null) return null;
    const facts = new Facts(parts);
    const [firstFrame = 0, lastFrame = 0] = facts.first('frames');
    const [captured] = facts.first('interface');
    const vlans = facts.all('vlan');
    return {
      transport: transport === 'tcp' ? 'tcp' : 'udp',
      source,
      destination,
      interface: captured === undefined ? null : (this.interfaces.get(captured) ?? null),
      out: this.wayIn(facts, 'out'),
      in: this.wayIn(facts, 'in'),
      first: { frame: firstFrame, time: timeBehind(parts, 'from ') },
      last: { frame: lastFrame, time: timeBehind(parts, 'until ') },
      protocols: this.protocolsIn(facts, ''),
      relayed: this.protocolsIn(facts, 'relayed '),
      vlans: vlans.length === 0 ? noVlans : vlans.map(([vlan = 0]) => vlan),
    };
  }

  private endIn(text = ''): ConversationEnd | null {
    const end = parseEndpoint(text);
    const known = end === null ? null : withPort(end);
    if (known === null) return null;
    const { address, port } = known;
    return this.ends.same({ address: this.addresses.same(address), port });
  }

  private wayIn(facts: Facts, way: 'out' | 'in'): ConversationWay {
    const [packets = 0, frameOctets = 0, payloadOctets = 0] = facts.first(way);
    const remarked = facts.all(`${way} remarked`);
    return {
      packets,
      frameOctets,
      payloadOctets,
      dscp: this.dscp.same(
        facts.all(`${way} dscp`).map(([dscp = 0, times = 0]) => ({ dscp, packets: times })),
      ),
      remarked:
        remarked.length === 0
          ? noneRemarked
          : remarked.map(([from = 0, to = 0, times = 0]) => ({ from, to, packets: times })),
    };
  }

  private protocolsIn(facts: Facts, mark: string): readonly ProtocolCount[] {
    return this.protocols.same(
      conversationProtocols.flatMap((protocol) => {
        const [packets] = facts.first(`${mark}${protocol}`);
        return packets === undefined ? [] : [{ protocol, packets }];
      }),
    );
  }
}

const noVlans: Conversation['vlans'] = [];
const noneRemarked: ConversationWay['remarked'] = [];

/** The parts of a line that are a few words with numbers behind them. */
class Facts {
  private readonly numbers = new Map<string, (readonly number[])[]>();

  constructor(parts: readonly string[]) {
    for (const part of parts) {
      const [, name, rest] = /^([a-z]+(?: [a-z]+)*) (\d[\d a-z]*)$/.exec(part) ?? [];
      if (name === undefined || rest === undefined) continue;
      const numbers: number[] = [];
      // Not mapped: V8 makes doubles of what it maps, each with an object of its own in a row.
      for (const digits of rest.match(/\b\d{1,15}\b/g) ?? []) numbers.push(Number(digits));
      const known = this.numbers.get(name);
      if (known === undefined) this.numbers.set(name, [numbers]);
      else known.push(numbers);
    }
  }

  all(name: string): readonly (readonly number[])[] {
    return this.numbers.get(name) ?? [];
  }

  first(name: string): readonly number[] {
    return this.all(name)[0] ?? [];
  }
}

function timeBehind(parts: readonly string[], mark: string): TraceTime | null {
  return readTime(parts.find((part) => part.startsWith(mark))?.slice(mark.length) ?? '-');
}
