/** What the pages of the ICE rules cannot show: what a fix makes of a body, and when a rule keeps silent. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { cpuTime } from '../../../support/cpu-time';
import { findingsOf, type FoundIn } from '../../../support/findings';
import { sharedPath, skipUnshared } from '../../../support/shared';

const candidate = 'a=candidate:1 1 UDP 2130706431 203.0.113.10 50000 typ host';
const rtcpCandidate = 'a=candidate:1 2 UDP 2130706430 203.0.113.10 50001 typ host';

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
  'a=rtcp-mux',
  'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:mB0Tq5Zr2kXw8sVh1dLfYc7uEoNa4jGp6iKtR3xQ|2^31',
  'a=ice-ufrag:8hhY',
  'a=ice-pwd:asd88fgpdd777uzjYhagZg',
  candidate,
];

const teamsOffer = [
  '#!side teams',
  '#!role offer',
  'v=0',
  'o=- 0 0 IN IP4 127.0.0.1',
  's=session',
  'c=IN IP4 198.51.100.60',
  't=0 0',
  'm=audio 52527 RTP/SAVP 0 8 101',
  'a=rtcp:52527',
  'a=ice-ufrag:Kq3T',
  'a=ice-pwd:v8rYbc5ZwHaGVz2p0RhSmQ',
  'a=rtcp-mux',
  'a=candidate:4 1 UDP 1258289663 198.51.100.60 52527 typ relay raddr 198.51.100.21 rport 50004',
  'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:Wd7hPz1nQ4vLs9cKf0TjYb3xGm6RaUe8oNi2HkVt|2^31',
  'a=rtpmap:101 telephone-event/8000',
  'a=fmtp:101 0-16',
];

describe('ICE rules of candidates and credentials', () => {
  describe('fixes', () => {
    it('add a=ice-lite before the first m-line', () => {
      const fixed = fixedBody(without(sbcOffer, 'a=ice-lite'), 'ice-lite-missing');
      assert.deepEqual(fixed, sbcOffer.slice(2));
    });

    it('cut the value of a=ice-lite', () => {
      const fixed = fixedBody(replaced(sbcOffer, 'a=ice-lite', 'a=ice-lite: yes'), 'ice-lite-value');
      assert.deepEqual(fixed, sbcOffer.slice(2));
    });

    it('build the candidate from c= and the m-line', () => {
      const fixed = fixedBody(without(sbcOffer, candidate), 'ice-candidate-missing');
      assert.deepEqual(fixed, sbcOffer.slice(2));
    });

    it('invent no candidate from an address that is none', () => {
      const held = replaced(without(sbcOffer, candidate), 'c=IN IP4 203.0.113.10', 'c=IN IP4 0.0.0.0');
      assert.equal(only(held, 'ice-candidate-missing').fix, null);
    });

    it('part the fields of a candidate by one blank', () => {
      const text = 'a=candidate: 1  1 UDP\t2130706431 203.0.113.10 50000 typ host';
      assert.deepEqual(
        fixedBody(replaced(sbcOffer, candidate, text), 'ice-candidate-syntax'),
        sbcOffer.slice(2),
      );
    });

    it('keep the candidate that is the default, whichever place it has', () => {
      const other = 'a=candidate:2 1 UDP 2130706175 203.0.113.12 50000 typ host';
      assert.deepEqual(
        fixedBody(replaced(sbcOffer, candidate, other, candidate), 'ice-candidate-count'),
        sbcOffer.slice(2),
      );
    });

    it('leave the choice open where no candidate is the default', () => {
      const offer = replaced(
        sbcOffer,
        candidate,
        'a=candidate:2 1 UDP 2130706175 203.0.113.12 50000 typ host',
        'a=candidate:3 1 UDP 2130705919 203.0.113.13 50000 typ host',
      );
      assert.equal(only(offer, 'ice-candidate-count').fix, null);
    });

    it('delete an IPv6 candidate only beside an IPv4 one', () => {
      const ipv6 = 'a=candidate:2 1 UDP 2130705919 2001:db8:113::10 50000 typ host';
      assert.deepEqual(fixedBody([...sbcOffer, ipv6], 'ice-candidate-ipv6'), sbcOffer.slice(2));
      assert.equal(only(replaced(sbcOffer, candidate, ipv6), 'ice-candidate-ipv6').fix, null);
    });

    it('delete a TCP candidate only beside a UDP one', () => {
      const tcp = 'a=candidate:2 1 TCP 2124414975 203.0.113.10 50000 typ host tcptype passive';
      assert.deepEqual(fixedBody([...sbcOffer, tcp], 'ice-candidate-transport'), sbcOffer.slice(2));
      assert.equal(only(replaced(sbcOffer, candidate, tcp), 'ice-candidate-transport').fix, null);
    });

    it('make a lone srflx candidate a host candidate', () => {
      const srflx = candidate.replace('typ host', 'typ srflx raddr 10.0.0.5 rport 50000 generation 0');
      assert.deepEqual(
        fixedBody(replaced(sbcOffer, candidate, srflx), 'ice-candidate-not-host'),
        replaced(sbcOffer, candidate, `${candidate} generation 0`).slice(2),
      );
    });

    it('delete raddr and rport and nothing else', () => {
      const text = candidate.replace('typ host', 'typ host raddr 10.0.0.5 rport 50000 generation 0');
      assert.deepEqual(
        fixedBody(replaced(sbcOffer, candidate, text), 'ice-candidate-raddr-on-host'),
        replaced(sbcOffer, candidate, `${candidate} generation 0`).slice(2),
      );
    });

    it('write the priority of a lite agent', () => {
      for (const [wrong, id] of [
        ['4294967295', 'ice-candidate-priority-range'],
        ['0', 'ice-candidate-priority-range'],
        ['2113929471', 'ice-candidate-priority-lite'],
      ] as const) {
        const offer = replaced(sbcOffer, candidate, candidate.replace('2130706431', wrong));
        assert.deepEqual(fixedBody(offer, id), sbcOffer.slice(2));
      }
    });

    it('give RTCP the priority next to that of RTP, and the foundation of RTP', () => {
      const wanted = [...sbcOffer, rtcpCandidate].slice(2);
      const samePriority = rtcpCandidate.replace('2130706430', '2130706431');
      assert.deepEqual(fixedBody([...sbcOffer, samePriority], 'ice-candidate-priority-duplicate'), wanted);
      const ownFoundation = rtcpCandidate.replace('candidate:1', 'candidate:2');
      assert.deepEqual(fixedBody([...sbcOffer, ownFoundation], 'ice-candidate-foundation'), wanted);
    });
  });

  describe('ice-lite-missing', () => {
    it('speaks once of the capture whose SBC offers no ICE', function () {
      const path = sharedPath('captures', 'text', '16-bad-no-ice-no-srtp-in-offer.sngrep.txt');
      if (path === null) return skipUnshared(this);
      const found = findingsOf(fs.readFileSync(path, 'utf8')).filter(
        ({ rule, severity }) => rule.id.startsWith('ice-') && severity !== 'info',
      );
      assert.deepEqual(
        found.map(({ rule, severity, of: message, at }) => [
          rule.id,
          severity,
          textAt(message.parsed.content, at),
        ]),
        [['ice-lite-missing', 'error', 'm=audio 16000 RTP/AVP 0 8 101']],
      );
    });

    it('only warns of an answer without ICE to the ICE of Teams', () => {
      const answer = ['#!role answer', '#!side sbc', ...withoutIce(sbcOffer).slice(2)];
      assert.deepEqual(
        iceFindings([...teamsOffer, ...answer]).map(({ rule, severity }) => [rule.id, severity]),
        [['ice-lite-missing', 'warning']],
      );
    });

    it('keeps silent where Teams went on without ICE', () => {
      const offer = withoutIce(teamsOffer).toSpliced(1, 0, '#!profile teams-bypass');
      const answer = ['#!role answer', '#!side sbc', ...withoutIce(sbcOffer).slice(2)];
      assert.deepEqual(iceFindings([...offer, ...answer]), []);
    });

    it('leaves a call without media bypass alone', () => {
      assert.deepEqual(iceFindings(withoutIce(sbcOffer)), []);
    });
  });

  describe('one defect, one finding', () => {
    const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
      [
        'a candidate that cannot be read',
        replaced(sbcOffer, candidate, 'a=candidate:1 1 UDP'),
        ['ice-candidate-syntax'],
      ],
      [
        'component 0',
        replaced(sbcOffer, candidate, candidate.replace(' 1 UDP', ' 0 UDP')),
        ['ice-candidate-component'],
      ],
      [
        'a TCP candidate alone',
        replaced(sbcOffer, candidate, candidate.replace('UDP', 'tcp-pass')),
        ['ice-candidate-transport'],
      ],
      [
        'a relay candidate without raddr from the SBC',
        replaced(sbcOffer, candidate, candidate.replace('host', 'relay')),
        ['ice-candidate-not-host'],
      ],
      [
        'equal priorities',
        [...sbcOffer, rtcpCandidate.replace('2130706430', '2130706431')],
        ['ice-candidate-priority-duplicate'],
      ],
      ['the same candidate twice', [...sbcOffer, candidate], ['ice-candidate-count']],
      [
        'no credentials',
        without(sbcOffer, 'a=ice-ufrag:8hhY', 'a=ice-pwd:asd88fgpdd777uzjYhagZg'),
        ['ice-credentials-missing'],
      ],
      ['no value', replaced(sbcOffer, 'a=ice-ufrag:8hhY', 'a=ice-ufrag:'), ['ice-ufrag-length']],
    ];
    for (const [name, lines, ids] of cases) {
      it(name, () => {
        assert.deepEqual(
          iceFindings(lines).map(({ rule }) => rule.id),
          ids,
        );
      });
    }
  });

  it('treats the .local name of a browser as a defect where the SBC sends it', () => {
    const text = candidate.replace('203.0.113.10', 'sbc1.local');
    assert.equal(only(replaced(sbcOffer, candidate, text), 'ice-candidate-fqdn').severity, 'error');
  });

  it('says once a call that Teams lists TCP candidates', () => {
    const tcp =
      'a=candidate:6 1 tcp-act 1248195582 198.51.100.60 53273 typ relay raddr 198.51.100.21 rport 50016';
    const offer = [...sbcOffer];
    const answer = ['#!role answer', '#!side teams', ...teamsOffer.slice(2), tcp, tcp.replace('6 1', '6 2')];
    const found = findingsIn([...offer, ...answer]).filter(
      ({ rule }) => rule.id === 'ice-candidate-tcp-microsoft',
    );
    assert.equal(found.length, 1);
  });

  it('judges no hidden credentials', () => {
    for (const hidden of ['****', '<removed>', 'xxxx']) {
      const offer = replaced(sbcOffer, 'a=ice-pwd:asd88fgpdd777uzjYhagZg', `a=ice-pwd:${hidden}`);
      assert.deepEqual(iceFindings(offer), []);
    }
  });

  it('never repeats a password in a message', () => {
    for (const secret of ['S3cret', 'S3cret_with_underscores_and_more']) {
      const found = findingsIn(replaced(sbcOffer, 'a=ice-pwd:asd88fgpdd777uzjYhagZg', `a=ice-pwd:${secret}`));
      assert.ok(found.some(({ rule }) => rule.id.startsWith('ice-')));
      assert.ok(found.every(({ message }) => !message.includes('S3cret')));
    }
  });

  it('lets a stream of a BUNDLE group borrow the lines of the first', () => {
    const bundled = [
      ...replaced(sbcOffer, 'a=ice-lite', 'a=ice-lite', 'a=group:BUNDLE 1 2'),
      'a=mid:1',
      'm=video 50000 RTP/SAVP 34',
      'a=mid:2',
      'a=rtcp-mux',
      'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:Wd7hPz1nQ4vLs9cKf0TjYb3xGm6RaUe8oNi2HkVt|2^31',
    ];
    assert.deepEqual(iceFindings(bundled), []);
    assert.deepEqual(
      iceFindings(without(bundled, 'a=group:BUNDLE 1 2')).map(({ rule }) => rule.id),
      ['ice-credentials-missing'],
    );
  });

  it('looks at the lines of an excerpt, but misses nothing in it', () => {
    assert.deepEqual(
      iceFindings(['#!side sbc', candidate.replace('2130706431', '0'), 'a=ice-ufrag:ab']).map(
        ({ rule }) => rule.id,
      ),
      ['ice-candidate-priority-range', 'ice-ufrag-length'],
    );
  });

  it('keeps silent about a refused stream', () => {
    const refused = ['m=video 0 RTP/SAVP 34', 'a=ice-ufrag:ab', 'a=ice-pwd:short'];
    assert.deepEqual(iceFindings([...sbcOffer, ...refused]), []);
  });

  it('takes time in proportion to the number of candidates', function () {
    const timeFor = (count: number): number => {
      const candidates = Array.from(
        { length: count },
        (_, at) =>
          `a=candidate:${at} ${1 + (at % 2)} UDP ${2_130_706_431 - at} 8.${at >> 16}.${(at >> 8) & 255}.${at & 255} ${1024 + at} typ host`,
      );
      const lines = [...sbcOffer, ...candidates];
      const before = cpuTime();
      findingsIn(lines);
      return cpuTime() - before;
    };
    timeFor(2000);
    const [few, many] = [timeFor(3000), timeFor(24_000)];
    assert.ok(many < few * 24, `${few} ms for 3,000, ${many} ms for 24,000`);
  });
});

function findingsIn(lines: readonly string[]): readonly FoundIn[] {
  return findingsOf(`${lines.join('\r\n')}\r\n`);
}

/** Errors and warnings of ICE rules. */
function iceFindings(lines: readonly string[]): readonly FoundIn[] {
  return findingsIn(lines).filter(({ rule, severity }) => rule.id.startsWith('ice-') && severity !== 'info');
}

function only(lines: readonly string[], id: string): FoundIn {
  const [first, ...rest] = findingsIn(lines).filter(({ rule }) => rule.id === id);
  assert.ok(first !== undefined && rest.length === 0, `${id} is found once`);
  return first;
}

/** The lines of the body after the fix of the one finding of a rule. */
function fixedBody(lines: readonly string[], id: string): readonly string[] {
  const { fix, of: message } = only(lines, id);
  assert.ok(fix !== null, `${id} has a fix`);
  let text = message.parsed.content;
  for (const { start, end, newText } of fix.edits.toReversed())
    text = text.slice(0, start) + newText + text.slice(end);
  const all = text.trimEnd().split('\r\n');
  return all.slice(all.indexOf('v=0'));
}

function textAt(content: string, { start, end }: { readonly start: number; readonly end: number }): string {
  return content.slice(start, end);
}

function without(lines: readonly string[], ...gone: readonly string[]): readonly string[] {
  return lines.filter((line) => !gone.includes(line));
}

function replaced(lines: readonly string[], line: string, ...by: readonly string[]): readonly string[] {
  assert.ok(lines.includes(line));
  return lines.flatMap((each) => (each === line ? by : [each]));
}

function withoutIce(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => !/^a=(?:ice-|candidate)/.test(line));
}
