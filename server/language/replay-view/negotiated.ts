/** What offers and answers agreed on, from each of them on: codecs, directions, addresses, keys, and what changed. */
import type { Party } from '../../../shared/calls';
import { isEnding } from '../../../shared/ice';
import type { NegotiatedStream, NegotiatedView } from '../../../shared/replay-view';
import { capital } from '../../../shared/words';
import type { Body, Call, Exchange } from '../../engine/calls/call';
import { nameOf } from '../../engine/diagnosis/case';
import { addressText } from '../../engine/ice/address';
import { labelOf } from '../../engine/ice/negotiation';
import { staticPayloadType } from '../../engine/rtp/static-payload-types';
import {
  attributesOf,
  cryptosOf,
  defaultRtpDestination,
  direction,
  effectiveAttribute,
  isRejected,
  isRtp,
  isSecureProfile,
} from '../../engine/sdp/query';
import { rtpmapOf } from '../../engine/sdp/rtpmap';
import type { MediaSection } from '../../engine/sdp/sdp';
import type { TraceMessage } from '../../engine/traces/message';
import { plain, type Scene } from './scene';

/** Exchanges that are told; a call of thousands of re-INVITEs changes little from one to the next. */
const mostTold = 2000;
/** Formats that one line names. */
const mostFormats = 6;

export function negotiatedOf(scene: Scene): readonly NegotiatedView[] {
  const { call, replay } = scene;
  if (call === null) return [];
  const steps = new Map<TraceMessage, number>();
  replay.steps.forEach(({ in: message, event }, place) => {
    if (event === 'predicted' || isEnding(event) || steps.has(message)) return;
    steps.set(message, place);
  });
  const told: NegotiatedView[] = [];
  const agreed = new Map<number | null, readonly NegotiatedStream[]>();
  const stated: Record<Party, Map<number | null, readonly NegotiatedStream[]>> = {
    caller: new Map(),
    callee: new Map(),
  };
  for (const each of call.exchanges.slice(0, mostTold).flatMap((exchange) => momentsOf(call, exchange))) {
    const { body, offer, isRefused, streams } = each;
    const message = call.messages[body.place]?.message;
    const step = message === undefined ? undefined : steps.get(message);
    if (message === undefined || step === undefined) continue;
    const tag = body.toTag ?? offer.toTag;
    const place = tag === null ? -1 : replay.forks.findIndex(({ toTag }) => toTag === tag);
    const fork = place === -1 ? null : place;
    // An offer is held against what its own side said before: what both agreed on is another thing.
    const own = stated[body.party];
    const before = body === offer ? (own.get(fork) ?? own.get(null)) : agreed.get(fork);
    told.push({
      step,
      fork,
      title: capital(plain(titleOf(call, each, message))),
      streams: marked(streams, before ?? []),
    });
    if (isRefused) continue;
    own.set(fork, statedStreams(call, body));
    if (body !== offer) agreed.set(fork, streams);
  }
  return told.sort((a, b) => a.step - b.step);
}

/** A state of the session that begins with a description. */
interface Agreed {
  readonly offer: Body;
  /** The description that it begins with. */
  readonly body: Body;
  readonly isRefused: boolean;
  readonly streams: readonly NegotiatedStream[];
}

function momentsOf(call: Call, { offer, answers, isRefused }: Exchange): readonly Agreed[] {
  return [
    { offer, body: offer, isRefused, streams: statedStreams(call, offer) },
    ...answers
      .filter(({ repeats }) => repeats === null)
      .map(({ body }) => ({
        offer,
        body,
        isRefused,
        streams: body.sdp.media.map((media, index) => agreedStream(call, offer, body, media, index)),
      })),
  ];
}

function titleOf(call: Call, { offer, body, isRefused }: Agreed, message: TraceMessage): string {
  const what = isRefused
    ? ', which is refused in the end: what was agreed on before holds'
    : body === offer
      ? ', not answered yet'
      : '';
  return `${body === offer ? 'offer' : 'answer'} of ${nameOf(call, body.party)} in the ${labelOf(message)}${what}`;
}

function marked(
  streams: readonly NegotiatedStream[],
  before: readonly NegotiatedStream[],
): readonly NegotiatedStream[] {
  if (before.length === 0) return streams;
  return streams.map((stream, index) => ({
    ...stream,
    facts: stream.facts.map((fact) => {
      const old = before[index]?.facts.find(({ what }) => what === fact.what)?.text;
      return old === fact.text ? fact : { ...fact, was: old ?? '' };
    }),
  }));
}

type Fact = NegotiatedStream['facts'][number];

function fact(what: Fact['what'], text: string): Fact {
  return { what, text: plain(text), was: null };
}

/** What one side says. */
function statedStreams(call: Call, body: Body): readonly NegotiatedStream[] {
  return body.sdp.media.map((media) => ({
    media: plain(media.description.media.text),
    facts: isRejected(media)
      ? [fact('codec', 'off: port 0')]
      : [
          fact('codec', formatsOf(media).map(formatText).slice(0, mostFormats).join(', ')),
          fact('direction', direction(body.sdp, media)),
          fact('addresses', addressOf(call, body, media)),
          fact('security', securityOf(body, media)),
        ],
  }));
}

function agreedStream(
  call: Call,
  offer: Body,
  answer: Body,
  media: MediaSection,
  index: number,
): NegotiatedStream {
  const offered = offer.sdp.media[index];
  const name = plain(media.description.media.text);
  if (offered === undefined || isRejected(media) || isRejected(offered)) {
    const by = offered !== undefined && isRejected(offered) ? offer : answer;
    return { media: name, facts: [fact('codec', `off: ${nameOf(call, by.party)} has port 0`)] };
  }
  const events = formatsOf(media).find(({ name: format }) => /^telephone-event/i.test(format));
  return {
    media: name,
    facts: [
      fact('codec', codecOf(offered, media)),
      ...(isRtp(media)
        ? [fact('dtmf', events === undefined ? 'no telephone-event' : formatText(events))]
        : []),
      fact('direction', directionsOf(call, offer, answer, offered, media)),
      fact('addresses', `${addressOf(call, offer, offered)} ↔ ${addressOf(call, answer, media)}`),
      fact('security', securityOf(answer, media)),
    ],
  };
}

interface Format {
  readonly type: string;
  /** `PCMA/8000`; the payload type where nothing names it. */
  readonly name: string;
}

function formatsOf(media: MediaSection): readonly Format[] {
  const maps = attributesOf(media, 'rtpmap').map(rtpmapOf);
  return media.description.formats.map(({ text: type }) => {
    const map = maps.find(({ payloadType }) => payloadType.text === type);
    const fixed = /^\d{1,3}$/.test(type) ? staticPayloadType(Number(type)) : null;
    const parts = map === undefined ? [] : [map.encoding.text, map.clock.text, map.channels?.text ?? ''];
    const named = parts.filter((part) => part !== '').join('/');
    if (map !== undefined) return { type, name: named };
    return { type, name: fixed === null ? type : `${fixed.encoding}/${String(fixed.clockRate)}` };
  });
}

function formatText({ type, name }: Format): string {
  return name === type ? type : `${name.replace(/\/8000$/, '')} (${type})`;
}

const notSpoken = /^(?:telephone-event|cn|red|rtx|ulpfec)(?:\/|$)/i;

/** The first format of the answer, which is used (RFC 3264 §6.1), with both numbers where they differ. */
function codecOf(offered: MediaSection, media: MediaSection): string {
  const [used] = formatsOf(media).filter(({ name }) => !notSpoken.test(name));
  if (used === undefined) return 'none';
  const codec = used.name.split('/').slice(0, 2).join('/').toLowerCase();
  const asked = formatsOf(offered).find(
    ({ name }) => name.split('/').slice(0, 2).join('/').toLowerCase() === codec,
  );
  if (asked === undefined) return `${formatText(used)}, which was not offered`;
  return asked.type === used.type ? formatText(used) : `${formatText(used)}, offered as ${asked.type}`;
}

function directionsOf(
  call: Call,
  offer: Body,
  answer: Body,
  offered: MediaSection,
  media: MediaSection,
): string {
  const [asked, given] = [direction(offer.sdp, offered), direction(answer.sdp, media)];
  const sends = (way: string): boolean => way === 'sendrecv' || way === 'sendonly';
  const receives = (way: string): boolean => way === 'sendrecv' || way === 'recvonly';
  const there = sends(asked) && receives(given);
  const back = sends(given) && receives(asked);
  const holders = [
    { body: offer, way: asked, section: offered },
    { body: answer, way: given, section: media },
  ].filter(
    ({ body, way, section }) =>
      !receives(way) || defaultRtpDestination(body.sdp, section)?.address.text === '0.0.0.0',
  );
  const hold = holders.map(({ body, way }) => `${nameOf(call, body.party)} holds (${way})`).join(', ');
  const [one, other] = [nameOf(call, offer.party), nameOf(call, answer.party)];
  const ways =
    there && back
      ? 'both ways'
      : there
        ? `${one} to ${other} only`
        : back
          ? `${other} to ${one} only`
          : 'none';
  return hold === '' ? ways : `${ways}: ${hold}`;
}

/** Where a party wants its media. */
function addressOf(call: Call, body: Body, media: MediaSection): string {
  const destination = defaultRtpDestination(body.sdp, media);
  const where =
    destination === null
      ? 'no address'
      : addressText({ address: destination.address.text, port: destination.port });
  return `${nameOf(call, body.party)} ${where}`;
}

/** How media is secured, without its keys. */
function securityOf({ sdp }: Body, media: MediaSection): string {
  const proto = media.description.proto.text;
  const cryptos = cryptosOf(media);
  const suites = cryptos.slice(0, 3).map(({ tag, suite }) => `${tag.text} ${suite.text}`);
  const more = cryptos.length > suites.length ? `, ${String(cryptos.length - suites.length)} more` : '';
  if (suites.length > 0)
    return `${isSecureProfile(media) ? 'SRTP' : `${proto} with`} a=crypto ${suites.join(', ')}${more}`;
  if (effectiveAttribute(sdp, media, 'fingerprint') !== null) return `DTLS (${proto})`;
  return isSecureProfile(media) ? `${proto} without keys` : `none (${proto})`;
}
