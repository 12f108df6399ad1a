import type { MediaDescription, MediaSection } from '../../sdp/sdp';
import type { Token } from '../../basics/span';
import { replace } from '../edits';
import type { Edit } from '../rule';
import { isDigits } from '../../sdp/fields';

/** The payload type that a format of an RTP m-line names; null where it is none. */
export function payloadTypeOf(format: Token): number | null {
  if (!isDigits(format.text) || format.text.length > 3) return null;
  const value = Number(format.text);
  return value <= 127 ? value : null;
}

/** Takes formats off an m-line, each with the blanks before it. */
export function deleteFormats({ description }: MediaSection, unwanted: readonly Token[]): readonly Edit[] {
  const unwantedOnes = new Set(unwanted);
  return description.formats.flatMap((format, place) =>
    unwantedOnes.has(format) ? [deleteFormat(description, format, place)] : [],
  );
}

/** Takes one format off, by its place among those of the m-line. */
export function deleteFormat({ proto, formats }: MediaDescription, format: Token, place: number): Edit {
  return replace({ start: (formats[place - 1] ?? proto).end, end: format.end }, '');
}
