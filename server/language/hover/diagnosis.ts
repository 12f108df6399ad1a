/** What a hover says of the whole call: on the start line of its INVITE, and of the message that ended it. */
import type { Diagnosis } from '../../engine/diagnosis/model';
import { statusOf } from '../../engine/sip/values';
import type { TraceMessage } from '../../engine/traces/message';
import { callOf } from '../lookup';
import { blocks, code } from '../markdown';
import type { TraceView } from '../view';

/** Longer sentences are cut: a hover is no page. */
const longest = 600;

/** Empty where the message neither begins nor ends a call. */
export function diagnosisMarkdown(view: TraceView, message: TraceMessage): string {
  const place = callOf(view, message);
  if (place === null) return '';
  const diagnosis = view.analysis.diagnoses.of(place.call);
  if (diagnosis === null || !isTold(place.call.messages[0]?.message, message, diagnosis)) return '';
  const { text, advice, audio } = diagnosis;
  return blocks(
    `**Diagnosis** ${code(text, longest)}`,
    advice === '' ? '' : `**To do** ${code(advice, longest)}`,
    audio === '' ? '' : `**Audio** ${code(audio, longest)}`,
  );
}

function isTold(first: TraceMessage | undefined, message: TraceMessage, { places }: Diagnosis): boolean {
  if (message === first) return true;
  if (message.parsed.kind !== 'sip') return false;
  const isEnd = (statusOf(message.parsed) ?? 200) >= 200;
  return isEnd && places.some(({ in: shown }) => shown === message);
}
