import type { Span } from './span';

/** Something a parser could not read as its grammar says. It stands beside the tree, never instead of it. */
export interface Problem extends Span {
  /** One sentence without a full stop: what was seen, what was wanted. */
  readonly message: string;
}
