/** Hover of a start line: method, Request-URI, status code, and what the message is in its call. */
import type { CallMessage } from '../../engine/calls/call';
import type { RequestLine, SipMessage, StatusLine } from '../../engine/sip/message';
import { cseqOf, tagOf } from '../../engine/sip/values';
import { parseUri } from '../../engine/sip/uri';
import { touches } from '../../engine/basics/span';
import type { TraceMessage } from '../../engine/traces/message';
import { findSipMethod } from '../knowledge/sip-methods';
import { findStatusCode, STATUS_CLASSES } from '../knowledge/status-codes';
import type { Explained } from '../knowledge/types';
import { callOf } from '../lookup';
import { code } from '../markdown';
import { positionAt, type TraceView } from '../view';
import type { Explanation } from './explanation';
import { uriFacts } from './sip-addresses';

export function startLineExplanation(
  view: TraceView,
  message: TraceMessage,
  sip: SipMessage,
  offset: number,
): Explanation {
  const { startLine } = sip;
  const facts = [...senderFacts(view, message), ...forkFacts(view, message, sip)];
  return startLine.kind === 'request'
    ? requestExplanation(sip, startLine, facts, offset)
    : statusExplanation(sip, startLine, facts);
}

function requestExplanation(
  sip: SipMessage,
  line: RequestLine,
  facts: readonly string[],
  offset: number,
): Explanation {
  const { method, uri, version } = line;
  if (uri.text !== '' && touches(uri, offset)) {
    return {
      at: uri,
      title: '**Request-URI** · where the request goes next',
      facts: uriFacts(parseUri(sip.content, uri.start, uri.end)),
      knowledge: {
        summary:
          'The target of the request. Proxies may rewrite it on the way, while To keeps what was dialled.',
        source: 'RFC 3261 §8.1.1.1',
        teams:
          'Numbers need E.164 with `+`. Towards Microsoft the host is one of the SIP proxies, such as sip.pstnhub.microsoft.com (Direct Routing – SIP protocol).',
      },
    };
  }
  const known = findSipMethod(method.text);
  const isReInvite = (method.text === 'INVITE' || method.text === 'UPDATE') && tagOf(sip, 'to') !== null;
  return {
    at: touches(method, offset) ? method : line,
    title: `**${known === null ? code(method.text) : known.name}** · request${isReInvite ? ' inside a dialog' : ''}`,
    facts: [
      ...(isReInvite && method.text === 'INVITE'
        ? ['To has a tag: a re-INVITE, which changes a call that is up']
        : []),
      ...facts,
      ...(version.text === 'SIP/2.0' ? [] : [`version ${code(version.text)}: \`SIP/2.0\` is wanted`]),
    ],
    knowledge: known ?? {
      summary: 'Not a method that this tool knows. A server that does not know it either answers 501 or 405.',
      source: 'RFC 3261 §8.2.1 and §21.5.2',
    },
  };
}

function statusExplanation(sip: SipMessage, line: StatusLine, facts: readonly string[]): Explanation {
  const known = findStatusCode(line.status);
  const className = STATUS_CLASSES.get(Math.floor(line.status / 100));
  const cseq = cseqOf(sip);
  const differs = known !== null && line.phrase.text.toLowerCase() !== known.phrase.toLowerCase();
  const unknown: Explained | null =
    className === undefined
      ? null
      : { summary: `Not a registered code. ${className}`, source: 'RFC 3261 §7.2 and §8.1.3.2' };
  return {
    at: line,
    title: `**${known === null ? code(line.code.text) : `${known.code} ${known.phrase}`}** · response${cseq === null ? '' : ` to ${code(cseq.method.text)}`}`,
    facts: [
      ...(differs ? [`the sender wrote ${code(line.phrase.text)}; only the number counts`] : []),
      ...(known === null || className === undefined ? [] : [className]),
      ...facts,
    ],
    knowledge: known ?? unknown,
  };
}

function senderFacts(view: TraceView, message: TraceMessage): readonly string[] {
  const place = callOf(view, message);
  if (place === null || place.call.kind !== 'call') return [];
  const { party, side } = place.inCall;
  const name = side === 'sbc' ? 'the SBC' : side === 'teams' ? "Microsoft's side" : null;
  return [
    `sent by ${name === null ? `the ${party}` : `${name}, the ${party}`}`,
    ...repeatFacts(view, place.call.messages, place.inCall),
    ...copyFacts(view, message),
  ];
}

function copyFacts(view: TraceView, message: TraceMessage): readonly string[] {
  const original = view.analysis.trace.evidence.originalOf(message);
  if (original === null) return [];
  const line = positionAt(view, original.record.message.start).line + 1;
  return [`a **copy** of the message in line ${line}, captured twice; it is not counted`];
}

function repeatFacts(
  view: TraceView,
  messages: readonly CallMessage[],
  { retransmissionOf }: CallMessage,
): readonly string[] {
  const first = retransmissionOf === null ? undefined : messages[retransmissionOf]?.message;
  if (first === undefined) return [];
  return [
    `a **retransmission** of the message in line ${positionAt(view, first.record.message.start).line + 1}`,
  ];
}

/** Which fork of the call a response or request belongs to, where there are several. */
function forkFacts(view: TraceView, message: TraceMessage, sip: SipMessage): readonly string[] {
  const place = callOf(view, message);
  const forks = place?.call.forks ?? [];
  if (place === null || forks.length < 2) return [];
  const tags = [tagOf(sip, 'to')?.text, tagOf(sip, 'from')?.text];
  const index = forks.findIndex(({ toTag }) => tags.includes(toTag));
  return index === -1
    ? []
    : [`fork ${index + 1} of ${forks.length} of this call, To tag ${code(forks[index]?.toTag ?? '')}`];
}
