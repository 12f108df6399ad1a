/** Short names of messages, calls and times, as outline, lenses and hints show them. */
import { plural } from '../../shared/words';
import type { Call } from '../engine/calls/call';
import { parseUri } from '../engine/sip/uri';
import { methodOf } from '../engine/sip/values';
import { endpointText } from '../engine/text/endpoint';
import { toIso } from '../../shared/times';
import type { TraceMessage } from '../engine/traces/message';

/** `INVITE`, `183 Session Progress (INVITE)`, `SDP`. */
export function messageLabel({ parsed }: TraceMessage): string {
  if (parsed.kind === 'sdp') return parsed.sdp.fragment ? 'SDP excerpt' : 'SDP';
  if (parsed.kind === 'packet') return parsed.title;
  const { startLine } = parsed;
  if (startLine.kind === 'request') return startLine.method.text;
  return `${startLine.code.text} ${startLine.phrase.text} (${methodOf(parsed)})`.replace(/\s+/g, ' ');
}

/** The same where there is little room: a response to the INVITE does not name it. */
export function shortLabel(message: TraceMessage): string {
  const { parsed } = message;
  if (parsed.kind !== 'sip' || parsed.startLine.kind === 'request' || methodOf(parsed) !== 'INVITE')
    return messageLabel(message);
  const { code, phrase } = parsed.startLine;
  return `${code.text} ${phrase.text}`.replace(/\s+/g, ' ').trimEnd();
}

/** `10:00:00.123  192.0.2.1:5060 → 198.51.100.5:5060`, as far as the trace tells. */
export function pathLabel(message: TraceMessage): string {
  const { time } = message.record.meta;
  return [time === null ? '' : clock(time.micros), endsLabel(message)]
    .filter((part) => part !== '')
    .join('  ');
}

/** `192.0.2.1:5060 → 198.51.100.5:5060`; empty where the trace tells neither. */
export function endsLabel({ record: { meta } }: TraceMessage): string {
  if (meta.source === null && meta.destination === null) return '';
  return `${endpointText(meta.source)} → ${endpointText(meta.destination)}`;
}

/** `+12065550100 → +14255550199`; the host where a URI has no user. */
export function callLabel(call: Call): string {
  if (call.kind === 'sdp') return 'SDP';
  return `${userOf(call.from)} → ${userOf(call.to)}`;
}

/** `answered 200`; for what is no call, nothing. */
export function outcomeLabel(call: Call): string {
  if (call.kind !== 'call') return '';
  return call.status === null ? call.outcome : `${call.outcome} ${call.status}`;
}

/** The user of a URI, else its host, else all of it. */
export function userOf(uri: string): string {
  const { user, host } = parseUri(uri, 0, uri.length);
  return user?.text ?? (host.text === '' ? uri : host.text);
}

/** `3 errors, 1 warning`; `no findings` where there are none. */
export function countsLabel(counts: {
  readonly error: number;
  readonly warning: number;
  readonly info: number;
}): string {
  const parts = [
    plural(counts.error, 'error'),
    plural(counts.warning, 'warning'),
    plural(counts.info, 'note'),
  ].filter((part) => !part.startsWith('0 '));
  return parts.length === 0 ? 'no findings' : parts.join(', ');
}

/** Microseconds as time of day, to the millisecond. */
function clock(micros: number): string {
  return toIso({ micros, date: 'full' })?.slice(11, 23) ?? '';
}
