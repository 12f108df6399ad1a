/** A compound of RTCP. */
import type { RtcpEvent } from '../../capture/events';
import { octetsIn, ssrcIn, ssrcText, writeBlock, writeOctets, writeSsrc, type BlockText } from './block';

export interface RtcpBody {
  readonly type: 'rtcp';
  /** Who sends it; null where it does not tell. */
  readonly ssrc: number | null;
  /** The whole packet, where it is encrypted and one of the first of its source. */
  readonly octets: Uint8Array | null;
}

/** Writes the block of a compound. */
export function writeRtcp({ carrier, compound, bytes, start, end }: RtcpEvent, withOctets: boolean): string {
  const names = compound.packets.map(({ name, packetType }) => name ?? String(packetType)).join(' ');
  const lines = compound.packets.flatMap(({ ssrc, cname, reports }) => [
    ...(ssrc === null ? [] : [writeSsrc(ssrc)]),
    ...(cname === null ? [] : [`cname ${cname}`]),
    ...reports.map(
      (report) =>
        `report on ${ssrcText(report.ssrc)}: ${(100 * report.fractionLost).toFixed(1)} % lost, ${report.cumulativeLost} lost in all, jitter ${report.jitter} units`,
    ),
  ]);
  if (withOctets) lines.push(writeOctets(bytes, start, end));
  return writeBlock(carrier, 'rtcp', [names, ...(compound.encrypted ? ['encrypted'] : [])], lines);
}

/** Reads a block of RTCP. */
export function readRtcp(block: BlockText): RtcpBody {
  return { type: 'rtcp', ssrc: ssrcIn(block), octets: octetsIn(block) };
}
