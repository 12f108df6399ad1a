/**
 * `ngrep -W byline` (ngrep.c): a line `U 2026/01/31 10:00:00.123456 192.0.2.1:5060 -> 192.0.2.2:5060 #1`, then
 * the packet's text. The time is there with `-t`; with `-T` it is the difference to the packet before. TCP
 * packets have flags such as `[AP]`; of a fragmented one, later fragments have `+id@offset:length` and no
 * ports. A CR is printed as a dot, which the reader's layout knows.
 */
import type { PacketHead, TextFormat } from '../format';
import { addNgrepDifferences, MAX_NGREP_HEAD, ngrepHeadAt } from '../ngrep';
import { trimPacketEnd } from '../packet-end';

export const ngrepByline: TextFormat = {
  id: 'ngrep-byline',
  preamble(look) {
    // sipgrep puts a blank line between.
    for (const n of [1, 2]) {
      const line = look.line(n);
      if (line === null) return null;
      const meta = ngrepHeadAt(line, 0, line.length);
      if (meta !== null) return { start: look.lineStart(n), meta };
      if (line !== '') return null;
    }
    return null;
  },
  boundary(text, { start, end }) {
    // Without -q a # is printed for each packet that does not match.
    if (text.charCodeAt(start) === 35)
      return /^#+$/.test(text.slice(start, Math.min(end, start + MAX_NGREP_HEAD)));
    return ngrepHeadAt(text, start, end) !== null;
  },
  packet(text, { start, end }): PacketHead | null {
    const meta = ngrepHeadAt(text, start, end);
    if (meta === null) return null;
    return {
      meta,
      payload(next) {
        const from = Math.min(end + (text.charCodeAt(end) === 13 ? 2 : 1), next);
        // One line end closes the packet's text, another stands before the next packet.
        const closed = next < text.length ? trimPacketEnd(text, from, next) : next;
        return { start: from, end: trimPacketEnd(text, from, closed) };
      },
    };
  },
  settle: addNgrepDifferences,
};
