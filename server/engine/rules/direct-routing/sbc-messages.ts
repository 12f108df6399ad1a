/** Messages between the SBC and Microsoft's proxies that rules of the signalling ask for. */
import { isHeldToMicrosoft, isMicrosoftHop, isSentToMicrosoft } from '../../calls/microsoft-hop';
import { isLiteralAddress } from '../../network/address-classes';
import { factsOf } from '../../sip/facts';
import { addressesOf, type NameAddr } from '../../sip/values';
import type { MessageSubject } from '../rule';

type Asked = Pick<MessageSubject, 'call' | 'message' | 'sip' | 'facts'>;

/** Whether the SBC sends a request to Microsoft's proxies. */
export function isRequestToMicrosoft(asked: Asked, methods: ReadonlySet<string>): boolean {
  const { status, method } = factsOf(asked.sip);
  const { call, message, facts } = asked;
  return status === null && methods.has(method) && isSentToMicrosoft(call, message, facts.network);
}

/** The same of a request that begins something: outside of dialogs. */
export function isFirstToMicrosoft(asked: Asked, methods: ReadonlySet<string>): boolean {
  return factsOf(asked.sip).toTag === '' && isRequestToMicrosoft(asked, methods);
}

export const invite: ReadonlySet<string> = new Set(['INVITE']);
export const options: ReadonlySet<string> = new Set(['OPTIONS']);
export const inviteOrOptions: ReadonlySet<string> = new Set(['INVITE', 'OPTIONS']);

/**
 * The addresses in Contact by which Microsoft finds the tenant, and where it sends BYE and re-INVITE: of an INVITE or
 * OPTIONS of the SBC, and of what it answers to an INVITE of Microsoft. Microsoft uses the first one.
 */
export function contactsForMicrosoft(asked: Asked): readonly NameAddr[] {
  const { call, message, sip, facts } = asked;
  const { status, method } = factsOf(sip);
  if (status === null)
    return isRequestToMicrosoft(asked, inviteOrOptions) ? addressesOf(sip, 'contact') : none;
  if (method !== 'INVITE' || status <= 100 || status >= 300) return none;
  return isHeldToMicrosoft(call, message, facts.network) && isMicrosoftHop(call, facts.network)
    ? addressesOf(sip, 'contact')
    : none;
}

const none: readonly NameAddr[] = [];

/** Whether the host of a URI is an address. IPv6 stands in brackets there. */
export function isAddressHost(host: string): boolean {
  return isLiteralAddress(host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host);
}
