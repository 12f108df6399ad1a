import { factsOf } from '../../sip/facts';
import { headersOf } from '../../sip/values';
import { defineRule, teamsProfiles } from '../rule';

/** Who is called says so, or the caller gave up. */
const usual: ReadonlySet<number> = new Set([401, 407, 480, 486, 487, 600, 603]);

export const rule = defineRule({
  id: 'dr-sba-refused',
  title: 'The survivable branch appliance refuses a call, not Microsoft',
  severity: 'warning',
  basis: 'observed',
  applies: 'either',
  source: [
    'Observed: Server header with Microsoft.Teams.SIPSBA',
    'Survivable Branch Appliance (SBA) for Direct Routing',
  ],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'message',
  of: ({ status, method }) => status !== null && status >= 400 && !usual.has(status) && method === 'INVITE',
  check({ message, sip, report }) {
    const { status } = factsOf(sip);
    const agent = [...headersOf(sip, 'server'), ...headersOf(sip, 'user-agent')].find(({ value }) =>
      /^Microsoft\.Teams\.SIPSBA/i.test(value.text),
    );
    if (agent === undefined) return;
    report({
      in: message,
      at: agent,
      message:
        `The ${String(status)} comes from the survivable branch appliance beside the SBC, not from Microsoft's proxies. It takes ` +
        'calls only for users of its policy who signed in before the cloud was lost. Look why the SBC routes calls there, and at ' +
        'the log and policy of the appliance.',
    });
  },
});
