import { chosenTime } from '../../basics/thresholds';
import { factsOf } from '../../sip/facts';
import { firstLineOf, isSip, type SipTraceMessage } from '../../traces/message';
import type { Call } from '../../calls/call';
import type { Signalling } from '../../evidence/signalling';
import { defineRule, allProfiles } from '../rule';

export const rule = defineRule({
  id: 'call-setup-latency',
  title: 'Signalling is answered seconds late',
  severity: 'info',
  basis: 'interop',
  applies: 'either',
  source: ['Direct Routing media protocols, "Terminology": First Hello', 'RFC 3261 §17.2.1', 'RFC 4320 §4.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'call',
  check({ call, signalling, facts, report, notEvaluated }) {
    // A 100 is due within 200 ms (RFC 3261 §17.2.1), the final answer to all but an INVITE at once.
    const late = chosenTime('call-setup-latency', facts.thresholds);
    const requests = call.transactions.flatMap(({ method, request }) =>
      method === 'ACK' ? [] : (sipAt(call, request) ?? []),
    );
    if (requests.every(({ record }) => record.meta.time === null)) {
      notEvaluated('the trace does not tell when messages were sent');
      return;
    }
    const waits = requests.flatMap((request) => waitOf(request, signalling, late) ?? []);
    const [worst] = waits.toSorted((a, b) => b.micros - a.micros);
    const at = call.messages.find(({ message }) => message === worst?.answer);
    if (worst === undefined || at === undefined) return;
    const { method } = factsOf(worst.request.parsed);
    report({
      in: at,
      at: worst.answer.parsed.startLine,
      message:
        `The first answer to this ${method} comes ${secondsText(worst.micros)} after it` +
        `${waits.length === 1 ? '' : `; ${waits.length} requests of the call are answered so late`}. An answer is due at ` +
        'once, a 100 within 0.2 s: look at the load of whoever answers, at proxies and name servers between, and at the ' +
        'network.',
      related: call.messages
        .filter(({ message }) => waits.some(({ request }) => request === message))
        .map((each) => ({ in: each, at: firstLineOf(each.message.parsed), message: 'Answered late.' })),
    });
  },
});

interface Wait {
  readonly request: SipTraceMessage;
  readonly answer: SipTraceMessage;
  readonly micros: number;
}

/** How long a request waited for its first answer, if that is long and certain. */
function waitOf(request: SipTraceMessage, signalling: Signalling, late: number): Wait | null {
  const answer = signalling
    .answersOf(request)
    .find((each) => each.index > request.index && signalling.isSameHop(request, each));
  if (answer === undefined || !signalling.isFirstAnswer(request, answer)) return null;
  // Behind a repetition it was the network that lost the first one.
  const sent = signalling.sendingsOf(request).findLast((each) => each.index < answer.index) ?? request;
  const micros = signalling.elapsed(sent, answer);
  return micros !== null && micros >= late ? { request, answer, micros } : null;
}

function sipAt(call: Call, place: number | null): SipTraceMessage | null {
  const message = call.messages[place ?? -1]?.message;
  return message !== undefined && isSip(message) ? message : null;
}

function secondsText(micros: number): string {
  return `${(micros / 1_000_000).toFixed(1)} s`;
}
