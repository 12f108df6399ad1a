/** Expand selection: word → value → line → section → body → message → trace. */
import type { Position, SelectionRange } from 'vscode-languageserver-types';
import { lineAt, sectionAt } from '../engine/sdp/query';
import type { Sdp } from '../engine/sdp/sdp';
import type { SipMessage } from '../engine/sip/message';
import { headerAddresses, splitList } from '../engine/sip/values';
import { holdsAddresses } from '../engine/sip/names';
import { encloses, touches, type Span } from '../engine/basics/span';
import { inTrace, type TraceMessage } from '../engine/traces/message';
import { offsetAt, placeAt, rangeOf, type TraceView } from './view';

export function provideSelectionRanges(
  view: TraceView,
  positions: readonly Position[],
): readonly SelectionRange[] {
  return positions.map((position) => selectionAt(view, position));
}

function selectionAt(view: TraceView, position: Position): SelectionRange {
  const whole: Span = { start: 0, end: view.analysis.trace.text.length };
  const place = placeAt(view, position);
  const at = offsetAt(view, position);
  const spans =
    place === null
      ? [whole]
      : [
          ...spansInMessage(place.message, place.offset).map((span) => inTrace(place.message, span)),
          place.message.record.message,
          place.message.record.span,
          whole,
        ];
  let selection: SelectionRange | null = null;
  let outer: Span | null = null;
  for (const span of spans
    .filter((each) => touches(each, at))
    .sort((a, b) => b.end - b.start - (a.end - a.start))) {
    const grows = outer !== null && outer.start === span.start && outer.end === span.end;
    // Each range must lie within its parent.
    if (grows || (outer !== null && !encloses(outer, span))) continue;
    selection = { range: rangeOf(view, span), ...(selection === null ? {} : { parent: selection }) };
    outer = span;
  }
  return selection ?? { range: { start: position, end: position } };
}

function spansInMessage(message: TraceMessage, offset: number): readonly Span[] {
  const { parsed } = message;
  const word = wordAt(parsed.content, offset);
  if (parsed.kind === 'sdp') return [word, ...spansInSdp(parsed.sdp, offset)];
  if (parsed.kind === 'packet') return [word];
  const part = parsed.parts.find(({ content }) => touches(content, offset));
  if (part !== undefined && part.sdp !== null) return [word, ...spansInSdp(part.sdp, offset), part.content];
  return [word, ...spansInHead(parsed, offset)];
}

function spansInSdp(sdp: Sdp, offset: number): readonly Span[] {
  const line = lineAt(sdp, offset);
  const value = line?.attribute?.value ?? null;
  const section = sectionAt(sdp, offset);
  const first = section.lines.at(0);
  const last = section.lines.at(-1);
  return [
    ...(line === null ? [] : [line.value, line]),
    ...(value === null ? [] : [value]),
    ...(first === undefined || last === undefined ? [] : [{ start: first.start, end: last.end }]),
    { start: sdp.lines.at(0)?.start ?? sdp.start, end: sdp.lines.at(-1)?.end ?? sdp.end },
  ];
}

function spansInHead(sip: SipMessage, offset: number): readonly Span[] {
  const { startLine } = sip;
  if (touches(startLine, offset))
    return startLine.kind === 'request' ? [startLine.uri, startLine] : [startLine];
  const header = sip.headers.find((each) => touches(each, offset));
  const head: Span = { start: startLine.start, end: sip.headers.at(-1)?.end ?? startLine.end };
  if (header === undefined) return [head];
  const addresses = holdsAddresses(header.id) ? headerAddresses(header, sip.content) : [];
  return [
    ...addresses.flatMap(({ uri, params, ...address }) => [address, uri, ...params]),
    ...splitList(sip.content, header.value),
    header.value,
    header,
    head,
  ];
}

/** The run of characters without blanks and the usual separators around an offset. */
function wordAt(content: string, offset: number): Span {
  const inWord = (at: number): boolean => /[\w.+/-]/.test(content[at] ?? ' ');
  let start = offset;
  let end = offset;
  while (start > 0 && inWord(start - 1)) start--;
  while (end < content.length && inWord(end)) end++;
  return { start, end };
}
