/** What batches of a capture must know of all of it: plain data for another thread. */
import { perObject } from '../basics/memo';
import { finished } from '../basics/finished';
import type { UnreadFrames } from '../basics/unread-frames';
import type { AroundBatch } from '../analysis/judge';
import { buildGroup } from '../calls/build';
import { Clock } from '../evidence/clock';
import { type CarriedEvidence, carried, uncarried, witnessesOf } from '../evidence/carried';
import type { TraceEvidence } from '../evidence/evidence';
import { MediaKeys } from '../ice/media-keys';
import { negotiateSessions } from '../ice/negotiation';
import type { Surroundings } from '../ice/surroundings';
import { ConversationIndex } from '../path/flows';
import { SbcNames } from '../path/sbc-names';
import { WrittenConversations } from '../trace-text/conversations';
import { isSip, type TraceMessage } from '../traces/message';
import type { Profile } from '../../../shared/calls';
import type { Clustered } from './clusters';
import { type Excerpt, ExcerptLines, messageOf } from './excerpt';
import type { HeldTrace } from './held-trace';

export interface CaptureBearing {
  readonly kind: 'capture';
  readonly evidence: CarriedEvidence;
  /** Messages that evidence rests on. */
  readonly witnesses: readonly Excerpt[];
  /** The lines that tell them. */
  readonly conversations: string;
  readonly unread: readonly UnreadFrames[];
  /** Of the trace text, in UTF-16 units. */
  readonly length: number;
  readonly around: Clustered['around'];
  readonly keyed: readonly {
    readonly callKey: string;
    readonly callId: string;
    readonly excerpts: readonly Excerpt[];
  }[];
  /** The profile that the user chose for all calls; null leaves it to what the trace shows. */
  readonly chosen: Profile | null;
  /** Of {@link SbcNames}. */
  readonly sbcNames: SbcNames['addresses'];
}

export function captureBearing(
  trace: HeldTrace,
  { around, keyed, names }: Clustered,
  chosen: Profile | null,
): CaptureBearing {
  const { evidence, conversations, unread, length, messages, excerptOf } = trace;
  const excerptsOf = (all: Iterable<TraceMessage>): readonly Excerpt[] =>
    [...all].flatMap(({ index }) => messages.at(index) ?? []).map(excerptOf);
  return {
    kind: 'capture',
    evidence: carried(evidence),
    witnesses: excerptsOf(witnessesOf(evidence)),
    // Made when it is sent, and not kept.
    get conversations() {
      return conversations();
    },
    unread,
    length,
    around,
    keyed: keyed.map(({ callKey, callId, messages: own }) => ({
      callKey,
      callId,
      excerpts: excerptsOf(own),
    })),
    chosen,
    sbcNames: names.addresses,
  };
}

/** What a thread makes of it once for all batches. */
class CaptureContext {
  readonly lines: ExcerptLines;
  private readonly clock: Clock;
  private readonly witnesses: ReadonlyMap<number, TraceMessage>;
  private readonly conversations: ConversationIndex;
  private readonly names: SbcNames;
  private readonly around: Surroundings;

  constructor(private readonly bearing: CaptureBearing) {
    const { witnesses, keyed, evidence, around, conversations, sbcNames } = bearing;
    this.clock = new Clock(evidence.first, evidence.clocks);
    this.lines = new ExcerptLines([...witnesses, ...keyed.flatMap(({ excerpts }) => excerpts)]);
    this.witnesses = new Map(this.read(witnesses).map((message) => [message.index, message]));
    this.conversations = new ConversationIndex(finished(WrittenConversations.in(conversations)));
    this.names = new SbcNames(sbcNames);
    let lines: ReturnType<Surroundings['lines']> | null = null;
    this.around = { ...around, lines: () => (lines ??= this.keyLines()) };
  }

  /** @param messages of a batch, of which the clock knows when they came */
  evidence(messages: readonly TraceMessage[], clock: Clock): TraceEvidence {
    return uncarried(this.bearing.evidence, messages, clock, this.witnesses);
  }

  newClock(): Clock {
    const { first, clocks } = this.bearing.evidence;
    return new Clock(first, clocks, this.clock);
  }

  aroundBatch(withRest: boolean): AroundBatch {
    const { around, conversations, names } = this;
    return { replay: around, path: { conversations, names, isLast: withRest } };
  }

  private keyLines(): ReturnType<Surroundings['lines']> {
    const keys = new MediaKeys();
    return this.bearing.keyed.flatMap(({ callKey, callId, excerpts }) => {
      const group = { kind: 'sip', callId, messages: this.read(excerpts).filter(isSip) } as const;
      const call = buildGroup(group, this.bearing.chosen).find(({ key }) => key === callKey);
      return call === undefined ? [] : [{ callKey, lines: keys.ofCall(negotiateSessions(call).sessions) }];
    });
  }

  private read(excerpts: readonly Excerpt[]): readonly TraceMessage[] {
    return excerpts.flatMap((excerpt) => messageOf(excerpt, this.clock));
  }
}

export const captureContext: (bearing: CaptureBearing) => CaptureContext = perObject(
  (bearing) => new CaptureContext(bearing),
);
