/** What all blocks of trace text share: a head, and a fact a line behind it. docs/trace-text.md tells users. */
import { hexToBytes, toHex } from '../../basics/bytes';
import type { Wrapping } from '../../capture/events';
import { type Moment, timeOf } from '../../basics/moment';
import { withoutControls } from '../../../../shared/controls';
import type { Endpoint } from '../../text/record';
import type { TraceTime } from '../../../../shared/times';
import { readTime, writeHead, writeTime, type BlockKind } from '../head';

/** When and between whom something went, as a head tells. */
export interface Way {
  readonly moment: Moment;
  /** As in a Via; `IP` where ports do not matter. */
  readonly transport: string;
  readonly source: Endpoint;
  readonly destination: Endpoint;
  /** Outermost first. */
  readonly wrappings?: readonly Wrapping[];
}

/** Writes a head with its notes, without a line end. */
export function writeWay(way: Way, kind: BlockKind, notes: readonly string[]): string {
  const { moment, transport, source, destination } = way;
  return writeHead({
    frame: moment.frame,
    time: timeOf(moment),
    transport,
    source,
    destination,
    kind,
    notes: withoutControls(notes.join(', ')),
  });
}

/** Writes a block; what a packet was wrapped in stands behind the other notes. */
export function writeBlock(
  way: Way,
  kind: BlockKind,
  notes: readonly string[],
  lines: readonly string[],
): string {
  const head = writeWay(way, kind, [...notes, ...wrappingNotes(way)]);
  return [head, ...lines.map(withoutControls), ''].join('\n');
}

/** What a packet was wrapped in, a note each. */
export function wrappingNotes({ wrappings = [] }: Way): readonly string[] {
  return wrappings.map((wrapping) => {
    switch (wrapping.kind) {
      case 'hep':
        return `in HEP${wrapping.version}`;
      case 'turn-channel':
        return `in TURN channel 0x${wrapping.channel.toString(16)}`;
      case 'turn-indication':
        return 'in a TURN indication';
      case 'turn-data':
        return 'in TURN over TCP';
      case 'syslog':
        return 'in syslog';
    }
  });
}

/** A block as it is read: what its head says behind the kind, and all behind the head, from its line end on. */
export interface BlockText {
  readonly notes: string;
  readonly rest: string;
}

/** The lines behind the head. */
export function linesOf({ rest }: BlockText): readonly string[] {
  return rest
    .split('\n')
    .slice(1)
    .map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
}

/** What stands behind a mark in the first line that begins with it; null where there is none. */
export function lineBehind({ rest }: BlockText, mark: string): string | null {
  const at = rest.indexOf(`\n${mark}`);
  if (at === -1) return null;
  const start = at + 1 + mark.length;
  const end = rest.indexOf('\n', start);
  const line = rest.slice(start, end === -1 ? undefined : end);
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

const octetsMark = 'octets ';

/** Writes the line that holds a packet's octets. */
export function writeOctets(bytes: Uint8Array, start = 0, end = bytes.length): string {
  return `${octetsMark}${toHex(bytes, start, end)}`;
}

/** The octets of a block's packet; null where it has none, or no whole ones. */
export function octetsIn(block: BlockText): Uint8Array | null {
  const digits = lineBehind(block, octetsMark);
  return digits === null ? null : hexToBytes(digits.trim());
}

/** `0x0a1b2c3d` */
export function ssrcText(ssrc: number): string {
  return `0x${ssrc.toString(16).padStart(8, '0')}`;
}

/** Writes which source sends. */
export function writeSsrc(ssrc: number): string {
  return `ssrc ${ssrcText(ssrc)}`;
}

/** Which source sends; null where no line tells. */
export function ssrcIn(block: BlockText): number | null {
  const digits = /^0x([0-9a-f]{8})\s*$/.exec(lineBehind(block, 'ssrc ') ?? '')?.[1];
  return digits === undefined ? null : Number.parseInt(digits, 16);
}

const framesLine = /^(frames \d{1,9} to )(\d{1,9})(, until )(\S{1,40})\s*$/;

/** Writes from which to which packet something goes on that is folded to one block, and until when. */
export function writeFrames(first: Moment, last: Moment): string {
  return `frames ${first.frame} to ${last.frame}, until ${writeTime(timeOf(last))}`;
}

/** A time as trace text has it. */
export function writeMoment(moment: Moment): string {
  return writeTime(timeOf(moment));
}

/** When the last packet came of what is folded to one block; null where no line tells. */
export function lastTimeIn(block: BlockText): TraceTime | null {
  const line = lineBehind(block, 'frames ');
  const until = line === null ? undefined : framesLine.exec(`frames ${line}`)?.[4];
  return until === undefined ? null : readTime(until);
}

/** The frame of that packet; null where no line tells. */
export function lastFrameIn(block: BlockText): number | null {
  const frame = /^\d{1,9} to (\d{1,9})[, ]/.exec(lineBehind(block, 'frames ') ?? '')?.[1];
  return frame === undefined ? null : Number(frame);
}

const silenceLine = /^(silence between frames )(\d{1,9})( and )(\d{1,9})(, )(\S{1,40})( to )(\S{1,40})\s*$/;

/** The lines of a block with the times of its packets changed: of the last one, and of those around a silence. */
export function withTimes(
  lines: string,
  change: (time: TraceTime | null, frame: number) => TraceTime | null,
): string {
  const changed = (time: string, frame: string): string => writeTime(change(readTime(time), Number(frame)));
  return lines
    .split('\n')
    .map((line) => {
      const until = framesLine.exec(line);
      if (until !== null) {
        const [, before = '', frame = '', comma = '', time = ''] = until;
        return `${before}${frame}${comma}${changed(time, frame)}`;
      }
      const silence = silenceLine.exec(line);
      if (silence === null) return line;
      const [, mark = '', first = '', and = '', second = '', comma = '', from = '', to = '', end = ''] =
        silence;
      return `${mark}${first}${and}${second}${comma}${changed(from, first)}${to}${changed(end, second)}`;
    })
    .join('\n');
}
