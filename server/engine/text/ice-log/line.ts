/** What a line of an ICE agent's log tells: the same small tree whatever the program. */
import { parseEndpoint } from '../endpoint';

export type IceProgram = 'rtpengine' | 'pjnath' | 'aioice';

/** Of a pair, where the log names one. RFC 8445 §6.1.2.6 */
export type LoggedState = 'frozen' | 'waiting' | 'in-progress' | 'succeeded' | 'failed';

/**
 * `pair`: a pair came into being. `state`: it changed to {@link IceLogLine.state}. `sent`: a check went out.
 * `send-failed`: the host refused to send the last one.
 * `request`: a check came. `answered`: a check came and got a success response. `rejected`: a check came and got
 * the error {@link IceLogLine.code}. `response`: a response came, {@link IceLogLine.code} or 0 for success.
 * `nominating`: the agent nominates a pair. `nominated`: its peer did, or it has. `selected`: where media goes.
 * `completed`, `failed`: the agent is done. `role-conflict`: both ends take themselves for the same role.
 */
export type IceLogEvent =
  | 'pair'
  | 'state'
  | 'sent'
  | 'send-failed'
  | 'request'
  | 'answered'
  | 'rejected'
  | 'response'
  | 'nominating'
  | 'nominated'
  | 'selected'
  | 'completed'
  | 'failed'
  | 'role-conflict';

/** An address of which a log may leave out either part. */
export interface LoggedEnd {
  readonly address: string | null;
  readonly port: number | null;
}

export interface IceLogLine {
  readonly program: IceProgram;
  /** What the log calls the agent: a Call-ID, `icetp00`, `Connection(0)`. */
  readonly agent: string;
  readonly event: IceLogEvent;
  /** What stands where rtpengine prints the Call-ID; a tag and a number may follow it. */
  readonly callId: string | null;
  /** The end of the pair that the agent holds. */
  readonly local: LoggedEnd | null;
  readonly remote: LoggedEnd | null;
  /** Foundations of the pair's candidates, by which rtpengine names it. */
  readonly foundations: { readonly local: string; readonly remote: string } | null;
  readonly component: number | null;
  readonly state: LoggedState | null;
  /** STUN's error code. */
  readonly code: number | null;
  /** What the log says, without what stands before it on the line. */
  readonly text: string;
}

/** A line that names nothing but its agent and what happened. */
export function logLine(
  program: IceProgram,
  agent: string,
  event: IceLogEvent,
  text: string,
  rest: Partial<IceLogLine> = {},
): IceLogLine {
  return {
    program,
    agent,
    event,
    callId: null,
    local: null,
    remote: null,
    foundations: null,
    component: null,
    state: null,
    code: null,
    text,
    ...rest,
  };
}

/** Reads `192.0.2.1:4000`, `[2001:db8::1]:4000`, or an address alone. */
export function loggedEnd(text: string | undefined): LoggedEnd | null {
  if (text === undefined) return null;
  // An IPv6 address alone has colons, but no port.
  if (!text.startsWith('[') && text.indexOf(':') !== text.lastIndexOf(':'))
    return { address: text, port: null };
  return parseEndpoint(text);
}

/** The number of digits that a log prints for a component, a code or a port; null where there are none. */
export function numberOf(digits: string | undefined): number | null {
  return digits === undefined ? null : Number(digits);
}
