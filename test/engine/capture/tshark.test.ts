/**
 * The SIP and STUN that we find in captures of others is what tshark finds: same packets, same times and ends, same
 * messages. Each difference is listed with its reason. Runs where the captures are.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { CaptureEvent, Carrier } from '../../../server/engine/capture/events';
import type { Moment } from '../../../server/engine/capture/moment';
import type { StunMessage } from '../../../server/engine/stun/message';
import { parseStun } from '../../../server/engine/stun/parse';
import { parseSip } from '../../../server/engine/sip/parse';
import { readCaptureFile, shared } from './read-capture';

const corpus = path.join(shared, 'corpus/pcap');

type Row = Readonly<Record<string, string>>;

/** Packets in which we differ from tshark 4.0.17, by file, with the reason. */
const differences: Readonly<
  Record<string, readonly (readonly [reason: string, frames: readonly number[]])[]>
> = {
  'ndpi/fuzz-2006-06-26-2594.pcap': [
    ['a lone CR ends the first line, so it does not read as a start line', [247]],
    ['a NUL stands in the first line, and tshark takes the packet for no SIP', [108, 346, 348, 441]],
    ['the status code has two digits; it is SIP, if broken', [274]],
    [
      'a damaged header line: tshark finds the tag or ends the line elsewhere',
      [259, 266, 325, 421, 527, 617],
    ],
  ],
  'ndpi/http_on_sip_port.pcap': [['HTTP on port 5060: tshark goes by the port', [3, 4]]],
  'ndpi/stun_wa_call.pcapng': [
    [
      'an ICMP error quotes the beginning of a message, which tshark leaves alone when it is not whole',
      [569],
    ],
  ],
};

/**
 * WhatsApp's messages have types from 0x0800 on, with methods that are not assigned. They have the magic cookie; tshark
 * does not take them for STUN. So many packets of each file hold one.
 */
const unassignedMethods: Readonly<Record<string, number>> = {
  'ndpi/lru_ipv6_caches.pcapng': 4,
  'ndpi/stun_wa_call.pcapng': 104,
  'ndpi/wa_video.pcap': 65,
  'ndpi/wa_voice.pcap': 5,
  'ndpi/whatsapp_login_call.pcap': 16,
  'ndpi/whatsapp_voice_and_message.pcap': 8,
};

/** So many packets more or less hold DTLS for us than for tshark. */
const moreDtls: Readonly<Record<string, number>> = {
  'ndpi/dtls.pcap': -4, // in tunnels of a mobile network (GTP), into which we do not look
  'ndpi/stun.pcap': 1, // a later fragment of a handshake message, which tshark does not know by itself
};

/** Damaged on purpose: tshark leaves out packets that other readers of it find malformed. */
const fuzzed = /fuzz-/;

describe('against tshark', function () {
  this.timeout(30_000);
  before(function () {
    if (!fs.existsSync(corpus)) this.skip();
  });

  for (const kind of ['sip', 'stun'] as const) {
    const files = fs.existsSync(corpus)
      ? filesBelow(corpus).filter((name) => name.endsWith(`.${kind}.tsv`))
      : [];
    for (const table of files) {
      const file = table.slice(0, -`.${kind}.tsv`.length);
      const name = path.relative(corpus, file);
      it(`${kind} of ${name}`, () => {
        const theirs = new Map(readTable(table).map((row) => [Number(row['frame.number']), row]));
        const ours = rowsOf(readCaptureFile(file, 10_000).events, kind);
        const expected = new Set((differences[name] ?? []).flatMap(([, frames]) => frames));
        const found: number[] = [];
        const said: string[] = [];
        let unassigned = 0;
        for (const frame of new Set([...theirs.keys(), ...ours.keys()])) {
          if (!theirs.has(frame) && ours.get(frame)?.['stun.type']?.startsWith('0x08') === true) {
            unassigned++;
            continue;
          }
          const difference = differenceOf(theirs.get(frame), ours.get(frame));
          if (difference === null) continue;
          found.push(frame);
          if (!expected.has(frame)) said.push(`${frame}: ${difference}`);
        }
        assert.deepEqual(said, []);
        assert.equal(unassigned, unassignedMethods[name] ?? 0);
        assert.deepEqual(
          found.sort((a, b) => a - b),
          [...expected].sort((a, b) => a - b),
        );
      });
    }
  }
});

describe('against what tshark counted', function () {
  this.timeout(30_000);
  before(function () {
    if (!fs.existsSync(corpus)) this.skip();
  });

  it('captures without SIP or STUN hold none, and DTLS is in the same packets', () => {
    const rows = readTable(path.join(corpus, 'COUNTS.tsv'));
    assert.ok(rows.length > 40);
    for (const { file = '', frames, sip, stun, dtls } of rows) {
      const { events, packets } = readCaptureFile(path.join(corpus, file));
      assert.equal(String(packets), frames, file);
      const framesOf = (kind: CaptureEvent['kind']): number =>
        new Set(
          events.flatMap((event) =>
            event.kind === kind && 'carrier' in event && event.carrier.wrappings.length === 0
              ? [event.carrier.moment.frame]
              : [],
          ),
        ).size;
      if (sip === '0') assert.equal(framesOf('sip'), 0, file);
      if (stun === '0') assert.equal(framesOf('stun'), 0, file);
      assert.equal(framesOf('dtls'), Number(dtls) + (moreDtls[file] ?? 0), file);
    }
  });

  it('RTP streams have as many packets, lose as many and jitter as much', () => {
    let compared = 0;
    const tables = filesBelow(corpus).filter((name) => name.endsWith('.rtpstreams.txt'));
    for (const table of tables) {
      const file = table.slice(0, -'.rtpstreams.txt'.length);
      const streams = readCaptureFile(file).dissector.rtp.list();
      for (const line of fs.readFileSync(table, 'utf8').split('\n')) {
        const match =
          /^ *[\d.]+ +[\d.]+ +(\S+) +(\d+) +(\S+) +(\d+) +0x([0-9A-F]{8}) +(.+?) {2,}(\d+) +(-?\d+) \((.+)$/.exec(
            line,
          );
        if (match === null) continue;
        const [
          ,
          source,
          sourcePort,
          destination,
          destinationPort,
          ssrc = '',
          payload,
          packets,
          lost,
          rest = '',
        ] = match;
        const place = `${path.basename(file)} ${ssrc} ${source}`;
        if (payload?.includes(',') === true || Number(lost) < 0 || fuzzed.test(file)) continue;
        const ours = streams.find(
          (stream) =>
            stream.ssrc === Number.parseInt(ssrc, 16) &&
            stream.source.address === source &&
            stream.source.port === Number(sourcePort) &&
            stream.destination.address === destination &&
            stream.destination.port === Number(destinationPort),
        );
        assert.deepEqual([ours?.packets, ours?.lost], [Number(packets), Number(lost)], place);
        const highest = Number(rest.trim().replace(/ *X$/, '').split(/ +/).at(-1));
        const jitter = ours?.payloadTypes[0]?.jitter;
        if (jitter !== null) assert.ok(Math.abs((jitter?.highest ?? 0) - highest) < 0.002, place);
        compared++;
      }
    }
    assert.equal(compared, 11);
  });
});

/** Null where every field that tshark gives is the same. */
function differenceOf(theirs: Row | undefined, ours: Row | undefined): string | null {
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

function readTable(file: string): Row[] {
  const [head = '', ...lines] = fs.readFileSync(file, 'utf8').trimEnd().split('\n');
  const names = head.split('\t');
  return lines.map((line) => {
    const values = line.split('\t');
    return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
  });
}

/** One row a packet, with the fields of tshark's table; several messages in it are joined with a bar. */
function rowsOf(events: readonly CaptureEvent[], kind: 'sip' | 'stun'): ReadonlyMap<number, Row> {
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

function filesBelow(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .sort();
}
