/** All menders, in the order in which their damages are undone: what was done to a text last comes first. */
import type { Mender } from '../mender';
import { blanks, zeroWidths } from './blanks';
import { carriageReturns } from './carriage-returns';
import { bareColours, colours } from './colours';
import { base64, followedStreams, numberLists, percentEncoded } from './encodings';
import { escapedText } from './escaped-text';
import { fences } from './fences';
import { html } from './html';
import { jsonLines } from './json-lines';
import { lineEnds } from './line-ends';
import { links } from './links';
import { fileNames, indents, numbers, quotes } from './margins';
import { markdownEscapes } from './markdown-escapes';
import { numberLines } from './number-lines';
import { padding } from './padding';
import { pagers, pages } from './pages';
import { prefixedDescriptions } from './prefixed-descriptions';
import { prefixedWraps } from './prefixed-wraps';
import { quotedLines } from './quoted-lines';
import { quotedPrintable } from './quoted-printable';
import { curlyQuotes } from './quotes';
import { rows } from './rows';
import { rtf } from './rtf';
import { shownLineEnds } from './shown-line-ends';
import { spacing } from './spacing';
import { splitRecords } from './split-records';
import { filledBlankLines, strays } from './strays';
import { stringPieces } from './string-pieces';
import { strings } from './strings';
import { tables } from './tables';
import { wraps } from './wraps';

/** A margin may stand within another one: a numbered text that was quoted. */
const margins: readonly Mender[] = [quotes, fileNames, indents, numbers];

/** What holds messages as a whole: an encoding, an object a line, a table, a string, which may hold another one. */
const containers: readonly Mender[] = [
  splitRecords,
  percentEncoded,
  followedStreams,
  base64,
  numberLists,
  jsonLines,
  tables,
  rows,
  stringPieces,
  escapedText,
  strings,
  strings,
  quotedLines,
];

export const menders: readonly Mender[] = [
  carriageReturns,
  quotedPrintable,
  rtf,
  html,
  html,
  colours,
  bareColours,
  zeroWidths,
  blanks,
  ...containers,
  lineEnds,
  shownLineEnds,
  pagers,
  links,
  markdownEscapes,
  padding,
  prefixedWraps,
  ...margins,
  rows,
  numberLines,
  ...margins,
  fences,
  pages,
  spacing,
  ...margins,
  prefixedWraps,
  prefixedDescriptions,
  filledBlankLines,
  strays,
  wraps,
  curlyQuotes,
];
