/** Completion of an m-line, field by field. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import { STATIC_PAYLOAD_TYPES } from '../../engine/rtp/static-payload-types';
import { attributesOf } from '../../engine/sdp/query';
import { rtpmapOf } from '../../engine/sdp/rtpmap';
import { MEDIA_PROTOCOLS } from '../knowledge/media-protocols';
import { findCodec } from '../knowledge/codecs';
import { explained } from '../markdown';
import type { SdpCompletionPlace } from './place';
import { noProposals, snippetText, type Proposal, type Proposals } from './proposal';

const kinds: readonly (readonly [string, string])[] = [
  ['audio', 'voice'],
  ['video', 'video or shared screen'],
  ['image', 'T.38 fax'],
  ['text', 'real-time text'],
  ['application', 'data channel, BFCP'],
  ['message', 'MSRP chat'],
];

/** @param text what stands between `m=` and the caret */
export function mediaLineProposals(place: SdpCompletionPlace, text: string): Proposals {
  const fields = text.split(' ');
  const typed = fields.at(-1)?.length ?? 0;
  switch (fields.length) {
    case 1:
      return { typed, proposals: kinds.map(([name, detail]) => ({ ...field(name), detail })) };
    case 2:
      return {
        typed,
        proposals: [
          { ...field('0'), detail: 'rejected' },
          { ...field('54056'), snippet: '${1:54056}', detail: 'port to receive on' },
        ],
      };
    case 3:
      return {
        typed,
        proposals: MEDIA_PROTOCOLS.map((protocol) => ({
          ...field(protocol.proto),
          documentation: explained(protocol),
        })),
      };
    default:
      return isRtpProto(fields[2] ?? '') ? { typed, proposals: payloadTypes(place, fields) } : noProposals;
  }
}

function isRtpProto(proto: string): boolean {
  return proto.toUpperCase().split('/').includes('RTP');
}

function payloadTypes(
  place: SdpCompletionPlace,
  [kind = '', , , ...formats]: readonly string[],
): readonly Proposal[] {
  const present = new Set(formats.slice(0, -1));
  const fixed = STATIC_PAYLOAD_TYPES.filter(({ media }) => media.split('/').includes(kind.toLowerCase())).map(
    (type) => ({
      number: String(type.payloadType),
      encoding: type.encoding,
      rank: findCodec(type.encoding)?.teamsSupport === 'supported' ? 1 : 6,
    }),
  );
  const mapped = rtpmapsBelow(place).map(({ payloadType, encoding }) => ({
    number: payloadType.text,
    encoding: encoding.text,
    rank: 0,
  }));
  const known = new Map([...fixed, ...mapped].map((each) => [each.number, each]));
  return [...known.values()]
    .filter(({ number }) => !present.has(number))
    .map(({ number, encoding, rank }) => {
      const codec = findCodec(encoding);
      return {
        ...field(number),
        detail: encoding,
        ...(codec === null ? {} : { documentation: explained(codec) }),
        rank,
      };
    });
}

/** The rtpmaps of the section that the caret's m-line opens. */
function rtpmapsBelow({ sdp, lineStart }: SdpCompletionPlace): readonly ReturnType<typeof rtpmapOf>[] {
  const media = sdp?.media.find((section) => section.start === lineStart);
  return media === undefined ? [] : attributesOf(media, 'rtpmap').map(rtpmapOf);
}

function field(label: string): Proposal {
  return { label, kind: CompletionItemKind.Value, snippet: snippetText(label), commit: [' '] };
}
