/** A place in a session description, and what is known of the description in its call. */
import type { Body } from '../../engine/calls/call';
import type { MediaSection, Sdp, SdpLine, Section } from '../../engine/sdp/sdp';
import { lineAt } from '../../engine/sdp/query';
import type { TraceMessage } from '../../engine/traces/message';
import { bodyOfMessage, callOf, exchangeOf, type CallPlace } from '../lookup';
import type { TraceView } from '../view';

export interface SdpPlace {
  readonly message: TraceMessage;
  readonly sdp: Sdp;
  readonly line: SdpLine;
  /** The m-line's section that the line belongs to; null above the first m-line. */
  readonly media: MediaSection | null;
  readonly section: Section;
  /** In the message's content. */
  readonly offset: number;
  readonly call: CallPlace | null;
  readonly body: Body | null;
}

/** The place of an offset; null between lines. */
export function sdpPlaceAt(
  view: TraceView,
  message: TraceMessage,
  sdp: Sdp,
  offset: number,
): SdpPlace | null {
  const line = lineAt(sdp, offset);
  if (line === null) return null;
  const media = sdp.media.findLast((section) => section.start <= line.start) ?? null;
  const call = callOf(view, message);
  const body = call === null ? null : bodyOfMessage(call);
  return {
    message,
    sdp,
    line,
    media,
    section: media ?? sdp.session,
    offset,
    call,
    body: body?.sdp === sdp ? body : null,
  };
}

/** `the SBC`, `Microsoft's side`; null where the sender cannot be told. */
export function senderName({ body }: SdpPlace): string | null {
  switch (body?.side) {
    case 'sbc':
      return 'the SBC';
    case 'teams':
      return "Microsoft's side";
    default:
      return null;
  }
}

/** The same m-line in what the other side said to this body: the offer's, or those of all answers. */
export function counterparts({
  call,
  body,
  media,
}: SdpPlace): readonly { readonly body: Body; readonly media: MediaSection }[] {
  if (call === null || body === null || media === null) return [];
  const exchange = exchangeOf(call.call, body);
  if (exchange === null) return [];
  const others = body === exchange.offer ? exchange.answers.map((answer) => answer.body) : [exchange.offer];
  return others.flatMap((other) => {
    const section = other.sdp.media[media.index];
    return section === undefined ? [] : [{ body: other, media: section }];
  });
}

/** What the side of a body said last: in the 183 that it repeats, else in what the dialog agreed on before. */
export function saidBefore({ call, body }: Pick<SdpPlace, 'call' | 'body'>): Body | null {
  if (call === null || body === null) return null;
  for (const { answers } of call.call.exchanges) {
    const repeats = answers.find((answer) => answer.body === body)?.repeats ?? null;
    if (repeats !== null) return repeats.body;
  }
  return body.previousAgreed;
}
