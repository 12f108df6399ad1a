/** Links inside a trace: from a response, an ACK, a CANCEL or a PRACK to the request it belongs to. */
import { otherParty } from '../../shared/calls';
import type { DocumentLink } from 'vscode-languageserver-types';
import type { Call, CallMessage } from '../engine/calls/call';
import { cseqOf, methodOf, statusOf } from '../engine/sip/values';
import { isSip, type SipTraceMessage } from '../engine/traces/message';
import { gatherInSlices } from './gather';
import { positionAt, rangeIn, type TraceView } from './view';

export function provideDocumentLinks(view: TraceView): Generator<void, DocumentLink[]> {
  return gatherInSlices(view.analysis.trace.calls, (call) => callLinks(view, call));
}

function callLinks(view: TraceView, call: Call): readonly DocumentLink[] {
  const requests = new Map<string, SipTraceMessage>();
  return call.messages.flatMap((each) => {
    const { message } = each;
    if (!isSip(message)) return [];
    const cseq = cseqOf(message.parsed);
    if (cseq === null) return [];
    const target = requestOf(each, requests, cseq.number.text);
    if (statusOf(message.parsed) === null && each.retransmissionOf === null) {
      requests.set(`${each.party} ${cseq.number.text} ${methodOf(message.parsed)}`, message);
    }
    if (target === undefined) return [];
    const line = positionAt(view, target.record.message.start).line + 1;
    return [
      {
        range: rangeIn(view, message, { start: cseq.number.start, end: cseq.method.end }),
        target: `${view.uri}#L${line}`,
        tooltip: `Go to the ${methodOf(target.parsed)} in line ${line}`,
      },
    ];
  });
}

function requestOf(
  { message, party }: CallMessage,
  requests: ReadonlyMap<string, SipTraceMessage>,
  cseq: string,
): SipTraceMessage | undefined {
  if (!isSip(message)) return undefined;
  const method = methodOf(message.parsed);
  if (statusOf(message.parsed) !== null) {
    return requests.get(`${otherParty(party)} ${cseq} ${method}`);
  }
  // ACK and CANCEL carry the number of the INVITE they belong to (RFC 3261 §9.1, §13.2.2.4).
  return method === 'ACK' || method === 'CANCEL' ? requests.get(`${party} ${cseq} INVITE`) : undefined;
}
