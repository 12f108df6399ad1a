import type { Body, Described } from '../../calls/call';
import { addressClass, type AddressClass } from '../../network/address-classes';
import { direction, effectiveConnection, hasIce, noPortYet } from '../../sdp/query';
import type { MediaSection } from '../../sdp/sdp';
import { offeredStream, offerFor } from '../offered';
import { allProfiles, defineRule, type BodySubject } from '../rule';
import { liveConnections, type LiveConnection } from './live-connections';

export const rule = defineRule({
  id: 'sdp-address-unusable',
  title: 'Media is wanted at an address that the far end cannot reach',
  severity: 'warning',
  basis: 'observed',
  applies: 'either',
  source: ['RFC 3264 §6.1', 'RFC 3264 §8.4', 'RFC 1918', 'RFC 6890'],
  profiles: allProfiles,
  fixable: false,
  scope: 'body',
  sees: ({ body }) => suspectsIn(body).length > 0,
  check(subject) {
    const { body, profile, report } = subject;
    // What an SBC may announce to Teams clients is told by ice-candidate-private-address and -special-address.
    if (body.part === null || (profile === 'teams-bypass' && body.side === 'sbc')) return;
    for (const { live, kind } of suspectsIn(body)) {
      const { address } = live.connection;
      const why = defectOf(subject, live, kind);
      if (why === null) continue;
      report({
        in: body,
        at: address,
        message: `${address.text} is ${why} Likely no media arrives: audio goes one way at best. The sender must name the address at which the far end reaches it.`,
      });
    }
  },
});

/** The addresses of streams in use that not everybody reaches. With ICE the candidates count. */
function suspectsIn({
  sdp,
}: Described): readonly { readonly live: LiveConnection; readonly kind: AddressClass }[] {
  if (hasIce(sdp)) return [];
  return liveConnections(sdp, (media) => direction(sdp, media) !== 'inactive').flatMap((live) => {
    const kind = addressClass(live.connection.address.text);
    return kind === null || kind === 'public' || kind === 'documentation' ? [] : [{ live, kind }];
  });
}

/** What is wrong with the address, as the end of a sentence and what shows it; null where it may do. */
function defectOf(
  subject: BodySubject,
  { connection, media }: LiveConnection,
  kind: AddressClass,
): string | null {
  const { body } = subject;
  switch (kind) {
    case 'loopback':
      return isOfSignalling(body, connection.address.text)
        ? null
        : 'the loopback address, which means the host itself.';
    case 'link-local':
      return isOfSignalling(body, connection.address.text)
        ? null
        : 'a link-local address, which a host gives itself when it finds no DHCP server (RFC 3927).';
    case 'unspecified':
      return isWantedAnswer(subject, media)
        ? 'no address: an answer that takes part in the call needs one.'
        : null;
    case 'private':
    case 'shared':
      return comesFromPublic(subject)
        ? `a ${kind === 'private' ? 'private address (RFC 1918)' : "provider's inner address (RFC 6598)"}, but the message came from a public one.`
        : null;
    case 'this-network':
    case 'reserved':
    case 'broadcast':
      return 'no address of a host (RFC 6890).';
    case 'multicast':
    case 'public':
    case 'documentation':
      return null;
  }
}

/** Whether the headers name the address, too: then both ends are on one host or link. */
function isOfSignalling({ content, part }: Body, address: string): boolean {
  const at = content.indexOf(address);
  return part !== null && at >= 0 && at < part.start;
}

/** Whether the first answer to a stream that was offered in both directions accepts it so: 0.0.0.0 is no hold then. */
function isWantedAnswer({ body, call }: BodySubject, media: MediaSection): boolean {
  if (body.role !== 'answer' || body.initial !== true || media.description.portNumber === noPortYet)
    return false;
  const offer = offerFor(call, body);
  const offered = offeredStream(offer, media);
  if (offer === null || offered === null || direction(offer.sdp, offered) !== 'sendrecv') return false;
  const from = effectiveConnection(offer.sdp, offered)?.connection?.address.text ?? '';
  return addressClass(from) !== 'unspecified' && direction(body.sdp, media) === 'sendrecv';
}

function comesFromPublic({ body, call }: BodySubject): boolean {
  const source = call.messages[body.place]?.message.record.meta.source?.address;
  return source !== undefined && addressClass(source) === 'public';
}
