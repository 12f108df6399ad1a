/** What must hold of corrected texts, whatever was wrong with them. */
import assert from 'node:assert/strict';
import { analyse } from '../../server/engine/analysis/analyse';
import type { Analysis } from '../../server/engine/analysis/model';
import { correctTrace, editsOfFix } from '../../server/engine/corrections/correct';
import { isFixable } from '../../server/engine/corrections/whole-fixes';
import type { TextEdit } from '../../server/engine/sdp/write';
import { damaged, Dice, lineCounts } from './damage';

/** The text with edits that stand in order and do not overlap. */
export function edited(text: string, edits: readonly TextEdit[]): string {
  let out = '';
  let at = 0;
  for (const { start, end, newText } of edits) {
    assert.ok(start >= at && end >= start, 'edits in order, apart from each other');
    out += text.slice(at, start) + newText;
    at = end;
  }
  return out + text.slice(at);
}

/** Rules of severity error that find more in one text than in another. */
export function newErrors(before: Analysis, after: Analysis): readonly string[] {
  const count = ({ findings }: Analysis, id: string): number =>
    findings.filter(({ rule, severity }) => rule.id === id && severity === 'error').length;
  const ids = new Set(after.findings.map(({ rule }) => rule.id));
  return [...ids].filter((id) => count(after, id) > count(before, id));
}

/** Corrects a damaged description and says what must not have happened; null where all is well. */
export function faultOf(seed: number, tries: 'all' | 'each'): string | null {
  const { text, right, defects } = damaged(new Dice(seed));
  const before = analyse(text);
  const { text: fixed, edits, applied } = correctTrace(before);
  const after = analyse(fixed);
  const faults = [...newErrors(before, after).map((id) => `new error ${id}`), ...lost(right, text, fixed)];
  if (edited(text, edits) !== fixed) faults.push('the edits do not lead to the text');
  if (correctTrace(after).text !== fixed) faults.push('a second run changes it');
  for (const finding of tries === 'each' ? before.findings.filter(isFixable) : []) {
    const own = editsOfFix(before, finding);
    const alone = own === null ? before : analyse(edited(text, own));
    for (const id of newErrors(before, alone)) faults.push(`${finding.rule.id} alone brings ${id}`);
  }
  if (faults.length === 0) return null;
  return [
    `case ${seed}: ${faults.join('; ')}`,
    ...defects,
    `applied: ${applied.map(({ rule }) => rule.id).join(', ')}`,
  ].join('\n  ');
}

/** Lines that were right and are lost or doubled. Content-Length is to follow. */
function lost(right: readonly string[], damagedText: string, fixed: string): string[] {
  const before = lineCounts(damagedText);
  const after = lineCounts(fixed);
  return [...lineCounts(right.join('\n'))].flatMap(([line, wanted]) => {
    if (line.startsWith('Content-Length:')) return [];
    const had = before.get(line) ?? 0;
    const has = after.get(line) ?? 0;
    if (has < Math.min(wanted, had)) return [`lost: ${line}`];
    return has > Math.max(wanted, had) ? [`doubled: ${line}`] : [];
  });
}
