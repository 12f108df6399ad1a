/** Finds the messages of any text: of a trace text by its heads, of any other by what its format shows. */
import { readLogInSlices } from '../text/reader';
import type { TextReading } from '../text/reading';
import { isTraceText, readTraceText } from '../trace-text/read';

/** Reads a text in one go. */
export function readText(text: string): TextReading {
  const slices = readTextInSlices(text);
  for (;;) {
    const step = slices.next();
    if (step.done === true) return step.value;
  }
}

/** Reads a text; yields now and then. */
export function* readTextInSlices(text: string): Generator<void, TextReading> {
  return isTraceText(text) ? yield* readTraceText(text) : yield* readLogInSlices(text);
}
