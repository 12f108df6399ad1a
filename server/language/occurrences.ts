/**
 * What a place in a trace names, and where else that is named: payload types, crypto tags, mids, ufrags, Call-IDs,
 * branches and tags. Definition, references and highlights all read from here.
 */
import type { Body } from '../engine/calls/call';
import { cryptoOf } from '../engine/sdp/crypto';
import { fieldsOf } from '../engine/sdp/fields';
import { attributesOf, cryptosOf, lineAt } from '../engine/sdp/query';
import type { AttributeLine, MediaSection, Sdp } from '../engine/sdp/sdp';
import type { SipMessage } from '../engine/sip/message';
import { descriptionsOf } from '../engine/traces/message';
import { headerOf, tagOf, viasOf } from '../engine/sip/values';
import { touches, type Span, type Token } from '../engine/basics/span';
import { isSip, type TraceMessage } from '../engine/traces/message';
import { bodyOfMessage, callOf, exchangeOf } from './lookup';
import type { Place, TraceView } from './view';

export interface Occurrence {
  readonly message: TraceMessage;
  readonly span: Span;
  /** Where the thing is introduced: the rtpmap of a payload type, the offer's line of a crypto tag. */
  readonly defines: boolean;
}

/** All places that name what a place names, in order; empty where it names nothing. */
export function occurrencesAt(view: TraceView, place: Place): readonly Occurrence[] {
  const { parsed } = place.message;
  if (parsed.kind === 'sdp') return inDescription(view, place, parsed.sdp);
  if (parsed.kind === 'packet') return [];
  const part = parsed.parts.find(({ content, sdp }) => sdp !== null && touches(content, place.offset));
  const sdp = part?.sdp ?? null;
  return sdp === null ? inHeaders(view, parsed, place.offset) : inDescription(view, place, sdp);
}

function inHeaders(view: TraceView, sip: SipMessage, offset: number): readonly Occurrence[] {
  const at = (token: Token | null | undefined): token is Token =>
    token !== null && token !== undefined && touches(token, offset);
  const callId = headerOf(sip, 'call-id')?.value;
  if (at(callId)) return acrossMessages(view, callId.text, (each) => [headerOf(each, 'call-id')?.value]);
  const branch = viasOf(sip).find((via) => at(via.branch))?.branch;
  if (at(branch)) return acrossMessages(view, branch.text, (each) => viasOf(each).map((via) => via.branch));
  for (const id of ['from', 'to'] as const) {
    const tag = tagOf(sip, id);
    if (at(tag)) return acrossMessages(view, tag.text, (each) => [tagOf(each, 'from'), tagOf(each, 'to')]);
  }
  return [];
}

/** Tokens of all SIP messages that read the same; the first one introduces the name. */
function acrossMessages(
  view: TraceView,
  text: string,
  tokens: (sip: SipMessage) => readonly (Token | null | undefined)[],
): readonly Occurrence[] {
  const found: Occurrence[] = [];
  for (const message of view.analysis.trace.messages) {
    // Most messages do not hold the name at all, and looking for it is far quicker than reading their headers.
    if (!isSip(message) || !message.parsed.content.includes(text)) continue;
    for (const token of tokens(message.parsed)) {
      if (token?.text === text) found.push({ message, span: token, defines: found.length === 0 });
    }
  }
  return found;
}

function inDescription(view: TraceView, place: Place, sdp: Sdp): readonly Occurrence[] {
  const line = lineAt(sdp, place.offset);
  if (line === null) return [];
  const media = sdp.media.find((section) => section.lines.includes(line)) ?? null;
  if (media !== null) {
    const payloadType = payloadTypeAt(media, place.offset);
    if (payloadType !== null) return payloadTypes(place.message, media, payloadType);
  }
  if (line.attribute === null) return [];
  const attributeLine: AttributeLine = { ...line, attribute: line.attribute };
  switch (line.attribute.name.text) {
    case 'crypto':
      return media === null ? [] : cryptoTags(view, place, media, attributeLine);
    case 'mid':
    case 'group':
      return mids(view, place, sdp, attributeLine);
    case 'ice-ufrag': {
      const ufrag = line.attribute.value;
      return ufrag === null ? [] : ufrags(view, ufrag.text);
    }
    default:
      return [];
  }
}

/** Attributes whose value begins with a payload type. */
const payloadAttributes = ['rtpmap', 'fmtp', 'rtcp-fb'] as const;

function payloadTypeAt(media: MediaSection, offset: number): string | null {
  return payloadTypeTokens(media).find(({ token }) => touches(token, offset))?.token.text ?? null;
}

function payloadTypes(message: TraceMessage, media: MediaSection, text: string): readonly Occurrence[] {
  const tokens = payloadTypeTokens(media).filter(({ token }) => token.text === text);
  const mapped = tokens.some(({ attribute }) => attribute === 'rtpmap');
  return tokens.map(({ token, attribute }) => ({
    message,
    span: token,
    // A static type has no rtpmap: then the m-line introduces it.
    defines: attribute === (mapped ? 'rtpmap' : null),
  }));
}

function payloadTypeTokens(
  media: MediaSection,
): readonly { readonly token: Token; readonly attribute: string | null }[] {
  return [
    ...media.description.formats.map((token) => ({ token, attribute: null })),
    ...media.attributes.flatMap((line) => {
      const { name, value } = line.attribute;
      const isPayload = payloadAttributes.some((each) => each === name.text);
      const [token] = isPayload && value !== null ? fieldsOf(value) : [];
      return token === undefined ? [] : [{ token, attribute: name.text }];
    }),
  ];
}

/** The tag in the offer and in all its answers, of the same m-line (RFC 4568 §5.1.2). */
function cryptoTags(
  view: TraceView,
  place: Place,
  media: MediaSection,
  line: AttributeLine,
): readonly Occurrence[] {
  const { tag } = cryptoOf(line);
  if (!touches(tag, place.offset)) return [];
  return acrossExchange(view, place.message, (body, isOffer, message) =>
    cryptosOf(body.sdp.media[media.index] ?? body.sdp.session)
      .filter((crypto) => crypto.tag.text === tag.text)
      .map((crypto) => ({ message, span: crypto.tag, defines: isOffer })),
  );
}

function mids(view: TraceView, place: Place, sdp: Sdp, line: AttributeLine): readonly Occurrence[] {
  const { name, value } = line.attribute;
  if (value === null) return [];
  const names = name.text === 'mid' ? [value] : fieldsOf(value).slice(1);
  const text = names.find((token) => touches(token, place.offset))?.text;
  if (text === undefined) return [];
  const found = (message: TraceMessage, each: Sdp, own: boolean): readonly Occurrence[] => [
    ...attributesOf(each.session, 'group').flatMap(({ attribute }) =>
      (attribute.value === null ? [] : fieldsOf(attribute.value).slice(1))
        .filter((token) => token.text === text)
        .map((span) => ({ message, span, defines: false })),
    ),
    ...each.media.flatMap((section) =>
      attributesOf(section, 'mid').flatMap(({ attribute: { value: mid } }) =>
        mid?.text === text ? [{ message, span: mid, defines: own }] : [],
      ),
    ),
  ];
  const across = acrossExchange(view, place.message, (body, _, message) =>
    found(message, body.sdp, message === place.message),
  );
  return across.length > 0 ? across : found(place.message, sdp, true);
}

function ufrags(view: TraceView, text: string): readonly Occurrence[] {
  const found: Occurrence[] = [];
  for (const message of view.analysis.trace.messages) {
    const { parsed } = message;
    if (!parsed.content.includes(text)) continue;
    for (const sdp of descriptionsOf(parsed)) {
      for (const section of [sdp.session, ...sdp.media]) {
        for (const { attribute } of attributesOf(section, 'ice-ufrag')) {
          if (attribute.value?.text !== text) continue;
          found.push({ message, span: attribute.value, defines: found.length === 0 });
        }
      }
    }
  }
  return found;
}

/** What the bodies of a message's exchange hold: the offer's first, then the answers'. */
function acrossExchange(
  view: TraceView,
  message: TraceMessage,
  find: (body: Body, isOffer: boolean, message: TraceMessage) => readonly Occurrence[],
): readonly Occurrence[] {
  const place = callOf(view, message);
  const body = place === null ? null : bodyOfMessage(place);
  if (place === null || body === null) return [];
  const exchange = exchangeOf(place.call, body);
  const bodies =
    exchange === null ? [body] : [exchange.offer, ...exchange.answers.map((answer) => answer.body)];
  return bodies.flatMap((each) => {
    const carrier = place.call.messages[each.place]?.message;
    return carrier === undefined ? [] : find(each, exchange === null || each === exchange.offer, carrier);
  });
}
