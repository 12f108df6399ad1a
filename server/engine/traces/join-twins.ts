/**
 * Messages that stand in several traces with another text: a log masks, folds or rewrites. One is enough, and what was
 * captured is what was sent.
 */
import { factsOf } from '../sip/facts';
import { parseSip } from '../sip/parse';
import type { TextRecord } from '../text/record';
import { textKey } from './join-evidence';

interface Seen {
  readonly trace: number;
  readonly record: TextRecord;
}

const MESSAGES_PER_SLICE = 100;

/**
 * The records that another trace has, too, in other words, and better.
 *
 * @param traces the records of each trace; those of the same text are no matter of this
 */
export function* twinsIn(
  traces: readonly (readonly TextRecord[])[],
): Generator<void, ReadonlySet<TextRecord>> {
  const groups = new Map<string, Seen[]>();
  for (const [trace, records] of traces.entries()) {
    for (const [place, record] of records.entries()) {
      if (place % MESSAGES_PER_SLICE === 0) yield;
      const key = record.kind === 'sip' ? identityOf(record) : null;
      if (key === null) continue;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [{ trace, record }]);
      else group.push({ trace, record });
    }
  }
  const twins = new Set<TextRecord>();
  for (const group of groups.values()) {
    const best = group.find(({ record }) => record.meta.frame !== undefined) ?? group[0];
    if (best === undefined || group.every(({ trace }) => trace === best.trace)) continue;
    const texts = new Set(group.flatMap((seen) => (seen.trace === best.trace ? [textKey(seen.record)] : [])));
    for (const { trace, record } of group)
      if (trace !== best.trace && !texts.has(textKey(record))) twins.add(record);
  }
  return twins;
}

/**
 * What makes a message one, on one leg: the two legs of an SBC that share a Call-ID differ in branch and tags. Null
 * where it does not tell all of it.
 */
function identityOf({ content }: TextRecord): string | null {
  const { callId, cseq, method, status, branch, fromTag, toTag } = factsOf(parseSip(content));
  if (callId === '' || cseq === '' || branch === '' || fromTag === '') return null;
  return [callId, cseq, method, status ?? '', branch, fromTag, toTag].join('\n');
}
