/** What a block of RTP or RTCP tells, as docs/trace-text.md has it; what is missing or was edited stays open. */
import { hexToBytes } from '../basics/bytes';
import type { RtpSample } from '../rtp/samples';
import { octetsMark, type PacketMessage } from './packet';
import { eventsMark, readEventsLine, type EventsLine } from './events-line';
import { readTime } from './head';

export interface MediaBlock {
  readonly ssrc: number | null;
  readonly packets: number;
  readonly octets: number;
  /** Microseconds, of the last packet; null where it is not told. */
  readonly last: number | null;
  readonly payloadTypes: readonly { readonly payloadType: number; readonly packets: number }[];
  /** Key presses, by payload type. */
  readonly events: readonly EventsLine[];
  /** Whole packets; of RTCP the block's own. */
  readonly samples: readonly RtpSample[];
}

/** How the line of a sample begins. */
export const sampleMark = 'packet ';

/** Reads a block of RTP or RTCP. */
export function readMediaBlock({ type, notes, content }: PacketMessage): MediaBlock {
  let ssrc: number | null = null;
  let last: number | null = null;
  const payloadTypes: { readonly payloadType: number; readonly packets: number }[] = [];
  const events: EventsLine[] = [];
  const samples: RtpSample[] = [];
  for (const line of content.split('\n')) {
    if (line.startsWith(sampleMark)) {
      const sample = readSample(line);
      if (sample !== null) samples.push(sample);
    } else if (line.startsWith(octetsMark)) {
      const bytes = hexToBytes(line.slice(octetsMark.length).trim());
      if (bytes !== null) samples.push({ frame: 0, after: 0, rollovers: 0, bytes });
    } else if (line.startsWith('ssrc ')) ssrc ??= readSsrc(line);
    else if (line.startsWith('frames ')) last = readLast(line);
    else if (line.startsWith(eventsMark)) {
      const told = readEventsLine(line);
      if (told !== null) events.push(told);
    } else if (line.startsWith('payload type ')) {
      const [, number, packets] =
        /^payload type (\d{1,3})(?: \S{1,40})?: (\d{1,12}) packets/.exec(line) ?? [];
      if (number !== undefined) payloadTypes.push({ payloadType: Number(number), packets: Number(packets) });
    }
  }
  const [, packets = '1', octets = '0'] =
    (type === 'rtp' ? /^(\d{1,12}) packets(?:, (\d{1,15}) octets)?/.exec(notes) : null) ?? [];
  return { ssrc, packets: Number(packets), octets: Number(octets), last, payloadTypes, events, samples };
}

function readSsrc(line: string): number | null {
  const digits = /^ssrc 0x([0-9a-f]{8})\s*$/.exec(line)?.[1];
  return digits === undefined ? null : Number.parseInt(digits, 16);
}

function readLast(line: string): number | null {
  const until = /^frames \d{1,9} to \d{1,9}, until (\S{1,40})\s*$/.exec(line)?.[1];
  return until === undefined ? null : (readTime(until)?.micros ?? null);
}

function readSample(line: string): RtpSample | null {
  const facts = /^packet (\d{1,9}), after (-?\d{1,9}\.\d{6}) s, rollover (\d{1,9}), octets /.exec(line);
  if (facts === null) return null;
  const [head, frame, after, rollovers] = facts;
  const bytes = hexToBytes(line.slice(head.length).trim());
  if (bytes === null) return null;
  return {
    frame: Number(frame),
    after: Math.round(Number(after) * 1e6),
    rollovers: Number(rollovers),
    bytes,
  };
}
