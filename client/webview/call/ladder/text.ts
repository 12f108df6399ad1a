/** The words of the ladder, the same in the panel, for a screen reader and in a picture. Pure. */
import type { Lane, MediaBar, ReplayView, Row } from '../../../../shared/replay-view';
import type { VerdictSeverity } from '../../../../shared/ice';

/** A fixed text in the user's language; `{0}` in it is replaced by the first of `args`. */
export type Translate = (key: string, ...args: string[]) => string;

/** What stands over an arrow, from left to right; empty where there is nothing. */
export interface ArrowLabel {
  readonly icon: VerdictSeverity | null;
  readonly text: string;
  /** What came of it: `⇄ ok`. */
  readonly outcome: string;
  /** `offer`, `answer`. */
  readonly badge: string;
  /** `×12` */
  readonly count: string;
}

/** Longer words of a trace are cut: nobody reads them on an arrow. */
const longestLabel = 48;

export function arrowLabel(row: Row, t: Translate): ArrowLabel {
  // Consents that say how many were answered need not say how many there were.
  const isCounted = row.kind === 'check' && row.answered > 0 && row.answered < row.asked;
  const count = row.kind === 'sip' || isCounted ? 1 : row.count;
  return {
    icon: row.severity,
    text: clip(row.label, longestLabel),
    outcome: outcomeOf(row, t),
    badge: row.kind === 'sip' && row.sdp !== null ? t(badges[row.sdp]) : '',
    count: count > 1 ? `×${count}` : '',
  };
}

/** `+0.313`, in seconds since the first event; empty where the time is not known. */
export function timeText(at: number | null): string {
  if (at === null) return '';
  return `${at < 0 ? '−' : '+'}${(Math.abs(at) / 1e6).toFixed(3)}`;
}

/** A silence: `8.1 s`, `2 min 5 s`. Microseconds. */
export function silenceText(micros: number, t: Translate): string {
  const seconds = micros / 1e6;
  if (seconds < 99.95) return t('ladder.seconds', seconds.toFixed(1));
  const whole = Math.round(seconds);
  return t('ladder.minutes', String(Math.floor(whole / 60)), String(whole % 60));
}

/** All of a row in one breath: "+0.313 s, fork B to SBC, nominate, answered ok". */
export function spokenRow(view: ReplayView, index: number, t: Translate): string {
  const row = view.rows[index];
  if (row === undefined) return '';
  const begin = view.media.filter(({ rows }) => rows[0] === index);
  return [
    row.at === null ? '' : t('ladder.time', timeText(row.at)),
    endsOf(view, row, t),
    clip(row.label, longestLabel),
    row.kind === 'sip' ? spokenSip(row, t) : row.kind === 'check' ? spokenAnswer(row, t) : '',
    row.kind !== 'sip' && row.count > 1 ? t('ladder.times', String(row.count)) : '',
    row.evidence === 'observed' ? '' : t(evidences[row.evidence]),
    leapBefore(view, index) ?? '',
    ...row.defects.map((defect) => `${t(severities[row.severity ?? 'info'])}: ${defect}`),
    ...begin.map((bar) => t('ladder.mediaBegins', barText(bar))),
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** `clock leaps 1 h back`: what the clock of the capture does before a row; undefined for nothing. */
export function leapBefore({ capture }: Pick<ReplayView, 'capture'>, index: number): string | undefined {
  const leaps = capture.flatMap(({ leap }) => (leap?.row === index ? [leap.text] : []));
  return leaps.length === 0 ? undefined : leaps.join(', ');
}

/** `SBC to fork B`; of what stays at one end just that. */
export function endsOf(view: ReplayView, row: Row, t: Translate): string {
  const from = view.lanes[row.from]?.title ?? '';
  const to = view.lanes[row.to]?.title ?? '';
  return row.from === row.to ? from : t('ladder.fromTo', from, to);
}

/** Whether the lane is the fork of several that answered the call: it gets a check mark. */
export function answered({ forks }: Pick<ReplayView, 'forks'>, { fork }: Lane): boolean {
  return fork !== null && forks.length > 1 && forks[fork]?.active === true;
}

/** `SRTP 332 packets, verified, crypto:1 of the 200` */
export function barText({ label, protection }: MediaBar): string {
  return protection === '' ? label : `${label}, ${protection}`;
}

export function evidenceText(evidence: Row['evidence'], t: Translate): string {
  return t(evidences[evidence]);
}

function clip(text: string, longest: number): string {
  if (text.length <= longest) return text;
  return `${text.slice(0, longest - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

const badges = { offer: 'ladder.offer', answer: 'ladder.answer', unknown: 'ladder.sdp' } as const;
const spokenBadges = {
  offer: 'ladder.withOffer',
  answer: 'ladder.withAnswer',
  unknown: 'ladder.withSdp',
} as const;
const severities = {
  error: 'severity.error',
  warning: 'severity.warning',
  info: 'severity.info',
  good: 'severity.good',
} as const;
const evidences = {
  observed: 'evidence.observed',
  derived: 'evidence.derived',
  predicted: 'evidence.predicted',
  unknown: 'evidence.unknown',
} as const;

function outcomeOf(row: Row, t: Translate): string {
  if (row.kind === 'sip') return row.retransmission ? t('ladder.again') : '';
  if (row.kind === 'packet') return '';
  switch (row.answer) {
    case 'ok':
      return row.answered < row.asked
        ? `⇄ ${t('ladder.answeredOf', String(row.answered), String(row.asked))}`
        : `⇄ ${t('ladder.ok')}`;
    case 'error':
      return `⇄ ${row.error ?? t('severity.error')}`;
    case 'none':
      return `✕ ${t('ladder.noAnswer')}`;
    case 'unseen':
      return `· ${t('ladder.unseen')}`;
  }
}

function spokenSip(row: Row & { kind: 'sip' }, t: Translate): string {
  const parts = [
    row.sdp === null ? '' : t(spokenBadges[row.sdp]),
    row.retransmission ? t('ladder.retransmission') : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function spokenAnswer(row: Row & { kind: 'check' }, t: Translate): string {
  switch (row.answer) {
    case 'ok':
      return row.answered < row.asked
        ? t('ladder.answeredOf', String(row.answered), String(row.asked))
        : t('ladder.answeredOk');
    case 'error':
      return t('ladder.answeredError', String(row.error ?? ''));
    case 'none':
      return t('ladder.noAnswer');
    case 'unseen':
      return t('ladder.unseen');
  }
}
