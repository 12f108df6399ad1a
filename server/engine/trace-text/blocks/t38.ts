/** Fax (UDPTL), all packets from one end to the other. */
import type { FaxStream } from '../../rtp/fax-streams';
import type { TraceTime } from '../../../../shared/times';
import { lastTimeIn, writeBlock, writeFrames, type BlockText } from './block';
import { lostIn, lostMark, readCounts, writeCounts } from './rtp';

/** What a block tells of a stream of fax; what is missing or was edited stays open. */
export interface FaxFacts {
  readonly packets: number;
  /** Of the last packet. */
  readonly last: TraceTime | null;
  /** Packets that did not come. */
  readonly lost: number | null;
}

export interface FaxBody {
  readonly type: 't38';
  readonly stream: FaxFacts;
}

/** Writes the block of a stream. */
export function writeFax({ source, destination, first, last, ...stream }: FaxStream): string {
  return writeBlock({ moment: first, transport: 'UDP', source, destination }, 't38', writeCounts(stream), [
    writeFrames(first, last),
    `error recovery ${stream.recovery}`,
    `${lostMark}${stream.lost}`,
    ...stream.signals.map((signal) => `fax ${signal}`),
  ]);
}

/** Reads a block of fax. */
export function readFax(block: BlockText): FaxBody {
  const { packets } = readCounts(block.notes);
  return { type: 't38', stream: { packets, last: lastTimeIn(block), lost: lostIn(block) } };
}
