/** Which INVITE a CANCEL is meant for. */
import type { Signalling } from '../../evidence/signalling';
import { factsOf } from '../../sip/facts';
import type { SipTraceMessage } from '../../traces/message';

/**
 * @returns `meant`: the INVITE with the same branch at the same hop. `other`: where there is none, the only one of the
 * same sender at this hop that was not answered finally; null where addresses are not known
 */
export function invitesOf(
  signalling: Signalling,
  cancel: SipTraceMessage,
): { readonly meant: SipTraceMessage | null; readonly other: SipTraceMessage | null } {
  const own = factsOf(cancel.parsed);
  const { source, destination } = cancel.record.meta;
  const invites = signalling.ofMethod('INVITE').filter(({ parsed, index }) => {
    const { status } = factsOf(parsed);
    return status === null && index < cancel.index;
  });
  const meant = invites.findLast((each) => signalling.isSameHop(each, cancel)) ?? null;
  if (meant !== null || source === null || destination === null) return { meant, other: null };
  const open = invites.filter((each) => {
    const facts = factsOf(each.parsed);
    return (
      facts.fromTag === own.fromTag &&
      facts.viaCount === own.viaCount &&
      each.record.meta.source?.address === source.address &&
      each.record.meta.destination?.address === destination.address
    );
  });
  const [first] = open;
  const isOnly = first !== undefined && open.every((each) => signalling.isSameHop(each, first));
  return { meant, other: isOnly ? first : null };
}
