import type { Body } from '../../calls/call';
import type { MediaSection } from '../../sdp/sdp';
import { deleteLines, replace } from '../edits';
import type { Fix } from '../rule';

/** A refused stream needs no ICE, and must not go on naming candidates (RFC 8839 §4.2.1.6). */
export function refuse({ content }: Body, media: MediaSection): Fix {
  const iceLines = media.attributes.filter(({ attribute }) => iceAttributes.has(attribute.name.text));
  return {
    title: 'Set the port to 0',
    edits: [replace(media.description.port, '0'), ...deleteLines(content, iceLines)],
  };
}

/** The attributes that only ICE knows. */
export const iceAttributes: ReadonlySet<string> = new Set([
  'candidate',
  'end-of-candidates',
  'ice-mismatch',
  'ice-options',
  'ice-pwd',
  'ice-ufrag',
  'remote-candidates',
]);
