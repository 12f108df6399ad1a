/** Finds the messages of any text: of a trace text by its heads, of any other, once its layout is repaired, by what its format shows. */
import { finished } from '../basics/finished';
import { menders } from '../layout/menders/index';
import { repairLayout } from '../layout/repair';
import { readLogInSlices } from '../text/reader';
import type { TextReading } from '../text/reading';
import { isTraceText, readTraceText } from '../trace-text/read';
import { putBack } from './put-back';

/** Reads a text in one go. */
export function readText(text: string): TextReading {
  return finished(readTextInSlices(text));
}

/** Reads a text; yields now and then. */
export function* readTextInSlices(text: string): Generator<void, TextReading> {
  if (isTraceText(text)) return yield* readTraceText(text);
  const repaired = repairLayout(text, menders);
  if (repaired === null) return yield* readLogInSlices(text);
  return putBack(yield* readClean(repaired.content.text), repaired, text.length);
}

function readClean(text: string): Generator<void, TextReading> {
  return isTraceText(text) ? readTraceText(text) : readLogInSlices(text);
}
