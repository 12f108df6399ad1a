/** All verdicts by their ids, each with one meaning that stays: the only place that knows their words. */
import { capital } from '../../../../shared/words';
import type { RuleId } from '../../basics/rule-ids';
import { aggressiveNomination } from './aggressive-nomination';
import { asymmetricResponse } from './asymmetric-response';
import { captureClock, captureCut, captureDuplicates, captureOneWay } from './capture-evidence';
import { captureGap } from './capture-gap';
import { checkRefused } from './check-refused';
import { completed } from './completed';
import { componentBlocked } from './component-blocked';
import { deafUntil200 } from './deaf-until-200';
import { consentLost } from './consent-lost';
import { consentRefused } from './consent-refused';
import { earlyMediaLatch } from './early-media-latch';
import { failed } from './failed';
import { icmpRefused } from './icmp-refused';
import { keepaliveGap } from './keepalive-gap';
import { liteSentCheck } from './lite-sent-check';
import { lostBetween } from './lost-between';
import { malformedPacket } from './malformed-packet';
import { mediaWrongTarget } from './media-wrong-target';
import { misdirectedCheck } from './misdirected-check';
import { noChecks } from './no-checks';
import { noResponse } from './no-response';
import { nominatedLowerPair } from './nominated-lower-pair';
import { nominationUnanswered } from './nomination-unanswered';
import { notNominated } from './not-nominated';
import { orphanFork } from './orphan-fork';
import { peerReflexive } from './peer-reflexive';
import { remoteCandidates } from './remote-candidates';
import { responseLost } from './response-lost';
import { restartBroken } from './restart-broken';
import { roleConflict } from './role-conflict';
import { srtpKeyMismatch } from './srtp-key-mismatch';
import { unknownAttributeIgnored } from './unknown-attribute-ignored';
import { unknownAttributeRejected } from './unknown-attribute-rejected';
import { wrongFork } from './wrong-fork';
import { wrongMappedAddress } from './wrong-mapped-address';
import { wrongPassword } from './wrong-password';
import { wrongPath } from './wrong-path';
import { wrongPriorityAttribute } from './wrong-priority-attribute';
import { wrongUsername } from './wrong-username';
import type { VerdictId } from './ids';
import type { Names, VerdictKind, VerdictRule } from './verdict';
import type { VerdictSeverity } from '../../../../shared/ice';

const kinds = {
  'aggressive-nomination': aggressiveNomination,
  'asymmetric-response': asymmetricResponse,
  'capture-clock': captureClock,
  'capture-cut': captureCut,
  'capture-duplicates': captureDuplicates,
  'capture-gap': captureGap,
  'capture-one-way': captureOneWay,
  'check-refused': checkRefused,
  completed,
  'component-blocked': componentBlocked,
  'consent-lost': consentLost,
  'consent-refused': consentRefused,
  'deaf-until-200': deafUntil200,
  'early-media-latch': earlyMediaLatch,
  failed,
  'icmp-refused': icmpRefused,
  'keepalive-gap': keepaliveGap,
  'lite-sent-check': liteSentCheck,
  'lost-between': lostBetween,
  'malformed-packet': malformedPacket,
  'media-wrong-target': mediaWrongTarget,
  'misdirected-check': misdirectedCheck,
  'no-checks': noChecks,
  'no-response': noResponse,
  'nominated-lower-pair': nominatedLowerPair,
  'nomination-unanswered': nominationUnanswered,
  'not-nominated': notNominated,
  'orphan-fork': orphanFork,
  'peer-reflexive': peerReflexive,
  'remote-candidates': remoteCandidates,
  'response-lost': responseLost,
  'restart-broken': restartBroken,
  'role-conflict': roleConflict,
  'srtp-key-mismatch': srtpKeyMismatch,
  'unknown-attribute-ignored': unknownAttributeIgnored,
  'unknown-attribute-rejected': unknownAttributeRejected,
  'wrong-fork': wrongFork,
  'wrong-mapped-address': wrongMappedAddress,
  'wrong-password': wrongPassword,
  'wrong-path': wrongPath,
  'wrong-priority-attribute': wrongPriorityAttribute,
  'wrong-username': wrongUsername,
} satisfies Readonly<Record<VerdictId, object>>;

type Kinds = typeof kinds;

type FactsOf<Kind> = Kind extends { readonly text: (facts: infer Facts, names: Names) => string }
  ? Facts
  : never;

/** What an automaton gives of a verdict. */
export type VerdictFacts<Id extends VerdictId = VerdictId> = {
  readonly [Each in Id]: { readonly id: Each } & FactsOf<Kinds[Each]>;
}[Id];

/** Verdicts that say that something was never there. */
export type AbsenceId = {
  readonly [Id in VerdictId]: Kinds[Id]['absence'] extends true ? Id : never;
}[VerdictId];

/** What a verdict may rest on. */
export type EvidenceFor<Id extends VerdictId> = Kinds[Id]['rests'][number];

type Table = { readonly [Id in VerdictId]: VerdictKind<VerdictFacts<Id>> };

export const verdicts: Table = kinds;

/** What a verdict is when its facts are told. */
export interface VerdictWords {
  readonly severity: VerdictSeverity;
  readonly rules: readonly RuleId[];
  /** Plain text without a full stop at its end; what the trace says in it is not escaped. */
  readonly message: string;
}

function kindOf<Id extends VerdictId>(id: Id): Table[Id] {
  return verdicts[id];
}

export function wordsOf<Id extends VerdictId>(facts: VerdictFacts<Id>, names: Names): VerdictWords {
  const { severity, broken, rules, text }: VerdictKind<VerdictFacts<Id>> = kindOf<Id>(facts.id);
  return {
    severity: typeof severity === 'string' ? severity : severity(facts),
    rules: broken === undefined ? rules.map(idOf) : broken(facts),
    message: capital(text(facts, names)),
  };
}

/** Whether a doubt on a single check stays worth a warning where ICE completed all the same. */
export function isLasting(id: VerdictId): boolean {
  return verdicts[id].lasting === true;
}

/** The rules that only report a verdict, in order of their ids. */
export const verdictRules: readonly VerdictRule[] = Object.values(verdicts)
  .flatMap(({ rules }) => rules.filter((rule) => typeof rule !== 'string'))
  .sort((a, b) => (a.id < b.id ? -1 : 1));

function idOf(rule: RuleId | VerdictRule): RuleId {
  return typeof rule === 'string' ? rule : rule.id;
}
