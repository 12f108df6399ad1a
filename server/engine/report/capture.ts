/** What a capture can and cannot show, as reports tell it. */
import { capital, sentence } from '../../../shared/words';
import type { Lines } from '../basics/lines';
import type { CaptureNote } from '../ice/capture-notes';
import { firstLineOf, inTrace } from '../traces/message';
import type { CaptureNoteValue } from './shapes';

/** A note with its place, from 1. */
export function captureValue({ id, message, in: place, frame }: CaptureNote, lines: Lines): CaptureNoteValue {
  return {
    id,
    message: capital(message),
    line: place === null ? null : lines.positionAt(inTrace(place, firstLineOf(place.parsed)).start).line,
    frame,
  };
}

/** All of them as one quiet paragraph; nothing where there is nothing to know. */
export function captureParagraph(messages: readonly string[]): readonly string[] {
  return messages.length === 0 ? [] : [`What this capture shows: ${messages.map(sentence).join(' ')}`];
}
