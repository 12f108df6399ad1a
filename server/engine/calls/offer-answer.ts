/**
 * Finds the offers of a leg and the answers to them (RFC 3264, RFC 6337 §2.2): in INVITE, 18x, 200, ACK, PRACK,
 * UPDATE and re-INVITE, one answer a fork, and what a later response repeats. What a description is may be told by a
 * message that the trace lacks: then it is neither.
 */
import type { SipMessage } from '../sip/message';
import type { Answer, Body, CallMessage, Exchange } from './call';
import type { Party, Side } from '../../../shared/calls';
import { factsOf, type SipFacts } from '../sip/facts';
import { contentLengthOf, headerOf } from '../sip/values';
import { cutHeaderOf, isCutMessage } from '../sip/cut';

interface OpenExchange {
  readonly offer: Body;
  readonly method: string;
  readonly cseq: string;
  readonly answers: Answer[];
}

export interface Negotiation {
  readonly exchanges: readonly Exchange[];
  readonly bodies: readonly Body[];
}

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

class Walk {
  readonly exchanges: OpenExchange[] = [];
  readonly bodies: Body[] = [];
  /** Party and callee's tag → the last body of that party in that dialog. */
  private readonly last = new Map<string, Body>();
  /** Dialogs in which an exchange is complete. */
  private readonly established = new Set<string>();

  constructor(
    private readonly messages: readonly CallMessage[],
    private readonly sides: Readonly<Record<Party, Side>>,
  ) {}

  take(message: CallMessage, sip: SipMessage): void {
    const part = sip.parts.find((each) => each.sdp !== null);
    if (part === undefined || part.sdp === null) return;
    const facts = factsOf(sip);
    const tag = calleeTag(facts, message.party);
    const answered = this.exchangeToAnswer(facts, message.party, tag);
    const role = answered === null ? this.roleAlone(facts, tag) : 'answer';
    const body: Body = {
      place: message.place,
      sdp: part.sdp,
      content: sip.content,
      isCut: isCutMessage(sip),
      standsAlone: false,
      part,
      party: message.party,
      side: this.sides[message.party],
      role,
      initial: answered === null ? this.beginsDialog(facts, tag, role) : answered.offer.initial,
      toTag: tag,
      previous: this.previous(message.party, tag),
    };
    this.bodies.push(body);
    this.last.set(dialogKey(message.party, tag), body);
    if (answered === null) {
      if (role === 'offer')
        this.exchanges.push({ offer: body, method: facts.method, cseq: facts.cseq, answers: [] });
      else if (role === 'answer') this.established.add(tag ?? '');
      return;
    }
    const repeats = answered.answers.find((each) => each.body.toTag === tag) ?? null;
    answered.answers.push({ body, status: facts.status, repeats });
    this.established.add(tag ?? '');
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
    return this.find((facts) => facts.status === null && facts.method === method && facts.cseq === cseq);
  }

  private ackOf({ cseq }: SipFacts, tag: string | null): SipMessage | null {
    return this.find(
      (facts, party) => facts.method === 'ACK' && facts.cseq === cseq && calleeTag(facts, party) === tag,
    );
  }

  private find(matches: (facts: SipFacts, party: Party) => boolean): SipMessage | null {
    for (const { message, party } of this.messages) {
      const { parsed } = message;
      if (parsed.kind === 'sip' && matches(factsOf(parsed), party)) return parsed;
    }
    return null;
  }

  /** The exchange that a body answers: the latest one of the other party that it can belong to. */
  private exchangeToAnswer(facts: SipFacts, party: Party, tag: string | null): OpenExchange | null {
    return (
      this.exchanges.findLast((exchange) => {
        if (exchange.offer.party === party) return false;
        if (facts.status !== null) return exchange.method === facts.method && exchange.cseq === facts.cseq;
        // The answer to an offer in a response comes with ACK or PRACK (RFC 3261 §13.2.1, RFC 3262 §5).
        const late = exchange.offer.toTag === tag && exchange.answers.length === 0;
        if (facts.method === 'ACK')
          return late && exchange.method === 'INVITE' && exchange.cseq === facts.cseq;
        return late && facts.method === 'PRACK' && exchange.method === 'INVITE';
      }) ?? null
    );
  }

  private previous(party: Party, tag: string | null): Body | null {
    // An INVITE's offer is the previous body of every dialog that it forks into.
    return this.last.get(dialogKey(party, tag)) ?? this.last.get(dialogKey(party, null)) ?? null;
  }
}

function dialogKey(party: Party, tag: string | null): string {
  return `${party} ${tag ?? ''}`;
}

/** The tag of the callee, who is named in To by the caller's requests and in From by his own. */
function calleeTag(facts: SipFacts, party: Party): string | null {
  const isRequest = facts.status === null;
  const tag = isRequest === (party === 'caller') ? facts.toTag : facts.fromTag;
  return tag === '' ? null : tag;
}

function hasDescription({ parts }: SipMessage): boolean {
  return parts.some(({ sdp }) => sdp !== null);
}

/** Whether a message is known to have been sent without a description, not only logged or cut without one. */
function lacksDescription(message: SipMessage): boolean {
  if (hasDescription(message) || cutHeaderOf(message) !== null) return false;
  if (message.body !== null) return true;
  const said = contentLengthOf(message);
  return said === null ? headerOf(message, 'content-type') === undefined : said.length === 0;
}
