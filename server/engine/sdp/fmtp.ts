/** The value of `a=fmtp` (RFC 8866 §6.15): parameters of a format, mostly `name=value` parted by `;`. */
import { perObject } from '../basics/memo';
import type { Token } from '../basics/span';
import { emptyAt, FieldReader, numberOf, partOf, type FieldProblem } from './fields';
import type { AttributeLine } from './sdp';

export type FmtpPart = 'format' | 'parameters';

export interface Fmtp {
  readonly line: AttributeLine;
  /** The payload type, or another format of the m-line; empty where missing. */
  readonly payloadType: Token;
  readonly payloadTypeValue: number | null;
  /** All that follows the payload type, such as `0-16` or `annexb=no`; empty where missing. */
  readonly parameters: Token;
  /** The parameters one by one; the event list of telephone-event is one without a value. */
  readonly list: readonly FmtpParameter[];
  readonly valid: boolean;
  readonly problems: readonly FieldProblem<FmtpPart>[];
}

export interface FmtpParameter extends Token {
  readonly name: Token;
  /** What follows `=`; null where there is none. */
  readonly value: Token | null;
}

/** Reads an fmtp line; a line that breaks the grammar yields what could be read. */
export const fmtpOf = perObject(read);

/** More parameters than any real line has; the last one takes in the rest. */
const maxParameters = 1024;

function read(line: AttributeLine): Fmtp {
  const reader = new FieldReader<FmtpPart>(line);
  const { value } = reader;
  const [payloadType = emptyAt(value.end), first] = reader.fields;
  const parameters =
    first === undefined ? emptyAt(value.end) : partOf(value, first.start - value.start, value.text.length);
  if (payloadType.text === '') reader.report('format', payloadType, 'The payload type is missing');
  else if (first === undefined)
    reader.report('parameters', parameters, 'No parameter follows the payload type');
  const problems = reader.problems();
  return {
    line,
    payloadType,
    payloadTypeValue: numberOf(payloadType.text),
    parameters,
    list: listOf(parameters),
    valid: problems.length === 0,
    problems,
  };
}

function listOf(parameters: Token): readonly FmtpParameter[] {
  const list: FmtpParameter[] = [];
  let from = 0;
  while (from < parameters.text.length) {
    const semicolon = list.length < maxParameters - 1 ? parameters.text.indexOf(';', from) : -1;
    const to = semicolon < 0 ? parameters.text.length : semicolon;
    const part = trimmed(partOf(parameters, from, to));
    if (part.text !== '') list.push(parameterOf(part));
    from = to + 1;
  }
  return list;
}

function parameterOf(part: Token): FmtpParameter {
  const equals = part.text.indexOf('=');
  return {
    start: part.start,
    end: part.end,
    text: part.text,
    name: equals < 0 ? part : trimmed(partOf(part, 0, equals)),
    value: equals < 0 ? null : trimmed(partOf(part, equals + 1, part.text.length)),
  };
}

function trimmed(token: Token): Token {
  const start = token.text.length - token.text.trimStart().length;
  return partOf(token, start, Math.max(start, token.text.trimEnd().length));
}
