import type { Body, Call } from '../../calls/call';
import { octetLength } from '../../sdp/octet-length';
import type { SdpLine } from '../../sdp/sdp';
import type { SipMessage } from '../../sip/message';
import { contentLengthOf } from '../../sip/values';

/** A logger may drop the last line end of a body. */
const lineEndOctets = 2;

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

/** Whether a message is shorter than its Content-Length and stops within a line. */
export function isCutMessage(message: SipMessage): boolean {
  const { content, bodyStart } = message;
  if (content.endsWith('\n') || content.endsWith('\r')) return false;
  const said = contentLengthOf(message);
  return said !== null && octetLength(content.slice(bodyStart), 'crlf') + lineEndOctets < said.length;
}
