/** A packet's text without the one line end that the logger put behind it. */
export function trimPacketEnd(text: string, start: number, end: number): number {
  let at = end;
  if (at > start && text.charCodeAt(at - 1) === 10) at--;
  if (at > start && text.charCodeAt(at - 1) === 13) at--;
  return at;
}
