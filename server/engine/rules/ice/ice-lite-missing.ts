import type { Body, Call } from '../../calls/call';
import { hasIce, usedStreams } from '../../sdp/query';
import { insertAtSessionEnd } from '../edits';
import { defineRule, teamsProfiles } from '../rule';
import { isOfUntoldRole } from '../../calls/role';
import { hasMisspelt } from '../sdp/misspelling';
import { isIceBody, lostIceOnHold, saysLite } from './lite';

export const rule = defineRule({
  id: 'ice-lite-missing',
  title: "The SBC's SDP does not say a=ice-lite",
  severity: 'error',
  otherwise: [{ severity: 'warning', when: 'where the SBC answers an ICE offer of Teams without any ICE' }],
  basis: 'teams',
  applies: 'sbc',
  source: ['Direct Routing media protocols, "ICE Lite requirements"', 'RFC 8839 §4.2.1.4', 'RFC 5245 §4.3'],
  profiles: teamsProfiles,
  fixable: true,
  scope: 'body',
  check(subject) {
    const { body, profile, report } = subject;
    const { sdp } = body;
    const [first] = usedStreams(sdp);
    if (sdp.fragment || first === undefined) return;
    if (saysLite(sdp) || hasMisspelt(sdp.session, 'ice-lite')) return;
    if (isIceBody(sdp)) {
      const insert = insertAtSessionEnd(body.content, sdp, 'a=ice-lite');
      report({
        in: body,
        at: first.line,
        message:
          'The SDP carries ICE but no a=ice-lite before the first m-line, so Teams takes the SBC for a full agent: ' +
          'both may want to control and send checks. The SBC must run ICE Lite on the Teams trunk and say so.',
        ...(insert === null ? {} : { fix: { title: 'Add a=ice-lite', edits: [insert] } }),
      });
      return;
    }
    if (profile !== 'teams-bypass' || body.isCut) return;
    const { call } = subject;
    const peer = lastOfPeer(call, body);
    // A call that Teams itself took out of bypass goes on without ICE.
    if (peer !== null && !hasIce(peer.sdp)) return;
    if (lostIceOnHold(body, first)) return;
    if (isOfUntoldRole(body)) return;
    const isAnswer = body.role === 'answer' && peer !== null;
    report({
      in: body,
      at: first.line,
      severity: isAnswer ? 'warning' : 'error',
      message: !isAnswer
        ? 'The SBC offers no ICE at all in a media bypass call: no a=ice-lite, no credentials, no candidate. Neither ' +
          'side is lite and no checks can run. ICE Lite must be turned on for the Teams trunk of the SBC.'
        : comesLater(call, body)
          ? 'Teams offers ICE and this answer of the SBC has none, though a later one has it: no check can run ' +
            'before that, and media may be cut off when it comes. The SBC must answer with ICE Lite from its 183 on.'
          : 'Teams offers ICE and the SBC answers without any: no a=ice-lite, no credentials, no candidate. With media ' +
            'bypass switched on in Teams the SBC must answer with ICE Lite; without media bypass this is right.',
    });
  },
});

/** Whether the SBC answers the same offer again, with ICE. */
function comesLater({ exchanges }: Call, body: Body): boolean {
  return exchanges.some(
    ({ answers }) =>
      answers.some((answer) => answer.body === body) &&
      answers.some(({ body: other }) => other.place > body.place && isIceBody(other.sdp)),
  );
}

/** The last description that the other party sent before a body, over all forks. */
function lastOfPeer(call: Call, body: Body): Body | null {
  return call.bodies.findLast((other) => other.place < body.place && other.party !== body.party) ?? null;
}
