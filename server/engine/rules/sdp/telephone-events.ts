/** The telephone events of a section (RFC 4733), by which key presses travel. */
import { carriesMedia, codecsOf, type Codec } from './codecs';
import type { MediaSection } from '../../sdp/sdp';

/** Its payload types of telephone events; there may be one a clock rate. */
export function telephoneEventsOf(media: MediaSection): readonly Codec[] {
  return codecsOf(media).filter(({ name }) => name === 'TELEPHONE-EVENT');
}

/** The clock rate for events: that of the first codec, as both share one count of time (RFC 4733 §2.5.1.2). */
export function eventClockOf(media: MediaSection): number {
  return codecsOf(media).find(carriesMedia)?.clockRate ?? 8000;
}
