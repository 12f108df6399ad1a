/** ICMP errors about checks and media: a router or host says that a packet did not get through, and quotes it. */
import type { PacketOf } from '../trace-text/packet';
import type { TraceMessage } from '../traces/message';
import type { AttributionIndex } from './attribution';
import { addressText, isSamePlace } from './model';
import type { Change } from '../../../shared/ice';

/** Takes an ICMP error: the pair whose check it quotes has failed (RFC 8445 §7.2.5.2). */
export function takeIcmp(
  message: TraceMessage,
  { error, quote }: PacketOf<'icmp'>,
  index: AttributionIndex,
): void {
  if (error === null || quote === null) return;
  const { source, destination, content } = quote;
  if (content === 'sip' || content === 'other') return;
  const flow = index.flow(message, source, destination);
  if (flow === null) return;
  const { session, sender } = flow;
  const { of: call, index: fork } = session.fork;
  const [teams, sbc] = sender === 'teams' ? [source, destination] : [destination, source];
  const pair = session.pairs.find((each) => isSamePlace(each.teams, teams) && isSamePlace(each.sbc, sbc));
  const changes: Change[] = [];
  const isCheck = content === 'stun' && sender === session.checker;
  if (isCheck && pair?.state === 'in-progress' && !call.isOver(message)) {
    session.set(pair, 'failed', changes);
    pair.lastMessage = message;
  }
  call.icmp.push({ of: session.place, sender, content, message });
  const what = { stun: 'a check', rtp: 'media', rtcp: 'RTCP' }[content];
  const from = message.record.meta.source?.address ?? 'somebody';
  call.journal.step(
    'icmp',
    message,
    fork,
    `${from} reports that ${what} of ${call.nameOf(sender)} from ${addressText(source)} to ${addressText(destination)} did not get through: ${reasonOf(error, source.address.includes(':'))}${changes.length > 0 ? '; the pair fails' : ''}`,
    changes,
  );
}

/** RFC 792, RFC 1812 §5.2.7.1, RFC 4443 §3. */
function reasonOf({ type, code }: NonNullable<PacketOf<'icmp'>['error']>, isIpv6: boolean): string {
  if (isIpv6) {
    if (type === 1) return ipv6Reasons[code] ?? 'the destination is unreachable';
    return type === 2
      ? 'the packet is too big'
      : type === 3
        ? 'its time ran out'
        : `ICMPv6 type ${String(type)}`;
  }
  if (type === 3) return ipv4Reasons[code] ?? 'the destination is unreachable';
  return type === 11 ? 'its time ran out' : `ICMP type ${String(type)}`;
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
