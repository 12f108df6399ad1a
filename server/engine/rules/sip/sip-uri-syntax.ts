import type { Span } from '../../basics/span';
import type { SipMessage } from '../../sip/message';
import { allProfiles, defineRule } from '../rule';
import { replace } from '../edits';
import { oddAddresses, oddVias, openQuote, partsOf } from './addresses';
import type { Fix } from '../rule';

export const rule = defineRule({
  id: 'sip-uri-syntax',
  title: 'A URI cannot be read: blanks in it, no scheme, IPv6 without brackets, a broken escape or port',
  severity: 'error',
  otherwise: [{ severity: 'info', when: 'the request URI has a scheme that few elements know' }],
  basis: 'must',
  applies: 'either',
  source: ['RFC 3261 §19.1.1, §25.1', 'RFC 5118 §4.2', 'RFC 4475 §3.1.2.14, §3.3.2, §3.3.3'],
  profiles: allProfiles,
  fixable: true,
  scope: 'message',
  of: ({ status, isOdd }) => isOdd || status === null,
  check({ message, sip, report }) {
    for (const fault of faultsOf(sip)) report({ in: message, ...fault });
  },
});

interface Fault {
  readonly at: Span;
  readonly message: string;
  readonly severity?: 'info';
  readonly fix?: Fix;
}

function faultsOf(sip: SipMessage): readonly Fault[] {
  const faults: Fault[] = [];
  const { content } = sip;
  const requestUri = requestUriFault(sip);
  if (requestUri !== null) faults.push(requestUri);
  for (const piece of oddAddresses(sip)) {
    const { header } = piece;
    if (header.value.text === '*' || openQuote(content, piece) >= 0) continue;
    const { uri, bracket } = partsOf(content, piece);
    const fault =
      bracket === 'open'
        ? {
            at: piece,
            message: `An angle bracket in ${header.name.text} is not closed. Receivers answer 400: the sender must close it behind the URI.`,
          }
        : uriFault(uri, uri.text, bracket === 'closed');
    if (fault !== null) faults.push(fault);
  }
  for (const piece of oddVias(sip)) {
    const fault = viaFault(piece, content.slice(piece.start, piece.end));
    if (fault !== null) faults.push(fault);
  }
  return faults;
}

/** Nearly all. */
const plain = /^sips?:(?:[\w.+-]+@)?[\w.-]+(?::\d{1,4})?(?:;[\w.-]+(?:=[\w.-]+)?)*$/;
/** Schemes that SIP elements route by, or that their numbers and services are written in. */
const known: ReadonlySet<string> = new Set(['sip', 'sips', 'tel', 'urn', 'im', 'pres', 'fax', 'modem']);

function requestUriFault({ startLine }: SipMessage): Fault | null {
  if (startLine.kind !== 'request' || plain.test(startLine.uri.text)) return null;
  const { uri } = startLine;
  // Brackets and blanks are the start line's fault.
  if (uri.text.startsWith('<') || /\s/.test(uri.text)) return null;
  const scheme = /^[a-z][a-z0-9+.-]*(?=:)/i.exec(uri.text)?.[0];
  if (scheme !== undefined && !known.has(scheme.toLowerCase()))
    return {
      at: { start: uri.start, end: uri.start + scheme.length },
      severity: 'info',
      message: `The request URI has the scheme ${scheme}. Who does not know it answers 416: SIP elements know sip, sips and tel.`,
    };
  return uriFault(uri, uri.text, false);
}

function uriFault({ start, end }: Span, text: string, isEnclosed: boolean): Fault | null {
  const at = { start, end };
  if (isEnclosed && /[ \t]/.test(text) && !/[\r\n]/.test(text))
    return {
      at,
      message:
        'There are blanks between the angle brackets. Strict receivers answer 400: the sender must leave them out.',
      ...(/\S\s+\S/.test(text)
        ? {}
        : { fix: { title: 'Take the blanks away', edits: [replace(at, text.trim())] } }),
    };
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined) {
    // What is no address at all is a piece of a name.
    if (!isEnclosed && !text.includes('@')) return null;
    return { at, message: 'The address has no scheme. The sender must write sip:, sips: or tel: before it.' };
  }
  if (scheme !== 'sip' && scheme !== 'sips') return null;
  return escapeFault(start, text) ?? hostFault(start, text);
}

function escapeFault(start: number, text: string): Fault | null {
  const broken = text.search(/%(?![0-9a-f]{2})/i);
  if (broken < 0) return null;
  return {
    at: { start: start + broken, end: start + broken + 1 },
    message:
      'A % in a URI begins an escape of two hexadecimal digits. The sender must write a % of its own as %25.',
  };
}

function hostFault(start: number, text: string): Fault | null {
  const from = Math.max(text.lastIndexOf('@'), text.indexOf(':')) + 1;
  const behind = text.slice(from).search(/[;?]/);
  return hostPortFault(start + from, behind < 0 ? text.slice(from) : text.slice(from, from + behind));
}

function viaFault({ start }: Span, text: string): Fault | null {
  const found = /^SIP\s*\/\s*2\.0\s*\/\s*[A-Za-z0-9-]+\s+/.exec(text);
  if (found === null) return null;
  const from = found[0].length;
  const semicolon = text.indexOf(';', from);
  return hostPortFault(start + from, text.slice(from, semicolon < 0 ? text.length : semicolon).trimEnd());
}

/** What stands behind a host in which colons are no part: `:5060`. */
function hostPortFault(start: number, text: string): Fault | null {
  const at = { start, end: start + text.length };
  if (/^[0-9a-f:.]+$/i.test(text) && text.indexOf(':') !== text.lastIndexOf(':'))
    return {
      at,
      message:
        'An IPv6 address in a URI or Via stands in brackets, as its colons are taken for that of the port. Receivers answer ' +
        '400: the sender must write [ ] around it.',
      fix: { title: 'Put the address in brackets', edits: [replace(at, `[${text}]`)] },
    };
  const port = /^(?:\[[^\]]*\]|[^:[\]]*):(.*)$/s.exec(text)?.[1];
  if (port === undefined || (/^\s*\d{1,5}\s*$/.test(port) && Number(port) <= 65_535)) return null;
  // Documents leave it open.
  if (/^\s*[$<{[]/.test(port)) return null;
  return {
    at,
    message: `The port is ${port === '' ? 'missing behind its colon' : 'no number up to 65535'}. The sender must write one, or leave the colon out.`,
  };
}
