import { failedChecksOf } from '../../ice/checks-failed';
import { methodOf, statusOf } from '../../sip/values';
import { defineRule, teamsProfiles } from '../rule';

export const rule = defineRule({
  id: 'dr-bye-ice-failed',
  title: 'Microsoft ends the call because its ICE checks failed',
  severity: 'error',
  basis: 'observed',
  applies: 'either',
  source: [
    'Microsoft and SIP response codes, 410 (531004)',
    'Observed: Reason header with IceConnectivityChecksFailed',
    'RFC 3326 §2',
  ],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'call',
  check({ call, report }) {
    const failed = failedChecksOf(call);
    if (failed === null) return;
    const { message, sip, reason } = failed;
    const status = statusOf(sip);
    report({
      in: message,
      at: reason,
      message:
        `The Reason of this ${status === null ? methodOf(sip) : String(status)} says that no connectivity check of ` +
        'Microsoft succeeded on the path to the SBC. Look before this message for the cause: the ICE lines of the ' +
        "SBC's SDP, its media address and ports in the firewall, and its answers to the checks.",
    });
  },
});
