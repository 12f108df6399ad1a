/** Which INVITE a CANCEL is meant for. */
import { groupedBy } from '../../evidence/message-groups';
import type { Signalling } from '../../evidence/signalling';
import { factsOf } from '../../sip/facts';
import type { SipTraceMessage } from '../../traces/message';

/**
 * @returns `meant`: the INVITE with the same branch at the same hop. `other`: where there is none, the only one of the
 * same sender at this hop; null where addresses are not known
 */
export function invitesOf(
  signalling: Signalling,
  cancel: SipTraceMessage,
): { readonly meant: SipTraceMessage | null; readonly other: SipTraceMessage | null } {
  const meant =
    byBranch(signalling, factsOf(cancel.parsed).branch).findLast(
      (each) => each.index < cancel.index && signalling.isSameHop(each, cancel),
    ) ?? null;
  const way = wayOf(cancel);
  if (meant !== null || way === null) return { meant, other: null };
  const invites = byWay(signalling, way);
  const [first] = invites;
  if (first === undefined || first.index > cancel.index) return { meant, other: null };
  const another = invites.find((each) => !signalling.isSameHop(each, first));
  return { meant, other: another === undefined || another.index > cancel.index ? first : null };
}

function isInvite({ parsed }: SipTraceMessage): boolean {
  const { status, method } = factsOf(parsed);
  return status === null && method === 'INVITE';
}

const byBranch = groupedBy((message) => (isInvite(message) ? factsOf(message.parsed).branch : null));
const byWay = groupedBy((message) => (isInvite(message) ? wayOf(message) : null));

/** A request by its sender and way; null where no addresses are known. */
function wayOf({ parsed, record: { meta } }: SipTraceMessage): string | null {
  if (meta.source === null || meta.destination === null) return null;
  const { fromTag, viaCount } = factsOf(parsed);
  return `${fromTag} ${viaCount} ${meta.source.address} ${meta.destination.address}`;
}
