/**
 * aioice's log, an ICE agent in Python. A pair is `CandidatePair(('192.0.2.1', 4000) -> ('192.0.2.2', 5000))`, the
 * agent `Connection(0)`.
 */
import { logLine, type IceLogLine, type LoggedEnd, type LoggedState } from './line';

const states: ReadonlyMap<string, LoggedState> = new Map([
  ['FROZEN', 'frozen'],
  ['WAITING', 'waiting'],
  ['IN_PROGRESS', 'in-progress'],
  ['SUCCEEDED', 'succeeded'],
  ['FAILED', 'failed'],
]);

const said = /\b(Connection\(\d{1,9}\)) (Check CandidatePair|ICE completed|ICE failed|Role conflict)/;
const pair =
  /^Check CandidatePair\(\('([^']{1,60})', (\d{1,5})\) -> \('([^']{1,60})', (\d{1,5})\)\) (?:State\.[A-Z_]{1,16} -> State\.([A-Z_]{1,16})|(nominating pair))$/;

/** Reads a line of aioice's log; null where it is none about ICE. */
export function readAioice(line: string): IceLogLine | null {
  const parts = said.exec(line);
  if (parts === null) return null;
  const [whole, agent = '', what = ''] = parts;
  const text = line.slice(parts.index + whole.length - what.length).trimEnd();
  switch (what) {
    case 'ICE completed':
    case 'ICE failed':
      return text === what
        ? logLine('aioice', agent, what === 'ICE failed' ? 'failed' : 'completed', text)
        : null;
    case 'Role conflict':
      return logLine('aioice', agent, 'role-conflict', text);
    default:
      return readPair(agent, text);
  }
}

function readPair(agent: string, text: string): IceLogLine | null {
  const parts = pair.exec(text);
  if (parts === null) return null;
  const [, localAddress, localPort, remoteAddress, remotePort, name, nominating] = parts;
  const ends = { local: end(localAddress, localPort), remote: end(remoteAddress, remotePort) };
  if (nominating !== undefined) return logLine('aioice', agent, 'nominating', text, ends);
  const state = states.get(name ?? '');
  return state === undefined ? null : logLine('aioice', agent, 'state', text, { ...ends, state });
}

function end(address = '', port = ''): LoggedEnd {
  return { address, port: Number(port) };
}
