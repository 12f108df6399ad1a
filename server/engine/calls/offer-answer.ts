/**
 * Finds the offers of a leg and the answers to them (RFC 3264, RFC 6337 §2.2): in INVITE, 18x, 200, ACK, PRACK,
 * UPDATE and re-INVITE, one answer a fork, and what a later response repeats. What a description is may be told by a
 * message that the trace lacks: then it is neither.
 */
import type { Sdp } from '../sdp/sdp';
import type { BodyPart, SipMessage } from '../sip/message';
import type { Answer, Body, CallMessage, Exchange } from './call';
import { otherParty, type Party, type Side } from '../../../shared/calls';
import { factsOf, type SipFacts } from '../sip/facts';
import { hasDescription, lacksDescription } from '../sip/descriptions';
import { isCutMessage } from '../sip/cut';

interface OpenExchange {
  readonly offer: Body;
  readonly method: string;
  readonly cseq: string;
  /** Who sent its request. */
  readonly asker: Party;
  readonly answers: Answer[];
  isRefused: boolean;
}

/** An exchange, or what the trace shows of one, and what became of it. */
interface Round {
  /** Null in what an INVITE offers to all dialogs that it makes. */
  readonly tag: string | null;
  /** Null where the trace lacks it. */
  readonly offer: Body | null;
  /** Null where only an answer is in the trace, or what may be one. */
  readonly exchange: OpenExchange | null;
  readonly answer: Body | null;
}

export interface Negotiation {
  readonly exchanges: readonly Exchange[];
  readonly bodies: readonly Body[];
}

/** What carries offers and answers (RFC 6337 §2.2). In OPTIONS a body only tells what its sender can do (RFC 3264 §9). */
const negotiating: ReadonlySet<string> = new Set(['INVITE', 'ACK', 'PRACK', 'UPDATE']);

/** Follows the session descriptions of a leg. */
export function negotiate(
  messages: readonly CallMessage[],
  sides: Readonly<Record<Party, Side>>,
): Negotiation {
  const walk = new Walk(messages, sides);
  for (const each of messages) {
    if (each.retransmissionOf === null && each.message.parsed.kind === 'sip')
      walk.take(each, each.message.parsed);
  }
  return { exchanges: walk.exchanges, bodies: walk.bodies };
}

/** Asks its message for the description each time: of a long call the tree may have been let go meanwhile. */
class CarriedBody implements Body {
  readonly place: number;
  readonly content: string;
  readonly isCut: boolean;
  readonly standsAlone = false;
  readonly party: Party;
  readonly side: Side;
  readonly role: Body['role'];
  readonly initial: boolean | null;
  readonly toTag: string | null;
  readonly previousAgreed: Body | null;

  constructor(
    private readonly carrier: SipMessage,
    /** Place among the parts of the message. */
    private readonly index: number,
    told: Pick<Body, 'place' | 'party' | 'side' | 'role' | 'initial' | 'toTag' | 'previousAgreed'>,
  ) {
    this.place = told.place;
    this.content = carrier.content;
    this.isCut = isCutMessage(carrier);
    this.party = told.party;
    this.side = told.side;
    this.role = told.role;
    this.initial = told.initial;
    this.toTag = told.toTag;
    this.previousAgreed = told.previousAgreed;
  }

  get part(): DescribedPart {
    const part = this.carrier.parts[this.index];
    if (part === undefined || !isDescribed(part)) throw new RangeError('a body without its description');
    return part;
  }

  get sdp(): Sdp {
    return this.part.sdp;
  }
}

interface DescribedPart extends BodyPart {
  readonly sdp: Sdp;
}

function isDescribed(part: BodyPart): part is DescribedPart {
  return part.sdp !== null;
}

class Walk {
  readonly exchanges: OpenExchange[] = [];
  readonly bodies: Body[] = [];
  /** By method and CSeq of their requests: a call that is refreshed all day has thousands. */
  private readonly byRequest = new Map<string, OpenExchange[]>();
  /** The first answer of each fork. */
  private readonly firstAnswers = new Map<OpenExchange, Map<string | null, Answer>>();
  /** In order. */
  private readonly rounds: Round[] = [];
  /** Dialogs in which an exchange is complete. */
  private readonly established = new Set<string>();
  /** Made where a response answers nothing of the trace: a long capture of one direction has thousands of those. */
  private requests: ReadonlyMap<string, SipMessage> | null = null;

  constructor(
    private readonly messages: readonly CallMessage[],
    private readonly sides: Readonly<Record<Party, Side>>,
  ) {}

  take(message: CallMessage, sip: SipMessage): void {
    const facts = factsOf(sip);
    if (facts.status !== null && facts.status >= 300) this.refuse(facts, message.party);
    const part = sip.parts.findIndex(isDescribed);
    if (part === -1) return;
    const tag = calleeTag(facts, message.party);
    const takesPart = negotiating.has(facts.method);
    const answered = takesPart ? this.exchangeToAnswer(facts, message.party, tag) : null;
    const role = answered !== null ? 'answer' : takesPart ? this.roleAlone(facts, tag) : 'unknown';
    const body = new CarriedBody(sip, part, {
      place: message.place,
      party: message.party,
      side: this.sides[message.party],
      role,
      initial: answered === null ? this.beginsDialog(facts, tag, role) : answered.offer.initial,
      toTag: tag,
      previousAgreed: this.agreedBefore(answered, message.party, tag),
    });
    this.bodies.push(body);
    if (answered === null) {
      if (takesPart) this.begin(body, facts);
      return;
    }
    const first = this.firstAnswers.get(answered) ?? new Map<string | null, Answer>();
    const answer = { body, status: facts.status, repeats: first.get(tag) ?? null };
    if (answer.repeats === null) this.firstAnswers.set(answered, first.set(tag, answer));
    answered.answers.push(answer);
    this.established.add(tag ?? '');
  }

  /** A round that a body begins, or that the trace shows from this body on. */
  private begin(body: Body, { method, cseq, status }: SipFacts): void {
    const { role, toTag: tag, party } = body;
    const asker = status === null ? party : otherParty(party);
    const exchange =
      role === 'offer' ? { offer: body, method, cseq, asker, answers: [], isRefused: false } : null;
    if (exchange !== null) this.add(exchange);
    if (role === 'answer') this.established.add(tag ?? '');
    this.rounds.push({
      tag,
      offer: role === 'offer' ? body : null,
      exchange,
      answer: role === 'answer' ? body : null,
    });
  }

  /** A final response other than 2xx takes back what its request offered, or asked for, and what answered it. */
  private refuse({ method, cseq }: SipFacts, party: Party): void {
    for (const exchange of this.exchangesOf(method, cseq))
      if (exchange.asker !== party) exchange.isRefused = true;
  }

  private add(exchange: OpenExchange): void {
    this.exchanges.push(exchange);
    const key = `${exchange.method} ${exchange.cseq}`;
    const same = this.byRequest.get(key);
    if (same === undefined) this.byRequest.set(key, [exchange]);
    else same.push(exchange);
  }

  private exchangesOf(method: string, cseq: string): readonly OpenExchange[] {
    return this.byRequest.get(`${method} ${cseq}`) ?? [];
  }

  /**
   * The last description of a party that its dialog agreed on, before an exchange. Where nobody can tell what became of
   * the exchange before, nobody knows what the session was then.
   */
  private agreedBefore(exchange: OpenExchange | null, party: Party, tag: string | null): Body | null {
    const end =
      exchange === null
        ? this.rounds.length
        : this.rounds.findLastIndex((round) => round.exchange === exchange);
    for (let at = end - 1; at >= 0; at--) {
      const round = this.rounds[at];
      if (
        round === undefined ||
        round.exchange?.isRefused === true ||
        (round.tag !== null && round.tag !== tag)
      )
        continue;
      const answer =
        round.exchange === null
          ? round.answer
          : (round.exchange.answers.findLast(({ body }) => body.toTag === tag)?.body ?? null);
      if (answer === null) return null;
      return answer.party === party ? answer : round.offer;
    }
    return null;
  }

  /** A request inside a dialog of which the trace lacks the beginning leaves it open. */
  private beginsDialog(facts: SipFacts, tag: string | null, role: Body['role']): boolean | null {
    if (this.established.has(tag ?? '')) return false;
    if (role !== 'offer') return null;
    return tag === null || facts.status !== null ? true : null;
  }

  /**
   * What a body is that answers nothing in the trace. A request offers, but for an ACK, and for a PRACK that may answer
   * a response that is not in the trace (RFC 3262 §5). A response offers where its request did not: that must be seen.
   */
  private roleAlone(facts: SipFacts, tag: string | null): Body['role'] {
    const { status, method } = facts;
    if (status === null) {
      if (method === 'ACK') return 'answer';
      return method === 'PRACK' && !this.established.has(tag ?? '') ? 'unknown' : 'offer';
    }
    // What answers an UPDATE or a PRACK never offers (RFC 3311 §5.2, RFC 3262 §5).
    if (method !== 'INVITE') return 'answer';
    const request = this.requestOf(facts);
    if (request !== null) return lacksDescription(request) ? 'offer' : 'unknown';
    // A final answer is acknowledged without a description, an offer with one (RFC 3261 §13.2.2.4).
    const ack = status >= 200 ? this.ackOf(facts, tag) : null;
    if (ack === null) return 'unknown';
    return lacksDescription(ack) ? 'answer' : hasDescription(ack) ? 'offer' : 'unknown';
  }

  private requestOf({ method, cseq }: SipFacts): SipMessage | null {
    return this.firstRequests().get(`${method} ${cseq}`) ?? null;
  }

  private ackOf({ cseq }: SipFacts, tag: string | null): SipMessage | null {
    return this.firstRequests().get(`ACK ${cseq} ${tag ?? ''}`) ?? null;
  }

  /** The first request of each method and CSeq; of ACKs that of each dialog, too. */
  private firstRequests(): ReadonlyMap<string, SipMessage> {
    if (this.requests !== null) return this.requests;
    const requests = new Map<string, SipMessage>();
    const add = (key: string, request: SipMessage): void => {
      if (!requests.has(key)) requests.set(key, request);
    };
    for (const { message, party } of this.messages) {
      const { parsed } = message;
      if (parsed.kind !== 'sip') continue;
      const facts = factsOf(parsed);
      const { status, method, cseq } = facts;
      if (status !== null) continue;
      add(`${method} ${cseq}`, parsed);
      if (method === 'ACK') add(`ACK ${cseq} ${calleeTag(facts, party) ?? ''}`, parsed);
    }
    this.requests = requests;
    return requests;
  }

  /** The exchange that a body answers: the latest one of the other party that it can belong to. */
  private exchangeToAnswer(
    { status, method, cseq }: SipFacts,
    party: Party,
    tag: string | null,
  ): OpenExchange | null {
    const isOthers = ({ offer }: OpenExchange): boolean => offer.party !== party;
    if (status !== null) return this.exchangesOf(method, cseq).findLast(isOthers) ?? null;
    // The answer to an offer in a response comes with ACK or PRACK (RFC 3261 §13.2.1, RFC 3262 §5).
    const isOpen = (exchange: OpenExchange): boolean =>
      isOthers(exchange) && exchange.offer.toTag === tag && exchange.answers.length === 0;
    if (method === 'ACK') return this.exchangesOf('INVITE', cseq).findLast(isOpen) ?? null;
    if (method !== 'PRACK') return null;
    return this.exchanges.findLast((each) => each.method === 'INVITE' && isOpen(each)) ?? null;
  }
}

/** The tag of the callee, who is named in To by the caller's requests and in From by his own. */
function calleeTag(facts: SipFacts, party: Party): string | null {
  const isRequest = facts.status === null;
  const tag = isRequest === (party === 'caller') ? facts.toTag : facts.fromTag;
  return tag === '' ? null : tag;
}
