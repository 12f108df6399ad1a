/** PPP (RFC 1661), in HDLC-like framing or without it, over Ethernet (RFC 2516), and Cisco's HDLC. */
import { u16, u8 } from '../../basics/bytes';
import { IPV4, IPV6, PPP, stepOver, type Step, UNKNOWN } from './step';

export function readPppoe(_bytes: Uint8Array, step: Step): void {
  stepOver(step, 6, PPP);
}

export function readPpp(bytes: Uint8Array, step: Step): void {
  if (u16(bytes, step.at) === 0xff03) step.at += 2;
  // An odd first octet is a protocol field that was shortened to one (RFC 1661 §6.5).
  const isShort = (u8(bytes, step.at) & 1) === 1;
  const protocol = isShort ? u8(bytes, step.at) : u16(bytes, step.at);
  stepOver(step, isShort ? 1 : 2, etherTypeOf(protocol));
}

/** Address, control and an EtherType. */
export function readCiscoHdlc(bytes: Uint8Array, step: Step): void {
  stepOver(step, 4, u16(bytes, step.at + 2));
}

function etherTypeOf(protocol: number): number {
  switch (protocol) {
    case 0x0021:
      return IPV4;
    case 0x0057:
      return IPV6;
    case 0x0281:
      return 0x8847;
    case 0x0283:
      return 0x8848;
    default:
      return UNKNOWN;
  }
}
