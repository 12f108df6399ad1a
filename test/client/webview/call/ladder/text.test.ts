import assert from 'node:assert/strict';
import { forkTone } from '../../../../../client/webview/call/fork-tones';
import { lightPaint } from '../../../../../client/webview/call/ladder/paint';
import {
  answered,
  arrowLabel,
  silenceText,
  spokenRow,
  timeText,
} from '../../../../../client/webview/call/ladder/text';
import { checkRow, fork, makeView, mediaBar, packetRow, sipRow, t } from './view';

describe('the words on an arrow', () => {
  it('say what came of a check', () => {
    const outcome = (row: Parameters<typeof checkRow>[0]) => arrowLabel(checkRow(row), t).outcome;
    assert.equal(outcome({ answer: 'ok' }), '⇄ ladder.ok');
    assert.equal(outcome({ answer: 'ok', asked: 12, answered: 9 }), '⇄ ladder.answeredOf(9, 12)');
    assert.equal(outcome({ answer: 'error', error: 401 }), '⇄ 401');
    assert.equal(outcome({ answer: 'none' }), '✕ ladder.noAnswer');
  });

  it('count what is folded', () => {
    assert.equal(arrowLabel(checkRow({ count: 12 }), t).count, '×12');
    assert.equal(arrowLabel(checkRow({ count: 1 }), t).count, '');
    assert.equal(arrowLabel(packetRow({ count: 332 }), t).count, '×332');
  });

  it('say which session description a message has', () => {
    assert.equal(arrowLabel(sipRow({ sdp: 'offer' }), t).badge, 'ladder.offer');
    assert.equal(arrowLabel(sipRow({ sdp: 'answer' }), t).badge, 'ladder.answer');
    assert.equal(arrowLabel(sipRow({ sdp: 'unknown' }), t).badge, 'ladder.sdp');
    assert.equal(arrowLabel(sipRow(), t).badge, '');
  });

  it('are few, whatever the trace says', () => {
    const { text } = arrowLabel(sipRow({ label: 'X'.repeat(1_000_000) }), t);
    assert.ok(text.length < 60 && text.endsWith('…'));
  });
});

describe('times of the ladder', () => {
  it('count from the first event, in milliseconds', () => {
    assert.equal(timeText(313_499), '+0.313');
    assert.equal(timeText(0), '+0.000');
    assert.equal(timeText(-4_000), '−0.004');
    assert.equal(timeText(null), '');
  });

  it('of a silence are as exact as one reads them', () => {
    assert.equal(silenceText(8_100_000, t), 'ladder.seconds(8.1)');
    assert.equal(silenceText(125_400_000, t), 'ladder.minutes(2, 5)');
    assert.equal(silenceText(119_990_000, t), 'ladder.minutes(2, 0)');
  });
});

describe('what a screen reader says of a row', () => {
  it('is all of it in one breath', () => {
    const rows = [
      checkRow({ at: 313_000, from: 3, to: 0, label: 'nominate', nominates: true }),
      sipRow({ from: 1, to: 0, label: '183', sdp: 'answer', retransmission: true, evidence: 'derived' }),
      checkRow({
        from: 2,
        to: 0,
        answer: 'error',
        error: 401,
        count: 3,
        severity: 'error',
        defects: ['Wrong.'],
      }),
      checkRow({ from: 2, to: 2, answer: 'none', at: null }),
    ];
    const view = makeView({ rows, media: [mediaBar({ rows: [1, 2], protection: 'verified' })] });
    assert.deepEqual(
      rows.map((_, index) => spokenRow(view, index, t)),
      [
        'ladder.time(+0.313), ladder.fromTo(fork B, SBC), nominate, ladder.answeredOk',
        'ladder.time(+0.000), ladder.fromTo(SIP proxy, SBC), 183, ladder.withAnswer, ladder.retransmission, ' +
          'evidence.derived, ladder.mediaBegins(SRTP 3 packets, verified)',
        'ladder.time(+0.000), ladder.fromTo(fork A, SBC), check, ladder.answeredError(401), ladder.times(3), ' +
          'severity.error: Wrong.',
        'fork A, check, ladder.noAnswer',
      ],
    );
    assert.equal(spokenRow(view, 99, t), '');
  });
});

describe('forks', () => {
  it('have colours of their own, apart from those of errors and warnings', () => {
    // Pictures have as many as the panel.
    const toneCount = lightPaint.forks.length;
    const tones = Array.from({ length: toneCount }, (_, index) => forkTone(index));
    assert.equal(new Set(tones.map(({ variable }) => variable)).size, toneCount);
    assert.ok(tones.every(({ variable }) => !/red|yellow|error|warning/i.test(variable)));
    assert.deepEqual(forkTone(toneCount), forkTone(0));
    assert.equal(forkTone(null).variable, '--vscode-foreground');
  });

  it('get a check mark where one of several answered', () => {
    const view = makeView();
    assert.deepEqual(
      view.lanes.map((lane) => answered(view, lane)),
      [false, false, false, true],
    );
    const alone = makeView({ forks: [fork('call', true)] });
    assert.ok(alone.lanes.every((lane) => !answered(alone, lane)));
  });
});
