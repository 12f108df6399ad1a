import { isRtp } from '../../sdp/query';
import type { MediaSection } from '../../sdp/sdp';
import { codecsOf, fmtpsOf, type Codec } from '../sdp/codecs';
import { allProfiles, defineRule } from '../rule';
import { codecsByName, formatName, formatText } from './formats';
import { acceptedStreams, isRepeated } from './streams';

/** Parameters that must be the same on both sides, as they say how packets are built, with what holds without them. */
const parameters: ReadonlyMap<string, { readonly name: string; readonly otherwise: string }> = new Map([
  ['AMR', { name: 'octet-align', otherwise: '0' }],
  ['AMR-WB', { name: 'octet-align', otherwise: '0' }],
  ['H264', { name: 'packetization-mode', otherwise: '0' }],
]);

export const rule = defineRule({
  id: 'oa-fmtp-mismatch',
  title: 'Offer and answer build the packets of a codec in different ways',
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3264 §6.1', 'RFC 4867', 'RFC 6184'],
  profiles: allProfiles,
  fixable: false,
  scope: 'offer-answer',
  ofForms: true,
  check({ offer, answer, exchange, report }) {
    if (offer.sdp.fragment || answer.sdp.fragment) return;
    for (const { offered, answered } of acceptedStreams(offer.sdp, answer.sdp)) {
      if (!isRtp(answered)) continue;
      for (const codec of codecsOf(answered)) {
        const parameter = parameters.get(codec.name);
        if (parameter === undefined) continue;
        const choices = codecsByName(offered).get(formatName(codec)) ?? [];
        const [first] = choices;
        const given = valueOf(answered, codec, parameter);
        if (first === undefined || choices.some((each) => valueOf(offered, each, parameter) === given))
          continue;
        if (isRepeated(exchange, answer)) continue;
        const was = valueOf(offered, first, parameter);
        report({
          in: answer,
          at: fmtpsOf(answered).get(codec.payloadType)?.[0]?.line ?? codec.rtpmap?.line ?? codec.format,
          message:
            `${formatText(codec)} was offered with ${parameter.name}=${was}, and the answer has ${parameter.name}=${given}, ` +
            `written or by default. Packets are built in another way: audio is garbled, or pictures break. The answerer ` +
            `must answer ${parameter.name}=${was}, or leave the codec out.`,
          related: [{ in: offer, at: first.rtpmap?.line ?? first.format, message: 'The offered codec.' }],
        });
      }
    }
  },
});

function valueOf(
  media: MediaSection,
  { payloadType }: Codec,
  { name, otherwise }: { readonly name: string; readonly otherwise: string },
): string {
  for (const { list } of fmtpsOf(media).get(payloadType) ?? []) {
    const found = list.find((each) => each.name.text.toLowerCase() === name);
    const value = found?.value ?? null;
    if (value !== null) return value.text;
  }
  return otherwise;
}
