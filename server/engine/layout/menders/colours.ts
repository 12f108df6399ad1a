/** Colours and other sequences that steer a terminal (ECMA-48 §5.4), as they are or as a log prints the escape character. */
import { replaceAll } from '../cut';
import type { Mender } from '../mender';

const escapes = ['\u001b', '^[[', '#033[', '\\x1b[', '\\u001b[', '\\033['];
const sequence =
  // eslint-disable-next-line no-control-regex -- the escape character is what is meant
  /(?:\u001b|\^\[|#033|\\x1b|\\u001b|\\033)\[[\d:;<=>?]{0,32}[ !"#$%&'()*+,./-]{0,4}[A-Za-z@^_`{|}~[\\\]]|\u001b\][^\u0007\u001b\n]{0,256}(?:\u0007|\u001b\\)|\u001b(?:[()][0-9A-Z]|[=>78MNOc])/g;

export const colours: Mender = {
  what: 'terminal colours removed',
  keepsOctets: true,
  mend: (text) => (escapes.some((each) => text.includes(each)) ? replaceAll(text, sequence) : null),
};

/** A colour whose escape character was lost when the text was copied. */
const bare = /\[\d{1,3}(?:;\d{1,3}){0,5}m/g;

export const bareColours: Mender = {
  what: 'terminal colours removed',
  keepsOctets: true,
  mend: (text) => (text.includes('[0m') ? replaceAll(text, bare) : null),
};
