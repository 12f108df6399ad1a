/** Hover of RTCP, DTLS, direction, packet time and grouping attributes. */
import { fieldsOf } from '../../engine/sdp/fields';
import { fingerprintOf } from '../../engine/sdp/fingerprint';
import { attributesOf, hasFlag, direction, type Direction } from '../../engine/sdp/query';
import { rtcpOf } from '../../engine/sdp/rtcp';
import type { AttributeLine, MediaSection, Sdp } from '../../engine/sdp/sdp';
import { code, plural } from '../markdown';
import { addressWords, hostPort } from './addresses';
import { counterparts, senderName, type SdpPlace } from './sdp-place';

/** What such a line says, one fact each; null for an attribute that is not of this family. */
export function transportFacts(place: SdpPlace, line: AttributeLine): readonly string[] | null {
  switch (line.attribute.name.text) {
    case 'rtcp':
      return rtcpFacts(place, line);
    case 'rtcp-mux':
      return muxFacts(place);
    case 'sendrecv':
    case 'sendonly':
    case 'recvonly':
    case 'inactive':
      return directionFacts(place, line.attribute.name.text);
    case 'setup':
      return setupFacts(line);
    case 'fingerprint':
      return fingerprintFacts(line);
    case 'ptime':
    case 'maxptime':
      return packetTimeFacts(line);
    case 'mid':
      return midFacts(place, line);
    case 'group':
      return groupFacts(place, line);
    default:
      return null;
  }
}

function rtcpFacts({ media }: SdpPlace, line: AttributeLine): readonly string[] {
  const { port, portValue, address } = rtcpOf(line);
  const rtp = media?.description.portNumber ?? NaN;
  const where =
    address === null
      ? `port ${code(port.text)}`
      : `${hostPort(address.text, port.text)}, ${addressWords(address.text)}`;
  if (media === null || portValue === null) return [`RTCP goes to ${where}`];
  if (portValue !== rtp)
    return [`RTCP goes to ${where}${portValue === rtp + 1 ? ', the port after RTP' : ''}`];
  return [
    `RTCP goes to ${where}, the RTP port: ${hasFlag(media, 'rtcp-mux') ? '`a=rtcp-mux` stands beside it, as it must' : '`a=rtcp-mux` is missing beside it'}`,
  ];
}

function muxFacts(place: SdpPlace): readonly string[] {
  const others = counterparts(place);
  if (others.length === 0) return [];
  const having = others.filter(({ media }) => hasFlag(media, 'rtcp-mux')).length;
  if (place.body?.role === 'answer') {
    return [
      having > 0
        ? 'the offer has it too: RTP and RTCP share one port'
        : 'the offer has it not: an answer must not add it',
    ];
  }
  if (having === others.length) return ['the answer has it too: RTP and RTCP share one port'];
  return [
    having === 0
      ? 'the answer has it not: RTCP keeps a port of its own'
      : `${having} of ${others.length} answers have it too`,
  ];
}

const directionWords: Readonly<Record<Direction, string>> = {
  sendrecv: 'sends and receives',
  sendonly: 'only sends (hold)',
  recvonly: 'only receives',
  inactive: 'neither sends nor receives (hold)',
};

function directionFacts(place: SdpPlace, name: Direction): readonly string[] {
  const sender = senderName(place);
  const [other] = counterparts(place);
  return [
    `${sender ?? 'this side'} ${directionWords[name]}`,
    ...(place.media === null ? ['holds for all m-lines without a direction of their own'] : []),
    ...(other === undefined
      ? []
      : [
          `the ${other.body.role === 'offer' ? 'offer' : 'answer'} says \`${direction(other.body.sdp, other.media)}\``,
        ]),
  ];
}

const setupWords: ReadonlyMap<string, string> = new Map([
  ['active', 'this side starts the DTLS handshake; the other side must be `passive`'],
  ['passive', 'this side waits for the DTLS handshake; the other side must be `active`'],
  ['actpass', 'either way: the answer chooses `active` or `passive`. For offers only'],
  ['holdconn', 'no connection for the time being'],
]);

function setupFacts({ attribute }: AttributeLine): readonly string[] {
  const value = attribute.value?.text.trim() ?? '';
  return [
    `${code(value)}: ${setupWords.get(value.toLowerCase()) ?? 'not a role; active, passive, actpass or holdconn is wanted'}`,
  ];
}

/** Octets of the hash functions of RFC 8122 §5. */
const hashOctets: ReadonlyMap<string, number> = new Map([
  ['sha-1', 20],
  ['sha-224', 28],
  ['sha-256', 32],
  ['sha-384', 48],
  ['sha-512', 64],
  ['md5', 16],
  ['md2', 16],
]);

/** Names of the hash functions, the usual one first. */
export const hashNames: readonly string[] = ['sha-256', 'sha-384', 'sha-512', 'sha-224', 'sha-1'];

function fingerprintFacts(line: AttributeLine): readonly string[] {
  const { hash, octetCount } = fingerprintOf(line);
  const wanted = hashOctets.get(hash.text.toLowerCase());
  const weak = ['sha-1', 'md5', 'md2'].includes(hash.text.toLowerCase())
    ? ', a hash that is no longer safe'
    : '';
  return [
    `hash ${code(hash.text)}${wanted === undefined ? ', not one of RFC 8122' : weak}`,
    octetCount === null
      ? 'the octets are not pairs of hexadecimal digits parted by colons'
      : `${plural(octetCount, 'octet')}${wanted === undefined || wanted === octetCount ? '' : `, but the hash has ${wanted}`}`,
  ];
}

function packetTimeFacts({ attribute }: AttributeLine): readonly string[] {
  const text = attribute.value?.text.trim() ?? '';
  const milliseconds = /^\d{1,5}(?:\.\d{1,3})?$/.test(text) ? Number(text) : NaN;
  if (!(milliseconds > 0)) return [`${code(text)}: a number of milliseconds above 0 is wanted`];
  const perSecond = Math.round((1000 / milliseconds) * 10) / 10;
  return [`${milliseconds} ms of audio in a packet: ${plural(perSecond, 'packet')} a second`];
}

function midFacts({ sdp, media }: SdpPlace, { attribute }: AttributeLine): readonly string[] {
  const mid = attribute.value?.text ?? '';
  const groups = attributesOf(sdp.session, 'group').filter((line) =>
    (line.attribute.value === null ? [] : fieldsOf(line.attribute.value).slice(1)).some(
      ({ text }) => text === mid,
    ),
  );
  return [
    ...(media === null ? [] : [`names m-line ${media.index + 1}, ${code(media.description.media.text)}`]),
    groups.length === 0
      ? 'no `a=group` uses the name'
      : `used by ${groups.map((line) => code(`a=group:${line.attribute.value?.text ?? ''}`)).join(', ')}`,
  ];
}

function groupFacts({ sdp }: SdpPlace, { attribute }: AttributeLine): readonly string[] {
  const [semantics, ...mids] = attribute.value === null ? [] : fieldsOf(attribute.value);
  if (semantics === undefined) return [];
  return [
    `semantics ${code(semantics.text)}`,
    ...mids.slice(0, 8).map(({ text }) => {
      const media = mediaOf(sdp, text);
      return `${code(text)}: ${media === undefined ? '**no m-line has this `mid`**' : `m-line ${media.index + 1}, ${code(media.description.media.text)}`}`;
    }),
  ];
}

function mediaOf(sdp: Sdp, mid: string): MediaSection | undefined {
  return sdp.media.find((media) =>
    attributesOf(media, 'mid').some(({ attribute }) => attribute.value?.text === mid),
  );
}
