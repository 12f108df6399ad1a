/** Tells of each call what its capture can and cannot show. */
import type { TraceMessage } from '../traces/message';
import type { EvidenceNote } from '../evidence/notes';
import { mediaHosts } from './leave';
import type { CallSessions } from './session';

/** @param calls in the order of the trace */
export function tellCapture(calls: readonly CallSessions[], notes: readonly EvidenceNote[]): void {
  if (notes.length === 0) return;
  for (const call of calls) {
    const hosts = hostsOf(call);
    const first = firstOf(call);
    if (first === null) continue;
    for (const note of notes) {
      if (note.hosts !== null && ![...note.hosts].some((host) => hosts.has(host))) continue;
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
