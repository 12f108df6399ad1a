import type { Body, Call } from './call';
import type { SdpLine } from '../sdp/sdp';
import { isCutMessage } from '../sip/cut';

/**
 * Whether the trace lost the end of a body, so that nothing can be said of lines that are not there. Packet
 * logs lose it with the later fragments of a packet, and files end where they end.
 */
export function isCutOff(call: Call, body: Body): boolean {
  const parsed = call.messages[body.place]?.message.parsed;
  return parsed?.kind === 'sip' && isCutMessage(parsed);
}

/** The line that a cut body stops within; null where the body is whole. It says less than was sent. */
export function cutLineOf(call: Call, body: Body): SdpLine | null {
  return isCutOff(call, body) ? (body.sdp.lines.at(-1) ?? null) : null;
}
