/** RTP, all packets of a stream. What is missing in a block, or was edited, stays open. */
import { hexToBytes } from '../../basics/bytes';
import type { RtpSample } from '../../rtp/samples';
import { staticPayloadType } from '../../rtp/static-payload-types';
import type { RtpPayload, RtpSilence, RtpStream } from '../../rtp/streams';
import type { TraceTime } from '../../../../shared/times';
import {
  lastFrameIn,
  lastTimeIn,
  lineBehind,
  linesOf,
  ssrcIn,
  writeBlock,
  writeFrames,
  writeMoment,
  writeOctets,
  writeSsrc,
  type BlockText,
} from './block';
import { readTime } from '../head';
import { eventsMark, readEventsLine, writeEventsLine, type EventsLine } from './events-line';

/** What a block tells of a stream. */
export interface StreamFacts {
  readonly ssrc: number | null;
  readonly packets: number;
  readonly octets: number;
  /** Of the last packet. */
  readonly last: TraceTime | null;
  readonly lastFrame: number | null;
  readonly payloadTypes: readonly PayloadFacts[];
  /** Key presses, by payload type. */
  readonly events: readonly EventsLine[];
  /** Packets that did not come. */
  readonly lost: number | null;
  /** Packets whose number had come before; they are among {@link packets}. */
  readonly twice: number | null;
  /** Packets in a row that were missing when the next one came, the most of the first such holes; 0 for none. */
  readonly longestGap: number;
  /** Times in which nothing came, a second or longer, the first ones. */
  readonly silences: readonly Silence[];
  /** Whole packets. */
  readonly samples: readonly RtpSample[];
}

/** Between two packets of a stream. */
export interface Silence {
  readonly before: { readonly frame: number; readonly time: TraceTime };
  readonly behind: { readonly frame: number; readonly time: TraceTime };
}

export interface PayloadFacts {
  readonly payloadType: number;
  readonly packets: number;
  /** At the end, in milliseconds; null where the clock rate is not known. */
  readonly jitter: number | null;
}

export interface RtpBody {
  readonly type: 'rtp';
  readonly stream: StreamFacts;
}

/** A written block, and how much of it samples take. */
export interface WrittenStream {
  readonly text: string;
  /** In characters. */
  readonly samples: number;
}

/** Writes the block of a stream. */
export function writeRtp(stream: RtpStream): WrittenStream {
  const { first, last, transport, source, destination, payloadTypes } = stream;
  const samples = stream.samples.map(writeSample);
  const lines = [
    writeSsrc(stream.ssrc),
    writeFrames(first, last),
    ...payloadTypes.map(writePayload),
    ...payloadTypes.flatMap(({ payloadType, events }) =>
      events === null ? [] : [writeEventsLine({ payloadType, events })],
    ),
    `${lostMark}${stream.lost}, late ${stream.late}, twice ${stream.duplicates}`,
    ...stream.gaps.map(({ frame, missing }) => `${gapMark}${missing} before frame ${frame}`),
    ...stream.silences.map(writeSilence),
    ...samples,
  ];
  return {
    text: writeBlock({ moment: first, transport, source, destination }, 'rtp', writeCounts(stream), lines),
    samples: samples.reduce((sum, { length }) => sum + length + 1, 0),
  };
}

/** Reads a block of RTP. */
export function readRtp(block: BlockText): RtpBody {
  const lines = linesOf(block);
  const allOf = <Fact>(mark: string, read: (line: string) => Fact | null): readonly Fact[] =>
    lines.flatMap((line) => {
      const fact = line.startsWith(mark) ? read(line) : null;
      return fact === null ? [] : [fact];
    });
  return {
    type: 'rtp',
    stream: {
      ssrc: ssrcIn(block),
      ...readCounts(block.notes),
      last: lastTimeIn(block),
      lastFrame: lastFrameIn(block),
      payloadTypes: allOf(payloadMark, readPayload),
      events: allOf(eventsMark, readEventsLine),
      lost: lostIn(block),
      twice: twiceIn(block),
      longestGap: allOf(gapMark, readGap).reduce((longest, gap) => Math.max(longest, gap), 0),
      silences: allOf(silenceMark, readSilence),
      samples: allOf(sampleMark, readSample),
    },
  };
}

type Counts = Pick<StreamFacts, 'packets' | 'octets'>;

/** The notes of a block of packets. */
export function writeCounts({ packets, octets }: Counts): readonly string[] {
  return [`${packets} packets`, `${octets} octets`];
}

/** Reads the notes of a block of packets: there is one packet at least. */
export function readCounts(notes: string): Counts {
  const [, packets = '1', octets = '0'] = /^(\d{1,12}) packets(?:, (\d{1,15}) octets)?/.exec(notes) ?? [];
  return { packets: Number(packets), octets: Number(octets) };
}

/** How the line begins that counts the packets that did not come. */
export const lostMark = 'lost ';

/** How many packets did not come; null where no line tells. */
export function lostIn(block: BlockText): number | null {
  const digits = /^(\d{1,12})(?:,|$)/.exec(lineBehind(block, lostMark) ?? '')?.[1];
  return digits === undefined ? null : Number(digits);
}

function twiceIn(block: BlockText): number | null {
  const digits = /, twice (\d{1,12})$/.exec(lineBehind(block, lostMark) ?? '')?.[1];
  return digits === undefined ? null : Number(digits);
}

const gapMark = 'gap of ';

function readGap(line: string): number | null {
  const digits = /^gap of (\d{1,9}) before frame /.exec(line)?.[1];
  return digits === undefined ? null : Number(digits);
}

const silenceMark = 'silence ';

function writeSilence({ before, behind }: RtpSilence): string {
  return `${silenceMark}between frames ${before.frame} and ${behind.frame}, ${writeMoment(before)} to ${writeMoment(behind)}`;
}

function readSilence(line: string): Silence | null {
  const [, before, behind, from = '', to = ''] =
    /^silence between frames (\d{1,9}) and (\d{1,9}), (\S{1,40}) to (\S{1,40})$/.exec(line) ?? [];
  const [since, until] = [readTime(from), readTime(to)];
  if (before === undefined || since === null || until === null) return null;
  return {
    before: { frame: Number(before), time: since },
    behind: { frame: Number(behind), time: until },
  };
}

const payloadMark = 'payload type ';

function writePayload({ payloadType, packets, jitter }: RtpPayload): string {
  const codec = staticPayloadType(payloadType);
  const name = codec === null ? '' : ` ${codec.encoding}`;
  const spread =
    jitter === null ? '' : `, jitter ${jitter.last.toFixed(1)} ms, ${jitter.highest.toFixed(1)} ms at most`;
  return `${payloadMark}${payloadType}${name}: ${packets} packets${spread}`;
}

function readPayload(line: string): PayloadFacts | null {
  const [, number, packets, jitter] =
    /^payload type (\d{1,3})(?: \S{1,40})?: (\d{1,12}) packets(?:, jitter (\d{1,9}\.\d) ms)?/.exec(line) ??
    [];
  if (number === undefined) return null;
  const facts = { payloadType: Number(number), packets: Number(packets) };
  return { ...facts, jitter: jitter === undefined ? null : Number(jitter) };
}

const sampleMark = 'packet ';

/**
 * The lines of a block with the times of its whole packets changed.
 *
 * @param change microseconds since the first packet of the stream, and the packet's frame
 */
export function withSampleTimes(lines: string, change: (after: number, frame: number) => number): string {
  return lines
    .split('\n')
    .map((line) => {
      const sample = line.startsWith(sampleMark) ? readSample(line) : null;
      return sample === null ? line : writeSample({ ...sample, after: change(sample.after, sample.frame) });
    })
    .join('\n');
}

function writeSample({ frame, after, rollovers, bytes }: RtpSample): string {
  return `${sampleMark}${frame}, after ${(after / 1e6).toFixed(6)} s, rollover ${rollovers}, ${writeOctets(bytes)}`;
}

function readSample(line: string): RtpSample | null {
  const [head, frame, after, rollovers] =
    /^packet (\d{1,9}), after (-?\d{1,9}\.\d{6}) s, rollover (\d{1,9}), octets /.exec(line) ?? [];
  const bytes = head === undefined ? null : hexToBytes(line.slice(head.length).trim());
  if (bytes === null) return null;
  const micros = Math.round(Number(after) * 1e6);
  return { frame: Number(frame), after: micros, rollovers: Number(rollovers), bytes };
}
