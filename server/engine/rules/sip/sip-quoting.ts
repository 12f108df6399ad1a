import type { Span } from '../../basics/span';
import type { Header } from '../../sip/message';
import { allProfiles, defineRule } from '../rule';
import { oddAddresses, oddVias, openQuote, partsOf, type Piece } from './addresses';

export const rule = defineRule({
  id: 'sip-quoting',
  title: 'A quote is not closed, a display name needs quotes, or a separator separates nothing',
  severity: 'error',
  otherwise: [
    { severity: 'warning', when: 'a separator is followed by nothing: many receivers read over it' },
  ],
  basis: 'must',
  applies: 'either',
  source: ['RFC 3261 §25.1', 'RFC 3261 §20.10', 'RFC 4475 §3.1.2.1, §3.1.2.6, §3.1.2.15'],
  profiles: allProfiles,
  fixable: true,
  scope: 'message',
  of: ({ isOdd }) => isOdd,
  check({ message, sip, report }) {
    const { content } = sip;
    if (oddAddresses(sip).length === 0 && oddVias(sip).length === 0) return;
    const told = new Set<Header>();
    for (const piece of [...oddAddresses(sip), ...oddVias(sip)]) {
      // What follows in the header is misread, too.
      if (told.has(piece.header)) continue;
      const fault = quoteFault(content, piece) ?? nameFault(content, piece) ?? separatorFault(content, piece);
      if (fault === null) continue;
      told.add(piece.header);
      report({ in: message, ...fault });
    }
  },
});

interface Fault {
  readonly at: Span;
  readonly message: string;
  readonly severity?: 'warning';
  readonly fix?: { readonly title: string; readonly edits: readonly (Span & { readonly newText: string })[] };
}

function quoteFault(content: string, { header, ...piece }: Piece): Fault | null {
  const open = openQuote(content, piece);
  if (open < 0) return null;
  return {
    at: { start: open, end: piece.end },
    message:
      `A quote in ${header.name.text} is not closed, so the address behind it is part of a name. Receivers answer 400: the ` +
      'sender must close it before the address.',
  };
}

/** Tokens with blanks between (RFC 3261 §25.1). Letters beyond ASCII are so common that nobody refuses them. */
const tokens = /^[\w.!%*+`'~\s\u0080-\uffff-]*$/;

/** Pieces of a list: a comma in a name without quotes parts it. */
function nameFault(content: string, { header, ...piece }: Piece): Fault | null {
  const { display, bracket, uri } = partsOf(content, piece);
  if (header.id === 'via') return null;
  const isName = bracket === 'none' && !uri.text.includes(':') && /^[\w .'-]+$/.test(uri.text);
  const isSplit = isName && content.charCodeAt(nextMark(content, piece.end)) === 44;
  const open = isSplit ? content.indexOf('<', piece.end) : display.end;
  if (!isSplit) {
    if (bracket === 'none' || display.text.startsWith('"') || tokens.test(display.text)) return null;
  } else if (open < 0 || open > header.value.end) return null;
  const name = content.slice(piece.start, open).trimEnd();
  return {
    at: { start: piece.start, end: piece.start + name.length },
    message:
      `The display name in ${header.name.text} holds characters that need quotes. Receivers answer 400, or take it for two ` +
      'addresses: the sender must put the name in double quotes.',
    fix: {
      title: 'Put the name in quotes',
      edits: [
        {
          start: piece.start,
          end: piece.start + name.length,
          newText: `"${name.replaceAll(/[\\"]/g, String.raw`\$&`)}"`,
        },
      ],
    },
  };
}

function nextMark(content: string, from: number): number {
  let at = from;
  while (content.charCodeAt(at) === 32) at++;
  return at;
}

/** `;;`, `,,`, and a separator at the end. */
function separatorFault(content: string, { header, ...piece }: Piece): Fault | null {
  const text = content.slice(piece.start, piece.end);
  const { parameters } =
    header.id === 'via' ? { parameters: behindSemicolon(piece, text) } : partsOf(content, piece);
  const empty = text === ',' ? piece : emptyParameter(parameters);
  if (empty === null) return null;
  return {
    at: empty,
    severity: 'warning',
    message:
      `In ${header.name.text} a ${text === ',' ? 'comma' : 'semicolon'} is followed by nothing. Strict receivers answer 400: ` +
      'the sender must leave it out.',
    fix: { title: 'Take it away', edits: [{ ...empty, newText: '' }] },
  };
}

function behindSemicolon({ start, end }: Span, text: string): Span & { readonly text: string } {
  const semicolon = text.indexOf(';');
  const from = semicolon < 0 ? end : start + semicolon;
  return { start: from, end, text: text.slice(from - start) };
}

function emptyParameter({ start, text }: Span & { readonly text: string }): Span | null {
  let isQuoted = false;
  let semicolon = -1;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code <= 32) continue;
    if (code === 59 && !isQuoted) {
      if (semicolon >= 0) break;
      semicolon = at;
      continue;
    }
    semicolon = -1;
    if (code === 92 && isQuoted) at++;
    else if (code === 34) isQuoted = !isQuoted;
  }
  return semicolon < 0 ? null : { start: start + semicolon, end: start + semicolon + 1 };
}
