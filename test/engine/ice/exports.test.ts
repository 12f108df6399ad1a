/** The replay of a call from a capture and from the text that was saved of it: they differ in what text cannot show. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { CallReplay, SessionReplay } from '../../../server/engine/ice/model';
import type { StepEvent } from '../../../shared/ice';
import { replaysOfText, traceTextOf } from './replays';
import { filesToTest, sharedPath } from '../../support/shared';

const captures = sharedPath('captures', 'pcap');

/** What packets tell; all other steps are told by signalling. */
const ofPackets: ReadonlySet<StepEvent> = new Set<StepEvent>([
  'request',
  'success',
  'error',
  'indication',
  'icmp',
  'rtp',
  'dtls',
  'timeout',
  'unanswered',
  'rejected',
  'refused',
  'failed',
  'predicted',
]);

describe('replays of captures and of their text exports', () => {
  for (const file of filesToTest('captures/text', /\.(sngrep|tshark-O)\.txt$/)) {
    const name = path.basename(file).replace(/\.(sngrep|tshark-O)\.txt$/, '');
    const capture = ['pcapng', 'pcap']
      .map((ending) => path.join(captures ?? '', `${name}.${ending}`))
      .find((candidate) => fs.existsSync(candidate));
    // Of an encrypted call nothing is in these texts.
    if (capture === undefined || name.startsWith('01h')) continue;
    it(path.basename(file), () => {
      const text = byCall(replaysOfText(fs.readFileSync(file, 'utf8')));
      const seen = byCall(replaysOfText(traceTextOf(capture)));
      assert.deepEqual([...text.keys()], [...seen.keys()]);
      for (const [key, replay] of text) assertSame(replay, seen.get(key));
    });
  }
});

function assertSame(text: CallReplay, capture: CallReplay | undefined): void {
  assert.ok(capture);
  assert.deepEqual(signalled(text), signalled(capture));
  assert.deepEqual(
    text.forks.map(({ toTag, active, main }) => ({ toTag, active, main: agreed(main) })),
    capture.forks
      .filter(({ toTag }) => toTag !== null)
      .map(({ toTag, active, main }) => ({ toTag, active, main: agreed(main) })),
  );
  const known = new Set(capture.verdicts.map(({ id }) => id));
  for (const { id, evidence, severity, message } of text.verdicts) {
    if (known.has(id)) continue;
    assert.notEqual(evidence, 'observed', `${id}: ${message}`);
    assert.notEqual(severity, 'error', `${id}: ${message}`);
  }
}

/** Steps that messages make, in order; what a step says behind a semicolon weighs it against the packets. */
function signalled({ steps }: CallReplay): readonly string[] {
  return steps
    .filter(({ event }) => !ofPackets.has(event))
    .map(({ event, message }) => `${event}: ${message.split(';')[0] ?? ''}`);
}

/** What two descriptions alone decide. */
function agreed(session: SessionReplay | null): object | null {
  if (session === null) return null;
  const { ufrag, lite, controlling, generation, media, pairs } = session;
  return {
    ufrag,
    lite,
    controlling,
    generation,
    media,
    pairs: pairs
      .filter(({ teamsType }) => teamsType !== 'prflx')
      .map(({ sbc, priority, component }) => ({ sbc, priority, component })),
  };
}

function byCall(replays: readonly CallReplay[]): ReadonlyMap<string, CallReplay> {
  return new Map(
    replays.flatMap((replay) => (replay.call === null ? [] : [[keyOf(replay), replay] as const])),
  );
}

function keyOf({ call }: CallReplay): string {
  return `${call?.callId ?? ''} ${call?.from ?? ''}`;
}
