/**
 * What happens in a replay, in words: the automata give facts, and this table makes of them the title of a step, its
 * whole message, and the kind of event that it is.
 */
import type { IceProgram } from '../../text/ice-log/line';
import { capital } from '../../../../shared/words';
import { addressText } from '../address';
import {
  otherEnd,
  type Address,
  type End,
  type PairType,
  type SessionEnding,
  type StepEvent,
} from '../../../../shared/ice';
import { failureText, type FailureFacts } from '../verdicts/failed';
import type { Names } from '../verdicts/verdict';
import { discardedText, type Discarded } from '../verdicts/words';
import { icmpReason, type IcmpError } from '../icmp-reason';
import { loggedEvent, loggedText, type Logged } from './logged';
import { predictionText, type Prediction } from './prediction';
import { signalText, type Signal } from './signal';

/** A check as it is sent the first time. */
interface CheckFacts {
  readonly id: 'check';
  readonly sender: End;
  readonly what: 'consents' | 'nominates' | 'checks';
  readonly source: Address;
  /** Of Teams' candidate that it comes from; null where it is not known. */
  readonly type: Exclude<PairType, 'unknown'> | null;
  readonly destination: Address;
  /** In words; null where its form is right. */
  readonly malformed: string | null;
}

/** What a success response did. */
export type SuccessOutcome =
  | { readonly is: 'to-malformed' | 'unmapped' | 'no-pair' | 'too-late' | 'consent' | 'again' | 'valid' }
  | { readonly is: 'nomination' | 'completion' | 'renomination' }
  | { readonly is: 'asymmetric'; readonly source: Address }
  | { readonly is: 'discarded'; readonly discarded: Discarded };

/** What an error response did: nothing, make its asker change its role, or let a pair fail. */
export type ErrorOutcome = 'nothing' | 'role-change' | 'pair-fails';

/** Where the SBC sends when it begins to. */
export type PlaceOfMedia = 'nominated' | 'not-nominated' | 'before-nomination' | 'before-check';

export type FlowContent =
  | { readonly is: 'rtp'; readonly packets: number; readonly octets: number }
  /** `about`: what its block says of it. */
  | { readonly is: 'dtls'; readonly about: string };

/** Media or DTLS between the ends of a session. */
interface FlowFacts {
  readonly id: 'flow';
  readonly flow: FlowContent;
  readonly sender: End;
  readonly source: Address;
  readonly destination: Address;
  /** By what its owner is known. */
  readonly knownBy: 'addresses' | 'key' | 'port';
  /** It goes from one port of the SBC to another one. */
  readonly isHairpin: boolean;
  /** Whether the SBC sends to the right place; null where that is no question. */
  readonly place: PlaceOfMedia | null;
}

interface IcmpFacts {
  readonly id: 'icmp';
  /** Who reports; null where the trace does not tell. */
  readonly reporter: string | null;
  /** What did not get through, and who sent it. */
  readonly content: 'stun' | 'rtp' | 'rtcp';
  readonly sender: End;
  readonly source: Address;
  readonly destination: Address;
  readonly error: IcmpError;
  readonly pairFails: boolean;
}

/** What happened. */
export type StepFacts =
  | CheckFacts
  /** `sent` counts the first time. */
  | { readonly id: 'repeat'; readonly sender: End; readonly sent: number; readonly answered: boolean }
  | { readonly id: 'success'; readonly asker: End; readonly outcome: SuccessOutcome }
  | { readonly id: 'error'; readonly asker: End; readonly code: number; readonly outcome: ErrorOutcome }
  /** A response to a check that is not in the trace. */
  | { readonly id: 'unasked'; readonly by: End }
  /** A response that does not come through a NAT. */
  | { readonly id: 'stuck'; readonly by: End; readonly source: Address }
  | { readonly id: 'keep-alive'; readonly sender: End }
  | FlowFacts
  | IcmpFacts
  | { readonly id: 'logged'; readonly program: IceProgram; readonly told: Logged }
  | { readonly id: 'signal'; readonly signal: Signal }
  /** A transaction that nobody answered. */
  | { readonly id: 'pair-timeout'; readonly teams: Address }
  | { readonly id: 'failed'; readonly failure: FailureFacts }
  | { readonly id: 'predicted'; readonly prediction: Prediction };

export interface StepWords {
  readonly event: StepEvent;
  /** The gist, without details; no full stop. */
  readonly title: string;
  /** The title and what belongs to it. */
  readonly message: string;
}

/** Plain text without full stops; what the trace says in it is not escaped. */
export function stepWords(facts: StepFacts, names: Names): StepWords {
  const { event, title, details } = wordsOf(facts, names);
  return { event, title: capital(title), message: capital(`${title}${details}`) };
}

interface Words {
  readonly event: StepEvent;
  readonly title: string;
  /** Stands right behind the title. */
  readonly details: string;
}

function wordsOf(facts: StepFacts, names: Names): Words {
  switch (facts.id) {
    case 'check':
      return ofEvent('request', checkWords(facts, names));
    case 'repeat':
      return whole('request', `${names[facts.sender]} ${repeatText(facts)}`);
    case 'success':
      return {
        event: 'success',
        title: `${names[otherEnd(facts.asker)]} answers`,
        details: successDetails(facts.outcome, names),
      };
    case 'error':
      return {
        event: 'error',
        title: `${names[otherEnd(facts.asker)]} answers with error ${facts.code}`,
        details: errorDetails[facts.outcome],
      };
    case 'unasked':
      return whole('success', `${names[facts.by]} answers a check that is not in the trace`);
    case 'stuck':
      return {
        event: 'success',
        title: `${names[facts.by]} answers`,
        details: ` from ${addressText(facts.source)}: the answer does not come through the NAT`,
      };
    case 'keep-alive':
      return whole('indication', `${names[facts.sender]} sends a keep-alive (binding indication)`);
    case 'flow':
      return ofEvent(facts.flow.is, flowWords(facts, names));
    case 'icmp':
      return ofEvent('icmp', icmpWords(facts, names));
    case 'logged':
      return {
        event: loggedEvent(facts.told),
        title: `the log of ${facts.program} says`,
        details: `: ${loggedText(facts.told, names)}`,
      };
    case 'signal':
      return ofEvent(facts.signal.event, signalText(facts.signal, names));
    case 'pair-timeout':
      return {
        event: 'timeout',
        title: `the check on ${addressText(facts.teams)} is over`,
        details: ': no answer in 39.5 s',
      };
    case 'failed': {
      const { gist, detail } = failureText(facts.failure, names);
      return { event: endingOf(facts.failure), title: gist, details: `: ${detail}` };
    }
    case 'predicted':
      return {
        event: 'predicted',
        title: 'predicted, no STUN in this trace',
        details: `: ${predictionText(facts.prediction, names)}`,
      };
  }
}

/** What ended a session: nothing of it is a timeout but that of a check. */
function endingOf(failure: FailureFacts): SessionEnding {
  switch (failure.why) {
    case 'all-failed':
      return failure.how === 'useless' ? 'failed' : failure.how;
    case 'call-ended':
      return failure.isAnswered ? 'failed' : 'unanswered';
    case 'consent':
      return failure.codes.length > 0 ? 'rejected' : 'unanswered';
    case 'logged-none':
      return 'unanswered';
    case 'reason':
    case 'no-pair':
    case 'logged':
      return 'failed';
  }
}

function ofEvent(event: StepEvent, { title, details }: Omit<Words, 'event'>): Words {
  return { event, title, details };
}

/** A step without details. */
function whole(event: StepEvent, title: string): Words {
  return { event, title, details: '' };
}

function repeatText({ sent, answered }: Extract<StepFacts, { readonly id: 'repeat' }>): string {
  return `repeats its check (sent ${sent} times)${answered ? ' although it was answered' : ''}`;
}

const checkVerbs: Readonly<Record<CheckFacts['what'], string>> = {
  consents: 'asks for consent',
  nominates: 'nominates',
  checks: 'checks',
};

function checkWords(
  { sender, what, source, type, destination, malformed }: CheckFacts,
  names: Names,
): Omit<Words, 'event'> {
  return {
    title: `${names[sender]} ${checkVerbs[what]}`,
    details: [
      `: ${addressText(source)}${type === null ? '' : ` (${type})`} to ${addressText(destination)}`,
      what === 'nominates' ? ', USE-CANDIDATE' : '',
      malformed === null ? '' : `; the packet is malformed: ${malformed}`,
    ].join(''),
  };
}

function successDetails(outcome: SuccessOutcome, names: Names): string {
  switch (outcome.is) {
    case 'to-malformed':
      return ' a malformed packet, which must be ignored';
    case 'asymmetric':
      return ` from ${addressText(outcome.source)}, not from where the check went: the pair fails`;
    case 'discarded':
      return ` ${discardedText(outcome.discarded, names)}: the response is discarded`;
    case 'unmapped':
      return ' without XOR-MAPPED-ADDRESS: the response is of no use';
    case 'no-pair':
      return ' the check';
    case 'too-late':
      return ', after the end of the call';
    case 'consent':
      return ': consent is fresh';
    case 'again':
      return '';
    case 'valid':
      return ': the pair is valid';
    case 'nomination':
      return ' the nomination';
    case 'completion':
      return ' the nomination: ICE is completed';
    case 'renomination':
      return ' the nomination: this pair replaces the one before';
  }
}

const errorDetails: Readonly<Record<ErrorOutcome, string>> = {
  nothing: '',
  'role-change': ', role conflict: the sender changes its role and checks again',
  'pair-fails': ': the pair fails',
};

const placeDetails: Readonly<Record<PlaceOfMedia, string>> = {
  nominated: ', the nominated pair',
  'not-nominated': ', not the nominated pair',
  'before-nomination': ', before a nomination',
  'before-check': ', before any check was answered',
};

function flowWords(
  { flow, sender, source, destination, knownBy, isHairpin, place }: FlowFacts,
  names: Names,
): Omit<Words, 'event'> {
  const what =
    flow.is === 'dtls'
      ? flow.about
      : `${flow.packets} packet${flow.packets === 1 ? '' : 's'}, ${flow.octets} octets`;
  return {
    title: `${names[isHairpin ? 'sbc' : sender]} ${flow.is === 'rtp' ? 'sends media' : 'speaks DTLS'}`,
    details: [
      `: ${what}`,
      knownBy === 'key' ? ', known as its own by its key' : '',
      `, ${addressText(source)} to ${addressText(destination)}`,
      isHairpin ? ', from one of its legs to the other' : '',
      place === null ? '' : placeDetails[place],
    ].join(''),
  };
}

const icmpContent: Readonly<Record<IcmpFacts['content'], string>> = {
  stun: 'a check',
  rtp: 'media',
  rtcp: 'RTCP',
};

function icmpWords(facts: IcmpFacts, names: Names): Omit<Words, 'event'> {
  const { reporter, content, sender, source, destination, error, pairFails } = facts;
  return {
    title: `${reporter ?? 'somebody'} reports that ${icmpContent[content]} of ${names[sender]} from ${addressText(source)} to ${addressText(destination)} did not get through`,
    details: `: ${icmpReason(error, source.address.includes(':'))}${pairFails ? '; the pair fails' : ''}`,
  };
}
