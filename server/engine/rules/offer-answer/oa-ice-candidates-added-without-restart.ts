import type { Candidate } from '../../sdp/candidate';
import { candidatesOf } from '../../sdp/query';
import { saysLite } from '../ice/lite';
import { allProfiles, defineRule } from '../rule';
import { credentialsChange, goingOn, moveElsewhere } from './earlier';

export const rule = defineRule({
  id: 'oa-ice-candidates-added-without-restart',
  title: 'A lite agent adds a candidate and does not restart ICE',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8839 §4.4.1.3', 'RFC 5245 §9.1.3.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'body',
  ofLater: true,
  check({ body, report }) {
    if (body.previousAgreed === null || !saysLite(body.sdp) || !saysLite(body.previousAgreed.sdp)) return;
    for (const stream of goingOn(body)) {
      if (credentialsChange(body, stream) !== 'none') continue;
      const known = new Set(candidatesOf(stream.before).map(endOf));
      if (known.size === 0) continue;
      const added = candidatesOf(stream.after).find((each) => !known.has(endOf(each)));
      if (added === undefined) continue;
      // Where the stream itself moves oa-ice-target-changed-without-restart speaks.
      if (moveElsewhere(body, stream) !== null) continue;
      report({
        in: body,
        at: { start: added.address.start, end: added.port.end },
        message:
          `${added.address.text} port ${added.port.text} is new among the candidates, with the same ufrag and password. A ` +
          'lite agent cannot add one while ICE runs: the far end has no checks left for it. The sender must leave it out, ' +
          'or restart ICE with a new ufrag and password.',
        related: [{ in: stream.previous, at: stream.before.line, message: 'The stream before.' }],
      });
    }
  },
});

function endOf({ componentValue, transport, address, portValue }: Candidate): string {
  return [componentValue, transport.text, address.text, portValue].join(' ').toLowerCase();
}
