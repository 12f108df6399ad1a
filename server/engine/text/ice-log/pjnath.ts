/**
 * PJNATH's log, as PJSUA and Asterisk print it: a time, the agent's name, dots for how deep the call is, what happened.
 * A pair is `0: [1] 192.0.2.1:4000-->192.0.2.2:5000`: its place, component and two ends.
 */
import { loggedEnd, logLine, numberOf, type IceLogLine, type LoggedState } from './line';

const states: ReadonlyMap<string, LoggedState> = new Map([
  ['Frozen', 'frozen'],
  ['Waiting', 'waiting'],
  ['In Progress', 'in-progress'],
  ['Succeeded', 'succeeded'],
  ['Failed', 'failed'],
]);

const changed =
  /^Check \d{1,4}: \[(\d{1,3})\] (\S{1,60})-->(\S{1,60}): state changed from [A-Z][A-Za-z ]{3,12} to ([A-Z][A-Za-z ]{3,12})$/;
const checked =
  /^Check \d{1,4}: \[(\d{1,3})\] (\S{1,60})-->(\S{1,60}) \((not )?nominated\): connectivity check (SUCCESS|FAILED)(?:: (.{1,160}))?$/;
const sending = /^Sending connectivity check for check \d{1,4}: \[(\d{1,3})\] (\S{1,60})-->(\S{1,60})$/;
/** The agent says so itself, and its STUN session before it. */
const unsent = /^Error sending STUN request: .{1,120}$/;
const complete = /^ICE process complete, status=(.{1,160})$/;
const ended = /^ICE negotiation (success|failed) after \d{1,6}s?:\d{1,3}s?(?:: .{1,160})?$/;
const selected =
  /^Comp (\d{1,3}): sending from [a-z ]{1,24} candidate (\S{1,60}) to [a-z ]{1,24} candidate (\S{1,60})$/;
const role = /^Changing role because of ICE-CONTROLL(?:ED|ING) attribute/;

/** How its sentences begin. */
const beginnings = [
  'Check ',
  'Sending connectivity check',
  'Error sending STUN request',
  'ICE process',
  'ICE negotiation',
  'Comp ',
  'Changing role',
];

/** Reads a line of PJNATH's log; null where it is none about ICE. */
export function readPjnath(line: string): IceLogLine | null {
  for (const beginning of beginnings) {
    const at = line.indexOf(beginning);
    if (at <= 0) continue;
    const agent = agentBefore(line, at);
    const told = agent === null ? null : read(agent, line.slice(at).trimEnd());
    if (told !== null) return told;
  }
  return null;
}

function read(agent: string, text: string): IceLogLine | null {
  const change = changed.exec(text);
  if (change !== null) {
    const state = states.get(change[4] ?? '');
    return state === undefined ? null : logLine('pjnath', agent, 'state', text, { ...pairOf(change), state });
  }
  const result = checked.exec(text);
  if (result !== null) {
    const event = result[5] === 'SUCCESS' ? (result[4] === undefined ? 'nominated' : 'response') : 'response';
    const code = result[5] === 'SUCCESS' ? 0 : codeIn(result[6] ?? '');
    return logLine('pjnath', agent, event, text, { ...pairOf(result), code });
  }
  const send = sending.exec(text);
  if (send !== null) return logLine('pjnath', agent, 'sent', text, pairOf(send));
  if (unsent.test(text)) return agent.startsWith('ic') ? logLine('pjnath', agent, 'send-failed', text) : null;
  const end = complete.exec(text);
  if (end !== null) return logLine('pjnath', agent, end[1] === 'Success' ? 'completed' : 'failed', text);
  const over = ended.exec(text);
  if (over !== null) return logLine('pjnath', agent, over[1] === 'success' ? 'completed' : 'failed', text);
  const chosen = selected.exec(text);
  if (chosen !== null) return logLine('pjnath', agent, 'selected', text, pairOf(chosen));
  return role.test(text) ? logLine('pjnath', agent, 'role-conflict', text) : null;
}

function pairOf([, component, local, remote]: RegExpExecArray): Partial<IceLogLine> {
  return { component: numberOf(component), local: loggedEnd(local), remote: loggedEnd(remote) };
}

/** PJSIP numbers STUN's errors from 370000. */
function codeIn(reason: string): number | null {
  const code = /\b370([3-6]\d\d)\b/.exec(reason)?.[1];
  if (code !== undefined) return Number(code);
  if (/unauthori[sz]ed/i.test(reason)) return 401;
  return /role conflict/i.test(reason) ? 487 : null;
}

/** The agent's name: the word before a sentence, apart from dots and marks. */
function agentBefore(line: string, at: number): string | null {
  let end = at;
  while (end > 0 && ' .!\t'.includes(line.charAt(end - 1))) end--;
  let start = end;
  while (start > 0 && end - start < 64 && !' \t'.includes(line.charAt(start - 1))) start--;
  const name = line.slice(start, end);
  return /^[A-Za-z_][\w.]{2,40}$/.test(name) ? name : null;
}
