/** Hover of what stands before a message in its log, and of `#!` lines. */
import { directivesIn, directiveValues, type Directive } from '../../engine/text/directives';
import { timeText, toIso } from '../../../shared/times';
import { touches, type Span } from '../../engine/basics/span';
import type { TraceMessage } from '../../engine/traces/message';
import type { Endpoint } from '../../engine/text/record';
import { callOf } from '../lookup';
import { messageLabel } from '../labels';
import { blocks, code, list } from '../markdown';
import type { TraceView } from '../view';
import { addressWords, hostPort } from './addresses';

/** A hover whose place is one of the trace text. */
export interface TraceExplanation {
  readonly at: Span;
  readonly markdown: string;
}

/** What the log says of a message: when, from where, to where. */
export function preambleExplanation(view: TraceView, message: TraceMessage): TraceExplanation {
  const { meta, preamble, format } = message.record;
  const place = callOf(view, message);
  const name =
    place?.inCall.side === 'sbc' ? ', the SBC' : place?.inCall.side === 'teams' ? ", Microsoft's side" : '';
  const facts = [
    ...(meta.time === null
      ? []
      : [
          `time ${toIso(meta.time)?.replace('T', ' ').replace('Z', ' UTC') ?? `${timeText(meta.time) ?? 'since its start only'}: the log prints no ${meta.time.date === 'year-missing' ? 'year' : 'date'}`}`,
        ]),
    ...(meta.source === null ? [] : [`from ${endpointWords(meta.source)}${name}`]),
    ...(meta.destination === null ? [] : [`to ${endpointWords(meta.destination)}`]),
    ...(meta.transport === null ? [] : [`transport ${code(meta.transport)}`]),
    ...(meta.direction === null ? [] : [`${meta.direction} by the host that wrote the log`]),
    `format \`${format}\``,
  ];
  return {
    at: preamble,
    markdown: blocks(`**Head of a log record** · ${code(messageLabel(message))}`, list(facts)),
  };
}

function endpointWords({ address, port }: Endpoint): string {
  return `${port === null ? code(address) : hostPort(address, port)} (${addressWords(address)})`;
}

const meanings = {
  side: 'who sent the first message, or this description: the SBC or Microsoft',
  role: 'whether this description is an offer or an answer',
  profile: 'which rules speak for the file',
  ignore:
    'not to tell of a rule in the next message, at the top of the file in all of it; the reason stands behind it',
} as const;

/** The `#!` line at an offset of the trace text; null where there is none. */
export function directiveExplanation(
  text: string,
  offset: number,
  lineStart: number,
): TraceExplanation | null {
  if (!text.startsWith('#!', lineStart)) return null;
  const [directive] = directivesIn(text, lineStart, lineStart + 4);
  if (directive === undefined || !touches(directive, offset)) return null;
  return { at: directive, markdown: directiveMarkdown(directive) };
}

function directiveMarkdown({ name, value, problem }: Directive): string {
  const known = Object.entries(directiveValues).find(([each]) => each === name.text);
  const meaning = Object.entries(meanings).find(([each]) => each === name.text)?.[1] ?? 'unknown';
  return blocks(
    `**#!${code(name.text)} ${code(value.text)}**`,
    list([
      `says ${meaning}`,
      ...(known === undefined ? [] : [`values: ${known[1].map((each) => `\`${each}\``).join(', ')}`]),
      ...(problem === null ? [] : ['not understood: it says nothing']),
    ]),
    'A line for this tool, which is no part of any message.',
  );
}
