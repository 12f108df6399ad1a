/** The tokens of `a=ice-options` lines (RFC 8839 §5.6). */
import { emptyAt, fieldsOf } from '../../sdp/fields';
import { attributesOf } from '../../sdp/query';
import type { AttributeLine, Sdp } from '../../sdp/sdp';
import type { Token } from '../../basics/span';

export interface IceOptionsLine {
  readonly line: AttributeLine;
  readonly options: readonly Token[];
}

/** All lines of a description: of the session and of its streams. */
export function iceOptionsOf(sdp: Sdp): readonly IceOptionsLine[] {
  return [sdp.session, ...sdp.media]
    .flatMap((section) => attributesOf(section, 'ice-options'))
    .map((line) => ({ line, options: fieldsOf(line.attribute.value ?? emptyAt(line.end)) }));
}

/** Whether a description says that candidates may follow it (RFC 8840). */
export function announcesTrickle(sdp: Sdp): boolean {
  return iceOptionsOf(sdp).some(({ options }) => options.some(isTrickle));
}

export function isTrickle({ text }: Token): boolean {
  return text === 'trickle';
}
