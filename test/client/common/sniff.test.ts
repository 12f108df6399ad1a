import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sniff } from '../../../client/common/sniff';
import { quickest } from '../../support/cpu-time';

const fixtures = join(import.meta.dirname, '../../fixtures/integration');

describe('sniffing at plain text', () => {
  for (const name of readdirSync(fixtures)) {
    const expected = name.endsWith('.sdp') ? 'sdp' : name === 'startup.log' ? undefined : 'sip-trace';
    it(`takes ${name} for ${expected ?? 'plain text'}`, () => {
      assert.equal(sniff(readFileSync(join(fixtures, name), 'utf8').split('\n')), expected);
    });
  }

  const message = [
    'OPTIONS sip:sbc1.contoso.com:5061 SIP/2.0',
    'Via: SIP/2.0/TLS 192.0.2.1:5061;branch=z9hG4bK1',
    'Call-ID: 1@192.0.2.1',
  ];

  const traces: Readonly<Record<string, readonly string[]>> = {
    'a bare request': message,
    'a response in compact form': ['SIP/2.0 200 OK', 'v: SIP/2.0/UDP 192.0.2.1', 'i: 1@192.0.2.1'],
    'ngrep, which ends lines in a dot': message.map((line) => `${line}.`),
    'tcpdump -A, which puts the packet’s header before the start line': [
      '05:40:24.467142 IP 203.0.113.10.5060 > 198.51.100.5.5060: SIP: OPTIONS',
      `E..i..@.@.....q..3d.......U.${message[0] ?? ''}`,
      ...message.slice(1),
    ],
    'a log with its own prefix on every line': message.map((line) => `[Mar 30 13:35:40] VERBOSE[12] ${line}`),
    'lines that are indented': message.map((line) => `   ${line}`),
    'a message after other lines': [...Array<string>(500).fill('INFO: idle'), ...message],
  };
  for (const [what, lines] of Object.entries(traces)) {
    it(`recognises ${what}`, () => {
      assert.equal(sniff(lines), 'sip-trace');
    });
  }

  it('recognises an SDP below comments', () => {
    assert.equal(sniff(['#!side sbc', '', 'v=0', 'o=- 1 1 IN IP4 192.0.2.1']), 'sdp');
  });

  const others: Readonly<Record<string, readonly string[]>> = {
    'an empty text': [],
    'prose about SIP': [
      'A response starts with SIP/2.0 200 OK and so on.',
      'From: is a header, as is To: or Via:',
    ],
    'a mail': ['From: alice@example.com', 'To: bob@example.com', 'Subject: SIP/2.0'],
    'an HTTP log': ['GET / HTTP/1.1', 'Host: example.com', 'HTTP/1.1 200 OK'],
    'a start line with one header only': [message[0] ?? '', message[2] ?? ''],
    'headers long after the start line': [
      message[0] ?? '',
      ...Array<string>(100).fill('x'),
      ...message.slice(1),
    ],
    'a version file': ['v=0', '', 'the first version'],
  };
  for (const [what, lines] of Object.entries(others)) {
    it(`leaves ${what}`, () => {
      assert.equal(sniff(lines), undefined);
    });
  }

  it('reads no further than it must', () => {
    let read = 0;
    function* endless(): Iterable<string> {
      for (;;) {
        read += 1;
        yield 'x'.repeat(1000);
      }
    }
    assert.equal(sniff(endless()), undefined);
    assert.ok(read < 200, `${read} lines were read`);
  });

  it('is quick with a line of 10 MB', () => {
    const line = `INVITE sip:${'INVITE sip:'.repeat(1_000_000)}`;
    assert.ok(quickest(() => assert.equal(sniff([line]), undefined)) < 1000);
  });
});
