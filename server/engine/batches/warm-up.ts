/** Judges the beginning of a trace before all of it was read, so that what judges is compiled when its calls come. */
import { finished } from '../basics/finished';
import type { AnalysisOptions } from '../analysis/model';
import { profileChoice } from '../rules/lint';
import { BatchStream } from './batch-stream';
import { type Bearing, judgeBatch } from './judge';
import { surveyText } from './survey';

export interface Beginning {
  /** As `openTrace` tells it. */
  readonly kind: 'sngrep' | 'text';
  readonly bytes: Uint8Array;
}

/** Judges what a trace begins with as if that were all; what is found is let go. */
export function warmUp({ kind, bytes }: Beginning, options: AnalysisOptions): void {
  const survey = finished(surveyText(kind, () => [bytes], profileChoice(options.profile)));
  const { text, first, end } = survey;
  if (!text.isPlain) return;
  const bearing: Bearing = {
    options,
    task: { kind: 'findings' },
    format: text.format,
    trace: { kind: 'text', first, end, last: null },
  };
  for (const batch of new BatchStream(survey, 'call').read([bytes]))
    if (batch !== null) judgeBatch(batch, bearing);
}
