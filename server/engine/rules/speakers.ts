/**
 * The rules that speak for a profile under some settings, by what they look at, and what is remembered of their work:
 * it is laid out once, as there are many calls.
 */
import type { Profile, Side } from '../../../shared/calls';
import type { Severity, SeveritySetting, RuleSettings } from '../../../shared/severities';
import { BoundedMemo } from '../basics/memo';
import type { Call } from '../calls/call';
import type { SipMessage } from '../sip/message';
import { callContentsOf, messageKindOf } from './kinds';
import type {
  Applies,
  BodyRule,
  CallRule,
  Facts,
  DescriptionRule,
  MessageRule,
  PacketRule,
  PairRule,
  Rule,
} from './rule';

/** The rules that are asked of a call, one by one. */
type AskedRule = DescriptionRule | BodyRule | PairRule | MessageRule | CallRule | PacketRule;

/** A rule, and the severity that the settings give it; null where it chooses itself. */
export interface Speaker<R extends AskedRule = AskedRule> {
  readonly rule: R;
  readonly chosen: Severity | null;
  /** The rule's own: rules differ in what they declare, so that a look into each costs more than most checks. */
  readonly check: R['check'];
}

export interface Speakers {
  readonly descriptions: readonly Speaker<DescriptionRule>[];
  readonly bodies: readonly Speaker<BodyRule>[];
  readonly pairs: readonly Speaker<PairRule>[];
  readonly messages: readonly Speaker<MessageRule>[];
  readonly calls: readonly Speaker<CallRule>[];
  readonly packets: readonly Speaker<PacketRule>[];
  /** Side and kind of a message → the rules that may have something to say of it: see {@link speakersOfMessage}. */
  readonly ofKind: BoundedMemo<readonly Speaker<MessageRule>[]>;
  /** What a call holds → the rules that may have something to say of it: see {@link speakersOfCall}. */
  readonly ofCall: BoundedMemo<readonly Speaker<CallRule>[]>;
  readonly ofForm: BoundedMemo<FormSpeakers>;
  /** What two bodies of known forms are to each other → the rules of pairs that may have something to say of such. */
  readonly ofForms: BoundedMemo<readonly Speaker<PairRule>[]>;
  /** What calls let rules look at → which rules could be evaluated. */
  readonly evaluations: BoundedMemo<Evaluation>;
  /** Rules of packets could not be, where a trace holds none. */
  readonly withoutPackets: Evaluation;
}

/** The rules that may have something to say of a body of one form: all others keep silent about every such body. */
export interface FormSpeakers {
  /** Stands for the form. */
  readonly number: number;
  readonly descriptions: readonly Speaker<DescriptionRule>[];
  readonly bodies: readonly Speaker<BodyRule>[];
  /** Those of them that are asked of a body which follows nothing that was agreed on. */
  readonly firsts: readonly Speaker<BodyRule>[];
}

/** Which rules could be evaluated on a call. */
export interface Evaluation {
  /** Ids of the rules that could look at something. */
  readonly evaluated: ReadonlySet<string>;
  /** Rule id → why it could not be evaluated on this call. */
  readonly notEvaluated: ReadonlyMap<string, string>;
}

/** Forms and evaluations that are remembered; of traffic that has more nothing is gained. */
const mostRemembered = 10_000;
/** Of all forms: a body may be long. */
const mostCharacters = 8_000_000;

type Severities = RuleSettings;

/** Rules → severities → facts → profile. Settings make new objects, so nothing outlives them. */
const known = new WeakMap<readonly Rule[], WeakMap<Severities, WeakMap<Facts, Map<Profile, Speakers>>>>();

/** The rules that speak for a profile. */
export function speakersFor(
  rules: readonly Rule[],
  severities: Severities,
  facts: Facts,
  profile: Profile,
): Speakers {
  const ofRules = entryOf(
    known,
    rules,
    () => new WeakMap<Severities, WeakMap<Facts, Map<Profile, Speakers>>>(),
  );
  const ofSeverities = entryOf(ofRules, severities, () => new WeakMap<Facts, Map<Profile, Speakers>>());
  const ofFacts = entryOf(ofSeverities, facts, () => new Map<Profile, Speakers>());
  let speakers = ofFacts.get(profile);
  if (speakers === undefined) {
    speakers = choose(rules, severities, profile);
    ofFacts.set(profile, speakers);
  }
  return speakers;
}

function entryOf<K extends object, V>(map: WeakMap<K, V>, key: K, make: () => V): V {
  let entry = map.get(key);
  if (entry === undefined) {
    entry = make();
    map.set(key, entry);
  }
  return entry;
}

function choose(rules: readonly Rule[], severities: Severities, profile: Profile): Speakers {
  const descriptions: Speaker<DescriptionRule>[] = [];
  const bodies: Speaker<BodyRule>[] = [];
  const pairs: Speaker<PairRule>[] = [];
  const messages: Speaker<MessageRule>[] = [];
  const calls: Speaker<CallRule>[] = [];
  const packets: Speaker<PacketRule>[] = [];
  for (const rule of rules) {
    const choice = choiceFor(rule, profile, severities);
    if (choice === 'off') continue;
    const chosen = choice === 'default' ? null : choice;
    switch (rule.scope) {
      case 'body':
        bodies.push({ rule, chosen, check: rule.check });
        break;
      case 'description':
        descriptions.push({ rule, chosen, check: rule.check });
        break;
      case 'offer-answer':
        pairs.push({ rule, chosen, check: rule.check });
        break;
      case 'message':
        messages.push({ rule, chosen, check: rule.check });
        break;
      case 'call':
        calls.push({ rule, chosen, check: rule.check });
        break;
      // These are judged when all calls of the trace are known: see lint-trunk.ts, lint-packets.ts and lint-paths.ts.
      case 'packet':
        packets.push({ rule, chosen, check: rule.check });
        break;
      case 'trunk':
      case 'path':
      case 'network':
        break;
    }
  }
  return {
    descriptions,
    bodies,
    pairs,
    messages,
    calls,
    packets,
    ofKind: new BoundedMemo(mostRemembered),
    ofCall: new BoundedMemo(mostRemembered),
    ofForm: new BoundedMemo(mostRemembered, mostCharacters),
    ofForms: new BoundedMemo(mostRemembered),
    evaluations: new BoundedMemo(mostRemembered),
    withoutPackets: {
      evaluated: new Set(),
      notEvaluated: new Map(packets.map(({ rule }) => [rule.id, 'the trace holds no packets'])),
    },
  };
}

/** The rules that may have something to say of a message of a side. */
export function speakersOfMessage(
  { messages, ofKind }: Speakers,
  side: Side,
  sip: SipMessage,
): readonly Speaker<MessageRule>[] {
  const { key, kind } = messageKindOf(sip, side);
  return ofKind.of(key, () =>
    messages.filter(({ rule }) => concerns(rule.applies, side) && (rule.of?.(kind) ?? true)),
  );
}

/** The rules that may have something to say of a call. */
export function speakersOfCall({ calls, ofCall }: Speakers, call: Call): readonly Speaker<CallRule>[] {
  const { key, kind } = callContentsOf(call);
  return ofCall.of(key, () => calls.filter(({ rule }) => rule.of?.(kind) ?? true));
}

/** What becomes of a rule's findings under a profile. */
export function choiceFor(rule: Rule, profile: Profile, severities: Severities): SeveritySetting {
  if (!rule.profiles.includes(profile)) return 'off';
  const setting = severities[rule.id] ?? 'default';
  const choice =
    typeof setting === 'string' ? setting : (setting[profile] ?? setting['default'] ?? 'default');
  return choice === 'default' && rule.offByDefault === true ? 'off' : choice;
}

/** Whether a rule has something to ask of a side. */
export function concerns(applies: Applies, side: Side): boolean {
  return applies === 'either' || applies === side;
}
