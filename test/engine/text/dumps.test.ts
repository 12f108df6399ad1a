/** Formats that print packets in a form of their own, and the joining of packets that is common to them. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { readText } from '../../../server/engine/traces/read';
import { assertSound, bodyOf, fixture, header, readFile, startLine, summary } from './messages';
import { ipPacket, lf, logged, octetsOf, shapes, tcpdumpDump } from './shapes';
import { shared, skipUnshared } from '../../support/shared';

/** As Wireshark copies it of the line of SIP that is selected. */
const selected = [
  'Session Initiation Protocol (REFER)',
  '    Request-Line: REFER sip:b@192.0.2.2:5060 SIP/2.0',
  '        Method: REFER',
  '    Message Header',
  '        Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1',
  '            Transport: UDP',
  '        Call-ID: 1@192.0.2.1',
  '        [Generated Call-ID: 1@192.0.2.1]',
  '        CSeq: 2 REFER',
  '        Content-Length: 0',
  '',
  'Session Initiation Protocol (202)',
  '    Status-Line: SIP/2.0 202 Accepted',
  '    Message Header',
  '        Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1',
  '        Call-ID: 1@192.0.2.1',
  '        CSeq: 2 REFER',
  '',
].join('\n');

describe('dumps of captures', () => {
  for (const [file, format] of [
    ['01e-inbound-tcp.ngrep-plain.txt', 'ngrep-plain'],
    ['01e-inbound-tcp.ngrep-single.txt', 'ngrep-single'],
    ['01e-inbound-tcp.tshark-hexdump.txt', 'tshark-hex'],
    ['01e-inbound-tcp.tshark-O.txt', 'tshark-tree'],
    ['01-inbound-ok.tcpdump-X.txt', 'tcpdump-x'],
  ] as const) {
    it('are read where only the protocol was copied', () => {
      const reading = readText(selected);
      assertSound(selected, reading);
      assert.deepEqual(
        reading.records.map(({ format, content }) => [format, content]),
        [
          [
            'tshark-tree',
            'REFER sip:b@192.0.2.2:5060 SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1\nCall-ID: 1@192.0.2.1\nCSeq: 2 REFER\nContent-Length: 0\n\n',
          ],
          [
            'tshark-tree',
            'SIP/2.0 202 Accepted\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1\nCall-ID: 1@192.0.2.1\nCSeq: 2 REFER\n\n',
          ],
        ],
      );
    });

    it(`have the messages that sngrep saves: ${format}`, () => {
      const { text, reading } = fixture(file);
      assertSound(text, reading);
      assert.equal(reading.format, format);
      const expected = fixture(file.replace(/[^.]+\.txt$/, 'sngrep.txt')).reading.records;
      // The dump of tcpdump was cut behind its third message.
      const count = format === 'tcpdump-x' ? 3 : expected.length;
      assert.deepEqual(
        reading.records.map((record) => [lf(record.content), summary(record).replace(/^.*? (?=\d+\.)/, '')]),
        expected.slice(0, count).map((record) => [
          lf(record.content),
          summary(record)
            .replace(/^.*? (?=\d+\.)/, '')
            .replace(' - - ', ` ${file.includes('tcp.') ? 'TCP' : 'UDP'} - `),
        ]),
      );
    });
  }
});

describe('ngrep without -W byline', () => {
  it('tells dots that stand for line ends from others', () => {
    const text = [
      'U 2026/01/31 10:00:00.000001 192.0.2.1:5060 -> 192.0.2.2:5060 #1',
      '  NOTIFY sip:a@192.0.2.2 SIP/2.0..Via: SIP/2.0/UDP 192.0.2.1..Organization: ',
      '  Ex..ample Inc....Subject: a...b..Content-Type: application/sdp..Content-Len',
      '  gth: 30....v=0..s=..three dots.....t=0 0..                                 ',
      '',
      'T 2026/01/31 10:00:01.000001 192.0.2.1:5060 -> 192.0.2.2:5061 [AP] #2',
      '  SIP/2.0 100 Trying..CSeq: 1 INVITE..Content-Length: 0....SIP/2.0 180 Ringin',
      '  g..CSeq: 1 INVITE..Content-Length: 0....                                   ',
      '',
    ].join('\n');
    const reading = readText(text);
    assertSound(text, reading);
    assert.equal(reading.format, 'ngrep-plain');
    assert.deepEqual(reading.records.map(summary), [
      '2026-01-31T10:00:00.000001Z 192.0.2.1:5060 > 192.0.2.2:5060 UDP - NOTIFY',
      '2026-01-31T10:00:01.000001Z 192.0.2.1:5060 > 192.0.2.2:5061 TCP - SIP/2.0 100',
      '2026-01-31T10:00:01.000001Z 192.0.2.1:5060 > 192.0.2.2:5061 TCP - SIP/2.0 180',
    ]);
    const [notify] = reading.records;
    assert.ok(notify !== undefined);
    assert.equal(header(notify, 'Organization'), 'Ex..ample Inc..');
    assert.equal(header(notify, 'Subject'), 'a...b');
    assert.equal(bodyOf(notify), 'v=0\ns=..three dots...\nt=0 0\n');
  });

  it('joins segments that break anywhere, even between CR and LF', () => {
    const text = [
      'T 192.0.2.1:5060 -> 192.0.2.2:5061 [A] INVITE sip:a@192.0.2.2 SIP/2.0..Via: SIP/2.0/TCP 192.0.2.1.',
      '',
      'T 192.0.2.2:5061 -> 192.0.2.1:5060 [AP] OPTIONS sip:b@192.0.2.1 SIP/2.0..Via: SIP/2.0/TCP 192.0.2.2..Content-Length: 0....',
      '',
      'T 192.0.2.1:5060 -> 192.0.2.2:5061 [AP] .Content-Length: 5....v=0..BYE sip:a@192.0.2.2 SIP/2.0..Via: SIP/2.0/TCP 192.0.2.1..Content-Length: 0....',
      '',
    ].join('\n');
    const reading = readText(text);
    assertSound(text, reading);
    assert.equal(reading.format, 'ngrep-single');
    assert.deepEqual(reading.records.map(startLine), [
      'INVITE sip:a@192.0.2.2 SIP/2.0',
      'OPTIONS sip:b@192.0.2.1 SIP/2.0',
      'BYE sip:a@192.0.2.2 SIP/2.0',
    ]);
    const [invite] = reading.records;
    assert.ok(invite !== undefined);
    assert.equal(
      invite.content,
      'INVITE sip:a@192.0.2.2 SIP/2.0\r\nVia: SIP/2.0/TCP 192.0.2.1\r\nContent-Length: 5\r\n\r\nv=0\r\n',
    );
    assert.equal(invite.continuations.length, 1);
    assert.equal(
      text.slice(invite.continuations[0]?.start, invite.continuations[0]?.end),
      '.Content-Length: 5....v=0..',
    );
  });

  it('adds up the differences of -T', () => {
    const text = [
      'U +1795154221.000000 192.0.2.1:5060 -> 192.0.2.2:5060 OPTIONS sip:a@b SIP/2.0..Via: SIP/2.0/UDP h....',
      '',
      'U +0.500000 192.0.2.1:9 -> 192.0.2.2:9 x',
      '',
      'U +0.250000 192.0.2.2:5060 -> 192.0.2.1:5060 SIP/2.0 200 OK..Via: SIP/2.0/UDP h....',
      '',
    ].join('\n');
    assert.deepEqual(
      readText(text).records.map(({ meta }) => meta.time),
      [0, 750_000].map((micros) => ({ micros, date: 'relative' })),
    );
  });
});

describe('AudioCodes syslog', () => {
  it('joins nothing over a gap in the record numbers, and counts what is lost', () => {
    const messages = fixture('01-inbound-ok.sngrep.txt').reading.records.map((record) =>
      logged(record, '203.0.113.10'),
    );
    const whole = shapes['AudioCodes syslog with escaped line ends']?.write(messages) ?? '';
    // The second half of the 183, and with it the record between.
    const text = whole.replace(/^.*\[S=1010\].*\n/m, '');
    assert.notEqual(text, whole);
    const reading = readText(text);
    assertSound(text, reading);
    assert.deepEqual(
      reading.records.map(startLine),
      messages.map(({ content }) => /^[^\r]*/.exec(content)?.[0]),
    );
    const cut = reading.records.filter(({ lost }) => lost !== undefined);
    assert.deepEqual(
      cut.map((record) => [startLine(record), record.lost, record.end]),
      [['SIP/2.0 183 Session Progress', 1, 'next']],
    );
  });

  it('reads a real one', function () {
    const folder = path.join(shared, 'corpus/text/audiocodes-syslog');
    if (!fs.existsSync(folder)) skipUnshared(this);
    const { text, reading } = readFile(path.join(folder, 'ThreeNotifications.txt'));
    assertSound(text, reading);
    assert.deepEqual(
      reading.records.map((record) => [startLine(record).split(' ')[0], record.meta.direction, record.end]),
      [
        ['INVITE', 'received', 'length'],
        ['SIP/2.0', 'sent', 'next'],
      ],
    );
    const lines = bodyOf(reading.records[0] ?? assert.fail()).split('\n');
    assert.ok(lines.every((line) => /^(?:[a-z]=.*)?$/.test(line)));
    assert.ok(lines.some((line) => line.startsWith('a=crypto:1 AES_CM_128_HMAC_SHA1_32 inline:')));
  });
});

describe('hex dumps', () => {
  it('read UTF-8, and take what is none for Latin-1', () => {
    const message = {
      source: '192.0.2.1:5060',
      destination: '192.0.2.2:5060',
      content: '',
      isSent: true,
      iso: '',
    };
    const octets = [
      ...octetsOf('OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h\r\nFrom: "Jörg €😀'),
      0xfc,
      ...octetsOf('" <sip:a@b>\r\nl: 0\r\n\r\n'),
    ];
    const text = `10:00:00.000001 IP 192.0.2.1.5060 > 192.0.2.2.5060: SIP\n${tcpdumpDump(ipPacket(message, Uint8Array.from(octets)), true)}`;
    const reading = readText(text);
    const [record] = reading.records;
    assert.ok(record !== undefined);
    assert.equal(header(record, 'From'), '"Jörg €😀ü" <sip:a@b>');
    const method = record.span.start + (record.map.trace[0] ?? 0);
    assert.equal(text.slice(method, method + 4), 'OPTI');
  });

  it('are read behind marks of quotes and blanks, and with blanks for tabs', () => {
    const told = (text: string): readonly string[] =>
      readText(text).records.map((record) => `${summary(record)} ${record.content}`);
    for (const file of ['01-inbound-ok.tcpdump-X.txt', '01e-inbound-tcp.tshark-hexdump.txt']) {
      const { text } = fixture(file);
      const blanks = text.replaceAll('\t', ' '.repeat(8));
      for (const each of [text.replace(/^/gm, '> '), blanks, blanks.replace(/^/gm, '    ')])
        assert.deepEqual(told(each), told(text), each.slice(0, 200));
    }
  });

  it('are no messages where a line is missing', () => {
    const call = fixture('01-inbound-ok.sngrep.txt').reading.records.map((record) => logged(record, ''));
    const text = shapes['hexdump -C of messages']?.write(call) ?? '';
    const whole = readText(text).records;
    // The third line of the first message.
    const cut = readText(
      text
        .split('\n')
        .filter((_, place) => place !== 2)
        .join('\n'),
    ).records;
    assert.equal(whole.length, call.length);
    assert.deepEqual(
      cut.map(({ content }) => content),
      whole.slice(1).map(({ content }) => content),
    );
  });

  it('read IPv6 and its fragments', () => {
    const payload = octetsOf('OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h\r\nl: 4\r\n\r\nbody');
    const datagram = [0x13, 0xc4, 0x13, 0xc5, 0, 0, 0, 0, ...payload];
    const addresses = [
      0x20,
      1,
      0xd,
      0xb8,
      ...Array<number>(11).fill(0),
      7,
      0x20,
      1,
      0xd,
      0xb8,
      ...Array<number>(10).fill(0),
      1,
      0,
    ];
    const fragment = (offset: number, more: number, part: readonly number[]): string =>
      `10:00:00.000001 IP6 2001:db8::7 > 2001:db8::100: frag\n${tcpdumpDump([0x60, 0, 0, 0, 0, part.length + 8, 44, 64, ...addresses, 17, 0, 0, offset | more, 0, 0, 0, 9, ...part], true)}`;
    const text = fragment(0, 1, datagram.slice(0, 48)) + fragment(48, 0, datagram.slice(48));
    const reading = readText(text);
    assertSound(text, reading);
    assert.deepEqual(reading.records.map(summary), [
      'missing 36000000001 2001:db8::7:5060 > 2001:db8::100:5061 UDP - OPTIONS',
    ]);
    assert.equal(bodyOf(reading.records[0] ?? assert.fail()), 'body');
  });

  it('leave out segments that were sent again, but not those of a new connection', () => {
    const message = {
      source: '192.0.2.1:5060',
      destination: '192.0.2.2:5060',
      content: '',
      isSent: true,
      iso: '',
    };
    const options = octetsOf('OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/TCP h\r\nl: 0\r\n\r\n');
    const segment = (sequence: number): string =>
      `10:00:00.000001 IP 192.0.2.1.5060 > 192.0.2.2.5060: Flags [P.]\n${tcpdumpDump(ipPacket(message, options, sequence), true)}`;
    const count = (...sequences: readonly number[]): number =>
      readText(sequences.map(segment).join('')).records.length;
    assert.equal(count(4_000_000_000, 4_000_000_000, 4_000_000_000 + options.length), 2);
    assert.equal(count(4_000_000_000, 5), 2);
  });

  it('hold no message that an ICMP error quotes', () => {
    const quoted = octetsOf('OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h\r\nl: 0\r\n\r\n');
    const message = {
      source: '192.0.2.1:5060',
      destination: '192.0.2.2:5060',
      content: '',
      isSent: true,
      iso: '',
    };
    const inner = ipPacket(message, quoted);
    const outer = [...ipPacket(message, Uint8Array.from([3, 3, 0, 0, 0, 0, 0, 0, ...inner]))];
    outer[9] = 1;
    const text = `10:00:00.000001 IP 192.0.2.1 > 192.0.2.2: ICMP 192.0.2.2 udp port 5060 unreachable, length 36\n${tcpdumpDump(outer, true)}`;
    assert.deepEqual(readText(text).records, []);
  });
});

describe('dissected packets', () => {
  it('have both messages of a frame, bodies of other kinds, and values that were cut', () => {
    const text = [
      'No.     Time           Source                Destination           Protocol Length Info',
      '      1 0.000000       192.0.2.1             192.0.2.2             SIP      999    Request: MESSAGE sip:a@b SIP/2.0  |',
      '',
      'Frame 1: 999 bytes on wire (7992 bits), 999 bytes captured (7992 bits)',
      '    Arrival Time: Jan 31, 2026 11:00:00.000000000 CET',
      '    Epoch Arrival Time: 1769853600.000001000',
      'Internet Protocol Version 6, Src: 2001:db8::1, Dst: 2001:db8::2',
      'Transmission Control Protocol, Src Port: 5060, Dst Port: 49152, Seq: 1, Ack: 1, Len: 999',
      'Session Initiation Protocol (MESSAGE)',
      '    Request-Line: MESSAGE sip:a@b SIP/2.0',
      '        Method: MESSAGE',
      '    Message Header',
      '        Via: SIP/2.0/TCP h',
      '            Transport: TCP',
      '        Subject [truncated]: very long',
      '        [Generated Call-ID: x]',
      '        Content-Type: text/plain',
      '        Content-Length: 12',
      '    Message Body',
      '        Line-based text data: text/plain (2 lines)',
      '            hello\\r\\n',
      '            world',
      'Session Initiation Protocol (OPTIONS)',
      '    Request-Line: OPTIONS sip:a@b SIP/2.0',
      '    Message Header',
      '        Via: SIP/2.0/TCP h',
      '        Content-Length: 0',
      '',
      '0000  4f 50 54 49 4f 4e 53 20 73 69 70 3a 61 40 62 20   OPTIONS sip:a@b ',
      '',
      'Frame 2: 99 bytes on wire (792 bits), 99 bytes captured (792 bits)',
      'Internet Protocol Version 4, Src: 192.0.2.2, Dst: 192.0.2.1',
      'Internet Control Message Protocol',
      'Session Initiation Protocol (OPTIONS)',
      '    Request-Line: OPTIONS sip:quoted@b SIP/2.0',
      '    Message Header',
      '        Via: SIP/2.0/UDP h',
      '',
    ].join('\n');
    const reading = readText(text);
    assertSound(text, reading);
    assert.deepEqual(reading.records.map(summary), [
      '2026-01-31T10:00:00.000001Z 2001:db8::1:5060 > 2001:db8::2:49152 TCP - MESSAGE',
      '2026-01-31T10:00:00.000001Z 2001:db8::1:5060 > 2001:db8::2:49152 TCP - OPTIONS',
    ]);
    assert.deepEqual(
      reading.records.map(({ content }) => content),
      [
        'MESSAGE sip:a@b SIP/2.0\nVia: SIP/2.0/TCP h\nSubject: very long\nContent-Type: text/plain\nContent-Length: 12\n\nhello\r\nworld',
        'OPTIONS sip:a@b SIP/2.0\nVia: SIP/2.0/TCP h\nContent-Length: 0\n\n',
      ],
    );
  });
});
