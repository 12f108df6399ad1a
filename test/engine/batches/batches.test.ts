/** A trace that is judged in batches of its calls gives what an analysis of the whole gives. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { analyse } from '../../../server/engine/analysis/analyse';
import { type Analysis, type AnalysisOptions, defaultOptions } from '../../../server/engine/analysis/model';
import { LineIndex } from '../../../server/engine/basics/lines';
import { analysedCalls } from '../../../server/engine/report/calls';
import { placedDiagnoses, tellingOf } from '../../../server/engine/report/diagnosis';
import { reportFinding } from '../../../server/engine/report/file-report';
import { decodeText } from '../../../server/engine/basics/decode';
import { readText } from '../../../server/engine/traces/read';
import { batched, type Batched } from '../../support/batched';
import { filesBelow, skipUnshared } from '../../support/shared';

const root = path.resolve(__dirname, '../../..');

/** Holds batches of each size against one analysis of the whole. A size that no batch reached leaves the batches of any larger. */
function assertSame(
  name: string,
  bytes: Uint8Array,
  sizes: readonly number[],
  options: AnalysisOptions = defaultOptions,
): boolean {
  let whole: Whole | null = null;
  for (const calls of sizes) {
    const found = batched(bytes, options, { kind: 'findings' }, calls);
    if (found === null) return false;
    whole ??= wholeOf(bytes, options);
    assertTells(`${name} in batches of ${calls}`, found, whole);
    const rows = batched(bytes, options, { kind: 'calls' }, calls)?.told ?? [];
    assert.deepEqual(
      rows.map((each) => (each.kind === 'call' ? each.call : null)),
      whole.calls,
      `${name} in batches of ${calls}`,
    );
    if (found.largest < calls) break;
  }
  return true;
}

interface Whole {
  readonly analysis: Analysis;
  readonly lines: LineIndex;
  readonly calls: ReturnType<typeof analysedCalls>;
}

function wholeOf(bytes: Uint8Array, options: AnalysisOptions): Whole {
  const { text } = decodeText(bytes);
  const analysis = analyse(text, options);
  const lines = new LineIndex(text);
  return { analysis, lines, calls: analysedCalls(analysis, lines) };
}

function assertTells(what: string, { survey, told, tail }: Batched, { analysis: whole, lines }: Whole): void {
  assert.deepEqual(
    told.map((each) => (each.kind === 'finding' ? { rule: each.rule.id, ...each.finding } : null)),
    whole.findings.map((each) => ({ ...reportFinding(each, lines), rule: each.rule.id })),
    what,
  );
  assert.deepEqual(
    tail,
    {
      withheld: whole.withheld,
      notEvaluated: whole.notEvaluated,
      counts: whole.counts,
      heldBack: whole.heldBack,
      unknownRules: whole.unknownRules,
      ...tellingOf(placedDiagnoses(whole, lines), whole.options.maxFindingsPerRule),
    },
    what,
  );
  assert.equal(survey.text.format, whole.trace.format, what);
  assert.equal(survey.text.index.size, whole.trace.messages.length, what);
  assert.equal(survey.calls, whole.trace.calls.filter(({ kind }) => kind === 'call').length, what);
}

/** A request as sngrep saves it; what it lacks is found. */
function saved(second: number, callId: string, branch: number, name = 'OPTIONS'): string {
  const time = new Date(Date.UTC(2026, 0, 31, 10, 0, second)).toISOString().slice(0, 19).replace('T', ' ');
  return `${time.replaceAll('-', '/')}.000000 192.0.2.1:5060 -> 192.0.2.2:5060
${name} sip:b@example.com SIP/2.0\r
Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK${branch}\r
From: <sip:a@example.com>;tag=1\r
To: <sip:b@example.com>\r
Call-ID: ${callId}\r
CSeq: ${branch} ${name}\r
Max-Forwards: 70\r
Content-Length: 0\r
\r

`;
}

describe('batches of calls', () => {
  const many = Array.from({ length: 1100 }, (_, place) => place);
  for (const [what, text] of [
    [
      'a call whose messages stand at both ends',
      [
        saved(0, 'ends', 1, 'INVITE'),
        ...many.map((at) => saved(at, `c${at}`, at)),
        saved(1200, 'ends', 2, 'BYE'),
      ].join(''),
    ],
    ['calls of one message each', many.map((at) => saved(at, `c${at}`, at, 'INVITE')).join('')],
    ['one Call-ID with many messages', many.map((at) => saved(at, 'one', at)).join('')],
    ['times that go back', many.map((at) => saved(1100 - at, `c${at % 700}`, at, 'INVITE')).join('')],
    [
      'a file that is cut within a header',
      many
        .map((at) => saved(at, `c${at % 9}`, at))
        .join('')
        .slice(0, -90),
    ],
    [
      'text in Latin-1',
      many.map((at) => saved(at, `c${at % 99}`, at).replace('<sip:a', 'J\xf6rg <sip:a')).join(''),
    ],
    ['line ends of LF alone', many.map((at) => saved(at, `c${at % 99}`, at).replaceAll('\r', '')).join('')],
  ] as const)
    it(`tell the same of ${what}`, function () {
      const bytes = new Uint8Array(Buffer.from(text, 'latin1'));
      assert.ok(assertSame(what, bytes, [1, 25, 1000]), 'it goes by batches');
      assert.ok(assertSame(what, bytes, [25], { ...defaultOptions, maxFindingsPerRule: 0 }));
    });

  it('find all messages and count all lines, however much stands between them that is none', function () {
    const message = saved(0, 'one', 1).split('\n').slice(1).join('\n').replace('Length: 0', 'Length: 9');
    const noise = `${'nothing that anybody would take for a message '.repeat(40)}\n`.repeat(5_000);
    for (const text of [`${noise}${message}`, `${message}${noise.repeat(4)}${message}`])
      assert.ok(assertSame('noise', new TextEncoder().encode(text), [1]));
  });

  it('tell the same of calls whose messages stand so far apart that no trees of two are kept', () => {
    let count = 0;
    for (const file of filesBelow(path.join(root, 'samples'))) {
      const text = fs.readFileSync(file, 'utf8');
      const { records, format } = readText(text);
      const callId = /^Call-ID: *(.*)\r?$/im.exec(text)?.[1];
      if (format !== 'sngrep' || callId === undefined) continue;
      const between = many.slice(0, 300).map((at) => saved(at, callId, at));
      const apart = records.map(({ span }) => `${text.slice(span.start, span.end)}\n${between.join('')}`);
      assert.ok(assertSame(file, new TextEncoder().encode(apart.join('')), [1]), file);
      count++;
    }
    assert.ok(count > 3, `only ${count}`);
  });

  for (const folder of [
    'samples',
    'test/fixtures',
    '../shared/captures',
    '../shared/field',
    '../shared/corpus',
  ])
    it(`tell of the texts in ${folder} what an analysis tells`, function () {
      const at = path.join(root, folder);
      if (!fs.existsSync(at)) skipUnshared(this);
      let count = 0;
      for (const file of filesBelow(at)) {
        const bytes = new Uint8Array(fs.readFileSync(file));
        if (!assertSame(file, bytes, [1, 7, 1000])) continue;
        count++;
        assertSame(file, bytes, [7], { ...defaultOptions, maxFindingsPerRule: 1 });
        assertSame(file, bytes, [7], { ...defaultOptions, maxFindingsPerRule: 0 });
      }
      assert.ok(count > 3, `only ${count}`);
    });
});
