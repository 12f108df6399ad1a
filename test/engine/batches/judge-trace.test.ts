/** What an editor is told of a large trace, call by call, is what an analysis of the whole finds. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { analyse } from '../../../server/engine/analysis/analyse';
import { defaultOptions } from '../../../server/engine/analysis/model';
import { decodeText } from '../../../server/engine/basics/decode';
import { type JudgingEnd, judgeTrace } from '../../../server/engine/batches/judge-trace';
import { indexLargeTrace } from '../../../server/engine/call-index/overview-index';
import { summaryOf } from '../../../server/engine/report/diagnosis';
import { compileNetwork } from '../../../server/engine/network/network';
import { renderCapture } from '../../../server/engine/trace-text/render';
import { type CallJudgement, legKey } from '../../../shared/large-trace';
import { writeTraffic } from '../../bench/traffic';
import { filesBelow } from '../../support/shared';

const samples = path.resolve(import.meta.dirname, '../../../samples');

interface Judged {
  readonly calls: ReadonlyMap<string, Omit<CallJudgement, 'key'>>;
  readonly end: JudgingEnd;
  readonly done: readonly number[];
}

function judged(bytes: Uint8Array, options = defaultOptions): Judged {
  const calls = new Map<string, Omit<CallJudgement, 'key'>>();
  const done: number[] = [];
  const judging = judgeTrace(() => pieces(bytes), bytes.length, '', options);
  for (;;) {
    const step = judging.next();
    if (step.done === true) return { calls, end: step.value, done };
    if (step.value === null) continue;
    done.push(step.value.done);
    for (const { key, ...found } of step.value.calls) {
      assert.ok(!calls.has(key), `${key} is judged once`);
      calls.set(key, found);
    }
  }
}

function* pieces(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 1 << 16) yield bytes.slice(at, at + (1 << 16));
}

function assertAsAnalysed(name: string, bytes: Uint8Array): number {
  const { calls, end, done } = judged(bytes);
  if (end.kind !== 'judged') return 0;
  const rendering = renderCapture([bytes]);
  const text = rendering.kind === 'rendered' ? rendering.capture.text : decodeText(bytes).text;
  const { trace, callCounts, diagnoses, counts } = analyse(text, defaultOptions);
  const wanted = new Map(
    trace.calls.map((call) => [
      legKey(call),
      {
        counts: callCounts.get(call) ?? { error: 0, warning: 0, info: 0 },
        diagnosis: summaryOf(diagnoses.of(call)),
      },
    ]),
  );
  assert.deepEqual(calls, wanted, name);
  assert.deepEqual(end.counts, counts, name);
  assert.deepEqual(
    done,
    [...done].sort((a, b) => a - b),
    `${name}: goes forward`,
  );
  assert.ok(done.every((share) => share >= 0 && share <= 1));
  for (const key of listed(bytes)) assert.ok(calls.has(key), `${name}: ${key} is listed, and judged`);
  return calls.size;
}

function listed(bytes: Uint8Array): readonly string[] {
  const indexing = indexLargeTrace(() => pieces(bytes), '', null);
  for (;;) {
    const step = indexing.next();
    if (step.done !== true) continue;
    return step.value.kind === 'indexed' ? step.value.trace.calls.map(({ key }) => key) : [];
  }
}

describe('a large trace that is judged for an editor', () => {
  it('is told what an analysis of the whole finds, of samples and of a busy trunk', function () {
    let calls = 0;
    for (const file of filesBelow(samples))
      calls += assertAsAnalysed(file, new Uint8Array(fs.readFileSync(file)));
    assert.ok(calls > 5, `${calls} calls`);
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sip-trace-'));
    try {
      const [capture, log] = ['trunk.pcap', 'trunk.log'].map((name) => path.join(folder, name));
      writeTraffic(capture ?? '', log ?? '', { calls: 10, atOnce: 5, voice: 2, varied: true });
      for (const file of [capture, log])
        assert.ok(assertAsAnalysed(file ?? '', new Uint8Array(fs.readFileSync(file ?? ''))) >= 10);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });

  it('is refused where its calls cannot be judged one by one, and where it is no trace', () => {
    const log = new TextEncoder().encode('v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\n');
    assert.equal(judged(log).end.kind, 'whole');
    const facts = { ...defaultOptions.facts, network: compileNetwork({ vpnSubnets: ['10.0.0.0/8'] }) };
    assert.equal(judged(log, { ...defaultOptions, facts }).end.kind, 'whole');
    assert.equal(judged(new Uint8Array(2000).map((_, at) => at % 7)).end.kind, 'unreadable');
  });

  it('lets go of its file when nobody waits any more', () => {
    for (const steps of [1, 3]) {
      let open = 0;
      const reading = function* (): Generator<Uint8Array> {
        open++;
        try {
          const message = 'OPTIONS sip:a@b SIP/2.0\r\nCall-ID: a\r\nCSeq: 1 OPTIONS\r\n\r\n';
          for (let at = 0; at < 50; at++) yield new TextEncoder().encode(message.repeat(200));
        } finally {
          open--;
        }
      };
      const judging = judgeTrace(reading, 1e6, '', defaultOptions);
      for (let step = 0; step < steps; step++) assert.ok(judging.next().done !== true);
      judging.return({ kind: 'unreadable', message: '' });
      assert.equal(open, 0, `after ${steps} steps`);
    }
  });
});
