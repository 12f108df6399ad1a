/** The telephone events of a section (RFC 4733), by which key presses travel. */
import { codecsOf, type Codec } from './codecs';
import type { MediaSection } from '../../sdp/sdp';

/** Its payload types of telephone events; there may be one a clock rate. */
export function telephoneEventsOf(media: MediaSection): readonly Codec[] {
  return codecsOf(media).filter(({ name }) => name === 'TELEPHONE-EVENT');
}
