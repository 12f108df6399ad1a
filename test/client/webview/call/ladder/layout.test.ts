import assert from 'node:assert/strict';
import {
  barAt,
  layOutLadder,
  rowAt,
  rowHeight,
  type LadderLayout,
} from '../../../../../client/webview/call/ladder/layout';
import { shapeArrow } from '../../../../../client/webview/call/ladder/arrow';
import { fit, shortenSubtitle, textWidth } from '../../../../../client/webview/call/ladder/measure';
import { arrowLabel } from '../../../../../client/webview/call/ladder/text';
import { checkRow, lane, makeView, mediaBar, sipRow, t } from './view';

const seconds = (number: number) => number * 1_000_000;

describe('the lanes of the ladder', () => {
  for (const width of [300, 360, 620, 1200]) {
    it(`stand apart from the times and from each other in ${width} px`, () => {
      const { laneX, timeWidth, spacing, width: whole } = layOutLadder(makeView({ rows: [sipRow()] }), width);
      assert.equal(whole, width);
      assert.ok((laneX[0] ?? 0) > timeWidth);
      assert.ok((laneX.at(-1) ?? Infinity) < width);
      assert.ok(spacing >= 38);
    });
  }

  it('do not lie on each other when there are many: the ladder becomes wider than its place', () => {
    const lanes = Array.from({ length: 20 }, (_, index) => lane(`fork ${index}`, '', index));
    const { width, laneX, spacing } = layOutLadder(makeView({ lanes }), 300);
    assert.ok(spacing >= 38);
    assert.ok(width > 300 && width > (laneX.at(-1) ?? Infinity));
  });

  it('leave room for sentences where the place is wide', () => {
    assert.equal(layOutLadder(makeView(), 620).notes, null);
    const { notes, laneX } = layOutLadder(makeView(), 1200);
    assert.ok(notes !== null && notes.x > (laneX.at(-1) ?? Infinity));
  });

  it('need no lane, row or media', () => {
    const layout = layOutLadder(makeView({ lanes: [], rows: [], media: [mediaBar()] }), 300);
    assert.equal(rowAt(layout, 100), 0);
    assert.ok(Number.isFinite(layout.height));
    assert.ok(Number.isFinite(layout.bars[0]?.height));
  });

  it('give the times as much as the longest takes', () => {
    const short = layOutLadder(makeView({ rows: [sipRow()] }), 620);
    const long = layOutLadder(makeView({ rows: [sipRow({ at: seconds(36_000) })] }), 620);
    assert.ok(long.timeWidth > short.timeWidth);
    assert.ok(layOutLadder(makeView({ rows: [sipRow()], timed: false }), 620).timeWidth < short.timeWidth);
  });
});

describe('the rows of the ladder', () => {
  it('mark silences of a second and more, and no others', () => {
    const rows = [0, 0.9, 1.9, null, 3.9, 3.0, 4.8].map((at) =>
      sipRow({ at: at === null ? null : seconds(at) }),
    );
    const { gaps, tops } = layOutLadder(makeView({ rows }), 620);
    assert.deepEqual(
      [...gaps].map(([row, { micros }]) => [row, micros]),
      [
        [2, seconds(1)],
        [4, seconds(2)],
      ],
    );
    assert.ok((tops[2] ?? 0) - (tops[1] ?? 0) > rowHeight);
    assert.equal((tops[3] ?? 0) - (tops[2] ?? 0), rowHeight);
  });

  it('mark where the clock leaps, whether time passes or not', () => {
    const rows = [0, 0.1, 1.9].map((at) => sipRow({ at: seconds(at) }));
    const capture = [1, 2].map((row) => ({
      id: 'capture-clock',
      text: 'The clock leaps.',
      range: null,
      frame: null,
      leap: { text: `leap ${row}`, row, step: null },
    }));
    const { gaps } = layOutLadder(makeView({ rows, capture }), 620);
    assert.deepEqual(
      [...gaps].map(([row, { micros, leap }]) => [row, micros, leap]),
      [
        [1, null, 'leap 1'],
        [2, seconds(1.8), 'leap 2'],
      ],
    );
  });

  it('are found by height', () => {
    const layout = layOutLadder(makeView({ rows: Array.from({ length: 1_000 }, () => sipRow()) }), 620);
    assert.equal(rowAt(layout, -50), 0);
    assert.equal(rowAt(layout, layout.height + 50), 999);
    for (const row of [0, 1, 500, 999]) {
      assert.equal(rowAt(layout, layout.tops[row] ?? NaN), row);
      assert.equal(rowAt(layout, (layout.ends[row] ?? NaN) - 1), row);
    }
  });

  it('make room for sentences beneath them', () => {
    const view = makeView({ rows: [sipRow(), sipRow()] });
    const { tops } = layOutLadder(view, 620, (row) => (row === 0 ? 40 : 0));
    assert.equal((tops[1] ?? 0) - (tops[0] ?? 0), rowHeight + 40);
  });
});

describe('the arrows of the ladder', () => {
  const layout = layOutLadder(makeView({ rows: [sipRow()] }), 300);
  const shape = (row: Parameters<typeof shapeArrow>[0], of: LadderLayout = layout) =>
    shapeArrow(row, arrowLabel(row, t), of);

  it('point at the lane they go to', () => {
    const [left = 0, right = 0] = layout.laneX;
    assert.ok(shape(sipRow({ from: 0, to: 1 })).head.startsWith(`M${right} `));
    assert.ok(shape(sipRow({ from: 1, to: 0 })).head.startsWith(`M${left} `));
  });

  it('do not arrive where nobody answers', () => {
    const unanswered = shape(checkRow({ from: 2, to: 0, answer: 'none' }));
    assert.equal(unanswered.head, '');
    assert.notEqual(unanswered.cross, '');
    assert.equal(shape(checkRow({ from: 2, to: 0, answer: 'error', error: 401 })).cross, '');
  });

  it('keep their labels in sight', () => {
    for (const width of [300, 620]) {
      const narrow = layOutLadder(makeView({ rows: [sipRow()] }), width);
      for (const from of [0, 1, 2, 3]) {
        for (const to of [0, 1, 2, 3]) {
          const row = sipRow({ from, to, label: 'SUBSCRIBE', sdp: 'answer', severity: 'error' });
          const { x, width: room } = shape(row, narrow).label;
          assert.ok(x >= 0 && x + room <= width && room > 0, `${from} to ${to}: ${x} + ${room}`);
        }
      }
    }
  });

  it('turn back to the lane they start from', () => {
    const { head, line } = shape(checkRow({ from: 2, to: 2 }));
    assert.ok(head.startsWith(`M${layout.laneX[2]} `) && line.startsWith(`M${layout.laneX[2]} `));
  });
});

describe('the media of the ladder', () => {
  const rows = [0, 1, 2, 3].map((at) => sipRow({ at: seconds(at / 2) }));
  const layOut = (...media: readonly ReturnType<typeof mediaBar>[]) =>
    layOutLadder(makeView({ rows, media }), 620);

  it('lasts from its first row over its last one', () => {
    const layout = layOut(mediaBar({ rows: [1, 2] }));
    const [bar] = layout.bars;
    assert.ok(bar);
    assert.ok(bar.y > (layout.tops[1] ?? Infinity) && bar.y < (layout.ends[1] ?? 0));
    assert.ok(bar.y + bar.height >= (layout.ends[2] ?? Infinity));
    assert.ok(bar.y + bar.height < (layout.ends[3] ?? 0));
  });

  it('stands side by side where it lasts at the same time, and in line where it does not', () => {
    const { bars } = layOut(
      mediaBar({ rows: [0, 1] }),
      mediaBar({ rows: [1, 3] }),
      mediaBar({ rows: [2, 3] }),
    );
    assert.notEqual(bars[0]?.x, bars[1]?.x);
    assert.equal(bars[0]?.x, bars[2]?.x);
  });

  it('shows each stretch, in order and however short', () => {
    const stretch = { destination: '192.0.2.1:1', why: '' };
    const { bars } = layOut(
      mediaBar({
        rows: [0, 3],
        begins: 0,
        ends: seconds(1.5),
        stretches: [
          { ...stretch, begins: 0, ends: seconds(0.5), judgement: 'right' },
          { ...stretch, begins: seconds(0.5), ends: seconds(0.5), judgement: 'wrong' },
          { ...stretch, begins: seconds(0.5), ends: seconds(1.5), judgement: 'unknown' },
        ],
      }),
    );
    const stretches = bars[0]?.stretches ?? [];
    assert.deepEqual(
      stretches.map(({ judgement }) => judgement),
      ['right', 'wrong', 'unknown'],
    );
    assert.ok(stretches.every(({ height }) => height >= 4));
    stretches.slice(1).forEach(({ y }, index) => {
      const before = stretches[index];
      assert.ok(before && y >= before.y + before.height - 0.01);
    });
  });

  it('is drawn though nothing is known of its stretches', () => {
    const { bars } = layOut(mediaBar({ rows: [0, 3] }));
    assert.deepEqual(
      bars[0]?.stretches.map(({ judgement }) => judgement),
      ['unknown'],
    );
    assert.equal(bars[0].stretches[0]?.height, bars[0].height);
  });

  it('has labels that do not cover each other or the row beneath', () => {
    const layout = layOut(
      mediaBar({ rows: [0, 3], lane: 0, label: 'SRTP 200 packets to fork A' }),
      mediaBar({ rows: [0, 3], lane: 0, label: 'SRTP 100 packets to fork B' }),
      mediaBar({ rows: [0, 3], lane: 2 }),
    );
    const labels = layout.bars.map(({ label }) => ({ ...label, height: label.lines.length * 14 }));
    for (const [index, one] of labels.entries()) {
      assert.ok(one.y + one.height <= (layout.tops[1] ?? 0));
      for (const other of labels.slice(index + 1)) {
        const apart =
          one.x + one.width <= other.x ||
          other.x + other.width <= one.x ||
          one.y + one.height <= other.y ||
          other.y + other.height <= one.y;
        assert.ok(apart, JSON.stringify([one, other]));
      }
    }
  });

  it('is found by a point', () => {
    const layout = layOut(mediaBar({ rows: [1, 2] }));
    const [bar] = layout.bars;
    assert.ok(bar);
    assert.equal(barAt(layout, bar.x + 1, bar.y + 5), 0);
    assert.equal(barAt(layout, bar.x + 30, bar.y + 5), undefined);
    assert.equal(barAt(layout, bar.x + 1, bar.y - 5), undefined);
  });

  it('of many streams is laid out at once', () => {
    const many = Array.from({ length: 5_000 }, (_, index) => mediaBar({ rows: [index, index + 3] }));
    const view = makeView({ rows: Array.from({ length: 5_000 }, () => sipRow()), media: many });
    assert.equal(layOutLadder(view, 620).bars.length, 5_000);
  });
});

describe('text in little room', () => {
  it('keeps the end of an address, which tells it from others', () => {
    assert.equal(shortenSubtitle('198.51.100.22', 200), '198.51.100.22');
    assert.equal(shortenSubtitle('198.51.100.22', 48), '…100.22');
    assert.equal(shortenSubtitle('203.0.113.10 · Lite', 90), '203.0.113.10');
    assert.match(shortenSubtitle('2001:db8::abcd:1', 50), /^…:abcd:1$/);
    assert.match(shortenSubtitle('sip.pstnhub.microsoft.com', 60), /^sip\..*…$/);
  });

  it('is cut with an ellipsis and never in the middle of a letter', () => {
    assert.equal(fit('short', 100), 'short');
    const cut = fit('😀'.repeat(40), 60);
    assert.match(cut, /^😀+…$/u);
    assert.ok(textWidth(cut) <= 60);
    assert.equal(fit('x'.repeat(1_000_000), 100).length < 40, true);
  });
});
