/** Messages between the SBC and Microsoft's proxies that rules of the signalling ask for. */
import { isHeldToMicrosoft, isMicrosoftHop, isSentToMicrosoft } from '../../calls/microsoft-hop';
import { isLiteralAddress } from '../../network/address-classes';
import { addressesOf, type NameAddr } from '../../sip/values';
import type { MessageKind, MessageSubject } from '../rule';

type Asked = Pick<MessageSubject, 'call' | 'message' | 'sip' | 'facts'>;

/** Whether the SBC sends a request to Microsoft's proxies. */
export function isToMicrosoft({ call, message, facts }: Asked): boolean {
  return isSentToMicrosoft(call, message, facts.network);
}

/** Requests that begin something, outside of dialogs. */
export function isFirst(methods: ReadonlySet<string>): (kind: MessageKind) => boolean {
  return ({ status, method, isTagged }) => status === null && !isTagged && methods.has(method);
}

export const invite: ReadonlySet<string> = new Set(['INVITE']);
export const options: ReadonlySet<string> = new Set(['OPTIONS']);
export const inviteOrOptions: ReadonlySet<string> = new Set(['INVITE', 'OPTIONS']);

/** Messages with {@link contactsForMicrosoft}: INVITE and OPTIONS, and what accepts an INVITE. */
export function hasContactForMicrosoft({ status, method }: MessageKind): boolean {
  return status === null ? inviteOrOptions.has(method) : method === 'INVITE' && status > 100 && status < 300;
}

/**
 * The addresses in Contact by which Microsoft finds the tenant, and where it sends BYE and re-INVITE: of an INVITE or
 * OPTIONS of the SBC, and of what it answers to an INVITE of Microsoft. Microsoft uses the first one.
 */
export function contactsForMicrosoft(asked: Asked): readonly NameAddr[] {
  const { call, message, sip, facts } = asked;
  const isForMicrosoft =
    sip.startLine.kind === 'request'
      ? isToMicrosoft(asked)
      : isHeldToMicrosoft(call, message, facts.network) && isMicrosoftHop(call, facts.network);
  return isForMicrosoft ? addressesOf(sip, 'contact') : none;
}

const none: readonly NameAddr[] = [];

/** Whether the host of a URI is an address. IPv6 stands in brackets there. */
export function isAddressHost(host: string): boolean {
  return isLiteralAddress(host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host);
}
