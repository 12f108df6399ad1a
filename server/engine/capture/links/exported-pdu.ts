/**
 * What Wireshark's "Export PDUs to File" writes: the payload alone, with tags before it that say between whom it
 * went. It is how decrypted SIP is passed on without keys.
 */
import { toText, u16, u32 } from '../../basics/bytes';

const END = 0;
const PROTOCOL_NAME = 12;
const HEURISTIC_NAME = 13;
const IPV4_SOURCE = 20;
const IPV4_DESTINATION = 21;
const IPV6_SOURCE = 22;
const IPV6_DESTINATION = 23;
const PORT_TYPE = 24;
const SOURCE_PORT = 25;
const DESTINATION_PORT = 26;

const PORT_TYPES: Readonly<Record<number, ExportedPdu['transport']>> = { 1: 'SCTP', 2: 'TCP', 3: 'UDP' };

export interface ExportedPdu {
  /** Wireshark's name of the payload, such as `sip`. */
  readonly protocol: string;
  readonly version: 0 | 4 | 6;
  readonly source: Uint32Array;
  readonly destination: Uint32Array;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly transport: 'UDP' | 'TCP' | 'SCTP' | null;
  /** Where the payload stands. */
  readonly start: number;
}

/** Reads the tags; null where they are cut off. */
export function readExportedPdu(bytes: Uint8Array, start: number, end: number): ExportedPdu | null {
  const source = new Uint32Array(4);
  const destination = new Uint32Array(4);
  let protocol = '';
  let version: 0 | 4 | 6 = 0;
  let sourcePort = 0;
  let destinationPort = 0;
  let transport: ExportedPdu['transport'] = null;
  let at = start;
  while (at + 4 <= end) {
    const tag = u16(bytes, at);
    const length = u16(bytes, at + 2);
    at += 4;
    if (tag === END) {
      return { protocol, version, source, destination, sourcePort, destinationPort, transport, start: at };
    }
    if (at + length > end) return null;
    if (tag === PROTOCOL_NAME || tag === HEURISTIC_NAME) protocol = toText(bytes, at, at + length, true);
    else if (tag === IPV4_SOURCE || tag === IPV4_DESTINATION) {
      version = 4;
      (tag === IPV4_SOURCE ? source : destination)[3] = u32(bytes, at);
    } else if (tag === IPV6_SOURCE || tag === IPV6_DESTINATION) {
      version = 6;
      const words = tag === IPV6_SOURCE ? source : destination;
      for (let word = 0; word < 4; word++) words[word] = u32(bytes, at + word * 4);
    } else if (tag === PORT_TYPE) transport = PORT_TYPES[u32(bytes, at)] ?? null;
    else if (tag === SOURCE_PORT) sourcePort = u32(bytes, at) & 0xffff;
    else if (tag === DESTINATION_PORT) destinationPort = u32(bytes, at) & 0xffff;
    at += length;
  }
  return null;
}
