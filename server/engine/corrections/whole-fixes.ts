/** Fixes that can be applied together: each of them whole, or not at all. */
import type { Finding } from '../analysis/model';
import type { Edit } from '../rules/rule';

/** A finding that has a fix. */
export type Fixable = Finding & { readonly fix: NonNullable<Finding['fix']> };

export function isFixable(finding: Finding): finding is Fixable {
  return finding.fix !== null && finding.fix.edits.length > 0;
}

/**
 * The fixes of one message that go together, in the order in which they are named. One whose edits meet those of an
 * earlier one is left out as a whole: half a move would lose a line or double it. Two insertions at one place meet, too,
 * and so do two deletions that would leave no copy of a line.
 */
export function fixesTogether(found: readonly Fixable[], content: string): readonly Fixable[] {
  const known = countLines(content);
  const taken = new TakenPlaces();
  const gone: Edit[] = [];
  return firstOnes(found, content, known).filter(({ fix: { edits } }) => {
    const goes = isDeletion(edits);
    const leavesCopies = !goes || gone.length === 0 || !losesText([...gone, ...edits], content, known);
    if (!leavesCopies || !taken.take(edits)) return false;
    if (goes) for (const each of edits) gone.push(each);
    return true;
  });
}

/**
 * What is missing may only stand in the wrong place, so lines are put right before any is added; a line goes for good when
 * all others stand where they belong; and octets are counted last.
 */
function firstOnes(found: readonly Fixable[], content: string, known: LineCounts): readonly Fixable[] {
  const texts = found.filter(({ rule }) => rule.id !== 'sip-content-length');
  const keeping = texts.filter(
    ({ fix: { edits } }) => !isDeletion(edits) || !losesText(edits, content, known),
  );
  const mending = keeping.filter(({ fix }) => fix.edits.some(({ start, end }) => start < end));
  return [mending, keeping, texts, found].find((each) => each.length > 0) ?? [];
}

function isDeletion(edits: readonly Edit[]): boolean {
  return edits.every(({ newText }) => newText === '');
}

type LineCounts = ReadonlyMap<string, number>;

/** Whether deletions take more than lines that stand elsewhere, too. */
function losesText(edits: readonly Edit[], content: string, known: LineCounts): boolean {
  const gone = countLines(edits.map(({ start, end }) => content.slice(start, end)).join('\n'));
  return [...gone].some(([line, count]) => count >= (known.get(line) ?? 0));
}

function countLines(text: string): LineCounts {
  const counts = new Map<string, number>();
  for (const line of text.split(/[\r\n]/))
    if (line.trim() !== '') counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}

/** Where edits stand that are applied together. */
class TakenPlaces {
  readonly #replaced: Edit[] = [];
  readonly #insertions = new Set<number>();

  /** Takes the places of a fix; false, with nothing taken, where one of them is taken. */
  take(edits: readonly Edit[]): boolean {
    const inOrder = edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
    const overlaps = inOrder.some((edit, place) => edit.start < (inOrder[place - 1]?.end ?? 0));
    if (overlaps || edits.some((edit) => this.#meets(edit))) return false;
    for (const edit of edits) {
      if (edit.start === edit.end) this.#insertions.add(edit.start);
      else this.#replaced.push(edit);
    }
    return true;
  }

  #meets({ start, end }: Edit): boolean {
    if (start === end && this.#insertions.has(start)) return true;
    for (const place of this.#insertions) if (place > start && place < end) return true;
    return this.#replaced.some((other) => start < other.end && end > other.start);
  }
}
