/**
 * The stage before all formats: it undoes what a mail, a web page, a terminal or an editor has done to the layout of a text,
 * so that every later stage reads clean lines. What it gives is a {@link Content}: the clean text, and the map that leads
 * each of its characters back to the file. `traces/read.ts` reads the clean text and puts all places back into the file; no
 * format, parser or rule knows of the damage, but a message whose octets are uncertain is marked (`TextRecord.mended`).
 */
import { compose, type Content } from '../basics/content';
import { toTrace } from '../basics/span';
import { plural, sentence } from '../../../shared/words';
import { Margins } from './margin';
import type { Mender } from './mender';
import { mayHoldSip } from './signs';

/** What was repaired in a text. */
export interface Repair {
  /** As in {@link Mender.what}. */
  readonly what: string;
  /** Where, in offsets of the file's text, rising. */
  readonly places: readonly number[];
}

export interface Repaired {
  readonly content: Content;
  readonly repairs: readonly Repair[];
  /** Places, in offsets of the file's text and rising, at which octets were changed of which the file does not tell what they were. */
  readonly uncertain: readonly number[];
}

/** The text as it was before its layout was spoiled; null where nothing is to be repaired. */
export function repairLayout(text: string, menders: readonly Mender[]): Repaired | null {
  if (!mayHoldSip(text)) return null;
  let content: Content | null = null;
  const repairs: Repair[] = [];
  const uncertain: number[] = [];
  /** Those that found nothing in the text as it is now: asked again, they would find nothing again. */
  const idle = new Set<Mender>();
  let margins = new Margins(text);
  for (const mender of menders) {
    const mended = idle.has(mender) ? null : mender.mend(margins.text, margins);
    if (mended === null) {
      idle.add(mender);
      continue;
    }
    idle.clear();
    const before: Content | null = content;
    const places = mended.places.map((place) => (before === null ? place : toTrace(before.map, place)));
    repairs.push({ what: mender.what, places });
    if (!mender.keepsOctets) for (const place of places) uncertain.push(place);
    content = onto(mended.content, before);
    margins = new Margins(content.text);
  }
  if (content === null) return null;
  return { content, repairs: together(repairs), uncertain: uncertain.sort((one, other) => one - other) };
}

function onto(content: Content, before: Content | null): Content {
  if (before === null) return content;
  return { text: content.text, map: compose(content.map, before.map, content.text.length) };
}

/** One repair a kind, as some damages are looked for more than once: a quoted text may have been quoted before. */
function together(repairs: readonly Repair[]): readonly Repair[] {
  const byKind = new Map<string, Repair>();
  for (const repair of repairs) {
    const known = byKind.get(repair.what);
    if (known === undefined || known.places.length < repair.places.length) byKind.set(repair.what, repair);
  }
  return [...byKind.values()];
}

/** What was repaired, as one quiet paragraph: `Repaired: wrapped lines joined, 3 places.` Nothing where nothing was. */
export function repairParagraph(
  repairs: readonly { readonly what: string; readonly places: number }[],
): readonly string[] {
  if (repairs.length === 0) return [];
  const told = repairs.map(({ what, places }) => `${what}, ${plural(places, 'place')}`);
  return [sentence(`layout repaired: ${told.join('; ')}`)];
}
