/** Files that a trace was cut into, read as the one that they were. */
import { finished } from '../engine/basics/finished';
import { withLineEnd } from '../engine/basics/octets';
import { type RotatedFile, rotationOf } from '../engine/call-index/rotated';
import type { Source, SourceFile } from './source';
import { isUsageError } from './usage';

/** Files as the trace that was cut into them; null where they are not such, or cannot be read. */
export function rotatedSource(files: readonly SourceFile[], keyLog: string): Source | null {
  const order = rotation(files, keyLog);
  if (order === null) return null;
  const inOrder = order.flatMap(({ place, lacksLineEnd }) => {
    const file = files[place];
    if (file === undefined) return [];
    return lacksLineEnd ? [{ ...file, open: withLineEnd(file.open) }] : [file];
  });
  return { path: inOrder.map(({ path }) => path).join(' + '), files: inOrder };
}

function rotation(files: readonly SourceFile[], keyLog: string): readonly RotatedFile[] | null {
  try {
    return finished(
      rotationOf(
        files.map(({ open }) => open),
        keyLog,
      ),
    );
  } catch (error) {
    // Who reads it says why it cannot be read.
    if (isUsageError(error)) return null;
    throw error;
  }
}
