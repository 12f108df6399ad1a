/** The `a=ice-ufrag` and `a=ice-pwd` lines that rules look at. */
import { isMasked } from '../../sdp/secrets';
import { emptyAt } from '../../sdp/fields';
import { attributesOf, usedStreams } from '../../sdp/query';
import type { AttributeLine, Sdp } from '../../sdp/sdp';
import type { Span, Token } from '../../basics/span';

/** The lines of an attribute in the session and in the streams in use, but those whose value was hidden. */
export function credentialLines(sdp: Sdp, name: 'ice-ufrag' | 'ice-pwd'): readonly AttributeLine[] {
  return [sdp.session, ...usedStreams(sdp)]
    .flatMap((section) => attributesOf(section, name))
    .filter((line) => !isMasked(valueOf(line).text));
}

/** A line's value; an empty token where there is none. */
export function valueOf({ attribute, end }: AttributeLine): Token {
  return attribute.value ?? emptyAt(end);
}

/** The value, or the whole line where the value is empty. */
export function valueOrLine(line: AttributeLine): Span {
  const value = valueOf(line);
  return value.text === '' ? line : value;
}

/** Whether a text is made of the letters, digits, `+` and `/` that RFC 8839 §5.1 calls ice-char. */
export function isIceText(text: string): boolean {
  return /^[A-Za-z0-9+/]*$/.test(text);
}
