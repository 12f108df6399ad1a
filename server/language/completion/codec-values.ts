/** Completion of `a=rtpmap` and `a=fmtp`: payload types of the m-line, codecs and their parameters. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import { fmtpOf } from '../../engine/sdp/fmtp';
import { rtpmapOf } from '../../engine/sdp/rtpmap';
import { STATIC_PAYLOAD_TYPES, staticPayloadType } from '../../engine/rtp/static-payload-types';
import { CODECS, findCodec, type CodecKnowledge } from '../knowledge/codecs';
import { explained } from '../markdown';
import type { SdpCompletionPlace } from './place';
import { noProposals, snippetText, value, type Proposal, type Proposals } from './proposal';
import { encodingOf, freePayloadType, linesOf, payloadTypesOf } from './sdp-facts';

export function rtpmapProposals(place: SdpCompletionPlace, text: string): Proposals {
  const named = /^(\d+) ([\w./-]*)$/.exec(text);
  if (named !== null) {
    return {
      typed: named[2]?.length ?? 0,
      proposals: codecsFor(place, named[1] ?? '').map((each) => ({ ...each, commit: [] })),
    };
  }
  return /^\d*$/.test(text) ? { typed: text.length, proposals: mappings(place) } : noProposals;
}

/** At most so many payload types are offered with every codec. */
const maxUnmapped = 4;

/** `101 telephone-event/8000`: the payload types of the m-line that no rtpmap explains, each with codecs. */
export function mappings(place: SdpCompletionPlace): readonly Proposal[] {
  const mapped = new Set(linesOf(place, 'rtpmap').map((line) => rtpmapOf(line).payloadType.text));
  const unmapped = payloadTypesOf(place).filter((number) => /^\d{1,3}$/.test(number) && !mapped.has(number));
  // Dynamic ones cannot do without an rtpmap; the others only gain by it.
  const ordered = [...unmapped].sort((a, b) => Number(isFixed(a)) - Number(isFixed(b)));
  const numbers = ordered.length === 0 ? [freePayloadType(place)] : ordered.slice(0, maxUnmapped);
  return numbers.flatMap((number, order) =>
    codecsFor(place, number).map((codec, index) => ({
      ...codec,
      label: `${number} ${codec.label}`,
      snippet: `${number} ${codec.snippet}`,
      rank: Math.min(order + (index === 0 ? 0 : 4), 9),
    })),
  );
}

function isFixed(payloadType: string): boolean {
  return staticPayloadType(Number(payloadType)) !== null;
}

/** The codecs that a payload type may stand for: the one of its number, or those of the m-line's kind. */
function codecsFor(place: SdpCompletionPlace, payloadType: string): readonly Proposal[] {
  const fixed = staticPayloadType(Number(payloadType));
  if (fixed !== null) {
    const name = `${fixed.encoding}/${fixed.clockRate}`;
    return [codecProposal(name, name, findCodec(fixed.encoding))];
  }
  const kind = place.media?.description.media.text.toLowerCase() ?? 'audio';
  const used = new Set(linesOf(place, 'rtpmap').map((line) => rtpmapOf(line).encoding.text.toLowerCase()));
  const codecs = CODECS.filter(
    (codec) => codec.media === (kind === 'audio' || kind === 'video' ? kind : 'other'),
  )
    .map((codec) => ({ codec, order: codecOrder(codec, payloadType, used) }))
    .sort((a, b) => a.order - b.order);
  return codecs.map(({ codec }) => {
    const insert =
      codec.completion?.insert ?? snippetText(`${codec.encoding}/${codec.clockRates[0] ?? 8000}`);
    // A choice shows in the label as its first value.
    return codecProposal(insert.replace(/\$\{\d+\|(\w+)(?:,\w+)*\|\}/g, '$1'), insert, codec);
  });
}

/** Codecs with numbers of their own: a dynamic payload type is seldom used for them. */
const numbered: ReadonlySet<string> = new Set(STATIC_PAYLOAD_TYPES.map(({ encoding }) => encoding));

function codecOrder(
  { encoding, teamsSupport, completion }: CodecKnowledge,
  payloadType: string,
  used: ReadonlySet<string>,
): number {
  if (used.has(encoding.toLowerCase())) return 9;
  // 101 is telephone-event nearly everywhere, though no standard says so.
  if (encoding === 'telephone-event') return payloadType === '101' ? 0 : 2;
  if (numbered.has(encoding)) return 6;
  if (teamsSupport === 'supported') return 1;
  return completion === undefined ? 5 : 3;
}

function codecProposal(label: string, snippet: string, codec: CodecKnowledge | null): Proposal {
  return {
    label,
    kind: CompletionItemKind.Value,
    snippet,
    ...(codec?.completion === undefined ? {} : { detail: codec.completion.detail }),
    ...(codec === null ? {} : { documentation: explained(codec) }),
  };
}

export function fmtpProposals(place: SdpCompletionPlace, text: string): Proposals {
  const begun = /^(\d+) (.*)$/.exec(text);
  if (begun === null)
    return /^\d*$/.test(text) ? { typed: text.length, proposals: formatParameters(place) } : noProposals;
  const [, number = '', parameters = ''] = begun;
  const last = parameters.slice(parameters.lastIndexOf(';') + 1).trimStart();
  return { typed: last.length, proposals: parametersOf(encodingOf(place, number)) };
}

/** `101 0-16`: the payload types with known parameters and without an fmtp. */
export function formatParameters(place: SdpCompletionPlace): readonly Proposal[] {
  const has = new Set(linesOf(place, 'fmtp').map((line) => fmtpOf(line).payloadType.text));
  return payloadTypesOf(place)
    .filter((number) => !has.has(number))
    .flatMap((number) =>
      parametersOf(encodingOf(place, number)).map((parameter) => ({
        ...parameter,
        label: `${number} ${parameter.label}`,
        snippet: `${snippetText(number)} ${parameter.snippet}`,
      })),
    );
}

function parametersOf(encoding: string | null): readonly Proposal[] {
  const codec = encoding === null ? null : findCodec(encoding);
  if (codec === null) return [];
  if (codec.encoding === 'telephone-event') {
    const documentation = explained(codec);
    return [
      { ...value('0-16'), detail: 'digits, *, #, A–D, flash hook', documentation },
      { ...value('0-15'), detail: 'digits, *, #, A–D', documentation },
    ];
  }
  return (codec.parameters ?? [])
    .filter(({ name }) => !name.includes(' '))
    .map(({ name, summary }) => {
      const snippet = commonValues.get(`${codec.encoding} ${name}`) ?? '${1}';
      return {
        ...value(`${name}=`),
        snippet: `${name}=${snippet}`,
        detail: codec.encoding,
        documentation: summary,
        commit: [],
      };
    });
}

const commonValues: ReadonlyMap<string, string> = new Map([
  ['G729 annexb', '${1|no,yes|}'],
  ['SILK useinbandfec', '${1|1,0|}'],
  ['opus useinbandfec', '${1|1,0|}'],
  ['iLBC mode', '${1|20,30|}'],
  ['AMR octet-align', '${1|1,0|}'],
  ['AMR-WB octet-align', '${1|1,0|}'],
]);
