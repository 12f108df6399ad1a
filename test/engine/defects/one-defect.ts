/** Compliant calls, message by message, and what is found where one thing in them is made wrong. */
import assert from 'node:assert/strict';
import { analyse } from '../../../server/engine/analysis/analyse';
import { type AnalysisOptions, messageOf } from '../../../server/engine/analysis/model';

/** A message with the line that its log has before it. */
export interface Logged {
  /** Its method, or its status and method: `INVITE`, `200 INVITE`; the second one of a name has ` #2` behind it. */
  readonly name: string;
  readonly text: string;
}

/**
 * One defect: the rule that explains it; the messages that have it, by their names, parted by commas; what stands there,
 * each occurrence of it; what is put there; the errors besides, which cannot but follow.
 */
export type Defect = readonly [
  rule: string,
  where: string,
  from: string | RegExp,
  to: string,
  also?: readonly string[],
];

/** A call of a log, by its messages. */
export function messagesOf(log: string): readonly Logged[] {
  const names = new Map<string, number>();
  return log
    .replaceAll('\r\n', '\n')
    .split(/^(?=\d{4}\/\d\d\/\d\d )/m)
    .filter((each) => each.trim() !== '')
    .map((text) => {
      const start = text.split('\n', 2)[1] ?? '';
      const method = /^CSeq: \d+ (\w+)$/m.exec(text)?.[1] ?? '';
      const name = start.startsWith('SIP/2.0 ') ? `${start.slice(8, 11)} ${method}` : method;
      const count = (names.get(name) ?? 0) + 1;
      names.set(name, count);
      return { name: count === 1 ? name : `${name} #${count}`, text };
    });
}

/** With the body's new length in Content-Length, unless that is what is changed. */
function changed({ name, text }: Logged, from: string | RegExp, to: string): Logged {
  const now = typeof from === 'string' ? text.replaceAll(from, () => to) : text.replace(from, to);
  assert.notEqual(now, text, `${name} holds nothing of the sort: ${String(from)}`);
  const touchesLength = /Content-Length/.test(String(from)) || /Content-Length/.test(to);
  return { name, text: touchesLength ? now : withLength(now) };
}

/** A message with the length of its body in Content-Length. */
export function withLength(text: string): string {
  const at = text.indexOf('\n\n');
  if (at < 0) return text;
  const body = text.slice(at + 2).trim();
  const octets = body === '' ? 0 : new TextEncoder().encode(`${body.replaceAll('\n', '\r\n')}\r\n`).length;
  return text.slice(0, at).replace(/^(Content-Length: +)\d+/m, `$1${octets}`) + text.slice(at);
}

export interface Found {
  readonly rule: string;
  readonly severity: string;
  /** Name of the message that it stands in. */
  readonly in: string;
}

/** What rules say of a call. */
export function findingsIn(messages: readonly Logged[], options?: AnalysisOptions): readonly Found[] {
  const analysis = analyse(messages.map(({ text }) => text).join(''), options);
  const starts = messages.map(({ text }) => text.split('\n', 2)[1] ?? '');
  return analysis.findings.map((finding) => {
    const message = messageOf(analysis, finding);
    const place = analysis.trace.messages.indexOf(message);
    assert.equal(analysis.trace.messages.length, starts.length, 'each message is read as one');
    return { rule: finding.rule.id, severity: finding.severity, in: messages[place]?.name ?? '' };
  });
}

/** What is wrong with the answer to a defect, or null. */
export function failureOf(
  call: readonly Logged[],
  [rule, where, from, to, also = []]: Defect,
  options?: AnalysisOptions,
): string | null {
  const names = where.split(', ');
  for (const name of names)
    assert.ok(
      call.some((each) => each.name === name),
      `no message ${name}`,
    );
  const found = findingsIn(
    call.map((each) => (names.includes(each.name) ? changed(each, from, to) : each)),
    options,
  );
  return failure(found, rule, also);
}

export function failure(found: readonly Found[], rule: string, also: readonly string[]): string | null {
  const others = [
    ...new Set(
      found.filter((each) => each.severity === 'error' && each.rule !== rule).map((each) => each.rule),
    ),
  ].sort();
  const said = found.map((each) => `${each.severity} ${each.rule} in ${each.in}`).join(', ');
  if (!found.some((each) => each.rule === rule)) return `${rule} is silent: ${said}`;
  if (others.length > 2) return `${rule} is one of too many errors: ${said}`;
  if (others.join() !== also.toSorted().join())
    return `${rule} comes with [${others.map((each) => `'${each}'`).join(', ')}]: ${said}`;
  return null;
}
