/** What the evidence stage found of the capture, as verdicts of each call that it concerns: doubts, never errors. */
import { noteText, type NoteFacts, type NoteId } from '../../evidence/notes';
import { defineVerdict } from './verdict';

type FactsOf<Id extends NoteId> = Extract<NoteFacts, { readonly id: Id }>;

const doubt = { severity: 'info', rests: ['observed'], absence: false, rules: [] } as const;

export const captureClock = defineVerdict({
  ...doubt,
  text: (facts: FactsOf<'capture-clock'>) => noteText(facts),
});
export const captureCut = defineVerdict({
  ...doubt,
  text: (facts: FactsOf<'capture-cut'>) => noteText(facts),
});
export const captureDuplicates = defineVerdict({
  ...doubt,
  text: (facts: FactsOf<'capture-duplicates'>) => noteText(facts),
});
export const captureOneWay = defineVerdict({
  ...doubt,
  text: (facts: FactsOf<'capture-one-way'>) => noteText(facts),
});
