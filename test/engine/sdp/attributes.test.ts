import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fingerprintOf } from '../../../server/engine/sdp/fingerprint';
import { fmtpOf } from '../../../server/engine/sdp/fmtp';
import { parseSdp } from '../../../server/engine/sdp/parse';
import { remoteCandidatesIn, remoteCandidatesOf } from '../../../server/engine/sdp/remote-candidates';
import { rtcpOf } from '../../../server/engine/sdp/rtcp';
import { rtpmapOf } from '../../../server/engine/sdp/rtpmap';
import { attributeLine, body, mediaAt, seen } from './reading';

describe('remoteCandidatesOf', () => {
  it('reads all components on one line', () => {
    const text = 'a=remote-candidates:1 198.51.100.10 54056 2 198.51.100.10 54057';
    const { entries, valid } = remoteCandidatesOf(attributeLine(text));
    assert.equal(valid, true);
    assert.deepEqual(
      entries.map(({ start, end, componentValue, portValue }) => [start, end, componentValue, portValue]),
      [
        [20, 41, 1, 54056],
        [42, 63, 2, 54057],
      ],
    );
    assert.deepEqual(entries[1]?.address, { start: 44, end: 57, text: '198.51.100.10' });
  });

  it('reads one component on each line', () => {
    const lines = [
      'm=audio 9 RTP/SAVP 0',
      'a=remote-candidates:1 192.0.2.1 1',
      'a=remote-candidates:2 192.0.2.1 2',
    ];
    const media = mediaAt(parseSdp(body(...lines)), 0);
    assert.deepEqual(
      remoteCandidatesIn(media).map((entry) => entry.componentValue),
      [1, 2],
    );
  });

  it('tells what is wrong', () => {
    const cases: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
      ['198.51.100.10 54056', [['structure', '198.51.100.10 54056']]],
      ['1 198.51.100.10 54056 2', [['structure', '2']]],
      ['x 198.51.100.10 70000', [['component', 'x'], ['port', '70000']]], // prettier-ignore
      ['1 54056 198.51.100.10', [['address', '54056'], ['port', '198.51.100.10']]], // prettier-ignore
      ['1  198.51.100.10 54056', [['spacing', '  ']]],
      ['', [['structure', 'a=remote-candidates:']]],
    ];
    for (const [value, problems] of cases) {
      const text = `a=remote-candidates:${value}`;
      assert.deepEqual(seen(text, remoteCandidatesOf(attributeLine(text)).problems), problems, value);
    }
  });
});

describe('rtcpOf', () => {
  it('reads a port, and an address', () => {
    assert.deepEqual(rtcpOf(attributeLine('a=rtcp:54057')).port, { start: 7, end: 12, text: '54057' });
    const rtcp = rtcpOf(attributeLine('a=rtcp:54057 IN IP4 198.51.100.10'));
    assert.equal(rtcp.valid, true);
    assert.equal(rtcp.portValue, 54057);
    assert.deepEqual(rtcp.addrType, { start: 16, end: 19, text: 'IP4' });
    assert.deepEqual(rtcp.address, { start: 20, end: 33, text: '198.51.100.10' });
  });

  it('tells what is wrong', () => {
    const cases: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
      ['198.51.100.10 54057', [['port', '198.51.100.10'], ['structure', '54057'], ['netType', '54057']]], // prettier-ignore
      ['65536', [['port', '65536']]],
      ['5 IN IP4', [['structure', 'IN IP4']]],
      ['5 IN IP5 198.51.100.10', [['addrType', 'IP5']]],
      ['5 IN IP4 198.51.100.10 x', [['structure', 'x']]],
      ['', [['port', '']]],
    ];
    for (const [value, problems] of cases) {
      const text = `a=rtcp:${value}`;
      assert.deepEqual(seen(text, rtcpOf(attributeLine(text)).problems), problems, value);
    }
  });
});

describe('fingerprintOf', () => {
  it('counts octets and sees lower case', () => {
    const text = 'a=fingerprint:sha-1 4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B:19:E5:7C:AB';
    const fingerprint = fingerprintOf(attributeLine(text));
    assert.deepEqual(fingerprint.hash, { start: 14, end: 19, text: 'sha-1' });
    assert.deepEqual([fingerprint.octets.start, fingerprint.octets.end], [20, 79]);
    assert.deepEqual(
      [fingerprint.octetCount, fingerprint.hasLowerCase, fingerprint.valid],
      [20, false, true],
    );
    assert.equal(fingerprintOf(attributeLine('a=fingerprint:sha-1 4a:ad')).hasLowerCase, true);
  });

  it('tells what is wrong', () => {
    const cases: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
      ['sha-256', [['octets', '']]],
      ['sha-256 4AADB9', [['octets', '4AADB9']]],
      ['sha-256 4A:AD:', [['octets', '4A:AD:']]],
      ['sha-256 4A:G0', [['octets', '4A:G0']]],
      ['sha-256 4A:AD B9', [['structure', 'B9']]],
      ['4A:AD', [['hash', '4A:AD'], ['octets', '']]], // prettier-ignore
    ];
    for (const [value, problems] of cases) {
      const text = `a=fingerprint:${value}`;
      assert.deepEqual(seen(text, fingerprintOf(attributeLine(text)).problems), problems, value);
    }
  });
});

describe('rtpmapOf', () => {
  it('reads every field with its place', () => {
    const rtpmap = rtpmapOf(attributeLine('a=rtpmap:111 opus/48000/2'));
    assert.equal(rtpmap.valid, true);
    assert.deepEqual(rtpmap.payloadType, { start: 9, end: 12, text: '111' });
    assert.deepEqual(rtpmap.encoding, { start: 13, end: 17, text: 'opus' });
    assert.deepEqual(rtpmap.clock, { start: 18, end: 23, text: '48000' });
    assert.deepEqual(rtpmap.channels, { start: 24, end: 25, text: '2' });
    assert.deepEqual([rtpmap.payloadTypeValue, rtpmap.clockValue, rtpmap.channelsValue], [111, 48000, 2]);
  });

  it('tells what is wrong', () => {
    const cases: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
      ['104 SILK', [['clock', '']]],
      ['104 SILK/fast', [['clock', 'fast']]],
      ['128 SILK/16000', [['payloadType', '128']]],
      ['104 SILK/16000/', [['channels', '']]],
      ['104  SILK/16000', [['spacing', '  ']]],
      ['104 SILK/16000 x', [['structure', 'x']]],
      ['104', [['encoding', ''], ['clock', '']]], // prettier-ignore
    ];
    for (const [value, problems] of cases) {
      const text = `a=rtpmap:${value}`;
      assert.deepEqual(seen(text, rtpmapOf(attributeLine(text)).problems), problems, value);
    }
  });
});

describe('fmtpOf', () => {
  it('reads the parameters one by one', () => {
    const fmtp = fmtpOf(attributeLine('a=fmtp:111 minptime=10; useinbandfec = 1;x'));
    assert.equal(fmtp.payloadTypeValue, 111);
    assert.deepEqual(fmtp.parameters, { start: 11, end: 42, text: 'minptime=10; useinbandfec = 1;x' });
    assert.deepEqual(
      fmtp.list.map(({ name, value }) => [name.start, name.text, value?.start, value?.text]),
      [
        [11, 'minptime', 20, '10'],
        [24, 'useinbandfec', 39, '1'],
        [41, 'x', undefined, undefined],
      ],
    );
  });

  it('reads an event list', () => {
    const fmtp = fmtpOf(attributeLine('a=fmtp:101 0-16'));
    assert.deepEqual([fmtp.parameters.text, fmtp.list[0]?.name.text, fmtp.valid], ['0-16', '0-16', true]);
  });

  it('tells what is missing', () => {
    assert.deepEqual(seen('a=fmtp:101', fmtpOf(attributeLine('a=fmtp:101')).problems), [['parameters', '']]);
    assert.deepEqual(seen('a=fmtp', fmtpOf(attributeLine('a=fmtp')).problems), [['format', '']]);
  });
});

describe('grammars of attributes', () => {
  it('never throw, and read a line once', () => {
    const piece = fc.constantFrom(
      '1',
      '65536',
      ' ',
      '\t',
      '/',
      ':',
      ';',
      '=',
      'IN',
      'IP4',
      'AB',
      'sha-1',
      '\0',
      '\uD800',
    );
    for (const [name, read] of [
      ['remote-candidates', remoteCandidatesOf],
      ['rtcp', rtcpOf],
      ['fingerprint', fingerprintOf],
      ['rtpmap', rtpmapOf],
      ['fmtp', fmtpOf],
    ] as const) {
      fc.assert(
        fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
          const line = attributeLine(`a=${name}:${pieces.join('')}`);
          const reading = read(line);
          assert.equal(read(line), reading);
          assert.equal(reading.valid, reading.problems.length === 0);
          for (const { start, end } of reading.problems)
            assert.ok(start >= 0 && start <= end && end <= line.end);
        }),
      );
    }
  });
});
