/** The value of `a=rtpmap` (RFC 8866 §6.6): what a payload type stands for. */
import type { Span, Token } from '../span';
import { emptyAt, fieldsOf, isTokenText, numberOf, oddGaps, partOf, type FieldProblem } from './fields';
import type { AttributeLine } from './sdp';

export type RtpmapPart = 'structure' | 'spacing' | 'payloadType' | 'encoding' | 'clock' | 'channels';

/** Fields that are missing are empty tokens. */
export interface Rtpmap {
  readonly line: AttributeLine;
  readonly payloadType: Token;
  readonly payloadTypeValue: number | null;
  /** The encoding's name; names are compared without regard to case. */
  readonly encoding: Token;
  readonly clock: Token;
  /** In Hz; null where it is no number. */
  readonly clockValue: number | null;
  /** What follows the second slash: for audio, how many channels. */
  readonly channels: Token | null;
  readonly channelsValue: number | null;
  readonly valid: boolean;
  readonly problems: readonly FieldProblem<RtpmapPart>[];
}

const known = new WeakMap<AttributeLine, Rtpmap>();

/** Reads an rtpmap line; a line that breaks the grammar yields what could be read. */
export function rtpmapOf(line: AttributeLine): Rtpmap {
  const before = known.get(line);
  if (before !== undefined) return before;
  const rtpmap = read(line);
  known.set(line, rtpmap);
  return rtpmap;
}

const highestPayloadType = 127;

function read(line: AttributeLine): Rtpmap {
  const value = line.attribute.value ?? emptyAt(line.attribute.name.end);
  const fields = fieldsOf(value);
  const problems: FieldProblem<RtpmapPart>[] = [];
  const report = (part: RtpmapPart, at: Span, message: string): void => {
    problems.push({ start: at.start, end: at.end, message, part });
  };

  const missing = emptyAt(value.end);
  const [payloadType = missing, mapping = missing, surplus] = fields;
  const slash = mapping.text.indexOf('/');
  const encoding = slash < 0 ? mapping : partOf(mapping, 0, slash);
  const second = slash < 0 ? -1 : mapping.text.indexOf('/', slash + 1);
  const clockEnd = second < 0 ? mapping.text.length : second;
  const clock = slash < 0 ? emptyAt(mapping.end) : partOf(mapping, slash + 1, clockEnd);
  const channels = second < 0 ? null : partOf(mapping, second + 1, mapping.text.length);

  const payloadTypeValue = numberOf(payloadType.text);
  if (payloadTypeValue === null || payloadTypeValue > highestPayloadType) {
    report('payloadType', payloadType, 'The payload type is not a number from 0 to 127');
  }
  if (!isTokenText(encoding.text))
    report('encoding', encoding, 'The name of the encoding is missing or no word');
  const clockValue = numberOf(clock.text);
  if (clockValue === null) {
    report('clock', clock, 'The clock rate is missing; a slash and a number of Hz are wanted');
  }
  const channelsValue = channels === null ? null : numberOf(channels.text);
  if (channels !== null && channelsValue === null) {
    report('channels', channels, 'The number of channels is no number');
  }
  if (surplus !== undefined) {
    const rest = { start: surplus.start, end: value.end };
    report('structure', rest, 'More stands behind the clock rate; nothing is wanted there');
  }
  for (const gap of oddGaps(value, fields)) {
    report('spacing', gap, 'Fields are parted otherwise than by one blank');
  }
  problems.sort((a, b) => a.start - b.start);
  return {
    line,
    payloadType,
    payloadTypeValue,
    encoding,
    clock,
    clockValue,
    channels,
    channelsValue,
    valid: problems.length === 0,
    problems,
  };
}
