import assert from 'node:assert/strict';
import fs from 'node:fs';
import { TlsConnection } from '../../../../server/engine/capture/tls/connection';
import type { Direction, TlsData } from '../../../../server/engine/capture/tls/facts';
import { parseKeyLog } from '../../../../server/engine/capture/tls/key-log';
import { sharedPath, skipUnshared } from '../../../support/shared';

const capture = sharedPath('captures', 'pcap', '01h-inbound-tls.pcapng');
const truth = sharedPath('captures', 'keys', '01h-inbound-tls.with-secrets.keys.txt');
const keyLog = sharedPath('captures', 'pcap', '01h-inbound-tls.keylog.txt');

describe('a captured call over TLS', () => {
  it('gives the SIP messages at the frames where tshark sees them', function () {
    if (capture === null || keyLog === null || truth === null) return skipUnshared(this);
    const { data, facts } = decrypt(capture, fs.readFileSync(keyLog, 'utf8'));
    const seen = [
      ...fs.readFileSync(truth, 'utf8').matchAll(/^ *(\d+) .*:(\d+) (.*) \[(\d+ [A-Z]+)\]/gm),
    ].map(([, frame, port, start, cseq]) => [Number(frame), port === '5061' ? 0 : 1, start, cseq]);
    assert.equal(seen.length, 7);
    assert.deepEqual(
      data.map(({ direction, tag, bytes }) => {
        const message = Buffer.from(bytes).toString();
        const [, response, method] = /^(?:SIP\/2\.0 (.*)|([A-Z]+) )/.exec(message) ?? [];
        return [tag, direction, response ?? method, /^CSeq: *(\d+ [A-Z]+)/m.exec(message)?.[1]];
      }),
      seen,
    );
    for (const { bytes } of data) {
      const message = Buffer.from(bytes).toString();
      const head = message.indexOf('\r\n\r\n') + 4;
      assert.equal(message.length - head, Number(/^Content-Length: *(\d+)/m.exec(message)?.[1]));
    }
    assert.deepEqual(facts.problems, []);
    assert.deepEqual(
      [facts.version, facts.cipherSuite, facts.client],
      ['TLS 1.2', 'TLS_RSA_WITH_AES_128_GCM_SHA256', 0],
    );
  });

  it('shows the connection without the key log', function () {
    if (capture === null) return skipUnshared(this);
    const { data, facts } = decrypt(capture, null);
    assert.deepEqual(data, []);
    assert.equal(facts.cipherSuite, 'TLS_RSA_WITH_AES_128_GCM_SHA256');
    assert.match(
      facts.missing ?? '',
      /^no key for client random edab218226eeb55e[0-9a-f]{48}: no key log was given$/,
    );
  });
});

function decrypt(
  file: string,
  keys: string | null,
): {
  readonly data: readonly TlsData<number>[];
  readonly facts: TlsConnection<number>['facts'];
} {
  const connection = new TlsConnection<number>(keys === null ? null : parseKeyLog(keys));
  const data = segments(fs.readFileSync(file)).flatMap(({ frame, direction, payload }) =>
    connection.feed(direction, payload, frame),
  );
  return { data: [...data, ...connection.finish()], facts: connection.facts };
}

/** The TCP payloads to and from port 5061. The capture has one interface of Ethernet, and no segment lacks or repeats. */
function segments(
  file: Buffer,
): readonly { readonly frame: number; readonly direction: Direction; readonly payload: Uint8Array }[] {
  const found = [];
  let frame = 0;
  for (let at = 0; at < file.length; at += file.readUInt32LE(at + 4)) {
    if (file.readUInt32LE(at) !== 6) continue;
    frame++;
    const ip = file.subarray(at + 28 + 14, at + 28 + file.readUInt32LE(at + 20));
    if (ip[9] !== 6) continue;
    const tcp = ip.subarray(((ip[0] ?? 0) & 15) * 4, ip.readUInt16BE(2));
    const payload = tcp.subarray(((tcp[12] ?? 0) >> 4) * 4);
    const direction: Direction | null =
      tcp.readUInt16BE(2) === 5061 ? 0 : tcp.readUInt16BE(0) === 5061 ? 1 : null;
    if (direction !== null && payload.length > 0) found.push({ frame, direction, payload });
  }
  return found;
}
