/** What the evidence stage found of the capture, as verdicts of each call that it concerns: doubts, never errors. */
import { noteText, type NoteFacts, type NoteId } from '../../evidence/notes';
import { defineVerdict } from './verdict';

/** The notes that are told of calls. */
export type CaptureId = Extract<
  NoteId,
  'capture-clock' | 'capture-cut' | 'capture-duplicates' | 'capture-one-way'
>;

function defineCapture<Id extends CaptureId>() {
  return defineVerdict({
    severity: 'info',
    rests: ['observed'],
    absence: false,
    rules: [],
    text: (facts: Extract<NoteFacts, { readonly id: Id }>) => noteText(facts),
  });
}

export const captureClock = defineCapture<'capture-clock'>();
export const captureCut = defineCapture<'capture-cut'>();
export const captureDuplicates = defineCapture<'capture-duplicates'>();
export const captureOneWay = defineCapture<'capture-one-way'>();
