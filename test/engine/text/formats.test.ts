import assert from 'node:assert/strict';
import { readText } from '../../../server/engine/traces/read';
import type { TextRecord } from '../../../server/engine/text/record';
import { toIsoAsFarAsKnown } from '../../../shared/times';
import { mail, terminal } from '../../support/layouts';
import { assertSound, bodyOf, fixture, header, startLine, summary } from './messages';

const inbound = [
  '2026-11-20T05:40:24.467142Z 203.0.113.10:5060 > 198.51.100.5:5060 UDP - INVITE',
  '2026-11-20T05:40:24.467520Z 198.51.100.5:5060 > 203.0.113.10:5060 UDP - SIP/2.0 100',
  '2026-11-20T05:40:24.622244Z 198.51.100.5:5060 > 203.0.113.10:5060 UDP - SIP/2.0 183',
  '2026-11-20T05:40:26.470080Z 198.51.100.5:5060 > 203.0.113.10:5060 UDP - SIP/2.0 200',
  '2026-11-20T05:40:26.470914Z 203.0.113.10:5060 > 198.51.100.5:5060 UDP - ACK',
  '2026-11-20T05:40:30.478401Z 203.0.113.10:5060 > 198.51.100.5:5060 UDP - BYE',
  '2026-11-20T05:40:30.479661Z 198.51.100.5:5060 > 203.0.113.10:5060 UDP - SIP/2.0 200',
];

describe('text formats', () => {
  it('reads sngrep', () => {
    const { text, reading } = fixture('01-inbound-ok.sngrep.txt');
    assertSound(text, reading);
    assert.equal(reading.format, 'sngrep');
    assert.deepEqual(
      reading.records.map(summary),
      inbound.map((line) => line.replace('UDP', '-')),
    );
    const [invite] = reading.records;
    assert.ok(invite !== undefined);
    assert.deepEqual(invite.preamble, { start: 0, end: text.indexOf('INVITE') });
    assert.equal(invite.end, 'length');
    assert.equal(Buffer.byteLength(bodyOf(invite).replaceAll('\n', '\r\n')), 490);
  });

  it('reads ngrep byline with the dots that stand for CRs taken out', () => {
    const { text, reading } = fixture('01-inbound-ok.ngrep-byline.txt');
    assertSound(text, reading);
    assert.equal(reading.format, 'ngrep-byline');
    assert.deepEqual(reading.records.map(summary), inbound);
    sameContent(reading.records, fixture('01-inbound-ok.sngrep.txt').reading.records);
  });

  it('adds up the time differences of ngrep -T', () => {
    const { text, reading } = fixture('01-inbound-ok.ngrep-byline-delta.txt');
    assertSound(text, reading);
    assert.deepEqual(
      reading.records.map(({ meta }) => meta.time),
      [0, 378, 155_102, 2_002_938, 2_003_772, 6_011_259, 6_012_519].map((micros) => ({
        micros,
        date: 'relative',
      })),
    );
    sameContent(reading.records, fixture('01-inbound-ok.sngrep.txt').reading.records);
  });

  it('reads tcpdump -A without the junk before each message', () => {
    const { text, reading } = fixture('01-inbound-ok.tcpdump-A.txt');
    assertSound(text, reading);
    assert.equal(reading.format, 'tcpdump-a');
    assert.deepEqual(
      reading.records.map(({ meta }) => meta.time),
      [467142, 467520, 622244, 2470080, 2470914, 6478401, 6479661].map((micros) => ({
        micros: (5 * 3600 + 40 * 60 + 24) * 1_000_000 + micros,
        date: 'missing',
      })),
    );
    sameContent(reading.records, fixture('01-inbound-ok.sngrep.txt').reading.records);
  });

  it('joins the TCP segments of a message', () => {
    const whole = fixture('01e-inbound-tcp.sngrep.txt').reading.records;
    for (const name of ['01e-inbound-tcp.ngrep-byline.txt', '01e-inbound-tcp.tcpdump-A.txt']) {
      const { text, reading } = fixture(name);
      assertSound(text, reading);
      sameContent(reading.records, whole);
      const [, , progress] = reading.records;
      assert.ok(progress !== undefined);
      assert.equal(progress.continuations.length, 1);
      assert.match(text.slice(progress.continuations[0]?.start, progress.continuations[0]?.end), /^\/8000/);
      assert.equal(progress.meta.transport, 'TCP');
      assert.equal(
        (progress.meta.time?.micros ?? 0) % 1_000_000,
        550_653,
        'the time of the completing segment',
      );
    }
  });

  it('joins IP fragments', () => {
    const { text, reading } = fixture('01f-inbound-ipfrag.ngrep-byline.txt');
    assertSound(text, reading);
    const [invite] = reading.records;
    assert.ok(invite !== undefined);
    assert.equal(invite.continuations.length, 2);
    assert.equal(Buffer.byteLength(bodyOf(invite).replaceAll('\n', '\r\n')), 2809);
  });

  it('reads kamailio sipdump', () => {
    const { text, reading } = fixture('kamailio-sipdump.14b.data');
    assertSound(text, reading);
    assert.equal(reading.format, 'kamailio-sipdump');
    assert.equal(reading.records.length, 14);
    assert.ok(reading.records.every((record) => record.end === 'terminator'));
    assert.deepEqual(reading.records.slice(0, 3).map(summary), [
      '2026-11-20T05:57:01.774256Z 203.0.113.11:5060 > 203.0.113.10:5060 UDP received INVITE',
      '2026-11-20T05:57:01.775576Z 203.0.113.10:5060 > 203.0.113.11:5060 UDP sent SIP/2.0 100',
      '2026-11-20T05:57:01.775639Z 203.0.113.10:5060 > 198.51.100.5:5060 UDP sent INVITE',
    ]);
    assert.ok(text.slice(reading.records[0]?.span.start, reading.records[0]?.span.end).endsWith('||||||\n'));
  });

  it('ends a sipdump message whose last line the mark follows at once', () => {
    const text = `${'='.repeat(20)}\ntag: snd\ntime: 1.5\n${'~'.repeat(20)}\nINVITE sip:a@b SIP/2.0\nVia: x\n\nv=0\na=sendrecv${'|'.repeat(20)}\n`;
    const [record] = readText(text).records;
    assert.ok(record !== undefined);
    assert.ok(record.content.endsWith('a=sendrecv'));
    assert.equal(record.span.end, text.length);
  });

  it('reads sipp -trace_msg', () => {
    const { text, reading } = fixture('01-inbound-ok.sipp-pstn.log');
    assertSound(text, reading);
    assert.equal(reading.format, 'sipp');
    assert.deepEqual(reading.records.map(summary), [
      '2026-11-20T05:40:24.465633Z - > - UDP sent INVITE',
      '2026-11-20T05:40:24.467056Z - > - UDP received SIP/2.0 100',
      '2026-11-20T05:40:24.623816Z - > - UDP received SIP/2.0 183',
      '2026-11-20T05:40:26.470677Z - > - UDP received SIP/2.0 200',
      '2026-11-20T05:40:26.470939Z - > - UDP sent ACK',
      '2026-11-20T05:40:30.477871Z - > - UDP sent BYE',
      '2026-11-20T05:40:30.479725Z - > - UDP received SIP/2.0 200',
    ]);
    for (const record of reading.records) assert.equal(Buffer.byteLength(record.content), record.byteCount);
  });

  it('takes the seconds since 1970 of an older sipp', () => {
    const text = `${'-'.repeat(47)}\t2026-11-20\t06:40:24:465.633\t1795153224.465633\r\nUDP message sent (52 bytes):\r\n\r\nOPTIONS sip:a SIP/2.0\r\nVia: SIP/2.0/UDP h\r\nl: 0\r\n\r\n`;
    assert.deepEqual(readText(text).records.map(summary), [
      '2026-11-20T05:40:24.465633Z - > - UDP sent OPTIONS',
    ]);
  });

  it('reads baresip with its colours', () => {
    const { text, reading } = fixture('02c-outbound-baresip.baresip1.log');
    assertSound(text, reading);
    assert.equal(reading.format, 'baresip');
    assert.deepEqual(reading.records.map(summary), [
      '- 198.51.100.21:5060 > 198.51.100.5:5060 UDP - INVITE',
      '- 198.51.100.5:5060 > 198.51.100.21:5060 UDP - SIP/2.0 100',
      '- 198.51.100.5:5060 > 198.51.100.21:5060 UDP - SIP/2.0 183',
      '- 198.51.100.5:5060 > 198.51.100.21:5060 UDP - SIP/2.0 200',
      '- 198.51.100.21:5060 > 198.51.100.5:5060 UDP - ACK',
      '- 198.51.100.21:5060 > 198.51.100.5:5060 UDP - BYE',
      '- 198.51.100.5:5060 > 198.51.100.21:5060 UDP - SIP/2.0 200',
    ]);
  });

  it('reads what a Kamailio script logs', () => {
    const { text, reading } = fixture('kamailio-xlog-mb.14b.log');
    assertSound(text, reading);
    assert.equal(reading.format, 'kamailio-xlog');
    assert.equal(reading.records.length, 7);
    assert.equal(
      summary(reading.records[1] ?? assert.fail()),
      '- 198.51.100.5:5060 > 203.0.113.10:5060 UDP - SIP/2.0 100',
    );
  });

  it('reads the Asterisk pjsip logger', () => {
    const text = [
      '<--- Received SIP request (90 bytes) from UDP:[2001:db8::7]:5060 --->',
      'OPTIONS sip:a@192.0.2.1 SIP/2.0',
      'Via: SIP/2.0/UDP 192.0.2.7',
      'CSeq: 1 OPTIONS',
      'Content-Length:  0',
      '',
      '',
      '[2026-03-30 13:35:40.250] VERBOSE[1] logger.c: <--- Transmitting SIP response (78 bytes) to TLS:192.0.2.7:5061 --->',
      'SIP/2.0 200 OK',
      'Via: SIP/2.0/UDP 192.0.2.7',
      'CSeq: 1 OPTIONS',
      '[2026-03-30 13:35:41.000] NOTICE[1] chan_pjsip.c: nothing',
      '',
    ].join('\n');
    const reading = readText(text);
    assertSound(text, reading);
    assert.equal(reading.format, 'asterisk-pjsip');
    assert.deepEqual(reading.records.map(summary), [
      '- 2001:db8::7:5060 > - UDP received OPTIONS',
      '2026-03-30T13:35:40.250000Z - > 192.0.2.7:5061 TLS sent SIP/2.0 200',
    ]);
    assert.deepEqual(
      reading.records.map(({ byteCount }) => byteCount),
      [90, 78],
    );
    assert.ok(reading.records[1]?.content.endsWith('CSeq: 1 OPTIONS\n'));
  });

  it('reads banners of Asterisk wherever they are broken', () => {
    const message = 'OPTIONS sip:b@192.0.2.2 SIP/2.0\nCall-ID: a\nCSeq: 1 OPTIONS\n\n';
    const prefix = '[2026-03-04 10:00:00] VERBOSE[1234][C-0000002a] chan_sip.c: ';
    const received = '2026-03-04T10:00:00.000000Z 192.0.2.1:5060 > - UDP received OPTIONS';
    const sent = '2026-03-04T10:00:00.000000Z - > 2001:db8::7:5061 - sent OPTIONS';
    const banners: readonly (readonly [string, string])[] = [
      [`${prefix}<--- Received SIP request (64 bytes) from UDP:192.0.2.1:5060 --->`, received],
      [`${prefix}\n<--- SIP read from UDP:192.0.2.1:5060 --->`, received],
      [`${prefix}<--- Reliably Transmitting (no NAT) to [2001:db8::7]:5061 --->`, sent],
      [`${prefix}Retransmitting #2 (NAT) to [2001:db8::7]:5061:`, sent],
    ];
    for (const [banner, wanted] of banners) {
      for (let width = 38; width < 120; width++) {
        // The blank behind a prefix is no line of its own.
        if (width === prefix.length - 1) continue;
        for (const wrap of [terminal, mail]) {
          const { records } = readText(`${wrap(banner, width)}${message}`);
          assert.deepEqual(records.map(summary), [wanted], `${banner} at ${width}`);
        }
      }
    }
  });

  it('takes nothing for a banner of Asterisk that lacks a part of it', () => {
    const message = 'OPTIONS sip:b@192.0.2.2 SIP/2.0\nCall-ID: a\nCSeq: 1 OPTIONS\n\n';
    for (const line of ['<--- SIP read from UDP:\n\n192.0.2.1:5060 --->', 'We saw 192.0.2.1:5060 --->']) {
      const [record] = readText(`${line}\n${message}`).records;
      assert.equal(record?.meta.direction, null, line);
    }
  });

  it('takes a log prefix off every line', () => {
    const text = [
      '[Mar 30 13:35:40] <--- Received SIP request (90 bytes) from UDP:192.0.2.7:5060 --->',
      '[Mar 30 13:35:40] INVITE sip:a@192.0.2.1 SIP/2.0',
      '[Mar 30 13:35:40] Via: SIP/2.0/UDP 192.0.2.7',
      '[Mar 30 13:35:41] Content-Length: 20',
      '[Mar 30 13:35:41]',
      '[Mar 30 13:35:41] v=0',
      '[Mar 30 13:35:41] s=long enough',
      '[Mar 30 13:35:41] ',
      '[Mar 30 13:35:41] <--- something else --->',
      '',
    ].join('\n');
    const reading = readText(text);
    assertSound(text, reading);
    const [record] = reading.records;
    assert.ok(record !== undefined);
    assert.equal(
      record.content,
      'INVITE sip:a@192.0.2.1 SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.7\nContent-Length: 20\n\nv=0\ns=long enough\n',
    );
    assert.equal(
      summary(record),
      `year-missing ${Date.UTC(1970, 2, 30, 13, 35, 40) * 1000} 192.0.2.7:5060 > - UDP received INVITE`,
    );
  });

  it('reads a FreeSWITCH SIP trace, indented or not', () => {
    const dashes = '-'.repeat(72);
    const lines = ['OPTIONS sip:a@192.0.2.1 SIP/2.0', 'Via: SIP/2.0/UDP 192.0.2.7', 'Content-Length: 0', ''];
    const plain = ['recv 81 bytes from udp/[192.0.2.7]:5060 at 13:57:57.805717:', dashes, ...lines, ''];
    const indented = [
      '2026-03-31 13:57:57.900000 send 81 bytes to tls/[2001:db8::7]:5061 at 13:57:57.899999:',
      `   ${dashes}`,
      ...lines.map((line) => `   ${line}`),
      `   ${dashes}`,
      '2026-03-31 13:57:58.000000 [DEBUG] sofia.c:1 done',
    ];
    const text = [...plain, ...indented].join('\n');
    const reading = readText(text);
    assertSound(text, reading);
    assert.equal(reading.format, 'freeswitch');
    assert.deepEqual(reading.records.map(summary), [
      'missing 50277805717 192.0.2.7:5060 > - UDP received OPTIONS',
      '2026-03-31T13:57:57.899999Z - > 2001:db8::7:5061 TLS sent OPTIONS',
    ]);
    for (const record of reading.records) assert.equal(record.content, `${lines.join('\n')}\n`);
    assert.equal(reading.records[1]?.end, 'terminator');
  });

  it('reads drachtio, whose log prefix tells the day', () => {
    const text = [
      '2026-08-05 00:00:00.000100 recv 81 bytes from tls/[192.0.2.7]:5061 at 23:59:59.999900:',
      'SIP/2.0 200 OK',
      'CSeq: 1 OPTIONS',
      'Content-Length: 0',
      '',
      '',
    ].join('\n');
    assert.deepEqual(readText(text).records.map(summary), [
      '2026-08-04T23:59:59.999900Z 192.0.2.7:5061 > - TLS received SIP/2.0 200',
    ]);
  });

  it('reads tcpdump -v, and once only what -A adds', () => {
    const text = [
      '17:58:02.965944 IP (tos 0x0, ttl 255, id 1, offset 0, flags [DF], proto UDP (17), length 100)',
      '    192.0.2.1.5060 > 192.0.2.2.5060: SIP, length: 72',
      '\tOPTIONS sip:a@192.0.2.2 SIP/2.0',
      '\tVia: SIP/2.0/UDP 192.0.2.1',
      '\tContent-Length: 0',
      '\t',
      'E..d....@............OPTIONS sip:a@192.0.2.2 SIP/2.0',
      'Via: SIP/2.0/UDP 192.0.2.1',
      'Content-Length: 0',
      '',
      '',
      '17:58:03.000000 IP (tos 0x0, ttl 255, id 2, offset 0, flags [DF], proto UDP (17), length 100)',
      '    192.0.2.2.5060 > 192.0.2.1.5060: SIP, length: 50',
      '\tSIP/2.0 200 OK',
      '\tVia: SIP/2.0/UDP 192.0.2.1',
      '\tContent-Length: 0',
      '',
    ].join('\n');
    const reading = readText(text);
    assertSound(text, reading);
    assert.deepEqual(reading.records.map(summary), [
      'missing 64682965944 192.0.2.1:5060 > 192.0.2.2:5060 UDP - OPTIONS',
      'missing 64683000000 192.0.2.2:5060 > 192.0.2.1:5060 UDP - SIP/2.0 200',
    ]);
  });

  it('keeps the packet of a second message in the same TCP segment', () => {
    const text = [
      'T 2026/01/31 10:00:00.000001 192.0.2.1:5060 -> 192.0.2.2:5061 [AP] #4',
      'SIP/2.0 100 Trying.',
      'CSeq: 1 INVITE.',
      'Content-Length: 0.',
      '.',
      'SIP/2.0 180 Ringing.',
      'CSeq: 1 INVITE.',
      'Content-Length: 0.',
      '.',
      '',
      '',
    ].join('\n');
    const reading = readText(text);
    assertSound(text, reading);
    assert.deepEqual(reading.records.map(summary), [
      '2026-01-31T10:00:00.000001Z 192.0.2.1:5060 > 192.0.2.2:5061 TCP - SIP/2.0 100',
      '2026-01-31T10:00:00.000001Z 192.0.2.1:5060 > 192.0.2.2:5061 TCP - SIP/2.0 180',
    ]);
  });

  it('joins segments between which other packets stand', () => {
    const text = [
      'T 192.0.2.1:5060 -> 192.0.2.2:5061 [A] #1',
      'INVITE sip:a@192.0.2.2 SIP/2.0.',
      'Via: SIP/2.0/TCP 192.0.2.1.',
      'Content-Le',
      '',
      'T 192.0.2.9:5060 -> 192.0.2.2:5061 [AP] #2',
      'BYE sip:b@192.0.2.2 SIP/2.0.',
      'Via: SIP/2.0/TCP 192.0.2.9.',
      'Content-Length: 0.',
      '.',
      '',
      '',
      'T 192.0.2.1:5060 -> 192.0.2.2:5061 [AP] #3',
      'ngth: 5.',
      '.',
      'v=0.',
      '',
      '',
      'T 192.0.2.1:5060 -> 192.0.2.2:5061 [AP] #4',
      'ACK sip:a@192.0.2.2 SIP/2.0.',
      'Via: SIP/2.0/TCP 192.0.2.1.',
      'Content-Length: 0.',
      '.',
      '',
      '',
    ].join('\n');
    const reading = readText(text);
    assertSound(text, reading);
    assert.deepEqual(
      reading.records.map((record) => record.content.slice(0, 6)),
      ['INVITE', 'BYE si', 'ACK si'],
    );
    const [invite] = reading.records;
    assert.ok(invite !== undefined);
    assert.ok(invite.content.endsWith('Content-Length: 5\n\nv=0\n'));
    assert.equal(
      text.slice(invite.continuations[0]?.start, invite.continuations[0]?.end),
      'ngth: 5.\n.\nv=0.\n',
    );
  });

  it('takes blank lines out that stand behind every line', () => {
    const lines = ['INVITE sip:a@b SIP/2.0', 'Via: SIP/2.0/WSS h', 'Content-Length: 13', '', 'v=0', 's=long'];
    for (const lost of [false, true]) {
      const kept = lines.filter((line) => line !== '' || !lost);
      const text = `Received WebSocket text message:\n\n${kept.map((line) => `${line}\n\n`).join('')}app.js:7\nsomething\n`;
      const reading = readText(text);
      assertSound(text, reading);
      assert.equal(reading.format, 'sip-js');
      assert.deepEqual(
        reading.records.map(({ content }) => content),
        [`${kept.join('\n')}\n`],
      );
    }
  });

  it('takes a missing year from a Date header of the same day, else leaves it open', () => {
    const cisco = (time: string, header: string): string =>
      `*${time}: //-1/xxxxxxxxxxxx/SIP/Msg/ccsipDisplayMsg:\nSent:\nOPTIONS sip:a@b SIP/2.0\nVia: SIP/2.0/UDP h\n${header}Content-Length: 0\n\n`;
    const times = (...messages: readonly string[]): readonly string[] =>
      readText(messages.join('')).records.map((record) => summary(record).split(' - ')[0] ?? '');
    assert.deepEqual(
      times(
        cisco('Dec 31 23:59:59.000', ''),
        cisco('Jan  1 00:00:01.500', 'Date: Thu, 01 Jan 2026 00:00:01 GMT\n'),
        cisco('Jan  2 10:00:00.000', 'Date: Sat, 10 Jul 2010 20:09:26 GMT\n'),
      ),
      ['2025-12-31T23:59:59.000000Z', '2026-01-01T00:00:01.500000Z', '2026-01-02T10:00:00.000000Z'],
    );
    assert.match(
      times(cisco('Jan  2 10:00:00.000', 'Date: Sat, 10 Jul 2010 20:09:26 GMT\n')).join(),
      /^year-missing/,
    );
  });

  it('reads a router whose log a collector put its own before', () => {
    for (const before of ['<191>900: rtr1: 700: ', 'Mar  4 11:00:00 192.0.2.99 900: ', '4001: .']) {
      const head = `${before}Mar  4 10:00:00.050 CET: //-1/A1B2/SIP/Msg/ccsipDisplayMsg:\n`;
      const message = 'OPTIONS sip:b@192.0.2.2 SIP/2.0\nCall-ID: a\nCSeq: 1 OPTIONS\n\n';
      const text = `${head}Sent:\n${message}${head}Received: SIP UDP message from 192.0.2.1:5060 to 192.0.2.2:5060\n${message}`;
      assert.deepEqual(
        readText(text).records.map(({ meta }) => [
          toIsoAsFarAsKnown(meta.time),
          meta.source?.address ?? null,
        ]),
        [
          ['--03-04T10:00:00.050000', null],
          ['--03-04T10:00:00.050000', '192.0.2.1'],
        ],
        before,
      );
    }
  });

  it('reads a router that tells the time since its start', () => {
    const text =
      '00:11:29: //-1/xxxxxxxxxxxx/SIP/Msg/ccsipDisplayMsg:\nReceived: \nSIP/2.0 200 OK\nVia: SIP/2.0/UDP h\nCSeq: 1 BYE\n\n00:11:30: //1/SIP/x\n';
    assert.deepEqual(readText(text).records.map(summary), [
      'relative 689000000 - > - - received SIP/2.0 200',
    ]);
  });

  it('takes an arrow before a start line that no format knows for its direction', () => {
    const rest = 'Via: SIP/2.0/UDP h\nContent-Length: 0\n\n';
    const text = `2026-01-31 10:00:00.123 ep INFO <<< OPTIONS sip:a@b SIP/2.0\n${rest}2026-01-31 10:00:00.456 ep INFO >>> SIP/2.0 200 OK\n${rest}`;
    assert.deepEqual(readText(text).records.map(summary), [
      '2026-01-31T10:00:00.123000Z - > - - received OPTIONS',
      '2026-01-31T10:00:00.456000Z - > - - sent SIP/2.0 200',
    ]);
  });

  it('keeps addresses that were masked', () => {
    const text =
      'recv 81 bytes from udp/[XX.XX.XX.X1]:5060 at 13:57:57.805717:\nSIP/2.0 200 OK\nVia: SIP/2.0/UDP h\nl: 0\n\n' +
      'U 2014/04/14 17:05:04.057430 xx.xx.xx.123:50040 -> xx.xx.xx.3:5060\nSIP/2.0 200 OK.\nVia: SIP/2.0/UDP h.\nl: 0.\n.\n\n';
    assert.deepEqual(readText(text).records.map(summary), [
      'missing 50277805717 XX.XX.XX.X1:5060 > - UDP received SIP/2.0 200',
      '2014-04-14T17:05:04.057430Z xx.xx.xx.123:50040 > xx.xx.xx.3:5060 UDP - SIP/2.0 200',
    ]);
  });

  it('takes the lines of sipp -trace_shortmsg for what they are: no messages', () => {
    const text =
      '2026-11-20\t05:56:41.012864\t1795154201.012864\tS\t1@h\tCSeq:1 INVITE\tINVITE sip:a@b SIP/2.0\n' +
      '2026-11-20\t05:56:41.012935\t1795154201.012935\tR\t1@h\tCSeq:1 INVITE\tSIP/2.0 100 Trying\n';
    assert.deepEqual(readText(text).records, []);
  });

  it('reads sipgrep, which colours start lines and parameters', () => {
    const text = [
      'U 2026/01/31 10:00:00.000001 192.0.2.1:5060 -> 192.0.2.2:5060',
      '',
      'SIP/2.0 \u001b[1m\u001b[33m180 Ringing.\u001b[0m',
      'Via: SIP/2.0/UDP h;\u001b[1m\u001b[36mbranch=z9hG4bK1.\u001b[0m',
      'Content-Length: 0.',
      '.',
      '',
      '',
    ].join('\n');
    const reading = readText(text);
    assertSound(text, reading);
    assert.deepEqual(
      reading.records.map(({ content, format }) => [format, content]),
      [['ngrep-byline', 'SIP/2.0 180 Ringing\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\nContent-Length: 0\n\n']],
    );
  });

  it('names the format of most records', () => {
    const sngrep = fixture('01-inbound-ok.sngrep.txt').text;
    const text = `OPTIONS sip:a@b SIP/2.0\nVia: x\nContent-Length: 0\n\n${sngrep}`;
    const reading = readText(text);
    assert.equal(reading.format, 'sngrep');
    assert.deepEqual(
      reading.records.map(({ format }) => format),
      ['bare', ...Array<string>(7).fill('sngrep')],
    );
  });

  it('finds nothing in prose and summaries', () => {
    for (const text of [
      '',
      'We sent INVITE sip:a@b SIP/2.0\nand heard nothing.\n',
      'It answered SIP/2.0 200 OK\nNote: late\n',
      '05:40:24.467142 IP 192.0.2.1.5060 > 192.0.2.2.5060: SIP: INVITE sip:a@b SIP/2.0\n',
      '    Request-Line: INVITE sip:a@b SIP/2.0\n        Method: INVITE\n',
    ]) {
      assert.deepEqual(readText(text), { format: 'text', records: [], directives: [] });
    }
  });
});

/** The same messages, apart from how the log prints line ends. */
function sameContent(records: readonly TextRecord[], expected: readonly TextRecord[]): void {
  assert.deepEqual(records.map(startLine), expected.map(startLine));
  assert.deepEqual(
    records.map((record) => header(record, 'Call-ID')),
    expected.map((record) => header(record, 'Call-ID')),
  );
  assert.deepEqual(
    records.map((record) => record.content.replaceAll('\r\n', '\n')),
    expected.map((record) => record.content.replaceAll('\r\n', '\n')),
  );
}
