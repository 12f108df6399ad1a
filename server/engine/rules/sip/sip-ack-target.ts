import { groupedBy, lastBefore } from '../../evidence/message-groups';
import type { Signalling } from '../../evidence/signalling';
import { hasLostBrackets } from '../../sip/old-forms';
import { factsOf, type SipFacts } from '../../sip/facts';
import type { SipMessage } from '../../sip/message';
import { paramOf, parseUri, type Uri } from '../../sip/uri';
import { addressesOf, headerOf } from '../../sip/values';
import type { SipTraceMessage } from '../../traces/message';
import { allProfiles, defineRule } from '../rule';
import { relatedTo, repetitionOf } from './in-call';

export const rule = defineRule({
  id: 'sip-ack-target',
  title: 'A request inside a dialog does not go to the Contact of the other side by its Record-Route',
  severity: 'warning',
  otherwise: [
    {
      severity: 'error',
      when: 'it does not arrive: the 200 is repeated, or it is answered 404, 481 or not at all',
    },
    { severity: 'info', when: 'only the request URI differs and nothing comes of it' },
  ],
  basis: 'must',
  applies: 'either',
  source: ['RFC 3261 §12.1.2, §12.2.1.1, §13.2.2.4'],
  profiles: allProfiles,
  fixable: false,
  scope: 'message',
  // A CANCEL goes where its INVITE went.
  of: ({ status, method, isTagged }) => status === null && isTagged && method !== 'CANCEL',
  check({ message, sip, traced, signalling, call, report }) {
    const own = factsOf(sip);
    if (own.viaCount !== 1 || sip.startLine.kind !== 'request') return;
    const dialog = dialogOf(signalling, traced, own);
    if (dialog === null) return;
    const fault = faultOf(sip, dialog);
    if (fault === null) return;
    const isLost = doesNotArrive(signalling, traced, own, dialog);
    report({
      in: message,
      at: fault.kind === 'target' ? sip.startLine.uri : (headerOf(sip, 'route')?.value ?? sip.startLine),
      severity: isLost ? 'error' : fault.kind === 'target' ? 'info' : 'warning',
      message:
        fault.kind === 'target'
          ? `The ${own.method} goes to ${fault.seen}, but the other side wants it at ${fault.wanted}. Its sender must take the URI of the Contact ` +
            'that it got in this dialog.'
          : `The ${own.method} has ${fault.seen}, but the dialog has ${fault.wanted}. Its sender must send it by the proxies of Record-Route` +
            ', the caller in reversed order.',
      related: relatedTo(call, dialog.answer, 'Contact and Record-Route of the dialog.'),
    });
  },
});

/** What the caller of a dialog knows of it: only his requests are looked at, as proxies change what the callee sees. */
interface Dialog {
  /** The 2xx that made it. */
  readonly answer: SipTraceMessage;
  readonly target: Uri;
  /** In the order of the caller's route set. */
  readonly routes: readonly Uri[];
}

function dialogOf(signalling: Signalling, request: SipTraceMessage, own: SipFacts): Dialog | null {
  const answers = accepted(signalling, `${own.fromTag} ${own.toTag}`);
  const last = lastBefore(answers, request);
  const [first] = answers;
  if (first === undefined || last === null || !isAtHop(first, request)) return null;
  if (isPlainlyRight(request.parsed, first.parsed, last.parsed)) return null;
  const invite = signalling.requestOf(first)?.parsed;
  // A re-INVITE makes no route set (RFC 3261 §12.2), and who is behind proxies of his own sends by them first: they take
  // their Route off before this hop.
  if (
    invite !== undefined &&
    (factsOf(invite).toTag !== '' || headerOf(invite, 'record-route') !== undefined)
  )
    return null;
  if ([first, last, request].some((each) => signalling.isCut(each) || hasLostBrackets(each.parsed)))
    return null;
  // Another request of the other side may have moved its target.
  const moved = (moves(signalling, own.toTag).at(-1)?.index ?? -1) > first.index;
  const [contact] = addressesOf(last.parsed, 'contact');
  if (moved || contact === undefined || !/^sips?$/i.test(contact.uri.scheme.text)) return null;
  const routes = addressesOf(first.parsed, 'record-route').map(({ uri }) => uri);
  return { answer: last, target: contact.uri, routes: routes.toReversed() };
}

/** Whether a request goes to the Contact to the letter, and there are no proxies: so do nearly all. */
function isPlainlyRight(request: SipMessage, first: SipMessage, last: SipMessage): boolean {
  if (request.startLine.kind !== 'request') return false;
  const { text } = request.startLine.uri;
  const contact = headerOf(last, 'contact')?.value.text ?? '';
  return (
    contact.startsWith('<') &&
    contact.startsWith(text, 1) &&
    contact.indexOf('>') === text.length + 1 &&
    headerOf(first, 'record-route') === undefined &&
    headerOf(request, 'route') === undefined
  );
}

/** What the caller got for his INVITEs, by the tags of From and To. */
const accepted = groupedBy(({ parsed }) => {
  const { status, method, fromTag, toTag, viaCount } = factsOf(parsed);
  if (method !== 'INVITE' || status === null || status < 200 || status >= 300 || viaCount !== 1) return null;
  return `${fromTag} ${toTag}`;
});

/** Requests that may move the target of their sender, by his tag. */
const moves = groupedBy(({ parsed }) => {
  const { status, method, fromTag } = factsOf(parsed);
  return status === null && (method === 'INVITE' || method === 'UPDATE') ? fromTag : null;
});

/** Whether a request leaves where the answer came in: on another hop the Contact may have been changed. */
function isAtHop(answer: SipTraceMessage, request: SipTraceMessage): boolean {
  const from = request.record.meta.source;
  const to = answer.record.meta.destination;
  return from?.address === to?.address;
}

type Fault = { readonly kind: 'target' | 'route'; readonly seen: string; readonly wanted: string };

function faultOf(request: SipMessage, { target, routes }: Dialog): Fault | null {
  if (request.startLine.kind !== 'request') return null;
  const { start, end } = request.startLine.uri;
  const uri = parseUri(request.content, start, end);
  const given = addressesOf(request, 'route').map((each) => each.uri);
  const [next] = routes;
  if (next !== undefined && paramOf(next.params, 'lr') === undefined)
    // Strict routing: the next proxy is the request URI, and the target the last Route.
    return isSame(uri, next)
      ? null
      : { kind: 'target', seen: textOf(uri), wanted: `${textOf(next)}, a strict router` };
  if (given.length !== routes.length || given.some((each, place) => !isSame(each, routes[place] ?? each)))
    return { kind: 'route', seen: countOf(given, 'Route'), wanted: countOf(routes, 'Record-Route') };
  return isSame(uri, target) || isForThisHop(target)
    ? null
    : { kind: 'target', seen: textOf(uri), wanted: textOf(target) };
}

/** Targets that are not meant to be compared: GRUUs, outbound, aliases and names that nobody resolves. */
function isForThisHop({ params, host }: Uri): boolean {
  return (
    ['ob', 'gr', 'alias'].some((name) => paramOf(params, name) !== undefined) ||
    host.text.toLowerCase().endsWith('.invalid')
  );
}

/** User, host and port; a port that one of them leaves out is not compared. */
function isSame(one: Uri, other: Uri): boolean {
  const [port, otherPort] = [one.port?.text ?? '', other.port?.text ?? ''];
  return (
    (one.user?.text ?? '') === (other.user?.text ?? '') &&
    one.host.text.toLowerCase() === other.host.text.toLowerCase() &&
    (port === otherPort || port === '' || otherPort === '')
  );
}

function textOf({ user, host, port }: Uri): string {
  return `${user === null ? '' : `${user.text}@`}${host.text}${port === null ? '' : `:${port.text}`}`;
}

function countOf(uris: readonly Uri[], name: string): string {
  return uris.length === 0 ? `no ${name}` : `the ${name} ${uris.map(textOf).join(', ')}`;
}

function doesNotArrive(
  signalling: Signalling,
  request: SipTraceMessage,
  own: SipFacts,
  { answer }: Dialog,
): boolean {
  if (own.method === 'ACK') {
    const repetition = repetitionOf(signalling, answer);
    return repetition !== null && (signalling.elapsed(request, repetition.last) ?? 0) > 400_000;
  }
  return signalling
    .answersOf(request)
    .some(({ parsed }) => [404, 408, 481].includes(factsOf(parsed).status ?? 0));
}
