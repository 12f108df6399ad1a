/** What a later offer or answer breaks, in words: for verdicts of the replay and for findings of rules. */
import type { Party } from '../../../../shared/calls';
import { addressText } from '../address';
import type { Address } from '../../../../shared/ice';

export type Credential = 'ufrag' | 'password';

/** What breaks which rule. */
export type BreachFacts =
  | {
      readonly rule: 'oa-ice-restart-partial';
      readonly by: Party;
      readonly changed: Credential;
      readonly kept: Credential;
    }
  | {
      readonly rule: 'oa-ice-restart-answer-unchanged';
      readonly by: Party;
      readonly offerer: Party;
      readonly kept: readonly Credential[];
    }
  | {
      readonly rule: 'oa-ice-creds-changed-in-answer';
      readonly by: Party;
      readonly changed: readonly Credential[];
    }
  /** `peer` never offered the address that the offer names. */
  | { readonly rule: 'oa-remote-candidates-foreign'; readonly peer: Party; readonly named: Address }
  | {
      readonly rule: 'oa-remote-candidates-not-honoured';
      readonly by: Party;
      readonly named: Address;
      /** In c= and m=. */
      readonly given: Address;
    };

export type RemoteCandidatesBreach = Extract<
  BreachFacts,
  { readonly rule: 'oa-remote-candidates-foreign' | 'oa-remote-candidates-not-honoured' }
>;
export type RestartBreach = Exclude<BreachFacts, RemoteCandidatesBreach>;

export function isOfRemoteCandidates(facts: BreachFacts): facts is RemoteCandidatesBreach {
  return facts.rule === 'oa-remote-candidates-foreign' || facts.rule === 'oa-remote-candidates-not-honoured';
}

/** What was seen, without a full stop. */
export function breachText(facts: BreachFacts, nameOf: (party: Party) => string): string {
  switch (facts.rule) {
    case 'oa-ice-restart-partial':
      return `${nameOf(facts.by)} changes the ICE ${facts.changed} in its offer and keeps the ${facts.kept}: that is no restart, and checks fail`;
    case 'oa-ice-restart-answer-unchanged':
      return `${nameOf(facts.offerer)} restarts ICE and ${nameOf(facts.by)} answers with its old ICE ${facts.kept.join(' and ')}`;
    case 'oa-ice-creds-changed-in-answer':
      return `${nameOf(facts.by)} answers with another ICE ${facts.changed.join(' and ')} although the offer does not restart ICE: checks with the old values fail`;
    case 'oa-remote-candidates-foreign':
      return `the offer names ${addressText(facts.named)} in remote-candidates, which ${nameOf(facts.peer)} never offered in this dialog`;
    case 'oa-remote-candidates-not-honoured':
      return `${nameOf(facts.by)} answers remote-candidates ${addressText(facts.named)} with ${addressText(facts.given)} in c= and m=; the address of remote-candidates is wanted there`;
  }
}

/** What it is measured by, a sentence. */
export function measureText(facts: BreachFacts, nameOf: (party: Party) => string): string {
  switch (facts.rule) {
    case 'oa-ice-restart-partial':
      return `The ${facts.changed} before.`;
    case 'oa-ice-restart-answer-unchanged':
      return 'The offer restarts ICE.';
    case 'oa-ice-creds-changed-in-answer':
      return `The ${facts.changed[0] ?? 'value'} before.`;
    case 'oa-remote-candidates-foreign':
      return `What ${nameOf(facts.peer)} offered.`;
    case 'oa-remote-candidates-not-honoured':
      return 'The address that the offer names.';
  }
}
