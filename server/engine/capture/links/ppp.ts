/** PPP (RFC 1661), in HDLC-like framing or without it, and as capturing hosts write it with the direction before it. */
import { u16, u8 } from '../../basics/bytes';
import { EMPTY, ETHERNET, IPV4, IPV6, type Layer, MPLS, PPP, stepOver, type Step, UNKNOWN } from './step';

export const ppp: Layer = { name: 'PPP', linkTypes: [9, 50], etherTypes: [PPP], read: readPpp };

/** An octet says whether it was sent (LINKTYPE_PPP_WITH_DIR), in pppd's form in place of the address. */
export const pppWithDirection: Layer = {
  name: 'PPP',
  linkTypes: [166, 204],
  read: (bytes, step) => {
    step.direction = u8(bytes, step.at) === 0 ? 'received' : 'sent';
    step.at += u8(bytes, step.at + 1) === CONTROL ? 2 : 1;
    readPpp(bytes, step);
  },
};

/** "Unnumbered information", behind HDLC's address. */
const CONTROL = 0x03;
const BRIDGED = 0x0031;
const MULTILINK = 0x003d;
/** The first and last of the fragments of a packet, which is all of it (RFC 1990 §3). */
const WHOLE = 0xc0;

function readPpp(bytes: Uint8Array, step: Step): void {
  if (u16(bytes, step.at) === 0xff03) step.at += 2;
  let protocol = readProtocol(bytes, step);
  if (protocol === MULTILINK && (u8(bytes, step.at) & WHOLE) === WHOLE) {
    step.at += 4;
    protocol = readProtocol(bytes, step);
  }
  // RFC 3518 §4.2: flags and the kind of network stand before a bridged frame.
  stepOver(step, protocol === BRIDGED ? 2 : 0, etherTypeOf(protocol));
}

/** An odd first octet is a protocol field that was shortened to one (RFC 1661 §6.5). */
function readProtocol(bytes: Uint8Array, step: Step): number {
  const isShort = (u8(bytes, step.at) & 1) === 1;
  const protocol = isShort ? u8(bytes, step.at) : u16(bytes, step.at);
  step.at += isShort ? 1 : 2;
  return protocol;
}

function etherTypeOf(protocol: number): number {
  switch (protocol) {
    case 0x0021:
      return IPV4;
    case 0x0057:
      return IPV6;
    case 0x0281:
    case 0x0283:
      return MPLS;
    case BRIDGED:
      return ETHERNET;
    default:
      // Protocols from 0x8000 on open and keep the link.
      return protocol >= 0x8000 ? EMPTY : UNKNOWN;
  }
}
