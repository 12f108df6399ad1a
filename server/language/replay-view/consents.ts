/** Consents that one row of the ladder shows: which of them were answered. */
import { durationText } from '../../engine/basics/durations';

export interface Consent {
  /** Microseconds since the first event; null where the trace does not tell. */
  readonly at: number | null;
  readonly isAnswered: boolean;
}

/** Stretches that a sentence names. */
const mostNamed = 4;

/**
 * `12 asked, 9 answered; no answer to 3 from 65.0 s to 80.1 s`
 *
 * @param consents in the order of the trace
 * @returns a clause; empty for a single one
 */
export function consentsText(consents: readonly Consent[]): string {
  if (consents.length < 2) return '';
  const stretches = unanswered(consents);
  const missing = stretches.reduce((sum, { count }) => sum + count, 0);
  if (missing === 0) return `${consents.length} asked, all answered`;
  const named = stretches.slice(0, mostNamed).map(stretchText);
  const more = stretches.length - named.length;
  return [
    `${consents.length} asked, ${consents.length - missing} answered`,
    `; no answer to ${named.join(', to ')}`,
    more > 0 ? `, and ${more} more times` : '',
  ].join('');
}

interface Stretch {
  readonly from: number | null;
  to: number | null;
  count: number;
}

function unanswered(consents: readonly Consent[]): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let open: Stretch | null = null;
  for (const { at, isAnswered } of consents) {
    if (isAnswered) {
      open = null;
      continue;
    }
    if (open === null) {
      open = { from: at, to: at, count: 0 };
      stretches.push(open);
    }
    open.to = at;
    open.count += 1;
  }
  return stretches;
}

function stretchText({ from, to, count }: Stretch): string {
  if (from === null || to === null) return String(count);
  if (count === 1) return `1 at ${durationText(from)}`;
  return `${count} from ${durationText(from)} to ${durationText(to)}`;
}
