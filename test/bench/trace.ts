/** A large trace out of the sample calls: many of them, each with a Call-ID of its own, several at a time. */
import fs from 'node:fs';
import path from 'node:path';
import { readText } from '../../server/engine/traces/read';

const samples = path.resolve(__dirname, '../../samples');

/** Mostly calls without a defect, as on a trunk that works. */
const calls = [
  'inbound-ok.siptrace',
  'outbound-ok.siptrace',
  'inbound-ok.siptrace',
  'inbound-forked.siptrace',
  'outbound-ok.siptrace',
  'inbound-ok.siptrace',
  'outbound-credentials-change.siptrace',
];

/** Calls that go on at the same time. */
const atOnce = 8;

/** A trace of at least `size` characters. */
export function buildTrace(size: number): string {
  const templates = calls.map((name) => messagesOf(fs.readFileSync(path.join(samples, name), 'utf8')));
  const written: string[] = [];
  let length = 0;
  let started = 0;
  const running: string[][] = [];
  while (length < size || running.length > 0) {
    while (running.length < atOnce && length < size) {
      running.push(distinct(templates[started % templates.length] ?? [], started));
      started++;
    }
    for (const call of running) {
      const message = call.shift() ?? '';
      written.push(message);
      length += message.length;
    }
    running.splice(0, running.length, ...running.filter((call) => call.length > 0));
  }
  return written.join('');
}

/** The messages of a trace with what stands before each. */
function messagesOf(text: string): readonly string[] {
  const starts = readText(text).records.map(({ span }) => span.start);
  return starts.map((start, index) => text.slice(index === 0 ? 0 : start, starts[index + 1] ?? text.length));
}

function distinct(messages: readonly string[], call: number): string[] {
  return messages.map((message) =>
    message.replace(/^(Call-ID: *)/m, `$1${call}-`).replaceAll('z9hG4bK', `z9hG4bK${call}x`),
  );
}
