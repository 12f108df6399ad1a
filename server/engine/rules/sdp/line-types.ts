/** The order that RFC 8866 §9 gives the lines of a description. */

const sessionRanks = ranksOf(['v', 'o', 's', 'i', 'u', 'e', 'p', 'c', 'b', 'trz', 'k', 'a']);
const mediaRanks = ranksOf(['m', 'i', 'c', 'b', 'k', 'a']);

/** Whether a letter is a line type of SDP. */
export function isLineType(type: string): boolean {
  return sessionRank(type) !== null || mediaRank(type) !== null;
}

/** The place of a line type in the session's section; null where it has none there. */
export function sessionRank(type: string): number | null {
  return sessionRanks.get(type) ?? null;
}

/** The place of a line type in a media section; null where it has none there. */
export function mediaRank(type: string): number | null {
  return mediaRanks.get(type) ?? null;
}

function ranksOf(order: readonly string[]): ReadonlyMap<string, number> {
  return new Map(order.flatMap((types, rank) => Array.from(types, (type) => [type, rank] as const)));
}
