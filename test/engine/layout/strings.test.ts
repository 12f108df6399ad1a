/** Messages within strings are those that were put there, with all that the strings' neighbours tell. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { analyse } from '../../../server/engine/analysis/analyse';
import { toTrace } from '../../../server/engine/basics/span';
import { endpointText } from '../../../server/engine/text/endpoint';
import type { TextRecord } from '../../../server/engine/text/record';
import { readText } from '../../../server/engine/traces/read';
import { toIsoAsFarAsKnown } from '../../../shared/times';
import { cpuTime } from '../../support/cpu-time';
import { assertSound } from '../text/messages';
import { stringShapes, type Stored } from '../../support/string-shapes';

const sample = fs.readFileSync(path.resolve('samples/inbound-crypto-tag.log'), 'utf8');
const base = Date.UTC(2026, 0, 31, 10, 0, 0, 50);

const stored: readonly Stored[] = readText(sample).records.map(({ content, meta }, place) => ({
  time: new Date(base + place * 250).toISOString(),
  source: [meta.source?.address ?? '192.0.2.1', meta.source?.port ?? 5060],
  destination: [meta.destination?.address ?? '192.0.2.2', meta.destination?.port ?? 5062],
  direction: place % 2 === 0 ? 'received' : 'sent',
  message: content.replaceAll(/\r?\n/g, '\r\n'),
}));

/** As sngrep would save them. */
const plain = stored
  .map(({ time, source, destination, message }) => {
    const stamp = time.replaceAll('-', '/').replace('T', ' ').replace('Z', '000');
    return `${stamp} ${source.join(':')} -> ${destination.join(':')}\r\n${message}\r\n`;
  })
  .join('');

function told({ meta, content }: TextRecord, tells: string): readonly string[] {
  const { time, source, destination, direction } = meta;
  return [
    content.replaceAll('\r\n', '\n').trimEnd(),
    tells === 'nothing' ? '' : (toIsoAsFarAsKnown(time) ?? '-'),
    ...(tells === 'all' || tells === 'ends' ? [endpointText(source), endpointText(destination)] : []),
    tells === 'all' ? (direction ?? '-') : '',
  ];
}

function wanted({ time, source, destination, direction, message }: Stored, tells: string): readonly string[] {
  return [
    message.replaceAll('\r\n', '\n').trimEnd(),
    tells === 'nothing' ? '' : time.replace('Z', '000Z'),
    ...(tells === 'all' || tells === 'ends' ? [source.join(':'), destination.join(':')] : []),
    tells === 'all' ? direction : '',
  ];
}

/** Findings without their places, that nothing but the form of the file decides apart. */
function findingsOf(text: string): readonly string[] {
  return analyse(text)
    .findings.map(({ rule, message }) => `${rule.id} ${message}`)
    .filter((finding) => !finding.startsWith('sip-content-length'))
    .sort();
}

describe('messages within strings', () => {
  const expected = findingsOf(plain);

  it('have something to find', () => {
    assert.ok(stored.length > 4 && expected.length > 0);
  });

  for (const [shape, { write, tells }] of Object.entries(stringShapes)) {
    it(`are read from ${shape}`, () => {
      const text = write(stored);
      const reading = readText(text);
      const { records } = reading;
      assert.deepEqual(
        records.map((record) => told(record, tells)),
        stored.map((each) => wanted(each, tells)),
      );
      for (const [place, record] of records.entries()) {
        const next = records[place + 1];
        assert.ok(next === undefined || record.span.end <= next.span.start, `record ${place} overlaps`);
        assert.ok(record.preamble.start <= record.message.start && record.message.end <= text.length);
        if (/base64|octets|Wireshark/.test(shape)) continue;
        if (place === 0) assertSound(text, reading);
        const at = toTrace(record.map, record.content.search(/call-id/i)) + record.span.start;
        assert.match(text.slice(at, at + 7), /call-id/i);
      }
      if (tells !== 'nothing') assert.deepEqual(findingsOf(text), expected);
    });
  }

  it('are descriptions, too, with what the line above says they are', () => {
    const sdp = (port: number): string =>
      `v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio ${port} RTP/AVP 0\r\n`;
    const line = (text: string): string => JSON.stringify(text).slice(1, -1);
    const syslog = (text: string): string => text.replaceAll('\r\n', '#015#012');
    const dump = `Jan 31 10:00:00 sbc rtpengine[7]: DEBUG: [a]: Dump for 'answer' from 127.0.0.1:9: { "sdp": "${syslog(sdp(2))}", "command": "answer" }`;
    const half = dump.indexOf('192.0.2.1#015#012t') + 4;
    const written = [
      `2026-01-31 10:00:00 RTC remote offer: ${line(sdp(1))}`,
      `${dump.slice(0, half)} ...\nJan 31 10:00:00 sbc rtpengine[7]: DEBUG: [a]: ... ${dump.slice(half)}`,
      JSON.stringify({ jsonrpc: '2.0', method: 'verto.invite', params: { type: 'offer', sdp: sdp(3) } }),
      `[1638201172.5] DEBUG: Dump for 'answer' from 127.0.0.1:9: { "sdp": "${sdp(4)}", "ICE": "remove" }`,
      'Jan 31 10:00:01 sbc rtpengine[7]: INFO: [a]: done',
    ].join('\n');
    const reading = readText(written);
    assertSound(written, reading);
    assert.deepEqual(
      reading.records.map(({ kind, content, directives }) => [kind, content.trimEnd(), directives.role]),
      ['offer', 'answer', 'offer', 'answer'].map((role, place) => ['sdp', sdp(place + 1).trimEnd(), role]),
    );
  });

  it('are read where all of a log is one', () => {
    const lines = plain.split('\r\n');
    const prefixed = lines.map((line) => `2026-01-31T10:00:00Z sbc-1 ${line}`);
    const wanted = readText(plain).records.map(({ content }) => content.trimEnd());
    for (const text of [
      lines.join('\\r\\n'),
      `b'${lines.join('\\n')}'\n`,
      lines.join('#015#012'),
      JSON.stringify({ log: prefixed.join('\r\n') }),
      prefixed.join('\\n'),
    ]) {
      const { records } = readText(text);
      assert.deepEqual(
        records.map(({ content }) => content.replaceAll(/\r?\n/g, '\r\n').replace(/\s*'?\s*$/, '')),
        wanted,
      );
      assert.ok(records.every(({ meta }) => meta.time !== null && meta.source !== null));
    }
  });

  it('keep the line end behind them where each stands on a line', () => {
    const rows = stored.map(({ time, message }) => `${time}\t${message.replaceAll('\r\n', '\\r\\n')}\n`);
    const { records } = readText(rows.join(''));
    assert.deepEqual(
      records.map(({ content }) => content),
      stored.map(({ message }) => message),
    );
  });

  it('are none where a string only speaks of SIP', () => {
    const code = [
      'const first = "INVITE sip:b@example.com SIP/2.0\\r\\n" +',
      '  "Via: SIP/2.0/UDP 192.0.2.1\\r\\n";',
      'if (line.startsWith("SIP/2.0 200 OK\\r\\n")) throw new Error("v=0\\n");',
      '{"log":"expected SIP/2.0 200 OK\\n but got nothing","time":"2026-01-31T10:00:00Z"}',
      'time,message',
      '1,"SIP/2.0 200 OK"',
    ].join('\n');
    assert.deepEqual(readText(code).records, []);
  });

  it('are not cut where a piece stands in other quotes', () => {
    const pieces = [
      "'INVITE sip:a@b SIP/2.0\\r\\n'",
      "'Via: x\\r\\n'",
      `"To: O'Brien <sip:b@b>\\r\\n"`,
      "'l: 0\\r\\n'",
    ];
    assert.deepEqual(readText(`{'data': ${pieces.join('\n  ')}}`).records, []);
  });

  it('are UTF-8 where their octets are, else Latin-1', () => {
    const octets = Buffer.concat([
      Buffer.from('OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h\r\nSubject: Jörg €😀 x'),
      Buffer.from([0xfc]),
      Buffer.from('\r\nl: 0\r\n\r\n'),
    ]);
    const code = (octet: number, base: 8 | 16): string =>
      octet.toString(base).padStart(base === 8 ? 3 : 2, '0');
    const escape = (mark: string, base: 8 | 16): string =>
      Array.from(octets, (octet) =>
        octet < 32 || octet > 126 ? mark + code(octet, base) : String.fromCharCode(octet),
      ).join('');
    for (const text of [
      octets.toString('base64'),
      escape('%', 16).replaceAll(' ', '%20'),
      `[${[...octets].join(' ')}]`,
      `data=b'${escape('\\x', 16)}'`,
      `data="${escape('\\', 8)}"`,
    ]) {
      const [record] = readText(`${text}\n`).records;
      assert.equal(/Subject: (.*)/.exec(record?.content ?? '')?.[1], 'Jörg €😀 xü', text);
    }
  });

  it('are none in boxes, and whole below a rule', () => {
    const box = '+---------------------+\n| SIP/2.0 200 OK      |\n+---------------------+\n';
    assert.deepEqual(readText(box).records, []);
    assert.equal(
      readText(`The trace\n---------\n${plain.replaceAll(/^/gm, ' ')}`).records.length,
      stored.length,
    );
  });

  it('are taken out of rows that a mail quotes', () => {
    const rows = stringShapes["psql's rows"]?.write(stored) ?? '';
    const { records } = readText(`Hi,\n\n${rows.replaceAll(/^/gm, '> ')}`);
    assert.deepEqual(
      records.map((record) => told(record, 'all')),
      stored.map((each) => wanted(each, 'all')),
    );
  });

  it('are looked for in rows and pieces that never end in linear time', () => {
    for (const row of [
      '├───┤\n│ INVITE sip:x SIP/2.0\nx\n',
      '+----+\n* INVITE sip:x SIP/2.0\n',
      "'SIP/2.0\\n'\n ",
    ]) {
      const cost = (times: number): number => {
        const text = `+---+\\n\n${row.repeat(times)}`;
        const before = cpuTime();
        readText(text);
        return cpuTime() - before;
      };
      cost(1000);
      assert.ok(cost(160_000) < 16 * cost(20_000) + 200, row);
    }
  });

  it('end before the next record begins, whatever stands between them', () => {
    const text =
      'SIP/2.0 200 OK  "a": "Via: x\\r\\nl: 0\\r\\n",p: OPTIONS sip:a@b SIP/2.0#015#012Via: x#015#012l: 0#015#012#015#012\n';
    assertSound(text, readText(text));
  });

  it('are taken out of a line of any length in linear time', () => {
    const cost = (times: number): number => {
      const text = JSON.stringify(
        Array.from({ length: times }, () => ({ time: 1772618400, sip: stored[1]?.message })),
      );
      const before = cpuTime();
      assert.equal(readText(text).records.length, times);
      return cpuTime() - before;
    };
    cost(100);
    assert.ok(cost(8000) < 30 * cost(1000) + 200);
  });
});
