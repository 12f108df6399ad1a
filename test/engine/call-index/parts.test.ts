/** A text of sngrep that is indexed in two parts shows what it shows as one. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CallIndex } from '../../../server/engine/call-index/call-index';
import { indexTrace } from '../../../server/engine/call-index/index-trace';
import { nextSngrepHead } from '../../../server/engine/call-index/sngrep-index';
import { callsText } from '../../../server/engine/report/calls';
import { sngrepText, traffic } from './traffic';

function linesOf(index: CallIndex): readonly string[] {
  return [...callsText(index.rows(null))];
}

/** Null where one of the parts is left to be read as a whole. */
function inParts(text: Uint8Array, cuts: readonly number[]): CallIndex | null {
  const index = new CallIndex();
  if (indexTrace([text.slice(0, cuts[0])], false, index) === null) return null;
  for (const [place, cut] of cuts.entries()) {
    const part = new CallIndex(index.seed);
    if (indexTrace([text.slice(cut, cuts[place + 1])], false, part) === null) return null;
    // As it comes from another thread.
    index.absorb(structuredClone(part.packed()));
  }
  return index;
}

describe('index of calls in parts', () => {
  it('shows what an index of the whole shows, wherever it is cut', function () {
    this.timeout(60_000);
    let compared = 0;
    fc.assert(
      fc.property(traffic, fc.nat(99), fc.nat(99), (sents, one, other) => {
        const text = new TextEncoder().encode(sngrepText(sents, '\n'));
        const whole = indexTrace([text.slice()], false);
        if (whole === null) return;
        const cuts = [Math.min(one, other), Math.max(one, other)].flatMap((share) => {
          const from = Math.floor((share / 100) * text.length);
          const head = nextSngrepHead(text.subarray(from));
          return head < 0 ? [] : [from + head];
        });
        const index = inParts(text, [...new Set(cuts)]);
        if (index === null || cuts.length === 0) return;
        compared++;
        assert.deepEqual(linesOf(index), linesOf(whole.index));
      }),
      { numRuns: 300 },
    );
    assert.ok(compared > 10, String(compared));
  });

  it('puts calls together that go over the cut', () => {
    const message = (start: string, tags: string, callId: string): string =>
      `2026/01/31 10:00:00.000000 192.0.2.1:5060 -> 192.0.2.2:5060\n${start}\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK${callId}\nFrom: <sip:a@example.com>;tag=1\nTo: <sip:b@example.com>${tags}\nCall-ID: ${callId}\nCSeq: 1 INVITE\nContent-Length: 0\n\n`;
    const invite = message('INVITE sip:b@example.com SIP/2.0', '', 'one');
    const ok = message('SIP/2.0 200 OK', ';tag=2', 'one');
    const other = message('INVITE sip:b@example.com SIP/2.0', '', 'two');
    const text = new TextEncoder().encode(invite + other + ok);
    const index = inParts(text, [invite.length, (invite + other).length]);
    assert.ok(index);
    assert.deepEqual(
      index.rows(null).map(({ callId, outcome, messages }) => [callId, outcome, messages]),
      [
        ['one', 'answered', 2],
        ['two', 'unanswered', 1],
      ],
    );
  });
});
