/** Changing the profile of an m-line. */
import type { MediaSection } from '../../sdp/sdp';
import { replace } from '../edits';
import type { Fix } from '../rule';

/** Names the profile that SDES keys belong to: RTP/SAVP, or RTP/SAVPF for a stream with feedback (RFC 4568 §6). */
export function sdesProfileOf({ description: { proto } }: MediaSection): string {
  return proto.text.toUpperCase().endsWith('F') ? 'RTP/SAVPF' : 'RTP/SAVP';
}

/** Writes that profile into the m-line. For offers: an answer's profile must stay the offer's. */
export function sdesProfileFix(media: MediaSection): Fix {
  const profile = sdesProfileOf(media);
  return { title: `Change the profile to ${profile}`, edits: [replace(media.description.proto, profile)] };
}
