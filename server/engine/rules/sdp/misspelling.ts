/** Tells a misspelt attribute name from one that nobody registered: the latter is legal and ignored. */
import { findSdpAttributeRegistrationIgnoringCase } from '../../sdp/attribute-registry';
import type { Section } from '../../sdp/sdp';

/** Attributes that a call misses when their name is wrong. */
const wanted: readonly string[] = [
  'candidate',
  'crypto',
  'end-of-candidates',
  'fingerprint',
  'fmtp',
  'ice-lite',
  'ice-mismatch',
  'ice-options',
  'ice-pwd',
  'ice-ufrag',
  'inactive',
  'maxptime',
  'ptime',
  'recvonly',
  'remote-candidates',
  'rtcp-fb',
  'rtcp-mux',
  'rtcp-rsize',
  'rtpmap',
  'sendonly',
  'sendrecv',
  'setup',
];

/** Names in use that no registry knows and that look like misspellings. */
const inUse: ReadonlySet<string> = new Set(['mptime']);

/** The attribute that a name is a misspelling of; null where it is a name of its own. */
export function misspeltAttribute(name: string): string | null {
  if (name.length > longestName) return null;
  let meant = known.get(name);
  if (meant === undefined) {
    meant = meantBy(name);
    // Bodies repeat a few names; hostile ones shall not fill the memory.
    if (known.size < 1000) known.set(name, meant);
  }
  return meant;
}

/** Whether a section has an attribute under a misspelt name, of which sdp-attribute-typo speaks. */
export function hasMisspelt(section: Section, name: string): boolean {
  return section.attributes.some((line) => misspeltAttribute(line.attribute.name.text) === name);
}

/** Above the longest wanted name with two slips. */
const longestName = 24;

const known = new Map<string, string | null>();

function meantBy(name: string): string | null {
  const lower = name.toLowerCase();
  if (lower.startsWith('x-') || inUse.has(lower)) return null;
  // Registered, or registered in other letters of the same name: a matter of case, not of spelling.
  if (findSdpAttributeRegistrationIgnoringCase(name) !== null) return null;
  let best: { readonly name: string; readonly distance: number } | null = null;
  for (const each of wanted) {
    const limit = Math.min(allowance(each), (best?.distance ?? Infinity) - 1);
    const distance = editDistance(lower, each, limit);
    if (distance !== null) best = { name: each, distance };
  }
  return best?.name ?? null;
}

/** Short names lie close to one another; two slips are believed in long ones only. */
function allowance(name: string): number {
  return name.length >= 8 ? 2 : 1;
}

/**
 * How many letters must be inserted, deleted, replaced or swapped with their neighbour to make one text the
 * other; null above the limit.
 */
function editDistance(text: string, other: string, limit: number): number | null {
  if (limit < 1 || Math.abs(text.length - other.length) > limit) return null;
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= text.length; row++) {
    const current = [row];
    for (let column = 1; column <= other.length; column++) {
      const same = text[row - 1] === other[column - 1];
      const swapped = text[row - 1] === other[column - 2] && text[row - 2] === other[column - 1];
      current.push(
        Math.min(
          (last[column] ?? 0) + 1,
          (current[column - 1] ?? 0) + 1,
          (last[column - 1] ?? 0) + (same ? 0 : 1),
          swapped ? (beforeLast[column - 2] ?? Infinity) + 1 : Infinity,
        ),
      );
    }
    beforeLast = last;
    last = current;
  }
  const distance = last[other.length] ?? Infinity;
  return distance <= limit ? distance : null;
}

/** As {@link hasMisspelt}, letters of the wrong case among them, of which sdp-attribute-case speaks. */
export function isWrittenOtherwise(section: Section, name: string): boolean {
  return (
    hasMisspelt(section, name) ||
    section.attributes.some((line) => {
      const written = line.attribute.name.text;
      return written !== name && written.length === name.length && written.toLowerCase() === name;
    })
  );
}
