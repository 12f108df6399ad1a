/** The lines of a packet's block, for what points at one of them. */
import type { Span } from '../basics/span';
import type { PacketMessage } from './packet';

/** The line of a block that begins with a name, such as `USERNAME`; null where there is none. */
export function lineNamed({ content }: PacketMessage, name: string): Span | null {
  for (let start = 0; start < content.length;) {
    const next = content.indexOf('\n', start);
    const feed = next === -1 ? content.length : next;
    const end = content[feed - 1] === '\r' ? feed - 1 : feed;
    if (
      content.startsWith(name, start) &&
      (start + name.length === end || content[start + name.length] === ' ')
    )
      return { start, end };
    start = feed + 1;
  }
  return null;
}
