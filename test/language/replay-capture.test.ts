/** What the panel shows of a call whose capture is not perfect: quiet notes, rows in the order of judging. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { consentsText } from '../../server/language/replay-view/consents';
import { keyOfReplay, replaysOf } from '../../server/language/replay-view/replays';
import { replayView } from '../../server/language/replay-view/replay-view';
import type { ReplayView } from '../../shared/replay-view';
import { textOfCapture } from '../imperfections/claims';
import { readPackets, writePcap } from '../imperfections/packets';
import { spoilers } from '../imperfections/spoilers';
import { viewOf } from '../support/view';

const packets = readPackets(path.resolve(__dirname, '../fixtures/forked/inbound-forked.pcapng'));

function panelsOf(name: string): readonly ReplayView[] {
  const spoiler = spoilers.find((each) => each.name === name);
  assert.ok(spoiler, name);
  const view = viewOf(textOfCapture(writePcap(spoiler.spoil(packets))));
  return replaysOf(view).map((replay) => {
    const panel = replayView(view, { key: keyOfReplay(view, replay) }, null);
    assert.ok(panel !== null);
    return panel;
  });
}

function panelOf(name: string): ReplayView {
  const [panel] = panelsOf(name);
  assert.ok(panel);
  return panel;
}

describe('the panel of a call of which the capture is not perfect', () => {
  it('notes what the capture shows, never among verdicts, on rows or as the headline', () => {
    for (const { name } of spoilers) {
      for (const panel of panelsOf(name)) {
        for (const { text } of panel.capture) {
          assert.match(text, /^[^a-z].*\.$/s);
          assert.ok(!panel.headline.text.includes(text.slice(0, -1)), `${name}: ${panel.headline.text}`);
          assert.ok(panel.rows.every(({ defects }) => !defects.includes(text)));
        }
        assert.ok(panel.verdicts.every(({ id }) => !id.startsWith('capture-')));
        let before = 0;
        for (const { at } of panel.rows) {
          assert.ok(at === null || at >= before, `${name}: rows are in the order of time`);
          before = at ?? before;
        }
      }
    }
  });

  it('links each note to its place', () => {
    const { capture } = panelOf('media only towards the SBC');
    assert.ok(capture.length > 0);
    for (const { id, range, frame } of capture) {
      assert.equal(id, 'capture-one-way');
      assert.ok(range !== null && frame !== null);
    }
  });

  it('draws cut checks as the transactions they are, and no copy as sent again', () => {
    const cut = panelOf('cut at 96 octets, signalling whole');
    assert.ok(cut.rows.every(({ label }) => label !== 'stray answer' && label !== 'request'));
    assert.ok(cut.rows.some((row) => row.kind === 'check' && row.answer === 'ok'));
    const copied = panelOf('each packet twice, 350 µs apart, a hop later');
    assert.ok(copied.rows.every((row) => row.kind !== 'sip' || !row.retransmission));
    assert.ok(copied.media.some(({ label }) => label === 'SRTP 139 packets'));
  });

  it('says of an answer that was not captured that it was not', () => {
    const { rows } = panelOf('from half way media only towards the SBC');
    const consents = rows.filter((row) => row.kind === 'check' && row.label === 'consent');
    assert.deepEqual(
      consents.map((row) => row.kind === 'check' && row.answer),
      ['unseen'],
    );
  });

  it('marks where the clock leaps, and counts time without it', () => {
    const panel = panelOf('the clock leaps an hour back');
    const leap = panel.capture.find(({ id }) => id === 'capture-clock')?.leap ?? null;
    assert.ok(leap !== null && leap.row !== null && leap.step !== null);
    assert.equal(leap.text, 'clock leaps 1 h back');
    const [before, behind] = [panel.rows[leap.row - 1], panel.rows[leap.row]];
    assert.ok((before?.range?.start.line ?? 0) < (behind?.range?.start.line ?? 0));
    assert.ok((panel.rows.at(-1)?.at ?? Infinity) < 10_000_000, 'the call lasts seconds');
  });
});

describe('consents of one row', () => {
  const at = (seconds: number, isAnswered: boolean) => ({ at: seconds * 1e6, isAnswered });

  it('say which of them were answered', () => {
    assert.equal(consentsText([at(5, true)]), '');
    assert.equal(consentsText([at(5, true), at(10, true)]), '2 asked, all answered');
    assert.equal(
      consentsText([at(5, true), at(10, false), at(15, false), at(20, true), at(25, false)]),
      '5 asked, 2 answered; no answer to 2 from 10.0 s to 15.0 s, to 1 at 25.0 s',
    );
    assert.equal(
      consentsText([
        { at: null, isAnswered: false },
        { at: null, isAnswered: true },
      ]),
      '2 asked, 1 answered; no answer to 1',
    );
  });

  it('name no more stretches than one reads', () => {
    const all = Array.from({ length: 100 }, (_, place) => at(place, place % 2 === 0));
    assert.match(consentsText(all), /, and 46 more times$/);
  });
});
