/** A line that an ICE agent logged: a block in joined traces, and as it stands in its log. */
import { readIceLogLine } from '../../text/ice-log/find';
import type { IceLogLine } from '../../text/ice-log/line';
import type { TraceTime } from '../../../../shared/times';
import { writeHead } from '../head';
import { lineBehind, type BlockText } from './block';

export interface LogBody {
  readonly type: 'log';
  /** Null where the line of the block is none of a log that is known. */
  readonly log: IceLogLine | null;
  /** Which log it is, where several are joined: agents of two may have the same name; else empty. */
  readonly source: string;
}

/**
 * Writes the block of a line.
 *
 * @param place of the line in its trace, from 1
 * @param trace number of the trace, from 1
 */
export function writeLog(
  line: string,
  place: number,
  time: TraceTime | null,
  { format, trace }: { readonly format: string; readonly trace: number },
): string {
  const head = writeHead({
    frame: place,
    time,
    transport: '-',
    source: null,
    destination: null,
    kind: 'log',
    notes: `${format}, trace ${trace}`,
  });
  return `${head}\n${lineMark}${line}\n`;
}

const lineMark = 'line ';

/** Reads a block of a log. */
export function readLog(block: BlockText): LogBody {
  const line = lineBehind(block, lineMark);
  return { type: 'log', log: line === null ? null : readIceLogLine(line), source: block.notes };
}
