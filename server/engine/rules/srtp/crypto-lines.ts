/** The `a=crypto` lines that rules look at, and what keeps a line from being looked at. */
import type { Described } from '../../calls/call';
import { findCryptoSuite, type CryptoSuite } from '../../sdp/crypto-suites';
import { base64Octets } from '../../sdp/base64';
import type { Crypto, CryptoPart, KeyParam } from '../../sdp/crypto';
import type { FieldProblem } from '../../sdp/fields';
import { cryptosOf, usedStreams } from '../../sdp/query';
import type { Sdp, Section } from '../../sdp/sdp';
import { perObject } from '../../basics/memo';
import type { Span } from '../../basics/span';
import { cutLineOf } from '../../calls/cut-off';

/**
 * The sections whose crypto lines count. Lines above the first m-line belong to another rule, but an excerpt
 * may be nothing else.
 */
export function cryptoSections(sdp: Sdp): readonly Section[] {
  return sdp.fragment ? [sdp.session, ...usedStreams(sdp)] : usedStreams(sdp);
}

/**
 * The crypto lines of a description whose fields can be told apart; of the others only srtp-crypto-syntax speaks.
 * A line that the trace stops within is left out.
 */
export function readableCryptosOf(body: Described): readonly Crypto[] {
  const cut = cutLineOf(body);
  return cryptoSections(body.sdp)
    .flatMap(readableCryptosIn)
    .filter(({ line }) => line.index !== cut?.index);
}

/** The readable crypto lines of one section. */
export function readableCryptosIn(section: Section): readonly Crypto[] {
  return cryptosOf(section).filter((crypto) => syntaxProblem(crypto) === null);
}

/**
 * What breaks the grammar of a line and has no rule of its own. A bad tag, key, lifetime or MKI leaves the rest of
 * the line readable and is told by its rule.
 */
export function syntaxProblem(crypto: Crypto): FieldProblem<CryptoPart> | null {
  return crypto.valid ? null : problemOf(crypto);
}

const problemOf = perObject((crypto: Crypto): FieldProblem<CryptoPart> | null => {
  const badKeys = new Set(
    crypto.keyParams.filter(({ keySalt }) => keySalt.text !== '').map((key) => key.base64Problem?.start),
  );
  return crypto.problems.find((each) => !hasOwnRule(each, crypto, badKeys)) ?? null;
});

/** @param badKeys where the problems of keys begin that are there but no base64 */
function hasOwnRule(
  { part, start }: FieldProblem<CryptoPart>,
  crypto: Crypto,
  badKeys: ReadonlySet<number | undefined>,
): boolean {
  switch (part) {
    case 'tag':
      return crypto.tag.text !== '';
    case 'key':
      return badKeys.has(start);
    case 'lifetime':
    case 'mki':
      return true;
    case 'structure':
    case 'suite':
    case 'session':
      return false;
  }
}

/**
 * Whether something else stands in the key's place: what a logger or an author writes to hide it, such as
 * `<removed>`, `****` or `xxxx`. Nothing can be said of such a key.
 */
export function isMasked({ keySalt: { text } }: KeyParam): boolean {
  return isRemark(text) || text.includes('**') || text.includes('...') || /^[xX]+$/.test(text);
}

/** Whether a key's text begins a remark in brackets, which may hold blanks and so run over several fields. */
export function isRemark(text: string): boolean {
  return /^[<[{(]/.test(text);
}

/** The suite that a line names; null for one that no RFC defines. */
export function suiteOf(crypto: Crypto): CryptoSuite | null {
  return findCryptoSuite(crypto.suite.text);
}

/**
 * A key that a blank cuts in two, so that its second half looks like a session parameter; null where the halves
 * do not make a key of the suite's length.
 */
export function blankInKey(crypto: Crypto): { readonly key: Span; readonly blank: Span } | null {
  const suite = suiteOf(crypto);
  const [key, second] = crypto.keyParams;
  const [rest] = crypto.sessionParams;
  if (suite === null || key === undefined || second !== undefined || rest === undefined) return null;
  // What follows the key ends its field, so a key with lifetime or MKI is whole.
  if (key.keySalt.end !== key.end || key.keyOctets === suite.keySaltOctets) return null;
  const bar = rest.text.indexOf('|');
  const half = bar < 0 ? rest.text : rest.text.slice(0, bar);
  if (base64Octets(key.keySalt.text + half) !== suite.keySaltOctets) return null;
  return {
    key: { start: key.keySalt.start, end: rest.start + half.length },
    blank: { start: key.keySalt.end, end: rest.start },
  };
}
