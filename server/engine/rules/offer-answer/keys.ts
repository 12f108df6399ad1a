/** What offered and answered a=crypto lines have to do with each other (RFC 4568 §5.1). */
import { findCryptoSuite } from '../../sdp/crypto-suites';
import type { Crypto } from '../../sdp/crypto';
import { cryptosOf } from '../../sdp/query';
import type { MediaSection } from '../../sdp/sdp';

/** The a=crypto lines of an offered stream, found by tag and by suite. The first of several stands for all. */
export interface OfferedKeys {
  readonly lines: readonly Crypto[];
  readonly byTag: ReadonlyMap<number, Crypto>;
  /** Suite → the offered lines with it. */
  readonly bySuite: ReadonlyMap<string, readonly Crypto[]>;
  /** Whether a line has a tag and the suite that it was offered with. */
  accepts(this: void, line: Crypto): boolean;
}

/** The lines whose tag and suite can be read. */
export function readableCryptos(media: MediaSection): readonly Crypto[] {
  return cryptosOf(media).filter(({ tagValue, suite }) => tagValue !== null && suite.text !== '');
}

export function offeredKeys(media: MediaSection): OfferedKeys {
  const lines = readableCryptos(media);
  const byTag = new Map<number, Crypto>();
  const bySuite = new Map<string, Crypto[]>();
  const choices = new Set<string>();
  for (const line of lines) {
    if (line.tagValue !== null && !byTag.has(line.tagValue)) byTag.set(line.tagValue, line);
    const sameSuite = bySuite.get(suiteName(line));
    if (sameSuite === undefined) bySuite.set(suiteName(line), [line]);
    else sameSuite.push(line);
    choices.add(choice(line));
  }
  return { lines, byTag, bySuite, accepts: (line) => choices.has(choice(line)) };
}

/** The name by which suites compare: case does not count, and F8 has two spellings. */
export function suiteName({ suite }: Crypto): string {
  return findCryptoSuite(suite.text)?.name ?? suite.text.toUpperCase();
}

function choice(line: Crypto): string {
  return `${String(line.tagValue)} ${suiteName(line)}`;
}
