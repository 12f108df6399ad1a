/** What we find in a capture, as rows of the fields that tshark writes. */
import type { CaptureEvent, Carrier } from '../../../server/engine/capture/events';
import type { Moment } from '../../../server/engine/basics/moment';
import { parseSip } from '../../../server/engine/sip/parse';
import type { StunMessage } from '../../../server/engine/stun/message';
import { parseStun } from '../../../server/engine/stun/parse';

/** A packet's values by the names of tshark's fields; several of one field are joined with a bar. */
export type Row = Readonly<Record<string, string>>;

/** Null where every field that tshark gives is the same. */
export function differenceOf(theirs: Row | undefined, ours: Row | undefined): string | null {
  if (theirs === undefined) return `only we: ${JSON.stringify(ours)}`;
  if (ours === undefined) return `only tshark: ${JSON.stringify(theirs)}`;
  const fields = Object.keys(ours).filter((field) => seenOf(theirs, field) !== ours[field]);
  return fields.length === 0
    ? null
    : fields
        .map(
          (field) => `${field}: tshark ${JSON.stringify(theirs[field])}, we ${JSON.stringify(ours[field])}`,
        )
        .join('; ');
}

/** Of the addresses of a tunnelled packet, the innermost. */
function seenOf(row: Row, field: string): string {
  const value = row[field] ?? '';
  return /^ip(?:v6)?\.(?:src|dst)$/.test(field) ? value.slice(value.lastIndexOf('|') + 1) : value;
}

/** The rows of what `tshark -T fields -E header=y -E aggregator='|'` writes. */
export function readTable(table: string): Row[] {
  const [head = '', ...lines] = table.trimEnd().split('\n');
  const names = head.split('\t');
  return lines.map((line) => {
    const values = line.split('\t');
    return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
  });
}

/** One row a packet, with the fields of tshark's table; several messages in it are joined with a bar. */
export function rowsOf(events: readonly CaptureEvent[], kind: 'sip' | 'stun'): ReadonlyMap<number, Row> {
  const rows = new Map<number, Row>();
  for (const event of events) {
    const found = kind === 'sip' ? sipRow(event) : stunRow(event);
    if (found === null) continue;
    const { frame } = 'moment' in event ? event.moment : event.carrier.moment;
    const before = rows.get(frame);
    rows.set(frame, before === undefined ? found : joined(before, found));
  }
  return rows;
}

function joined(before: Row, row: Row): Row {
  const result: Record<string, string> = { ...before };
  for (const [field, value] of Object.entries(row)) {
    const same = /^(?:frame|ip|ipv6|udp|tcp)\./.test(field);
    if (!same) result[field] = [before[field] ?? '', value].filter((part) => part !== '').join('|');
  }
  return result;
}

function sipRow(event: CaptureEvent): Row | null {
  if (event.kind !== 'sip') return null;
  const content = Buffer.from(event.bytes.subarray(event.start, event.end)).toString('utf8');
  const { headers } = parseSip(content);
  const first = content.slice(0, content.search(/\r?\n|$/));
  const value = (id: string): string => {
    const header = headers.find((candidate) => candidate.id === id);
    // tshark ends a text at its first NUL.
    return header?.value.text.split('\0')[0] ?? '';
  };
  const tag = (id: string): string => /;\s*tag=([^;\s]+)/i.exec(value(id).replace(/<[^>]*>/, ''))?.[1] ?? '';
  const isStatus = first.startsWith('SIP/');
  return {
    ...endsOf(event.carrier),
    'sip.Request-Line': isStatus ? '' : first,
    'sip.Status-Line': isStatus ? first : '',
    'sip.Call-ID': value('call-id'),
    'sip.CSeq': value('cseq'),
    'sip.from.tag': tag('from'),
    'sip.to.tag': tag('to'),
  };
}

function stunRow(event: CaptureEvent): Row | null {
  if (event.kind === 'icmp-error' && event.quote?.content === 'stun') {
    // tshark takes the quote for a message.
    const { bytes, start, end } = event.quote;
    const message = parseStun(bytes, start, end);
    return message === null ? null : { ...timeOf(event.moment), ...stunFields(message) };
  }
  if (event.kind !== 'stun' && event.kind !== 'channel-data') return null;
  // tshark does not look into what TURN wraps.
  if (event.carrier.wrappings.length > 0) return null;
  if (event.kind === 'channel-data') {
    return { ...endsOf(event.carrier), 'stun.channel': `0x${event.channel.toString(16)}` };
  }
  if (event.message.classic) {
    return { ...endsOf(event.carrier), 'classicstun.type': hexOf(event.message.type) };
  }
  return { ...endsOf(event.carrier), ...stunFields(event.message) };
}

/** Attributes that tshark 4.0.17 does not know; it leaves them out of its lists. */
const unknownToTshark: ReadonlySet<number> = new Set([
  0x4000, 0x4001, 0x4002, 0x4003, 0x4004, 0xdab9, 0xdaba,
]);

function stunFields(message: StunMessage): Row {
  const attributes = message.attributes.filter(({ type }) => !unknownToTshark.has(type));
  const collect = (give: (attribute: (typeof attributes)[number]) => string | null): string =>
    attributes
      .map(give)
      .filter((value) => value !== null)
      .join('|');
  const text = (wanted: number): string =>
    collect(({ type, value }) => (type === wanted && value.kind === 'text' ? value.text : null));
  const number = (wanted: number): string =>
    collect(({ type, value }) => (type === wanted && value.kind === 'number' ? String(value.number) : null));
  const errors = attributes.flatMap(({ value }) => (value.kind === 'error' ? [value] : []));
  return {
    'stun.type': hexOf(message.type),
    'stun.length': String(message.length),
    'stun.cookie': '2112a442',
    'stun.id': message.transactionId,
    'stun.att.type': collect(({ type }) => hexOf(type)),
    'stun.att.username': text(0x0006),
    'stun.att.priority': number(0x0024),
    'stun.att.tie-breaker': collect(({ value }) => (value.kind === 'hex' ? value.hex : null)),
    'stun.att.ipv4': collect(({ value }) =>
      value.kind === 'address' && value.family === 4 ? value.address : null,
    ),
    'stun.att.ipv6': collect(({ value }) =>
      value.kind === 'address' && value.family === 6 ? value.address : null,
    ),
    'stun.att.port': collect(({ value }) => (value.kind === 'address' ? String(value.port) : null)),
    'stun.att.error.class': errors.map(({ code }) => Math.floor(code / 100)).join('|'),
    'stun.att.error': errors.map(({ code }) => code % 100).join('|'),
    'stun.att.error.reason': errors.map(({ reason }) => reason).join('|'),
    'stun.att.hmac': message.integrity.map(({ value }) => Buffer.from(value).toString('hex')).join('|'),
    'stun.att.crc32': collect(({ type, value }) =>
      type === 0x8028 && value.kind === 'number' ? `0x${value.number.toString(16).padStart(8, '0')}` : null,
    ),
    'stun.att.crc32.status': { good: '1', bad: '0', absent: '' }[message.fingerprint],
    'stun.att.realm': text(0x0014),
    'stun.att.nonce': text(0x0015),
    'stun.att.software': text(0x8022),
    'stun.att.lifetime': number(0x000d),
    'stun.att.channelnum': collect(({ type, value }) =>
      type === 0x000c && value.kind === 'number' ? `0x${value.number.toString(16)}` : null,
    ),
  };
}

function endsOf({ moment, source, destination, transport }: Carrier): Row {
  const version = source.address.includes(':') ? 'ipv6' : 'ip';
  const protocol = transport === 'UDP' ? 'udp' : 'tcp';
  return {
    ...timeOf(moment),
    [`${version}.src`]: source.address,
    [`${version}.dst`]: destination.address,
    [`${protocol}.srcport`]: String(source.port),
    [`${protocol}.dstport`]: String(destination.port),
  };
}

function timeOf({ frame, seconds, nanos }: Moment): Row {
  return {
    'frame.number': String(frame),
    'frame.time_epoch': `${seconds}.${String(nanos).padStart(9, '0')}`,
  };
}

function hexOf(number: number): string {
  return `0x${number.toString(16).padStart(4, '0')}`;
}
