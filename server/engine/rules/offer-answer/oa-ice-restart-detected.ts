import { effectiveAttribute } from '../../sdp/query';
import { moveToProcessor } from '../media-processor';
import { allProfiles, defineRule } from '../rule';
import { credentialsChange, goingOn } from './earlier';

export const rule = defineRule({
  id: 'oa-ice-restart-detected',
  title: 'A later offer restarts ICE',
  severity: 'info',
  basis: 'teams',
  applies: 'either',
  source: ['Direct Routing SIP protocol, "ICE Restart"', 'RFC 8839 §4.4.1.1.1', 'RFC 5245 §9.2.1.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'body',
  ofLater: true,
  check({ body, profile, facts, report }) {
    if (body.role !== 'offer') return;
    // Of a restart that leaves media bypass call-bypass-to-nonbypass says more.
    if (profile === 'teams-bypass' && moveToProcessor(body, facts.network) !== null) return;
    for (const stream of goingOn(body)) {
      if (credentialsChange(body, stream) !== 'both') continue;
      const is = effectiveAttribute(body.sdp, stream.after, 'ice-ufrag');
      const was = effectiveAttribute(stream.previous.sdp, stream.before, 'ice-ufrag');
      if (is === null || was === null) continue;
      report({
        in: body,
        at: is.attribute.value ?? is,
        message:
          'Ufrag and password are new: ICE starts again, with new checks on all candidates. Teams does so when it moves ' +
          'the call to another media endpoint, as for a transfer, a conference or recording. The answerer must have new ' +
          'ones, too.',
        related: [{ in: stream.previous, at: was, message: 'The ufrag before.' }],
      });
      return;
    }
  },
});
