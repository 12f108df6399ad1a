import { countBefore, groupedBy } from '../../evidence/message-groups';
import type { Signalling } from '../../evidence/signalling';
import type { Span } from '../../basics/span';
import { factsOf } from '../../sip/facts';
import type { SipMessage } from '../../sip/message';
import { cseqOf, headerOf, viasOf } from '../../sip/values';
import type { SipTraceMessage } from '../../traces/message';
import { allProfiles, defineRule } from '../rule';
import { relatedTo, tagPlace } from './in-call';

export const rule = defineRule({
  id: 'sip-response-echo',
  title: 'A response does not repeat tags, CSeq or Via of its request',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3261 §8.2.6.2, §17.1.3, §18.2.2'],
  profiles: allProfiles,
  fixable: false,
  scope: 'message',
  of: ({ status }) => status !== null,
  check({ message, sip, traced, signalling, call, report }) {
    if (sip.startLine.kind === 'request' || signalling.isCut(traced)) return;
    const request = signalling.requestOf(traced);
    const found =
      request === null ? foreign(signalling, traced) : { request, fault: faultOf(request.parsed, sip) };
    if (found === null || found.fault === null || signalling.isCut(found.request)) return;
    report({
      in: message,
      at: found.fault.at,
      message:
        `${found.fault.seen} The other side drops the response and repeats its request until it gives up: who answers must ` +
        'copy it from the request.',
      related: relatedTo(call, found.request, 'The request.'),
    });
  },
});

interface Fault {
  readonly at: Span;
  readonly seen: string;
}

/** Text may differ, as real stacks rewrite it; what transactions and dialogs are found by may not. */
function faultOf(request: SipMessage, response: SipMessage): Fault | null {
  const asked = factsOf(request);
  const answered = factsOf(response);
  if (asked.fromTag !== answered.fromTag)
    return { at: tagPlace(response, 'from'), seen: 'The tag in From is not that of the request.' };
  if (asked.toTag !== '' && asked.toTag !== answered.toTag)
    return { at: tagPlace(response, 'to'), seen: 'The tag in To is not that of the request.' };
  // The next hop makes a 100 by itself.
  if (answered.status === 100) return null;
  if (asked.viaCount !== answered.viaCount)
    return {
      at: headerOf(response, 'via')?.value ?? response.startLine,
      seen: `The response has ${answered.viaCount} Via, the request had ${asked.viaCount}.`,
    };
  return asked.viaCount < 2 ? null : viaFault(request, response);
}

function viaFault(request: SipMessage, response: SipMessage): Fault | null {
  const asked = viasOf(request);
  const other = viasOf(response).find((via, place) => {
    const own = asked[place];
    return (
      own === undefined ||
      own.branch?.text !== via.branch?.text ||
      own.host.text.toLowerCase() !== via.host.text.toLowerCase() ||
      (own.port?.text ?? '') !== (via.port?.text ?? '')
    );
  });
  return other === undefined ? null : { at: other, seen: 'A Via is not that of the request.' };
}

/** A request by its sender and way; null of a response, and where no addresses are known. */
function wayOf({ parsed, record: { meta } }: SipTraceMessage): string | null {
  const { status, method, fromTag, viaCount } = factsOf(parsed);
  if (status !== null || meta.source === null || meta.destination === null) return null;
  return `${method} ${fromTag} ${viaCount} ${meta.source.address} ${meta.destination.address}`;
}

const askedByBranch = groupedBy((message) => {
  const way = wayOf(message);
  return way === null ? null : `${way} ${factsOf(message.parsed).branch}`;
});

const askedByCseq = groupedBy((message) => {
  const way = wayOf(message);
  return way === null ? null : `${way} ${factsOf(message.parsed).cseq}`;
});

/** The request that a response belongs to by all but one thing, which no other request of the trace has. */
function foreign(
  signalling: Signalling,
  response: SipTraceMessage,
): { readonly request: SipTraceMessage; readonly fault: Fault } | null {
  const { method, cseq, fromTag, branch, viaCount } = factsOf(response.parsed);
  const { source, destination } = response.record.meta;
  if (method === 'CANCEL' || method === 'ACK' || source === null || destination === null) return null;
  const way = `${method} ${fromTag} ${viaCount} ${destination.address} ${source.address}`;
  const [sameBranch] = askedByBranch(signalling, `${way} ${branch}`);
  if (sameBranch !== undefined && sameBranch.index < response.index)
    return {
      request: sameBranch,
      fault: {
        at: cseqOf(response.parsed)?.number ?? response.parsed.startLine,
        seen: `The response has CSeq ${cseq}, its request had ${factsOf(sameBranch.parsed).cseq}.`,
      },
    };
  const asked = askedByCseq(signalling, `${way} ${cseq}`);
  const open = asked.slice(0, countBefore(asked, response.index));
  const [request] = open;
  if (request === undefined || open.some((each) => !signalling.isSameHop(each, request))) return null;
  if (signalling.answersOf(request).some((each) => signalling.isSameHop(each, request))) return null;
  return {
    request,
    fault: {
      at: headerOf(response.parsed, 'via')?.value ?? response.parsed.startLine,
      seen: 'The branch of the topmost Via is that of no request.',
    },
  };
}
