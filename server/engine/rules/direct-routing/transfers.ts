/** Transfers that Microsoft asks the SBC for. */
import { addressesOf, headerOf } from '../../sip/values';
import type { SipMessage } from '../../sip/message';
import { paramOf } from '../../sip/uri';
import type { Invitation, Transfer } from '../../calls/trunk-events';
import { lists } from '../sip/in-call';

/** Whether both sides do without NOTIFYs (RFC 4488, RFC 7614). */
export function isWithoutSubscription(message: SipMessage): boolean {
  return (
    /^false/i.test(headerOf(message, 'refer-sub')?.value.text ?? '') ||
    lists(message, 'require', 'nosub') ||
    lists(message, 'require', 'explicitsub')
  );
}

/** Whether the target is a call that goes on: Refer-To replaces it, or Referred-By says so with x-tt. */
export function isConsultative(refer: SipMessage): boolean {
  const [to] = addressesOf(refer, 'refer-to');
  if (/(?:^|&)replaces=/i.test(to?.uri.headers?.text ?? '')) return true;
  return addressesOf(refer, 'referred-by').some(
    ({ uri, params }) => paramOf(uri.params, 'x-tt') !== undefined || paramOf(params, 'x-tt') !== undefined,
  );
}

/** Whether an INVITE is what a transfer asks for: it goes to its target, and for the party that is transferred. */
export function isTargetOf(invitation: Invitation, { host, called, caller }: Transfer): boolean {
  const isSame = called === invitation.called && (invitation.host === host || called !== '');
  return isSame && (invitation.referredBy !== null || invitation.caller === caller || called === '');
}
