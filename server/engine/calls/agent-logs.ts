/**
 * What the logs of ICE agents tell by themselves: checks that a host did not send, and, where the trace has no
 * signalling to judge them by, that an agent gave up. Plain data, as events of a trunk are.
 */
import type { LoggedEnd, IceLogLine } from '../text/ice-log/line';
import type { TraceMessage } from '../traces/message';
import type { Happened } from './happened';

/** A check that the host of an agent did not send. */
export interface UnsentCheck extends Happened {
  readonly kind: 'unsent-check';
  readonly agent: string;
  /** Of the pair, as the log names them; null where it names none. */
  readonly from: string | null;
  readonly to: string | null;
  /** As the host says it: `Network is unreachable`. */
  readonly reason: string;
  /** Whether the agent comes through all the same, by another pair. */
  readonly isMended: boolean;
}

/** An agent that ends without a pair. */
export interface GivenUp extends Happened {
  readonly kind: 'given-up';
  readonly agent: string;
  /** Pairs that were checked, and how many of them were answered. */
  readonly checked: number;
  readonly answered: number;
  /** As its log says it. */
  readonly text: string;
}

export type AgentEvent = UnsentCheck | GivenUp;

interface Agent {
  /** Its checks, by their two ends. */
  readonly checked: Set<string>;
  readonly answered: Set<string>;
  /** Where checks were not sent to, and why: told once. */
  readonly unsent: Set<string>;
  last: IceLogLine | null;
  isDone: boolean;
}

interface Placed {
  readonly event: AgentEvent;
  readonly message: TraceMessage;
}

/** What the logs of a trace tell, in its order. */
export function agentEventsOf(messages: readonly TraceMessage[]): readonly Placed[] {
  const agents = new Map<string, Agent>();
  const found: { readonly agent: Agent; readonly message: TraceMessage; readonly log: IceLogLine }[] = [];
  const isSignalled = messages.some(({ record }) => record.kind !== 'packet');
  for (const message of messages) {
    // The tree of a message of another kind may not be there.
    if (message.record.kind !== 'packet') continue;
    const { parsed } = message;
    if (parsed.kind !== 'packet' || parsed.type !== 'log' || parsed.log === null) continue;
    const { log } = parsed;
    const name = `${log.program} ${log.agent}`;
    const agent = agents.get(name) ?? newAgent();
    agents.set(name, agent);
    if (take(agent, log, isSignalled)) found.push({ agent, message, log: withPair(log, agent.last) });
  }
  return found.map(({ agent, message, log }) => ({ message, event: eventOf(agent, message, log) }));
}

function newAgent(): Agent {
  return { checked: new Set(), answered: new Set(), unsent: new Set(), last: null, isDone: false };
}

/** Follows an agent; says whether the line is told of. */
function take(agent: Agent, log: IceLogLine, isSignalled: boolean): boolean {
  const pair = `${endText(log.local) ?? ''} ${endText(log.remote) ?? ''}`;
  switch (log.event) {
    case 'sent':
      agent.last = log;
      agent.checked.add(pair);
      return false;
    case 'state':
      if (log.state === 'succeeded') agent.answered.add(pair);
      return false;
    case 'response':
      if (log.code === 0) agent.answered.add(pair);
      return false;
    case 'completed':
      agent.isDone = true;
      return false;
    case 'send-failed': {
      const what = `${endText(agent.last?.remote ?? null) ?? ''} ${reasonOf(log)}`;
      if (agent.unsent.has(what)) return false;
      agent.unsent.add(what);
      return true;
    }
    case 'failed':
      if (isSignalled || agent.isDone) return false;
      agent.isDone = true;
      return true;
    default:
      return false;
  }
}

/** A line that names no pair speaks of the check that was sent last. */
function withPair(log: IceLogLine, last: IceLogLine | null): IceLogLine {
  return last === null || log.remote !== null ? log : { ...log, local: last.local, remote: last.remote };
}

function eventOf(agent: Agent, { record }: TraceMessage, log: IceLogLine): AgentEvent {
  const happened = {
    callId: '',
    place: 0,
    profile: 'rfc',
    micros: record.meta.time?.micros ?? null,
    agent: log.agent,
  } as const;
  if (log.event === 'send-failed')
    return {
      ...happened,
      kind: 'unsent-check',
      from: endText(log.local),
      to: endText(log.remote),
      reason: reasonOf(log),
      isMended: agent.answered.size > 0,
    };
  return {
    ...happened,
    kind: 'given-up',
    checked: agent.checked.size,
    answered: agent.answered.size,
    text: log.text,
  };
}

function reasonOf({ text }: IceLogLine): string {
  return text.slice(text.indexOf(':') + 1).trim();
}

function endText(end: LoggedEnd | null): string | null {
  if (end?.address === null || end === null) return null;
  return end.port === null ? end.address : `${end.address}:${end.port}`;
}
