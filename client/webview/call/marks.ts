/** How severity, evidence and forks look and what they are called, everywhere the same. */
import type { Evidence } from '../../../shared/evidence';
import type { VerdictSeverity } from '../../../shared/ice';
import { make } from '../dom';
import { makeMark } from '../icons';
import type { IconId } from '../protocol';
import { makeSvg } from './svg';
import { t } from './texts';

const icons: Readonly<Record<VerdictSeverity, IconId>> = {
  good: 'answered',
  info: 'info',
  warning: 'warning',
  error: 'error',
};

/** An icon by shape and colour, with a text. */
export function severityMark(severity: VerdictSeverity, text: string): HTMLElement {
  return makeMark({ icon: icons[severity], tone: severity, text });
}

export function severityName(severity: VerdictSeverity): string {
  switch (severity) {
    case 'good':
      return t('severity.good');
    case 'info':
      return t('severity.info');
    case 'warning':
      return t('severity.warning');
    case 'error':
      return t('severity.error');
  }
}

export function evidenceName(evidence: Evidence): string {
  switch (evidence) {
    case 'observed':
      return t('evidence.observed');
    case 'derived':
      return t('evidence.derived');
    case 'predicted':
      return t('evidence.predicted');
    case 'unknown':
      return t('evidence.unknown');
  }
}

/** What the style of lines and frames means, for the legend and for tooltips. */
export function evidenceMeaning(evidence: Evidence): string {
  switch (evidence) {
    case 'observed':
      return t('evidence.observed.meaning');
    case 'derived':
      return t('evidence.derived.meaning');
    case 'predicted':
      return t('evidence.predicted.meaning');
    case 'unknown':
      return t('evidence.unknown.meaning');
  }
}

/** The word with a piece of line in its style. */
export function evidenceMark(evidence: Evidence): HTMLElement {
  const line = makeSvg(
    'svg',
    { viewBox: '0 0 20 8', class: `evidence-line ${evidence}`, 'aria-hidden': 'true' },
    makeSvg('path', { d: 'M0 4H20' }),
  );
  return make(
    'span',
    { class: 'evidence-mark', title: evidenceMeaning(evidence) },
    line,
    make('span', { text: evidenceName(evidence) }),
  );
}
