import assert from 'node:assert/strict';
import fc from 'fast-check';
import { KeyLog, parseKeyLog } from '../../../../server/engine/capture/tls/key-log';

const RANDOM = '0123456789abcdef'.repeat(4);
const MASTER = 'a1'.repeat(48);
const SECRET = 'b2'.repeat(32);

describe('key logs', () => {
  it('finds a master secret by its client random, in either case of letters', () => {
    const log = parseKeyLog(`CLIENT_RANDOM ${RANDOM.toUpperCase()} ${MASTER.toUpperCase()}\n`);
    assert.deepEqual(log.masterSecret(RANDOM, ''), new Uint8Array(48).fill(0xa1));
    assert.equal(log.masterSecret('ff'.repeat(32), ''), null);
    assert.deepEqual([log.secretCount, log.badLineCount], [1, 0]);
  });

  it('finds a master secret by its session id', () => {
    const log = parseKeyLog(`RSA Session-ID:${'0C'.repeat(32)} Master-Key:${MASTER}`);
    assert.equal(log.masterSecret(RANDOM, '0c'.repeat(32))?.length, 48);
    assert.equal(log.masterSecret(RANDOM, ''), null);
  });

  it('finds a premaster secret by the begin of its encrypted form', () => {
    const log = parseKeyLog(`RSA 0011223344556677 ${MASTER}`);
    assert.equal(log.premasterSecret(RANDOM, '0011223344556677')?.length, 48);
    assert.equal(log.premasterSecret(RANDOM, ''), null);
  });

  it('finds the secrets of TLS 1.3 and passes over those of no use', () => {
    const log = parseKeyLog(
      [
        `CLIENT_HANDSHAKE_TRAFFIC_SECRET ${RANDOM} ${SECRET}`,
        `SERVER_HANDSHAKE_TRAFFIC_SECRET ${RANDOM} ${SECRET}`,
        `CLIENT_TRAFFIC_SECRET_0 ${RANDOM} ${SECRET}`,
        `SERVER_TRAFFIC_SECRET_0 ${RANDOM} ${SECRET}${SECRET.slice(0, 32)}`,
        `EXPORTER_SECRET ${RANDOM} ${SECRET}`,
        `CLIENT_EARLY_TRAFFIC_SECRET ${RANDOM} ${SECRET}`,
      ].join('\n'),
    );
    assert.equal(log.trafficSecret('CLIENT_TRAFFIC_SECRET_0', RANDOM)?.length, 32);
    assert.equal(log.trafficSecret('SERVER_TRAFFIC_SECRET_0', RANDOM)?.length, 48);
    assert.deepEqual([log.secretCount, log.badLineCount], [4, 0]);
  });

  it('takes comments, empty lines, a byte order mark, CR LF, and blanks around', () => {
    const log = parseKeyLog(
      `\uFEFF# made by a stack\r\n\r\n \tCLIENT_RANDOM  ${RANDOM}\t${MASTER} \r\n#\r\n`,
    );
    assert.deepEqual([log.secretCount, log.badLineCount], [1, 0]);
  });

  it('counts what is no line of a key log', () => {
    const bad = [
      'CLIENT_RANDOM',
      `CLIENT_RANDOM ${RANDOM}`,
      `CLIENT_RANDOM ${RANDOM} ${MASTER.slice(2)}`,
      `CLIENT_RANDOM ${RANDOM.slice(1)} ${MASTER}`,
      `CLIENT_RANDOM ${RANDOM} ${MASTER} more`,
      `CLIENT_RANDOM ${RANDOM} ${MASTER.slice(1)}g`,
      `RSA Session-ID: Master-Key:${MASTER}`,
      'INVITE sip:x SIP/2.0',
      'x'.repeat(1 << 20),
    ];
    const log = parseKeyLog(bad.join('\n'));
    assert.deepEqual([log.secretCount, log.badLineCount], [0, bad.length]);
  });

  it('takes more lines later', () => {
    const log = new KeyLog();
    assert.equal(log.masterSecret(RANDOM, ''), null);
    log.add(`CLIENT_RANDOM ${RANDOM} ${MASTER}`);
    assert.notEqual(log.masterSecret(RANDOM, ''), null);
  });

  it('never throws', () => {
    const word = fc.constantFrom(
      'CLIENT_RANDOM',
      'RSA',
      'Session-ID:',
      'Master-Key:',
      RANDOM,
      MASTER,
      ' ',
      '\n',
      '\0',
      '#',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(word, fc.string())), (words) => {
        const log = parseKeyLog(words.join(''));
        assert.ok(log.secretCount >= 0);
      }),
    );
  });
});
