/** A session description with every fix applied that its findings offer. */
import type { Position } from 'vscode-languageserver-types';
import { correctDescription } from '../engine/corrections/correct';
import type { CorrectedBodyResult } from '../../shared/protocol';
import { bodyAt } from './bodies';
import { rangeIn, type TraceView } from './view';

/** The corrected description of the message at a position; null where the message has none. */
export function correctedBody(view: TraceView, position: Position): CorrectedBodyResult | null {
  const found = bodyAt(view, position);
  if (found === null) return null;
  const { message, body } = found;
  const { text, applied, left } = correctDescription(view.analysis, message, body.sdp);
  return {
    range: rangeIn(view, message, body.sdp),
    body: `${text.replaceAll(/\r\n?/g, '\n').trimEnd()}\n`,
    applied: applied.map(({ fix, rule }) => `${fix?.title ?? ''} (${rule.id})`),
    remaining: left
      .filter(({ severity }) => severity !== 'info')
      .map(({ message: said, rule }) => `${said} (${rule.id})`),
  };
}
