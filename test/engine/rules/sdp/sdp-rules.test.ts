/** What the pages of the SDP rules cannot show. */
import assert from 'node:assert/strict';
import { analyse } from '../../../../server/engine/analysis/analyse';
import { misspeltAttribute } from '../../../../server/engine/rules/sdp/misspelling';

const description = [
  'v=0',
  'o=- 1590133488 1 IN IP4 203.0.113.10',
  's=-',
  'c=IN IP4 203.0.113.10',
  't=0 0',
  'm=audio 50000 RTP/AVP 0 8 101',
  'a=rtpmap:101 telephone-event/8000',
  'a=fmtp:101 0-16',
];

describe('sdp rules', () => {
  describe('sdp-attribute-typo', () => {
    const slips: readonly (readonly [string, string])[] = [
      ['remote-candidate', 'remote-candidates'],
      ['candidates', 'candidate'],
      ['rtcpmux', 'rtcp-mux'],
      ['rtcp_mux', 'rtcp-mux'],
      ['icelite', 'ice-lite'],
      ['ice_ufrag', 'ice-ufrag'],
      ['ice-pasword', ''],
      ['cripto', 'crypto'],
      ['fmpt', 'fmtp'],
      ['rtpmaps', 'rtpmap'],
      ['sendrcv', 'sendrecv'],
    ];
    for (const [written, meant] of slips) {
      it(`takes ${written} for ${meant === '' ? 'a name of its own' : meant}`, () => {
        assert.equal(misspeltAttribute(written) ?? '', meant);
      });
    }

    it('lets registered, private and well-known odd names alone', () => {
      for (const name of [
        'rtcp',
        'rid',
        'mid',
        'msid',
        'rtcp-xr',
        'x-crypto',
        'X-rtcpmux',
        'mptime',
        'cryptoscale',
      ]) {
        assert.equal(misspeltAttribute(name), null, name);
      }
    });

    it('leaves names in the wrong case alone', () => {
      assert.equal(misspeltAttribute('Crypto'), null);
      assert.equal(misspeltAttribute('RTPMAP'), null);
    });
  });

  describe('excerpts', () => {
    it('are not asked for what they leave out', () => {
      const excerpt = ['#!profile rfc', 'm=audio 54056 RTP/SAVP 0 8 101', 'a=rtcp:54056', 'a=sendrecv'];
      assert.deepEqual(ids(excerpt.join('\n')), []);
    });

    it('are judged line by line', () => {
      const excerpt = ['m=audio 54056 RTP/SAVP 111 8 description 106', 'a=rtcp:54056', 'a=rtcp-mux'];
      assert.deepEqual(ids(excerpt.join('\n')), ['sdp-fmt-not-payload-type']);
    });

    it('that lack nothing but v=0 are told so', () => {
      assert.deepEqual(ids(description.slice(1).join('\n')), ['sdp-version-line']);
    });
  });

  describe('cut bodies', () => {
    const cut = [...description, 'm=video 60795'];
    const head = [
      'INVITE sip:b@example.com SIP/2.0',
      'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1',
      'From: <sip:a@example.com>;tag=1',
      'To: <sip:b@example.com>',
      'Call-ID: cut',
      'CSeq: 1 INVITE',
      'Max-Forwards: 70',
      'Contact: <sip:a@192.0.2.1>',
      'Content-Type: application/sdp',
      'Content-Length: 300',
      '',
    ];

    it('are not blamed for their last line', () => {
      const findings = analyse([...head, ...cut].join('\n')).findings.filter(
        ({ severity }) => severity !== 'info',
      );
      assert.deepEqual(
        findings.map(({ rule }) => rule.id),
        [],
      );
    });

    it('are blamed for it when it is whole', () => {
      const findings = ids([...head, ...cut, ''].join('\n'));
      assert.ok(findings.includes('sdp-media-line-syntax'));
    });

    it('are not blamed for a whole last line either, where most of them is missing', () => {
      const most = head.map((line) => line.replace('Content-Length: 300', 'Content-Length: 900'));
      assert.deepEqual(ids([...most, ...cut, ''].join('\n')), []);
    });
  });

  describe('lines of a logger that nobody knows', () => {
    const message = [
      'INVITE sip:b@example.com SIP/2.0',
      'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1',
      'Call-ID: log',
      'CSeq: 1 INVITE',
      'Content-Type: application/sdp',
      '',
      ...description,
    ];
    const next = ['SIP/2.0 100 Trying', 'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1', 'Call-ID: log', ''];

    it('are no part of the body before them', () => {
      const logged = [...message, '', '*Oct 14 00:25:06.355: //-1/xxxx/SIP/Msg/display:', 'Sent:', ...next];
      assert.deepEqual(ids(logged.join('\n')), []);
    });

    it('are told from a line of the body that is odd', () => {
      assert.deepEqual(ids([...message, 'rtpmap:0 PCMU/8000', ...next].join('\n')), ['sdp-line-syntax']);
    });
  });

  it('sees in rtcp-mux and RTCP payload types a warning for Teams and an error elsewhere', () => {
    const body = [
      ...description.slice(0, 5),
      'm=audio 50000 RTP/AVP 0 72',
      'a=rtpmap:72 x/8000',
      'a=rtcp-mux',
    ];
    const severityIn = (profile: 'rfc' | 'teams-nonbypass'): readonly string[] =>
      analyse(`#!profile ${profile}\n${body.join('\n')}`)
        .findings.filter(({ rule }) => rule.id === 'sdp-payload-rtcp-conflict')
        .map(({ severity }) => severity);
    assert.deepEqual(severityIn('rfc'), ['error']);
    assert.deepEqual(severityIn('teams-nonbypass'), ['warning']);
  });
});

function ids(text: string): readonly string[] {
  return analyse(text)
    .findings.filter(({ rule }) => rule.id.startsWith('sdp-'))
    .map(({ rule }) => rule.id);
}
