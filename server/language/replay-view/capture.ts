/** What the capture can and cannot show of the call, with its places. */
import { durationText } from '../../engine/basics/durations';
import { captureNotes, type CaptureNote } from '../../engine/ice/capture-notes';
import { firstLineOf } from '../../engine/traces/message';
import { sentence } from '../../../shared/words';
import type { CaptureNoteView, LeapView, Row, StepView } from '../../../shared/replay-view';
import { cutMessages } from '../cut-messages';
import { rangeIn } from '../view';
import { plain, type Scene } from './scene';

export function captureOf(
  scene: Scene,
  rows: readonly Row[],
  steps: readonly StepView[],
): readonly CaptureNoteView[] {
  const notes = captureNotes(scene.replay);
  const told = notes.map((note) => ({
    id: note.id,
    text: sentence(plain(note.message)),
    range: note.in === null ? null : rangeIn(scene.view, note.in, firstLineOf(note.in.parsed)),
    frame: note.frame,
    leap: leapOf(scene, note, rows, steps),
  }));
  return [...cutOf(scene, notes), ...told];
}

/** Messages of the call that break off. */
function cutOf({ view, replay }: Scene, notes: readonly CaptureNote[]): readonly CaptureNoteView[] {
  const messages = replay.call?.messages.map(({ message }) => message) ?? [];
  const cut = cutMessages(messages, notes);
  if (cut === null) return [];
  const range = rangeIn(view, cut.in, firstLineOf(cut.in.parsed));
  return [
    { id: 'message-cut', text: plain(cut.text), range, frame: cut.in.record.meta.frame ?? null, leap: null },
  ];
}

/** A leap stands before what was stamped behind it: the trace is in the order of judging. */
function leapOf(
  scene: Scene,
  { leap, in: message }: CaptureNote,
  rows: readonly Row[],
  steps: readonly StepView[],
): LeapView | null {
  if (leap === null || message === null) return null;
  const { line } = scene.rangeOf(message).start;
  const step = steps.findIndex(({ range }) => range.start.line >= line);
  const row = rows.findIndex(({ range }) => range !== null && range.start.line >= line);
  return {
    text: `clock leaps ${durationText(Math.abs(leap))} ${leap < 0 ? 'back' : 'ahead'}`,
    row: row === -1 ? null : row,
    step: step === -1 ? null : step,
  };
}
