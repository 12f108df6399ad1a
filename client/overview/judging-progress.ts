/** How far the calls of a large trace are judged, in words. */
import { l10n } from 'vscode';
import type { SeverityCounts } from '../../shared/severities';
import type { JudgingState } from '../captures/judging';
import { countsInWords } from '../common/text';
import type { Progress } from '../webview/protocol';
import type { OverviewContent } from './trace-source';

/** What is said of it above the calls; null where nothing is left to do. */
export function judgingProgress(state: JudgingState | undefined, content: OverviewContent): Progress | null {
  const judge = { text: l10n.t('Judge All Calls'), asks: 'judge' } as const;
  switch (state?.kind) {
    case 'judging':
      return {
        text: l10n.t('The calls are being judged: {0}', soFar(content)),
        bar: { done: state.done },
        button: { text: l10n.t('Stop'), asks: 'stopJudging' },
      };
    case 'waiting':
    case 'stopped':
      return { text: l10n.t('Calls that are judged: {0}', soFar(content)), bar: null, button: judge };
    case 'failed':
      return {
        text: l10n.t('The calls cannot be judged here. {0}', state.message),
        bar: null,
        button: judge,
      };
    case 'judged':
    case undefined:
      return null;
  }
}

/** The same for those who hear it, which is to change at each tenth alone. */
export function judgingInWords(state: JudgingState | undefined, content: OverviewContent): string {
  switch (state?.kind) {
    case 'judging':
      return l10n.t('The calls are being judged: {0} %', Math.floor(state.done * 10) * 10);
    case 'judged':
      return l10n.t('All calls are judged: {0}.', countsInWords(state.counts));
    default:
      return judgingProgress(state, content)?.text ?? '';
  }
}

/** The sum of what was found in the calls that are judged. */
export function foundSoFar({ calls }: OverviewContent): SeverityCounts & { readonly judged: number } {
  const sum = { error: 0, warning: 0, info: 0, judged: 0 };
  for (const { counts } of calls) {
    if (counts === null) continue;
    sum.error += counts.error;
    sum.warning += counts.warning;
    sum.info += counts.info;
    sum.judged += 1;
  }
  return sum;
}

/** "1,240 of 8,300, 12 errors" */
function soFar(content: OverviewContent): string {
  const { judged, ...counts } = foundSoFar(content);
  const all = content.calls.length.toLocaleString();
  const share = l10n.t('{0} of {1}', judged.toLocaleString(), all);
  return judged === 0 ? share : `${share}, ${countsInWords(counts)}`;
}
