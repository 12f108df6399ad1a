import { ETHERNET, IPV4, IPV6, MPLS, NSH, UNKNOWN } from './step';

/** The EtherType of a number that NSH, VXLAN-GPE and LISP-GPE name what they carry by (RFC 8300 §9.1.4). */
export function nextProtocol(number: number): number {
  return [UNKNOWN, IPV4, IPV6, ETHERNET, NSH, MPLS][number] ?? UNKNOWN;
}
