/** Headers that a URI carries, escaped: Replaces in Refer-To, Reason in History-Info; and the dialogs that they name. */
import type { Header, SipMessage } from '../../engine/sip/message';
import { headerAddresses } from '../../engine/sip/values';
import { unescaped } from '../../engine/basics/escapes';
import { touches } from '../../engine/basics/span';
import { findQ850Cause } from '../knowledge/q850-causes';
import { findStatusCode } from '../knowledge/status-codes';
import { code } from '../markdown';
import type { TraceView } from '../view';

const maxHeaders = 6;

/** The value of Replaces, Join or Target-Dialog: which dialog it names (RFC 3891 §3). */
export function dialogFacts({ analysis }: TraceView, text: string): readonly string[] {
  const [callId = '', ...params] = text.split(';').map((part) => part.trim());
  const isHere = analysis.trace.calls.some((call) => call.callId === callId);
  return [
    `the dialog with Call-ID ${code(callId)}${isHere ? ', which is in this trace' : ', which is not in this trace'}`,
    ...params.slice(0, maxHeaders).map(dialogParam),
  ];
}

const dialogParams: ReadonlyMap<string, string> = new Map([
  ['to-tag', 'the tag of the one that is asked to replace it'],
  ['from-tag', 'the tag of its other end'],
  ['local-tag', "the sender's tag in it"],
  ['remote-tag', 'the tag of its other end'],
  ['early-only', 'only if it is not answered yet'],
]);

function dialogParam(param: string): string {
  const [name = ''] = param.split('=');
  const words = dialogParams.get(name.toLowerCase());
  return words === undefined ? code(param) : `${code(param)}: ${words}`;
}

/** What stands behind `?` in the URI of a Refer-To: headers for the new INVITE (RFC 3261 §19.1.1). */
export function escapedFacts(view: TraceView, text: string): readonly string[] {
  return escapedHeaders(text).flatMap(({ name, value }) => [
    `the new INVITE carries ${code(`${name}: ${value}`)}`,
    ...(name.toLowerCase() === 'replaces' ? dialogFacts(view, value) : []),
  ]);
}

/** Why the call went on from the entry under the caret (RFC 7044 §5). */
export function historyFacts({ content }: SipMessage, header: Header, offset: number): readonly string[] {
  const entries = headerAddresses(header, content);
  const entry = entries.find((each) => touches(each, offset)) ?? entries[0];
  if (entry === undefined) return [];
  return escapedHeaders(content.slice(entry.start, entry.end)).flatMap(({ name, value }) => {
    if (name.toLowerCase() !== 'reason') return [`${code(name)}: ${code(value)}`];
    const cause = /;\s*cause\s*=\s*(\d{1,3})/i.exec(value)?.[1];
    return [
      `went on from here because of ${code(value)}${cause === undefined ? '' : causeWords(value, Number(cause))}`,
    ];
  });
}

function causeWords(reason: string, cause: number): string {
  const name = /^\s*q\.850/i.test(reason) ? findQ850Cause(cause)?.name : findStatusCode(cause)?.phrase;
  return name === undefined ? '' : `: ${name}`;
}

function escapedHeaders(uri: string): readonly { readonly name: string; readonly value: string }[] {
  const question = uri.indexOf('?');
  if (question === -1) return [];
  const [headers = ''] = uri.slice(question + 1).split('>');
  return headers
    .split('&')
    .slice(0, maxHeaders)
    .map((header) => {
      const equals = header.indexOf('=');
      const name = equals === -1 ? header : header.slice(0, equals);
      return { name: unescaped(name), value: equals === -1 ? '' : unescaped(header.slice(equals + 1)) };
    });
}
