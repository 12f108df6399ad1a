/** Captures as trace text: what stands in it, that it reads back, and that it says what the text logs say. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { analyse } from '../../../server/engine/analysis/analyse';
import type { Analysis } from '../../../server/engine/analysis/model';
import { toHex } from '../../../server/engine/basics/bytes';
import { readHead, writeHead, type BlockHead } from '../../../server/engine/trace-text/head';
import { parsePacket, stunOf } from '../../../server/engine/trace-text/packet';
import { renderCapture } from '../../../server/engine/trace-text/render';
import { isSip } from '../../../server/engine/traces/message';
import { readText } from '../../../server/engine/traces/read';
import { filesBelow, sharedPath, skipUnshared } from '../../support/shared';

const captures = sharedPath('captures/pcap');

function rendered(file: string, keyLog = ''): string {
  const rendering = renderCapture([new Uint8Array(fs.readFileSync(file))], keyLog);
  assert.equal(rendering.kind, 'rendered', file);
  return rendering.capture.text;
}

function capture(name: string): string | null {
  return captures === null ? null : path.join(captures, name);
}

/** What every shape of a call shows alike: start lines and findings. sngrep puts them in order of calls, so sorted. */
/** What text and capture of one call have in common: text that holds SIP alone tells nothing of packets. */
function substance({ trace, findings }: Analysis): object {
  return {
    messages: trace.messages
      .filter(isSip)
      .map(({ parsed }) => parsed.content.slice(parsed.startLine.start, parsed.startLine.end))
      .sort(),
    findings: findings
      .filter(({ rule }) => rule.scope !== 'packet')
      .map(({ rule, severity, message }) => `${rule.id} ${severity} ${message}`)
      .sort(),
  };
}

describe('trace text', () => {
  const head: BlockHead = {
    frame: 4,
    time: { micros: 1795154221774256, date: 'full' },
    transport: 'UDP',
    source: { address: '192.0.2.1', port: 5060 },
    destination: { address: '2001:db8::1', port: 50000 },
    kind: 'sip',
    notes: '1367 octets, received',
  };

  it('writes and reads a head', () => {
    assert.equal(
      writeHead(head),
      '=== 4  2026-11-20T05:57:01.774256Z  UDP 192.0.2.1:5060 -> [2001:db8::1]:50000  SIP 1367 octets, received',
    );
    assert.deepEqual(readHead(writeHead(head)), head);
    const bare: BlockHead = { ...head, time: null, source: null, kind: 'rtp', notes: '' };
    assert.deepEqual(readHead(writeHead(bare)), bare);
    const day: BlockHead = { ...head, time: { micros: 3_600_000_001, date: 'missing' } };
    assert.deepEqual(readHead(writeHead(day)), day);
  });

  it('says of its first message alone whose it is, and of all the profile', () => {
    const block = (frame: number, content: string): string =>
      `=== ${frame}  -  UDP 192.0.2.1:5060 -> 192.0.2.2:5060  SIP ${content.length + 2} octets\n${content}\n`;
    const options = 'OPTIONS sip:a@192.0.2.2 SIP/2.0';
    const packet = '=== 1  -  UDP 192.0.2.1:5 -> 192.0.2.2:5  DNS query\n\n';
    const { records } = readText(
      `#!trace-text 1\n#!side sbc\n#!profile rfc\n\n${packet}${block(2, options)}\n${block(3, options)}`,
    );
    assert.deepEqual(
      records.map(({ directives }) => [directives.side, directives.profile]),
      [
        [null, 'rfc'],
        ['sbc', 'rfc'],
        [null, 'rfc'],
      ],
    );
  });

  it('takes no other line for a head', () => {
    for (const line of [
      '',
      '===',
      '=== x',
      '=== 4  -  UDP a -> b',
      '=== 4  -  UDP a b  SIP',
      '=== 4  -  UDP a -> b  XYZ',
    ]) {
      assert.equal(readHead(line), null, line);
    }
    fc.assert(
      fc.property(fc.string(), (line) => {
        readHead(`=== ${line}`);
      }),
    );
  });

  it('keeps a message whole that holds a line like a head, by its octets', () => {
    const body = 'x\n=== 9  -  UDP 192.0.2.1:1 -> 192.0.2.2:2  SIP 10 octets\ny\n';
    const sip = `MESSAGE sip:a@b SIP/2.0\nCall-ID: 1\nContent-Length: 99\n\n${body}`;
    const octets = Buffer.byteLength(sip.replaceAll('\n', '\r\n'));
    const text = `#!trace-text 1\n\n${writeHead({ ...head, notes: `${octets} octets` })}\n${sip}\n${writeHead({ ...head, frame: 5, notes: '38 octets' })}\nOPTIONS sip:a@b SIP/2.0\nCall-ID: 2\n\n`;
    const { trace } = analyse(text);
    assert.deepEqual(
      trace.messages.map(({ record }) => record.meta.frame),
      [4, 5],
    );
    assert.ok(trace.messages[0]?.parsed.content.endsWith('y\n'));
  });

  it('shows checks, nominations and streams of a call, and reads them back', function () {
    const file = capture('03-forked.pcapng');
    if (file === null) skipUnshared(this);
    const { trace } = analyse(rendered(file));
    const packets = trace.messages.flatMap(({ parsed, record }) =>
      parsed.kind === 'packet' ? [{ parsed, frame: record.meta.frame }] : [],
    );
    const check = packets.find(({ frame }) => frame === 4)?.parsed;
    const stun = check === undefined ? null : stunOf(check);
    assert.equal(stun?.transactionId, 'e485052bbb68d5afddcb71a3');
    assert.equal(stun.fingerprint, 'good');
    assert.ok(packets.some(({ frame, parsed }) => frame === 6 && parsed.title.includes('USE-CANDIDATE')));
    // The one packet that went to the wrong fork.
    assert.ok(packets.some(({ frame, parsed }) => frame === 405 && parsed.type === 'rtp'));
  });

  it('says of every capture what the text that sngrep saved of it says', function () {
    const texts = sharedPath('captures/text');
    if (captures === null || texts === null) skipUnshared(this);
    let compared = 0;
    for (const file of filesBelow(captures).filter((each) => /\.pcap(ng)?$/.test(each))) {
      const name = path.basename(file).replace(/\.pcap(ng)?$/, '');
      const saved = path.join(texts, `${name}.sngrep.txt`);
      // Encrypted without keys, sngrep saw nothing.
      if (name.startsWith('01h')) continue;
      assert.deepEqual(
        substance(analyse(rendered(file))),
        substance(analyse(fs.readFileSync(saved, 'utf8'))),
        name,
      );
      compared++;
    }
    assert.ok(compared >= 24);
  });

  it('has whole packets of SRTP and SRTCP, which read back as they were', function () {
    const file = capture('03-forked.pcapng');
    if (file === null) skipUnshared(this);
    const blocks = analyse(rendered(file)).trace.messages.flatMap(({ parsed }) =>
      parsed.kind === 'packet' ? [parsed] : [],
    );
    const rtp = blocks.find((block) => block.type === 'rtp')?.stream;
    const rtcp = blocks.find((block) => block.type === 'rtcp')?.octets;
    assert.deepEqual(
      rtp?.samples.map(({ frame, after, rollovers, bytes }) => [frame, after, rollovers, bytes.length]),
      [
        [8, 0, 0, 182],
        [80, 640_244, 0, 182],
        [176, 1_280_567, 0, 182],
        [272, 1_920_855, 0, 182],
        [369, 2_560_618, 0, 182],
        [400, 2_760_491, 0, 182],
      ],
    );
    assert.deepEqual(
      [rtp.ssrc, rtp.packets, rtp.octets, rtp.last?.micros],
      [0x7f83b466, 139, 25_298, 1_795_153_647_581_474],
    );
    assert.deepEqual(rtp.payloadTypes, [{ payloadType: 0, packets: 139, jitter: 0.3 }]);
    assert.equal(toHex(rtcp ?? new Uint8Array(0)).slice(0, 16), '80c800067f83b466');
  });

  it('reads lines of samples that were edited as far as they make sense', () => {
    const line = (text: string): number | null => {
      const head = '=== 4  -  UDP 192.0.2.1:1 -> 192.0.2.2:2  RTP 3 packets';
      const block = parsePacket(`${head}\n${text}\n`);
      return block.type === 'rtp' ? block.stream.samples.length : null;
    };
    assert.equal(line('packet 4, after 0.000000 s, rollover 0, octets 8000'), 1);
    assert.equal(line('packet 4, after 0.000000 s, rollover 0, octets 800'), 0);
    assert.equal(line('packet 4, after 0.000000 s, rollover 0, octets 80x0'), 0);
    assert.equal(line('packet x, after 0.000000 s, rollover 0, octets 8000'), 0);
    assert.equal(line('packet 4'), 0);
  });

  it('reads what is encrypted with a key log, its own or another file, and says what is missing without', function () {
    if (captures === null) skipUnshared(this);
    const sealed = path.join(captures, '01h-inbound-tls.pcapng');
    const keys = fs.readFileSync(path.join(captures, '01h-inbound-tls.keylog.txt'), 'utf8');
    const count = (text: string): number => analyse(text).trace.messages.filter(isSip).length;
    assert.equal(count(rendered(sealed, keys)), 7);
    assert.equal(count(rendered(path.join(captures, '01h-inbound-tls.with-secrets.pcapng'))), 7);
    assert.equal(count(rendered(sealed)), 0);
    assert.match(rendered(sealed), /TLS TLS 1\.2, not decrypted\n[^]*?missing no key for client random/);
  });

  it('is the same for the same capture in other containers', function () {
    const folder = sharedPath('captures/formats');
    if (captures === null || folder === null) skipUnshared(this);
    const expected = substance(analyse(rendered(path.join(captures, '01-inbound-ok.pcapng'))));
    for (const name of [
      '01.modified.pcap',
      '01.rawip.pcapng',
      '01.snoop',
      '01.usec.pcap',
      '01.k12.txt',
      '01.pcapng.gz',
    ]) {
      assert.deepEqual(substance(analyse(rendered(path.join(folder, name)))), expected, name);
    }
  });

  it('comes out the same when it is read and written again', function () {
    const file = capture('01e-inbound-tcp.pcapng');
    if (file === null) skipUnshared(this);
    const text = rendered(file);
    const { trace } = analyse(text);
    const again = trace.messages.map(({ record }) => text.slice(record.span.start, record.span.end)).join('');
    assert.equal(text.slice(text.indexOf('\n=== ') + 1, text.indexOf('=== conversations')), again);
    assert.deepEqual(
      trace.messages.map(({ record: { meta } }) => meta.frame),
      [...trace.messages.map(({ record: { meta } }) => meta.frame)].sort((a, b) => (a ?? 0) - (b ?? 0)),
    );
  });

  it('never throws on a capture that is cut or damaged', function () {
    const file = capture('01f-inbound-ipfrag.pcapng');
    if (file === null) skipUnshared(this);
    const bytes = new Uint8Array(fs.readFileSync(file));
    fc.assert(
      fc.property(
        fc.nat(bytes.length),
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 20 }),
        (length, damage) => {
          const damaged = bytes.slice(0, length);
          for (const [at, value] of damage) if (at < length) damaged[at] = value;
          const rendering = renderCapture([damaged]);
          if (rendering.kind === 'rendered') analyse(rendering.capture.text);
        },
      ),
      { numRuns: 60 },
    );
  });
});
