/** The same messages as programs store them within strings: objects, tables, dumps, encodings. */
import { inspect } from 'node:util';

export interface Stored {
  /** ISO 8601 in UTC with milliseconds. */
  readonly time: string;
  readonly source: readonly [address: string, port: number];
  readonly destination: readonly [address: string, port: number];
  readonly direction: 'sent' | 'received';
  /** Line ends are CRLF. */
  readonly message: string;
}

/** Writes messages in a shape; which facts it tells beside them. */
export interface StringShape {
  readonly write: (stored: readonly Stored[]) => string;
  readonly tells: 'all' | 'ends' | 'time' | 'nothing';
}

const json = (value: unknown): string => JSON.stringify(value);
const at = ([address, port]: Stored['source']): string => `${address}:${port}`;
const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const python = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\r', '\\r').replaceAll('\n', '\\n')}'`;
const lines = (write: (each: Stored) => string) => (stored: readonly Stored[]) =>
  `${stored.map(write).join('\n')}\n`;
/** Cells as psql prints them, filled up to the width of their column. */
const psqlCell = (text: string, width: number): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.replace('\r', '\\r'))
    .map((line, place, { length }) => ` ${line.padEnd(width)}${place < length - 1 ? '+' : ' '}`);
const psqlRow = (cells: readonly string[], widths: readonly number[]): string => {
  const columns = cells.map((cell, place) => psqlCell(cell, widths[place] ?? 0));
  return Array.from({ length: Math.max(...columns.map(({ length }) => length)) }, (_, line) =>
    columns.map((column, place) => column[line] ?? ' '.repeat((widths[place] ?? 0) + 2)).join('|'),
  ).join('\n');
};
const widest = 400;
const names = ['id', 'time_stamp', 'time_us', 'msg', 'fromip', 'toip', 'direction'];
/** As Kamailio's siptrace stores them. */
const siptrace = (
  { time, source, destination, direction, message }: Stored,
  id: number,
): readonly string[] => [
  String(id),
  time.slice(0, 19).replace('T', ' '),
  String(Number(time.slice(20, 23)) * 1000),
  message,
  `udp:${at(source)}`,
  `udp:${at(destination)}`,
  direction === 'sent' ? 'out' : 'in',
];
const epoch = (time: string): number => Date.parse(time);

const ecs = ({ time, source, destination, direction, message }: Stored): object => ({
  '@timestamp': time,
  event: { dataset: 'sip', kind: 'event' },
  source: { ip: source[0], port: source[1] },
  destination: { ip: destination[0], port: destination[1] },
  network: { transport: 'udp', direction: direction === 'sent' ? 'outbound' : 'inbound' },
  message,
});

/** `tells: all` includes the direction. */
export const stringShapes: Readonly<Record<string, StringShape>> = {
  'NDJSON, flat': {
    tells: 'all',
    write: lines(({ time, source, destination, direction, message }) =>
      json({
        ts: time,
        srcIp: source[0],
        srcPort: source[1],
        dstIp: destination[0],
        dstPort: destination[1],
        dir: direction === 'sent' ? 'out' : 'in',
        sip: message,
      }),
    ),
  },
  'NDJSON, nested, the message first': {
    tells: 'all',
    write: lines((each) => json({ message: each.message, ...ecs(each) })),
  },
  'an answer of Elasticsearch, indented': {
    tells: 'all',
    write: (stored) =>
      JSON.stringify(
        {
          took: 3,
          hits: {
            total: stored.length,
            hits: stored.map((each, place) => ({ _id: String(place), _source: ecs(each) })),
          },
        },
        null,
        2,
      ),
  },
  'an array on one line': {
    tells: 'ends',
    write: (stored) =>
      json({
        data: stored.map(({ time, source, destination, message }) => ({
          timestamp: time,
          source: at(source),
          destination: at(destination),
          raw: message,
        })),
      }),
  },
  'HEP, with its time in two fields': {
    tells: 'ends',
    write: lines(({ time, source, destination, message }) =>
      json({
        protocolHeader: {
          protocol: 17,
          srcIp: source[0],
          dstIp: destination[0],
          srcPort: source[1],
          dstPort: destination[1],
          timeSeconds: Math.floor(epoch(time) / 1000),
          timeUseconds: (epoch(time) % 1000) * 1000,
        },
        payload: message,
      }),
    ),
  },
  'JSON in JSON, as a container logs it': {
    tells: 'all',
    write: lines((each) => json({ log: `${json(ecs(each))}\n`, stream: 'stdout' })),
  },
  'an object a line, as Docker logs': {
    tells: 'ends',
    write: (stored) =>
      stored
        .flatMap(({ time, source, destination, message }) =>
          [`${at(source)} -> ${at(destination)}`, ...message.split('\r\n')].map((line) =>
            json({ log: `${line}\r\n`, stream: 'stdout', time }),
          ),
        )
        .join('\n'),
  },
  'an object a line, as journald exports': {
    tells: 'time',
    write: (stored) =>
      stored
        .flatMap(({ time, message }) =>
          message
            .split('\r\n')
            .map((line) =>
              json({ __REALTIME_TIMESTAMP: String(epoch(time) * 1000), _PID: '7', MESSAGE: line }),
            ),
        )
        .join('\n'),
  },
  'a record of syslog with JSON': {
    tells: 'ends',
    write: lines(
      ({ time, source, destination, message }) =>
        `<134>1 ${time} sbc app 77 - - ${json({ src_ip: source[0], src_port: source[1], dst_ip: destination[0], dst_port: destination[1], payload: message })}`,
    ),
  },
  'CSV as Splunk exports it': {
    tells: 'ends',
    write: (stored) =>
      [
        `"_time",src,dst,"_raw"`,
        ...stored.map(({ time, source, destination, message }) =>
          [quoted(time), at(source), at(destination), quoted(message)].join(','),
        ),
      ].join('\n'),
  },
  'CSV with semicolons, line ends escaped': {
    tells: 'ends',
    write: (stored) =>
      [
        'time;src_ip;src_port;dst_ip;dst_port;message',
        ...stored.map(({ time, source, destination, message }) =>
          [time, ...source, ...destination, quoted(message).replaceAll('\r\n', '\\r\\n')].join(';'),
        ),
      ].join('\r\n'),
  },
  'CSV with names in another language': {
    tells: 'ends',
    write: (stored) =>
      [
        'Zeit;Quelle;Ziel;Nachricht',
        ...stored.map(({ time, source, destination, message }) =>
          [time, at(source), at(destination), quoted(message)].join(';'),
        ),
      ].join('\r\n'),
  },
  'TSV of a data base': {
    tells: 'all',
    write: (stored) =>
      [
        '@timestamp\tsource.ip\tsource.port\tdestination.ip\tdestination.port\tdirection\tmessage',
        ...stored.map(({ time, source, destination, direction, message }) =>
          [time, ...source, ...destination, direction, message.replaceAll('\r\n', '\\r\\n')].join('\t'),
        ),
      ].join('\n'),
  },
  "psql's rows": {
    tells: 'all',
    write: (stored) => {
      const widths = names.map((name) => (name === 'msg' ? widest : 32));
      return [
        names.map((name, place) => ` ${name.padEnd(widths[place] ?? 0)} `).join('|'),
        widths.map((width) => '-'.repeat(width + 2)).join('+'),
        ...stored.map((each, id) => psqlRow(siptrace(each, id), widths)),
        `(${stored.length} rows)\n`,
      ].join('\n');
    },
  },
  "psql's rows of messages alone": {
    tells: 'nothing',
    write: (stored) =>
      [
        ` ${'msg'.padStart(widest / 2)}`,
        '-'.repeat(widest + 2),
        ...stored.map(({ message }) => psqlRow([message], [widest])),
        `(${stored.length} rows)\n`,
      ].join('\n'),
  },
  "psql's records": {
    tells: 'all',
    write: (stored) =>
      stored
        .map((each, id) => {
          const values = siptrace(each, id).map((value) =>
            psqlCell(value, widest)
              .join(`\n${' '.repeat(12)}|`)
              .trimEnd(),
          );
          const fields = values.map((value, place) => `${names[place]?.padEnd(12) ?? ''}|${value}\n`);
          return `-[ RECORD ${id + 1} ]${'-'.repeat(widest)}\n${fields.join('')}`;
        })
        .join(''),
  },
  "MySQL's rows": {
    tells: 'all',
    write: (stored) => {
      const row = (cells: readonly string[]): string =>
        `${cells.map((cell) => `| ${cell.padEnd(widest)} `).join('')}|`;
      const rule = `${`+${'-'.repeat(widest + 2)}`.repeat(names.length)}+`;
      const rows = stored.map((each, id) => row(siptrace(each, id)));
      return [rule, row(names), rule, ...rows, rule, `${stored.length} rows in set (0.00 sec)\n`].join('\n');
    },
  },
  "MySQL's records": {
    tells: 'all',
    write: (stored) =>
      stored
        .map((each, id) => {
          const fields = siptrace(each, id).map(
            (value, place) => `${names[place]?.padStart(10) ?? ''}: ${value}\n`,
          );
          const stars = '*'.repeat(27);
          return `${stars} ${id + 1}. row ${stars}\n${fields.join('')}`;
        })
        .join(''),
  },
  'logfmt, as Go writes it': {
    tells: 'ends',
    write: lines(
      ({ time, source, destination, message }) =>
        `time=${time} level=debug msg=${json(message)} src=${at(source)} dst=${at(destination)} proto=udp`,
    ),
  },
  'a line of Go with %q': {
    tells: 'all',
    write: lines(
      ({ time, source, destination, direction, message }) =>
        `${time.replace('T', ' ').replace('Z', '')} ${direction} ${at(source)} -> ${at(destination)} ${json(message)}`,
    ),
  },
  "Python's dictionaries": {
    tells: 'ends',
    write: lines(
      ({ time, source, destination, message }) =>
        `{'time': '${time}', 'src': '${at(source)}', 'dst': '${at(destination)}', 'data': b${python(message)}}`,
    ),
  },
  "Python's pprint, which breaks strings": {
    tells: 'ends',
    write: lines(({ time, source, destination, message }) => {
      const pieces = message.match(/[^]{1,60}(?: |\n|$)|[^]{1,60}/g) ?? [];
      return `{'data': b${pieces.map(python).join('\n         b')},\n 'dst': '${at(destination)}',\n 'src': '${at(source)}',\n 'time': '${time}'}`;
    }),
  },
  "Node's objects, whose strings are broken": {
    tells: 'all',
    write: lines(({ time, source, destination, direction, message }) =>
      inspect({ time, src: at(source), dst: at(destination), direction, message }),
    ),
  },
  'lists of lines in single quotes': {
    tells: 'nothing',
    write: lines(({ message }) => {
      const quoted = message.split('\r\n').map((line) => (line.includes("'") ? json(line) : python(line)));
      return `[\n${quoted.map((line) => `  ${line},\n`).join('')}]`;
    }),
  },
  "Go's structures": {
    tells: 'ends',
    write: lines(
      ({ time, source, destination, message }) =>
        `{Time:${time} Src:${at(source)} Dst:${at(destination)} Payload:${json(message)}}`,
    ),
  },
  "Go's list of octets": {
    tells: 'ends',
    write: lines(
      ({ time, source, destination, message }) =>
        `{Time:${time} Src:${at(source)} Dst:${at(destination)} Payload:[${[...Buffer.from(message, 'latin1')].join(' ')}]}`,
    ),
  },
  'base64 in a field': {
    tells: 'ends',
    write: lines(({ time, source, destination, message }) =>
      json({ timestamp: time, src: at(source), dst: at(destination), data: base64(message) }),
    ),
  },
  'base64 alone on a line': {
    tells: 'time',
    write: lines(({ time, message }) => `${time} ${base64(message)}`),
  },
  'base64 in lines of 76 characters': {
    tells: 'time',
    write: lines(({ time, message }) => `${time}\n${base64(message).replace(/.{76}/g, '$&\n')}\n`),
  },
  'a stream that Wireshark follows, as YAML': {
    tells: 'ends',
    write: (stored) => {
      const peers = [...new Set(stored.map(({ source }) => at(source)))];
      const block = (octets: string, place: number, { time, source }: Stored): string => {
        const head = `  - packet: ${place}\n    peer: ${peers.indexOf(at(source))}\n    index: ${place}\n`;
        const data = base64(octets).replace(/.{1,64}/g, '      $&\n');
        return `${head}    timestamp: ${epoch(time) / 1000}000000\n    data: !!binary |\n${data}`;
      };
      return `peers:\n${peers.map((peer, place) => `  - peer: ${place}\n    host: ${peer.split(':')[0] ?? ''}\n    port: ${peer.split(':')[1] ?? ''}\n`).join('')}packets:\n${stored
        .flatMap((each, place) => {
          // As segments of TCP, the last of which is short.
          const half = each.message.length - 20;
          return [
            block(each.message.slice(0, half), place, each),
            block(each.message.slice(half), place, each),
          ];
        })
        .join('')}`;
    },
  },
  'a stream that Wireshark follows, as C arrays': {
    tells: 'nothing',
    write: (stored) =>
      stored
        .flatMap(({ message, source }, place) => {
          const sender = at(source) === at(stored[0]?.source ?? source) ? 0 : 1;
          return [message.slice(0, 500), message.slice(500)].filter(Boolean).map((octets) => {
            const list = [...Buffer.from(octets, 'latin1')].map(
              (octet) => `0x${octet.toString(16).padStart(2, '0')}`,
            );
            return `char peer${sender}_${place}[] = { /* Packet ${place} */\n${list.join(', ').replace(/(?:0x.., ){8}/g, '$&\n')} };\n`;
          });
        })
        .join(''),
  },
  'in a URL': { tells: 'nothing', write: lines(({ message }) => `msg=${encodeURIComponent(message)}`) },
};
