/** The analysis as a whole: the same text gives the same findings, however often and in however many steps. */
import { finished } from '../../../server/engine/basics/finished';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { analyse, analyseInSlices } from '../../../server/engine/analysis/analyse';
import { type Analysis, type AnalysisOptions, defaultOptions } from '../../../server/engine/analysis/model';
import { analyseChangeInSlices } from '../../../server/engine/analysis/analyse-change';
import { PiecedText } from '../../../server/engine/basics/pieced-text';
import type { Call } from '../../../server/engine/calls/call';
import type { Place } from '../../../server/engine/diagnosis/model';
import { readText } from '../../../server/engine/traces/read';
import { textEdit } from '../../support/text-edits';

const samples = path.resolve(__dirname, '../../../samples');
const fixtures = path.resolve(__dirname, '../../fixtures/text');

const texts: Readonly<Record<string, string>> = Object.fromEntries(
  [samples, fixtures].flatMap((folder) =>
    fs
      .readdirSync(folder)
      .filter((name) => name !== 'README.md')
      .map((name) => [name, fs.readFileSync(path.join(folder, name), 'utf8')]),
  ),
);

/** Three times each log that has neither directives nor damages, so that a part of it can be read alone. */
const logs: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(texts).flatMap(([name, text]): readonly (readonly [string, string])[] => {
    const long = ['a', 'b', 'c'].map((mark) => text.replaceAll(/^(Call-ID: *)/gim, `$1${mark}-`)).join('\n');
    const { records, directives, repairs } = readText(long);
    const isSip = records.length > 8 && records.every(({ kind }) => kind === 'sip');
    return isSip && directives.length === 0 && repairs === undefined ? [[name, long]] : [];
  }),
);

function diagnosisOf({ diagnoses }: Analysis, call: Call): unknown {
  const diagnosis = diagnoses.of(call);
  if (diagnosis === null) return null;
  const place = ({ in: { index, record }, at }: Place): unknown => [index, record.span, at];
  return {
    ...diagnosis,
    places: diagnosis.places.map(place),
    also: diagnosis.also.map((each) => ({ ...each, place: place(each.place) })),
  };
}

/** All that hosts show of an analysis, as plain data. */
function shown(analysis: Analysis): object {
  const { trace, findings, withheld, notEvaluated, counts, callCounts } = analysis;
  return {
    format: trace.format,
    messages: trace.messages.map(({ record }) => ({
      span: record.span,
      end: record.end,
      format: record.format,
    })),
    text: trace.text,
    calls: trace.calls.map((call) => ({
      key: call.key,
      diagnosis: diagnosisOf(analysis, call),
      messages: call.messages.map(({ message, side, party }) => [message.index, side, party]),
      profile: call.profile,
      outcome: call.outcome,
      counts: callCounts.get(call),
    })),
    findings: findings.map((finding) => ({
      rule: finding.rule.id,
      severity: finding.severity,
      message: finding.message,
      call: trace.calls.findIndex(({ key }) => key === finding.call.key),
      in: finding.in,
      at: finding.at,
      range: finding.range,
      related: finding.related,
      fix: finding.fix,
    })),
    withheld,
    notEvaluated,
    counts,
  };
}

describe('analysis', () => {
  for (const [name, text] of Object.entries(texts)) {
    it(`finds the same in ${name} every time`, () => {
      const first = shown(analyse(text));
      assert.deepEqual(shown(analyse(text)), first);
      assert.deepEqual(shown(analyse(text, defaultOptions, analyse(text))), first);
    });
  }

  it('finds after edits what it finds in the edited text alone', function () {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(texts)),
        fc.array(textEdit, { minLength: 1, maxLength: 4 }),
        (text, edits) => {
          let now = text;
          let analysis = analyse(now);
          for (const each of edits) {
            now = each(now);
            analysis = analyse(now, defaultOptions, analysis);
            assert.deepEqual(shown(analysis), shown(analyse(now)));
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('finds after typing in a long log what it finds in the typed text alone', () => {
    let quick = 0;
    let all = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(logs)),
        fc.constantFrom(0, 1, 100),
        // Of how many messages a call must be: these are short.
        fc.constantFrom(1, Infinity),
        fc.array(textEdit, { minLength: 1, maxLength: 4 }),
        (name, maxFindingsPerRule, keepsFrom, edits) => {
          const options = { ...defaultOptions, maxFindingsPerRule, keepsFrom };
          let text = PiecedText.of(logs[name] ?? '');
          let analysis = analyse(String(text), options);
          for (const each of edits) {
            const after = PiecedText.of(each(String(text)));
            const changed = finished(analyseChangeInSlices(analysis, text, after));
            all++;
            if (changed !== null) quick++;
            analysis = changed ?? analyse(String(after), options, analysis);
            assert.deepEqual(shown(analysis), shown(analyse(String(after), options)));
            text = after;
          }
        },
      ),
      { numRuns: 60 },
    );
    assert.ok(quick > all / 4, `${quick} of ${all}`);
  });

  it('finds in a long dialog, after changes of what its messages say, what it finds in the changed text alone', () => {
    let quick = 0;
    const options = { ...defaultOptions, keepsFrom: 1 };
    const wordEdit = fc
      .record({ words: fc.constantFrom(...exchangedWords), isBack: fc.boolean(), place: fc.nat({ max: 8 }) })
      .map(({ words: [one, other], isBack, place }) => {
        const [from, to] = isBack ? [other, one] : [one, other];
        return (text: string): string => {
          const parts = text.split(from);
          const at = 1 + (place % Math.max(parts.length - 1, 1));
          return [
            parts.slice(0, at).join(from),
            ...(at < parts.length ? [parts.slice(at).join(from)] : []),
          ].join(to);
        };
      });
    fc.assert(
      fc.property(fc.array(wordEdit, { minLength: 4, maxLength: 12 }), (edits) => {
        let text = PiecedText.of(refreshedDialog());
        let analysis = analyse(String(text), options);
        for (const each of edits) {
          const after = PiecedText.of(each(String(text)));
          const changed = finished(analyseChangeInSlices(analysis, text, after));
          if (changed !== null) quick++;
          analysis = changed ?? analyse(String(after), options, analysis);
          assert.deepEqual(shown(analysis), shown(analyse(String(after))));
          text = after;
        }
      }),
      { numRuns: 100 },
    );
    assert.ok(quick > 400, `${quick}`);
  });

  it('finds in a long dialog, whoever of it is Microsoft or called, what it finds in that text alone', () => {
    const options = { ...defaultOptions, keepsFrom: 1 };
    let turned = 0;
    const sidesOf = ({ trace }: Analysis): string =>
      trace.calls.map(({ messages }) => messages.map(({ side }) => side)).join();
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: 11 }), fc.boolean()), { minLength: 4, maxLength: 12 }),
        (edits) => {
          let text = PiecedText.of(refreshedDialog());
          let analysis = analyse(String(text), options);
          for (const [place, isCallee] of edits) {
            const after = PiecedText.of(withMicrosoftAt(place, isCallee));
            const before = sidesOf(analysis);
            analysis =
              finished(analyseChangeInSlices(analysis, text, after)) ??
              analyse(String(after), options, analysis);
            assert.deepEqual(shown(analysis), shown(analyse(String(after))));
            if (sidesOf(analysis) !== before) turned++;
            text = after;
          }
        },
      ),
      { numRuns: 30 },
    );
    assert.ok(turned > 50, `${turned}`);
  });

  it('judges an answer again when a later one of the same offer is changed, or is none any more', () => {
    const options = { ...defaultOptions, keepsFrom: 1 };
    const [offer, early, ok, ...rest] = (texts['outbound-ok.siptrace'] ?? '').split('a=rtcp-mux');
    assert.ok(offer !== undefined && early !== undefined && ok !== undefined);
    // The 183 does not agree to the offer's; its 200 does, and then it does not.
    const before = [`${offer}a=rtcp-mux${early}a=x-rtcp-mx${ok}`, ...rest].join('a=rtcp-mux');
    const after = [`${offer}a=rtcp-mux${early}a=x-rtcp-mx${ok}`, ...rest].join('a=x-rtcp-mx');
    const dropped = ({ findings }: Analysis): number =>
      findings.filter(({ rule }) => rule.id === 'oa-rtcp-mux-dropped').length;
    // One that carries no description any more is no answer.
    const parts = before.split('application/sdp');
    const without = [parts.slice(0, 3).join('application/sdp'), ...parts.slice(3)].join('text/plain');
    for (const text of [after, without]) {
      const whole = analyse(before, options);
      const changed = analyse(text, options, whole);
      assert.deepEqual(shown(changed), shown(analyse(text)));
      assert.deepEqual([dropped(whole), dropped(changed)], [0, 1]);
    }
  });

  it('judges a body again when another message tells where the user is', () => {
    const options = { ...defaultOptions, keepsFrom: 1 };
    const call = (texts['inbound-ok.siptrace'] ?? '').replace(
      '203.0.113.10 50075 typ',
      '10.0.0.10 50075 typ',
    );
    const [before, after] = ['internal', 'external'].map((location) =>
      call.replace(/^SIP\/2\.0 183 .*$/m, (line) => `${line}\nX-MS-UserLocation: ${location}`),
    );
    assert.ok(before !== undefined && after !== undefined);
    const unreachable = ({ findings }: Analysis): number =>
      findings.filter(({ rule }) => rule.id === 'ice-candidate-private-address').length;
    const whole = analyse(before, options);
    const changed = analyse(after, options, whole);
    assert.deepEqual(shown(changed), shown(analyse(after)));
    assert.deepEqual([unreachable(whole), unreachable(changed)], [0, 1]);
  });

  it('tells what it found in messages that another one came before, when that is of their call at last', () => {
    const options = { ...defaultOptions, keepsFrom: 1 };
    const log = (logs['inbound-ok.siptrace'] ?? '').replaceAll(/^Max-Forwards: .*\r\n/gm, '');
    const start = log.indexOf('Call-ID: b-') + 'Call-ID: '.length;
    const at = { start, end: start + 1 };
    const before = PiecedText.of(log).with(at, 'x');
    const whole = analyse(String(before), options);
    const changed = finished(analyseChangeInSlices(whole, before, before.with(at, 'b')));
    assert.ok(changed !== null);
    assert.deepEqual(shown(changed), shown(analyse(log)));
    assert.equal(changed.findings.filter(({ rule }) => rule.id === 'sip-mandatory-headers').length, 9);
  });

  it('judges ICE of later answers again when an earlier one is changed', () => {
    const options = { ...defaultOptions, keepsFrom: 1 };
    const message = (first: string, cseq: number, toTag: string, credentials: string): string =>
      [
        first,
        `Via: SIP/2.0/TLS 52.114.75.24:5061;branch=z9hG4bK${cseq}`,
        'From: <sip:+12065550100@sip.pstnhub.microsoft.com>;tag=t',
        `To: <sip:+14255550199@sbc1.contoso.com>${toTag}`,
        'Call-ID: long',
        `CSeq: ${cseq} INVITE`,
        'Content-Type: application/sdp',
        '',
        'v=0',
        `o=- 1 ${cseq} IN IP4 203.0.113.10`,
        's=-',
        'c=IN IP4 203.0.113.10',
        't=0 0',
        'm=audio 50000 RTP/SAVP 0',
        `a=ice-ufrag:${credentials}`,
        `a=ice-pwd:${credentials.repeat(6)}`,
        '',
      ].join('\n');
    const round = (cseq: number, answer: string): readonly string[] => [
      message('INVITE sip:+14255550199@sbc1.contoso.com SIP/2.0', cseq, cseq === 1 ? '' : ';tag=s', 'offr'),
      message('SIP/2.0 200 OK', cseq, ';tag=s', answer),
    ];
    const [before, after] = ['8hhY', '9kkZ'].map((first) =>
      [...round(1, first), ...round(2, '8hhY')].join('\n'),
    );
    assert.ok(before !== undefined && after !== undefined);
    const changed = ({ findings }: Analysis): number =>
      findings.filter(({ rule }) => rule.id === 'oa-ice-creds-changed-in-answer').length;
    const whole = analyse(before, options);
    assert.equal(changed(whole), 0);
    const typed = analyse(after, options, whole);
    assert.deepEqual(shown(typed), shown(analyse(after)));
    assert.equal(changed(typed), 1);
  });

  it('makes findings of plain data, which hold nothing of the trace', () => {
    for (const text of Object.values(texts)) {
      for (const { rule, ...finding } of analyse(text).findings) {
        const written = JSON.stringify(finding);
        assert.deepEqual(JSON.parse(written), finding, rule.id);
        assert.ok(written.length < 20_000, `${rule.id}: a place and a text take no more`);
      }
    }
  });

  it('looks again at a message whose end is known by another sign', () => {
    const alone =
      'OPTIONS sip:a@b SIP/2.0\r\nCall-ID: 1\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\nhello\r\n';
    const followed = alone + alone.replace('Call-ID: 1', 'Call-ID: 2');
    const [first, second] = [alone, followed].map((text) => analyse(text).trace.messages[0]?.record);
    assert.equal(first?.content, second?.content);
    assert.notEqual(first?.end, second?.end);
    assert.deepEqual(shown(analyse(followed, defaultOptions, analyse(alone))), shown(analyse(followed)));
  });

  it('looks again at a message whose layout was repaired, though it reads the same', () => {
    const whole =
      'OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\nContent-Length: x\r\n\r\n';
    const spoiled = whole.replace('\r\nVia', '\r\n\r\nVia');
    const [one, other] = [whole, spoiled].map((text) => analyse(text).trace.messages[0]?.record);
    assert.equal(one?.content, other?.content);
    assert.notEqual(one?.isMended, other?.isMended);
    assert.deepEqual(shown(analyse(spoiled, defaultOptions, analyse(whole))), shown(analyse(spoiled)));
  });

  it('heeds changed settings, whatever it could reuse', () => {
    const text = texts['inbound-crypto-tag.log'] ?? '';
    const earlier = analyse(text);
    assert.ok(earlier.findings.some(({ rule }) => rule.id === 'oa-crypto-suite'));
    const changes: readonly Partial<AnalysisOptions>[] = [
      { severities: { 'oa-crypto-suite': 'off' } },
      { severities: { 'oa-crypto-suite': 'info' } },
      { profile: 'rfc' },
      { maxFindingsPerRule: 1 },
    ];
    for (const change of changes) {
      const options = { ...defaultOptions, ...change };
      assert.deepEqual(shown(analyse(text, options, earlier)), shown(analyse(text, options)));
    }
  });

  it('keeps what it found before when only the place changes', () => {
    const text = texts['outbound-video-missing.siptrace'] ?? '';
    const earlier = analyse(text);
    const later = analyse(`\n\n${text}`, defaultOptions, earlier);
    assert.deepEqual(
      later.findings.map(({ range }) => range.start),
      earlier.findings.map(({ range }) => range.start + 2),
    );
    assert.ok(
      later.trace.messages.every(({ parsed }, index) => parsed === earlier.trace.messages[index]?.parsed),
      'a message was parsed again',
    );
  });

  it('can be dropped between slices', () => {
    const count = slicesOf(texts['inbound-forked.siptrace'] ?? '');
    assert.ok(count > 1, `${count} slices`);
  });

  it('can be dropped within one long call, too', () => {
    // Messages are read in as many slices, and calls of one message are judged in 80.
    const [one, each] = [slicesOf(reInvites(400, () => 'one')), slicesOf(reInvites(400, String))];
    assert.ok(one > each - 80 + 20, `${one} slices of one call, ${each} of many`);
  });

  it('can be dropped within one long description, too', () => {
    const described = (count: number): string => {
      const candidates = Array.from(
        { length: count },
        (_, place) => `a=candidate:${place} 1 UDP ${place + 1} 10.0.0.1 ${place} typ host`,
      );
      return [
        'v=0',
        'o=- 1 1 IN IP4 192.0.2.1',
        's=-',
        't=0 0',
        'm=audio 4000 RTP/AVP 0',
        ...candidates,
      ].join('\n');
    };
    const [short, long] = [slicesOf(described(100)), slicesOf(described(5000))];
    assert.ok(long > short + 100, `${long} slices of a long one, ${short} of a short one`);
  });
});

function slicesOf(text: string): number {
  const slices = analyseInSlices(text, defaultOptions);
  let count = 0;
  while (slices.next().done !== true) count++;
  return count;
}

/** What messages of {@link refreshedDialog} say, and what they may say instead. */
const exchangedWords = [
  ['a=rtcp-mux', 'a=x-mux'],
  ['a=sendrecv', 'a=inactive'],
  ['a=ice-ufrag:8hhY', 'a=ice-ufrag:9kkZ'],
  ['m=audio 50000 ', 'm=audio 0 '],
  ['203.0.113.10 50000 typ', '10.0.0.10 50000 typ'],
  ['o=- 1 1 ', 'o=- 1 3 '],
  ['application/sdp', 'text/plain'],
  ['SIP/2.0 200 OK', 'SIP/2.0 422 Session Interval Too Small'],
  ['SIP/2.0 183 Session Progress', 'SIP/2.0 200 OK'],
  ['INVITE sip:', 'UPDATE sip:'],
  ['CSeq: 2 ', 'CSeq: 3 '],
  [';tag=s', ';tag=u'],
  ['Call-ID: long', 'Call-ID: lost'],
  ['X-Location: internal', 'X-MS-UserLocation: internal'],
  ['Microsoft.PSTNHub.', 'Other.'],
  ['sip:p1.', 'sip:p2.'],
] as const;

/**
 * The dialog with what tells that Microsoft sent it in one message alone: all but two read the same then, wherever that is.
 *
 * @param isCallee whether the tags of the first message make it the callee's, which turns the parties of all others
 */
function withMicrosoftAt(place: number, isCallee: boolean): string {
  const nobody = refreshedDialog()
    .replace('Microsoft.PSTNHub.', 'Other.')
    // Of an INVITE of the SBC it is found that it has this.
    .replaceAll('Min-SE: 60', 'Replaces: other;to-tag=t;from-tag=s')
    .replaceAll(/example\.(?:com|net)/g, 'sip.pstnhub.microsoft.com');
  const text = isCallee ? nobody.replace(';tag=t', ';tag=s') : nobody;
  return text
    .split('Other.')
    .reduce(
      (before, behind, at) => `${before}${at - 1 === place ? 'Microsoft.PSTNHub.' : 'Other.'}${behind}`,
    );
}

/** A dialog that each side refreshes, with an early answer and a final one each time. */
function refreshedDialog(): string {
  const description = (version: number): readonly string[] => [
    'v=0',
    `o=- 1 ${version} IN IP4 203.0.113.10`,
    's=-',
    'c=IN IP4 203.0.113.10',
    't=0 0',
    'a=ice-lite',
    'm=audio 50000 RTP/SAVP 0',
    'a=rtcp-mux',
    'a=sendrecv',
    'a=ice-ufrag:8hhY',
    'a=ice-pwd:asd88fgpdd777uzjYhagZg',
    'a=candidate:1 1 UDP 2130706431 203.0.113.10 50000 typ host',
    'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:mB0Tq5Zr2kXw8sVh1dLfYc7uEoNa4jGp6iKtR3xQ|2^31',
  ];
  return [1, 2, 3, 4]
    .flatMap((cseq) => {
      const [own, other] = ['<sip:a@example.com>;tag=t', '<sip:b@example.net>'];
      const others = `${other}${cseq === 1 ? '' : ';tag=s'}`;
      const [from, to] = cseq % 2 === 1 ? [own, others] : [others, own];
      const message = (first: string, answering: string): string =>
        [
          first,
          `Via: SIP/2.0/TLS 192.0.2.${cseq}:5061;branch=z9hG4bK${cseq}`,
          'Record-Route: <sip:p1.example.org;lr>',
          `From: ${from}`,
          `To: ${to}${answering}`,
          'Call-ID: long',
          `CSeq: ${cseq} INVITE`,
          // Who is who is told once.
          `User-Agent: ${cseq === 1 && answering === '' ? 'Microsoft.PSTNHub.SIPProxy' : 'Other.SIPProxy'}`,
          'X-Location: internal',
          'Min-SE: 60',
          'Content-Type: application/sdp',
          '',
          ...description(cseq),
          '',
        ].join('\n');
      const answering = cseq === 1 ? ';tag=s' : '';
      return [
        message(`INVITE sip:${cseq % 2 === 1 ? 'b@example.net' : 'a@example.com'} SIP/2.0`, ''),
        message('SIP/2.0 183 Session Progress', answering),
        message('SIP/2.0 200 OK', answering),
      ];
    })
    .join('\n');
}

/** INVITEs that one dialog repeats, each with a description. */
function reInvites(count: number, callIdOf: (place: number) => string): string {
  const body =
    'v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n';
  return Array.from({ length: count }, (_, place) =>
    [
      'INVITE sip:b@example.com SIP/2.0',
      `Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK${place}`,
      'From: <sip:a@example.com>;tag=a',
      `To: <sip:b@example.com>${place === 0 ? '' : ';tag=b'}`,
      `Call-ID: ${callIdOf(place)}`,
      `CSeq: ${place + 1} INVITE`,
      'Content-Type: application/sdp',
      `Content-Length: ${body.length}`,
      '',
      body,
    ].join('\r\n'),
  ).join('\r\n');
}

describe('withheld findings', () => {
  /** One description with many lines that are none. */
  const text = `v=0\no=- 1 1 IN IP4 192.0.2.1\ns=-\nt=0 0\n${'a =x\n'.repeat(250)}`;

  it('are counted by rule', () => {
    const { findings, withheld, counts } = analyse(text);
    assert.equal(findings.length, 100);
    assert.deepEqual(withheld, [{ rule: 'sdp-line-syntax', count: 150 }]);
    assert.equal(counts.error, 250);
  });

  it('are the last ones', () => {
    const all = analyse(text, { ...defaultOptions, maxFindingsPerRule: 0 });
    assert.equal(all.findings.length, 250);
    assert.deepEqual(all.withheld, []);
    assert.deepEqual(
      analyse(text).findings.map(({ range }) => range),
      all.findings.slice(0, 100).map(({ range }) => range),
    );
  });
});

describe('rules that could not be evaluated', () => {
  const call = texts['inbound-ok.siptrace'] ?? '';
  const invite = call.slice(0, call.indexOf('SIP/2.0 100'));

  it('are told with the reason', () => {
    const reasons = new Map(analyse(invite).notEvaluated.map(({ rule, reason }) => [rule, reason]));
    assert.equal(reasons.get('oa-crypto-tag'), 'the trace holds no answer to the offer');
  });

  it('are none where another call lets the rule look', () => {
    const other = invite.replaceAll(/^(Call-ID: )/gm, '$1other-');
    const told = analyse(call + other).notEvaluated.map(({ rule }) => rule);
    assert.ok(!told.includes('oa-crypto-tag'), told.join(', '));
  });

  it('are none where nothing concerns them', () => {
    const options = 'OPTIONS sip:a@b SIP/2.0\r\nCall-ID: 1\r\nContent-Length: 0\r\n\r\n';
    assert.deepEqual(analyse(options).notEvaluated, []);
  });
});
