/** A session description with every fix applied that its findings offer. */
import type { Position } from 'vscode-languageserver-types';
import { applyEdits, compatibleEdits } from '../engine/sdp/write';
import { encloses } from '../engine/basics/span';
import type { CorrectedBodyResult } from '../../shared/protocol';
import { bodyAt, findingsOfBody } from './bodies';
import { rangeIn, type TraceView } from './view';

/** The corrected description of the message at a position; null where the message has none. */
export function correctedBody(view: TraceView, position: Position): CorrectedBodyResult | null {
  const found = bodyAt(view, position);
  if (found === null) return null;
  const { body } = found;
  const findings = findingsOfBody(view, found);
  const edits = findings.flatMap((finding) => finding.fix?.edits ?? []);
  const kept = new Set(compatibleEdits(edits.filter((edit) => encloses(body.sdp, edit))));
  const applied = findings.filter(({ fix }) => fix?.edits.every((edit) => kept.has(edit)) === true);
  const text = applyEdits(body.content, body.sdp, edits);
  return {
    range: rangeIn(view, found.message, body.sdp),
    body: `${text.replaceAll(/\r\n?/g, '\n').trimEnd()}\n`,
    applied: applied.map(({ fix, rule }) => `${fix?.title ?? ''} (${rule.id})`),
    remaining: findings
      .filter((finding) => !applied.includes(finding) && finding.severity !== 'info')
      .map(({ message, rule }) => `${message} (${rule.id})`),
  };
}
