/** What a line of an ICE agent's log says, in words. */
import type { IceLogLine } from '../../text/ice-log/line';
import { addressText } from '../address';
import { otherEnd, type Address, type End, type StepEvent } from '../../../../shared/ice';
import type { Names } from '../verdicts/verdict';

export interface Logged extends Pick<IceLogLine, 'state' | 'code'> {
  readonly event: Exclude<IceLogLine['event'], 'pair'>;
  /** The end whose agent wrote the log; null where the line does not tell. */
  readonly writer: End | null;
  /** The pair's two ends; null where the line names none. */
  readonly ends: Readonly<Record<End, Address>> | null;
}

export function loggedEvent({ event, state, code }: Logged): StepEvent {
  switch (event) {
    case 'sent':
    case 'request':
    case 'nominating':
      return 'request';
    case 'state':
      return state === 'succeeded' ? 'success' : state === 'failed' ? 'error' : 'request';
    case 'response':
      return code === 0 ? 'success' : 'error';
    case 'rejected':
    case 'role-conflict':
    case 'send-failed':
      return 'error';
    case 'failed':
      return 'failed';
    default:
      return 'success';
  }
}

/** Stands behind "the log of … says". */
export function loggedText(logged: Logged, names: Names): string {
  const { event, code, writer, ends } = logged;
  const agent = writer === null ? 'the agent' : names[writer];
  const path = ends === null ? 'its pair' : pathText(ends, writer);
  const from = ends === null || writer === null ? '' : ` from ${addressText(ends[otherEnd(writer)])}`;
  switch (event) {
    case 'sent':
      return `${agent} checks ${path}`;
    case 'send-failed':
      return `the host of ${agent} does not send the check`;
    case 'request':
      return `a check came${from}`;
    case 'answered':
      return `${agent} answered a check${from}`;
    case 'state':
      return `the pair ${path} ${stateText(logged)}`;
    case 'response':
      return code === 0
        ? `${writer === null ? 'its peer' : names[otherEnd(writer)]} answered the check of ${path}`
        : `the check of ${path} failed${code === null ? '' : ` with ${code}`}`;
    case 'nominating':
      return `${agent} nominates ${path}`;
    case 'nominated':
      return `the pair ${path} was nominated`;
    case 'completed':
      return `ICE completed${ends === null ? '' : ` on ${path}`}`;
    case 'selected':
      return `${agent} sends media to ${path}`;
    case 'rejected':
      return `${agent} rejected a check${from} with ${code ?? 400}`;
    case 'failed':
      return 'ICE failed';
    case 'role-conflict':
      return 'both ends take themselves for the same role';
  }
}

function stateText({ state }: Logged): string {
  switch (state) {
    case 'succeeded':
      return 'succeeded';
    case 'in-progress':
      return 'is being checked';
    default:
      return `is ${state ?? 'in use'}`;
  }
}

function pathText(ends: Readonly<Record<End, Address>>, writer: End | null): string {
  const own = writer ?? 'teams';
  return `${addressText(ends[own])} to ${addressText(ends[otherEnd(own)])}`;
}
