import assert from 'node:assert/strict';
import fc from 'fast-check';
import { grammar } from 'sdp-transform';
import { attributeValue } from '../../../server/engine/sdp/values';
import { attributeLine } from './reading';
import { quickest } from '../../support/cpu-time';

const key = 'V/Lr6Lsvhad/crSB9kCQ28jrYDxR2Yfk5bXryH5V';

describe('attributeValue', () => {
  const cases: readonly (readonly [string, Readonly<Record<string, string | number>> | null])[] = [
    ['mid:1', { mid: 1 }],
    ['ptime:20', { ptime: 20 }],
    ['setup:actpass', { setup: 'actpass' }],
    ['sendonly', { direction: 'sendonly' }],
    ['rtcp-mux', { rtcpMux: 'rtcp-mux' }],
    ['rtcp-fb:* nack pli', { payload: '*', type: 'nack', subtype: 'pli' }],
    ['rtcp-fb:98 trr-int 100', { payload: 98, value: 100 }],
    [
      'ssrc:2566107569 cname:t9YU8M1UxTF8Y1A1',
      { id: 2566107569, attribute: 'cname', value: 't9YU8M1UxTF8Y1A1' },
    ],
    ['simulcast:send 1;2', { dir1: 'send', list1: '1;2' }],
    ['simulcast: send rid=5;6', { value: 'send rid=5;6' }],
    ['group:BUNDLE 1 2', { type: 'BUNDLE', mids: '1 2' }],
    ['ice-options:trickle ice2', { iceOptions: 'trickle ice2' }],
    ['rtpmap:111 opus/48000/2', { payload: 111, codec: 'opus', rate: 48000, encoding: 2 }],
    ['fmtp:101 0-16', { payload: 101, config: '0-16' }],
    ['rtcp:54057 IN IP4 192.0.2.1', { port: 54057, netType: 'IN', addrType: 'IP4', address: '192.0.2.1' }],
    ['fingerprint:sha-1 AB:CD', { type: 'sha-1', hash: 'AB:CD', octets: 2 }],
    ['remote-candidates:1 192.0.2.1 5', { 'component 1': '192.0.2.1 5' }],
    ['x-ssrc-range:3080-3179', { first: 3080, last: 3179 }],
    [
      'candidate:1 1 UDP 2130706431 192.0.2.1 5 typ host network-cost 10 generation 0',
      {
        foundation: '1',
        component: 1,
        transport: 'UDP',
        priority: 2130706431,
        ip: '192.0.2.1',
        port: 5,
        type: 'host',
        extensions: 'network-cost 10 generation 0',
      },
    ],
    [
      `crypto:0 AES_CM_128_HMAC_SHA1_80 inline:${key}|2^31|1:1 WSH=64`,
      {
        id: 0,
        suite: 'AES_CM_128_HMAC_SHA1_80',
        method: 'inline',
        keyOctets: 30,
        keys: 1,
        lifetime: '2^31',
        mki: '1',
        mkiLength: 1,
        sessionParams: 'WSH',
      },
    ],
    ['no-such-attribute:1', null],
    ['constructor:1', null],
    ['setup', null],
    ['sctp-port:x', null],
    [`label:${'x'.repeat(2000)}`, null],
  ];
  for (const [text, value] of cases) {
    it(`reads a=${text.slice(0, 80)}`, () => {
      assert.deepEqual(attributeValue(attributeLine(`a=${text}`)), value);
    });
  }

  it('reaches every attribute that sdp-transform knows', () => {
    const samples: Readonly<Record<string, string>> = {
      control: 'control:streamid=0',
      ext: 'extmap:2 urn:x',
      extmapAllowMixed: 'extmap-allow-mixed',
      connectionType: 'connection:new',
      msid: 'msid:a b',
      maxptime: 'maxptime:60',
      icelite: 'ice-lite',
      iceUfrag: 'ice-ufrag:F7gI',
      icePwd: 'ice-pwd:x9cml/YzichV2+XlhiMu8g',
      endOfCandidates: 'end-of-candidates',
      ssrcGroups: 'ssrc-group:FEC 1 2',
      msidSemantic: 'msid-semantic: WMS x',
      rtcpRsize: 'rtcp-rsize',
      sctpmap: 'sctpmap:5000 webrtc-datachannel 1024',
      xGoogleFlag: 'x-google-flag:conference',
      rids: 'rid:1 send',
      imageattrs: 'imageattr:97 send [x=800,y=640] recv *',
      framerate: 'framerate:29.97',
      sourceFilter: 'source-filter: incl IN IP4 239.5.2.31 10.1.15.5',
      bundleOnly: 'bundle-only',
      label: 'label:main-audio',
      sctpPort: 'sctp-port:5000',
      maxMessageSize: 'max-message-size:1',
      tsRefClocks: 'ts-refclk:ntp=/traceable/',
      mediaClk: 'mediaclk:direct=963214424',
      keywords: 'keywds:a',
      content: 'content:main',
      bfcpFloorCtrl: 'floorctrl:c-only',
      bfcpConfId: 'confid:1',
      bfcpUserId: 'userid:1',
      bfcpFloorId: 'floorid:1 mstrm:3',
    };
    const readElsewhere = cases.flatMap(([, value]) => Object.keys(value ?? {}));
    const pushedElsewhere = 'rtp fmtp rtcpFb rtcpFbTrrInt crypto candidates ssrcs groups'.split(' ');
    const namedElsewhere = 'rtcp fingerprint remoteCandidates simulcast simulcast_03 invalid'.split(' ');
    for (const rule of grammar['a'] ?? []) {
      const name = rule.name ?? rule.push ?? '';
      const sample = samples[name];
      if (sample === undefined) {
        const isCovered = [...readElsewhere, ...pushedElsewhere, ...namedElsewhere].includes(name);
        assert.ok(isCovered, `no sample of ${name}`);
      } else {
        assert.notEqual(attributeValue(attributeLine(`a=${sample}`)), null, sample);
      }
    }
  });

  it('never holds an SRTP key', () => {
    for (const name of ['crypto:1 ', 'cryptoscale:1 server ']) {
      const line = attributeLine(`a=${name}AES_CM_128_HMAC_SHA1_80 inline:${key} FEC_KEY=inline:${key}`);
      assert.equal(JSON.stringify(attributeValue(line)).includes(key), false);
    }
  });

  it('never throws, and is quick on values that want backtracking', () => {
    const names = [
      'imageattr',
      'simulcast',
      'floorid',
      'mediaclk',
      'source-filter',
      'ptime',
      'rid',
      'extmap',
      'ssrc',
    ];
    const piece = fc.constantFrom(
      '[',
      ']',
      ' ',
      '\t',
      'send',
      'recv',
      ',',
      '1',
      '.1',
      '=',
      'id=',
      'x',
      '*',
      ':',
      ';',
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.array(piece, { maxLength: 6 }),
        fc.nat(300),
        (name, pieces, times) => {
          const line = attributeLine(`a=${name}:97 send ${pieces.join('').repeat(times)}`);
          assert.ok(quickest(() => void attributeValue(line)) < 1000);
        },
      ),
      { numRuns: 500 },
    );
  });
});
