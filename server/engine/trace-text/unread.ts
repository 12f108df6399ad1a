/** The packets of a capture of which nothing is read, as lines at the top of its text; see docs/trace-text.md. */
import { withoutControls } from '../../../shared/controls';
import { detached } from '../basics/detached';
import type { UnreadFrames } from '../basics/unread-frames';

/** The name of these lines: they tell of the capture, not of its messages. */
export const unreadDirective = 'unread';

/** A line a kind; nothing where all is read. */
export function writeUnread(unread: readonly UnreadFrames[]): string {
  return unread
    .map(
      ({ what, frames, first }) =>
        `#!${unreadDirective} ${frames} frames, first ${first}: ${withoutControls(what)}\n`,
    )
    .join('');
}

/** Reads the lines before the first block; what is not as it is written tells nothing. */
export function readUnread(heading: string): readonly UnreadFrames[] {
  return heading.split(/\r?\n/).flatMap((line) => {
    const [, frames, first, what] =
      /^#!unread (\d{1,9}) frames, first (\d{1,9}): (.{1,200})$/.exec(line) ?? [];
    return what === undefined ? [] : [{ what: detached(what), frames: Number(frames), first: Number(first) }];
  });
}
