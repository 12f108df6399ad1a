/** Messages with nothing around them that any format knows. A time on the start line's own line is taken. */
import { unknownMeta, type TextFormat } from '../format';
import { timeIn } from '../time';

export const bare: TextFormat = {
  id: 'bare',
  preamble(look) {
    const start = look.ownLineStart;
    const time = start < look.startLine.start ? timeIn(look.prefix) : null;
    return { start, meta: time === null ? unknownMeta : { ...unknownMeta, time } };
  },
};
