/** The line of a block of RTP that tells of key presses (RFC 4733), as docs/trace-text.md has it. */
import { eventDefects, type EventDefect, type TelephoneEvents } from '../../rtp/telephone-events';

/** Key presses of one payload type. */
export interface EventsLine {
  readonly payloadType: number;
  readonly events: TelephoneEvents;
}

/** How the line begins. */
export const eventsMark = 'events of payload type ';

/** How the line of a payload type begins. */
export function eventsOf(payloadType: number): string {
  return `${eventsMark}${payloadType}:`;
}

const words: Readonly<Record<EventDefect, string>> = {
  notWhole: 'not whole',
  withoutMarker: 'without marker',
  markedAgain: 'marked again',
  timestampMoves: 'with a moving timestamp',
  durationFalls: 'with a falling duration',
  withoutEnd: 'without end',
  fewEnds: 'with fewer than three ends',
};

/** Writes the line, without a line end. */
export function writeEventsLine({ payloadType, events }: EventsLine): string {
  return [
    `${eventsOf(payloadType)} ${events.events} seen`,
    ...(events.encrypted ? ['encrypted'] : []),
    ...eventDefects.flatMap((defect) => (events[defect] === 0 ? [] : [`${events[defect]} ${words[defect]}`])),
  ].join(', ');
}

/** Reads the line; null where it is none. What it does not tell is none of them. */
export function readEventsLine(line: string): EventsLine | null {
  const [head = '', ...parts] = line.split(', ', eventDefects.length + 2);
  const [, payloadType, events] = /^events of payload type (\d{1,3}): (\d{1,9}) seen$/.exec(head) ?? [];
  if (events === undefined || payloadType === undefined) return null;
  const count = (defect: EventDefect): number => {
    const told = parts.find((part) => part.endsWith(` ${words[defect]}`));
    const digits = told?.slice(0, -words[defect].length - 1) ?? '';
    return /^\d{1,9}$/.test(digits) ? Number(digits) : 0;
  };
  const counted: TelephoneEvents = {
    events: Number(events),
    encrypted: parts.includes('encrypted'),
    notWhole: count('notWhole'),
    withoutMarker: count('withoutMarker'),
    markedAgain: count('markedAgain'),
    timestampMoves: count('timestampMoves'),
    durationFalls: count('durationFalls'),
    withoutEnd: count('withoutEnd'),
    fewEnds: count('fewEnds'),
  };
  return { payloadType: Number(payloadType), events: counted };
}
