/** What the program says of a capture that may be false: its errors. */
import { analyse } from '../../server/engine/analysis/analyse';
import { renderCapture } from '../../server/engine/trace-text/render';
import { joinTraces } from '../../server/engine/traces/join';

export interface Claims {
  /** Ids of rules and verdicts at error level. */
  readonly errors: ReadonlySet<string>;
  /** Ids of all rules and verdicts. */
  readonly all: ReadonlySet<string>;
  /** Whether ICE of a fork failed. */
  readonly failed: boolean;
  /** Of each id the first message. */
  readonly messages: ReadonlyMap<string, string>;
}

export function textOfCapture(bytes: Uint8Array): string {
  const rendering = renderCapture([bytes]);
  if (rendering.kind !== 'rendered') throw new Error('no capture');
  return rendering.capture.text;
}

/** Of texts that belong together. */
export function claimsOf(...texts: readonly string[]): Claims {
  const [only] = texts;
  const text = texts.length === 1 && only !== undefined ? only : joinTraces(texts).text;
  const { findings, replays } = analyse(text);
  const errors = new Set<string>();
  const all = new Set<string>();
  const messages = new Map<string, string>();
  for (const { rule, severity, message } of findings) {
    all.add(rule.id);
    if (severity !== 'error') continue;
    errors.add(rule.id);
    if (!messages.has(rule.id)) messages.set(rule.id, message);
  }
  for (const { verdicts } of replays ?? []) {
    for (const { id, severity, message } of verdicts) {
      all.add(`verdict ${id}`);
      if (severity !== 'error') continue;
      errors.add(`verdict ${id}`);
      if (!messages.has(`verdict ${id}`)) messages.set(`verdict ${id}`, message);
    }
  }
  const failed = (replays ?? []).some(({ forks }) => forks.some(({ main }) => main?.state === 'failed'));
  return { errors, all, failed, messages };
}
