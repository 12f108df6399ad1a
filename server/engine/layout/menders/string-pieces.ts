/**
 * Strings that a program prints piece by piece, each on a line and in quotes of its own: Python's `pprint`, Node's `util.inspect`,
 * which puts ` +` behind each. Those that hold a message are put together, to be read as any other string.
 */
import { without } from '../cut';
import type { Mender } from '../mender';

/** Lines that stand at the margin, with no sign between them, are strings of their own. */
const pieces = /(?<!\\)'(?:[^'\\\n]|\\.)*'(?:(?: \+\r?\n|\r?\n[ \t])[ \t]*b?'(?:[^'\\\n]|\\.)*')+/g;
const MAX_INDENT = 200;
const joint = /'(?: \+)?\r?\n[ \t]*b?'/g;

/** A piece follows that stands in other quotes, as it holds some of these: where the string ends is not known. */
const goesOn = /^(?: \+)?\r?\n[ \t]*b?["`]/;

export const stringPieces: Mender = {
  what: 'pieces of strings joined',
  keepsOctets: true,
  mend(text) {
    if (!text.includes('\\n')) return null;
    const joints = Array.from(text.matchAll(pieces), ({ 0: whole, index: start }) => {
      const end = start + whole.length;
      const holdsMessage = whole.includes('\\n') && /SIP\/|v=0/.test(whole);
      if (!holdsMessage || goesOn.test(text.slice(end, end + MAX_INDENT))) return [];
      return Array.from(whole.matchAll(joint), ({ index, 0: { length } }) => ({
        start: start + index,
        end: start + index + length,
      }));
    });
    return without(text, joints.flat());
  },
};
