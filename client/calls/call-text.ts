import { l10n } from 'vscode';
import type { CallSummary, MessageSummary } from '../../shared/protocol';
import type { SeverityCounts } from '../../shared/severities';
import type { ReplayView } from '../../shared/replay-view';
import { countsInWords, label, party, profileName, visible } from '../common/text';
import { dateAndClock, duration, microsBetween } from '../common/time';

/** A codicon and the theme colour it is drawn in. The icons differ in shape, so that colour says nothing alone. */
export interface Look {
  readonly icon: string;
  readonly color: string | undefined;
}

/** Who calls whom; of what is no call also what it is. */
export function callTitle(call: CallSummary): string {
  if (call.kind === 'sdp') return 'SDP';
  const parties = `${party(call.from)} → ${party(call.to)}`;
  return label(call.kind === 'call' ? parties : `${call.method ?? 'SIP'} ${parties}`);
}

/** "answered", "rejected (488)"; nothing for what is no call. */
export function outcomeInWords({
  kind,
  outcome,
  status,
}: Pick<CallSummary, 'kind' | 'outcome' | 'status'>): string {
  if (kind !== 'call') return '';
  const name = outcomeName(outcome);
  return status === null || outcome === 'answered' ? name : `${name} (${status})`;
}

/** What went wrong is no success, however it was answered. */
const failedLook: Look = { icon: 'error', color: 'testing.iconFailed' };
const doubtfulLook: Look = { icon: 'warning', color: 'list.warningForeground' };

/** How the outcome of a call looks. */
export function outcomeLook({ kind, outcome, diagnosis }: CallSummary): Look {
  if (kind === 'sdp') return { icon: 'symbol-object', color: undefined };
  if (diagnosis?.tone === 'error') return failedLook;
  if (diagnosis?.tone === 'warning') return doubtfulLook;
  if (kind === 'other') return { icon: 'arrow-swap', color: undefined };
  switch (outcome) {
    case 'answered':
      return { icon: 'pass', color: 'testing.iconPassed' };
    case 'rejected':
      return { icon: 'error', color: 'testing.iconFailed' };
    case 'cancelled':
      return { icon: 'circle-slash', color: 'list.warningForeground' };
    case 'unanswered':
      return { icon: 'question', color: 'list.warningForeground' };
    case 'partial':
      return { icon: 'circle-large-outline', color: 'disabledForeground' };
  }
}

/** How a message looks: requests and responses by the end they come from. */
export function messageLook({ kind, party: from, status }: MessageSummary): Look {
  if (kind === 'sdp') return { icon: 'symbol-object', color: undefined };
  const icon = from === 'caller' ? 'arrow-right' : 'arrow-left';
  if (status === null) return { icon, color: 'charts.blue' };
  if (status < 200) return { icon, color: 'descriptionForeground' };
  return { icon, color: status < 300 ? 'testing.iconPassed' : 'testing.iconFailed' };
}

/** A message in a narrow place, where no phrase is endless. */
export function messageTitle({ title }: MessageSummary): string {
  const text = label(title);
  return text.length > 32 ? `${text.slice(0, 30).trimEnd()}…` : text;
}

/** From the answer to the end; nothing for a call that was not answered or whose end is not in the trace. */
export function callDuration(call: Pick<CallSummary, 'answered' | 'ended'>): string {
  const micros = microsBetween(call.answered, call.ended);
  return micros === undefined ? '' : duration(micros);
}

/** The findings, or nothing where there are none. */
export function findingsIfAny(counts: SeverityCounts): string {
  return counts.error + counts.warning + counts.info === 0 ? '' : countsInWords(counts);
}

/** The name of a call's panel: who calls whom. */
export function replayTitle({ kind, from, to, simulated }: ReplayView): string {
  const name = kind === 'checks' ? l10n.t('Checks without a call') : visible(`${brief(from)} → ${brief(to)}`);
  return simulated === null ? name : l10n.t('{0} (simulated)', name);
}

/** Of a party what fits a tab: the panel's head shows all of it. */
function brief(party: string): string {
  return party.length > 8 ? `${party.slice(0, 5)}…` : party;
}

/** Who, when, how it went and how long it was, on one line. */
export function replayFacts(view: ReplayView): string {
  const { kind, from, to, names, outcome, status, started, alertedAfter, answeredAfter, talked, profile } =
    view;
  const result = kind === 'checks' || outcome === null ? '' : outcomeInWords({ kind, outcome, status });
  return [
    kind === 'checks' ? '' : visible(`${named(names.from, from)} → ${named(names.to, to)}`),
    started === null ? '' : dateAndClock(started),
    answeredAfter === null || result === ''
      ? result
      : l10n.t('{0} after {1}', result, duration(answeredAfter)),
    alertedAfter === null ? '' : l10n.t('set up in {0}', duration(alertedAfter)),
    alertedAfter === null || answeredAfter === null
      ? ''
      : l10n.t('rang {0}', duration(Math.max(0, answeredAfter - alertedAfter))),
    talked === null ? '' : l10n.t('talked {0}', duration(talked)),
    requestResult(view.result),
    isProfile(profile) ? profileName(profile) : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

/** A party with its display name, where that is not its number again. */
function named(name: string, user: string): string {
  return name === '' || name === user ? user : `${name} (${user})`;
}

/** What became of a request outside of calls: `403 after 31 ms`; that nothing answered it. */
export function requestResult(result: ReplayView['result']): string {
  if (result === null) return '';
  if (result.status === null) return l10n.t('no answer');
  const status = String(result.status);
  return result.roundTrip === null ? status : l10n.t('{0} after {1}', status, duration(result.roundTrip));
}

function isProfile(name: string | null): name is CallSummary['profile'] {
  return name === 'teams-bypass' || name === 'teams-nonbypass' || name === 'rfc';
}

function outcomeName(outcome: CallSummary['outcome']): string {
  switch (outcome) {
    case 'answered':
      return l10n.t('answered');
    case 'rejected':
      return l10n.t('rejected');
    case 'cancelled':
      return l10n.t('cancelled');
    case 'unanswered':
      return l10n.t('no answer');
    case 'partial':
      return l10n.t('seen in part');
  }
}
