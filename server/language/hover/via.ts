/** Hover of Via: the hops, and the one under the caret taken apart. */
import type { Header, SipMessage } from '../../engine/sip/message';
import { viasOf, type Via } from '../../engine/sip/values';
import { paramOf, type Param } from '../../engine/sip/uri';
import { touches } from '../../engine/basics/span';
import { code } from '../markdown';

export function viaFacts(sip: SipMessage, header: Header, offset: number): readonly string[] {
  const vias = viasOf(sip);
  const own = vias.filter((via) => via.start >= header.start && via.end <= header.end);
  const via = own.find((each) => touches(each, offset)) ?? own[0];
  if (via === undefined) return [];
  const place = vias.indexOf(via) + 1;
  return [
    `hop ${place} of ${vias.length}${place === 1 ? ', the latest: the response goes back to it' : ''}`,
    `sent by ${code(via.port === null ? via.host.text : `${via.host.text}:${via.port.text}`)} over ${code(via.transport)}`,
    ...branchFacts(via),
    ...seenFacts(via),
  ];
}

/** RFC 3261 §8.1.1.7: a branch that begins so names a transaction by itself. */
const cookie = 'z9hG4bK';

function branchFacts({ branch }: Via): readonly string[] {
  if (branch === null) return ['no branch: the transaction has no name'];
  const isModern = branch.text.startsWith(cookie);
  return [
    `branch ${code(branch.text)}: ${isModern ? 'names the transaction on this hop' : `does not begin with \`${cookie}\`: an element of before RFC 3261`}`,
  ];
}

function seenFacts({ params, host, port }: Via): readonly string[] {
  const received = valueOf(params, 'received');
  const rport = valueOf(params, 'rport');
  const asked = paramOf(params, 'rport') !== undefined && rport === null;
  const seen =
    received === null && rport === null ? null : `${received ?? host.text}:${rport ?? port?.text ?? '?'}`;
  return [
    ...(seen === null
      ? []
      : [`really came from ${code(seen)}: a NAT, or another address than the one that it names`]),
    ...(asked ? ['`rport`: asks that the response go back to the port that it came from (RFC 3581)'] : []),
  ];
}

function valueOf(params: readonly Param[], name: string): string | null {
  return paramOf(params, name)?.value?.text ?? null;
}
