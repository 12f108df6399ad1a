/**
 * The value of `a=crypto` (RFC 4568 §9) and of Microsoft's `a=cryptoscale` (MS-SDPEXT), which puts a role,
 * `client` or `server`, between tag and suite.
 *
 * No problem's message quotes a key.
 */
import { perObject } from '../basics/memo';
import type { Span, Token } from '../basics/span';
import { base64Fault, base64Octets } from './base64';
import {
  emptyAt,
  FieldReader,
  isDigits,
  isDigitsUpTo,
  numberOf,
  oddGaps,
  partOf,
  type FieldProblem,
} from './fields';
import type { AttributeLine } from './sdp';

export type CryptoPart = 'structure' | 'tag' | 'suite' | 'key' | 'lifetime' | 'mki' | 'session';

/** Fields that are missing are empty tokens. */
export interface Crypto {
  readonly line: AttributeLine;
  /** Of `a=cryptoscale`: the word between tag and suite. Null where absent. */
  readonly role: Token | null;
  readonly tag: Token;
  /** 0 is a tag; null where the tag is no number. */
  readonly tagValue: number | null;
  readonly suite: Token;
  /** The keys, parted by `;` in the text. */
  readonly keyParams: readonly KeyParam[];
  readonly sessionParams: readonly SessionParam[];
  /** Where fields are parted otherwise than by one blank: RFC 4568 allows it, MS-SDPEXT does not. */
  readonly oddSpacing: readonly Span[];
  /** Whether the value follows the grammar of RFC 4568 §9, the key being base64 included. */
  readonly valid: boolean;
  /** In the order of the text. */
  readonly problems: readonly FieldProblem<CryptoPart>[];
}

/** One key parameter. Its token holds the key: mask it before it is shown. */
export interface KeyParam extends Token {
  /** `inline`; empty where no colon follows a method. */
  readonly method: Token;
  /** Key and salt in base64. */
  readonly keySalt: Token;
  /** How many octets key and salt have; null where they are not base64. */
  readonly keyOctets: number | null;
  /** What keeps the key from being base64. */
  readonly base64Problem: FieldProblem<'key'> | null;
  /** As written, such as `2^31`; null where absent. */
  readonly lifetime: Token | null;
  /** In packets; values above 2^128 are given as 2^128. Null where absent or no number. */
  readonly lifetimeValue: bigint | null;
  readonly mki: Mki | null;
}

export interface Mki extends Token {
  readonly value: Token;
  /** In octets; null where the colon is missing. */
  readonly length: Token | null;
  readonly lengthValue: number | null;
}

/** A session parameter such as `WSH=64`. The value of FEC_KEY holds a key: mask it before it is shown. */
export interface SessionParam extends Token {
  readonly name: Token;
  /** What follows `=`; null where there is none. */
  readonly value: Token | null;
}

/** Reads a crypto or cryptoscale line; a line that breaks the grammar yields what could be read. */
export const cryptoOf = perObject(read);

function read(line: AttributeLine): Crypto {
  const reader = new FieldReader<CryptoPart>(line);
  const { fields, value } = reader;
  const rest = [...fields];
  const tag = lacksTag(fields) ? null : (rest.shift() ?? null);
  const role = line.attribute.name.text === 'cryptoscale' && isRole(rest[0]) ? (rest.shift() ?? null) : null;
  const suite = isKey(rest[0]) ? null : (rest.shift() ?? null);
  const keyField = rest.shift();
  const missing = emptyAt(keyField?.start ?? value.end);

  if (tag === null) {
    reader.report(
      'tag',
      emptyAt(fields[0]?.start ?? value.end),
      'The tag is missing; a number is wanted first',
    );
  } else if (!isDigitsUpTo(tag.text, 9)) {
    reader.report('tag', tag, 'The tag is not a number of 1 to 9 digits');
  }
  if (suite === null) {
    reader.report(
      'suite',
      missing,
      'The crypto suite is missing; a name such as AES_CM_128_HMAC_SHA1_80 is wanted',
    );
  } else if (!isSuiteName(suite.text)) {
    reader.report('suite', suite, 'The crypto suite holds a character other than letters, digits and "_"');
  }
  if (keyField === undefined) {
    reader.report('key', emptyAt(value.end), 'The key is missing; "inline:" and a key are wanted');
  }

  const keyParams = keyField === undefined ? [] : splitAt(keyField, ';').map((part) => readKey(part, reader));
  const sessionParams = rest.map((part) => readSessionParam(part, reader));
  const problems = reader.problems();
  return {
    line,
    role,
    tag: tag ?? emptyAt(fields[0]?.start ?? value.end),
    tagValue: tag === null ? null : numberOf(tag.text),
    suite: suite ?? missing,
    keyParams,
    sessionParams,
    oddSpacing: oddGaps(value, fields),
    valid: problems.length === 0,
    problems,
  };
}

/** Whether the first field is no tag but the suite or the key that should follow it. */
function lacksTag([first, second]: readonly Token[]): boolean {
  if (first === undefined || isDigits(first.text)) return false;
  return second === undefined || isKey(first) || isKey(second);
}

function isRole(field: Token | undefined): boolean {
  const text = field?.text.toLowerCase();
  return text === 'client' || text === 'server';
}

function isKey(field: Token | undefined): boolean {
  return field?.text.includes(':') ?? false;
}

function readKey(param: Token, reader: FieldReader<CryptoPart>): KeyParam {
  const colon = param.text.indexOf(':');
  const method = partOf(param, 0, Math.max(colon, 0));
  const info = partOf(param, colon + 1, param.text.length);
  if (colon < 0) reader.report('key', param, 'The key has no method; "inline:" is wanted before it');
  else if (!isSuiteName(method.text))
    reader.report('key', method, 'The key method is no word; "inline" is wanted');
  const isInline = colon < 0 || method.text.toLowerCase() === 'inline';

  const [keySalt = info, ...more] = splitAt(info, '|');
  const fault = isInline ? base64Fault(keySalt.text) : null;
  const base64Problem: FieldProblem<'key'> | null =
    fault === null
      ? null
      : {
          start: keySalt.start + fault.start,
          end: keySalt.start + fault.end,
          message: keySalt.text === '' ? 'Nothing stands where the key is wanted' : fault.message,
          part: 'key',
        };
  if (base64Problem !== null) reader.report('key', base64Problem, base64Problem.message);

  const first = more[0];
  const lifetime = first === undefined || first.text.includes(':') ? null : first;
  const mkiToken = (lifetime === null ? first : more[1]) ?? null;
  const surplus = more[lifetime === null ? 1 : 2];
  if (surplus !== undefined) {
    const whole = { start: surplus.start, end: param.end };
    reader.report('structure', whole, 'More stands behind the key than a lifetime and an MKI');
  }
  const lifetimeValue = lifetime === null ? null : packetsOf(lifetime.text);
  if (lifetime !== null && lifetimeValue === null) {
    reader.report('lifetime', lifetime, 'The lifetime is no number; 2^n or digits are wanted');
  }
  return {
    start: param.start,
    end: param.end,
    text: param.text,
    method,
    keySalt,
    keyOctets: isInline ? base64Octets(keySalt.text) : null,
    base64Problem,
    lifetime,
    lifetimeValue,
    mki: mkiToken === null ? null : readMki(mkiToken, reader),
  };
}

function readMki(token: Token, reader: FieldReader<CryptoPart>): Mki {
  const colon = token.text.indexOf(':');
  const value = colon < 0 ? token : partOf(token, 0, colon);
  const length = colon < 0 ? null : partOf(token, colon + 1, token.text.length);
  if (!isDigits(value.text)) reader.report('mki', value, 'The MKI is no number');
  if (length === null)
    reader.report('mki', token, 'The MKI has no length; a colon and its length in octets are wanted');
  else if (!isDigitsUpTo(length.text, 3)) {
    reader.report('mki', length, 'The length of the MKI is not a number of 1 to 3 digits');
  }
  return {
    start: token.start,
    end: token.end,
    text: token.text,
    value,
    length,
    lengthValue: length === null ? null : numberOf(length.text),
  };
}

function readSessionParam(token: Token, reader: FieldReader<CryptoPart>): SessionParam {
  const equals = token.text.indexOf('=');
  if (!isVisible(token.text))
    reader.report('session', token, 'The session parameter holds a character outside ASCII');
  return {
    start: token.start,
    end: token.end,
    text: token.text,
    name: equals < 0 ? token : partOf(token, 0, equals),
    value: equals < 0 ? null : partOf(token, equals + 1, token.text.length),
  };
}

const highestExponent = 128;
const highestLifetime = 1n << BigInt(highestExponent);

function packetsOf(text: string): bigint | null {
  if (text.startsWith('2^')) {
    const exponent = text.slice(2);
    if (!isDigits(exponent)) return null;
    const power = Number(exponent);
    return power >= highestExponent ? highestLifetime : 1n << BigInt(power);
  }
  if (!isDigits(text)) return null;
  // Without leading zeros, 40 digits are more than 2^128.
  const digits = text.slice(Math.max(0, text.length - 40));
  if (digits.length < text.length && !isZeros(text, text.length - 40)) return highestLifetime;
  const value = BigInt(digits);
  return value > highestLifetime ? highestLifetime : value;
}

function isZeros(text: string, end: number): boolean {
  for (let i = 0; i < end; i++) if (text.charCodeAt(i) !== 0x30) return false;
  return true;
}

function splitAt(token: Token, separator: string): readonly Token[] {
  const parts: Token[] = [];
  let from = 0;
  while (parts.length < maxParts - 1) {
    const to = token.text.indexOf(separator, from);
    if (to < 0) break;
    parts.push(partOf(token, from, to));
    from = to + 1;
  }
  parts.push(partOf(token, from, token.text.length));
  return parts;
}

/** More keys than any real line has; the last one takes in the rest. */
const maxParts = 256;

// crypto-suite and key-method of RFC 4568 §9.1
function isSuiteName(text: string): boolean {
  return /^\w+$/.test(text);
}

function isVisible(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text);
}
