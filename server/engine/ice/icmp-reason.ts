/** Why a packet did not get through, as an ICMP error says it. */
export interface IcmpError {
  readonly type: number;
  readonly code: number;
}

/** RFC 792, RFC 1812 §5.2.7.1, RFC 4443 §3. */
export function icmpReason({ type, code }: IcmpError, isIpv6: boolean): string {
  if (isIpv6) {
    if (type === 1) return ipv6Reasons[code] ?? 'the destination is unreachable';
    return type === 2 ? 'the packet is too big' : type === 3 ? 'its time ran out' : `ICMPv6 type ${type}`;
  }
  if (type === 3) return ipv4Reasons[code] ?? 'the destination is unreachable';
  return type === 11 ? 'its time ran out' : `ICMP type ${type}`;
}

/** Whether it says that the destination is closed, rather than that a packet was too big or went in circles. */
export function isRefusal({ type, code }: IcmpError, isIpv6: boolean): boolean {
  return isIpv6 ? type === 1 : type === 3 && code !== 4;
}

const ipv4Reasons: Readonly<Record<number, string>> = {
  0: 'no route to the network',
  1: 'the host cannot be reached',
  3: 'nobody listens on the port',
  4: 'the packet is too big',
  9: 'a firewall forbids it',
  10: 'a firewall forbids it',
  13: 'a firewall forbids it',
};

const ipv6Reasons: Readonly<Record<number, string>> = {
  0: 'no route to the network',
  1: 'a firewall forbids it',
  3: 'the host cannot be reached',
  4: 'nobody listens on the port',
};
