/** What every subject of a hover gives: a place, a title, what the value says, what the thing is. */
import type { Span } from '../../engine/basics/span';
import type { Explained } from '../knowledge/types';
import { blocks, explained, list } from '../markdown';

export interface Explanation {
  /** What the hover is about, in the message's content. */
  readonly at: Span;
  /** One line of Markdown. */
  readonly title: string;
  /** What this very value says, one line of Markdown each. */
  readonly facts: readonly string[];
  /** What such a thing is; null where the facts say it all. */
  readonly knowledge: Explained | null;
}

/** More facts than anybody reads. */
const maxFacts = 12;

export function toMarkdown({ title, facts, knowledge }: Explanation): string {
  const shown =
    facts.length > maxFacts
      ? [...facts.slice(0, maxFacts - 1), `… and ${facts.length - maxFacts + 1} more`]
      : facts;
  return blocks(title, list(shown), knowledge === null ? '' : explained(knowledge));
}
