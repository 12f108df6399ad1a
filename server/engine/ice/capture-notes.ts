/** Tells of each call what its capture can and cannot show. */
import { noteText, type EvidenceNote, type NoteId } from '../evidence/notes';
import type { TraceMessage } from '../traces/message';
import { mediaHosts } from './leave';
import type { CallReplay, Verdict } from './model';
import type { CallSessions } from './session';
import type { VerdictId } from './verdicts/ids';

/** What is to be known of the capture before anything is believed that is said of a call. */
export interface CaptureNote {
  readonly id: NoteId | 'capture-gap';
  /** A whole sentence without a full stop. */
  readonly message: string;
  /** Where it shows; null where it is of the whole trace. */
  readonly in: TraceMessage | null;
  /** Number of the packet that it speaks of; null where there is none. */
  readonly frame: number | null;
  /** By how many microseconds the clock of the capture leaps there; null where it does not. */
  readonly leap: number | null;
}

/** Verdicts that say nothing of the call, only of how it was captured. */
const captureVerdicts: ReadonlySet<VerdictId> = new Set<VerdictId>([
  'capture-clock',
  'capture-cut',
  'capture-duplicates',
  'capture-gap',
  'capture-one-way',
]);

/** Gives each call the verdicts on its capture. */
export function tellCapture(calls: readonly CallSessions[], notes: readonly EvidenceNote[]): void {
  for (const call of calls) {
    const first = firstOf(call);
    if (first === null) continue;
    for (const note of notesFor(call, notes)) {
      const place = { in: note.in ?? first, fork: null };
      switch (note.id) {
        case 'capture-clock':
        case 'capture-cut':
        case 'capture-duplicates':
        case 'capture-one-way':
          call.journal.verdict(note, place, JSON.stringify([note.in?.index ?? -1]));
          break;
        case 'capture-order':
        case 'capture-nat':
          break;
      }
    }
  }
}

/** The notes that concern a call, in the order in which they matter. */
export function notesFor(call: CallSessions, notes: readonly EvidenceNote[]): readonly EvidenceNote[] {
  if (notes.length === 0) return notes;
  const hosts = hostsOf(call);
  return notes.filter((note) => note.hosts === null || [...note.hosts].some((host) => hosts.has(host)));
}

/** What the capture shows of a call, in the order in which it matters. */
export function captureNotes({
  capture,
  verdicts,
}: Pick<CallReplay, 'capture' | 'verdicts'>): readonly CaptureNote[] {
  const gap = verdicts.find(({ id }) => id === 'capture-gap');
  const gaps =
    gap === undefined
      ? []
      : [
          {
            id: 'capture-gap',
            message: gap.message,
            in: gap.in,
            frame: gap.in.record.meta.frame ?? null,
            leap: null,
          } as const,
        ];
  return [...capture.map(noteOf), ...gaps];
}

/** A note with its words. */
export function noteOf(note: EvidenceNote): CaptureNote {
  return {
    id: note.id,
    message: noteText(note),
    in: note.in,
    // A leap may be at a packet of a stream, of which only the first stands in the trace.
    frame: 'frame' in note ? note.frame : (note.in?.record.meta.frame ?? null),
    leap: note.id === 'capture-clock' && note.what === 'leap' ? note.micros : null,
  };
}

/** Whether a verdict is of the call itself, not of how it was captured. */
export function isOfCall({ id }: Pick<Verdict, 'id'>): boolean {
  return !captureVerdicts.has(id);
}

function hostsOf(call: CallSessions): ReadonlySet<string> {
  const hosts = new Set<string>();
  for (const { message } of call.call?.messages ?? [])
    for (const end of [message.record.meta.source, message.record.meta.destination])
      if (end !== null) hosts.add(end.address);
  for (const { sessions } of call.forks)
    for (const session of sessions)
      for (const end of ['sbc', 'teams'] as const)
        for (const host of mediaHosts(session, end)) hosts.add(host);
  return hosts;
}

function firstOf({ call, transactions }: CallSessions): TraceMessage | null {
  return call?.messages[0]?.message ?? transactions[0]?.request ?? null;
}
