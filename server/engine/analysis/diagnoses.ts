/** What diagnoses of calls are made of. */
import { perObject } from '../basics/memo';
import type { Call } from '../calls/call';
import type { Trace } from '../calls/trace';
import { Diagnoses, type Ground } from '../diagnosis/diagnoses';
import type { KnownFinding } from '../diagnosis/model';
import type { Signalling } from '../evidence/signalling';
import type { CallReplay } from '../ice/model';
import type { CallFinding } from '../rules/lint';
import { isSip } from '../traces/message';
import { keyOf, signallingOf } from './groups';
import type { Linted } from './judge';
import type { LintedCall, LintedGroup, Reusable } from './model';

/** Findings are taken before any is withheld. */
export function diagnosesOf(
  { evidence }: Pick<Trace, 'evidence'>,
  groups: Reusable,
  { packets, paths }: Pick<Linted, 'packets' | 'paths'>,
  replays: readonly CallReplay[] | null,
): Diagnoses {
  const replayOf = new Map((replays ?? []).map((replay) => [replay.call, replay]));
  const beside = new Map<Call, KnownFinding[]>();
  for (const [call, findings] of [
    ...packets.map(({ call, lint }) => [call, lint.findings] as const),
    ...paths.map((path) => [path.call, path.findings] as const),
  ]) {
    const known = beside.get(call);
    if (known === undefined) beside.set(call, [...findings]);
    else for (const finding of findings) known.push(finding);
  }
  // One after another, legs of a Call-ID are asked for: there may be thousands, and each looks at all messages of it.
  let last: { readonly group: LintedGroup; readonly signalling: Signalling } | null = null;
  const signallingFor = (group: LintedGroup): Signalling => {
    if (last?.group !== group) {
      const messages = group.messages.filter(isSip);
      last = { group, signalling: signallingOf(messages, group.watched, evidence) };
    }
    return last.signalling;
  };
  return new Diagnoses((call): Ground | null => {
    const group = groups.get(keyOf(call));
    const lint = group === undefined ? undefined : lintsOf(group.calls).get(call);
    if (group === undefined || lint === undefined) return null;
    const replay = replayOf.get(call) ?? null;
    const others = beside.get(call) ?? [];
    return {
      key: replay === null && others.length === 0 ? lint : null,
      of: () => ({
        call,
        signalling: signallingFor(group),
        findings: [...inCall(call, lint.findings), ...others],
        replay,
      }),
    };
  });
}

const lintsOf = perObject(
  (calls: readonly LintedCall[]) => new Map(calls.map(({ call, lint }) => [call, lint])),
);

function inCall(call: Call, findings: readonly CallFinding[]): readonly KnownFinding[] {
  return findings.flatMap(({ rule, severity, message, place, at }) => {
    const found = call.messages[place]?.message;
    return found === undefined ? [] : [{ rule, severity, message, in: found, at }];
  });
}
