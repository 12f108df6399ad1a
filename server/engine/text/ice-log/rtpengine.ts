/**
 * rtpengine's log. In brackets stands the Call-ID, with the local port where a packet came: `[a@b port 30000]`, or with
 * a tag and the number of the m-line: `[a@b/tag/1]`. It names a pair by the foundations of its two candidates and the
 * component: `own:peer's:1`.
 */
import { loggedEnd, logLine, numberOf, type IceLogEvent, type IceLogLine } from './line';

interface Sentence {
  readonly form: RegExp;
  readonly event: IceLogEvent;
  readonly rest?: (parts: RegExpExecArray) => Partial<IceLogLine>;
}

const sentences: readonly Sentence[] = [
  {
    form: /^Successful STUN binding request from (\S{1,60})$/,
    event: 'answered',
    rest: ([, from]) => ({ remote: loggedEnd(from) }),
  },
  {
    form: /^ICE pair ([^\s:]{1,64}):([^\s:]{1,64}):(\d{1,3}) has been nominated by peer$/,
    event: 'nominated',
    rest: pairOf,
  },
  {
    form: /^ICE completed, using pair ([^\s:]{1,64}):([^\s:]{1,64}):(\d{1,3})$/,
    event: 'completed',
    rest: pairOf,
  },
  {
    form: /^ICE negotiated: (?:new )?peer for component (\d{1,3}) is (\S{1,60})$/,
    event: 'selected',
    rest: ([, component, peer]) => ({ component: numberOf(component), remote: loggedEnd(peer) }),
  },
  {
    form: /^Created candidate pair ([^\s:]{1,64}):([^\s:]{1,64}):(\d{1,3}) between (\S{1,60}) and (\S{1,60}), type \w{1,10}$/,
    event: 'pair',
    rest: pairOf,
  },
  {
    form: /^Sending ICE\/STUN request for candidate pair ([^\s:]{1,64}):([^\s:]{1,64}):(\d{1,3}) from (\S{1,60}) to (\S{1,60})$/,
    event: 'sent',
    rest: pairOf,
  },
  {
    form: /^Sending nominating ICE\/STUN request for candidate pair ([^\s:]{1,64}):([^\s:]{1,64}):(\d{1,3}) from (\S{1,60}) to (\S{1,60})$/,
    event: 'nominating',
    rest: pairOf,
  },
  {
    form: /^Received ICE\/STUN response code (\d{1,3}) for candidate pair ([^\s:]{1,64}):([^\s:]{1,64}):(\d{1,3}) from (\S{1,60}) to (\S{1,60})$/,
    event: 'response',
    rest: ([whole, code, own, peer, component, from, to]) => ({
      ...pairOf([whole, own, peer, component, to, from]),
      code: numberOf(code),
    }),
  },
  {
    form: /^Received ICE\/STUN request from (\S{1,60}) on (\S{1,60})$/,
    event: 'request',
    rest: ([, from, on]) => ({ remote: loggedEnd(from), local: loggedEnd(on) }),
  },
  {
    form: /^Setting ICE candidate pair ([^\s:]{1,64}):([^\s:]{1,64}):(\d{1,3}) as succeeded$/,
    event: 'state',
    rest: (parts) => ({ ...pairOf(parts), state: 'succeeded' }),
  },
  {
    form: /^Setting ICE candidate pair ([^\s:]{1,64}):([^\s:]{1,64}):(\d{1,3}) as failed$/,
    event: 'state',
    rest: (parts) => ({ ...pairOf(parts), state: 'failed' }),
  },
  { form: /^STUN authentication mismatch from (\S{1,60})$/, event: 'rejected', rest: rejected(401) },
  { form: /^Received invalid STUN packet from (\S{1,60}): .{1,80}$/, event: 'rejected', rest: rejected(400) },
  {
    form: /^STUN packet contained unknown "comprehension required" attribute\(s\) from (\S{1,60})$/,
    event: 'rejected',
    rest: rejected(420),
  },
  { form: /^ICE role conflict detected$/, event: 'role-conflict', rest: () => ({ code: 487 }) },
];

/** Reads a line of rtpengine's log; null where it is none about ICE. */
export function readRtpengine(line: string): IceLogLine | null {
  // What is in brackets first may be the process; a Call-ID and IPv6 addresses may have brackets as well.
  for (let close = line.indexOf(']'); close !== -1; close = line.indexOf(']', close + 1)) {
    const told = behindToken(line, close + 1);
    const sentence = told === null ? null : sentenceOf(told);
    if (told === null || sentence === null) continue;
    const token = line.slice(line.lastIndexOf('[', close) + 1, close);
    const { id, port } = tokenOf(token);
    if (id === '') return null;
    const { event, rest } = sentence;
    const ends = { local: null, ...rest };
    const local =
      port === null ? ends.local : { address: ends.local?.address ?? null, port: ends.local?.port ?? port };
    return logLine('rtpengine', id, event, told, { ...rest, callId: id, local });
  }
  return null;
}

/** What stands behind the token's bracket and the name of a subsystem; null where nothing is said there. */
function behindToken(line: string, from: number): string | null {
  const rest = /^:? (?:\[[a-z]{1,12}\] )?(?=[A-Z])/.exec(line.slice(from, from + 24));
  return rest === null ? null : line.slice(from + rest[0].length).trimEnd();
}

function sentenceOf(
  told: string,
): { readonly event: IceLogEvent; readonly rest: Partial<IceLogLine> } | null {
  for (const { form, event, rest } of sentences) {
    const parts = form.exec(told);
    if (parts !== null) return { event, rest: rest?.(parts) ?? {} };
  }
  return null;
}

function tokenOf(token: string): { readonly id: string; readonly port: number | null } {
  const parts = /^(\S{1,256}) port {1,4}(\d{1,5})$/.exec(token);
  return parts === null
    ? { id: /^\S{1,256}$/.test(token) ? token : '', port: null }
    : { id: parts[1] ?? '', port: numberOf(parts[2]) };
}

/** The parts of a pair's name, and its two ends where they follow: whole, own, peer's, component, from, to. */
function pairOf([, local = '', remote = '', component, from, to]: readonly (
  string | undefined
)[]): Partial<IceLogLine> {
  return {
    foundations: { local, remote },
    component: numberOf(component),
    ...(from === undefined ? {} : { local: loggedEnd(from) }),
    ...(to === undefined ? {} : { remote: loggedEnd(to) }),
  };
}

function rejected(code: number): (parts: RegExpExecArray) => Partial<IceLogLine> {
  return ([, from]) => ({ remote: loggedEnd(from), code });
}
