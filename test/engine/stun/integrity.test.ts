/** MESSAGE-INTEGRITY against passwords: the vectors of RFC 5769, and our captures with what was found out of them. */
import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { analyse } from '../../../server/engine/analysis/analyse';
import { LineIndex } from '../../../server/engine/basics/lines';
import { writeMessages } from '../../../server/engine/report/messages';
import { decidingIntegrity, StunKey } from '../../../server/engine/stun/integrity';
import type { StunMessage } from '../../../server/engine/stun/message';
import { parseStun } from '../../../server/engine/stun/parse';
import { renderCapture } from '../../../server/engine/trace-text/render';
import { ethernet, hex, ipv4, octets, type Part, pcap, two, udp } from '../capture/build';
import { fixtures } from '../capture/read-capture';
import { shared, skipUnshared } from '../../support/shared';
import { toldBy } from '../../support/list';

const PASSWORD = 'the password of the SBC';
const ICE_PASSWORD = 'abcdefghijklmnopqrstuv';

function attribute(type: number, value: Part): Part {
  const bytes = octets(value);
  return [two(type), two(bytes.length), bytes, new Uint8Array(-bytes.length & 3)];
}

interface Signing {
  readonly hash: 'sha1' | 'sha256';
  readonly key: string;
  /** Octets of the hash that are sent. */
  readonly length?: number;
}

/** A binding request, or a message of another type, with one integrity attribute after another. */
function signed(signings: readonly Signing[], attributes: Part = [], type = 0x0001): Uint8Array {
  let body = octets(attributes);
  const head = (length: number): Uint8Array =>
    octets(two(type), two(length), hex('2112a442 0102030405060708090a0b0c'));
  for (const { hash, key, length = hash === 'sha1' ? 20 : 32 } of signings) {
    const mac = createHmac(hash, key)
      .update(octets(head(body.length + 4 + length), body))
      .digest();
    body = octets(body, attribute(hash === 'sha1' ? 0x0008 : 0x001c, mac.subarray(0, length)));
  }
  return octets(head(body.length), body);
}

function parse(bytes: Uint8Array): StunMessage {
  const message = parseStun(bytes, 0, bytes.length);
  assert.ok(message !== null);
  return message;
}

function fits(bytes: Uint8Array, key: string | Uint8Array): boolean {
  const message = parse(bytes);
  const integrity = decidingIntegrity(message);
  return integrity !== null && new StunKey(key).hasSigned(message, integrity);
}

interface StunRow {
  readonly frame: number;
  readonly stun: { readonly class: string; readonly integrity: string } | null;
}

/** STUN as `messages --format json` tells it. */
function stunOf(
  bytes: Uint8Array,
  keyLog = '',
): readonly { frame: number; class: string; integrity: string }[] {
  const rendering = renderCapture([bytes], keyLog);
  assert.equal(rendering.kind, 'rendered');
  const { text } = rendering.capture;
  const { rows } = toldBy((writer) => {
    writeMessages(writer, analyse(text).trace, new LineIndex(text), null);
  });
  return (rows as readonly StunRow[]).flatMap(({ frame, stun }) =>
    stun === null ? [] : [{ frame, class: stun.class, integrity: stun.integrity }],
  );
}

describe('the integrity of a message', () => {
  it('fits the password that it was made with, and no other', () => {
    for (const hash of ['sha1', 'sha256'] as const) {
      const bytes = signed([{ hash, key: PASSWORD }], attribute(0x0006, 'a:b'));
      assert.ok(fits(bytes, PASSWORD));
      assert.ok(!fits(bytes, `${PASSWORD}.`));
      assert.ok(!fits(bytes, ''));
      const changed = bytes.slice();
      changed[24] = 0x62;
      assert.ok(!fits(changed, PASSWORD));
    }
  });

  it('of SHA-256 may be cut to sixteen octets, that of SHA-1 may not be cut', () => {
    const cut = (hash: Signing['hash'], length: number): boolean =>
      fits(signed([{ hash, key: PASSWORD, length }]), PASSWORD);
    assert.deepEqual(
      [32, 28, 16, 18, 12, 0].map((length) => cut('sha256', length)),
      [true, true, true, false, false, false],
    );
    assert.deepEqual(
      [20, 16, 1, 0].map((length) => cut('sha1', length)),
      [true, false, false, false],
    );
  });

  it('counts by the stronger hash where there are both', () => {
    const both = signed([
      { hash: 'sha1', key: 'another password' },
      { hash: 'sha256', key: PASSWORD },
    ]);
    assert.ok(fits(both, PASSWORD));
    assert.ok(!fits(both, 'another password'));
  });

  it('fits in the messages of RFC 5769', function () {
    const folder = path.join(shared, 'corpus/pcap/stun-messages');
    if (!fs.existsSync(folder)) skipUnshared(this);
    const vector = (name: string): Uint8Array =>
      fs.readFileSync(path.join(folder, `rfc5769-sample-${name}.bin`));
    for (const name of ['request', 'ipv4-response', 'ipv6-response']) {
      assert.ok(fits(vector(name), 'VOkJxbRl1RmTxUk/WvJxBt'), name);
      assert.ok(!fits(vector(name), 'VOkJxbRl1RmTxUk/WvJxBu'), name);
    }
    const longTerm = createHash('md5')
      .update('\u30de\u30c8\u30ea\u30c3\u30af\u30b9:example.org:TheMatrIX')
      .digest();
    assert.ok(fits(vector('request-long-term-auth'), longTerm));
  });
});

describe('the integrity of the messages of a trace', () => {
  function offer(password: string): Uint8Array {
    const body = `v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 4000 RTP/SAVP 0\r\na=ice-ufrag:SBCU\r\na=ice-pwd:${password}\r\n`;
    return octets(
      `INVITE sip:a@b SIP/2.0\r\nContent-Type: application/sdp\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
  }

  function verdicts(password: string, ...messages: readonly Uint8Array[]): readonly string[] {
    const packets = [offer(password), ...messages].map((payload) => ethernet(0x0800, ipv4(17, udp(payload))));
    return stunOf(pcap(packets)).map(({ integrity }) => integrity);
  }

  const sha1 = (key: string): readonly Signing[] => [{ hash: 'sha1', key }];
  const username = attribute(0x0006, 'SBCU:TEAM');

  it('is judged by the receiver that USERNAME names, and a response by its request', () => {
    const right = signed(sha1(ICE_PASSWORD), username);
    assert.deepEqual(verdicts(ICE_PASSWORD, right, signed(sha1(ICE_PASSWORD), [], 0x0101)), ['good', 'good']);
    assert.deepEqual(verdicts(ICE_PASSWORD, right, signed(sha1('another'), [], 0x0111)), ['good', 'bad']);
    assert.deepEqual(verdicts(ICE_PASSWORD, signed(sha1('another'), username)), ['bad']);
    assert.deepEqual(verdicts(ICE_PASSWORD, signed([], username)), ['absent']);
  });

  it('is unknown where the trace does not tell the password', () => {
    const other = signed(sha1(ICE_PASSWORD), attribute(0x0006, 'TEAM:SBCU'));
    assert.deepEqual(verdicts(ICE_PASSWORD, other), ['unknown']);
    assert.deepEqual(verdicts(ICE_PASSWORD, signed(sha1(ICE_PASSWORD), [], 0x0101)), ['unknown']);
    assert.deepEqual(verdicts('**********************', signed(sha1(ICE_PASSWORD), username)), ['unknown']);
    const longTerm = signed(sha1(ICE_PASSWORD), [username, attribute(0x0014, 'example.org')]);
    assert.deepEqual(verdicts(ICE_PASSWORD, longTerm), ['unknown']);
  });

  it('06: the check is bad, its refusal has none', () => {
    const file = fs.readFileSync(path.join(fixtures, '06-bad-pwd-in-checks.pcapng'));
    assert.deepEqual(stunOf(file), [
      { frame: 4, class: 'request', integrity: 'bad' },
      { frame: 5, class: 'error', integrity: 'absent' },
    ]);
  });

  it('of our captures is what was found out of them', function () {
    const captures = path.join(shared, 'captures');
    if (!fs.existsSync(captures)) skipUnshared(this);
    for (const line of fs.readFileSync(path.join(captures, 'VALIDATION.txt'), 'utf8').trim().split('\n')) {
      const name = line.slice(0, line.indexOf(' '));
      const wanted = new Map<string, number>();
      for (const [, count, what = '', verdict = ''] of line.matchAll(
        /(\d+)x (req|ok|err|ind) from [\d.]+ (MI-ok|MI-BAD|noMI)/g,
      )) {
        const key = `${what} ${integrityIn(name, what, verdict)}`;
        wanted.set(key, (wanted.get(key) ?? 0) + Number(count));
      }
      const found = new Map<string, number>();
      for (const row of stunOf(fs.readFileSync(path.join(captures, 'pcap', name)))) {
        const what =
          { request: 'req', success: 'ok', error: 'err', indication: 'ind' }[row.class] ?? row.class;
        const key = `${what} ${row.integrity}`;
        found.set(key, (found.get(key) ?? 0) + 1);
      }
      assert.deepEqual(found, wanted, name);
    }
  });

  /** Two things that the list tells in its own way. */
  function integrityIn(name: string, what: string, verdict: string): string {
    // No description can be read, so no password is known.
    if (name === '01h-inbound-tls.pcapng') return 'unknown';
    // The refusal is made with the password of the one who asked, not of the one who answers.
    if (name === '06b-bad-pwd-in-offer.pcapng' && what === 'err') return 'bad';
    return { 'MI-ok': 'good', 'MI-BAD': 'bad', noMI: 'absent' }[verdict] ?? verdict;
  }
});
