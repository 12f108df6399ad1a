/**
 * What later offers and answers of a dialog do to ICE: restarts, what breaks them, and what `a=remote-candidates` asks
 * of the answer. The replay's verdicts and the rules both take it from here.
 */
import type { Body, Call } from '../calls/call';
import { otherParty, type Party } from '../../../shared/calls';
import { perObject } from '../basics/memo';
import { addressClass, isLiteralAddress, sameAddress } from '../network/address-classes';
import { isMasked } from '../sdp/secrets';
import type { Span } from '../basics/span';
import { describeStreams, speaksIce, type IceDescription } from './description';
import type { Address } from '../../../shared/ice';
import type { BreachFacts, Credential } from './verdicts/breach';

export interface Breach {
  readonly facts: BreachFacts;
  /** The dialog: the callee's tag. */
  readonly toTag: string | null;
  /** Of the body that breaks it. */
  readonly description: IceDescription;
  readonly at: Span;
  /** Credentials that are others than before. */
  readonly changes: readonly ChangedCredential[];
  /** What it is measured by: an earlier description, or the offer. */
  readonly measure: { readonly in: Body; readonly at: Span };
}

export interface ChangedCredential {
  readonly name: Credential;
  readonly was: string;
  readonly is: string;
}

export interface Renegotiation {
  readonly breaches: readonly Breach[];
  /** Descriptions of answers that begin a new generation together with their offers. */
  readonly restarts: ReadonlySet<IceDescription>;
  /** Descriptions of offers whose `a=remote-candidates` names an address that the peer never gave. */
  readonly foreign: ReadonlySet<IceDescription>;
}

/** Follows the later exchanges of all dialogs of a call. */
export const renegotiationOf: (call: Call) => Renegotiation = perObject((call) =>
  isAgreedOnce(call) ? nothingNew : new Walk(call).result(),
);

const nothingNew: Renegotiation = { breaches: [], restarts: new Set(), foreign: new Set() };

/** Whether nothing comes after a first answer that could change what it agreed on, as in most calls. */
export function isAgreedOnce({ exchanges }: Call): boolean {
  let first = 0;
  for (const { offer, answers } of exchanges) {
    if (offer.initial === false) return false;
    for (const { repeats } of answers) if (repeats === null) first++;
  }
  return first <= 1;
}

/** What an end is called in a sentence: by its side where it is known who is Microsoft. */
export function nameOfParty({ sides }: Call, party: Party): string {
  if (sides.caller !== 'teams' && sides.callee !== 'teams') return `the ${party}`;
  return sides[party] === 'teams' ? 'Teams' : 'the SBC';
}

/** One stream of one dialog. */
interface Stream {
  /** What began its generation. */
  readonly inForce: Readonly<Record<Party, IceDescription>>;
  /** What each party said last. */
  readonly last: Record<Party, IceDescription>;
  /** All that each party said in this generation. */
  readonly said: Readonly<Record<Party, IceDescription[]>>;
  /** It was refused or went without ICE since: what comes next is a new beginning. */
  isInterrupted: boolean;
}

class Walk {
  private readonly streams = new Map<string, Map<number, Stream>>();
  private readonly breaches: Breach[] = [];
  private readonly restarts = new Set<IceDescription>();
  /** Credentials of the session are seen once for every stream. */
  private readonly told = new Set<string>();

  constructor(private readonly call: Call) {}

  result(): Renegotiation {
    for (const { offer, answers, isRefused } of this.call.exchanges) {
      const isLater = offer.initial === false;
      if (isLater) this.judgeOffer(offer);
      // What a 183 answered holds no more once the re-INVITE has failed.
      if (isLater && isRefused) continue;
      for (const { body, repeats } of answers) {
        const tag = body.toTag ?? offer.toTag;
        if (repeats === null) this.answer(offer, body, tag, isLater);
        else this.repeat(body, tag);
      }
    }
    const foreign = this.breaches.filter(({ facts }) => facts.rule === 'oa-remote-candidates-foreign');
    return {
      breaches: this.breaches,
      restarts: this.restarts,
      foreign: new Set(foreign.map(({ description }) => description)),
    };
  }

  private judgeOffer(offer: Body): void {
    if (offer.isCut) return;
    for (const description of describeStreams(offer)) {
      const stream = this.streamsOf(offer.toTag).get(description.stream);
      if (stream === undefined || stream.isInterrupted) continue;
      const change = changeOf(stream, description);
      if (change === 'half') {
        this.tellHalf(stream, description, offer.toTag);
        // The same one again is no other defect.
        stream.last[offer.party] = description;
      }
      if (change === 'none') this.judgeNamed(stream, description, offer.toTag);
    }
  }

  private answer(offer: Body, body: Body, tag: string | null, isLater: boolean): void {
    const streams = this.streamsOf(tag);
    const isWhole = !offer.isCut && !body.isCut;
    const offered = describeStreams(offer);
    const answered = describeStreams(body);
    for (const [index, stream] of streams) {
      if (![offered, answered].every((list) => list.some((each) => each.stream === index && speaksIce(each))))
        stream.isInterrupted = true;
    }
    for (const own of answered) {
      const peer = offered.find(({ stream }) => stream === own.stream);
      if (peer === undefined || !speaksIce(peer) || !speaksIce(own)) continue;
      const stream = streams.get(own.stream);
      if (stream === undefined) {
        streams.set(own.stream, begin(peer, own));
        continue;
      }
      if (
        changeBetween(stream.inForce[offer.party], peer) === 'both' &&
        changeBetween(stream.inForce[body.party], own) === 'both'
      ) {
        this.restarts.add(own);
        streams.set(own.stream, begin(peer, own));
        continue;
      }
      if (isLater && isWhole && !stream.isInterrupted) this.judgeAnswer(stream, peer, own, tag);
      stream.isInterrupted = false;
      for (const each of [peer, own]) note(stream, each);
    }
  }

  /** What a 200 says otherwise than its 183 counts as said. */
  private repeat(body: Body, tag: string | null): void {
    for (const description of describeStreams(body)) {
      const stream = this.streamsOf(tag).get(description.stream);
      if (stream !== undefined) note(stream, description);
    }
  }

  private judgeAnswer(
    stream: Stream,
    offer: IceDescription,
    answer: IceDescription,
    tag: string | null,
  ): void {
    const offered = changeOf(stream, offer);
    const answered = changeOf(stream, answer);
    if (offered === 'both' && (answered === 'none' || answered === 'half'))
      this.tellUnchanged(stream, offer, answer, tag);
    if (offered !== 'none') return;
    if (answered === 'both' || answered === 'half') this.tellChanged(stream, answer, tag);
    else this.judgeHonoured(stream, offer, answer, tag);
  }

  private tellHalf(stream: Stream, offer: IceDescription, tag: string | null): void {
    const before = stream.inForce[offer.body.party];
    const [changed] = credentialsThat(before, offer, 'changed');
    const [kept] = credentialsThat(before, offer, 'same');
    if (changed === undefined || kept === undefined) return;
    this.tell({
      facts: {
        rule: 'oa-ice-restart-partial',
        by: offer.body.party,
        changed: changed.name,
        kept: kept.name,
      },
      toTag: tag,
      description: offer,
      at: changed.at,
      changes: [changed.values],
      measure: { in: before.body, at: changed.was },
    });
  }

  private tellUnchanged(
    { inForce, last }: Stream,
    offer: IceDescription,
    answer: IceDescription,
    tag: string | null,
  ): void {
    const { party } = answer.body;
    const before = changeBetween(last[party], answer) === 'none' ? last[party] : inForce[party];
    const kept = credentialsThat(before, answer, 'same');
    const [first] = kept;
    if (first === undefined || offer.ufragAt === null) return;
    this.tell({
      facts: {
        rule: 'oa-ice-restart-answer-unchanged',
        by: party,
        offerer: offer.body.party,
        kept: kept.map(({ name }) => name),
      },
      toTag: tag,
      description: answer,
      at: first.at,
      changes: [],
      measure: { in: offer.body, at: offer.ufragAt },
    });
  }

  private tellChanged({ inForce }: Stream, answer: IceDescription, tag: string | null): void {
    const before = inForce[answer.body.party];
    const changed = credentialsThat(before, answer, 'changed');
    const [first] = changed;
    if (first === undefined) return;
    this.tell({
      facts: {
        rule: 'oa-ice-creds-changed-in-answer',
        by: answer.body.party,
        changed: changed.map(({ name }) => name),
      },
      toTag: tag,
      description: answer,
      at: first.at,
      changes: changed.map(({ values }) => values),
      measure: { in: before.body, at: first.was },
    });
  }

  /** An address that the lite answerer never gave. A full one may have been met at another one, by its checks. */
  private judgeNamed(stream: Stream, offer: IceDescription, tag: string | null): void {
    const peer = stream.last[otherParty(offer.body.party)];
    const named = namedBy(offer);
    if (named === null || !peer.lite || offer.lite || isAdvertised(stream, peer.body.party, named)) return;
    this.tell({
      facts: { rule: 'oa-remote-candidates-foreign', peer: peer.body.party, named: placeOf(named) },
      toTag: tag,
      description: offer,
      at: named.at,
      changes: [],
      measure: { in: peer.body, at: peer.candidates[0]?.line ?? peer.mediaLine },
    });
  }

  private judgeHonoured(
    stream: Stream,
    offer: IceDescription,
    answer: IceDescription,
    tag: string | null,
  ): void {
    const named = namedBy(offer);
    const given = answer.defaultAddress;
    if (named === null || given === null || !isAdvertised(stream, answer.body.party, named)) return;
    // A zero address is told by ice-hold-zero-address.
    const kind = addressClass(given.address);
    if (kind === null || kind === 'unspecified' || isSame(given, named)) return;
    this.tell({
      facts: {
        rule: 'oa-remote-candidates-not-honoured',
        by: answer.body.party,
        named: placeOf(named),
        given: placeOf(given),
      },
      toTag: tag,
      description: answer,
      at: answer.mediaLine,
      changes: [],
      measure: { in: offer.body, at: named.at },
    });
  }

  private tell(breach: Breach): void {
    const key = `${breach.facts.rule} ${breach.description.body.place} ${breach.at.start}`;
    if (this.told.has(key)) return;
    this.told.add(key);
    this.breaches.push(breach);
  }

  private streamsOf(tag: string | null): Map<number, Stream> {
    const key = tag ?? '';
    let streams = this.streams.get(key);
    if (streams === undefined) {
      streams = new Map();
      this.streams.set(key, streams);
    }
    return streams;
  }
}

function begin(offer: IceDescription, answer: IceDescription): Stream {
  const [caller, callee] = offer.body.party === 'caller' ? [offer, answer] : [answer, offer];
  return {
    inForce: { caller, callee },
    last: { caller, callee },
    said: { caller: [caller], callee: [callee] },
    isInterrupted: false,
  };
}

function note({ last, said }: Stream, description: IceDescription): void {
  const { party } = description.body;
  last[party] = description;
  said[party].push(description);
}

function placeOf({ address, port }: Address): Address {
  return { address, port };
}

/** Whether a party said in this generation that it can be reached at an address. */
function isAdvertised({ said }: Stream, party: Party, address: Address): boolean {
  return said[party].some(
    ({ candidates, defaultAddress }) =>
      candidates.some((each) => isSame(each, address)) ||
      (defaultAddress !== null && isSame(defaultAddress, address)),
  );
}

function isSame(one: Address, another: Address): boolean {
  return one.port === another.port && sameAddress(one.address, another.address);
}

/** The address of RTP in `a=remote-candidates`; null where there is none that can be compared. */
function namedBy({ remoteCandidates }: IceDescription): (Address & { readonly at: Span }) | null {
  const named = remoteCandidates.find(({ component }) => component === 1);
  return named === undefined || !isLiteralAddress(named.address) ? null : named;
}

type CredentialChange = 'none' | 'half' | 'both' | 'unknown';

/** How a party's credentials differ from what it said before; repeating an earlier slip is no new one. */
function changeOf({ inForce, last }: Stream, now: IceDescription): CredentialChange {
  const { party } = now.body;
  return changeBetween(last[party], now) === 'none' ? 'none' : changeBetween(inForce[party], now);
}

/** Where a line is missing ice-credentials-missing speaks; where a value was hidden, the other one tells. */
function changeBetween(before: IceDescription, after: IceDescription): CredentialChange {
  const ufrag = compare(before.ufrag, after.ufrag);
  const pwd = compare(before.pwd, after.pwd);
  if (ufrag === null || pwd === null) return 'unknown';
  const told = ufrag === 'hidden' ? pwd : ufrag;
  if (told === 'hidden') return 'unknown';
  if (pwd !== 'hidden' && pwd !== told) return 'half';
  return told === 'changed' ? 'both' : 'none';
}

function compare(before: string | null, after: string | null): 'same' | 'changed' | 'hidden' | null {
  if (before === null || after === null) return null;
  if (before === after) return isMasked(after) ? 'hidden' : 'same';
  return isMasked(before) || isMasked(after) ? 'hidden' : 'changed';
}

interface PlacedCredential {
  readonly name: Credential;
  readonly at: Span;
  readonly was: Span;
  readonly values: ChangedCredential;
}

/** The credentials that stayed or changed, ufrag first. */
function credentialsThat(
  before: IceDescription,
  after: IceDescription,
  how: 'same' | 'changed',
): readonly PlacedCredential[] {
  return (
    [
      ['ufrag', before.ufrag, after.ufrag, before.ufragAt, after.ufragAt],
      ['password', before.pwd, after.pwd, before.pwdAt, after.pwdAt],
    ] as const
  ).flatMap(([name, old, now, was, at]) =>
    was === null || at === null || compare(old, now) !== how
      ? []
      : [
          {
            name,
            at,
            was,
            values: { name, was: old ?? '', is: now ?? '' },
          },
        ],
  );
}
