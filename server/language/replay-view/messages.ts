/** Messages of SIP that move no automaton: they are steps all the same. */
import { isChallenge, otherParty } from '../../../shared/calls';
import { capital } from '../../../shared/words';
import type { Call, CallMessage } from '../../engine/calls/call';
import type { CallReplay, Step } from '../../engine/ice/model';
import { isSip, type TraceMessage } from '../../engine/traces/message';
import { nameOf } from '../../engine/diagnosis/case';
import { headerOf, methodOf, statusOf } from '../../engine/sip/values';
import type { SipMessage } from '../../engine/sip/message';
import { messageLabel } from '../labels';

/** A step that is shown: one of the replay, or a message that changes nothing in it. */
export type ShownStep = Omit<Step, 'event'> & { readonly event: Step['event'] | 'message' };

/** A replay with a step for each message of the call and of its legs. */
export type ShownReplay = Omit<CallReplay, 'steps'> & { readonly steps: readonly ShownStep[] };

/**
 * Adds the messages that the replay has no step for.
 *
 * @param legs as {@link legsOf} gives them
 * @param counts whether a message is no copy of another
 */
export function withMessages(
  replay: CallReplay,
  legs: readonly Call[],
  counts: (message: TraceMessage) => boolean,
): ShownReplay {
  const told = new Set(
    replay.steps.flatMap(({ in: message, event }) => (event === 'predicted' ? [] : [message])),
  );
  const added = legs
    .flatMap((leg) =>
      leg.messages
        .filter(({ message }) => isSip(message) && counts(message) && !told.has(message))
        .map((inCall) => stepOf(replay, leg, inCall)),
    )
    .sort((a, b) => a.in.index - b.in.index);
  if (added.length === 0) return replay;
  const steps: ShownStep[] = [];
  let next = 0;
  let order = 0;
  for (const step of replay.steps) {
    // A log without times stands where it was saved, not where its lines belong.
    const { parsed, index } = step.in;
    if (parsed.kind !== 'packet' || parsed.type !== 'log') order = index;
    for (let one = added[next]; one !== undefined && one.in.index < order; one = added[++next])
      steps.push(one);
    steps.push(step);
  }
  return { ...replay, steps: [...steps, ...added.slice(next)] };
}

function stepOf(replay: CallReplay, leg: Call, inCall: CallMessage): ShownStep {
  const { message, party, retransmissionOf } = inCall;
  const own = leg === replay.call;
  const tag = own ? leg.forks.find(({ responses }) => responses.includes(inCall.place))?.toTag : undefined;
  const fork = tag === undefined ? -1 : replay.forks.findIndex(({ toTag }) => toTag === tag);
  const sender = capital(nameOf(leg, party));
  const again = retransmissionOf === null ? '' : ' again';
  const title = `${sender} sends ${messageLabel(message)}${again}`;
  const meaning =
    message.parsed.kind === 'sip' ? meaningOf(message.parsed, nameOf(leg, otherParty(party))) : '';
  return {
    event: 'message',
    evidence: 'observed',
    in: message,
    fork: fork === -1 ? null : fork,
    title,
    message: meaning === '' ? title : `${title}: ${meaning}`,
    changes: [],
    foretold: null,
  };
}

/** Longer words of a header are not needed to know what it is about. */
const longest = 120;

/** What a message is there for, where its headers or its body say so in a word; else empty. */
function meaningOf(message: SipMessage, receiver: string): string {
  const status = statusOf(message);
  const header = (id: Parameters<typeof headerOf>[1]): string =>
    (headerOf(message, id)?.value.text ?? '').slice(0, longest);
  if (status !== null) {
    if (isChallenge(status)) return `${receiver} is asked for credentials`;
    return status >= 300 ? header('reason') || header('warning') : '';
  }
  const body = message.body === null ? '' : message.content.slice(message.body.start, message.body.end);
  switch (methodOf(message)) {
    case 'INFO': {
      const digit =
        /^[ \t]*Signal[ \t]*=[ \t]*([0-9A-D*#]{1,2})/im.exec(body) ?? /^([0-9A-D*#])$/i.exec(body.trim());
      return digit === null ? header('content-type') : `digit ${digit[1] ?? ''}`;
    }
    case 'REFER':
      return `to ${header('refer-to')}`;
    case 'NOTIFY': {
      const told = /^SIP\/2\.0 [^\r\n]{1,80}/.exec(body.trimStart())?.[0];
      return told === undefined ? header('event') : `${header('event')}, ${told.replace('SIP/2.0 ', '')}`;
    }
    case 'BYE':
    case 'CANCEL':
      return header('reason');
    case 'SUBSCRIBE':
    case 'PUBLISH':
      return header('event');
    case 'REGISTER':
      return header('expires') === '' ? '' : `for ${header('expires')} s`;
    default:
      return '';
  }
}
