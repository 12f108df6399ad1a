/** What a description already says, the caret's own line left out: material for proposals. */
import { mostOf } from '../../../shared/extremes';
import type { Body } from '../../engine/calls/call';
import { attributesOf, cryptosOf, defaultRtpDestination } from '../../engine/sdp/query';
import { rtpmapOf } from '../../engine/sdp/rtpmap';
import type { AttributeLine, MediaSection, Section } from '../../engine/sdp/sdp';
import { staticPayloadType } from '../../engine/rtp/static-payload-types';
import { bodyOfMessage, callOf, exchangeOf } from '../lookup';
import type { SdpCompletionPlace } from './place';

/** More lines of one kind than any real section has. */
const maxLines = 500;

/** The lines of an attribute around the caret, without the caret's own. */
export function linesOf(
  { sdp, media, lineStart }: SdpCompletionPlace,
  name: string,
): readonly AttributeLine[] {
  const section: Section | undefined = media ?? sdp?.session;
  if (section === undefined) return [];
  return attributesOf(section, name)
    .slice(0, maxLines)
    .filter((line) => line.start !== lineStart);
}

/** The line types above the caret's section and in it. */
export function lineTypesOf({ sdp, media, lineStart }: SdpCompletionPlace): ReadonlySet<string> {
  const sections: readonly Section[] = [
    ...(sdp === null ? [] : [sdp.session]),
    ...(media === null ? [] : [media]),
  ];
  const lines = sections.flatMap((section) => section.lines.slice(0, maxLines));
  return new Set(lines.filter((line) => line.start !== lineStart).map((line) => line.type));
}

/** The address of `c=`, else of `o=`; null where neither says one. */
export function addressOf({ sdp, media, lineStart }: SdpCompletionPlace): string | null {
  const lines = [...(media?.connections ?? []), ...(sdp?.session.connections ?? [])];
  const connection = lines.find((line) => line.start !== lineStart && line.connection !== null)?.connection;
  return connection?.address.text ?? sdp?.origin?.address.text ?? null;
}

/** The address and port that media is sent to by default; null where they are not said. */
export function destinationOf({
  sdp,
  media,
}: SdpCompletionPlace): { readonly address: string; readonly port: number } | null {
  const found = sdp === null || media === null ? null : defaultRtpDestination(sdp, media);
  return found === null ? null : { address: found.address.text, port: found.port };
}

/** The payload types of the m-line, as written. */
export function payloadTypesOf({ media }: SdpCompletionPlace): readonly string[] {
  return media?.description.formats.map((format) => format.text) ?? [];
}

/** The encoding of a payload type, in lower case; null where it cannot even be guessed. */
export function encodingOf(place: SdpCompletionPlace, payloadType: string): string | null {
  const said = linesOf(place, 'rtpmap')
    .map(rtpmapOf)
    .find((rtpmap) => rtpmap.payloadType.text === payloadType);
  const encoding =
    said?.encoding.text ??
    (/^\d{1,3}$/.test(payloadType) ? staticPayloadType(Number(payloadType))?.encoding : undefined);
  // 101 is telephone-event nearly everywhere, though no standard says so.
  return encoding?.toLowerCase() ?? (payloadType === '101' ? 'telephone-event' : null);
}

/** The lowest dynamic payload type that the m-line does not use. */
export function freePayloadType(place: SdpCompletionPlace): string {
  const used = new Set([
    ...payloadTypesOf(place),
    ...linesOf(place, 'rtpmap').map((line) => rtpmapOf(line).payloadType.text),
  ]);
  for (let number = 96; number < 128; number++) if (!used.has(String(number))) return String(number);
  return '96';
}

/** The next crypto tag that the m-line does not use. */
export function freeCryptoTag(place: SdpCompletionPlace): number {
  const tags = linesOf(place, 'crypto').flatMap(
    (line) => /^\d{1,9}/.exec(line.attribute.value?.text ?? '')?.[0] ?? [],
  );
  return Math.max(0, mostOf(tags.map(Number))) + 1;
}

/** Tag and suite of the offer's lines for the same m-line, where the caret stands in an answer. */
export function offeredCryptos(
  place: SdpCompletionPlace,
): readonly { readonly tag: string; readonly suite: string }[] {
  const { media } = place;
  const offer = media === null ? null : offerOf(place);
  const offered: MediaSection | undefined = offer?.sdp.media[media?.index ?? 0];
  if (offered === undefined) return [];
  return cryptosOf(offered)
    .filter(({ tag, suite }) => /^\d{1,9}$/.test(tag.text) && /^\w+$/.test(suite.text))
    .map(({ tag, suite }) => ({ tag: tag.text, suite: suite.text }));
}

/** Whether media bypass is what the text is about, or may yet become: then what Teams wants comes first. */
export function aimsAtBypass({ view, message }: SdpCompletionPlace): boolean {
  if (view.settings.profile === 'rfc' || view.settings.profile === 'teams-nonbypass') return false;
  const call = message === null ? undefined : callOf(view, message)?.call;
  return call === undefined || call.kind === 'sdp' || call.profile.name === 'teams-bypass';
}

function offerOf({ view, message }: SdpCompletionPlace): Body | null {
  const place = message === null ? null : callOf(view, message);
  const body = place === null ? null : bodyOfMessage(place);
  if (place === null || body?.role !== 'answer') return null;
  return exchangeOf(place.call, body)?.offer ?? null;
}
