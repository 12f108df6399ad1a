import type { CompletionHint, Explained } from '../types';

/** What there is to say of one attribute beside its registration. */
export interface AttributeExplanation extends Explained {
  /** The form, then an example, in one line. */
  readonly syntax: string;
  readonly completion?: CompletionHint;
}

export type AttributeFamily = Readonly<Record<string, AttributeExplanation>>;
