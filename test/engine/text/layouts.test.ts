/** However the lines of a text were spoiled, the same messages are read, and what is said of them points at the right text. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { analyse } from '../../../server/engine/analysis/analyse';
import type { Analysis } from '../../../server/engine/analysis/model';
import { decodeText } from '../../../server/engine/basics/decode';
import { inTrace, isSip } from '../../../server/engine/traces/message';
import { layouts, type Layout } from '../../support/layouts';

/** Counts octets, of which a spoiled text does not tell how many were sent. */
const counting: ReadonlySet<string> = new Set(['sip-content-length']);

/** Texts that print messages line by line, and last one that puts junk of packets before them, which is no line that anybody could mend. */
const texts = [
  'test/fixtures/text/01-inbound-ok.sngrep.txt',
  'test/fixtures/text/01-inbound-ok.ngrep-byline.txt',
  'test/fixtures/text/01-inbound-ok.sipp-pstn.log',
  'test/fixtures/text/01e-inbound-tcp.sngrep.txt',
  'test/fixtures/text/kamailio-xlog-mb.14b.log',
  'test/fixtures/text/02c-outbound-baresip.baresip1.log',
  'samples/outbound-video-missing.siptrace',
  'samples/sbc-offer.sdp',
  'samples/inbound-dtls-only.siptrace',
].map((file) => ({ name: path.basename(file), text: decodeText(fs.readFileSync(file)).text }));

describe('spoiled layouts', () => {
  for (const layout of layouts) {
    it(`read as if never spoiled: ${layout.name}`, function () {
      const whole = layout.breaksLines === true ? texts.slice(0, -1) : texts;
      const mendable =
        layout.hidesDirectives === true ? whole.filter(({ text }) => !text.startsWith('#!')) : whole;
      const problems = mendable.flatMap(({ name, text }) =>
        differences(text, layout).map((each) => `${name}: ${each}`),
      );
      assert.deepEqual(problems, []);
    });
  }
});

function differences(text: string, layout: Layout): readonly string[] {
  const plain = text.replace(/\r\n/g, '\n');
  const wanted = analyse(plain);
  const spoiled = layout.spoil(plain);
  const found = analyse(spoiled);
  const said = found.trace.repairs.map(({ what }) => what);
  const problems = [
    ...(layout.said === null || spoiled === plain || said.includes(layout.said)
      ? []
      : [`not said: ${layout.said}`]),
    ...compare(messagesOf(wanted), messagesOf(found)),
    ...compare(callsOf(wanted), callsOf(found)),
    ...compare(findingsOf(wanted), findingsOf(found)),
    ...misplaced(found, spoiled),
  ];
  return problems.slice(0, 4);
}

/** Enough of two lists to see what differs. */
function compare(wanted: readonly string[], found: readonly string[]): readonly string[] {
  const left = [...found];
  const missing = wanted.filter((each) => {
    const at = left.indexOf(each);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  const [first, other] = [missing[0] ?? '', left[0] ?? ''];
  let same = 0;
  while (same < first.length && first[same] === other[same]) same++;
  const from = Math.max(0, same - 40);
  return missing.length + left.length === 0
    ? []
    : [
        `${missing.length} missing, ${left.length} not wanted: …${first.slice(from, from + 120)}… is …${other.slice(from, from + 120)}…`,
      ];
}

/** Messages as sent, but for how their lines end, and what the log tells beside them. */
function messagesOf({ trace }: Analysis): readonly string[] {
  return trace.messages.map(({ record: { content, meta, kind } }) => {
    const sent = content
      .replace(/\r/g, '')
      .replace(/[ \t]+$/gm, '')
      .replace(/\n+$/, '');
    return JSON.stringify({ kind, sent, meta });
  });
}

function callsOf({ trace }: Analysis): readonly string[] {
  return trace.calls.map(
    ({ kind, callId, messages, profile }) =>
      `${kind} ${callId} ${messages.length} ${JSON.stringify(profile)}`,
  );
}

function findingsOf({ findings }: Analysis): readonly string[] {
  return findings
    .filter(({ rule }) => !counting.has(rule.id))
    .map(({ rule, severity, message }) => `${severity} ${rule.id} ${message}`);
}

/** Names of headers, and lines of SDP, that do not stand where they are said to. */
function misplaced({ trace }: Analysis, text: string): readonly string[] {
  const problems: string[] = [];
  for (const message of trace.messages) {
    if (!isSip(message)) continue;
    for (const { name } of message.parsed.headers) {
      const { start, end } = inTrace(message, name);
      if (text.slice(start, end) !== name.text)
        problems.push(`${name.text} at ${start}: ${text.slice(start, end)}`);
    }
    for (const part of message.parsed.parts) {
      for (const { start, end } of part.sdp?.lines ?? []) {
        const place = inTrace(message, { start, end: start + 2 });
        const type = message.record.content.slice(start, Math.min(end, start + 2));
        if (text.slice(place.start, place.end) !== type) problems.push(`${type} at ${place.start}`);
      }
    }
  }
  return problems;
}
