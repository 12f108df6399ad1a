/** ICMP errors about checks and media: a router or host says that a packet did not get through, and quotes it. */
import type { PacketOf } from '../trace-text/packet';
import type { TraceMessage } from '../traces/message';
import type { AttributionIndex } from './attribution';
import { isSamePlace } from './address';
import { isRefusal } from './icmp-reason';
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
  const reporter = message.record.meta.source?.address ?? null;
  if (
    isCheck &&
    pair !== undefined &&
    isRefusal(error, source.address.includes(':')) &&
    !call.isOver(message)
  )
    pair.unreachable ??= { reporter, error, message };
  if (isCheck && pair?.state === 'in-progress' && !call.isOver(message)) {
    session.set(pair, 'failed', changes);
    pair.lastMessage = message;
  }
  call.icmp.push({ of: session.place, sender, content, message });
  call.journal.step(
    {
      id: 'icmp',
      reporter,
      content,
      sender,
      source,
      destination,
      error,
      pairFails: changes.length > 0,
    },
    { in: message, fork, changes },
  );
}
