/** The value of `a=rtcp` (RFC 3605 §2.1): a port, and an address where RTCP goes elsewhere than RTP. */
import type { Span, Token } from '../span';
import { emptyAt, fieldsOf, isDigits, numberOf, type FieldProblem } from './fields';
import type { AttributeLine } from './sdp';

export type RtcpPart = 'structure' | 'port' | 'netType' | 'addrType';

export interface Rtcp {
  readonly line: AttributeLine;
  /** Empty where missing. */
  readonly port: Token;
  readonly portValue: number | null;
  readonly netType: Token | null;
  readonly addrType: Token | null;
  readonly address: Token | null;
  readonly valid: boolean;
  readonly problems: readonly FieldProblem<RtcpPart>[];
}

const known = new WeakMap<AttributeLine, Rtcp>();

/** Reads an rtcp line; a line that breaks the grammar yields what could be read. */
export function rtcpOf(line: AttributeLine): Rtcp {
  const before = known.get(line);
  if (before !== undefined) return before;
  const rtcp = read(line);
  known.set(line, rtcp);
  return rtcp;
}

function read(line: AttributeLine): Rtcp {
  const value = line.attribute.value ?? emptyAt(line.attribute.name.end);
  const fields = fieldsOf(value);
  const problems: FieldProblem<RtcpPart>[] = [];
  const report = (part: RtcpPart, at: Span, message: string): void => {
    problems.push({ start: at.start, end: at.end, message, part });
  };

  const [port = emptyAt(value.end), netType = null, addrType = null, address = null] = fields;
  const portValue = isDigits(port.text) ? numberOf(port.text) : null;
  if (portValue === null || portValue > 65535) {
    report('port', port, 'The RTCP port is no port number; 0 to 65535 is wanted first');
  }
  if (netType !== null && (addrType === null || address === null)) {
    const rest = { start: netType.start, end: value.end };
    report('structure', rest, 'The address is not whole; "IN IP4" or "IN IP6" and an address are wanted');
  }
  if (netType !== null && netType.text.toUpperCase() !== 'IN') {
    report('netType', netType, 'The network type is not IN');
  }
  if (addrType !== null && !/^ip[46]$/i.test(addrType.text)) {
    report('addrType', addrType, 'The address type is neither IP4 nor IP6');
  }
  const surplus = fields[4];
  if (surplus !== undefined) {
    const rest = { start: surplus.start, end: value.end };
    report('structure', rest, 'More stands behind the address; nothing is wanted there');
  }
  return { line, port, portValue, netType, addrType, address, valid: problems.length === 0, problems };
}
