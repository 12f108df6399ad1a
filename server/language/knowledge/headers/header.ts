import type { CompletionHint, Explained } from '../types';

export interface SipHeaderKnowledge extends Explained {
  /** In its registered spelling; header names compare without regard to case. */
  readonly name: string;
  /** The one-letter form (RFC 3261 §7.3.3). */
  readonly compact?: string;
  /** A whole header line. */
  readonly example: string;
  /** Microsoft's own header. */
  readonly microsoft?: true;
  readonly completion?: CompletionHint;
}
