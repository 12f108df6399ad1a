import type { Span } from '../../basics/span';
import type { Rtpmap } from '../../sdp/rtpmap';

/** Whether rtpmaps of one payload type say different things; names compare without regard to case. */
export function differ([first, ...others]: readonly Rtpmap[]): boolean {
  return first !== undefined && others.some((other) => !sayTheSame(first, other));
}

/** Whether two rtpmaps name one codec at one clock rate. One channel is what none means (RFC 8866 §6.6). */
export function sayTheSame(one: Rtpmap, other: Rtpmap): boolean {
  return (
    one.encoding.text.toLowerCase() === other.encoding.text.toLowerCase() &&
    one.clock.text === other.clock.text &&
    (one.channels?.text ?? '1') === (other.channels?.text ?? '1')
  );
}

/** The mapping as it is written, such as `opus/48000/2`. */
export function mappingText({ encoding, clock, channels }: Rtpmap): string {
  return [encoding.text, clock.text, ...(channels === null ? [] : [channels.text])].join('/');
}

/** Where it stands. */
export function mappingSpan({ encoding, clock, channels }: Rtpmap): Span {
  return { start: encoding.start, end: (channels ?? clock).end };
}
