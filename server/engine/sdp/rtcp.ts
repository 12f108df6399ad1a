/** The value of `a=rtcp` (RFC 3605 §2.1): a port, and an address where RTCP goes elsewhere than RTP. */
import { perObject } from '../basics/memo';
import type { Token } from '../basics/span';
import { emptyAt, FieldReader, numberOf, type FieldProblem } from './fields';
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

/** Reads an rtcp line; a line that breaks the grammar yields what could be read. */
export const rtcpOf = perObject(read);

function read(line: AttributeLine): Rtcp {
  const reader = new FieldReader<RtcpPart>(line);
  const { fields, value } = reader;
  const [port = emptyAt(value.end), netType = null, addrType = null, address = null] = fields;
  const portValue = numberOf(port.text);
  if (portValue === null || portValue > 65535) {
    reader.report('port', port, 'The RTCP port is no port number; 0 to 65535 is wanted first');
  }
  if (netType !== null && (addrType === null || address === null)) {
    const rest = { start: netType.start, end: value.end };
    const wanted = '"IN IP4" or "IN IP6" and an address are wanted';
    reader.report('structure', rest, `The address is not whole; ${wanted}`);
  }
  if (netType !== null && netType.text.toUpperCase() !== 'IN') {
    reader.report('netType', netType, 'The network type is not IN');
  }
  if (addrType !== null && !/^ip[46]$/i.test(addrType.text)) {
    reader.report('addrType', addrType, 'The address type is neither IP4 nor IP6');
  }
  reader.reportSurplus('structure', fields[4], 'More stands behind the address; nothing is wanted there');
  const problems = reader.problems();
  return { line, port, portValue, netType, addrType, address, valid: problems.length === 0, problems };
}
