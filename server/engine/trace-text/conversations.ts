/** The conversations of a capture, as lines at the end of its text; see docs/trace-text.md. */
import { withoutControls } from '../../../shared/controls';
import type { TraceTime } from '../../../shared/times';
import {
  type CapturedOn,
  type Conversation,
  conversationProtocols,
  type ConversationEnd,
  type ConversationEnds,
  type ConversationList,
  type Conversations,
  type ConversationWay,
  type ProtocolCount,
} from '../basics/conversation';
import { detached } from '../basics/detached';
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
  const written = yield* WrittenConversations.in(lines);
  const rows: Conversation[] = [];
  for (let number = 0; number < written.size; number++) {
    if (number % linesPerSlice === 0) yield;
    rows.push(written.row(number));
  }
  return { rows, leftOut: written.leftOut };
}

const rowMark = '#!conversation ';

/** Whether such lines tell of packets that were marked anew on their way. */
export function tellRemarked(lines: string): boolean {
  return /^#!conversation [^\n]* remarked \d/m.test(lines);
}

/** The conversations of such lines, each of which is read when it is asked for. */
export class WrittenConversations implements ConversationList {
  leftOut = 0;
  /** Where the lines of rows begin. */
  private readonly starts: number[] = [];
  private readonly interfaces = new Map<number, { name: string | null; description: string | null }>();
  private readonly reader = new RowReader(this.interfaces);

  private constructor(private readonly lines: string) {}

  /** Yields now and then. */
  static *in(lines: string): Generator<void, WrittenConversations> {
    const written = new WrittenConversations(lines);
    let count = 0;
    for (let at = 0; at < lines.length; at = lineEnd(lines, at) + 1) {
      if (count++ % linesPerSlice === 0) yield;
      written.see(at);
    }
    return written;
  }

  get size(): number {
    return this.starts.length;
  }

  endsOf(number: number): ConversationEnds {
    const ends = this.reader.endsIn(this.rowText(number));
    if (ends === null) throw new RangeError('no such conversation');
    return ends;
  }

  row(number: number): Conversation {
    return this.reader.read(this.rowText(number), this.endsOf(number));
  }

  private see(at: number): void {
    const line = this.lineAt(at);
    if (line.startsWith(rowMark)) {
      if (this.reader.endsIn(line.slice(rowMark.length)) !== null) this.starts.push(at);
      return;
    }
    const [, kind, number, name] = /^#!interface-(name|description) (\d{1,6}) (.{1,256})$/.exec(line) ?? [];
    if (name !== undefined) {
      const captured = this.interfaces.get(Number(number)) ?? { name: null, description: null };
      captured[kind === 'name' ? 'name' : 'description'] = detached(name);
      this.interfaces.set(Number(number), captured);
    }
    const [, left] = /^#!conversations-left-out (\d{1,15})$/.exec(line) ?? [];
    if (left !== undefined) this.leftOut = Number(left);
  }

  private rowText(number: number): string {
    return this.lineAt(this.starts[number] ?? 0).slice(rowMark.length);
  }

  private lineAt(at: number): string {
    const end = lineEnd(this.lines, at);
    return this.lines.slice(at, this.lines[end - 1] === '\r' ? end - 1 : end);
  }
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/** Reads rows without their mark. */
class RowReader {
  constructor(private readonly interfaces: ReadonlyMap<number, CapturedOn>) {}

  /** Null of what is no row. */
  endsIn(text: string): ConversationEnds | null {
    const [, from, to] = /^(?:udp|tcp) (\S{2,60}) -> (\S{2,60})(?:, |$)/.exec(text) ?? [];
    const source = this.endIn(from);
    const destination = this.endIn(to);
    return source === null || destination === null ? null : { source, destination };
  }

  /** @param ends of it, as {@link endsIn} reads them */
  read(text: string, { source, destination }: ConversationEnds): Conversation {
    const parts = text.split(', ');
    const facts = new Facts(parts);
    const [firstFrame = 0, lastFrame = 0] = facts.first('frames');
    const [captured] = facts.first('interface');
    const vlans = facts.all('vlan');
    return {
      transport: text.startsWith('tcp') ? 'tcp' : 'udp',
      source,
      destination,
      interface: captured === undefined ? null : (this.interfaces.get(captured) ?? null),
      out: this.wayIn(facts, 'out'),
      in: this.wayIn(facts, 'in'),
      first: { frame: firstFrame, time: timeBehind(parts, 'from ') },
      last: { frame: lastFrame, time: timeBehind(parts, 'until ') },
      protocols: this.protocolsIn(facts, ''),
      relayed: this.protocolsIn(facts, 'relayed '),
      vlans: vlans.map(([vlan = 0]) => vlan),
    };
  }

  private endIn(text = ''): ConversationEnd | null {
    const end = parseEndpoint(text);
    const known = end === null ? null : withPort(end);
    if (known === null) return null;
    // A row may outlive the text that it was read from.
    return { address: detached(known.address), port: known.port };
  }

  private wayIn(facts: Facts, way: 'out' | 'in'): ConversationWay {
    const [packets = 0, frameOctets = 0, payloadOctets = 0] = facts.first(way);
    return {
      packets,
      frameOctets,
      payloadOctets,
      dscp: facts.all(`${way} dscp`).map(([dscp = 0, times = 0]) => ({ dscp, packets: times })),
      remarked: facts
        .all(`${way} remarked`)
        .map(([from = 0, to = 0, times = 0]) => ({ from, to, packets: times })),
    };
  }

  private protocolsIn(facts: Facts, mark: string): readonly ProtocolCount[] {
    return conversationProtocols.flatMap((protocol) => {
      const [packets] = facts.first(`${mark}${protocol}`);
      return packets === undefined ? [] : [{ protocol, packets }];
    });
  }
}

/** The parts of a line that are a few words with numbers behind them. */
class Facts {
  private readonly numbers = new Map<string, (readonly number[])[]>();

  constructor(parts: readonly string[]) {
    for (const part of parts) {
      const [, name, rest] = /^([a-z]+(?: [a-z]+)*) (\d[\d a-z]*)$/.exec(part) ?? [];
      if (name === undefined || rest === undefined) continue;
      const numbers: number[] = [];
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
