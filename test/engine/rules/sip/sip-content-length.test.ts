import assert from 'node:assert/strict';
import fs from 'node:fs';
import { analyse } from '../../../../server/engine/analysis/analyse';
import type { Finding } from '../../../../server/engine/analysis/model';
import { renderCapture } from '../../../../server/engine/trace-text/render';
import { ethernet, hex as hexOctets, ipv4, octets, pcap, udp } from '../../capture/build';
import { sharedPath, skipUnshared } from '../../../support/shared';

const id = 'sip-content-length';

const body = [
  'v=0',
  'o=- 1 1 IN IP4 192.0.2.1',
  's=-',
  'c=IN IP4 192.0.2.1',
  't=0 0',
  'm=audio 5004 RTP/AVP 0',
];
const sent = body.join('\r\n').length + 2;

interface Message {
  readonly length?: string | null;
  readonly transport?: string;
  readonly lineEnd?: string;
  readonly body?: readonly string[];
  readonly preamble?: string;
}

function message(of: Message): string {
  const length = of.length === undefined ? String(sent) : of.length;
  return [
    ...(of.preamble === undefined ? [] : [of.preamble]),
    'INVITE sip:b@example.com SIP/2.0',
    `Via: SIP/2.0/${of.transport ?? 'TLS'} 192.0.2.1;branch=z9hG4bK1`,
    'From: <sip:a@example.com>;tag=1',
    'To: <sip:b@example.com>',
    'Call-ID: length',
    'CSeq: 1 INVITE',
    'Content-Type: application/sdp',
    ...(length === null ? [] : [`Content-Length: ${length}`]),
    '',
    ...(of.body ?? body),
    '',
  ].join(of.lineEnd ?? '\r\n');
}

function found(text: string): readonly Finding[] {
  return analyse(text).findings.filter(({ rule }) => rule.id === id);
}

function severities(text: string): readonly string[] {
  return found(text).map(({ severity }) => severity);
}

const sngrep = '2026/11/20 05:40:24.467142 192.0.2.1:5060 -> 192.0.2.2:5060';

describe(id, () => {
  it('counts CRLF whatever the text shows', () => {
    assert.deepEqual(severities(message({})), []);
    assert.deepEqual(severities(message({ lineEnd: '\n' })), []);
    assert.deepEqual(severities(message({ lineEnd: '\n', length: String(sent - body.length) })), []);
  });

  it('counts octets, not characters', () => {
    const wide = body.with(2, 's=Müller €');
    assert.deepEqual(severities(message({ body: wide, length: String(sent - 1 + 11) })), []);
  });

  it('lets the last line end and padding pass', () => {
    assert.deepEqual(severities(message({ length: String(sent - 2) })), []);
    assert.deepEqual(severities(message({}).trimEnd()), []);
    assert.deepEqual(severities(message({ length: `    ${sent}  ` })), []);
  });

  it('is an error in a message with its CRLFs, too short or too long', () => {
    const next = message({ length: String(sent) });
    assert.deepEqual(severities(message({ length: String(sent - 9) })), ['error']);
    assert.deepEqual(severities(message({ length: String(sent + 9) }) + next), ['error']);
  });

  it('is an info in a log, and in a text without CRs', () => {
    const length = String(sent - 9);
    assert.deepEqual(severities(message({ length, preamble: sngrep, lineEnd: '\n' })), ['info']);
    assert.deepEqual(severities(message({ length, lineEnd: '\n' })), ['info']);
  });

  it('is an info where the file ends too early', () => {
    assert.deepEqual(severities(message({}).slice(0, -30)), ['info']);
  });

  it('wants the header on streams only', () => {
    assert.deepEqual(severities(message({ length: null, transport: 'TCP' })), ['error']);
    assert.deepEqual(severities(message({ length: null, transport: 'UDP' })), []);
    assert.deepEqual(severities(message({ length: null, transport: 'WSS' })), []);
  });

  it('wants a number, but lets documentation leave it out', () => {
    assert.deepEqual(severities(message({ length: '-1' })), ['error']);
    assert.deepEqual(severities(message({ length: '...' })), []);
  });

  it('puts the right number in', () => {
    const [finding] = found(message({ length: String(sent - 9) }));
    assert.deepEqual(
      finding?.fix?.edits.map(({ newText }) => newText),
      [String(sent)],
    );
  });

  it('finds nothing in real traces', function () {
    const folder = sharedPath('captures/text');
    if (folder === null || !fs.existsSync(folder)) {
      skipUnshared(this);
      return;
    }
    let messages = 0;
    for (const file of fs.readdirSync(folder)) {
      if (!/\.(?:sngrep|ngrep-byline|tcpdump-A)\.txt$/.test(file)) continue;
      const analysis = analyse(fs.readFileSync(`${folder}/${file}`, 'utf8'));
      messages += analysis.trace.messages.length;
      assert.deepEqual(
        analysis.findings.filter(({ rule }) => rule.id === id).map(({ message: text }) => `${file}: ${text}`),
        [],
      );
    }
    assert.ok(messages > 100);
  });

  it('counts the octets of a capture as they are', () => {
    const texts: readonly [name: string, body: Uint8Array][] = [
      ['CRLF', octets('a\r\nb\r\n')],
      ['LF', octets('a\nb\n')],
      ['LF, without the last one', octets('a\nb')],
      ['Latin-1', hexOctets('626f6e6ae96f7572')],
      ['UTF-8', octets('bonjour é€\r\n')],
    ];
    for (const [name, content] of texts) {
      for (const lineEnd of ['\r\n', '\n']) {
        const said = (length: number): readonly string[] => {
          const head = message({ length: String(length), transport: 'UDP', body: [] });
          const packet = octets(head.replaceAll('\r\n', lineEnd), content);
          const rendering = renderCapture([Buffer.from(pcap([ethernet(0x0800, ipv4(17, udp(packet)))]))]);
          assert.equal(rendering.kind, 'rendered');
          return severities(rendering.capture.text);
        };
        assert.deepEqual(said(content.length), [], name);
        assert.deepEqual(said(content.length - 1), ['error'], name);
        assert.deepEqual(said(content.length + 1), ['error'], name);
      }
    }
  });
});
