/** What others must know of the calls of a Call-ID: plain data, so that another thread can look for it. */
import { detached } from '../basics/detached';
import { type CallOutline, outlineGroup } from '../calls/build';
import { Clock } from '../evidence/clock';
import { type CallKeys, callKeysOf, keyMessageOf } from '../evidence/repeated-keys';
import { type TranslationFacts, Translations } from '../evidence/translation';
import { addressText } from '../ice/address';
import { addressesOf, sbcHostsOf } from '../ice/attribution';
import { describeCall } from '../ice/negotiation';
import type { Network } from '../network/network';
import { keysOf } from '../path/bridges';
import { type SbcName, sbcNameIn } from '../path/sbc-names';
import { cryptosOf } from '../sdp/query';
import { isSip, type TraceMessage } from '../traces/message';
import type { End } from '../../../shared/ice';
import type { Profile } from '../../../shared/calls';
import { type Excerpt, messageOf } from './excerpt';

/** What is looked at by: the same for all calls of a trace. */
export interface SurveyGround {
  /** The profile that the user chose for all calls; null leaves it to what the trace shows. */
  readonly chosen: Profile | null;
  readonly network: Network;
  readonly translations: TranslationFacts;
}

/** The messages of a Call-ID, in the order of the trace. */
export interface CallIdExcerpts {
  readonly callId: string;
  readonly excerpts: readonly Excerpt[];
}

export interface CallIdSurvey {
  /** Null where no message has a key. */
  readonly keys: CallKeys | null;
  readonly legs: readonly LegSurvey[];
}

export interface LegSurvey {
  /** Place of its first message. */
  readonly start: number;
  /** Those of its crypto lines, by which another leg may be told to carry the same media. */
  readonly keys: readonly string[];
  /** Where its SBC is seen; null where that is not told. */
  readonly name: SbcName | null;
  /** Null of what is no call. */
  readonly call: SurveyedCall | null;
}

export interface SurveyedCall {
  readonly key: string;
  /** Addresses that the SBC has in it. */
  readonly sbcHosts: readonly string[];
  /** Where its descriptions want media and checks, as {@link addressText} writes it. */
  readonly ends: readonly string[];
  readonly ufrags: readonly string[];
  readonly passwords: readonly { readonly end: End; readonly pwd: string }[];
  /** How many crypto lines it has. */
  readonly cryptoLines: number;
}

/** Looks at messages that were sent to where their trace is not. */
export function surveyExcerpts({ callId, excerpts }: CallIdExcerpts, ground: SurveyGround): CallIdSurvey {
  // Nobody asks when they came.
  const clock = new Clock(null);
  return surveyCallId(
    callId,
    excerpts.flatMap((excerpt) => messageOf(excerpt, clock)),
    ground,
  );
}

/** @param messages all that count of the Call-ID */
export function surveyCallId(
  callId: string,
  messages: readonly TraceMessage[],
  { chosen, network, translations }: SurveyGround,
): CallIdSurvey {
  const own = messages.filter((each) => isSip(each));
  const outside = new Translations(translations);
  return {
    keys: callKeysOf(own.map(keyMessageOf)),
    legs: outlineGroup({ kind: 'sip', callId, messages: own }, chosen).map((call) => ({
      start: call.messages[0]?.message.index ?? 0,
      keys: keysOf(call).map(({ key }) => detached(key)),
      name: sbcNameIn(call, network),
      call: call.kind === 'call' ? surveyCall(call, outside) : null,
    })),
  };
}

function surveyCall(call: CallOutline, translations: Translations): SurveyedCall {
  const described = describeCall(call);
  const ends = new Set<string>();
  const ufrags = new Set<string>();
  const passwords = new Map<string, SurveyedCall['passwords'][number]>();
  for (const { end, description } of described.descriptions) {
    const { ufrag, pwd } = description;
    for (const address of addressesOf(description)) ends.add(addressText(address));
    if (ufrag !== null) ufrags.add(detached(ufrag));
    if (pwd !== null) passwords.set(`${end} ${pwd}`, { end, pwd: detached(pwd) });
  }
  return {
    key: detached(call.key),
    sbcHosts: [...new Set(sbcHostsOf(call.messages, described, translations))].map(detached),
    ends: [...ends],
    ufrags: [...ufrags],
    passwords: [...passwords.values()],
    cryptoLines: call.bodies
      .flatMap(({ sdp }) => sdp.media)
      .reduce((sum, media) => sum + cryptosOf(media).length, 0),
  };
}
