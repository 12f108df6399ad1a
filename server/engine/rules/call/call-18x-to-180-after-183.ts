import { hasDescription, lacksDescription } from '../../sip/descriptions';
import { allProfiles, defineRule } from '../rule';
import { earlyAnswersOf } from './early-answers';
import { startOf, type Sent } from './transactions';

export const rule = defineRule({
  id: 'call-18x-to-180-after-183',
  title: 'A 180 without SDP follows a 183 with SDP',
  severity: 'info',
  basis: 'interop',
  applies: 'either',
  source: ['RFC 3960 §3.2'],
  profiles: allProfiles,
  fixable: false,
  scope: 'call',
  check({ call, report }) {
    for (const { provisional } of earlyAnswersOf(call)) {
      const progress = new Map<string, Sent>();
      for (const ringing of provisional) {
        const { sip } = ringing;
        const { status, toTag } = ringing.facts;
        const before = progress.get(toTag);
        if (before === undefined && status === 183 && hasDescription(sip)) progress.set(toTag, ringing);
        if (before === undefined || status !== 180 || !lacksDescription(sip)) continue;
        report({
          in: ringing.in,
          at: startOf(ringing),
          message:
            'A 180 follows the 183 whose SDP opened a path for early media. That path stays open, and who rings is not said: the ' +
            'caller side must play what comes on it, and make ringback itself as long as nothing comes.',
          related: [{ in: before.in, at: startOf(before), message: 'The 183 with SDP.' }],
        });
        break;
      }
    }
  },
});
