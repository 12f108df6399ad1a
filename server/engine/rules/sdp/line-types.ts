/** The order that RFC 8866 §9 gives the lines of a description. */

const sessionOrder: readonly string[] = ['v', 'o', 's', 'i', 'u', 'e', 'p', 'c', 'b', 'trz', 'k', 'a'];
const mediaOrder: readonly string[] = ['m', 'i', 'c', 'b', 'k', 'a'];

/** Whether a letter is a line type of SDP. */
export function isLineType(type: string): boolean {
  return sessionRank(type) !== null || mediaRank(type) !== null;
}

/** The place of a line type in the session's section; null where it has none there. */
export function sessionRank(type: string): number | null {
  return rankIn(sessionOrder, type);
}

/** The place of a line type in a media section; null where it has none there. */
export function mediaRank(type: string): number | null {
  return rankIn(mediaOrder, type);
}

function rankIn(order: readonly string[], type: string): number | null {
  const rank = type === '' ? -1 : order.findIndex((types) => types.includes(type));
  return rank < 0 ? null : rank;
}
