/** What a trace is: a capture of packets, what sngrep saves, or any other text. */
import { decodeText } from '../basics/decode';
import { inRow, type Octets } from '../basics/octets';
import { menders } from '../layout/menders/index';
import { repairLayout } from '../layout/repair';
import { openCaptures, type OpenedCapture } from '../trace-text/render';
import { isSngrepText } from './sngrep-index';

export type OpenedTrace =
  | Extract<OpenedCapture, { readonly kind: 'packets' }>
  | { readonly kind: 'sngrep' | 'text' }
  /** The message is no sentence of its own: it follows the name of the file. */
  | { readonly kind: 'unreadable'; readonly message: string };

/** Whether the whole lines of a text's beginning are not as they were saved: then blocks are not, either. */
function isSpoiled(text: string): boolean {
  return repairLayout(text.slice(0, text.lastIndexOf('\n') + 1), menders) !== null;
}

/** Octets by which text is told from other files. */
const SAMPLE = 8192;

/**
 * Opens a trace by its first octets.
 *
 * @param files mostly one; several are what the trace was cut into, of which the first says what they are. Each gives the
 * pieces of a file, from its beginning each time; a piece may be filled anew for the next one, and the first one holds some
 * thousand octets unless the file is shorter
 */
export function openTrace(files: readonly Octets[]): OpenedTrace {
  const capture = openCaptures(files);
  switch (capture.kind) {
    case 'packets':
      return capture;
    case 'unsupported':
      return { kind: 'unreadable', message: capture.message };
    case 'no-capture': {
      const [beginning = new Uint8Array(0)] = inRow(files)();
      const { text, binary } = decodeText(beginning.subarray(0, SAMPLE));
      if (binary) return { kind: 'unreadable', message: 'neither text nor a capture of packets' };
      return { kind: isSngrepText(beginning) && !isSpoiled(text) ? 'sngrep' : 'text' };
    }
  }
}
