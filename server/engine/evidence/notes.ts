/** What is to be known of a trace before anything is believed that is said of it: facts, and the words for them. */
import type { CaptureClocks } from '../basics/capture-clocks';
import { durationText } from '../basics/durations';
import type { TraceMessage } from '../traces/message';
import type { UnseenProof } from './directions';
import type { Clock } from './clock';
import type { Copies } from './copies';
import type { Cuts } from './cuts';
import type { OneWay } from './directions';
import type { FlowKind } from './flows';
import type { FoundTranslations } from './translation';

export type EvidenceNote = NoteFacts & {
  /** Where it shows; null where it is of the whole trace. */
  readonly in: TraceMessage | null;
  /** Addresses that it is about; null where it is of all. */
  readonly hosts: ReadonlySet<string> | null;
};

export type NoteFacts =
  | { readonly id: 'capture-order'; readonly packets: number }
  | { readonly id: 'capture-clock'; readonly what: 'leap'; readonly frame: number; readonly micros: number }
  | {
      readonly id: 'capture-clock';
      readonly what: 'skew';
      readonly host: string;
      readonly micros: number;
      readonly exchanges: number;
    }
  | {
      readonly id: 'capture-one-way';
      readonly kind: FlowKind;
      readonly from: string;
      readonly to: string;
      /** Microseconds since the first message of the trace; null from its start. */
      readonly since: number | null;
      /** The same; null to its end. */
      readonly until: number | null;
      readonly proof: UnseenProof;
    }
  | {
      readonly id: 'capture-duplicates';
      readonly messages: number;
      readonly media: number;
      readonly apart: number | null;
    }
  | {
      readonly id: 'capture-nat';
      readonly inside: string;
      readonly outside: string;
      readonly messages: number;
    }
  | { readonly id: 'capture-cut'; readonly checks: number; readonly signalling: number };

export type NoteId = NoteFacts['id'];

/** Packets of RTP that came twice, as a share, from which on the capture is taken to hold copies. */
const LEAST_COPIES = 0.1;

/** What was found about a capture. */
interface Found {
  /** All that was captured. */
  readonly captured: readonly TraceMessage[];
  readonly clock: Clock;
  readonly clocks: CaptureClocks;
  readonly copies: Copies;
  readonly found: FoundTranslations;
  readonly oneWay: readonly OneWay[];
  readonly cuts: Cuts;
}

/** All that is to be known, in the order in which it matters. */
export function notesOf(all: Found): readonly EvidenceNote[] {
  return [
    ...oneWayNotes(all),
    ...clockNotes(all),
    ...copyNotes(all),
    ...cutNotes(all),
    ...(all.clocks.outOfOrder === 0
      ? []
      : [
          {
            id: 'capture-order',
            packets: all.clocks.outOfOrder,
            in: null,
            hosts: null,
          } as const,
        ]),
  ];
}

function oneWayNotes({ oneWay, clock, captured: [first] }: Found): readonly EvidenceNote[] {
  const start = first === undefined ? 0 : clock.at(first);
  return oneWay.map(({ kind, from, to, since, until, proof, in: message }) => ({
    id: 'capture-one-way',
    kind,
    from,
    to,
    since: since === null ? null : since - start,
    until: until === null ? null : until - start,
    proof,
    in: message,
    hosts: new Set([from, to]),
  }));
}

function clockNotes({ clocks, captured }: Found): readonly EvidenceNote[] {
  const { leaps, skew } = clocks;
  return [
    ...leaps.map(({ frame, micros }): EvidenceNote => {
      // The message of the packet, or the first one behind it.
      const message = captured.find(({ record }) => (record.meta.frame ?? 0) >= frame) ?? null;
      return { id: 'capture-clock', what: 'leap', frame, micros, in: message, hosts: null };
    }),
    ...(skew === null
      ? []
      : [
          {
            id: 'capture-clock',
            what: 'skew',
            ...skew,
            in: null,
            hosts: new Set([skew.host]),
          } as const,
        ]),
  ];
}

function copyNotes({ copies, found }: Found): readonly EvidenceNote[] {
  const { of, first, media, apart } = copies;
  const twice = media.twice >= media.packets * LEAST_COPIES ? media.twice : 0;
  const note: readonly EvidenceNote[] =
    of.size === 0 && twice === 0
      ? []
      : [
          {
            id: 'capture-duplicates',
            messages: of.size,
            media: twice,
            apart,
            in: first,
            hosts: first === null ? null : hostsOf(of.values()),
          },
        ];
  const {
    translations: { all },
    twins,
    first: seenInside,
  } = found;
  return [
    ...note,
    ...all.map(({ inside, outside }): EvidenceNote => {
      const hosts = new Set([inside, outside]);
      return { id: 'capture-nat', inside, outside, messages: twins.size, in: seenInside, hosts };
    }),
  ];
}

function cutNotes({ cuts: { checks, signalling } }: Found): readonly EvidenceNote[] {
  const [first] = [...checks, ...signalling];
  if (first === undefined) return [];
  const facts = { id: 'capture-cut', checks: checks.length, signalling: signalling.length } as const;
  return [{ ...facts, in: first, hosts: hostsOf([...checks, ...signalling]) }];
}

function hostsOf(messages: Iterable<TraceMessage>): ReadonlySet<string> {
  const hosts = new Set<string>();
  for (const { record } of messages)
    for (const end of [record.meta.source, record.meta.destination]) if (end !== null) hosts.add(end.address);
  return hosts;
}

/** A whole sentence without a full stop. */
export function noteText(facts: NoteFacts): string {
  switch (facts.id) {
    case 'capture-order':
      return `${counted(facts.packets, 'record')} of the capture ${facts.packets === 1 ? 'stands' : 'stand'} behind later ones: they are read in the order of their times`;
    case 'capture-clock':
      return facts.what === 'leap' ? leapText(facts) : skewText(facts);
    case 'capture-one-way':
      return oneWayText(facts);
    case 'capture-duplicates':
      return duplicatesText(facts);
    case 'capture-nat':
      return `${facts.inside} is seen as ${facts.outside} behind a NAT: both sides of it are in the trace, each packet is counted once`;
    case 'capture-cut':
      return cutText(facts);
  }
}

function leapText({ frame, micros }: { readonly frame: number; readonly micros: number }): string {
  const way = micros < 0 ? 'back' : 'ahead';
  return `the clock of the capture leaps ${durationText(Math.abs(micros))} ${way} at frame ${frame}: later times are counted without the leap`;
}

function skewText(facts: {
  readonly host: string;
  readonly micros: number;
  readonly exchanges: number;
}): string {
  const { host, micros, exchanges } = facts;
  const way = micros < 0 ? 'early' : 'late';
  return `what ${host} sends is stamped ${durationText(Math.abs(micros))} ${way}, as ${counted(exchanges, 'answer')} before ${exchanges === 1 ? 'its request shows' : 'their requests show'}: two clocks stamped the packets, which is put right for judging`;
}

function oneWayText(facts: Extract<NoteFacts, { readonly id: 'capture-one-way' }>): string {
  const { kind, from, to, since, until, proof } = facts;
  const what = kind === 'media' ? ['checks and media', 'were'] : ['signalling', 'was'];
  const when = [
    ...(since === null ? [] : [` from ${durationText(since)} on`]),
    ...(until === null ? [] : [` for the first ${durationText(until)}`]),
  ].join(',');
  return `${what[0]} from ${from} to ${to} ${what[1]} not captured${when}, as ${proofText[proof](to)}: that direction is not judged`;
}

const proofText: Readonly<Record<UnseenProof, (seen: string) => string>> = {
  'answers-unseen': (seen) => `${seen} answers what is not there`,
  acknowledges: (seen) => `${seen} acknowledges an answer that is not there`,
  nominates: (seen) => `${seen} nominates, so its check was answered`,
  consents: (seen) => `${seen} asks for consent at its usual pace, so it got it`,
  'goes-on': (seen) => `${seen} repeats no check and goes on, so it was answered`,
  'one-way-trace': () => 'no host of the trace both sends and receives',
  'ends-at-once': (seen) => `answers and media end at one moment while ${seen} goes on as before`,
};

function duplicatesText(facts: Extract<NoteFacts, { readonly id: 'capture-duplicates' }>): string {
  const { messages, media, apart } = facts;
  const what = [
    ...(messages === 0 ? [] : [counted(messages, 'message')]),
    ...(media === 0 ? [] : [counted(media, 'packet') + ' of media']),
  ].join(' and ');
  const how = apart === null ? '' : `, ${durationText(apart)} apart`;
  return `${what} ${messages + media === 1 ? 'is' : 'are'} in the capture twice${how}: copies are not counted`;
}

function cutText({ checks, signalling }: { readonly checks: number; readonly signalling: number }): string {
  const what = [
    ...(checks === 0 ? [] : [counted(checks, 'STUN message')]),
    ...(signalling === 0 ? [] : [counted(signalling, 'SIP message')]),
  ].join(' and ');
  return `${what} ${checks + signalling === 1 ? 'was' : 'were'} cut by the capture: what stood behind the cut is not known`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
