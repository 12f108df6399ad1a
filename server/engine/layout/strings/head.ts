/**
 * The line that stands above a message which was taken out of a string: what the fields beside it tell of it, the time
 * first. It is written as logs write it, and read like any other line above a message.
 */
import type { Field } from './fields';

/** Names of fields that may tell of a message when, which way, from where and to where; what it is. */
const telling =
  /src|source|dst|dest|from|\bto(?:\b|_?ip)|\bip\b|addr|port|host|peer|remote|local|dir|proto|transport|type|command|event|action/i;
/** The same of its time, the surest first. */
const times: readonly RegExp[] = [
  /^(?:@?timestamp|_?time|ts|date|datetime)$/i,
  /(?:^|[._])(?:@?timestamp|_?time|ts|date|datetime)$/i,
  /epoch|captured?_?(?:at|time)|received_?(?:at|time)|event_?time|realtime_timestamp|log_?time/i,
  /time|date/i,
];
const MAX_HEAD = 560;

/** Numbers of IANA's registry of protocols, as packets name them. */
const protocols: Readonly<Record<string, string>> = { '6': 'TCP', '17': 'UDP', '132': 'SCTP' };

/** A line without its end; empty where the fields tell nothing. */
export function headLine(fields: readonly Field[]): string {
  const time = timeOf(fields);
  let head = time?.text ?? '';
  for (const { name, value } of fields) {
    if (time?.names.includes(name) === true || !telling.test(name) || /[\r\n]/.test(value)) continue;
    const shown = /proto|transport/i.test(name) ? (protocols[value] ?? value) : value;
    const pair = `${head === '' ? '' : ' '}${name}=${shown}`;
    if (head.length + pair.length <= MAX_HEAD) head += pair;
  }
  return head;
}

interface ToldTime {
  readonly text: string;
  readonly names: readonly string[];
}

function timeOf(fields: readonly Field[]): ToldTime | null {
  const seconds = fields.find(({ name }) => /(?:^|\.)time_?sec(?:onds)?$/i.test(name));
  const rest = fields.find(({ name }) => /(?:^|\.)time_?us(?:ec(?:onds)?)?$/i.test(name));
  const told = times.flatMap((name) =>
    fields.filter((each) => name.test(each.name) && /\d:\d\d|^\d{10,19}(?:\.\d+)?$/.test(each.value)),
  );
  // Of a moment that is told twice, what tells it to less than a second.
  const found = seconds ?? told.find(({ value }) => /[.,]\d{3}|^\d{13,}$/.test(value)) ?? told[0];
  if (found === undefined) return null;
  // HEP, as Homer stores it, and Kamailio count in two fields.
  const isParted = rest !== undefined && /^\d{1,6}$/.test(rest.value) && /^\d+$|:\d\d$/.test(found.value);
  return isParted
    ? { text: `${found.value}.${rest.value.padStart(6, '0')}`, names: [found.name, rest.name] }
    : { text: found.value, names: [found.name] };
}
