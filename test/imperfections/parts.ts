/** Ways in which two captures share what one would show: put together again, they tell the same of the calls. */
import { busiestHost, endsOf, isSignalling, type LoosePacket } from './packets';

export interface Parting {
  readonly name: string;
  readonly part: (
    packets: readonly LoosePacket[],
  ) => readonly [readonly LoosePacket[], readonly LoosePacket[]];
}

/** @param isIn whether each of the two has a packet; it is told who the SBC is and how far into the capture it stands, 0 to 1 */
function parting(
  name: string,
  isIn: (packet: LoosePacket, sbc: string, share: number) => readonly [boolean, boolean],
): Parting {
  return {
    name,
    part(packets) {
      const sbc = busiestHost(packets);
      const times = packets.map(({ micros }) => micros);
      const [from, to] = [Math.min(...times), Math.max(...times)];
      const has = (packet: LoosePacket, which: 0 | 1): boolean =>
        isIn(packet, sbc, (packet.micros - from) / Math.max(1, to - from))[which];
      return [packets.filter((packet) => has(packet, 0)), packets.filter((packet) => has(packet, 1))];
    },
  };
}

function isFrom(packet: LoosePacket, host: string): boolean {
  return endsOf(packet)?.source === host;
}

export const partings: readonly Parting[] = [
  parting('a direction each', (packet, sbc) => [isFrom(packet, sbc), !isFrom(packet, sbc)]),
  parting('signalling and the media of the SBC, the media of Teams', (packet, sbc) => {
    const isTeams = !isSignalling(packet) && !isFrom(packet, sbc);
    return [!isTeams, isTeams];
  }),
  parting('signalling and the media of Teams, the media of the SBC', (packet, sbc) => {
    const isSbc = !isSignalling(packet) && isFrom(packet, sbc);
    return [!isSbc, isSbc];
  }),
  parting('signalling of one and media of the other', (packet, sbc) => {
    const isFirst = isSignalling(packet) !== isFrom(packet, sbc);
    return [isFirst, !isFirst];
  }),
  parting('the beginning, the rest and some before it', (_, __, share) => [share < 0.7, share > 0.3]),
  parting('all, what the SBC sends', (packet, sbc) => [true, isFrom(packet, sbc)]),
];
