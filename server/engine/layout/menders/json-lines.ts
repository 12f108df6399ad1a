/**
 * Lines each of which an object carries in a field of its own, as Docker and journald store what a program prints:
 * `{"log":"INVITE sip:… SIP/2.0\r\n","stream":"stdout","time":"2026-…"}`. The lines become lines again; the time of the object
 * stands before a line that has none and begins a record.
 */
import { ContentBuilder } from '../../basics/content';
import { startsDescription, startsMessage } from '../lines';
import type { Mended, Mender } from '../mender';
import { closingQuote, fieldsOf } from '../strings/fields';
import { headLine } from '../strings/head';
import { addUnescaped } from '../strings/unescape';

/** A field that holds a first line and nothing else but what a log puts before every line. */
const firstLine =
  /^[ \t]*\{[^\n]{0,2000}?"([\w@.-]{1,40})"[ \t]{0,2}:[ \t]{0,2}"(?:[^"\\\n]{1,200}[\]:|> ])?(?:SIP\/2\.0 [1-6]\d\d[^"\\\n]{0,80}|[A-Z]{3,12} [^"\\ \n]{1,400} SIP\/2\.0|v=0)(?:\\r)?(?:\\n)?"[,} \t]/m;

const time = /\d:\d\d:\d\d/;

export const jsonLines: Mender = {
  what: 'lines taken out of objects',
  keepsOctets: true,
  mend(text) {
    // Cheap to ask, and true of hardly any text that is none.
    if (!text.includes('{') || !/^[ \t]*\{[ \t]*"/m.test(text)) return null;
    const name = firstLine.exec(text)?.[1];
    return name === undefined ? null : unwrap(text, name);
  },
};

function unwrap(text: string, name: string): Mended {
  const content = new ContentBuilder(text);
  const places: number[] = [];
  const key = new RegExp(`"${name.replaceAll('.', '\\.')}"[ \\t]{0,2}:[ \\t]{0,2}"`);
  let isInMessage = false;
  let isHead = false;
  let at = 0;
  while (at < text.length) {
    const found = text.indexOf('\n', at);
    const end = found < 0 ? text.length : found;
    const value = text.charAt(at) === '{' ? key.exec(text.slice(at, Math.min(end, at + 4096))) : null;
    const start = value === null ? -1 : at + value.index + value[0].length;
    const close = start < 0 ? -1 : closingQuote(text, start, '"', end);
    if (close < 0) {
      content.add(at, Math.min(end + 1, text.length));
    } else {
      places.push(start);
      const line = text.slice(start, Math.min(close, start + 400));
      // What follows a message's headers is its body.
      const isDescription: boolean = !isInMessage && startsDescription(line.replace(/\\[rn]/g, ' '), 0);
      const begins: boolean = isDescription || startsMessage(line, 0);
      const isOfMessage: boolean =
        isInMessage &&
        !begins &&
        /^(?:[A-Za-z][\w.-]{0,40}[ \t]?:|[a-z]=|[ \t]|(?:\\r)?(?:\\n)?$)/.test(line);
      // The time of each record alone: it parts no message.
      if (!isOfMessage && !time.test(line)) {
        const head = headLine(fieldsOf(text, [at], { start: start - 1, end: close + 1 }).fields);
        // A line with a time of its own is the head of the message below it.
        if (head !== '' && !(begins && isHead)) content.put(begins ? `${head}\n` : `${head} `, start);
      }
      isHead = !isOfMessage && !begins && time.test(line);
      isInMessage = begins || isOfMessage;
      addUnescaped(content, text, start, close);
      if (!text.startsWith('\\n', close - 2)) content.put('\n', close);
    }
    at = end + 1;
  }
  return { content: content.content(), places };
}
