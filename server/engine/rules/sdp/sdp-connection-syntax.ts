import type { Severity } from '../../../../shared/severities';
import type { Span, Token } from '../../basics/span';
import { addressClass, isLiteralAddress } from '../../network/address-classes';
import { effectiveConnection } from '../../sdp/query';
import type { Connection, ConnectionLine, MediaSection } from '../../sdp/sdp';
import { deleteLine, replace } from '../edits';
import { offeredStream, offerFor } from '../offered';
import { allProfiles, defineRule, type BodySubject, type Fix } from '../rule';
import { isAddressType, isInternet, isRegisteredNetType } from './net-types';

export const rule = defineRule({
  id: 'sdp-connection-syntax',
  title: 'A c= line is not "IN IP4 address", or names an address that a call cannot have',
  severity: 'error',
  otherwise: [
    {
      severity: 'warning',
      when: 'where "/" follows an address of one host, or a c= line stands twice below an m-line',
    },
  ],
  basis: 'must',
  applies: 'either',
  source: ['RFC 8866 §5.7', 'RFC 8866 §9', 'RFC 3264 §6.1'],
  profiles: allProfiles,
  fixable: true,
  scope: 'body',
  sees: ({ body: { sdp } }) =>
    [sdp.session, ...sdp.media].some(
      ({ connections }) => connections.length > 1 || connections.some((line) => isOdd(line)),
    ),
  check(subject) {
    const { body, report } = subject;
    const { session, media } = body.sdp;
    for (const section of [session, ...media]) {
      for (const line of section.connections) {
        // An empty line is told by sdp-line-syntax.
        const fault = line.value.text === '' ? null : (faultOf(line) ?? multicastFault(subject, line));
        if (fault === null) continue;
        const { at, severity, message, fix } = fault;
        report({ in: body, at, severity, message, ...(fix === undefined ? {} : { fix }) });
      }
    }
    for (const section of media) if (section.connections.length > 1) checkOthers(subject, section);
  },
});

function isOdd(line: ConnectionLine): boolean {
  return faultOf(line) !== null || addressClass(line.connection?.address.text ?? '') === 'multicast';
}

interface Fault {
  readonly at: Span;
  readonly severity: Severity;
  readonly message: string;
  readonly fix?: Fix;
}

function faultOf({ connection, value }: ConnectionLine): Fault | null {
  if (connection === null)
    return error(value, 'The c= line has too few fields; "IN IP4" or "IN IP6" and an address are wanted.');
  const { netType, addrType, address, suffix } = connection;
  if (!isRegisteredNetType(netType.text))
    return error(netType, 'This network type is none that is registered; IN is wanted.');
  if (!isInternet(netType.text)) return null;
  if (!isAddressType(addrType.text))
    return error(addrType, 'Behind IN the address type is wanted, which is IP4 or IP6.');
  if (isNoAddress(address))
    return error(address, 'This is no IP address: a number of it is out of range, or one is missing.');
  if (suffix === null || addressClass(address.text) === 'multicast') return null;
  return isLiteralAddress(address.text)
    ? suffixFault(suffix)
    : error(
        { start: address.start, end: suffix.end },
        'This is neither an IP address nor the name of a host.',
      );
}

/** Numbers with dots or colons that are no address; a host name has letters. */
function isNoAddress({ text }: Token): boolean {
  if (text === '') return true;
  return (
    (/^[\d.]+$/.test(text) || (text.includes(':') && /^[\da-f:.]+$/i.test(text))) && !isLiteralAddress(text)
  );
}

function suffixFault(suffix: Token): Fault {
  return {
    at: suffix,
    severity: 'warning',
    message:
      '"/" parts the time to live from a multicast address; this is the address of one host. Some parsers take it for a ' +
      'part of the address and send nothing. The sender must leave it out.',
    fix: { title: `Delete "${suffix.text}"`, edits: [replace(suffix, '')] },
  };
}

/** Multicast may be offered (RFC 3264 §5.2), but nobody answers a call with it. */
function multicastFault(subject: BodySubject, line: ConnectionLine): Fault | null {
  const address = line.connection?.address;
  if (address === undefined || addressClass(address.text) !== 'multicast') return null;
  const { body, profile } = subject;
  if (profile !== 'rfc' && body.side === 'sbc')
    return error(address, 'This is a multicast address; a call with Teams goes from one host to another.');
  return body.role === 'answer' && answersUnicast(subject, line)
    ? error(
        address,
        'The offer names the address of one host, and the answer a multicast address: it must name a host, too.',
      )
    : null;
}

function answersUnicast({ body, call }: BodySubject, line: ConnectionLine): boolean {
  const offer = offerFor(call, body);
  if (offer === null || offer.isCut) return false;
  return body.sdp.media.some((media) => {
    const offered = offeredStream(offer, media);
    if (offered === null || effectiveConnection(body.sdp, media) !== line) return false;
    const from = effectiveConnection(offer.sdp, offered)?.connection;
    return from !== undefined && from !== null && addressClass(from.address.text) !== 'multicast';
  });
}

/** Several multicast groups may carry the layers of one stream; a host has one address for it. */
function checkOthers({ body, report }: BodySubject, { connections }: MediaSection): void {
  const [first, ...others] = connections;
  const kept = first?.connection ?? null;
  if (first === undefined || kept === null || addressClass(kept.address.text) === 'multicast') return;
  for (const line of others) {
    const same = line.connection !== null && isSame(kept, line.connection);
    report({
      in: body,
      at: line,
      severity: same ? 'warning' : 'error',
      message:
        `The stream has another c= line already, ${same ? 'which says the same' : 'with another address'}; one is wanted. ` +
        `The sender must ${same ? 'leave one out' : 'decide for one'}.`,
      related: [{ in: body, at: first, message: 'The first c= line.' }],
      ...(same
        ? { fix: { title: 'Delete the second c= line', edits: [deleteLine(body.content, line)] } }
        : {}),
    });
  }
}

function isSame(one: Connection, other: Connection): boolean {
  return (
    one.addrType.text === other.addrType.text &&
    one.address.text === other.address.text &&
    one.suffix?.text === other.suffix?.text
  );
}

function error(at: Span, message: string): Fault {
  return { at, severity: 'error', message: `${message} The sender must correct the line.` };
}
