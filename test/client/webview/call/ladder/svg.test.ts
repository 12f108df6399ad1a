import assert from 'node:assert/strict';
import { ladderSvg, type LadderPaint } from '../../../../../client/webview/call/ladder/svg';
import { checkRow, lane, makeView, mediaBar, sipRow, t } from './view';

const paint: LadderPaint = {
  background: 'rgb(31, 31, 31)',
  foreground: 'rgb(204, 204, 204)',
  muted: 'rgba(255, 255, 255, 0.5)',
  severities: { error: '#f14c4c', warning: '#cca700', info: '#3794ff', good: '#73c991' },
  forks: ['rgb(1, 2, 3)', 'rgb(4, 5, 6)'],
  font: '"Segoe UI", sans-serif',
};

const hostile = `<img src=x onerror="alert(1)">&]]>'\u0000\u001b\uD800\uFFFF`;

describe('the ladder as a picture', () => {
  const rows = [
    sipRow({ sdp: 'offer' }),
    checkRow({ at: 3_000_000, from: 2, to: 0, fork: 0, nominates: true }),
    checkRow({
      at: 3_100_000,
      from: 3,
      to: 0,
      fork: 1,
      answer: 'none',
      severity: 'error',
      defects: ['No answer came.'],
    }),
  ];
  const view = makeView({ rows, media: [mediaBar({ rows: [1, 2] })] });

  it('is one whole document with a title and a description', () => {
    const svg = ladderSvg(view, paint, t);
    checkWellFormed(svg);
    assert.ok(svg.includes('<title id="ladder-title">ladder.picture(alice, bob)</title>'));
    assert.ok(svg.includes('<desc id="ladder-desc">ICE completed</desc>'));
  });

  it('shows lanes, labels, times, silences, defects, media and a legend', () => {
    const words = textOf(ladderSvg(view, paint, t));
    for (const word of [
      'SBC',
      '● fork B ✓',
      '203.0.113.10 · Lite',
      'INVITE [ladder.offer]',
      '+3.100',
      'ladder.seconds(3.0)',
      'No answer came.',
      'SRTP 3 packets',
      'evidence.predicted',
      'ladder.legendWrong',
    ])
      assert.ok(words.includes(word), word);
  });

  it('needs nothing beside it: no style sheet, script, link or custom property', () => {
    const svg = ladderSvg(view, paint, t);
    assert.doesNotMatch(svg, /<(?:style|script|image|foreignObject|use)\b|href|url\(|var\(|style=/);
    assert.doesNotMatch(svg, /rgba?\(/);
  });

  it('has the colours it was given, mixed with the background where they are transparent', () => {
    const svg = ladderSvg(view, paint, t);
    assert.ok(svg.includes('<rect width="100%" height="100%" fill="#1f1f1f"/>'));
    assert.ok(svg.includes('stroke="#010203"') && svg.includes('stroke="#040506"'));
    assert.ok(svg.includes('fill="#8f8f8f"'));
  });

  it('says that it is simulated', () => {
    const words = textOf(ladderSvg(makeView({ ...view, simulated: 'With ice-lite.' }), paint, t));
    assert.ok(words.includes('ladder.simulated(With ice-lite.)'));
  });

  it('shows what a trace says as text, whatever it is', () => {
    const svg = ladderSvg(
      makeView({
        from: hostile,
        headline: { severity: 'error', text: hostile },
        simulated: hostile,
        lanes: [lane(hostile, hostile), lane(hostile, hostile, 0)],
        rows: [sipRow({ label: hostile, gist: hostile, defects: [hostile], severity: 'error' })],
        media: [mediaBar({ lane: 0, label: hostile, protection: hostile })],
      }),
      { ...paint, font: hostile },
      t,
    );
    checkWellFormed(svg);
    assert.ok(!svg.includes('<img'));
    assert.ok(svg.includes('&#60;img'));
  });

  it('ends after the rows that fit, and says so', () => {
    const long = makeView({
      rows: Array.from({ length: 500 }, () => sipRow()),
      media: [mediaBar({ rows: [499, 499] })],
    });
    const svg = ladderSvg(long, paint, t, 2_000);
    checkWellFormed(svg);
    const height = Number(/ height="([\d.]+)" viewBox/.exec(svg)?.[1]);
    assert.ok(height <= 2_000 && height > 1_900, String(height));
    const shown = svg.split('>INVITE<').length - 1;
    assert.ok(textOf(svg).includes(`ladder.cut(${shown}, 500)`));
    assert.ok(!textOf(ladderSvg(long, paint, t)).some((word) => word.startsWith('ladder.cut')));
  });
});

/** Every tag is closed in its turn, every attribute is quoted, and nothing else has a `<` or `&`. */
function checkWellFormed(svg: string): void {
  const open: string[] = [];
  let roots = 0;
  const rest = svg.replaceAll(
    /<\?xml [^<>]*\?>|<(\/?)([a-z]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/gi,
    (tag: string, end: string, name: string, _attributes: string, empty: string) => {
      if (tag.startsWith('<?')) return '';
      if (end !== '') assert.equal(open.pop(), name);
      else if (empty === '') {
        if (open.length === 0) roots += 1;
        open.push(name);
      }
      return '';
    },
  );
  assert.deepEqual(open, []);
  assert.equal(roots, 1);
  assert.doesNotMatch(rest, /</);
  assert.doesNotMatch(svg, /&(?!#\d+;)/);
  assert.doesNotMatch(svg, /(?![\t\n\r])\p{Cc}|[\uFFFE\uFFFF\p{Cs}]/u);
}

function textOf(svg: string): readonly string[] {
  return [...svg.matchAll(/<text [^>]*>(.*?)<\/text>/g)].map(([, content = '']) =>
    content
      .replaceAll(/<[^>]*>/g, '')
      .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code))),
  );
}
