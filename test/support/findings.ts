/** Findings together with the messages that they are in. */
import { analyse } from '../../server/engine/analysis/analyse';
import { type AnalysisOptions, type Finding, messageOf } from '../../server/engine/analysis/model';
import type { TraceMessage } from '../../server/engine/traces/message';

export interface FoundIn extends Finding {
  readonly of: TraceMessage;
}

/** The findings of a text. */
export function findingsOf(text: string, options?: AnalysisOptions): readonly FoundIn[] {
  const analysis = analyse(text, options);
  return analysis.findings.map((finding) => ({ ...finding, of: messageOf(analysis, finding) }));
}
