/**
 * What an SBC does across its calls: it sends on the very stream that it gets on another leg, or hands on the keys that
 * it was given there.
 */
import { perObject } from '../basics/memo';
import type { Call } from '../calls/call';
import type { CallReplay, MediaReplay } from '../ice/model';
import { cryptosOf } from '../sdp/query';
import type { Bridge } from './model';
import { isTeamsCall } from './signalled';

/** A stream is forwarded within this time, in microseconds. */
export const FORWARDING = 1_000_000;
/** Numbers that a forwarded stream may be ahead: the capture may hold other first packets of each leg. */
const AHEAD = 100;
/** Keys have 16 octets or more; fewer different characters are a mask that stands for the key. */
const LEAST_CHARACTERS = 10;

interface SentKey {
  readonly call: Call;
  readonly place: number;
  readonly text: string;
}

/** What the calls of a trace have in common. */
export class Bridges {
  private readonly sentBySbc = new Map<
    number,
    { readonly replay: CallReplay; readonly media: MediaReplay }[]
  >();
  private readonly keys = new Map<string, SentKey[]>();

  constructor(replays: readonly CallReplay[], calls: readonly Call[]) {
    for (const replay of replays) {
      for (const media of replay.media) {
        if (media.kind === 'rtp' && media.ssrc !== null && media.sender === 'sbc')
          put(this.sentBySbc, media.ssrc, { replay, media });
      }
    }
    if (calls.length < 2) return;
    for (const call of calls) {
      for (const { key, place } of keysOf(call))
        put(this.keys, key, { call, place, text: contentAt(call, place) });
    }
  }

  /** Legs that carry what Teams sends on a call. */
  of(replay: CallReplay): readonly Bridge[] {
    const { call } = replay;
    if (call === null) return [];
    return [...this.streamsOf(replay), ...this.keysOf(call)];
  }

  private streamsOf(replay: CallReplay): readonly Bridge[] {
    const found = new Map<string, Bridge>();
    for (const media of replay.media) {
      if (media.kind !== 'rtp' || media.ssrc === null || media.sender !== 'teams') continue;
      for (const other of this.sentBySbc.get(media.ssrc) ?? []) {
        const { call } = other.replay;
        if (call === null || other.replay === replay || !isForwarded(media, other.media)) continue;
        found.set(call.key, {
          callId: call.callId,
          by: 'stream',
          toTeams: isTeamsCall(call),
          in: other.media.message,
        });
      }
    }
    return [...found.values()];
  }

  /**
   * Keys of Teams' that somebody else sends in another call. A copy of the same message proves nothing, and a key that
   * several calls or both sides of one have is drawn by no dice: a test tool's, or a mask.
   */
  private keysOf(call: Call): readonly Bridge[] {
    const found = new Map<string, Bridge>();
    for (const { key, place } of keysOf(call)) {
      if (call.messages[place]?.side !== 'teams' || !this.isOwnOf(call, key)) continue;
      for (const other of this.keys.get(key) ?? []) {
        const message = other.call.messages[other.place];
        if (other.call === call || message === undefined || message.side === 'teams') continue;
        if (other.text === contentAt(call, place) || message.message.index < indexOf(call, place)) continue;
        found.set(other.call.key, {
          callId: other.call.callId,
          by: 'keys',
          toTeams: isTeamsCall(other.call),
          in: message.message,
        });
      }
    }
    return [...found.values()];
  }

  /** Whether only Teams uses a key in a call, and in no other Teams uses it. */
  private isOwnOf(call: Call, key: string): boolean {
    return (this.keys.get(key) ?? []).every(
      (other) => (other.call === call) === (other.call.messages[other.place]?.side === 'teams'),
    );
  }
}

function isForwarded(here: MediaReplay, there: MediaReplay): boolean {
  if (Math.abs(there.first - here.first) > FORWARDING) return false;
  const [one, other] = [numberOf(here), numberOf(there)];
  if (one === null || other === null) return true;
  const ahead = (other - one) & 0xffff;
  return Math.min(ahead, 0x10000 - ahead) <= AHEAD;
}

/** Sequence number of the first packet; null where the trace did not keep it. */
function numberOf({ message }: MediaReplay): number | null {
  const { parsed } = message;
  const sample = parsed.kind === 'packet' && parsed.type === 'rtp' ? parsed.stream.samples[0] : undefined;
  const [high, low] = [sample?.bytes[2], sample?.bytes[3]];
  return sample === undefined || sample.after > 0 || high === undefined || low === undefined
    ? null
    : high * 256 + low;
}

function indexOf({ messages }: Call, place: number): number {
  return messages[place]?.message.index ?? 0;
}

function contentAt({ messages }: Call, place: number): string {
  return messages[place]?.message.parsed.content ?? '';
}

/** Keys of a call's crypto lines, each with the place of its message; masks are none. */
export const keysOf = perObject(
  ({ bodies }: Pick<Call, 'bodies'>): readonly { readonly key: string; readonly place: number }[] =>
    bodies.flatMap(({ sdp, place }) =>
      sdp.media.flatMap((media) =>
        cryptosOf(media).flatMap(({ keyParams }) =>
          keyParams.flatMap(({ keySalt, keyOctets }) =>
            keyOctets !== null && new Set(keySalt.text).size >= LEAST_CHARACTERS
              ? [{ key: keySalt.text, place }]
              : [],
          ),
        ),
      ),
    ),
);

function put<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}
