/**
 * Applies fixes until none is left, so that nobody has to do it twice. What comes out is judged as a whole: no fix trades
 * one error for another.
 */
import { type Analysis, type Finding, messageOf } from '../analysis/model';
import type { Span } from '../basics/span';
import type { Severity } from '../../../shared/severities';
import type { TextEdit } from '../sdp/write';
import type { TraceMessage } from '../traces/message';
import { inTraceText, MessageDraft, TraceDraft, type Draft, type Step } from './draft';
import type { Fixable } from './whole-fixes';

export interface Correction {
  /** The corrected text. */
  readonly text: string;
  /** What leads there, as edits of the text as it was, in order. */
  readonly edits: readonly TextEdit[];
  /** Whose fixes were applied, in order of application. */
  readonly applied: readonly Finding[];
  /** What is found in the corrected text. Its places are places there. */
  readonly left: readonly Finding[];
}

/** A trace text with all fixes applied; what is evidence stays as it is. */
export function correctTrace(analysis: Analysis): Correction {
  const { draft, applied } = corrected(TraceDraft.of(analysis));
  return { text: draft.text, edits: draft.edits, applied, left: draft.findings };
}

/**
 * A description with all of its fixes applied, whatever trace it stands in.
 *
 * @param at where it stands in the content of the message; so do the edits
 */
export function correctDescription(analysis: Analysis, message: TraceMessage, at: Span): Correction {
  const { draft, applied } = corrected(MessageDraft.ofDescription(analysis, message, at));
  const { start, end } = draft.place;
  return {
    text: draft.text.slice(start, end),
    edits: draft.edits,
    applied,
    left: draft.findings.filter((finding) => draft.isOwn(finding)),
  };
}

/**
 * The edits of one fix, in offsets of the trace text; with those of other fixes where it would bring what they mend. Null
 * where something as bad is left that was not there before.
 */
export function editsOfFix(analysis: Analysis, finding: Fixable): readonly TextEdit[] | null {
  const message = messageOf(analysis, finding);
  const tried = withOne(MessageDraft.of(analysis, message), finding);
  return tried === null ? null : inTraceText(message, tried.draft.edits);
}

/** Fixes bring out others; what is not at rest behind so many rounds goes in circles. */
const mostRounds = 40;

function corrected<D extends Draft<D>>(start: D): Step<D> {
  const all = rounds({ draft: start, applied: [] }, () => true);
  const isAtRest = all.draft.fixable.length === 0;
  return isAtRest && introduced(start, all.draft, 'error').size === 0 ? all : oneByOne(start);
}

/** Applies fixes that are wanted, and those that show up behind them. */
function rounds<D extends Draft<D>>(
  { draft: start, applied: before }: Step<D>,
  isWanted: (finding: Fixable, draft: D) => boolean,
): Step<D> {
  let draft = start;
  const applied = [...before];
  for (let round = 0; round < mostRounds; round++) {
    const wanted = draft.fixable.filter((finding) => isWanted(finding, draft));
    if (wanted.length === 0) break;
    const next = draft.apply(wanted);
    if (next.applied.length === 0) break;
    for (const each of next.applied) applied.push(each);
    draft = next.draft;
  }
  return { draft, applied };
}

/** Applies fix by fix those that make nothing worse. Each leaves less behind, so it comes to an end. */
function oneByOne<D extends Draft<D>>(start: D): Step<D> {
  let draft = start;
  const applied: Fixable[] = [];
  let refused = new Set<string>();
  for (;;) {
    const named = draft;
    const nameOf = (finding: Finding): string =>
      [finding.rule.id, finding.message, named.read(finding)].join('\n');
    const finding = draft.fixable.find((each) => !refused.has(nameOf(each)));
    if (finding === undefined) return { draft, applied };
    const next = withOne(draft, finding);
    if (next === null) {
      refused.add(nameOf(finding));
      continue;
    }
    for (const each of next.applied) applied.push(each);
    ({ draft } = next);
    // What stood in the way of another one may be gone.
    refused = new Set();
  }
}

/** Applies one fix, and those that mend what it brings; null where it makes nothing better, or anything as bad. */
function withOne<D extends Draft<D>>(before: D, finding: Fixable): Step<D> | null {
  const first = before.apply([finding]);
  const { id } = finding.rule;
  const after = rounds(first, ({ rule }, draft) => introduced(before, draft, finding.severity).has(rule.id));
  const isWorse = introduced(before, after.draft, finding.severity).size > 0;
  const isBetter = countOf(after.draft, id) < countOf(before, id);
  return isBetter && !isWorse ? after : null;
}

/** Rules that find more of a severity, or of a worse one, than they did before. */
function introduced<D extends Draft<D>>(before: D, after: D, severity: Severity): ReadonlySet<string> {
  const known = countsOf(before, severity);
  const now = countsOf(after, severity);
  return new Set([...now].filter(([id, count]) => count > (known.get(id) ?? 0)).map(([id]) => id));
}

const severities: readonly Severity[] = ['info', 'warning', 'error'];

function countsOf(
  { findings }: Pick<Draft<never>, 'findings'>,
  least: Severity,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { rule, severity } of findings) {
    if (severities.indexOf(severity) >= severities.indexOf(least))
      counts.set(rule.id, (counts.get(rule.id) ?? 0) + 1);
  }
  return counts;
}

function countOf({ findings }: Pick<Draft<never>, 'findings'>, id: string): number {
  return findings.filter(({ rule }) => rule.id === id).length;
}
