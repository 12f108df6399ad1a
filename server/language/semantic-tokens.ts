/**
 * Semantic colours, where the meaning of a word is more than its shape: what a grammar of single lines cannot
 * know, such as an m-line that is rejected, or an attribute that nobody knows.
 */
import type { Range, SemanticTokens, SemanticTokensLegend } from 'vscode-languageserver-types';
import { findSdpAttributeRegistration } from '../engine/sdp/attribute-registry';
import { candidateOf } from '../engine/sdp/candidate';
import { cryptoOf } from '../engine/sdp/crypto';
import { fieldsOf } from '../engine/sdp/fields';
import { rtpmapOf } from '../engine/sdp/rtpmap';
import { isRejected } from '../engine/sdp/query';
import type { Attribute, AttributeLine, MediaSection, Sdp, SdpLine, Section } from '../engine/sdp/sdp';
import type { SipMessage } from '../engine/sip/message';
import { descriptionsOf } from '../engine/traces/message';
import { holdsAddresses } from '../engine/sip/names';
import { headerAddresses } from '../engine/sip/values';
import type { Span } from '../engine/basics/span';
import { inContent, inTrace, type TraceMessage } from '../engine/traces/message';
import { offsetAt, positionAt, type TraceView } from './view';

const types = [
  'keyword',
  'method',
  'property',
  'string',
  'number',
  'variable',
  'enumMember',
  'type',
  'parameter',
  'comment',
] as const;
type TokenType = (typeof types)[number];

/** `deprecated` strikes through what takes no part: the lines of a rejected m-line. */
const modifiers = ['definition', 'deprecated'] as const;
type TokenModifier = (typeof modifiers)[number];

export const semanticTokensLegend: SemanticTokensLegend = {
  tokenTypes: [...types],
  tokenModifiers: [...modifiers],
};

interface ColouredSpan extends Span {
  readonly type: TokenType;
  readonly modifier?: TokenModifier;
}

/** Documents of more lines are coloured where they are looked at only. */
const linesColouredWhole = 10_000;

/** The tokens of a range, or of the whole document: an editor asks for both. */
export function provideSemanticTokens(view: TraceView, range: Range | null): SemanticTokens {
  if (range === null && view.lines.lineCount > linesColouredWhole) return { data: [] };
  const start = range === null ? 0 : offsetAt(view, range.start);
  const end = range === null ? Infinity : offsetAt(view, range.end);
  const { messages } = view.analysis.trace;
  const data: number[] = [];
  let line = 0;
  let character = 0;
  for (const message of messages) {
    if (message.record.span.end < start || message.record.span.start > end) continue;
    const within = { start: inContent(message, start), end: inContent(message, end) };
    for (const span of inOrder(spansOf(message, within))) {
      const { start: from, end: to } = inTrace(message, span);
      const place = positionAt(view, from);
      const length = to - from;
      if (length <= 0 || positionAt(view, to).line !== place.line) continue;
      const type = types.indexOf(span.type);
      const modifier = span.modifier === undefined ? 0 : 1 << modifiers.indexOf(span.modifier);
      data.push(
        place.line - line,
        place.line === line ? place.character - character : place.character,
        length,
        type,
        modifier,
      );
      ({ line, character } = place);
    }
  }
  return { data };
}

/** Tokens must rise and must not overlap. */
function inOrder(spans: readonly ColouredSpan[]): readonly ColouredSpan[] {
  let reached = 0;
  return spans
    .toSorted((a, b) => a.start - b.start || b.end - a.end)
    .filter((span) => {
      if (span.start < reached || span.end <= span.start) return false;
      reached = span.end;
      return true;
    });
}

/** @param within what is looked at of the content: a description may have lines by the thousand */
function spansOf({ parsed }: TraceMessage, within: Span): readonly ColouredSpan[] {
  return [
    ...(parsed.kind === 'sip' ? headSpans(parsed) : []),
    ...descriptionsOf(parsed).flatMap((sdp) => sdpSpans(sdp, within)),
  ];
}

function headSpans(sip: SipMessage): readonly ColouredSpan[] {
  const { startLine } = sip;
  const first: readonly ColouredSpan[] =
    startLine.kind === 'request'
      ? [coloured(startLine.method, 'method'), coloured(startLine.uri, 'string')]
      : [coloured(startLine.code, startLine.status < 300 ? 'number' : 'keyword')];
  return [
    ...first,
    ...sip.headers.flatMap((header) => [
      coloured(header.name, 'property'),
      ...(header.id === 'call-id' ? [coloured(header.value, 'variable')] : []),
      ...(holdsAddresses(header.id) ? addressSpans(sip, header) : []),
    ]),
  ];
}

function addressSpans(sip: SipMessage, header: SipMessage['headers'][number]): readonly ColouredSpan[] {
  return headerAddresses(header, sip.content).flatMap(({ uri, params }) => [
    coloured(uri, 'string'),
    ...params.flatMap(({ name, value }) => [
      coloured(name, 'parameter'),
      ...(name.text.toLowerCase() === 'tag' && value !== null ? [coloured(value, 'variable')] : []),
    ]),
  ]);
}

function sdpSpans(sdp: Sdp, within: Span): readonly ColouredSpan[] {
  const linesIn = ({ lines }: Section): readonly SdpLine[] =>
    lines.filter(({ start, end }) => end >= within.start && start <= within.end);
  return [
    ...linesIn(sdp.session).flatMap(lineSpans),
    ...sdp.media.flatMap((media): readonly ColouredSpan[] =>
      isRejected(media)
        ? linesIn(media).map(({ start, end }) => ({ start, end, type: 'comment', modifier: 'deprecated' }))
        : [...linesIn(media).flatMap(lineSpans), ...mediaSpans(media)],
    ),
  ];
}

function lineSpans(line: SdpLine): readonly ColouredSpan[] {
  if (line.attribute === null) return [];
  return attributeSpans({ ...line, attribute: line.attribute });
}

function attributeSpans(line: AttributeLine): readonly ColouredSpan[] {
  const { name, value } = line.attribute;
  const known = findSdpAttributeRegistration(name.text) !== null;
  return [
    coloured(name, known ? 'property' : 'comment'),
    ...(value === null ? [] : valueSpans(line, line.attribute)),
  ];
}

function valueSpans(line: AttributeLine, { name, value }: Attribute): readonly ColouredSpan[] {
  switch (name.text) {
    case 'candidate': {
      const { transport, address, port, type, priority } = candidateOf(line);
      return [
        coloured(transport, 'keyword'),
        coloured(priority, 'number'),
        coloured(address, 'string'),
        coloured(port, 'number'),
        coloured(type, 'enumMember'),
      ];
    }
    case 'crypto': {
      const { tag, suite, keyParams } = cryptoOf(line);
      return [
        coloured(tag, 'number'),
        coloured(suite, 'enumMember'),
        ...keyParams.map((key) => coloured(key.keySalt, 'string')),
      ];
    }
    case 'rtpmap': {
      const { payloadType, encoding, clock } = rtpmapOf(line);
      return [
        { ...coloured(payloadType, 'number'), modifier: 'definition' },
        coloured(encoding, 'type'),
        coloured(clock, 'number'),
      ];
    }
    case 'fmtp':
    case 'rtcp-fb': {
      const [payloadType] = value === null ? [] : fieldsOf(value);
      return payloadType === undefined ? [] : [coloured(payloadType, 'number')];
    }
    case 'ice-ufrag':
    case 'mid':
      return value === null ? [] : [coloured(value, 'variable')];
    default:
      return [];
  }
}

function mediaSpans({ description }: MediaSection): readonly ColouredSpan[] {
  return [
    coloured(description.media, 'keyword'),
    coloured(description.port, 'number'),
    coloured(description.proto, 'type'),
    ...description.formats.map((format) => coloured(format, 'number')),
  ];
}

function coloured({ start, end }: Span, type: TokenType): ColouredSpan {
  return { start, end, type };
}
