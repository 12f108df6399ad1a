/** URIs and addresses of SIP headers in words. Passwords in URIs are never shown: they are not read at all. */
import { isPstnHubHost } from '../../engine/network/microsoft';
import { isLiteralAddress } from '../../engine/network/address-classes';
import type { NameAddr } from '../../engine/sip/values';
import type { Param, Uri } from '../../engine/sip/uri';
import { code } from '../markdown';
import { addressWords } from './addresses';

const maxParams = 6;

export function addressFacts(address: NameAddr): readonly string[] {
  return [
    ...(address.displayName === null ? [] : [`name for display: ${code(address.displayName.text)}`]),
    ...uriFacts(address.uri),
    ...address.params.slice(0, maxParams).map((param) => paramFact(param, headerParams)),
  ];
}

export function uriFacts(uri: Uri): readonly string[] {
  const scheme = uri.scheme.text.toLowerCase();
  return [
    ...(uri.user === null ? [] : [userFact(uri.user.text)]),
    ...(uri.host.text === '' ? [] : [hostFact(uri)]),
    ...(scheme === 'sips' ? ['`sips`: every hop must use TLS'] : []),
    ...uri.params.slice(0, maxParams).map((param) => paramFact(param, uriParams)),
  ];
}

function userFact(user: string): string {
  if (/^\+\d[\d.() -]*$/.test(user)) return `number ${code(user)}, in E.164`;
  return /^[\d*#.() -]+$/.test(user) ? `number ${code(user)}, without \`+\`` : `user ${code(user)}`;
}

function hostFact({ host, port }: Uri): string {
  const shown = code(port === null ? host.text : `${host.text}:${port.text}`);
  const address = host.text.replace(/^\[|\]$/g, '');
  if (isLiteralAddress(address)) return `host ${shown}: ${addressWords(address)}`;
  return isPstnHubHost(host.text) ? `host ${shown}: Microsoft's SIP proxy` : `host ${shown}`;
}

const uriParams: ReadonlyMap<string, string> = new Map([
  ['transport', 'the transport to use towards this URI'],
  ['user', 'what the user part is'],
  ['lr', 'a loose router: the Request-URI stays as it is (RFC 3261 §19.1.1)'],
  ['maddr', 'the address to send to instead of the host'],
  ['ttl', 'the time to live of multicast'],
  ['method', 'the method of the request to build from this URI'],
  ['gr', 'a GRUU: it reaches one device (RFC 5627)'],
  ['ob', 'reached over the connection of its own registration (RFC 5626)'],
  ['phone-context', 'where a local number is valid (RFC 3966)'],
  ['cause', 'why the call was diverted, as a SIP status (RFC 4458)'],
  ['x-i', "Microsoft's own: which session of its proxy the request belongs to (observed)"],
  ['x-c', "Microsoft's own: which session of its proxy the request belongs to (observed)"],
]);

const headerParams: ReadonlyMap<string, string> = new Map([
  ['tag', "this side's half of the dialog"],
  ['q', 'preference, from 0 to 1'],
  ['expires', 'seconds until the binding lapses'],
  ['reason', 'why the call was diverted'],
  ['counter', 'how often it was diverted'],
  ['privacy', 'what must not be shown'],
  ['screen', 'whether the number was checked'],
  ['index', 'place in the history'],
  ['party', 'whose identity it is'],
  ['+sip.instance', 'the device, by a number of its own (RFC 5626)'],
  ['reg-id', 'which of several registrations of one device (RFC 5626)'],
]);

function paramFact({ name, value }: Param, known: ReadonlyMap<string, string>): string {
  const words = known.get(name.text.toLowerCase());
  const shown = code(value === null ? name.text : `${name.text}=${value.text}`);
  return words === undefined ? shown : `${shown}: ${words}`;
}
