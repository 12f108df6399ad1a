/** Lenses above messages: what is found in the call, and the way between offer and answer. */
import type { CodeLens } from 'vscode-languageserver-types';
import type { Finding } from '../engine/analysis/model';
import type { Answer, Body, Call, Exchange } from '../engine/calls/call';
import type { Span } from '../engine/basics/span';
import { inTrace, type TraceMessage } from '../engine/traces/message';
import { clientCommands } from '../../shared/protocol';
import { gatherInSlices } from './gather';
import { countsLabel, messageLabel, outcomeLabel } from './labels';
import { replayOfCall } from './replay-view/replays';
import { endingOf } from './replay-view/verdicts';
import { rangeOf, type TraceView } from './view';

export function* provideCodeLenses(view: TraceView): Generator<void, CodeLens[]> {
  if (!view.settings.codeLens.enabled) return [];
  const firstFindings = new Map<string, Finding>();
  for (const finding of view.analysis.findings) {
    if (!firstFindings.has(finding.call.key)) firstFindings.set(finding.call.key, finding);
  }
  return yield* gatherInSlices(view.analysis.trace.calls, (call) => [
    ...callLens(view, call, firstFindings.get(call.key)),
    ...call.exchanges.flatMap((exchange) => exchangeLenses(view, call, exchange)),
  ]);
}

function callLens(view: TraceView, call: Call, finding: Finding | undefined): readonly CodeLens[] {
  const first = call.messages[0]?.message;
  const counts = view.analysis.callCounts.get(call);
  if (first === undefined || counts === undefined) return [];
  const what = call.kind === 'sdp' ? 'in this description' : 'in this call';
  const title = [`${countsLabel(counts)} ${what}`, outcomeLabel(call), call.profile.name]
    .filter((part) => part !== '')
    .join(' · ');
  return [
    lens(view, first, title, finding === undefined ? null : finding.range),
    ...panelLens(view, call, first),
  ];
}

/** The way to the call's panel, with how its ICE ended where packets tell it: replaying others is not worth a lens. */
function panelLens(view: TraceView, call: Call, first: TraceMessage): readonly CodeLens[] {
  if (call.kind !== 'call' || call.bodies.length === 0) return [];
  const replay = view.analysis.replays === null ? null : replayOfCall(view, call);
  const ending = replay === null ? '' : endingOf(replay);
  return [
    {
      range: rangeOf(view, startOf(first)),
      command: {
        title: ending === '' ? 'open the call' : `${ending} · open the call`,
        command: clientCommands.openCall,
        arguments: [view.uri, call.key],
      },
    },
  ];
}

function exchangeLenses(view: TraceView, call: Call, exchange: Exchange): readonly CodeLens[] {
  const offer = carrier(call, exchange.offer);
  if (offer === null) return [];
  const toAnswers = exchange.answers.flatMap((answer) => {
    const message = carrier(call, answer.body);
    return message === null ? [] : [lens(view, offer, answerTitle(exchange, answer), startOf(message))];
  });
  const toOffer = exchange.answers.flatMap((answer) => {
    const message = carrier(call, answer.body);
    return message === null
      ? []
      : [lens(view, message, `offer of this answer: ${messageLabel(offer)}`, startOf(offer))];
  });
  return [...toAnswers, ...toOffer];
}

function answerTitle(exchange: Exchange, answer: Answer): string {
  const status = answer.status === null ? '' : ` in ${answer.status}`;
  const forks = new Set(exchange.answers.map(({ body }) => body.toTag)).size;
  const fork = forks > 1 && answer.body.toTag !== null ? `, fork ${answer.body.toTag.slice(0, 12)}` : '';
  return `answer of this offer${status}${fork}`;
}

function carrier(call: Call, body: Body): TraceMessage | null {
  return call.messages[body.place]?.message ?? null;
}

/** A lens above a message; it shows a place of the trace, or nothing where there is none to show. */
function lens(view: TraceView, at: TraceMessage, title: string, target: Span | null): CodeLens {
  const range = rangeOf(view, startOf(at));
  return {
    range,
    command:
      target === null
        ? { title, command: '' }
        : { title, command: clientCommands.reveal, arguments: [view.uri, rangeOf(view, target)] },
  };
}

function startOf(message: TraceMessage): Span {
  const { parsed } = message;
  return inTrace(message, parsed.kind === 'sip' ? parsed.startLine : { start: 0, end: 0 });
}
