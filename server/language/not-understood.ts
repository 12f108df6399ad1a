/** What of a trace could not be read, and why: silence must mean that all was understood. */
import { sentence } from '../../shared/words';
import { descriptionsOf } from '../engine/traces/message';
import { inTrace, type TraceMessage } from '../engine/traces/message';
import type { Trace } from '../engine/calls/trace';
import { conversationsMark } from '../engine/trace-text/conversations';
import type { PacketMessage } from '../engine/trace-text/packet';
import type { Span } from '../engine/basics/span';
import type { NotUnderstood, NotUnderstoodResult } from '../../shared/protocol';
import { messageLabel, pathLabel } from './labels';
import { grouped, plural } from './markdown';
import { rangeOf, type TraceView } from './view';

/** More than anybody reads. */
const most = 1000;

/** The gaps in what was read, in the order of the trace. */
export function notUnderstood(view: TraceView): NotUnderstoodResult {
  const items: NotUnderstood[] = [...outsideOf(view)];
  let found = items.length;
  for (const message of view.analysis.trace.messages) {
    for (const gap of gapsOf(message)) {
      found += 1;
      if (items.length === most) continue;
      const { kind, text, at } = gap;
      // Of a packet its ends tell more than what is said of it anyway.
      const label =
        kind === 'unreadable' || kind === 'encrypted' ? pathLabel(message) : messageLabel(message);
      items.push({ kind, message: text, label, range: rangeOf(view, at) });
    }
  }
  return { items, more: found - items.length };
}

interface Gap {
  readonly kind: NotUnderstood['kind'];
  readonly text: string;
  /** In the trace text. */
  readonly at: Span;
}

function gapsOf(message: TraceMessage): readonly Gap[] {
  const { parsed, record } = message;
  if (parsed.kind === 'packet') return packetGapsOf(message, parsed);
  const problems = [
    ...(parsed.kind === 'sip' ? parsed.problems : []),
    ...descriptionsOf(parsed).flatMap((sdp) => sdp.problems),
  ];
  const gaps = problems.map((problem): Gap => {
    const cut = problem.start >= parsed.content.length;
    return {
      kind: cut ? 'cut' : 'malformed',
      text: sentence(problem.message),
      at: inTrace(message, problem),
    };
  });
  const lost = record.lost ?? 0;
  if (lost === 0) return gaps;
  const end = inTrace(message, { start: parsed.content.length, end: parsed.content.length });
  return [
    ...gaps,
    {
      kind: 'lost',
      text: `${plural(lost, 'record')} of the log missing where the message breaks off.`,
      at: end,
    },
  ];
}

/** What of a capture is encrypted, or was noticed and cannot be shown. */
function packetGapsOf(message: TraceMessage, parsed: PacketMessage): readonly Gap[] {
  const gap = (kind: Gap['kind'], what: string, why: string | null): Gap => {
    const text = sentence(why === null || why === '' ? what : `${what}: ${why}`);
    return { kind, text, at: inTrace(message, { start: 0, end: 0 }) };
  };
  if (parsed.type === 'packet') return [gap('unreadable', parsed.reason, parsed.detail)];
  if (parsed.type !== 'tls' || parsed.isDecrypted) return [];
  const what = `${parsed.version}, not decrypted (the setting sipTrace.tlsKeyLog names a file of keys)`;
  return [gap('encrypted', what, parsed.missing)];
}

/** Lines between messages: other lines of the log, or a format that is not known. */
function outsideOf(view: TraceView): readonly NotUnderstood[] {
  const { trace } = view.analysis;
  const total = view.lines.lineCount;
  if (trace.text.trim() === '') return [];
  const { lines, first } = linesOutside(trace);
  if (first === null) return [];
  const message =
    trace.messages.length === 0
      ? 'No SIP message and no SDP was found in this text.'
      : `${plural(lines, 'line')} of ${grouped(total)} ${lines === 1 ? 'belongs' : 'belong'} to no message: ` +
        'other lines of the log, or a format that is not known.';
  return [{ kind: 'outside', message, label: null, range: rangeOf(view, first) }];
}

/** How lines begin that tell of the trace (`#!side sbc`). */
const directiveMark = '#!';

function linesOutside({ text, messages }: Trace): { readonly lines: number; readonly first: Span | null } {
  const pieces = messages
    .flatMap(({ record }) => [record.span, ...record.continuations])
    .sort((one, other) => one.start - other.start);
  let lines = 0;
  let first: Span | null = null;
  let at = 0;
  for (const piece of [...pieces, { start: text.length, end: text.length }]) {
    while (at < piece.start) {
      const feed = text.indexOf('\n', at);
      const end = feed === -1 || feed >= piece.start ? piece.start : feed;
      const line = text.slice(at, Math.min(end, at + 1000));
      if (/[^\s#-]/.test(line) && !line.startsWith(directiveMark) && line.trimEnd() !== conversationsMark) {
        lines += 1;
        first ??= { start: at, end };
      }
      at = end + 1;
    }
    at = Math.max(at, piece.end);
  }
  return { lines, first };
}
