/** A finding as one writes it into a ticket: what, where, on whose word. Keys and passwords are never in it. */
import { type Finding, messageOf } from '../engine/analysis/model';
import { unescaped } from '../engine/basics/escapes';
import { basisText } from '../engine/report/rule-docs';
import { withoutControls } from '../../shared/controls';
import { capital } from '../../shared/words';
import { messageLabel } from './labels';
import { positionAt, type TraceView } from './view';

/** Plain text, a fact a line. */
export function ticketText(view: TraceView, finding: Finding): string {
  const { rule, severity, message, call, frame, range, fix } = finding;
  const carrier = messageLabel(messageOf(view.analysis, finding));
  const line = positionAt(view, range.start).line + 1;
  const file = unescaped(view.uri.slice(view.uri.lastIndexOf('/') + 1));
  return [
    `${rule.title} (${rule.id}, ${severity})`,
    message,
    ...(fix === null ? [] : [`Fix: ${fix.title}`]),
    `Where: ${file}, line ${line}${frame === null ? '' : `, packet ${frame}`}, in ${carrier}`,
    ...(call.callId === '' ? [] : [`Call-ID: ${call.callId}`]),
    `${capital(basisText(rule.basis))} (${rule.source.join('; ')})`,
    '',
  ]
    .map(withoutControls)
    .join('\n');
}
