import { failedChecksReason } from '../../ice/checks-failed';
import { factsOf } from '../../sip/facts';
import { microsoftResponse } from '../../sip/microsoft-responses';
import { isEveryday, isOrdinary, reasonsOf, reasonText } from '../../sip/reason';
import { defineRule, teamsProfiles } from '../rule';

export const rule = defineRule({
  id: 'dr-bye-reason',
  title: "Microsoft's BYE or CANCEL names a cause that is no usual end",
  severity: 'warning',
  basis: 'teams',
  applies: 'teams',
  source: [
    'Troubleshoot Direct Routing, "SIP response code 410" and its sister pages',
    'RFC 3326 §2',
    'ITU-T Q.850 §2.2.5',
  ],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'message',
  of: ({ status, method }) => status === null && (method === 'BYE' || method === 'CANCEL'),
  check({ message, sip, report }) {
    const { method } = factsOf(sip);
    const reason = reasonsOf(sip).find((each) => !isOrdinary(each) && !isEveryday(each));
    // That ICE failed is said by dr-bye-ice-failed.
    if (reason === undefined || failedChecksReason(sip) !== null) return;
    const known = microsoftResponse(sip);
    const words =
      known === null
        ? 'No page of Microsoft explains this text: the cause is on its side of the call, or what came before this message.'
        : `It means that ${known.meaning}. ${known.action}`;
    report({
      in: message,
      at: reason.header,
      message: `Microsoft ends the call by ${method} and names its cause: ${reasonText(reason)}. ${words}`,
    });
  },
});
