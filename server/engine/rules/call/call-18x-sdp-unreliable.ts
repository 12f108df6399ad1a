import { hasDescription } from '../../sip/descriptions';
import { defineRule, allProfiles } from '../rule';
import { earlyAnswersOf } from './early-answers';
import { optionIn, startOf } from './transactions';

export const rule = defineRule({
  id: 'call-18x-sdp-unreliable',
  title: 'A provisional answer with SDP is not sent reliably',
  severity: 'info',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8839 §7.1.1', 'RFC 5245 §12.1.1', 'RFC 6337 §3.1.1'],
  profiles: allProfiles,
  offByDefault: true,
  fixable: false,
  scope: 'call',
  check({ call, report }) {
    for (const { provisional } of earlyAnswersOf(call)) {
      const early = provisional.find(
        ({ sip }) => hasDescription(sip) && optionIn(sip, 'require', '100rel') === null,
      );
      if (early === undefined) continue;
      report({
        in: early.in,
        at: startOf(early),
        message:
          `This ${early.facts.status ?? ''} with SDP is not sent reliably: over UDP it may get lost, and what it says is a ` +
          'preview of the answer in the 2xx. The callee may send it with Require: 100rel where the caller offers that.',
      });
    }
  },
});
