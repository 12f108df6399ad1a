import { candidatesOf, hasFlag } from '../../sdp/query';
import { saysLite } from '../ice/lite';
import { offerFor, offeredStream } from '../offered';
import { allProfiles, defineRule } from '../rule';
import { credentialsChange, goingOn, moveElsewhere } from './earlier';

export const rule = defineRule({
  id: 'oa-ice-target-changed-without-restart',
  title: 'A stream with ICE moves to a new address or port and ICE is not restarted',
  severity: 'error',
  otherwise: [{ severity: 'warning', when: 'of a full agent, that may have been met there by checks' }],
  basis: 'must',
  applies: 'either',
  source: ['RFC 8839 §4.4.1.1.1, §4.4.1.2.1', 'RFC 5245 §9.1.1.1', 'RFC 8445 §9'],
  profiles: allProfiles,
  fixable: false,
  scope: 'body',
  ofLater: true,
  check(subject) {
    const { body, report } = subject;
    for (const stream of goingOn(body)) {
      if (credentialsChange(body, stream) !== 'none') continue;
      const ends = moveElsewhere(body, stream);
      if (ends === null) continue;
      // An answer that should have stayed where the offer's remote candidates say is told so by a rule of its own.
      const offered =
        body.role === 'answer' ? offeredStream(offerFor(subject.call, body), stream.after) : null;
      if (offered !== null && hasFlag(offered, 'remote-candidates')) continue;
      const isLite = saysLite(body.sdp);
      // A full agent that lists where it moves to may; one that lists only others is told so by ice-default-mismatch.
      if (!isLite && candidatesOf(stream.after).length > 0) continue;
      report({
        in: body,
        at: ends.is.address,
        severity: isLite ? 'error' : 'warning',
        message:
          `Media goes from ${ends.was.address.text} port ${ends.was.port} to ${ends.is.address.text} port ${ends.is.port}, ` +
          'which was no candidate before, and ufrag and password are the same. The far end has checked the old address and goes on sending there: the sender must ' +
          'restart ICE with a new ufrag and password, or stay where it was.',
        related: [{ in: stream.previous, at: ends.was.address, message: 'Where media went before.' }],
      });
      return;
    }
  },
});
