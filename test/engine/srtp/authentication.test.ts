/** Packets of an independent sender authenticate with its key, and with nothing else. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CRYPTO_SUITES } from '../../../server/engine/sdp/crypto-suites';
import { SrtpKey, type Form } from '../../../server/engine/srtp/authentication';
import { srtpSuite } from '../../../server/engine/srtp/suites';
import { SrtpSender, type SrtpSenderOptions } from '../../support/srtp-sender';

const suites = CRYPTO_SUITES.filter(({ name }) => !name.startsWith('F8'));

function inlineOf(octets: number, seed = 1): string {
  return Buffer.from(Array.from({ length: octets }, (_, at) => (at * 7 + seed) & 255)).toString('base64');
}

function keyOf(suiteName: string, inline: string, rate = 0): SrtpKey {
  const suite = srtpSuite(suiteName);
  assert.ok(suite);
  return new SrtpKey(suite, Buffer.from(inline, 'base64'), rate);
}

function formOf({ suite }: SrtpKey, kind: 'rtp' | 'rtcp' = 'rtp', mkiOctets = 0): Form {
  return { mkiOctets, tagOctets: kind === 'rtp' ? suite.rtpTagOctets : suite.rtcpTagOctets };
}

function sender(more: Partial<SrtpSenderOptions> = {}): SrtpSender {
  return new SrtpSender({ suite: 'AES_CM_128_HMAC_SHA1_80', inline: inlineOf(30), ...more });
}

describe('SRTP authentication', () => {
  for (const { name, keySaltOctets } of suites) {
    it(`${name}: packets and reports, with and without MKI`, () => {
      const inline = inlineOf(keySaltOctets);
      const right = keyOf(name, inline);
      const wrong = keyOf(name, inlineOf(keySaltOctets, 2));
      for (const mki of [new Uint8Array(0), Uint8Array.of(0, 0, 1)]) {
        const from = new SrtpSender({ suite: name, inline, mki });
        const packet = from.rtp();
        assert.equal(right.authenticatesRtp(packet, 0, formOf(right, 'rtp', mki.length)), true);
        assert.equal(right.authenticatesRtp(packet, 1, formOf(right, 'rtp', mki.length)), false);
        assert.equal(right.authenticatesRtp(packet, 0, formOf(right, 'rtp', mki.length + 1)), false);
        assert.equal(wrong.authenticatesRtp(packet, 0, formOf(right, 'rtp', mki.length)), false);
        const report = from.rtcp();
        assert.equal(right.authenticatesRtcp(report, formOf(right, 'rtcp', mki.length)), true);
        assert.equal(wrong.authenticatesRtcp(report, formOf(right, 'rtcp', mki.length)), false);
        for (const each of [packet, report]) {
          const damaged = Uint8Array.from(each);
          damaged[30] = (damaged[30] ?? 0) ^ 1;
          assert.equal(right.authenticatesRtp(damaged, 0, formOf(right, 'rtp', mki.length)), false);
          assert.equal(right.authenticatesRtcp(damaged, formOf(right, 'rtcp', mki.length)), false);
        }
      }
    });
  }

  it('follows the rollover counter', () => {
    const from = sender({ sequence: 65535, rollovers: 3 });
    const key = keyOf('AES_CM_128_HMAC_SHA1_80', inlineOf(30));
    assert.equal(key.authenticatesRtp(from.rtp(), 3, formOf(key)), true);
    assert.equal(key.authenticatesRtp(from.rtp(), 4, formOf(key)), true);
  });

  it('derives keys anew where a rate is told', () => {
    const from = sender({ rate: 4, sequence: 15 });
    const key = keyOf('AES_CM_128_HMAC_SHA1_80', inlineOf(30), 16);
    const never = keyOf('AES_CM_128_HMAC_SHA1_80', inlineOf(30));
    const [first, second] = [from.rtp(), from.rtp()];
    assert.equal(key.authenticatesRtp(first, 0, formOf(key)), true);
    assert.equal(key.authenticatesRtp(second, 0, formOf(key)), true);
    assert.equal(never.authenticatesRtp(first, 0, formOf(key)), true);
    assert.equal(never.authenticatesRtp(second, 0, formOf(key)), false);
  });

  it('never throws on octets of any kind', () => {
    const keys = suites.map(({ name, keySaltOctets }) => keyOf(name, inlineOf(keySaltOctets)));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(20), (bytes, mkiOctets) => {
        if (bytes.length > 0) bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x80;
        for (const key of keys) {
          assert.equal(key.authenticatesRtp(bytes, 0, formOf(key, 'rtp', mkiOctets)), false);
          assert.equal(key.authenticatesRtcp(bytes, formOf(key, 'rtcp', mkiOctets)), false);
        }
      }),
    );
  });

  it('knows no F8 and no key of another length', () => {
    assert.equal(srtpSuite('F8_128_HMAC_SHA1_80'), null);
    assert.equal(srtpSuite('AES_CM_128_HMAC_SHA1_99'), null);
    assert.throws(() => keyOf('AES_CM_128_HMAC_SHA1_80', inlineOf(46)), RangeError);
  });
});
