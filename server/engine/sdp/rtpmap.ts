/** The value of `a=rtpmap` (RFC 8866 §6.6): what a payload type stands for. */
import { perObject } from '../basics/memo';
import type { Token } from '../basics/span';
import { emptyAt, FieldReader, isTokenText, numberOf, partOf, type FieldProblem } from './fields';
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

/** Reads an rtpmap line; a line that breaks the grammar yields what could be read. */
export const rtpmapOf = perObject(read);

const highestPayloadType = 127;

function read(line: AttributeLine): Rtpmap {
  const reader = new FieldReader<RtpmapPart>(line);
  const missing = emptyAt(reader.value.end);
  const [payloadType = missing, mapping = missing, surplus] = reader.fields;
  const slash = mapping.text.indexOf('/');
  const encoding = slash < 0 ? mapping : partOf(mapping, 0, slash);
  const second = slash < 0 ? -1 : mapping.text.indexOf('/', slash + 1);
  const clockEnd = second < 0 ? mapping.text.length : second;
  const clock = slash < 0 ? emptyAt(mapping.end) : partOf(mapping, slash + 1, clockEnd);
  const channels = second < 0 ? null : partOf(mapping, second + 1, mapping.text.length);

  reader.check('payloadType', payloadType, isPayloadType, 'The payload type is not a number from 0 to 127');
  reader.check('encoding', encoding, isTokenText, 'The name of the encoding is missing or no word');
  reader.check('clock', clock, isNumber, 'The clock rate is missing; a slash and a number of Hz are wanted');
  if (channels !== null) reader.check('channels', channels, isNumber, 'The number of channels is no number');
  reader.reportSurplus('structure', surplus, 'More stands behind the clock rate; nothing is wanted there');
  reader.reportGaps('spacing');
  const problems = reader.problems();
  return {
    line,
    payloadType,
    payloadTypeValue: numberOf(payloadType.text),
    encoding,
    clock,
    clockValue: numberOf(clock.text),
    channels,
    channelsValue: channels === null ? null : numberOf(channels.text),
    valid: problems.length === 0,
    problems,
  };
}

function isPayloadType(text: string): boolean {
  const value = numberOf(text);
  return value !== null && value <= highestPayloadType;
}

function isNumber(text: string): boolean {
  return numberOf(text) !== null;
}
