/** How the ICE of what one side says of itself changes: credentials and candidates. */
import type { Body } from '../../calls/call';
import { changeText } from '../changed-values';
import type { Candidate } from '../../sdp/candidate';
import { candidatesOf, effectiveAttribute, isRejected } from '../../sdp/query';
import type { AttributeLine, MediaSection } from '../../sdp/sdp';
import type { Span } from '../../basics/span';

/** What differs in the ICE of two descriptions of one sender. */
export function iceChangesBetween(before: Body, said: Body): readonly IceChange[] {
  if (repeats(before, said)) return [];
  const changes = said.sdp.media.flatMap((after) => {
    const early = before.sdp.media[after.index];
    if (early === undefined || isRejected(after) || isRejected(early)) return [];
    return changesOf(before, early, said, after);
  });
  // Credentials of the session are seen once for every stream.
  const starts = changes.map(({ at }) => at.start);
  return changes.filter(({ at }, place) => starts.indexOf(at.start) === place);
}

export interface IceChange {
  readonly at: Span;
  readonly was: Span;
  readonly what: string;
}

/** Whether one description is another one to the letter: most answers that a call gives again are. */
export function repeats(before: Body, said: Body): boolean {
  return (
    before.content.slice(before.sdp.start, before.sdp.end) ===
    said.content.slice(said.sdp.start, said.sdp.end)
  );
}

function changesOf(early: Body, before: MediaSection, late: Body, after: MediaSection): readonly IceChange[] {
  const changes = [
    { name: 'ice-ufrag', what: 'has another ICE ufrag', isSecret: false },
    { name: 'ice-pwd', what: 'has another ICE password', isSecret: true },
  ].flatMap(({ name, what, isSecret }): readonly IceChange[] => {
    const old = effectiveAttribute(early.sdp, before, name);
    const now = effectiveAttribute(late.sdp, after, name);
    if (valueOf(old) === valueOf(now)) return [];
    const values = changeText(valueOf(old), valueOf(now), isSecret);
    return [{ at: placeOf(now, after), was: placeOf(old, before), what: `${what}${values}` }];
  });
  const candidates = candidateChange(before, after);
  return candidates === null ? changes : [...changes, candidates];
}

/** The value of an attribute; null where it is not there. */
export function valueOf(line: AttributeLine | null): string | null {
  return line?.attribute.value?.text.trim() ?? null;
}

function placeOf(line: AttributeLine | null, media: MediaSection): Span {
  return line?.attribute.value ?? line ?? media.line;
}

/** The first candidate that came or went. Foundation and priority may change: the address is what was checked. */
function candidateChange(before: MediaSection, after: MediaSection): IceChange | null {
  const old = candidatesOf(before);
  const now = candidatesOf(after);
  // A line that cannot be read is told by ice-candidate-syntax.
  if (![...old, ...now].every(isComparable)) return null;
  const oldKeys = new Set(old.map(keyOf));
  const nowKeys = new Set(now.map(keyOf));
  const added = now.find((candidate) => !oldKeys.has(keyOf(candidate)));
  const lost = old.find((candidate) => !nowKeys.has(keyOf(candidate)));
  if (added === undefined && lost === undefined) return null;
  return {
    at: added === undefined ? after.line : { start: added.address.start, end: added.port.end },
    was: lost === undefined ? before.line : { start: lost.address.start, end: lost.port.end },
    what:
      (added === undefined ? 'has fewer ICE candidates' : 'has other ICE candidates') +
      changeText(placeText(lost), placeText(added), false),
  };
}

function placeText(candidate: Candidate | undefined): string | null {
  return candidate === undefined ? null : `${candidate.address.text}:${candidate.port.text}`;
}

function isComparable({ componentValue, portValue, address }: Candidate): boolean {
  return componentValue !== null && portValue !== null && address.text !== '';
}

function keyOf({ componentValue, transport, address, portValue }: Candidate): string {
  const parts = [String(componentValue), transport.text, address.text, String(portValue)];
  return parts.join(' ').toLowerCase();
}
