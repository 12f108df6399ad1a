/** Addresses and ports in words. */
import { addressClass, type AddressClass } from '../../engine/network/address-classes';
import { isMicrosoftAddress } from '../../engine/network/microsoft';
import { code } from '../markdown';

const classWords: Readonly<Record<AddressClass, string>> = {
  public: 'a public address',
  private: 'a private address, reachable only inside its own network',
  shared: "a shared address (100.64.0.0/10) behind a provider's NAT",
  'link-local': 'a link-local address, valid on one cable only',
  loopback: "a loopback address: the sender's own machine",
  unspecified: 'no address at all',
  'this-network': 'an address of "this network", of no use to a peer',
  multicast: 'a multicast address',
  reserved: 'a reserved address',
  broadcast: 'the broadcast address',
  documentation: 'an address set aside for documents and laboratories',
};

/** What an address is good for: `a public address in Microsoft's ranges`. */
export function addressWords(address: string): string {
  const found = addressClass(address);
  if (found === null) return 'a name, not an address';
  return found === 'public' && isMicrosoftAddress(address)
    ? "a public address in Microsoft's ranges"
    : classWords[found];
}

/** `203.0.113.10:5060` as code, IPv6 in brackets. */
export function hostPort(address: string, port: string | number): string {
  return code(address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`);
}
