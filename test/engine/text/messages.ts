/** What the tests of the text reader share. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { decodeText } from '../../../server/engine/basics/decode';
import { readText } from '../../../server/engine/traces/read';
import type { TextReading } from '../../../server/engine/text/reading';
import type { Endpoint, TextRecord } from '../../../server/engine/text/record';
import { toIso } from '../../../shared/times';
import { toTrace } from '../../../server/engine/basics/span';

export const fixtures = path.resolve('test/fixtures/text');

export function readFile(file: string): { readonly text: string; readonly reading: TextReading } {
  const { text } = decodeText(fs.readFileSync(file));
  return { text, reading: readText(text) };
}

export function fixture(name: string): { readonly text: string; readonly reading: TextReading } {
  return readFile(path.join(fixtures, name));
}

export function startLine(record: TextRecord): string {
  return /^[^\r\n]*/.exec(record.content)?.[0] ?? '';
}

export function header(record: TextRecord, name: string): string {
  const lines = record.content.split(/\r?\n/);
  const line = lines.find((each) => each.toLowerCase().startsWith(`${name.toLowerCase()}:`)) ?? '';
  return line.slice(line.indexOf(':') + 1).trim();
}

export function bodyOf(record: TextRecord): string {
  const parts = /\r?\n\r?\n([^]*)$/.exec(record.content);
  return (parts?.[1] ?? '').replaceAll('\r\n', '\n');
}

/** One line a message: all that a format tells of it. */
export function summary(record: TextRecord): string {
  const { meta } = record;
  const when = toIso(meta.time) ?? (meta.time === null ? '-' : `${meta.time.date} ${meta.time.micros}`);
  const word = startLine(record)
    .split(' ')
    .slice(0, startLine(record).startsWith('SIP/') ? 2 : 1)
    .join(' ');
  return [
    when,
    show(meta.source),
    '>',
    show(meta.destination),
    meta.transport ?? '-',
    meta.direction ?? '-',
    word,
  ].join(' ');
}

function show(endpoint: Endpoint | null): string {
  return endpoint === null ? '-' : `${endpoint.address}:${endpoint.port ?? '-'}`;
}

/** What holds of every reading: order, no overlap, and a map that carries the content back. */
export function assertSound(text: string, reading: TextReading): void {
  let before = 0;
  for (const record of reading.records) {
    const { span, preamble, message } = record;
    assert.ok(span.start >= before, `records overlap or are out of order at ${span.start}`);
    assert.ok(
      preamble.start === span.start && preamble.end === message.start,
      'the preamble ends at the message',
    );
    assert.ok(message.end <= span.end && span.end <= text.length, 'the message lies in its record');
    assert.ok(record.content.length > 0, 'a record has content');
    for (let at = 0; at < record.content.length; at++) {
      const there = span.start + toTrace(record.map, at);
      if (!standsFor(text, there, record.content.charAt(at))) {
        assert.fail(`content ${at} of the record at ${span.start} is not what stands at ${there}`);
      }
    }
    before = span.end;
  }
}

/** Dumps print line ends, blanks and the like in their own ways; a letter is itself, or the digits of its code. */
function standsFor(text: string, at: number, content: string): boolean {
  if (text.charAt(at) === content || (/[^a-zA-Z0-9]/.test(content) && at <= text.length)) return true;
  return Number.parseInt(text.slice(at, at + 2), 16) === content.charCodeAt(0);
}
