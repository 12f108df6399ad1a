/**
 * The same messages as other programs would have logged them, as their documentation describes each: for formats of
 * which no real file may be kept here. What is made up is only what stands around the messages.
 */
import { toIso } from '../../../shared/times';
import type { TextRecord } from '../../../server/engine/text/record';

export interface Logged {
  /** With CRLF, as sent. */
  readonly content: string;
  readonly source: string;
  readonly destination: string;
  /** Seen from the SBC. */
  readonly isSent: boolean;
  /** `2026-11-20T05:40:24.467142Z` */
  readonly iso: string;
}

/** What a record of a format that tells everything says, seen from a host. */
export function logged(record: TextRecord, host: string): Logged {
  const { source, destination, time } = record.meta;
  return {
    content: record.content,
    source: `${source?.address ?? ''}:${source?.port ?? ''}`,
    destination: `${destination?.address ?? ''}:${destination?.port ?? ''}`,
    isSent: source?.address === host,
    iso: toIso(time) ?? '',
  };
}

/** What a format tells of a message; what is not named is told in full. */
export interface Shape {
  readonly format: string;
  readonly write: (messages: readonly Logged[]) => string;
  readonly time: 'missing millis' | 'full' | 'millis' | 'year-missing' | 'missing' | 'none' | 'seconds';
  readonly ends: 'both' | 'remote' | 'none';
  readonly transport: string | null;
  readonly direction: boolean;
  /** Nothing in it shows `SIP`. */
  readonly hidden?: boolean;
  /** The format shows CR. */
  readonly crlf?: boolean;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export function lf(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

/** `Nov 20 05:40:24`, and milliseconds behind it where they are asked for. */
export function monthFirst(iso: string, digits = 0): string {
  const month = months[Number(iso.slice(5, 7)) - 1] ?? '';
  const day = String(Number(iso.slice(8, 10))).padStart(2, ' ');
  return `${month} ${day} ${iso.slice(11, 19)}${digits === 0 ? '' : iso.slice(19, 20 + digits)}`;
}

function remote({ isSent, source, destination }: Logged): string {
  return isSent ? destination : source;
}

/** Each message by itself. */
function each(print: (message: Logged, at: number) => string): (messages: readonly Logged[]) => string {
  return (messages) => messages.map(print).join('');
}

function prefixed(lines: string, prefix: string): string {
  return lines
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => `${prefix}${line}\n`)
    .join('');
}

function follow(
  messages: readonly Logged[],
  what: string,
  piece: (message: Logged, tab: string) => string,
): string {
  const [first] = messages;
  const rule = '='.repeat(67);
  const head = `\n${rule}\nFollow: ${what}\nFilter: stream eq 0\nNode 0: ${first?.source ?? ''}\nNode 1: ${first?.destination ?? ''}\n`;
  const pieces = messages.map((message) => piece(message, message.source === first?.source ? '' : '\t'));
  return `${head}${pieces.join('')}${rule}\n`;
}

/** AudioCodes cuts what is too long for a datagram anywhere. */
function audiocodes(
  messages: readonly Logged[],
  print: (head: string, lines: string, time: string) => string,
): string {
  let number = 1000;
  const records: string[] = [];
  for (const message of messages) {
    const { iso, isSent } = message;
    const time = `[Time:${iso.slice(8, 10)}-${iso.slice(5, 7)}@${iso.slice(11, 23)}]`;
    const prefix = `${monthFirst(iso)} 192.0.2.77 local0.notice `;
    const head = (session: string): string => `${prefix}[S=${number++}] [SID=90ab12:7:${session}]  `;
    const way = isSent ? 'Outgoing SIP Message to' : 'Incoming SIP Message from';
    const by = isSent ? 'from' : 'to';
    const banner = `(N  ${number}) ---- ${way} ${remote(message)} ${by} SIPInterface #1 (Teams) UDP TO(#${number}) SocketID(5) ----`;
    records.push(print(head('42'), banner, time));
    records.push(print(head('43'), '(N  1) (#9)Another session says something', time));
    for (let at = 0; at < message.content.length; at += 700) {
      records.push(print(head('42'), lf(message.content).slice(at, at + 700), time));
    }
  }
  return records.join('');
}

/** An IPv4 packet with UDP, or with TCP from a sequence number on. */
export function ipPacket(message: Logged, payload: Uint8Array, sequence: number | null = null): number[] {
  const [from = '', fromPort = ''] = message.source.split(':');
  const [to = '', toPort = ''] = message.destination.split(':');
  const u16 = (value: number): number[] => [(value >> 8) & 255, value & 255];
  const u32 = (value: number): number[] => [...u16(value >>> 16), ...u16(value)];
  const ports = [...u16(Number(fromPort)), ...u16(Number(toPort))];
  const header =
    sequence === null
      ? [...ports, ...u16(payload.length + 8), 0, 0]
      : [...ports, ...u32(sequence), 0, 0, 0, 1, 0x50, 0x18, 0xff, 0xff, 0, 0, 0, 0];
  const length = 20 + header.length + payload.length;
  const addresses = `${from}.${to}`.split('.').map(Number);
  return [
    0x45,
    0,
    ...u16(length),
    0,
    1,
    0,
    0,
    64,
    sequence === null ? 17 : 6,
    0,
    0,
    ...addresses,
    ...header,
    ...payload,
  ];
}

/** Digits, and characters beside them if asked for, as tcpdump prints them. */
export function tcpdumpDump(octets: readonly number[], characters: boolean): string {
  let lines = '';
  for (let at = 0; at < octets.length; at += 16) {
    const row = octets.slice(at, at + 16);
    const hex = row
      .map((octet, index) => octet.toString(16).padStart(2, '0') + (index % 2 === 1 ? ' ' : ''))
      .join('');
    const shown = row.map((octet) => (octet > 32 && octet < 127 ? String.fromCharCode(octet) : '.')).join('');
    lines += `\t0x${at.toString(16).padStart(4, '0')}:  ${characters ? `${hex.padEnd(41)}${shown}` : hex.trimEnd()}\n`;
  }
  return lines;
}

/** Lines of 16 octets, with their place, digits and characters. */
function dumped(
  octets: readonly number[],
  line: (at: number, digits: readonly string[], characters: string) => string,
): string {
  let lines = '';
  for (let at = 0; at < octets.length; at += 16) {
    const row = octets.slice(at, at + 16);
    const digits = row.map((octet) => octet.toString(16).padStart(2, '0'));
    const characters = row
      .map((octet) => (octet >= 32 && octet < 127 ? String.fromCharCode(octet) : '.'))
      .join('');
    lines += `${line(at, digits, characters)}\n`;
  }
  return `${lines}\n`;
}

function tsharkDump(octets: readonly number[]): string {
  return dumped(octets, (at, digits, characters) => {
    return `${at.toString(16).padStart(4, '0')}  ${digits.join(' ').padEnd(47)}   ${characters}`;
  });
}

/** As `hexdump -C` prints it. */
function hexdump(octets: readonly number[]): string {
  const lines = dumped(octets, (at, digits, characters) => {
    const [left, right] = [digits.slice(0, 8).join(' '), digits.slice(8).join(' ')];
    return `${at.toString(16).padStart(8, '0')}  ${left.padEnd(23)}  ${right.padEnd(23)}  |${characters}|`;
  });
  return `${lines.trimEnd()}\n${octets.length.toString(16).padStart(8, '0')}\n`;
}

function xxd(octets: readonly number[]): string {
  return dumped(octets, (at, digits, characters) => {
    const pairs = digits.join('').replace(/....(?!$)/g, '$& ');
    return `${at.toString(16).padStart(8, '0')}: ${pairs.padEnd(39)}  ${characters}`;
  });
}

function ngrepDump(octets: readonly number[]): string {
  return dumped(octets, (_, digits, characters) => {
    const cells = Array.from(
      { length: 16 },
      (__, at) => `${digits[at] ?? '  '} ${at % 8 === 7 ? '   ' : ''}`,
    );
    return `  ${cells.join('')}${characters.padEnd(16)}`;
  });
}

export function octetsOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

const ethernet = [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 0x08, 0x00];
const tagged = [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 0x81, 0x00, 0, 7, 0x08, 0x00];

/** A packet as `tshark -T json` prints it; newer ones put the body into `sip.msg_hdr`. */
function jsonPacket(message: Logged, bodyInHeader: boolean): string {
  const { content, iso } = message;
  const [from = '', fromPort = ''] = message.source.split(':');
  const [to = '', toPort = ''] = message.destination.split(':');
  const line = content.slice(0, content.indexOf('\r\n'));
  const rest = content.slice(line.length + 2);
  const blank = rest.indexOf('\r\n\r\n');
  const fields: Readonly<Record<string, string>> = {
    v: 'version',
    o: 'owner',
    s: 'session_name',
    c: 'connection_info',
    t: 'time',
    b: 'bandwidth',
    m: 'media',
    a: 'media_attr',
  };
  const body = rest
    .slice(blank + 4)
    .split('\r\n')
    .filter((each) => each !== '');
  const sdp = body.map(
    (each) => `              "sdp.${fields[each.charAt(0)] ?? ''}": ${JSON.stringify(each.slice(2))},`,
  );
  const micros = iso.slice(20, 26);
  return [
    '  {',
    '    "_index": "packets-2026-11-20",',
    '    "_source": {',
    '      "layers": {',
    '        "frame": {',
    `          "frame.time_epoch": "${Date.parse(`${iso.slice(0, 19)}Z`) / 1000}.${micros}789",`,
    '        "ip": {',
    `          "ip.src": "${from}",`,
    `          "ip.dst": "${to}",`,
    '        "udp": {',
    `          "udp.srcport": "${fromPort}",`,
    `          "udp.dstport": "${toPort}",`,
    '        "sip": {',
    `          "sip.${line.startsWith('SIP/') ? 'Status' : 'Request'}-Line": ${JSON.stringify(line)},`,
    '          "sip.Request-Line_tree": {',
    `          "sip.msg_hdr": ${JSON.stringify(bodyInHeader ? rest : rest.slice(0, blank + 2))},`,
    '          "sip.msg_hdr_tree": {',
    '            "sip.Subject": "SIP/2.0 200 OK"',
    ...(body.length === 0
      ? ['          "sip.empty": "",', '          "sip.also": ""']
      : ['          "sip.msg_body": {', ...sdp]),
    '  }',
  ].join('\n');
}

export const shapes: Readonly<Record<string, Shape>> = {
  'AudioCodes syslog as its viewer saves it': {
    format: 'audiocodes-syslog',
    write: (messages) =>
      audiocodes(messages, (head, lines, time) => {
        const all = lines.split('\n');
        const last = all.pop() ?? '';
        const indent = ' '.repeat(head.length);
        return `${[...all.map((line, at) => line + (at === 0 ? ' ' : '')), `${last} ${time}`].map((line, at) => (at === 0 ? head : indent) + line).join('\n')}\n`;
      }),
    time: 'year-missing',
    ends: 'remote',
    transport: 'UDP',
    direction: true,
  },
  'AudioCodes syslog with bare line ends': {
    format: 'audiocodes-syslog',
    write: (messages) => audiocodes(messages, (head, lines, time) => `${head}${lines} ${time}\n`),
    time: 'year-missing',
    ends: 'remote',
    transport: 'UDP',
    direction: true,
  },
  'AudioCodes syslog with escaped line ends': {
    format: 'audiocodes-syslog',
    write: (messages) =>
      audiocodes(messages, (head, lines, time) => `${head}${lines.replaceAll('\n', '#012')} ${time}\n`),
    time: 'year-missing',
    ends: 'remote',
    transport: 'UDP',
    direction: true,
  },
  'AudioCodes syslog with escaped line ends and a year': {
    format: 'audiocodes-syslog',
    write: (messages) =>
      audiocodes(
        messages,
        (head, lines, time) => `2026-11-20T${head.slice(7)}${lines.replaceAll('\n', '\\r\\n')} ${time}\n`,
      ),
    time: 'millis',
    ends: 'remote',
    transport: 'UDP',
    direction: true,
    crlf: true,
  },
  'syslog with escaped line ends': {
    format: 'syslog',
    write: (messages) =>
      messages
        .map(
          ({ content, source, destination, iso }) =>
            `${monthFirst(iso, 3)} sbc1 kamailio[77]: 2(88) INFO: <script>: ${source} -> ${destination} proto=tcp ${content.replaceAll('\r\n', '#015#012')}\n${monthFirst(iso)} sbc1 kamailio[77]: nothing else\n`,
        )
        .join(''),
    time: 'year-missing',
    ends: 'both',
    transport: 'TCP',
    direction: false,
    crlf: true,
  },
  'syslog with a prefix on every line': {
    format: 'kamailio-xlog',
    write: (messages) =>
      messages
        .map(({ content, source, destination, iso }) =>
          `2(88) INFO: <script>: ${source} -> ${destination} proto=udp\n${lf(content)}`
            .split('\n')
            .map((line) => `${monthFirst(iso, 3)} sbc1 kamailio[77]: ${line}\n`)
            .join(''),
        )
        .join(''),
    time: 'year-missing',
    ends: 'both',
    transport: 'UDP',
    direction: false,
  },
  'tcpdump -x, without characters': {
    format: 'tcpdump-x',
    write: (messages) =>
      messages
        .map(
          (message) =>
            `${message.iso.slice(11, 26)} IP ${message.source.replace(':', '.')} > ${message.destination.replace(':', '.')}: SIP\n` +
            tcpdumpDump(ipPacket(message, octetsOf(message.content)), false),
        )
        .join(''),
    time: 'missing',
    ends: 'both',
    transport: 'UDP',
    direction: false,
    crlf: true,
  },
  'tcpdump -tttt -XX -e, segments of a tagged network': {
    format: 'tcpdump-x',
    write: (messages) => {
      const sequences = new Map<string, number>();
      return messages
        .flatMap((message) => {
          const { iso, source, destination, content } = message;
          const octets = octetsOf(content);
          const dumps: string[] = [];
          for (let at = 0; at < octets.length; at += 500) {
            const sequence = sequences.get(source) ?? 0xfffffe00;
            const piece = octets.subarray(at, at + 500);
            sequences.set(source, sequence + piece.length);
            const head = `${iso.slice(0, 10)} ${iso.slice(11, 26)} 02:00:00:00:00:02 > 02:00:00:00:00:01, ethertype 802.1Q (0x8100), length 9: vlan 7, p 0, ethertype IPv4 (0x0800), ${source.replace(':', '.')} > ${destination.replace(':', '.')}: Flags [P.], length 9\n`;
            const dump = head + tcpdumpDump([...tagged, ...ipPacket(message, piece, sequence >>> 0)], true);
            // Every other segment is sent twice.
            dumps.push(dump, ...(at % 1000 === 0 ? [dump] : []));
          }
          return dumps;
        })
        .join('');
    },
    time: 'full',
    ends: 'both',
    transport: 'TCP',
    direction: false,
    crlf: true,
  },
  'tshark -x with summary lines': {
    format: 'tshark-hex',
    write: (messages) =>
      messages
        .map(
          (message, at) =>
            `    ${at + 1} ${message.iso.slice(0, 10)} ${message.iso.slice(11, 26)} ${message.source.split(':')[0] ?? ''} → ${message.destination.split(':')[0] ?? ''} SIP 999 Request: BYE sip:a@b SIP/2.0 | \n\n` +
            tsharkDump([...ethernet, ...ipPacket(message, octetsOf(message.content))]),
        )
        .join(''),
    time: 'full',
    ends: 'both',
    transport: 'UDP',
    direction: false,
    crlf: true,
  },
  'hexdump -C of packets': {
    format: 'tshark-hex',
    write: each((message) => hexdump(ipPacket(message, octetsOf(message.content)))),
    time: 'none',
    ends: 'both',
    transport: 'UDP',
    direction: false,
    crlf: true,
  },
  'hexdump -C of messages': {
    format: 'tshark-hex',
    write: each(({ content }) => hexdump([...octetsOf(content)])),
    time: 'none',
    ends: 'none',
    transport: null,
    direction: false,
    crlf: true,
  },
  'xxd of messages, below the line of a log': {
    format: 'tshark-hex',
    write: each((message) => {
      const way = message.isSent ? 'Sent 9 bytes to' : 'Received 9 bytes from';
      return `${message.iso} [debug] ${way} UDP ${remote(message)}\n${xxd([...octetsOf(message.content)])}`;
    }),
    time: 'full',
    ends: 'remote',
    transport: 'UDP',
    direction: true,
    crlf: true,
  },
  'od -Ax -tx1, without characters': {
    format: 'tshark-hex',
    write: each(({ content }) =>
      dumped(
        [...octetsOf(content)],
        (at, digits) => `${at.toString(16).padStart(6, '0')} ${digits.join(' ')}`,
      ),
    ),
    time: 'none',
    ends: 'none',
    transport: null,
    direction: false,
    hidden: true,
    crlf: true,
  },
  'ngrep -x': {
    format: 'ngrep-hex',
    write: each(({ iso, source, destination, content }) => {
      const time = iso.slice(0, 26).replaceAll('-', '/').replace('T', ' ');
      return `U ${time} ${source} -> ${destination} #1\n${ngrepDump([...octetsOf(content)])}`;
    }),
    time: 'full',
    ends: 'both',
    transport: 'UDP',
    direction: false,
    crlf: true,
  },
  'tshark -T json': {
    format: 'tshark-json',
    write: (messages) => `[\n${messages.map((message) => jsonPacket(message, true)).join(',\n')}\n]\n`,
    time: 'full',
    ends: 'both',
    transport: 'UDP',
    direction: false,
    crlf: true,
  },
  'tshark -T json with the body in fields only': {
    format: 'tshark-json',
    write: (messages) =>
      `[\n${messages
        .map((message) =>
          // Without a body, nothing says where the headers end.
          jsonPacket(message, message.content.endsWith('\r\n\r\n')),
        )
        .join(',\n')}\n]\n`,
    time: 'full',
    ends: 'both',
    transport: 'UDP',
    direction: false,
    crlf: true,
  },
  'Asterisk pjsip history': {
    format: 'asterisk-pjsip-history',
    write: each(
      (message, at) =>
        `<--- History Entry ${at} ${message.isSent ? 'Sent to' : 'Received from'} ${remote(message)} at ${Date.parse(`${message.iso.slice(0, 19)}Z`) / 1000} --->\n${lf(message.content)}\n`,
    ),
    time: 'seconds',
    ends: 'remote',
    transport: null,
    direction: true,
  },
  'Asterisk chan_sip with a prefix on every line': {
    format: 'asterisk-chan-sip',
    write: each((message) => {
      const { isSent, content, iso } = message;
      const lines = isSent
        ? `Reliably Transmitting (no NAT) to ${remote(message)}:\n${lf(content)}\n---\n`
        : `\n<--- SIP read from UDP:${remote(message)} --->\n${lf(content)}\n<------------->\n--- (11 headers 0 lines) ---\nSending to ${remote(message)} (no NAT)\n`;
      return prefixed(lines, `[${monthFirst(iso, 3)}] VERBOSE[77] chan_sip.c: `);
    }),
    time: 'year-missing',
    ends: 'remote',
    transport: 'UDP on one side',
    direction: true,
  },
  'a file that sofia dumps its transports to': {
    format: 'freeswitch',
    write: each(
      (message) =>
        `${message.isSent ? 'send' : 'recv'} ${octetsOf(message.content).length} bytes ${message.isSent ? 'to' : 'from'} udp/[${remote(message).replace(':', ']:')} at ${message.iso.slice(11, 26)}:\n${message.content}\u000b\n`,
    ),
    time: 'missing',
    ends: 'remote',
    transport: 'UDP',
    direction: true,
    crlf: true,
  },
  'Cisco debug ccsip messages': {
    format: 'cisco-ccsip',
    write: each(
      ({ iso, isSent, content }) =>
        `000123: *${monthFirst(iso, 3)}: //-1/xxxxxxxxxxxx/SIP/Msg/ccsipDisplayMsg:\n${isSent ? 'Sent: ' : 'Received: '}\n${lf(content)}\n*${monthFirst(iso, 3)}: //77/AB12/SIP/State/sipSPIChangeState: x\n`,
    ),
    time: 'year-missing',
    ends: 'none',
    transport: null,
    direction: true,
  },
  'Cisco debug ccsip messages with a year': {
    format: 'cisco-ccsip',
    write: each(({ iso, isSent, content }) =>
      `${monthFirst(iso, 3).replace(/ (?=\d\d:)/, ' 2026 ')}: //-1/xxxxxxxxxxxx/SIP/Msg/ccsipDisplayMsg:\n\n${isSent ? 'Sent:' : 'Received:'}\n\n${lf(content)}\n`.replace(
        /:\n\n(?=Sent|Received)/,
        ':\n',
      ),
    ),
    time: 'millis',
    ends: 'none',
    transport: null,
    direction: true,
  },
  'CUBE VoIP Trace': {
    format: 'cisco-voip-trace',
    write: each(
      ({ iso, isSent, content, source, destination }, at) =>
        `${at + 2022}: *${monthFirst(iso, 3)}: //48/6B4F8AAE8057/CUBE_VT/SIP/Msg/ccsipDisplayMsg:\n${isSent ? 'Sent' : 'Received'}: SIP UDP message from ${source} to ${destination}\n${lf(content)}\n${at + 3000}: *${monthFirst(iso, 3)}: //48/6B4F8AAE8057/CUBE_VT/SIP/FSM/SPI-State: x\n`,
    ),
    time: 'year-missing',
    ends: 'both',
    transport: 'UDP',
    direction: true,
  },
  'Oracle sipmsg.log': {
    format: 'oracle-sipmsg',
    write: each(
      ({ iso, isSent, content, source, destination }) =>
        `${monthFirst(iso, 3)} On [1:0]${isSent ? source : destination} ${isSent ? 'sent to' : 'received from'} ${isSent ? destination : source}\n${lf(content)}\n${'-'.repeat(40)}\n${monthFirst(iso, 3)} On 127.0.0.1:2945 sent to 127.0.0.1:2944\n  0000: ac 3e fd 01   .>..\n${'-'.repeat(40)}\n`,
    ),
    time: 'year-missing',
    ends: 'both',
    transport: null,
    direction: true,
  },
  'Homer text': {
    format: 'homer',
    write: each(
      ({ iso, content, source, destination }) =>
        `proto:UDP ${iso.slice(0, 10)} ${iso.slice(11, 26)} +0000 UTC  ${source} ---> ${destination}\r\n\r\n${content}\r\n`,
    ),
    time: 'full',
    ends: 'both',
    transport: 'UDP',
    direction: false,
    crlf: true,
  },
  PJSUA: {
    format: 'pjsua',
    write: each(
      (message) =>
        `${message.iso.slice(11, 23)}           pjsua_core.c  ..${message.isSent ? 'TX' : 'RX'} ${octetsOf(message.content).length} bytes ${message.content.startsWith('SIP') ? 'Response' : 'Request'} msg 1/INVITE/cseq=1 (tdta0x58e0) ${message.isSent ? 'to' : 'from'} UDP ${remote(message)}:\n${lf(message.content)}\n--end msg--\n${message.iso.slice(11, 23)}            pjsua_app.c  ...Call 0 state changed\n`,
    ),
    time: 'missing millis',
    ends: 'remote',
    transport: 'UDP',
    direction: true,
  },
  JsSIP: {
    format: 'sip-js',
    write: each(
      ({ isSent, content }) =>
        `JsSIP:Transport ${isSent ? 'sending message:' : 'received text message:'}\n\n${lf(content)}\nJsSIP:UA something +12ms\n`,
    ),
    time: 'none',
    ends: 'none',
    transport: null,
    direction: true,
  },
  'SIP.js': {
    format: 'sip-js',
    write: each(
      ({ isSent, content, iso }) =>
        `Fri Nov 20 2026 ${String(Number(iso.slice(11, 13)) + 2).padStart(2, '0')}${iso.slice(13, 19)} GMT+0200 (Eastern European Time) | sip.transport | ${isSent ? 'Sending' : 'Received'} WebSocket ${isSent ? '' : 'text '}message:\n\n${lf(content)}\nFri Nov 20 2026 | sip.dialog | new\n`,
    ),
    time: 'seconds',
    ends: 'none',
    transport: null,
    direction: true,
  },
  UCCAPI: {
    format: 'uccapi',
    write: each(({ isSent, content, iso, source, destination }) => {
      const stamp = `${iso.slice(5, 7)}/${iso.slice(8, 10)}/${iso.slice(0, 4)}|${iso.slice(11, 23)} 1A2C:0E0C INFO  :: `;
      const length = octetsOf(content).length;
      const ways = isSent
        ? [`Sending Packet - ${destination} (From Local Address: ${source}) ${length} bytes`]
        : [`Data Received -${source} (To Local Address: ${destination}) ${length} bytes`];
      return prefixed(`${ways[0] ?? ''}:\n${lf(content)}\nEnd of ${ways[0] ?? ''}\n`, stamp);
    }),
    time: 'millis',
    ends: 'both',
    transport: null,
    direction: true,
  },
  'sngrep behind the prefix of another log': {
    format: 'sngrep',
    write: each(({ content, iso, source, destination }) =>
      prefixed(
        `${iso.slice(0, 10).replaceAll('-', '/')} ${iso.slice(11, 26)} ${source} -> ${destination}\n${lf(content)}\n`,
        `${monthFirst(iso)} sbc1 collector[9]: `,
      ),
    ),
    time: 'full',
    ends: 'both',
    transport: null,
    direction: false,
  },
  'Snooper, with the headers in its own order': {
    format: 'lync',
    write: each((message) => {
      const { iso, isSent } = message;
      const content = lf(message.content);
      const blank = content.indexOf('\n\n');
      const [start = '', ...headers] = content.slice(0, blank).split('\n');
      const body = content.slice(blank + 2);
      const type = start.startsWith('SIP/') ? 'response' : 'request';
      return `TL_INFO(TF_PROTOCOL) [0]0E0C.1A2C::${iso.slice(5, 7)}/${iso.slice(8, 10)}/${iso.slice(0, 4)}-${iso.slice(11, 23)}.0000001a (SIPStack,SIPAdminLog::ProtocolRecord::Flush:1)$$begin_record\nTrace-Correlation-Id: 12\nInstance-Id: 0A\nDirection: ${isSent ? 'outgoing' : 'incoming'};source="internal edge"\nPeer: ${remote(message)}\nMessage-Type: ${type}\nStart-Line: ${start}\n${headers.join('\n')}\nMessage-Body: ${body === '' ? '-' : body}$$end_record\n\n`;
    }),
    time: 'millis',
    ends: 'remote',
    transport: null,
    direction: true,
  },
  'a Ribbon trace, with messages over several entries': {
    format: 'ribbon-trc',
    write: each(({ iso, isSent, content, source, destination }, at) => {
      const [, year = '', month = '', day = ''] = /^(\d{4})-(\d\d)-(\d\d)/.exec(iso) ?? [];
      const stamp = `${month}${day}${year} ${iso.slice(11, 19).replaceAll(':', '')}${iso.slice(19, 26)}:1.01.00.${38939 + at}.MAJOR   .SIPSG: `;
      const ends = isSent ? [destination, source] : [source, destination];
      const [far = '', own = ''] = ends.map((end) => end.replace(':', '/'));
      const way = isSent ? 'sent msg for CallId:x to' : 'received msg for CallId:x from';
      const text = `${way} IP/port:${far}, Local IP/port:${own}\nRAW PDU:\n${lf(content)}`;
      const entries: string[] = [];
      for (let from = 0; from < text.length; from += 900) entries.push(text.slice(from, from + 900));
      const last = `1787 ${stamp.replace(/\d+(?=\.MAJOR)/, '99999')}something else\n`;
      return (
        entries
          .map((entry, index) => `1787 ${stamp}${entry}${index === entries.length - 1 ? '' : '\n'}`)
          .join('') + last
      );
    }),
    time: 'full',
    ends: 'both',
    transport: null,
    direction: true,
  },
  'Linphone, which logs pieces as they come': {
    format: 'linphone',
    write: each((message) => {
      const { iso, isSent, content } = message;
      const prefix = `${iso.slice(0, 10)} ${iso.slice(11, 19)}:${iso.slice(20, 23)} belle-sip-message-`;
      const [channel, size] = ['channel [0x7f00]:', (text: string): number => octetsOf(text).length];
      if (isSent) {
        return `${prefix}${channel} message sent to [UDP://${remote(message)}], size: [${size(content)}] bytes\n${content}\n`;
      }
      const half = Math.floor(content.length / 2);
      return [content.slice(0, half), content.slice(half)]
        .map(
          (piece) =>
            `${prefix}${channel} received [${size(piece)}] new bytes from [UDP://${remote(message)}]:\n${piece}\n${prefix}${channel} something else\n`,
        )
        .join('');
    }),
    time: 'millis',
    ends: 'remote',
    transport: 'UDP',
    direction: true,
    crlf: true,
  },
  'Linphone without CRs': {
    format: 'linphone',
    write: each((message) => {
      const { iso, isSent, content } = message;
      const prefix = `${iso.slice(0, 10)} ${iso.slice(11, 19)}:${iso.slice(20, 23)} belle-sip-message-channel [0x7f00]: `;
      const length = octetsOf(content).length;
      return isSent
        ? `${prefix}message sent to [UDP://${remote(message)}], size: [${length}] bytes\n${lf(content)}\n`
        : `${prefix}received [${length}] new bytes from [UDP://${remote(message)}]:\n${lf(content)}\n`;
    }),
    time: 'millis',
    ends: 'remote',
    transport: 'UDP',
    direction: true,
  },
  'tshark -z follow,tcp,ascii': {
    format: 'tshark-follow',
    write: (messages) =>
      follow(messages, 'tcp,ascii', ({ content }, tab) => {
        const half = Math.floor(content.length / 2);
        return [content.slice(0, half), content.slice(half)]
          .map((piece) => `${tab}${octetsOf(piece).length}\n${piece}\n`)
          .join('');
      }),
    time: 'none',
    ends: 'both',
    transport: 'TCP',
    direction: false,
    crlf: true,
  },
  'tshark -z follow,udp,raw, which shows no character': {
    format: 'tshark-follow',
    write: (messages) =>
      follow(
        messages,
        'udp,raw',
        ({ content }, tab) =>
          `${tab}${[...octetsOf(content)].map((octet) => octet.toString(16).padStart(2, '0')).join('')}\n`,
      ),
    hidden: true,
    time: 'none',
    ends: 'both',
    transport: 'UDP',
    direction: false,
    crlf: true,
  },
};
