/** Messages with nothing around them that tells anything of them. */
import { unknownMeta, type TextFormat } from '../format';

export const bare: TextFormat = {
  id: 'bare',
  preamble: (look) => ({ start: look.ownLineStart, meta: unknownMeta }),
};
