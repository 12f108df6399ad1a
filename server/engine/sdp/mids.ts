/** Names of streams and the groups that they are in (RFC 5888). */
import { perObject } from '../basics/memo';
import type { Token } from '../basics/span';
import { fieldsOf } from './fields';
import { attributeOf, attributesOf } from './query';
import type { MediaSection, Sdp } from './sdp';

export interface Group {
  /** In upper case, such as BUNDLE. */
  readonly semantics: string;
  readonly tags: readonly Token[];
}

/** The a=group lines of a description. */
export const groupsOf: (sdp: Sdp) => readonly Group[] = perObject((sdp) =>
  attributesOf(sdp.session, 'group').flatMap(({ attribute: { value } }) => {
    const [semantics, ...tags] = value === null ? [] : fieldsOf(value);
    return semantics === undefined ? [] : [{ semantics: semantics.text.toUpperCase(), tags }];
  }),
);

/** What a=mid calls a stream; null where it has no name. */
export function midOf(media: MediaSection): Token | null {
  const value = attributeOf(media, 'mid')?.attribute.value ?? null;
  return value === null ? null : (fieldsOf(value)[0] ?? null);
}

/**
 * Whether a stream sends over another stream's transport, whose ICE lines and keys then hold for it too: it is not
 * the first of a BUNDLE group (RFC 9143 §7.1.3).
 */
export function isBundledIntoAnother(sdp: Sdp, media: MediaSection): boolean {
  const mid = midOf(media)?.text;
  return groupsOf(sdp).some(
    ({ semantics, tags }) => semantics === 'BUNDLE' && tags.findIndex(({ text }) => text === mid) > 0,
  );
}
