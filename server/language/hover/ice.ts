/** Hover of the ICE attributes other than candidates: credentials, remote candidates, options. */
import type { Body } from '../../engine/calls/call';
import { sameAddress } from '../../engine/network/address-classes';
import { fieldsOf } from '../../engine/sdp/fields';
import { candidatesOf, effectiveAttribute, attributeOf } from '../../engine/sdp/query';
import { remoteCandidatesOf, type RemoteCandidate } from '../../engine/sdp/remote-candidates';
import type { AttributeLine, MediaSection } from '../../engine/sdp/sdp';
import { findSdpAttribute } from '../knowledge/sdp-attributes';
import { code, plural, secret } from '../markdown';
import { addressWords, hostPort } from './addresses';
import type { Explanation } from './explanation';
import { saidBefore, senderName, type SdpPlace } from './sdp-place';

/** Shortest lengths (RFC 8839 §5.4). */
const shortest = { 'ice-ufrag': 4, 'ice-pwd': 22 } as const;

export function credentialExplanation(
  place: SdpPlace,
  line: AttributeLine,
  name: keyof typeof shortest,
): Explanation {
  const value = line.attribute.value?.text ?? '';
  const sender = senderName(place);
  return {
    at: line,
    title: `**a=${name}** · ${name === 'ice-pwd' ? 'ICE password' : `ICE user name fragment ${code(value)}`}${sender === null ? '' : ` of ${sender}`}`,
    facts: [
      ...(name === 'ice-pwd' ? [`${secret(value)}, masked`] : []),
      `${plural(value.length, 'character')}${lengthWords(value, shortest[name])}`,
      ...(isIceChars(value) ? [] : ['holds characters other than letters, digits, `+` and `/`']),
      place.media === null ? 'holds for all m-lines that have none of their own' : 'holds for this m-line',
      ...generationFacts(place),
    ],
    knowledge: findSdpAttribute(name),
  };
}

export function remoteCandidatesExplanation(place: SdpPlace, line: AttributeLine): Explanation {
  const { entries } = remoteCandidatesOf(line);
  return {
    at: line,
    title: '**a=remote-candidates** · the pair in use, as the sender saw it',
    facts: entries.slice(0, 4).map((entry) => remoteCandidateFact(place, entry)),
    knowledge: findSdpAttribute('remote-candidates'),
  };
}

const optionWords: ReadonlyMap<string, string> = new Map([
  ['trickle', 'more candidates may follow later (RFC 8840)'],
  ['ice2', 'follows RFC 8445 rather than RFC 5245'],
  ['rtp+ecn', 'can test for ECN (RFC 6679)'],
  ['renomination', 'may change the pair in use while the call is up (expired draft)'],
]);

export function iceOptionsExplanation({ line }: SdpPlace, { attribute }: AttributeLine): Explanation {
  return {
    at: line,
    title: '**a=ice-options** · ICE extensions',
    facts: (attribute.value === null ? [] : fieldsOf(attribute.value))
      .slice(0, 8)
      .map(
        ({ text }) =>
          `${code(text)}: ${optionWords.get(text.toLowerCase()) ?? 'not an option that this tool knows'}`,
      ),
    knowledge: findSdpAttribute('ice-options'),
  };
}

export function iceLiteExplanation(place: SdpPlace): Explanation {
  const sender = senderName(place);
  return {
    at: place.line,
    title: `**a=ice-lite** · ICE Lite${sender === null ? '' : `, said by ${sender}`}`,
    facts: [
      ...(place.media === null
        ? []
        : ['stands below an m-line, where receivers do not look: it belongs above the first one']),
      'the other side controls: it sends the checks and nominates the pair',
    ],
    knowledge: findSdpAttribute('ice-lite'),
  };
}

function lengthWords(value: string, least: number): string {
  if (value.length < least) return `: too short, at least ${least} are wanted`;
  return value.length > 256 ? ': too long, at most 256 are allowed' : '';
}

// ice-char of RFC 8839 §5.1
function isIceChars(value: string): boolean {
  return /^[A-Za-z0-9+/]*$/.test(value);
}

/** How often this side has restarted ICE in this dialog, told by its earlier bodies. */
function generationFacts(place: SdpPlace): readonly string[] {
  const { body, media } = place;
  if (body === null) return [];
  const index = media?.index ?? 0;
  const earlier: (string | null)[] = [];
  for (let each = saidBefore(place); each !== null; each = each.previousAgreed)
    earlier.push(ufragOf(each, index));
  const known = earlier.filter((ufrag) => ufrag !== null);
  const own = ufragOf(body, index);
  const [last] = known;
  if (last === undefined || own === null)
    return ['first credentials of this side in this dialog (generation 1)'];
  // A 200 repeats the answer of its 183: only a later exchange can restart ICE (RFC 8839 §4.4.1.1.1).
  if (last !== own && body.role === 'answer' && body.initial === true) {
    return ["the ufrag differs from this side's body before: no restart, as an answer must stay the same"];
  }
  const changes = known.filter((ufrag, place) => ufrag !== (place === 0 ? own : known[place - 1])).length;
  return last === own
    ? [`the ufrag is that of this side's body before: no ICE restart (generation ${changes + 1})`]
    : [`the ufrag is new in this dialog: an **ICE restart** (generation ${changes + 1})`];
}

function ufragOf({ sdp }: Body, index: number): string | null {
  const media: MediaSection | undefined = sdp.media[index];
  const line =
    media === undefined ? attributeOf(sdp.session, 'ice-ufrag') : effectiveAttribute(sdp, media, 'ice-ufrag');
  return line?.attribute.value?.text ?? null;
}

function remoteCandidateFact(place: SdpPlace, entry: RemoteCandidate): string {
  const component =
    entry.componentValue === 1
      ? 'RTP'
      : entry.componentValue === 2
        ? 'RTCP'
        : `component ${code(entry.component.text)}`;
  const address = `${hostPort(entry.address.text, entry.port.text)}, ${addressWords(entry.address.text)}`;
  return `${component}: ${address}${ownerWords(place, entry)}`;
}

/** Whether the receiver of the line had offered that address: else it cannot make it its default. */
function ownerWords({ call, body }: SdpPlace, { address, portValue }: RemoteCandidate): string {
  if (call === null || body === null) return '';
  const others = call.call.bodies.filter((each) => each.party !== body.party && each.place < body.place);
  if (others.length === 0) return '';
  const listed = others.some(({ sdp }) =>
    sdp.media.some((media) =>
      candidatesOf(media).some(
        (candidate) => candidate.portValue === portValue && sameAddress(candidate.address.text, address.text),
      ),
    ),
  );
  return listed
    ? ': a candidate of the other side'
    : ': **not** among the candidates that the other side sent before';
}
