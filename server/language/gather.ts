/** Things shown of all of a trace: gathered in slices, or a long one would hold up whoever types. */

/** Things looked at between two slices. */
const perSlice = 20;

/** What each of many things shows, in their order; yields between slices of a few milliseconds. */
export function* gatherInSlices<Thing, Shown>(
  things: readonly Thing[],
  shownOf: (thing: Thing) => readonly Shown[],
): Generator<void, Shown[]> {
  const all: Shown[] = [];
  for (const [place, thing] of things.entries()) {
    if (place % perSlice === perSlice - 1) yield;
    for (const shown of shownOf(thing)) all.push(shown);
  }
  return all;
}
