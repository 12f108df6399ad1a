/** ICE sessions while they are replayed: a call's forks, their streams and generations, and pairs with their state. */
import { acceptedBy } from '../calls/answer';
import type { Call, CallMessage } from '../calls/call';
import type { Party } from '../../../shared/calls';
import { methodOf, statusOf } from '../sip/values';
import type { IceProgram } from '../text/ice-log/line';
import type { TraceMessage } from '../traces/message';
import { speaksIce, type IceCandidate, type IceDescription } from './description';
import type { Evidence } from '../../../shared/evidence';
import { Journal } from './journal';
import { addressText } from './address';
import type { IcmpError } from './icmp-reason';
import type {
  ChannelReplay,
  CheckReplay,
  ForeignReplay,
  IcmpReplay,
  LonePacket,
  SelectedPair,
} from './model';
import type {
  Address,
  Change,
  End,
  MediaState,
  PairState,
  PairType,
  SessionPlace,
  SessionState,
} from '../../../shared/ice';
import { componentsOf, firstWaiting, formPairs, pairPriority } from './pairs';
import { nameOfParty } from './renegotiation';
import type { Names } from './verdicts/verdict';

export interface PairDraft {
  readonly component: number;
  readonly teams: Address;
  readonly teamsType: PairType;
  readonly base: Address | null;
  readonly sbc: Address;
  readonly priority: bigint | null;
  readonly evidence: Evidence;
}

/** A check did not get through, as ICMP says. */
export interface Unreachable {
  /** Null where the trace does not tell. */
  readonly reporter: string | null;
  readonly error: IcmpError;
  readonly message: TraceMessage;
}

export class Pair {
  readonly component: number;
  teams: Address;
  teamsType: PairType;
  base: Address | null;
  readonly sbc: Address;
  readonly priority: bigint | null;
  evidence: Evidence;
  nominated = false;
  /** A check came from its address. */
  wasSeen = false;
  requests = 0;
  responses = 0;
  firstRequest: TraceMessage | null = null;
  lastRequest: TraceMessage | null = null;
  /** The last request or response. */
  lastMessage: TraceMessage | null = null;
  firstSuccess: TraceMessage | null = null;
  /** The last nominating check that nobody answered. */
  nominating: TraceMessage | null = null;
  /** Requests with the same transaction that came although a response had gone out. */
  repeatedAfterResponse = 0;
  /** The code of the last error response. */
  error: number | null = null;
  /** The first ICMP error that quotes a check of it. */
  unreachable: Unreachable | null = null;

  constructor(
    readonly id: number,
    draft: PairDraft,
    public state: PairState,
  ) {
    this.component = draft.component;
    this.teams = draft.teams;
    this.teamsType = draft.teamsType;
    this.base = draft.base;
    this.sbc = draft.sbc;
    this.priority = draft.priority;
    this.evidence = draft.evidence;
  }
}

/** What left one side of a NAT and did not come out on the other. */
export interface StuckPackets {
  readonly sender: End;
  readonly what: 'checks' | 'answers' | 'media';
  readonly packets: number;
  readonly message: TraceMessage;
}

/** A check while it is replayed. */
export interface SessionCheck extends Omit<CheckReplay, 'pair'> {
  readonly pair: Pair | null;
}

/** Pairs of a session, those learnt from checks with them. */
const mostPairs = 300;

/** How two descriptions go together (RFC 8445 §6.1.1). */
export type Mode = 'idle' | 'not-ice' | 'full-lite' | 'both-full' | 'both-lite';

/** From a moment on media belongs on a pair. */
export interface Nomination {
  /** What completed the nomination. */
  readonly in: TraceMessage;
  readonly pair: SelectedPair;
}

/** One stream of one fork between two restarts. */
export class Session {
  readonly pairs: Pair[] = [];
  readonly seen = new Map<string, { readonly from: Address; readonly priority: number | null }>();
  readonly mode: Mode;
  /** The end whose checks make the checklist. */
  readonly checker: End;
  readonly controlling: End | null;
  readonly components: readonly number[];
  state: SessionState;
  liteState: SessionState;
  /** What {@link state} rests on. */
  evidence: Evidence = 'derived';
  selected: SelectedPair | null = null;
  /** The message that completed it. */
  completedBy: TraceMessage | null = null;
  /** Each pair that was selected by a nomination, the last one in force. */
  readonly nominations: Nomination[] = [];
  mediaState: MediaState = 'none';
  /** The first media of Teams, where the SBC is lite. */
  streamedFirst: TraceMessage | null = null;
  /** The first answer to a check of the checker. */
  firstSeen: TraceMessage | null = null;
  /** The program whose log told of it, where no packet did. */
  logged: IceProgram | null = null;
  /** Checks of either end, right or wrong. */
  checks = 0;
  /** The capture cut checks off: whether they nominated cannot be told. */
  hasCutChecks = false;
  /** Addresses that responses went to whose checks are not in the trace. */
  readonly lostFrom = new Set<string>();
  /** Lost between both sides of a NAT, where both were captured. */
  readonly stuck: StuckPackets[] = [];
  /** It is told, and explains that nothing came. */
  isLostBetween = false;
  /** Something came back for a check, even if it was of no use. */
  wasAnswered = false;
  /** Checks and keep-alives of Teams. */
  readonly signsOfLife: TraceMessage[] = [];
  /** A later answer of the same exchange that has other credentials: a 200's beside its 183's. */
  changedAnswer: IceDescription | null = null;
  private begun = false;
  private readonly byAddress = new Map<string, Pair>();

  constructor(
    readonly fork: Fork,
    /** Place in {@link Fork.sessions}. */
    readonly index: number,
    readonly stream: number,
    readonly media: string,
    readonly generation: number,
    readonly descriptions: Readonly<Record<End, IceDescription | null>>,
    /** The end that offered. */
    offerer: End | null,
  ) {
    const { sbc, teams } = descriptions;
    this.mode = modeOf(sbc, teams);
    this.checker = teams?.lite === true && sbc?.lite === false ? 'sbc' : 'teams';
    this.controlling =
      this.mode === 'full-lite'
        ? this.checker
        : this.mode === 'both-full' || this.mode === 'both-lite'
          ? offerer
          : null;
    this.components = sbc === null || teams === null ? [1] : componentsOf(sbc, teams);
    this.state = this.mode === 'not-ice' ? 'not-ice' : 'idle';
    this.liteState = this.state;
  }

  /** The message since which it is complete over the pair that is selected. */
  get settledBy(): TraceMessage | null {
    const last = this.nominations.at(-1)?.in ?? null;
    const { completedBy } = this;
    return completedBy === null || last === null || last.index < completedBy.index ? completedBy : last;
  }

  /** Whether the trace has the answer alone: who offered, and what, is not in it. */
  get isHalfKnown(): boolean {
    const { sbc, teams } = this.descriptions;
    const [only, missing] = sbc === null ? [teams, sbc] : [sbc, teams];
    const tag = only?.body.toTag ?? null;
    return missing === null && tag !== null && tag === this.fork.toTag;
  }

  get place(): SessionPlace {
    return { fork: this.fork.index, session: this.index };
  }

  /** Both descriptions are known, or a check shows that its sender knows them: agents begin to run. */
  begin(): Change[] {
    if (this.begun || this.mode === 'not-ice') return [];
    this.begun = true;
    const changes: Change[] = [];
    const { sbc, teams } = this.descriptions;
    if (sbc !== null && teams !== null && this.mode !== 'both-lite') this.formChecklist(sbc, teams, changes);
    for (const each of this.to('running')) changes.push(each);
    return changes;
  }

  private formChecklist(sbc: IceDescription, teams: IceDescription, changes: Change[]): void {
    const isTeams = this.checker === 'teams';
    const formed = formPairs(isTeams ? teams : sbc, isTeams ? sbc : teams, this.controlling === this.checker);
    const waiting = firstWaiting(formed);
    for (const each of formed) {
      this.add(
        {
          component: each.component,
          teams: isTeams ? each.full : each.peer,
          teamsType: isTeams ? each.full.type : each.peer.type,
          // A reflexive candidate whose base is no candidate itself stands for its base.
          base: isTeams && each.base !== each.full ? each.base : null,
          sbc: isTeams ? each.peer : each.base,
          priority: each.priority,
          evidence: 'derived',
        },
        waiting.has(each) ? 'waiting' : 'frozen',
        changes,
      );
    }
  }

  /**
   * The pair that a check of the checker goes over. An address that no candidate has makes a peer-reflexive pair.
   *
   * @param priority of the check's PRIORITY attribute
   * @returns null where a flood of addresses made too many
   */
  pairFor(teams: Address, sbc: Address, priority: number | null, changes: Change[]): Pair | null {
    const known = this.byAddress.get(pairKey(teams, sbc));
    if (known !== undefined) {
      known.wasSeen = true;
      return known;
    }
    const candidate = this.candidateAt('teams', teams);
    // The reflexive view of a host's pair: the SBC sees the address that the NAT gave it.
    const hidden =
      candidate?.related === undefined || candidate.related === null || candidate.type === 'relay'
        ? undefined
        : this.byAddress.get(pairKey(candidate.related, sbc));
    if (candidate !== null && hidden !== undefined && !hidden.wasSeen) {
      hidden.base = hidden.teams;
      hidden.teams = teams;
      hidden.teamsType = candidate.type;
      hidden.wasSeen = true;
      this.byAddress.set(pairKey(teams, sbc), hidden);
      return hidden;
    }
    if (this.pairs.length >= mostPairs) return null;
    const isKnown = this.descriptions.teams !== null;
    const own = candidate?.priority ?? priority;
    const peer =
      this.candidateAt('sbc', sbc)?.priority ?? this.descriptions.sbc?.candidates[0]?.priority ?? null;
    const pair = this.add(
      {
        component: candidate?.component ?? this.candidateAt('sbc', sbc)?.component ?? 1,
        teams,
        teamsType: candidate?.type ?? (isKnown ? 'prflx' : 'unknown'),
        base: null,
        sbc,
        priority:
          own === null || peer === null
            ? null
            : this.controlling === 'sbc'
              ? pairPriority(peer, own)
              : pairPriority(own, peer),
        evidence: 'observed',
      },
      'waiting',
      changes,
    );
    pair.wasSeen = true;
    return pair;
  }

  /** The candidate of one end at an address; of the SBC also one whose address a NAT replaced. */
  candidateAt(end: End, { address, port }: Address): IceCandidate | null {
    return (
      this.descriptions[end]?.candidates.find((each) => each.address === address && each.port === port) ??
      null
    );
  }

  set(pair: Pair, state: PairState, changes: Change[]): void {
    if (pair.state === state) return;
    changes.push({ kind: 'pair', of: this.place, pair: pair.id, from: pair.state, to: state });
    pair.state = state;
    pair.evidence = 'observed';
  }

  /** Moves both agents; what stands already is no change. */
  to(state: SessionState): Change[] {
    const changes: Change[] = [];
    if (this.state !== state && this.mode !== 'both-lite')
      changes.push({ kind: 'full-agent', of: this.place, from: this.state, to: state });
    this.state = state;
    // A lite agent never fails by itself (RFC 8445 §8.2): its peer decides.
    if (state !== 'failed' && this.liteState !== state && this.mode !== 'both-full') {
      changes.push({ kind: 'lite-agent', of: this.place, from: this.liteState, to: state });
      this.liteState = state;
    }
    return changes;
  }

  /**
   * Nominates a pair; completes with all components. Of pairs that are nominated with their first checks that of the
   * highest priority is selected (RFC 5245 §8.1.1.2); one that was chosen among those checked replaces what was before.
   *
   * @param isChosen whether the pair was checked before
   */
  nominate(pair: Pair, isChosen: boolean, message: TraceMessage, changes: Change[]): void {
    if (!pair.nominated) changes.push({ kind: 'nominated', of: this.place, pair: pair.id });
    const others = this.pairs.filter((each) => each !== pair && each.nominated && each.component === 1);
    pair.nominated = true;
    const isBetter = others.every((each) => (each.priority ?? 0n) < (pair.priority ?? 0n));
    if (pair.component === 1 && (isChosen || isBetter)) this.select(pair, message, changes);
    this.complete(message, changes);
  }

  private select({ teams, teamsType, sbc, evidence }: Pair, message: TraceMessage, changes: Change[]): void {
    this.selected = { teams, teamsType, sbc, evidence };
    this.nominations.push({ in: message, pair: this.selected });
    this.mediaState = 'nominated';
    changes.push({ kind: 'media', of: this.place, to: 'nominated', destination: teams });
  }

  private complete(message: TraceMessage, changes: Change[]): void {
    if (this.selected === null) return;
    const isWhole = this.components.every((component) =>
      this.pairs.some((pair) => pair.nominated && pair.component === component),
    );
    // Without descriptions nobody can tell whether the checks were right.
    if (!isWhole || this.mode === 'idle' || this.state === 'completed') return;
    this.completedBy = message;
    this.evidence = 'observed';
    for (const each of this.to('completed')) changes.push(each);
  }

  private add(draft: PairDraft, state: PairState, changes: Change[]): Pair {
    const pair = new Pair(this.pairs.length, draft, state);
    this.pairs.push(pair);
    this.byAddress.set(pairKey(pair.teams, pair.sbc), pair);
    changes.push({ kind: 'pair', of: this.place, pair: pair.id, from: null, to: state });
    return pair;
  }
}

/** A dialog of the call, or an endpoint whose answer is not in the trace. */
export class Fork {
  readonly sessions: Session[] = [];
  /** It answered the call. */
  active = false;

  constructor(
    readonly of: CallSessions,
    /** Place in {@link CallSessions.forks}. */
    readonly index: number,
    readonly toTag: string | null,
    /** The ufrag of an endpoint without a To tag. */
    readonly orphan: string | null,
  ) {}

  /** The last generation of a stream. */
  latest(stream: number): Session | null {
    return this.sessions.findLast((session) => session.stream === stream) ?? null;
  }

  /** The session that speaks for the fork: the last generation of its audio, else of its first stream. */
  get main(): Session | null {
    const first = this.sessions.find(({ media }) => media === 'audio') ?? this.sessions[0];
    return first === undefined ? null : this.latest(first.stream);
  }
}

/** All sessions of a call, or of checks that belong to none. */
export class CallSessions {
  readonly forks: Fork[] = [];
  /** In the order of their requests. */
  readonly transactions: SessionCheck[] = [];
  /** Those of which the capture cut the request: they say nothing of what was sent. */
  readonly cutTransactions: SessionCheck[] = [];
  readonly lonePackets: LonePacket[] = [];
  readonly channels: ChannelReplay[] = [];
  readonly foreign: ForeignReplay[] = [];
  readonly icmp: IcmpReplay[] = [];
  /** Of descriptions whose other half the trace lacks. */
  readonly loneUfrags = new Set<string>();
  /** How sentences call the ends. */
  readonly names: Names;
  readonly journal: Journal;
  /** The 2xx to the first INVITE; its ACK where the trace lacks the 2xx. */
  readonly answeredBy: TraceMessage | null;
  /** The first BYE or CANCEL, or the response that rejects the call. */
  readonly endedBy: TraceMessage | null;

  constructor(
    /** Null for checks whose call is not in the trace. */
    readonly call: Call | null,
    readonly sbcParty: Party,
    /** Index of the first message. */
    readonly start: number,
  ) {
    this.names = { sbc: this.nameOf('sbc'), teams: this.nameOf('teams') };
    this.journal = new Journal(this.names);
    const messages = call?.messages ?? [];
    this.answeredBy = answerIn(messages);
    this.endedBy =
      messages.find(({ message: { parsed } }) => {
        if (parsed.kind !== 'sip') return false;
        const method = methodOf(parsed);
        const status = statusOf(parsed);
        if (status === null) return method === 'BYE' || method === 'CANCEL';
        return method === 'INVITE' && status >= 300 && this.answeredBy === null;
      })?.message ?? null;
  }

  /** Whether the call was over when a message came. */
  isOver({ index }: TraceMessage): boolean {
    return this.endedBy !== null && index > this.endedBy.index;
  }

  addFork(toTag: string | null, orphan: string | null): Fork {
    const fork = new Fork(this, this.forks.length, toTag, orphan);
    this.forks.push(fork);
    return fork;
  }

  /** Whether the ends have the names that they are called by: the SBC and Microsoft. */
  get sidesKnown(): boolean {
    return this.call !== null && (this.call.sides.caller === 'teams' || this.call.sides.callee === 'teams');
  }

  nameOf(end: End): string {
    if (this.call === null) return end === 'sbc' ? 'the answering side' : 'the checking side';
    return nameOfParty(this.call, (end === 'sbc') === (this.sbcParty === 'caller') ? 'caller' : 'callee');
  }
}

function answerIn(messages: readonly CallMessage[]): TraceMessage | null {
  const answer = acceptedBy(messages);
  if (answer !== null) return answer;
  const isRefused = messages.some(({ message: { parsed } }) => {
    const status = parsed.kind === 'sip' && methodOf(parsed) === 'INVITE' ? statusOf(parsed) : null;
    return status !== null && status >= 300;
  });
  // The ACK to a refusal answers nothing.
  if (isRefused) return null;
  const ack = messages.find(({ message: { parsed } }) => parsed.kind === 'sip' && methodOf(parsed) === 'ACK');
  return ack?.message ?? null;
}

function modeOf(sbc: IceDescription | null, teams: IceDescription | null): Mode {
  if ((sbc !== null && !speaksIce(sbc)) || (teams !== null && !speaksIce(teams))) {
    return sbc === null || teams === null ? 'idle' : 'not-ice';
  }
  if (sbc === null || teams === null) return 'idle';
  if (sbc.lite && teams.lite) return 'both-lite';
  return sbc.lite || teams.lite ? 'full-lite' : 'both-full';
}

function pairKey(teams: Address, sbc: Address): string {
  return `${addressText(teams)} ${addressText(sbc)}`;
}
