import { FOLLOWS, type Invitation, type Transfer } from '../../calls/trunk-events';
import { defineRule, teamsProfiles } from '../rule';
import { isTargetOf } from './transfers';

/** Transfers that are remembered at one time. */
const MOST_TRANSFERS = 1000;

export const rule = defineRule({
  id: 'dr-refer-to-params',
  title: "The SBC changes the target or the transferor of a transfer of Microsoft's",
  severity: 'error',
  basis: 'teams',
  applies: 'sbc',
  source: [
    'Issues that affect call transfers to Direct Routing',
    'Direct Routing SIP protocol, "SIP proxy send the Refer to the SBC and acts as a transferor"',
  ],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'trunk',
  watch() {
    let transfers: readonly Transfer[] = [];
    return (event, _later, report) => {
      if (event.kind === 'transfer') {
        if (event.accepted !== null) transfers = [...transfers, event].slice(-MOST_TRANSFERS);
        return;
      }
      const { micros } = event;
      if (event.kind !== 'invitation' || micros === null || transfers.length === 0) return;
      transfers = transfers.filter(({ accepted }) => accepted !== null && micros - accepted <= FOLLOWS);
      if (!event.isToMicrosoft) return;
      const transfer = transfers.find((each) => isTargetOf(event, each));
      if (transfer === undefined) return;
      // One INVITE follows one REFER.
      transfers = transfers.filter((each) => each !== transfer);
      const fault = faultOf(event, transfer);
      if (fault !== null)
        report({
          message: `${fault} Microsoft writes there whom to connect; changed, the transfer fails. The SBC must send both as they came, up to 400 characters.`,
        });
    };
  },
});

function faultOf(invitation: Invitation, { uri, referredBy }: Transfer): string | null {
  if (invitation.uri !== uri) {
    const lost = uri
      .split(';')
      .slice(1)
      .filter((param) => !invitation.uri.split(';').includes(param))
      .flatMap((param) => param.split('=')[0] ?? []);
    return lost.length === 0
      ? 'The Request-URI is not what Refer-To said.'
      : `The Request-URI lacks ${lost.join(', ')} of Refer-To, or has it otherwise.`;
  }
  if (referredBy === null || invitation.referredBy === referredBy) return null;
  return invitation.referredBy === null
    ? 'The Referred-By of the REFER is missing.'
    : 'The Referred-By is not the one of the REFER.';
}
