/** Replays for tests: of captures, and of trace texts. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { analyse } from '../../../server/engine/analysis/analyse';
import type { CallReplay, ForkReplay, SessionReplay } from '../../../server/engine/ice/model';
import type { VerdictId } from '../../../server/engine/ice/verdicts/ids';
import { replayTrace } from '../../../server/engine/ice/replay';
import { renderCapture } from '../../../server/engine/trace-text/render';

/** The text of a capture, or of a file that is a trace text already. */
export function traceTextOf(file: string): string {
  const bytes = fs.readFileSync(file);
  const rendering = renderCapture([bytes]);
  return rendering.kind === 'rendered' ? rendering.capture.text : bytes.toString('utf8');
}

export function replaysOfText(text: string): readonly CallReplay[] {
  return replayTrace(analyse(text).trace);
}

/** The only replay of a text. */
export function replayOfText(text: string): CallReplay {
  const replays = replaysOfText(text);
  const [only] = replays;
  assert.ok(only !== undefined && replays.length === 1, `${replays.length} replays, one is wanted`);
  return only;
}

/** The session that speaks for the fork that answered, or for the only one. */
export function mainOf(replay: CallReplay): SessionReplay {
  const fork = forkThatCounts(replay);
  assert.ok(fork?.main, 'no session');
  return fork.main;
}

export function forkThatCounts({ forks }: CallReplay): ForkReplay | undefined {
  return forks.find(({ active }) => active) ?? forks[0];
}

export function verdictIds({ verdicts }: CallReplay): readonly VerdictId[] {
  return verdicts.map(({ id }) => id);
}

/** Verdicts that say that ICE did not work. */
export const failures: ReadonlySet<VerdictId> = new Set<VerdictId>([
  'no-response',
  'response-lost',
  'wrong-password',
  'wrong-username',
  'wrong-mapped-address',
  'asymmetric-response',
  'not-nominated',
  'nomination-unanswered',
  'no-checks',
  'misdirected-check',
  'failed',
  'restart-broken',
  'wrong-fork',
  'wrong-path',
]);
