import { l10n, type Uri } from 'vscode';
import { nameOf } from '../common/identity';
import { callTags } from './calls-table';
import { judgingInWords, judgingProgress } from './judging-progress';
import { keyCard } from './key-card';
import { findingMarks, outcomeMark } from './marks';
import type { OverviewTable } from './overview-table';
import { countsInWords, visible } from '../common/text';
import { clock, dateAndClock } from '../common/time';
import type { OverviewCall, OverviewContent, SourceState, TraceSource } from './trace-source';
import type { Chip, Mark, OverviewSpec } from '../webview/protocol';

/** What the webview shows above and around its tables. */
export function overviewSpec(
  { uri, state, content, judging }: TraceSource,
  tables: readonly OverviewTable[],
  beside: Uri | null,
): OverviewSpec {
  return {
    uri: uri.toString(),
    title: visible(nameOf(uri)),
    facts: content === undefined ? '' : factsOf(content),
    damage: content === undefined ? [] : damageOf(content),
    capture: content === undefined ? [] : content.capture.map(visible),
    unasked: content === undefined ? [] : content.unasked.map(visible),
    card: content === undefined ? null : keyCard(content, beside),
    marks: content === undefined ? [] : marksOf(content),
    chips: content === undefined ? [] : [...outcomeChips(content.calls), ...findingChips(content.calls)],
    progress: progressOf(state) ?? (content === undefined ? null : judgingProgress(judging?.state, content)),
    spoken: content === undefined ? '' : judgingInWords(judging?.state, content),
    failure: state.kind === 'failed' ? state.message : null,
    tables: tables.map(({ spec }) => spec),
    texts: {
      capture: l10n.t('What this capture shows'),
      filter: l10n.t('Filter: number, Call-ID, outcome…'),
      sortBy: l10n.t('Sort by'),
      traceOrder: l10n.t('Order of the trace'),
      retry: l10n.t('Try Again'),
      openPanel: l10n.t('Open Call Panel'),
      openText: l10n.t('Show in Trace'),
      preview: l10n.t('The chosen row'),
      unasked: l10n.t('What was not asked or not shown'),
    },
  };
}

/** More of it is listed with what was not understood. */
const mostDamage = 3;

function damageOf({ damage }: OverviewContent): readonly string[] {
  const told = damage.slice(0, mostDamage).map(visible);
  const more = damage.length - told.length;
  return more === 0 ? told : [...told, l10n.t('{0} more such places are listed as not understood.', more)];
}

function progressOf(state: SourceState): OverviewSpec['progress'] {
  if (state.kind !== 'loading') return null;
  const { text, done, cancel } = state;
  const button = cancel === null ? null : ({ text: l10n.t('Cancel'), asks: 'cancel' } as const);
  return { text, bar: { done }, button };
}

/** Format, size and time of the trace. */
function factsOf({ format, messages, about, calls }: OverviewContent): string {
  const count = calls.filter(({ kind }) => kind === 'call').length;
  const times = calls.flatMap((call) => call.started ?? []);
  let [first] = times;
  let last = first;
  for (const time of times) {
    if (first === undefined || time.micros < first.micros) first = time;
    if (last === undefined || time.micros > last.micros) last = time;
  }
  return [
    visible(format),
    messages === 1 ? l10n.t('1 message') : l10n.t('{0} messages', messages.toLocaleString()),
    count === 1 ? l10n.t('1 call') : l10n.t('{0} calls', count.toLocaleString()),
    first === undefined
      ? ''
      : dateAndClock(first) + (last === undefined || last === first ? '' : ` – ${clock(last)}`),
    ...about.map(visible),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

function marksOf({ counts, messages }: OverviewContent): Mark[] {
  if (counts === null || messages === 0) return []; // that nothing is wrong with nothing would mislead
  const { error, warning, info } = counts;
  if (error + warning + info === 0) return [{ icon: 'answered', tone: 'good', text: countsInWords(counts) }];
  return findingMarks(counts).map((mark) => ({
    ...mark,
    text: countsInWords({
      error: mark.icon === 'error' ? error : 0,
      warning: mark.icon === 'warning' ? warning : 0,
      info: mark.icon === 'info' ? info : 0,
    }),
  }));
}

/** How the calls went, if not all in the same way: pressed, each shows its calls alone. */
function outcomeChips(calls: readonly OverviewCall[]): Chip[] {
  const groups = new Map<string, { readonly mark: Mark; readonly outcome: string; count: number }>();
  for (const call of calls) {
    if (call.kind !== 'call') continue;
    const group = groups.get(call.outcome);
    const mark = outcomeMark({ ...call, status: null, diagnosis: null });
    const outcome = mark.text;
    if (group === undefined) groups.set(call.outcome, { mark, outcome, count: 1 });
    else group.count += 1;
  }
  if (groups.size < 2) return [];
  return [...groups.values()].map(({ mark, outcome, count }) => ({
    mark: { ...mark, text: `${count.toLocaleString()} ${outcome}` },
    filter: outcome.includes(' ') ? `"${outcome}"` : outcome,
    group: 'outcome',
  }));
}

/** Which calls have findings that matter, if not all have: pressed, each shows its calls alone. */
function findingChips(calls: readonly OverviewCall[]): Chip[] {
  const counted = (['error', 'warning'] as const).map((severity) => {
    const filter = `@${severity}`;
    return { severity, filter, count: calls.filter((call) => callTags[filter]?.(call)).length };
  });
  return counted.flatMap(({ severity, filter, count }): readonly Chip[] => {
    if (count === 0 || count === calls.length) return [];
    const shown = count.toLocaleString();
    const text = severity === 'error' ? l10n.t('{0} with errors', shown) : l10n.t('{0} with warnings', shown);
    return [{ mark: { icon: severity, tone: severity, text }, filter, group: 'findings' }];
  });
}
