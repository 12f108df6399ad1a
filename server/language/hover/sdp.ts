/** Hover inside a session description. */
import type { Sdp } from '../../engine/sdp/sdp';
import type { TraceMessage } from '../../engine/traces/message';
import type { TraceView } from '../view';
import { attributeExplanation } from './attribute';
import type { Explanation } from './explanation';
import { mediaLineExplanation } from './media-line';
import { sdpPlaceAt } from './sdp-place';
import { sessionLineExplanation } from './session-lines';

/** @param offset in the message's content */
export function sdpExplanation(
  view: TraceView,
  message: TraceMessage,
  sdp: Sdp,
  offset: number,
): Explanation | null {
  const place = sdpPlaceAt(view, message, sdp, offset);
  if (place === null) return null;
  const { line, media } = place;
  if (line.attribute !== null) return attributeExplanation(place, { ...line, attribute: line.attribute });
  return line.type === 'm' && media !== null
    ? mediaLineExplanation(place, media)
    : sessionLineExplanation(place);
}
