/**
 * Messages with nothing around them that any format knows. Of what stands before the start line on its own line, a
 * time is taken, and an arrow as many programs print it: `<<< INVITE …`, `→ SIP/2.0 200 OK`.
 */
import { unknownMeta, type TextFormat } from '../format';
import { timeIn } from '../time';

const arrow = /(?:(<<<|<--|<-|←)|(>>>|-->|->|→))[ \t]{0,4}$/;

export const bare: TextFormat = {
  id: 'bare',
  preamble(look) {
    const start = look.ownLineStart;
    if (start >= look.startLine.start) return { start, meta: unknownMeta };
    const { prefix } = look;
    const parts = arrow.exec(prefix.slice(-16));
    const direction = parts === null ? null : parts[1] === undefined ? 'sent' : 'received';
    return { start, meta: { ...unknownMeta, time: timeIn(prefix), direction } };
  },
};
