/** Datagrams on the ports of a session that are nothing that belongs there; each block of them is one entry. */
import type { PacketMessage } from '../trace-text/packet';
import type { TraceMessage } from '../traces/message';
import type { AttributionIndex } from './attribution';

/** Gives them to the calls between whose ends they go. */
export function findForeign(
  packets: readonly { readonly message: TraceMessage; readonly parsed: PacketMessage }[],
  index: AttributionIndex,
): void {
  for (const { message, parsed } of packets) {
    const block = parsed.type === 'packet' ? parsed.unknown : null;
    const ends = block === null ? null : index.endsOf(message);
    if (block === null || ends === null) continue;
    const { from: source, to: destination } = ends;
    const found = index.flow(message, source, destination);
    if (found === null) continue;
    const { session, sender } = found;
    session.fork.of.foreign.push({ of: session.place, sender, source, destination, ...block, message });
  }
}
