/** What is found out about a capture before anything is judged, from one good call seen through imperfections. */
import assert from 'node:assert/strict';
import { analyse } from '../../../server/engine/analysis/analyse';
import type { TraceEvidence } from '../../../server/engine/evidence/evidence';
import type { Absence } from '../../../server/engine/evidence/warrant';
import { textOfCapture } from '../../imperfections/claims';
import { busiestHost, readPackets, writePcap } from '../../imperfections/packets';
import { spoilers } from '../../imperfections/spoilers';
import { sharedPath, skipUnshared } from '../../support/shared';

const file = sharedPath('field', 'captures', 'base-ok.pcap');
const packets = file === null ? [] : readPackets(file);

describe('the evidence of a capture', () => {
  before(function () {
    if (file === null) skipUnshared(this);
  });

  it('of a good one has nothing to note, and gives leave', () => {
    const evidence = seen(null);
    assert.deepEqual(
      [evidence.clocks.leaps.length, evidence.clocks.skew, evidence.copies.messages, evidence.oneWay.length],
      [0, null, 0, 0],
    );
    assert.equal(evidence.ground.loss, 0);
    assert.equal(evidence.leaveFor(absence(evidence)).refused, null);
  });

  it('tells a leap of the clock by its size, and takes it out', () => {
    const { clocks, ground } = seen('the clock leaps an hour back');
    assert.equal(clocks.leaps.length, 1);
    assert.ok(Math.abs((clocks.leaps[0]?.micros ?? 0) + 3.6e9) < 1e6);
    assert.ok(ground.span !== null && ground.span.last - ground.span.first < 3.6e9 / 2);
  });

  it('tells the host whose clock is off, and by how much', () => {
    const { clocks } = seen("the SBC's clock 4 ms slow");
    assert.equal(clocks.skew?.host, sbc());
    assert.ok(Math.abs(clocks.skew.micros + 4000) < 1500, String(clocks.skew.micros));
    assert.ok(clocks.skew.exchanges >= 2);
  });

  it('counts records that stand behind later ones', () => {
    assert.ok(seen('records up to 3 ms out of order').clocks.outOfOrder > 0);
    assert.equal(seen('two files joined, the later one first').clocks.leaps.length, 0);
  });

  it('tells copies, which count no more', () => {
    const whole = seen(null);
    const { copies } = seen('each packet twice, 350 µs apart, a hop later');
    assert.ok(copies.messages > 0);
    assert.equal(copies.apart, 350);
    assert.ok(copies.media.twice * 2 >= copies.media.packets - 4, JSON.stringify(copies.media));
    assert.equal(whole.copies.media.twice, 0);
  });

  it('tells the direction that is not there, and refuses leave for it', () => {
    const evidence = seen('media only towards the SBC');
    assert.deepEqual(
      evidence.oneWay.map(({ kind, from, since }) => [kind, from, since]),
      [['media', sbc(), null]],
    );
    assert.equal(evidence.leaveFor(absence(evidence)).refused, 'one-way');
  });

  it('tells loss, and refuses leave where it may be chance', () => {
    const evidence = seen('a quarter of the packets lost');
    assert.ok(evidence.ground.loss > 0.15 && evidence.ground.loss < 0.45, String(evidence.ground.loss));
    assert.equal(evidence.leaveFor(absence(evidence)).refused, 'loss');
    assert.equal(evidence.leaveFor({ ...absence(evidence), times: 100 }).refused, null);
  });

  it('refuses leave for a time that the capture does not cover', () => {
    const evidence = seen(null);
    const { since } = absence(evidence);
    assert.equal(evidence.leaveFor({ ...absence(evidence), since: since - 60e6 }).refused, 'not-covered');
  });

  it('tells what was cut off', () => {
    const [cut, ...others] = seen('cut at 96 octets, signalling whole').notes.filter(
      ({ id }) => id === 'capture-cut',
    );
    assert.ok(cut?.id === 'capture-cut' && cut.checks > 0 && others.length === 0);
    assert.deepEqual(seen(null).notes, []);
  });
});

function sbc(): string {
  return busiestHost(packets);
}

function seen(imperfection: string | null): TraceEvidence {
  const spoiler = spoilers.find(({ name }) => name === imperfection);
  assert.ok(imperfection === null || spoiler !== undefined, 'no such imperfection');
  return analyse(textOfCapture(writePcap(spoiler?.spoil(packets) ?? packets))).trace.evidence;
}

/** That the SBC sent no media in the middle of the call. */
function absence({ clock, last, ground: { span } }: TraceEvidence): Absence {
  assert.ok(span !== null && last !== null);
  const [begin, end] = [span.first, clock.at(last)];
  const from = [sbc()];
  const to = [...mediaPeers()];
  return {
    kind: 'media',
    from,
    heard: from,
    to,
    since: begin + (end - begin) / 2,
    until: begin + ((end - begin) * 3) / 4,
    times: 2,
    answer: null,
  };
}

function mediaPeers(): ReadonlySet<string> {
  const { trace } = analyse(textOfCapture(writePcap(packets)));
  return new Set(
    trace.messages.flatMap(({ parsed, record }) =>
      parsed.kind === 'packet' && record.meta.source !== null ? [record.meta.source.address] : [],
    ),
  );
}
