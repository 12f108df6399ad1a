/** What is said of findings that are counted and not told. */
import { plural } from '../../../shared/words';
import { totalOf, type HeldBack, type RuleCount } from '../suppression/sieve';

/** A line for those that the file says to ignore, and one for those that are known; neither has a full stop. */
export function heldBackText({ ignored, known }: HeldBack): readonly string[] {
  return [
    ...(ignored.length === 0
      ? []
      : [`${plural(totalOf(ignored), 'finding')} ignored by #!ignore: ${namesOf(ignored)}`]),
    ...(known.length === 0
      ? []
      : [`${plural(totalOf(known), 'finding')} known by the baseline: ${namesOf(known)}`]),
  ];
}

/** What is said of entries of a baseline that no finding matches; without a full stop. */
export function staleText(count: number): string {
  return count === 1
    ? '1 entry of the baseline matches nothing any more; --write-baseline leaves it out'
    : `${String(count)} entries of the baseline match nothing any more; --write-baseline leaves them out`;
}

/** Rules that are named in a line. */
const MOST = 8;

function namesOf(counts: readonly RuleCount[]): string {
  const named = counts
    .slice(0, MOST)
    .map(({ rule, count }) => (count === 1 ? rule : `${rule} (${String(count)})`));
  const more = counts.length - named.length;
  return named.join(', ') + (more === 0 ? '' : ` and ${plural(more, 'other rule')}`);
}
