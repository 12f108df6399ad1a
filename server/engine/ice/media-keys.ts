/**
 * The keys of a call's crypto lines, and which of them is to protect an end's media when: each end sends with the key
 * of its own description, in the offer that of the line whose tag the answer has (RFC 4568 §5.1).
 */
import type { Answer, Body, Call } from '../calls/call';
import { decodeBase64 } from '../sdp/base64';
import type { Crypto, KeyParam } from '../sdp/crypto';
import { attributeOf, cryptosOf, isRejected, isSecureProfile } from '../sdp/query';
import type { MediaSection } from '../sdp/sdp';
import { SrtpKey, type Form } from '../srtp/authentication';
import { srtpSuite } from '../srtp/suites';
import type { Clock } from '../evidence/clock';
import type { CryptoPlace } from './model';
import type { End } from '../../../shared/ice';
import type { CallSessions, Fork } from './session';

/** A crypto line with what is needed to try it. */
export interface CryptoLine {
  readonly place: CryptoPlace;
  readonly body: Body;
  /** Index of the m-line. */
  readonly stream: number;
  readonly keys: readonly LineKey[];
}

/** A line may have several keys, told apart by MKIs. */
export interface LineKey {
  readonly key: SrtpKey;
  /** Of the MKI that the line announces; 0 where it announces none. */
  readonly mkiOctets: number;
}

/** What an end's media is to be protected with from a moment on. */
export interface KeyPeriod {
  /** When the answer was sent that made it so, in microseconds. */
  readonly from: number;
  /** The line that was chosen; several where the answer does not say which. Empty where SDES was not negotiated. */
  readonly lines: readonly CryptoLine[];
  /** DTLS-SRTP may be in use instead. */
  readonly mayBeDtls: boolean;
}

/** All crypto lines of the calls of a trace; keys are prepared once for all lines that have them. */
export class MediaKeys {
  private readonly keys = new Map<string, SrtpKey | null>();
  private readonly lines = new Map<MediaSection, readonly CryptoLine[]>();

  /** All lines of a call, of all streams and ends, in the order of the trace. */
  ofCall(sessions: CallSessions): readonly CryptoLine[] {
    return (sessions.call?.bodies ?? []).flatMap((body) =>
      body.sdp.media.flatMap((media) => this.of(sessions, body, media)),
    );
  }

  /** The periods of an end's stream in a fork, in order. */
  periods(fork: Fork, stream: number, sender: End, clock: Clock): readonly KeyPeriod[] {
    const { of: sessions, toTag } = fork;
    const { call } = sessions;
    if (call === null) return [];
    const periods = call.exchanges.flatMap(({ offer, answers }) =>
      answers
        .filter(({ body }) => (body.toTag ?? offer.toTag) === toTag)
        .map((answer) => this.period(sessions, offer, answer, stream, sender, clock)),
    );
    return periods.sort((a, b) => a.from - b.from);
  }

  private period(
    sessions: CallSessions,
    offer: Body,
    { body: answer }: Answer,
    stream: number,
    sender: End,
    clock: Clock,
  ): KeyPeriod {
    const from = timeOf(sessions.call, answer, clock);
    const offered = offer.sdp.media[stream];
    const answered = answer.sdp.media[stream];
    const none: KeyPeriod = { from, lines: [], mayBeDtls: false };
    if (offered === undefined || answered === undefined) return none;
    if (isRejected(answered) || !isSecureProfile(answered)) return none;
    const offers = this.of(sessions, offer, offered);
    const answers = this.of(sessions, answer, answered);
    if (offers.length === 0 || answers.length === 0) return none;
    const mayBeDtls =
      attributeOf(answered, 'fingerprint') !== null ||
      attributeOf(answer.sdp.session, 'fingerprint') !== null;
    const lines = endOf(sessions, offer) === sender ? chosen(offers, answers) : answers;
    return { from, lines, mayBeDtls };
  }

  private of(sessions: CallSessions, body: Body, media: MediaSection): readonly CryptoLine[] {
    let known = this.lines.get(media);
    if (known === undefined) {
      known = cryptosOf(media).flatMap((crypto) => this.lineOf(sessions, body, media.index, crypto));
      this.lines.set(media, known);
    }
    return known;
  }

  private lineOf(sessions: CallSessions, body: Body, stream: number, crypto: Crypto): readonly CryptoLine[] {
    const message = sessions.call?.messages[body.place]?.message;
    if (message === undefined) return [];
    const { start, end } = crypto.line;
    return [
      {
        place: {
          end: endOf(sessions, body),
          in: message,
          at: { start, end },
          tag: crypto.tag.text,
          suite: crypto.suite.text,
        },
        body,
        stream,
        keys: crypto.keyParams.flatMap((param) => this.keyOf(crypto, param)),
      },
    ];
  }

  private keyOf(crypto: Crypto, { keySalt, mki }: KeyParam): readonly LineKey[] {
    // Without a tag there is nothing to authenticate (RFC 4568 §6.3.3).
    if (crypto.sessionParams.some(({ name }) => name.text.toUpperCase() === 'UNAUTHENTICATED_SRTP'))
      return [];
    const rate = derivationRate(crypto);
    const name = `${crypto.suite.text} ${rate} ${keySalt.text}`;
    let key = this.keys.get(name);
    if (key === undefined) {
      key = prepared(crypto.suite.text, keySalt.text, rate);
      this.keys.set(name, key);
    }
    const mkiOctets = mki?.lengthValue ?? 0;
    return key === null ? [] : [{ key, mkiOctets: mkiOctets > longestMki ? 0 : mkiOctets }];
  }
}

/** Octets of the longest MKI (RFC 4568 §9.2). */
const longestMki = 128;

/** The form of packets that a line announces. */
export function announcedForm({ key: { suite }, mkiOctets }: LineKey, kind: 'rtp' | 'rtcp'): Form {
  return { mkiOctets, tagOctets: kind === 'rtp' ? suite.rtpTagOctets : suite.rtcpTagOctets };
}

/** The lines of the offer that the answer takes: by tag and suite, else by tag, else by suite, else any. */
function chosen(offers: readonly CryptoLine[], answers: readonly CryptoLine[]): readonly CryptoLine[] {
  const isTag = (offer: CryptoLine): boolean => answers.some(({ place }) => place.tag === offer.place.tag);
  const isSuite = (offer: CryptoLine): boolean =>
    answers.some(({ place }) => sameText(place.suite, offer.place.suite));
  const byBoth = offers.filter((offer) =>
    answers.some(({ place }) => place.tag === offer.place.tag && sameText(place.suite, offer.place.suite)),
  );
  for (const lines of [byBoth, offers.filter(isTag), offers.filter(isSuite)])
    if (lines.length > 0) return lines;
  return offers;
}

function sameText(one: string, other: string): boolean {
  return one.toUpperCase() === other.toUpperCase();
}

/** Null where it cannot be read: another length, masked by whoever saved the trace, a suite that is not known. */
function prepared(suiteName: string, text: string, rate: number): SrtpKey | null {
  const suite = srtpSuite(suiteName);
  const octets = decodeBase64(text);
  if (suite === null || octets === null || isMasked(text)) return null;
  return octets.length === suite.keyOctets + suite.saltOctets ? new SrtpKey(suite, octets, rate) : null;
}

/** A key of one letter, such as `XXXX…`, was put there instead of the real one. */
function isMasked(text: string): boolean {
  return new Set(text.replaceAll('=', '')).size < 3;
}

/** `KDR=n`: keys are derived anew after 2^n packets (RFC 4568 §6.3.1). */
function derivationRate({ sessionParams }: Crypto): number {
  const value = sessionParams.find(({ name }) => name.text.toUpperCase() === 'KDR')?.value?.text ?? '';
  return /^\d{1,2}$/.test(value) ? 2 ** Number(value) : 0;
}

function endOf({ sbcParty }: CallSessions, { party }: Body): End {
  return party === sbcParty ? 'sbc' : 'teams';
}

function timeOf(call: Call | null, { place }: Body, clock: Clock): number {
  const message = call?.messages[place]?.message;
  return message === undefined ? 0 : clock.at(message);
}
