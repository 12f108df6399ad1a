/** What the pages of the ICE rules cannot show: settings, fixes, and what a dialog's history decides. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { analysisOptions, defaultSettings } from '../../../../server/settings';
import type { Settings } from '../../../../shared/protocol';
import { examplesOf, pageOf } from '../../../support/examples';
import { findingsOf, type FoundIn } from '../../../support/findings';
import { sharedPath, skipUnshared } from '../../../support/shared';

const candidate = 'a=candidate:1 1 UDP 2130706431 203.0.113.10 50000 typ host';

const sbcOffer = [
  '#!side sbc',
  '#!role offer',
  'v=0',
  'o=- 1590133488 1 IN IP4 203.0.113.10',
  's=-',
  'c=IN IP4 203.0.113.10',
  't=0 0',
  'a=ice-lite',
  'm=audio 50000 RTP/SAVP 0 8 101',
  'a=rtpmap:101 telephone-event/8000',
  'a=fmtp:101 0-16',
  'a=rtcp:50000',
  'a=rtcp-mux',
  'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:mB0Tq5Zr2kXw8sVh1dLfYc7uEoNa4jGp6iKtR3xQ|2^31',
  'a=ice-ufrag:8hhY',
  'a=ice-pwd:asd88fgpdd777uzjYhagZg',
  candidate,
].join('\n');

const privateOffer = sbcOffer.replaceAll('203.0.113.10', '192.168.5.5');

describe('ICE rules of addresses', () => {
  it('write the configured public address wherever the private one stands, but not into o=', () => {
    const offer = privateOffer.replace('a=rtcp:50000', 'a=rtcp:50000 IN IP4 192.168.5.5');
    const [finding] = found(offer, 'ice-candidate-private-address', { sbcPublicAddresses: ['203.0.113.10'] });
    assert.equal(
      applied(finding),
      body(
        sbcOffer
          .replace('a=rtcp:50000', 'a=rtcp:50000 IN IP4 203.0.113.10')
          .replace('1590133488 1 IN IP4 203.0.113.10', '1590133488 1 IN IP4 192.168.5.5'),
      ),
    );
  });

  it('choose no address where the settings name several', () => {
    const fixOf = (sbcPublicAddresses: readonly string[]): FoundIn['fix'] | undefined =>
      found(privateOffer, 'ice-candidate-private-address', { sbcPublicAddresses })[0]?.fix;
    assert.equal(fixOf(['203.0.113.10', '203.0.113.11']), null);
    assert.equal(fixOf(['203.0.113.8/29']), null);
    assert.notEqual(fixOf(['203.0.113.10/32']) ?? null, null);
  });

  it('let pass a private address that the settings call internal', () => {
    const inside = { sbcInternalAddresses: ['192.168.0.0/16'] };
    assert.deepEqual(found(privateOffer, 'ice-candidate-private-address', inside), []);
    assert.equal(found(privateOffer, 'ice-candidate-private-address').length, 1);
  });

  it('say a private address once, however many lines hold it', () => {
    const two = `${privateOffer}\na=candidate:1 2 UDP 2130706430 192.168.5.5 50001 typ host`;
    assert.equal(found(two, 'ice-candidate-private-address').length, 1);
  });

  it('blame the candidate alone where only it is private', () => {
    const offer = sbcOffer.replace('203.0.113.10 50000 typ', '192.168.5.5 50000 typ');
    assert.equal(found(offer, 'ice-candidate-private-address').length, 1);
    assert.deepEqual(found(offer, 'ice-default-mismatch'), []);
  });

  it('compare candidates with the configured addresses and ranges', () => {
    const id = 'ice-candidate-not-configured-public-ip';
    assert.deepEqual(found(sbcOffer, id), []);
    assert.deepEqual(found(sbcOffer, id, { sbcPublicAddresses: ['203.0.113.8/29'] }), []);
    assert.deepEqual(
      found(sbcOffer.replace('#!side sbc', '#!side teams'), id, { sbcPublicAddresses: ['52.1.2.3'] }),
      [],
    );
    const [finding, ...more] = found(sbcOffer, id, { sbcPublicAddresses: ['203.0.113.99'] });
    assert.deepEqual(more, []);
    assert.equal(
      applied(finding),
      body(sbcOffer)
        .replaceAll('203.0.113.10', '203.0.113.99')
        .replace('1 IN IP4 203.0.113.99', '1 IN IP4 203.0.113.10'),
    );
  });

  it('say documentation addresses once a call, as info, and not of those in the settings', () => {
    const id = 'ice-candidate-special-address';
    const trace = pageExample('ice-hold-without-ice', 'compliant');
    assert.deepEqual(
      found(trace, id).map(({ severity }) => severity),
      ['info'],
    );
    assert.deepEqual(found(trace, id, { sbcPublicAddresses: ['203.0.113.0/24'] }), []);
  });

  for (const address of ['127.0.0.1', '169.254.1.2', '100.64.0.9', '224.0.0.5', '240.0.0.1', '0.1.2.3']) {
    it(`reports a candidate at ${address} as an error`, () => {
      const offer = sbcOffer.replaceAll('203.0.113.10', address);
      assert.deepEqual(
        found(offer, 'ice-candidate-special-address').map(({ severity }) => severity),
        ['error'],
      );
    });
  }
});

describe('ICE rules of the default destination', () => {
  it('align c=, m-line and a=rtcp with the candidate', () => {
    const offer = sbcOffer
      .replace('c=IN IP4 203.0.113.10', 'c=IN IP4 203.0.113.99')
      .replace(candidate, candidate.replace('50000', '50002'));
    const [finding] = found(offer, 'ice-default-mismatch');
    assert.equal(applied(finding), body(sbcOffer.replaceAll('50000', '50002')));
  });

  it('leave a session-level c= alone that another stream needs', () => {
    const video = 'm=video 50010 RTP/AVP 34\na=candidate:1 1 UDP 2130706431 203.0.113.12 50010 typ host';
    const offer = `${sbcOffer.replace('c=IN IP4 203.0.113.10', 'c=IN IP4 203.0.113.99')}\n${video}`;
    const findings = found(offer, 'ice-default-mismatch');
    assert.equal(findings.length, 1);
    assert.equal(findings[0]?.fix, null);
  });

  const silent: readonly (readonly [string, string])[] = [
    ['a host name in c=', sbcOffer.replace('c=IN IP4 203.0.113.10', 'c=IN IP4 sbc1.contoso.com')],
    [
      '0.0.0.0 with port 9',
      sbcOffer.replace('c=IN IP4 203.0.113.10', 'c=IN IP4 0.0.0.0').replace('m=audio 50000', 'm=audio 9'),
    ],
    [
      'a candidate that cannot be read',
      sbcOffer
        .replace(' 203.0.113.10 50000 typ', ' 50000 typ')
        .replace('c=IN IP4 203.0.113.10', 'c=IN IP4 203.0.113.99'),
    ],
    [
      'a browser that hides its address',
      sbcOffer
        .replace('203.0.113.10 50000 typ', 'a1b2.local 50000 typ')
        .replace('#!side sbc', '#!side teams'),
    ],
    ['a refused stream', sbcOffer.replace('m=audio 50000', 'm=audio 0')],
  ];
  for (const [what, offer] of silent) {
    it(`keeps silent about ${what}`, () => {
      assert.deepEqual(found(offer, 'ice-default-mismatch'), []);
      assert.deepEqual(found(offer, 'ice-default-rtcp-mismatch'), []);
    });
  }

  it('adds the candidate for RTCP that a=rtcp speaks of', () => {
    const offer = sbcOffer.replace('a=rtcp:50000\na=rtcp-mux', 'a=rtcp:50001');
    const [finding] = found(offer, 'ice-default-rtcp-mismatch');
    assert.equal(
      applied(finding),
      `${body(offer)}\na=candidate:1 2 UDP 2130706430 203.0.113.10 50001 typ host`,
    );
  });

  it('wants no RTCP candidate of a stream without RTCP', () => {
    const offer = sbcOffer
      .replace('a=rtcp:50000\na=rtcp-mux', 'a=rtcp:50001')
      .replace('a=rtpmap', 'b=RS:0\nb=RR:0\na=rtpmap');
    assert.deepEqual(found(offer, 'ice-default-rtcp-mismatch'), []);
  });
});

describe('ICE rules of hold', () => {
  it('bring the ICE lines of the previous SDP back', () => {
    const [finding] = found(pageExample('ice-hold-without-ice', 'violation'), 'ice-hold-without-ice');
    const fixed = applied(finding);
    for (const line of [
      'a=ice-ufrag:8hhY',
      'a=ice-pwd:asd88fgpdd777uzjYhagZg',
      candidate,
      'a=sendonly',
      'a=ice-lite',
    ]) {
      assert.equal(fixed.split('\n').filter((each) => each === line).length, 1, line);
    }
  });

  it('bring nothing back where the stream has moved', () => {
    const trace = pageExample('ice-hold-without-ice', 'violation').replace(
      /m=audio 50000(?![^]*m=audio 50000)/,
      'm=audio 50004',
    );
    const [finding] = found(trace, 'ice-hold-without-ice');
    assert.ok(finding !== undefined && finding.fix === null);
  });

  const holds: readonly (readonly [string, string])[] = [
    ['', 'a=sendonly'],
    ['a=recvonly', 'a=inactive'],
    ['a=inactive', 'a=inactive'],
  ];
  for (const [before, after] of holds) {
    it(`turns a zero address ${before === '' ? 'without a direction' : `with ${before}`} into ${after}`, () => {
      const hold = `${sbcOffer.replace('c=IN IP4 203.0.113.10', 'c=IN IP4 0.0.0.0')}\n${before}`.trimEnd();
      const [finding] = found(hold, 'ice-hold-zero-address');
      assert.equal(applied(finding), `${body(sbcOffer)}\n${after}`);
    });
  }
});

describe('ICE rules of attributes that do not belong', () => {
  it('keep other options beside trickle', () => {
    const offer = `${sbcOffer.replace('a=ice-lite', 'a=ice-lite\na=ice-options:trickle ice2')}\na=end-of-candidates`;
    const [finding, ...more] = found(offer, 'ice-options-trickle');
    assert.deepEqual(more, []);
    assert.equal(applied(finding), body(sbcOffer.replace('a=ice-lite', 'a=ice-lite\na=ice-options:ice2')));
  });

  it('delete all ICE lines of a refused stream, the last line of the text too', () => {
    const video = 'm=video 0 RTP/SAVP 34';
    const ice = `a=ice-ufrag:9iiZ\na=ice-pwd:bsd88fgpdd777uzjYhagZg\n${candidate}\n${candidate.replace('1 1 UDP', '1 2 UDP')}`;
    const [finding, ...more] = found(`${sbcOffer}\n${video}\n${ice}`, 'ice-attributes-on-rejected-stream');
    assert.deepEqual(more, []);
    assert.equal(applied(finding).trimEnd(), `${body(sbcOffer)}\n${video}`);
  });

  it('take a re-INVITE for one even where the trace begins with it', () => {
    const trace = pageExample('ice-remote-candidates-from-lite', 'violation');
    const reInvite = trace.slice(trace.lastIndexOf('INVITE sip:'));
    assert.deepEqual(found(reInvite, 'ice-remote-candidates-first-offer'), []);
    assert.equal(found(reInvite, 'ice-remote-candidates-from-lite').length, 1);
  });
});

describe('ICE rules on real calls', () => {
  const folder = sharedPath('captures/text');
  const good = [
    '01-inbound-ok',
    '02-outbound-ok',
    '03-forked',
    '04-reinvite-remote-candidates',
    '05-nominate-after-200',
    '11-video-rejected-port0',
  ];
  for (const name of good) {
    it(`keep silent about ${name}`, function () {
      if (folder === null) skipUnshared(this);
      const text = fs.readFileSync(path.join(folder, `${name}.sngrep.txt`), 'utf8');
      const loud = findingsOf(text).filter(
        ({ rule, severity }) => rule.id.startsWith('ice-') && severity !== 'info',
      );
      assert.deepEqual(
        loud.map(({ message }) => message),
        [],
      );
    });
  }
});

function found(text: string, id: string, settings: Partial<Settings> = {}): readonly FoundIn[] {
  const options = analysisOptions({ ...defaultSettings, ...settings });
  return findingsOf(text, options).filter(({ rule }) => rule.id === id);
}

/** The content of the finding's message with the fix applied. */
function applied(finding: FoundIn | undefined): string {
  assert.ok(finding !== undefined && finding.fix !== null, 'a finding with a fix is wanted');
  let { content } = finding.of.parsed;
  let end = content.length;
  for (const edit of finding.fix.edits.toReversed()) {
    assert.ok(edit.end <= end, 'edits overlap');
    content = content.slice(0, edit.start) + edit.newText + content.slice(edit.end);
    end = edit.start;
  }
  return content.replaceAll('\r\n', '\n');
}

/** The description without the directives above it. */
function body(text: string): string {
  return text.slice(text.indexOf('v=0'));
}

function pageExample(id: string, kind: 'violation' | 'compliant'): string {
  const example = examplesOf(pageOf(id) ?? '').find((each) => each.kind === kind);
  assert.ok(example !== undefined);
  return example.text;
}
