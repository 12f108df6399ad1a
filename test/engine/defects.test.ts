/** A compliant call with one defect put in: the rule for it speaks, at the right place, and no other error does. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { analyse } from '../../server/engine/analysis';
import { LineIndex } from '../../server/engine/basics/lines';
import { filesToTest, sharedPath } from '../support/shared';

const samples = path.resolve(__dirname, '../../samples');
const inbound = readSample('inbound-ok.siptrace');
const outbound = readSample('outbound-ok.siptrace');

/** sngrep keeps the CRLF of the wire; defects are put in by lines. */
function readSample(name: string): string {
  return fs.readFileSync(path.join(samples, name), 'utf8').replaceAll('\r\n', '\n');
}

interface Defect {
  readonly what: string;
  /** Text of the compliant call; each occurrence is replaced. */
  readonly find: string;
  readonly put: string;
  readonly rule: string;
  /** Line and column in the changed text, from 1; of the first finding. */
  readonly at: string;
  /** Other errors that cannot but follow. */
  readonly also?: readonly string[];
}

/** Defects of the SBC's offer: lines 17 to 36 of the inbound call. */
const offerDefects: readonly Defect[] = [
  {
    what: 'ice-lite is missing',
    find: 'a=ice-lite\nm=audio 50075',
    put: 'm=audio 50075',
    rule: 'ice-lite-missing',
    at: '22:1',
  },
  {
    what: 'ice-lite stands at media level',
    find: 'a=ice-lite\nm=audio 50075 RTP/SAVP 0 8 101\n',
    put: 'm=audio 50075 RTP/SAVP 0 8 101\na=ice-lite\n',
    rule: 'sdp-attribute-level',
    at: '23:1',
    also: ['ice-lite-missing'],
  },
  {
    what: 'no crypto line',
    find: 'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:f9xBs7v09kpb/NUzz0la9kPne7zUL5iDwwFlfuem\n',
    put: '',
    rule: 'srtp-crypto-missing',
    at: '23:1',
    also: ['oa-crypto-tag'],
  },
  {
    what: 'plain RTP',
    find: 'm=audio 50075 RTP/SAVP',
    put: 'm=audio 50075 RTP/AVP',
    rule: 'srtp-profile-insecure',
    at: '23:15',
  },
  {
    what: 'a suite that Teams does not take',
    find: 'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:f9x',
    put: 'a=crypto:1 AES_CM_128_HMAC_SHA1_32 inline:f9x',
    rule: 'srtp-crypto-required-suite',
    at: '31:12',
    also: ['oa-crypto-suite'],
  },
  {
    what: 'a key that is too short',
    find: 'inline:f9xBs7v09kpb/NUzz0la9kPne7zUL5iDwwFlfuem',
    put: 'inline:f9xBs7v09kpb/NUzz0la9kPne7zUL5iD',
    rule: 'srtp-crypto-key-length',
    at: '31:43',
  },
  {
    what: 'a tag with a leading zero',
    find: 'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:f9x',
    put: 'a=crypto:01 AES_CM_128_HMAC_SHA1_80 inline:f9x',
    rule: 'srtp-crypto-tag-format',
    at: '31:10',
  },
  {
    what: 'a ufrag that is too short',
    find: 'a=ice-ufrag:Rugl0WvG',
    put: 'a=ice-ufrag:Rug',
    rule: 'ice-ufrag-length',
    at: '33:13',
  },
  {
    what: 'a password that is too short',
    find: 'a=ice-pwd:6uHAv8xxrFn1ii5EiJd2KyToAK',
    put: 'a=ice-pwd:6uHAv8xxrFn1',
    rule: 'ice-pwd-length',
    at: '34:11',
  },
  {
    what: 'a padded password',
    find: 'a=ice-pwd:6uHAv8xxrFn1ii5EiJd2KyToAK',
    put: 'a=ice-pwd:6uHAv8xxrFn1ii5EiJd2KyTo==',
    rule: 'ice-credentials-charset',
    at: '34:11',
  },
  {
    what: 'no password',
    find: 'a=ice-pwd:6uHAv8xxrFn1ii5EiJd2KyToAK\n',
    put: '',
    rule: 'ice-credentials-missing',
    at: '23:1',
  },
  {
    what: 'no candidate',
    find: 'a=candidate:77srcdVtVKHZnInR 1 UDP 2130706431 203.0.113.10 50075 typ host\n',
    put: '',
    rule: 'ice-candidate-missing',
    at: '23:1',
  },
  {
    what: 'two candidates',
    find: 'a=candidate:77srcdVtVKHZnInR 1 UDP 2130706431 203.0.113.10 50075 typ host\n',
    put: 'a=candidate:77srcdVtVKHZnInR 1 UDP 2130706431 203.0.113.10 50075 typ host\na=candidate:2 1 UDP 2130706175 203.0.113.12 50075 typ host\n',
    rule: 'ice-candidate-count',
    at: '36:1',
  },
  {
    what: 'an IPv6 candidate',
    find: '2130706431 203.0.113.10 50075 typ host',
    put: '2130706431 2001:db8::10 50075 typ host',
    rule: 'ice-candidate-ipv6',
    at: '35:47',
    also: ['ice-default-mismatch'],
  },
  {
    what: 'a private candidate',
    find: '203.0.113.10 50075 typ host',
    put: '10.0.0.5 50075 typ host',
    rule: 'ice-candidate-private-address',
    at: '35:47',
    also: ['ice-default-mismatch'],
  },
  {
    what: 'a server-reflexive candidate',
    find: '203.0.113.10 50075 typ host',
    put: '203.0.113.10 50075 typ srflx raddr 10.0.0.5 rport 50075',
    rule: 'ice-candidate-not-host',
    at: '35:70',
  },
  {
    what: 'a TCP candidate',
    find: '1 UDP 2130706431 203.0.113.10',
    put: '1 TCP 2130706431 203.0.113.10',
    rule: 'ice-candidate-transport',
    at: '35:32',
    also: ['ice-default-mismatch'],
  },
  {
    what: 'a candidate without its type',
    find: '203.0.113.10 50075 typ host',
    put: '203.0.113.10 50075',
    rule: 'ice-candidate-syntax',
    at: '35:1',
  },
  {
    what: 'another port in the candidate',
    find: '203.0.113.10 50075 typ host',
    put: '203.0.113.10 50077 typ host',
    rule: 'ice-default-mismatch',
    at: '23:9',
  },
  {
    what: 'a=rtcp on the RTP port without rtcp-mux',
    find: 'a=rtcp:50075\na=rtcp-mux\n',
    put: 'a=rtcp:50075\n',
    rule: 'sdp-rtcp-port-equals-rtp',
    at: '29:8',
    also: ['sdp-rtcp-mux-missing', 'oa-rtcp-mux-not-offered', 'ice-default-rtcp-mismatch'],
  },
  {
    what: 'a payload type that collides with RTCP',
    find: 'm=audio 50075 RTP/SAVP 0 8 101',
    put: 'm=audio 50075 RTP/SAVP 0 8 101 76',
    rule: 'sdp-payload-rtcp-conflict',
    at: '23:32',
  },
  {
    what: 'a word among the payload types',
    find: 'm=audio 50075 RTP/SAVP 0 8 101',
    put: 'm=audio 50075 RTP/SAVP 0 8 description 101',
    rule: 'sdp-fmt-not-payload-type',
    at: '23:28',
  },
  {
    what: 'a static payload type mapped wrong',
    find: 'a=rtpmap:8 PCMA/8000\na=rtpmap:101 telephone-event/8000\na=fmtp:101 0-15',
    put: 'a=rtpmap:8 PCMU/8000\na=rtpmap:101 telephone-event/8000\na=fmtp:101 0-15',
    rule: 'sdp-rtpmap-static-conflict',
    at: '25:12',
  },
  {
    what: 'a misspelt attribute',
    find: 'a=ice-ufrag:Rugl0WvG',
    put: 'a=ice_ufrag:Rugl0WvG',
    rule: 'sdp-attribute-typo',
    at: '33:3',
    also: ['ice-credentials-missing'],
  },
  { what: 'no version line', find: 'v=0\no=sbc', put: 'o=sbc', rule: 'sdp-version-line', at: '17:1' },
  {
    what: 'c= behind the attributes',
    find: 'c=IN IP4 203.0.113.10\nt=0 0\na=ice-lite\n',
    put: 't=0 0\na=ice-lite\nc=IN IP4 203.0.113.10\n',
    rule: 'sdp-line-order',
    at: '22:1',
  },
  {
    what: 'no t= line',
    find: 't=0 0\na=ice-lite',
    put: 'a=ice-lite',
    rule: 'sdp-mandatory-line',
    at: '17:1',
  },
];

/** Defects of the SBC's answer, in its 183 and its 200 alike. */
const answerDefects: readonly Defect[] = [
  {
    what: 'a tag that was not offered',
    find: 'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:pWM',
    put: 'a=crypto:2 AES_CM_128_HMAC_SHA1_80 inline:pWM',
    rule: 'oa-crypto-tag',
    at: '84:10',
  },
  {
    what: 'another suite under the tag',
    find: 'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:pWM',
    put: 'a=crypto:1 AES_CM_128_HMAC_SHA1_32 inline:pWM',
    rule: 'oa-crypto-suite',
    at: '84:12',
    also: ['srtp-crypto-required-suite'],
  },
  {
    what: 'no crypto line',
    find: 'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:pWMUtbFzMcOsIScd8gMQbaRO5MyQ2D9+XrrzMJXD\n',
    put: '',
    rule: 'oa-crypto-missing',
    at: '76:1',
    also: ['srtp-crypto-missing'],
  },
  {
    what: 'two crypto lines',
    find: 'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:pWMUtbFzMcOsIScd8gMQbaRO5MyQ2D9+XrrzMJXD\n',
    put: 'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:pWMUtbFzMcOsIScd8gMQbaRO5MyQ2D9+XrrzMJXD\na=crypto:2 AES_CM_128_HMAC_SHA1_32 inline:q3hC7nVxYp0Ws2RkTzLb9dEuMfJgHaQi5oKtXcvB\n',
    rule: 'oa-crypto-count',
    at: '85:1',
    also: ['oa-crypto-tag'],
  },
  {
    what: "the offer's key",
    find: 'inline:pWMUtbFzMcOsIScd8gMQbaRO5MyQ2D9+XrrzMJXD',
    put: 'inline:ULNz8NVtwwhx+VmRHWb5CKorxV+V/fwPNuABisv7',
    rule: 'oa-crypto-same-key',
    at: '84:43',
  },
  {
    what: 'ice-lite is missing',
    find: 'a=ice-lite\nm=audio 50455',
    put: 'm=audio 50455',
    rule: 'ice-lite-missing',
    at: '75:1',
  },
];

interface Found {
  readonly rule: string;
  readonly at: string;
}

function errorsOf(text: string): readonly Found[] {
  const lines = new LineIndex(text);
  return analyse(text)
    .findings.filter(({ severity }) => severity !== 'info')
    .map(({ rule, range }) => {
      const { line, column } = lines.positionAt(range.start);
      return { rule: rule.id, at: `${line}:${column}` };
    });
}

function describeDefects(call: string, defects: readonly Defect[]): void {
  for (const { what, find, put, rule, at, also = [] } of defects) {
    it(what, () => {
      assert.ok(call.includes(find), 'the compliant call has no such text');
      const found = errorsOf(call.replaceAll(find, put));
      const shown = found.map((each) => `${each.rule} ${each.at}`).join(', ');
      assert.equal(found.find((each) => each.rule === rule)?.at, at, `found: ${shown}`);
      assert.deepEqual(
        found.filter((each) => each.rule !== rule && !also.includes(each.rule)),
        [],
      );
    });
  }
}

describe('single defects', () => {
  it('finds none in the compliant calls', () => {
    assert.deepEqual(errorsOf(inbound), []);
    assert.deepEqual(errorsOf(outbound), []);
  });

  describe("of the SBC's offer", () => {
    describeDefects(inbound, offerDefects);
  });

  describe("of the SBC's answer", () => {
    describeDefects(outbound, answerDefects);
  });

  it('a 200 with other credentials than its 183', () => {
    const at = outbound.lastIndexOf('a=ice-ufrag:jZU4CdzZ');
    const changed = `${outbound.slice(0, at)}a=ice-ufrag:other123${outbound.slice(at + 'a=ice-ufrag:jZU4CdzZ'.length)}`;
    assert.deepEqual(errorsOf(changed), [{ rule: 'call-ice-changed-183-200', at: '121:13' }]);
  });

  it('an accepted and a missing video m-line', () => {
    const bad = readSample('outbound-video-missing.siptrace');
    assert.ok(errorsOf(bad).some(({ rule, at }) => rule === 'oa-m-line-count' && at === '91:1'));
    const rejected = sharedPath('captures/text/11-video-rejected-port0.sngrep.txt');
    if (rejected === null) return;
    const good = fs.readFileSync(rejected, 'utf8').replaceAll('\r\n', '\n');
    assert.ok(!errorsOf(good).some(({ rule }) => rule.startsWith('oa-')));
    const accepted = good.replaceAll(/^m=video 0 /gm, 'm=video 5002 ');
    assert.ok(errorsOf(accepted).some(({ rule }) => rule === 'oa-non-audio-not-rejected'));
  });

  it('an INVITE without an offer', () => {
    const start = inbound.indexOf('\n\nv=0');
    const end = inbound.indexOf('\n\n', start + 2);
    const late =
      inbound.slice(0, start).replace('Content-Length:   490', 'Content-Length: 0') + inbound.slice(end);
    assert.ok(errorsOf(late).some(({ rule, at }) => rule === 'dr-delayed-offer' && at === '2:1'));
  });
});

describe('captures', () => {
  /** Capture → errors that it is known for. Captures not named here are compliant as far as SDP and SIP go. */
  const known: Readonly<Record<string, readonly string[]>> = {
    '01f-inbound-ipfrag': ['oa-crypto-suite'],
    '08-bad-creds-change-183-200': ['call-ice-changed-183-200'],
    '09-bad-two-candidates-ipv6': ['ice-candidate-count', 'ice-candidate-ipv6'],
    '09b-bad-ipv6-only-sbc': ['ice-candidate-ipv6'],
    '11c-bad-video-mline-missing': ['oa-m-line-count'],
    '12-bad-dtls-only-offer': ['srtp-dtls-only'],
    // Its sipp scenarios have passwords of 21 characters and one key for offer and answer.
    '14-sipp-5calls': ['ice-pwd-length', 'oa-crypto-same-key'],
    '16-bad-no-ice-no-srtp-in-offer': [
      'ice-lite-missing',
      'oa-rtcp-mux-not-offered',
      'srtp-profile-insecure',
    ],
  };

  for (const file of filesToTest('captures/text', /\.sngrep\.txt$/)) {
    const name = path.basename(file, '.sngrep.txt');
    it(`${name}: ${known[name]?.join(', ') ?? 'no error'}`, () => {
      const { findings } = analyse(fs.readFileSync(file, 'utf8'));
      const errors = new Set(
        findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule.id),
      );
      assert.deepEqual([...errors].sort(), known[name] ?? []);
    });
  }
});
