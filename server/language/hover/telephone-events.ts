/** The list of events of `telephone-event` in words: `digits 0–9, *, #, A–D`. */
import { EVENT_GROUPS } from '../knowledge/telephone-events';
import { code } from '../markdown';

/** The event numbers are octets. */
const lastEvent = 255;
/** More of a group are told by their range. */
const mostNamed = 3;

/** @param events such as `0-15,32-35,66` */
export function eventWords(events: string): string {
  const known = new Set<number>();
  const other: string[] = [];
  for (const part of events.slice(0, 200).split(',')) {
    const match = /^\s*(\d{1,3})(?:-(\d{1,3}))?\s*$/.exec(part);
    const first = Number(match?.[1]);
    const last = Number(match?.[2] ?? match?.[1]);
    if (match === null || first > last || last > lastEvent) other.push(code(part));
    else for (let event = first; event <= last; event++) known.add(event);
  }
  const words = EVENT_GROUPS.flatMap(({ from, to, name, names }) => {
    const runs = runsOf(known, from, to);
    for (let event = from; event <= to; event++) known.delete(event);
    return runs.length === 0 ? [] : [groupWords(runs, name, names, from)];
  });
  const unnamed = runsOf(known, 0, lastEvent).map(rangeText);
  return [...words, ...unnamed.map((range) => `${range} (not assigned)`), ...other].join(', ');
}

type Run = readonly [first: number, last: number];

function groupWords(runs: readonly Run[], name: string, names: readonly string[], from: number): string {
  const nameOf = (event: number): string => names[event - from] ?? String(event);
  if (names.every(({ length }) => length === 1) && names.length > 0) {
    const keys = runs.map(([first, last]) => {
      const [one, other] = [nameOf(first), nameOf(last)].map((key) => (/[*#]/.test(key) ? code(key) : key));
      return first === last ? one : last === first + 1 ? `${one}, ${other}` : `${one}–${other}`;
    });
    return `${name === 'digits' ? 'digits ' : ''}${keys.join(', ')}`;
  }
  const count = runs.reduce((sum, [first, last]) => sum + last - first + 1, 0);
  if (names.length === 0 || count > mostNamed) return `${runs.map(rangeText).join(', ')} (${name})`;
  return runs
    .flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, index) => first + index))
    .map((event) => (names.length === 1 ? nameOf(event) : `${event} (${nameOf(event)})`))
    .join(', ');
}

function rangeText([first, last]: Run): string {
  return first === last ? String(first) : `${first}–${last}`;
}

function runsOf(known: ReadonlySet<number>, from: number, to: number): readonly Run[] {
  const runs: [number, number][] = [];
  for (let event = from; event <= to; event++) {
    if (!known.has(event)) continue;
    const run = runs.at(-1);
    if (run !== undefined && run[1] === event - 1) run[1] = event;
    else runs.push([event, event]);
  }
  return runs;
}
