/** The hosts between which the messages of a call went, by address; by port where two of them share one. */
import type { Call, CallMessage } from '../../engine/calls/call';
import { otherParty, type Party } from '../../../shared/calls';
import { factsOf } from '../../engine/sip/facts';
import { headerOf } from '../../engine/sip/values';
import { endpointText } from '../../engine/text/endpoint';
import type { Endpoint } from '../../engine/text/record';
import { isSip, type TraceMessage } from '../../engine/traces/message';

export interface Host {
  /** Null for one whose address the trace does not tell. */
  readonly endpoint: Endpoint | null;
  /** `192.0.2.1`, with the port where two hosts share the address; empty where it is not known. */
  readonly text: string;
  /** What its User-Agent or Server says, where that is its own and not one that it passes on; else empty. */
  readonly agent: string;
  /** Who it is in each leg that it stands at an end of. */
  readonly parties: ReadonlyMap<Call, Party>;
}

export interface Hosts {
  /** From the caller on, in the order in which the messages reached them. */
  readonly list: readonly Host[];
  /** Places in {@link list} of who sent a message and who got it. */
  readonly ends: (message: CallMessage) => readonly [from: number, to: number];
  /** Place of the host at an address; undefined where none of them has it. */
  readonly at: (address: string) => number | undefined;
}

interface Draft {
  readonly endpoint: Endpoint | null;
  readonly text: string;
  agent: string;
  readonly parties: Map<Call, Party>;
}

/** @param counts whether a message is no copy of another */
export function hostsOf(legs: readonly Call[], counts: (message: TraceMessage) => boolean): Hosts {
  const sent = legs
    .flatMap((leg) =>
      leg.messages.filter(({ message }) => counts(message)).map((inCall) => ({ leg, inCall })),
    )
    .sort((a, b) => a.inCall.message.index - b.inCall.message.index);
  const naming = new Naming(
    legs,
    sent.map(({ inCall }) => inCall.message),
  );
  const drafts = new Map<string, Draft>();
  const ends = new Map<CallMessage, readonly [string, string]>();
  const forwards = forwardedBranches(sent.map(({ inCall }) => inCall.message));
  for (const { leg, inCall } of sent) {
    const { party } = inCall;
    const { source, destination } = inCall.message.record.meta;
    const from = naming.of(source, leg, party, destination !== null);
    const to = naming.of(destination, leg, otherParty(party), source !== null);
    ends.set(inCall, [from.key, to.key]);
    const two = [
      { ...from, party },
      { ...to, party: otherParty(party) },
    ];
    // The caller stands left, also where the trace begins with what the callee sent.
    for (const end of party === 'caller' ? two : two.toReversed()) {
      let draft = drafts.get(end.key);
      if (draft === undefined) {
        draft = { endpoint: end.endpoint, text: end.text, agent: '', parties: new Map() };
        drafts.set(end.key, draft);
      }
      if (!draft.parties.has(leg)) draft.parties.set(leg, end.party);
    }
    const sender = drafts.get(from.key);
    if (sender?.agent === '') sender.agent = ownAgent(inCall.message, forwards);
  }
  const places = new Map([...drafts.keys()].map((key, place) => [key, place]));
  const list = [...drafts.values()];
  return {
    list,
    ends: (message) => {
      const [from = '', to = ''] = ends.get(message) ?? [];
      return [places.get(from) ?? 0, places.get(to) ?? 0];
    },
    at: (address) => {
      const place = list.findIndex(({ endpoint }) => endpoint?.address === address);
      return place === -1 ? undefined : place;
    },
  };
}

/** Names of hosts, also of those that the trace does not tell. */
class Naming {
  /** Addresses that several hosts share. */
  private readonly shared = new Set<string>();
  /** Of legs without any address, how many there were before. */
  private readonly silent = new Map<Call, number>();
  private readonly known = new Map<Call, Map<Party, Endpoint>>();

  constructor(legs: readonly Call[], messages: readonly TraceMessage[]) {
    for (const { record } of messages) {
      const { source, destination } = record.meta;
      if (source !== null && source.address === destination?.address && source.port !== destination.port)
        this.shared.add(source.address);
    }
    for (const leg of legs) {
      const ofLeg = new Map<Party, Endpoint>();
      this.known.set(leg, ofLeg);
      for (const { message, party } of leg.messages) {
        const { source, destination } = message.record.meta;
        if (source !== null && !ofLeg.has(party)) ofLeg.set(party, source);
        if (destination !== null && !ofLeg.has(otherParty(party))) ofLeg.set(otherParty(party), destination);
      }
      if (ofLeg.size === 0) this.silent.set(leg, this.silent.size);
    }
  }

  /** @param knowsOther whether the message tells its other end */
  of(
    endpoint: Endpoint | null,
    leg: Call,
    party: Party,
    knowsOther: boolean,
  ): { readonly key: string; readonly endpoint: Endpoint | null; readonly text: string } {
    const known = endpoint ?? this.known.get(leg)?.get(party) ?? null;
    if (known !== null) {
      const text = this.shared.has(known.address) ? endpointText(known) : known.address;
      return { key: text, endpoint: known, text };
    }
    // Who logs names its peers alone; of a proxy without any name its second leg begins where the first one ends.
    const silent = this.silent.get(leg);
    if (knowsOther || silent === undefined) return { key: 'here', endpoint: null, text: '' };
    return { key: `hop ${silent + (party === 'caller' ? 0 : 1)}`, endpoint: null, text: '' };
  }
}

/** Transactions in which a host that got the request passed it on, as the Via of the next hop tells. */
function forwardedBranches(messages: readonly TraceMessage[]): ReadonlySet<string> {
  const forwarded = new Set<string>();
  for (const { parsed } of messages) {
    if (parsed.kind !== 'sip') continue;
    const { status, viaCount, cseq, method, fromTag } = factsOf(parsed);
    if (status === null) forwarded.add(`${cseq} ${method} ${fromTag} ${viaCount}`);
  }
  return forwarded;
}

/** A request with one Via is its sender's own; a response is where no further hop got the request. */
function ownAgent(message: TraceMessage, forwarded: ReadonlySet<string>): string {
  if (!isSip(message)) return '';
  const { parsed } = message;
  const { status, viaCount, cseq, method, fromTag } = factsOf(parsed);
  if (status === null) return viaCount === 1 ? (headerOf(parsed, 'user-agent')?.value.text ?? '') : '';
  if (status <= 100 || forwarded.has(`${cseq} ${method} ${fromTag} ${viaCount + 1}`)) return '';
  return (headerOf(parsed, 'server') ?? headerOf(parsed, 'user-agent'))?.value.text ?? '';
}
