/**
 * Strings that a program prints piece by piece, each on a line and in quotes of its own: Python's `pprint`, Node's `util.inspect`,
 * which puts ` +` behind each. Those that hold a message are put together, to be read as any other string.
 */
import { without } from '../cut';
import type { Mender } from '../mender';

/**
 * Lines that stand at the margin, with no sign between them, are strings of their own. Behind what holds such a quote, in others
 * therefore, it is not known where the string ends.
 */
const pieces =
  /(?<!\\)'(?:[^'\\\n]|\\.)*'(?:(?: \+\r?\n|\r?\n[ \t])[ \t]*b?'(?:[^'\\\n]|\\.)*')+((?: \+)?\r?\n[ \t]*b?["`])?/g;
const joint = /'(?: \+)?\r?\n[ \t]*b?'/g;

export const stringPieces: Mender = {
  what: 'pieces of strings joined',
  keepsOctets: true,
  mend: (text) =>
    without(
      text,
      Array.from(text.includes('\\n') ? text.matchAll(pieces) : [], ({ 0: whole, 1: others, index: from }) =>
        others === undefined && /SIP\/|v=0/.test(whole)
          ? Array.from(whole.matchAll(joint), ({ index, 0: { length } }) => ({
              start: from + index,
              end: from + index + length,
            }))
          : [],
      ).flat(),
    ),
};
