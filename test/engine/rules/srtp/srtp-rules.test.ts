/** What the pages of the srtp and dtls rules cannot show: fixes applied, sides and roles, hidden keys. */
import assert from 'node:assert/strict';
import type { TraceMessage } from '../../../../server/engine/traces/message';
import { examplesOf, pageIds, pageOf } from '../../../support/examples';
import { findingsOf, type FoundIn } from '../../../support/findings';

const keys = [
  'bazICKi9I7VbnW8H3rMSb2qw7Q6k3hDJETCJlw+s',
  'bvQnU1JWi9Rpk1FC4It7MqyXzhieEeMTDNWyCvDl',
] as const;
const suite = 'AES_CM_128_HMAC_SHA1_80';

describe('srtp and dtls rules', () => {
  describe('fixes of the page examples', () => {
    for (const { id, text } of violations()) {
      for (const [index, finding] of own(text, id).entries()) {
        if (finding.fix === null) continue;
        it(`${id}: fix ${index + 1} of "${finding.fix.title}" cures its finding and harms nothing`, () => {
          const cured = apply(finding);
          assert.equal(own(cured, id).length, own(text, id).length - 1, cured);
          assert.ok(troubles(cured) < troubles(text), cured);
        });
      }
    }
  });

  it('never says a key', () => {
    for (const { text } of violations()) {
      for (const finding of findingsOf(text)) {
        const said = [
          finding.message,
          finding.fix?.title ?? '',
          ...finding.related.map(({ message }) => message),
        ];
        for (const [, key] of text.matchAll(/inline:([\w+/-]{8})/g)) {
          assert.ok(key !== undefined && !said.some((line) => line.includes(key)), finding.rule.id);
        }
      }
    }
  });

  describe('hidden keys', () => {
    for (const mask of [
      '************',
      'xxxxxxxxxxxxxxxxxxxx',
      '<removed>',
      '[key removed by the operator]',
      'bazI...lw+s',
    ]) {
      it(`finds no fault with ${mask}`, () => {
        assert.deepEqual(
          ids(offer([`a=crypto:1 ${suite} inline:${mask}`, `a=crypto:2 ${suite} inline:${mask}`])),
          [],
        );
      });
    }

    it('still judges what stands around them', () => {
      const line = `a=crypto:01 ${suite} inline:**********|2^64 UNENCRYPTED_SRTCP`;
      assert.deepEqual(ids(offer([line])), [
        'srtp-crypto-tag-format',
        'srtp-crypto-lifetime',
        'srtp-crypto-unencrypted',
      ]);
    });
  });

  describe('who sends it', () => {
    const twice = [
      `a=crypto:1 ${suite} inline:${keys[0]}|2^31|1:1`,
      `a=crypto:2 ${suite} inline:${keys[0]}|2^31`,
    ];

    it('is harder on the SBC than on Microsoft', () => {
      assert.deepEqual(severities(offer(twice, 'sbc')), [
        'srtp-crypto-mki-present warning',
        'srtp-crypto-key-reuse error',
      ]);
      assert.deepEqual(severities(offer(twice, 'teams')), [
        'srtp-crypto-mki-present info',
        'srtp-crypto-key-reuse warning',
      ]);
    });

    it("knows Microsoft's stack by a=cryptoscale where the side is unknown", () => {
      const scale = `a=cryptoscale:3 client ${suite} inline:${keys[1]}|2^31|1:1`;
      assert.deepEqual(severities(plain(twice)), ['srtp-crypto-key-reuse error']);
      assert.deepEqual(severities(plain([...twice, scale])), ['srtp-crypto-key-reuse warning']);
    });

    it('counts the tags of a=cryptoscale with those of a=crypto', () => {
      const scale = `a=cryptoscale:1 client ${suite} inline:${keys[1]}|2^31|1:1`;
      assert.deepEqual(ids(plain([`a=crypto:1 ${suite} inline:${keys[0]}`, scale])), [
        'srtp-crypto-tag-duplicate',
      ]);
    });

    it('takes encryption turned off for a warning only outside Direct Routing', () => {
      const line = [`a=crypto:1 ${suite} inline:${keys[0]} UNENCRYPTED_SRTP`];
      assert.deepEqual(severities(offer(line)), ['srtp-crypto-unencrypted error']);
      assert.deepEqual(severities(plain(line)), ['srtp-crypto-unencrypted warning']);
    });
  });

  describe('roles', () => {
    const weak = [
      `a=crypto:1 AES_CM_128_HMAC_SHA1_32 inline:${keys[0]}`,
      `a=crypto:2 ${suite} inline:${keys[1]}`,
      `a=fingerprint:sha-1 ${Array.from({ length: 20 }, () => '4F').join(':')}`,
    ];

    it('judges no order of preference and no DTLS role where the role is unknown', () => {
      const found = ids(offer([...weak, 'a=setup:active'], 'sbc', null));
      assert.deepEqual(found, ['dtls-fingerprint-weak']);
    });

    it('renumbers tags in offers only', () => {
      const line = `a=crypto:1 ${suite} inline:`;
      const fixOf = (role: string) =>
        own(offer([line + keys[0], line + keys[1]], 'sbc', role), 'srtp-crypto-tag-duplicate')[0]?.fix;
      assert.equal(fixOf('offer')?.title, 'Change the tag to 2');
      assert.equal(fixOf('answer'), null);
    });

    it('leaves the suite of an answer to the rules of offer and answer', () => {
      const line = [`a=crypto:1 AES_CM_128_HMAC_SHA1_32 inline:${keys[0]}`];
      assert.deepEqual(ids(offer(line, 'sbc', 'offer')), ['srtp-crypto-required-suite']);
      assert.deepEqual(ids(offer(line, 'sbc', 'answer')), []);
    });

    it('lets an answer keep the DTLS profile of the offer whose SDES key it takes', () => {
      const line = [`a=crypto:1 ${suite} inline:${keys[0]}`];
      const of = (role: string) => ids(offer(line, 'sbc', role).replace('RTP/SAVP', 'UDP/TLS/RTP/SAVP'));
      assert.deepEqual(of('offer'), ['dtls-proto-without-fingerprint']);
      assert.deepEqual(of('answer'), []);
    });
  });

  it('takes no notice of refused streams', () => {
    const refused = ['m=video 0 RTP/AVP 122', 'a=crypto:1', `a=fingerprint:md5 AA`, 'a=setup:active'];
    assert.deepEqual(ids(offer([`a=crypto:1 ${suite} inline:${keys[0]}`, ...refused])), []);
  });

  it('reads an excerpt line by line and misses nothing that may have been cut away', () => {
    assert.deepEqual(ids(`#!side sbc\na=crypto:01 ${suite} inline:${keys[0]}|2^31\n`), [
      'srtp-crypto-tag-format',
    ]);
    assert.deepEqual(ids('#!side sbc\nm=audio 50000 RTP/SAVP 0 8\na=rtcp-mux\n'), []);
  });

  it('says of one broken line only that it is broken', () => {
    const lines = [
      `a=crypto:${suite} inline:${keys[0].slice(4)}|2^64|1 FOO=1`,
      `a=crypto:2 ${suite} inline:${keys[1]}`,
    ];
    assert.deepEqual(ids(offer(lines)), ['srtp-crypto-syntax']);
  });

  describe('a trace that stops within the body', () => {
    for (const end of [
      'm=audio 50000 RTP/SAVP 0',
      `a=crypto:1 ${suite}`,
      `a=crypto:1 ${suite} inline:${keys[0].slice(0, 30)}`,
    ]) {
      it(`accuses nothing after "${end.slice(0, 40)}"`, () => {
        assert.deepEqual(ids(cutInvite(end)), []);
      });
    }

    it('still judges the lines before', () => {
      assert.deepEqual(ids(cutInvite(`a=crypto:01 ${suite} inline:${keys[0]}|2^31\r\na=rtcp-m`)), [
        'srtp-crypto-tag-format',
      ]);
    });
  });

  it('does not look for DTLS roles in streams over TCP', () => {
    const text = plain([`a=crypto:1 ${suite} inline:${keys[0]}`]);
    const fingerprint = `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'A1').join(':')}`;
    const chat = [
      'm=message 2855 TCP/TLS/MSRP *',
      fingerprint,
      'a=setup:active',
      'a=connection:new',
      '',
    ].join('\n');
    assert.deepEqual(ids(text + chat), []);
  });
});

function violations(): readonly { readonly id: string; readonly text: string }[] {
  return pageIds()
    .filter((id) => /^(?:srtp|dtls)-/.test(id))
    .flatMap((id) =>
      examplesOf(pageOf(id) ?? '')
        .filter(({ kind }) => kind === 'violation')
        .map(({ text }) => ({ id, text })),
    );
}

function offer(lines: readonly string[], side = 'sbc', role: string | null = 'offer'): string {
  return [
    `#!side ${side}`,
    ...(role === null ? [] : [`#!role ${role}`]),
    ...description('RTP/SAVP', lines),
  ].join('\n');
}

function plain(lines: readonly string[]): string {
  return ['#!profile rfc', '#!role offer', ...description('RTP/SAVP', lines)].join('\n');
}

function description(profile: string, lines: readonly string[]): readonly string[] {
  const session = ['v=0', 'o=- 1 1 IN IP4 203.0.113.10', 's=-', 'c=IN IP4 203.0.113.10', 't=0 0'];
  return [...session, `m=audio 50000 ${profile} 0`, 'a=rtpmap:0 PCMU/8000', ...lines, ''];
}

/** An INVITE to Microsoft whose body the logger cut. */
function cutInvite(end: string): string {
  return [
    'INVITE sip:+15550100@sip.pstnhub.microsoft.com SIP/2.0',
    'Via: SIP/2.0/TLS sbc.example.com:5061;branch=z9hG4bKcut',
    'From: <sip:+15550101@sbc.example.com>;tag=1',
    'To: <sip:+15550100@sip.pstnhub.microsoft.com>',
    'Call-ID: cut@sbc.example.com',
    'CSeq: 1 INVITE',
    'Contact: <sip:sbc.example.com:5061;transport=tls>',
    'Max-Forwards: 70',
    'Content-Type: application/sdp',
    'Content-Length: 900',
    '',
    'v=0',
    'o=- 1 1 IN IP4 203.0.113.10',
    's=-',
    'c=IN IP4 203.0.113.10',
    't=0 0',
    'a=ice-lite',
    ...(end.startsWith('m=') ? [] : ['m=audio 50000 RTP/SAVP 0']),
    end,
  ].join('\r\n');
}

function found(text: string): readonly FoundIn[] {
  return findingsOf(text).filter(({ rule }) => /^(?:srtp|dtls)-/.test(rule.id));
}

function own(text: string, id: string): readonly FoundIn[] {
  return found(text).filter(({ rule }) => rule.id === id);
}

/** In the order of their places. */
function ids(text: string): readonly string[] {
  return found(text).map(({ rule }) => rule.id);
}

function severities(text: string): readonly string[] {
  return found(text).map(({ rule, severity }) => `${rule.id} ${severity}`);
}

function troubles(text: string): number {
  return findingsOf(text).length;
}

/** The examples stand alone, so a message's content is the text with nothing but directives above it. */
function apply({ of: message, fix }: FoundIn): string {
  const { content } = message.parsed;
  let cured = '';
  let at = 0;
  for (const edit of fix?.edits ?? []) {
    cured += content.slice(at, edit.start) + edit.newText;
    at = edit.end;
  }
  return directivesOf(message) + cured + content.slice(at);
}

function directivesOf({ record: { directives } }: TraceMessage): string {
  return [
    directives.profile === null ? '' : `#!profile ${directives.profile}\n`,
    directives.side === null ? '' : `#!side ${directives.side}\n`,
    directives.role === null ? '' : `#!role ${directives.role}\n`,
  ].join('');
}
