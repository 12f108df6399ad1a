/** Findings and outcomes as pictures with words. */
import { l10n } from 'vscode';
import type { DiagnosisSummary } from '../../shared/diagnosis';
import type { SeverityCounts } from '../../shared/severities';
import { outcomeInWords, requestResult } from '../calls/call-text';
import { isChallenge } from '../../shared/calls';
import { countsInWords, visible } from '../common/text';
import type { OverviewCall } from './trace-source';
import type { Mark } from '../webview/protocol';

/** The findings as pictures with numbers. */
export function findingMarks(counts: SeverityCounts | null): Mark[] {
  if (counts === null) return [notJudged()];
  const { error, warning, info } = counts;
  const marks: readonly Mark[] = [
    { icon: 'error', tone: 'error', text: String(error) },
    { icon: 'warning', tone: 'warning', text: String(warning) },
    { icon: 'info', tone: 'info', text: String(info) },
  ];
  return marks.filter(({ text }) => text !== '0');
}

/** Said of a call in place of what is found when it is judged. */
export function notJudged(): Mark {
  return { icon: 'partial', tone: 'muted', text: l10n.t('not judged yet') };
}

/** Whether there are no findings. */
export function isNothing({ error, warning, info }: SeverityCounts): boolean {
  return error + warning + info === 0;
}

/** Says that there are no findings. */
export function nothingFound(): Mark {
  return { icon: 'answered', tone: 'good', text: countsInWords({ error: 0, warning: 0, info: 0 }) };
}

/** A diagnosis as picture and words. */
export function diagnosisMark({ tone, headline }: DiagnosisSummary): Mark {
  return { icon: tone === 'good' ? 'answered' : tone, tone, text: visible(headline) };
}

/** The outcome of a call as picture and words. */
export function outcomeMark(call: OverviewCall): Mark {
  if (call.kind === 'sdp') return { icon: 'body', tone: 'plain', text: 'SDP' };
  if (call.kind === 'other') {
    const { status = null } = call.result ?? {};
    const text = visible(
      [call.method ?? 'SIP', requestResult(call.result)].filter((part) => part !== '').join(' '),
    );
    if (call.result === null) return { icon: 'request', tone: 'plain', text };
    const isRefused = status === null || (status >= 400 && !isChallenge(status));
    return { icon: isRefused ? 'error' : 'request', tone: isRefused ? 'error' : 'plain', text };
  }
  const tones = {
    answered: 'good',
    rejected: 'error',
    cancelled: 'warning',
    unanswered: 'warning',
    partial: 'muted',
  } as const;
  const text = outcomeInWords(call);
  // No check mark stands beside what went wrong.
  const tone = call.outcome === 'answered' ? (call.diagnosis?.tone ?? 'good') : 'good';
  if (tone === 'error' || tone === 'warning') return { icon: tone, tone, text };
  return { icon: call.outcome, tone: tones[call.outcome], text };
}
