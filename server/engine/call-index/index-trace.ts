/** Indexes a trace while it streams by. */
import { openPackets, recogniseCapture } from '../capture/recognise';
import { decodeText } from '../text/decode';
import { CallIndex } from './call-index';
import { CaptureIndexer } from './capture-index';
import { isSngrepText, SngrepIndexer } from './sngrep-index';

export interface IndexedTrace {
  readonly index: CallIndex;
  /** What could not be read or found, one sentence each, without a full stop. */
  readonly notes: readonly string[];
}

/** Octets by which text is told from other files. */
const SAMPLE = 8192;

/**
 * Indexes a capture or a text of sngrep; null where it is something else, or holds what must be read as a whole.
 *
 * @param pieces the pieces of the file. The first one holds some thousand octets unless the file is shorter; a piece
 * may be filled anew when the next one is asked for.
 * @param hasKeys whether there are keys for what is encrypted
 * @param index takes the messages
 */
export function indexTrace(
  pieces: Iterable<Uint8Array>,
  hasKeys: boolean,
  index = new CallIndex(),
): IndexedTrace | null {
  let indexer: CaptureIndexer | SngrepIndexer | null = null;
  for (const piece of pieces) {
    indexer ??= indexerOf(piece, index, hasKeys);
    indexer?.feed(piece);
    if (indexer === null || indexer.gaveUp) return null;
  }
  indexer?.finish();
  if (indexer === null || indexer.gaveUp) return null;
  return { index, notes: [...indexer.problems, ...(index.size === 0 ? [nothingFound] : [])] };
}

/** What is said of a trace without messages. */
export const nothingFound = 'no SIP message and no session description found';

function indexerOf(
  beginning: Uint8Array,
  index: CallIndex,
  hasKeys: boolean,
): CaptureIndexer | SngrepIndexer | null {
  const capture = recogniseCapture(beginning);
  if (capture?.kind === 'packets') return new CaptureIndexer(openPackets(capture.format), index, hasKeys);
  const isText = capture === null && isSngrepText(beginning);
  return isText && !decodeText(beginning.subarray(0, SAMPLE)).binary ? new SngrepIndexer(index) : null;
}
