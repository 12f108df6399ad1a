/** All menders, in the order in which their damages are undone: what was done to a text last comes first. */
import type { Mender } from '../mender';
import { blanks, zeroWidths } from './blanks';
import { colours } from './colours';
import { fences } from './fences';
import { html } from './html';
import { lineEnds } from './line-ends';
import { indents, numbers, quotes } from './margins';
import { curlyQuotes } from './quotes';
import { spacing } from './spacing';
import { filledBlankLines, strays } from './strays';
import { wraps } from './wraps';

/** A margin may stand within another one: a numbered text that was quoted. */
const margins: readonly Mender[] = [quotes, indents, numbers];

export const menders: readonly Mender[] = [
  html,
  colours,
  zeroWidths,
  blanks,
  lineEnds,
  ...margins,
  ...margins,
  fences,
  spacing,
  ...margins,
  filledBlankLines,
  strays,
  wraps,
  curlyQuotes,
];
