import { bypassProfile, defineRule } from '../rule';
import { moveToProcessor } from '../media-processor';

export const rule = defineRule({
  id: 'call-bypass-to-nonbypass',
  title: 'Media moves from a Teams client to a media processor of Microsoft',
  severity: 'info',
  basis: 'teams',
  applies: 'either',
  source: ['Plan for media bypass with Direct Routing', 'Direct Routing SIP protocol, "ICE restart"'],
  profiles: bypassProfile,
  fixable: false,
  scope: 'body',
  ofLater: true,
  check({ body, facts, report }) {
    const move = moveToProcessor(body, facts.network);
    if (move === null) return;
    const { was, now } = move;
    report({
      in: body,
      at: now.candidates[0]?.line ?? now.mediaLine,
      message:
        "Teams restarts ICE, and now names one candidate, an address of Microsoft's: media no longer goes to a client but " +
        'through a media processor, as in a call that became a conference, is recorded, or was transferred to a client ' +
        'without media bypass. The SBC must take the new candidate; nothing is wrong.',
      related: [{ in: was.body, at: was.mediaLine, message: "The client's candidates." }],
    });
  },
});
