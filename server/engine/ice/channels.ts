/** TURN channel data of a client and its relay: none of it is ICE's, but it shows where a capture was taken. */
import type { PacketMessage } from '../trace-text/packet';
import type { TraceMessage } from '../traces/message';
import type { AttributionIndex } from './attribution';
import { addressText } from './address';
import type { ChannelReplay } from './model';
import type { Session } from './session';

/** Channels of a trace that are kept: a client has a handful. */
const mostChannels = 1000;

/** Folds channel data to one entry a channel and direction, of the calls whose descriptions name one of its ends. */
export function findChannels(
  packets: readonly { readonly message: TraceMessage; readonly parsed: PacketMessage }[],
  index: AttributionIndex,
): void {
  const found = new Map<
    string,
    { readonly session: Session; readonly channel: ChannelReplay; packets: number }
  >();
  for (const { message, parsed } of packets) {
    const name = parsed.type === 'turn' && parsed.stun === null ? parsed.channel : null;
    const ends = index.endsOf(message);
    if (name === null || ends === null) continue;
    const { from: source, to: destination } = ends;
    const session = index.naming(message, source, destination);
    if (session === null) continue;
    const key = `${addressText(source)} ${addressText(destination)} ${name} ${session.fork.of.start}`;
    const known = found.get(key);
    if (known !== undefined) known.packets++;
    else if (found.size < mostChannels) {
      const channel = { of: session.place, channel: name, source, destination, packets: 1, message };
      found.set(key, { session, channel, packets: 1 });
    }
  }
  for (const { session, channel, packets: count } of found.values())
    session.fork.of.channels.push({ ...channel, packets: count });
}
