/** Names of streams and the groups that they are in (RFC 5888). */
import { perObject } from '../../basics/memo';
import type { Token } from '../../basics/span';
import { fieldsOf } from '../../sdp/fields';
import { attributeOf, attributesOf } from '../../sdp/query';
import type { MediaSection, Sdp } from '../../sdp/sdp';

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
