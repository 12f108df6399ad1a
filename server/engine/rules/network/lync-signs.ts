/** Whether a customer has servers of Lync or Skype for Business: without them their rules have nothing to say. */
import type { Network } from '../../network/network';
import type { ClientFacts } from '../../path/model';

/** Names that every site has, and only Lync's own beside them: `meet.` alone is nobody's. */
const certain =
  /^(?:sip|sipinternal|sipexternal|lyncdiscover|lyncdiscoverinternal|_sip\._tls|_sipinternaltls\._tcp)\./i;

export function usesLync({ lookups, registrations }: ClientFacts, { onPremEdge }: Network): boolean {
  return (
    onPremEdge.length > 0 ||
    registrations.some(({ evidence }) => evidence === 'observed') ||
    lookups.some(({ name, addresses }) => certain.test(name) && addresses.length > 0)
  );
}
