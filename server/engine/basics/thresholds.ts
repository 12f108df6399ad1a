/** Limits that no document fixes to the number: what is late, long or large in one network is usual in another. */
import type { RuleId } from './rule-ids';

export interface Threshold {
  readonly standard: number;
  /** `ms`: milliseconds. */
  readonly unit: 'ms' | 'octets';
  readonly least: number;
  readonly most: number;
  /** Ends a sentence that begins with the value: words for users. */
  readonly means: string;
}

/** Ten minutes. */
const longest = 600_000;

/** By the rule that asks it; the setting `thresholds` changes each. */
export const thresholds = {
  'call-setup-latency': {
    standard: 2000,
    unit: 'ms',
    least: 200,
    most: longest,
    means: 'from then on the first answer to a request is late',
  },
  'media-after-bye': {
    standard: 2000,
    unit: 'ms',
    least: 0,
    most: longest,
    means: 'for so long media may go on after the BYE was answered',
  },
  'media-lost-first-packets': {
    standard: 300,
    unit: 'ms',
    least: 20,
    most: longest,
    means: 'so late the first packet of the SBC may come',
  },
  'media-none': {
    standard: 5000,
    unit: 'ms',
    least: 500,
    most: longest,
    means: 'a call that was up for so long has media',
  },
  'media-one-way': {
    standard: 2000,
    unit: 'ms',
    least: 200,
    most: longest,
    means: 'a stream of this length shows that the other one is missing',
  },
  'media-stops': {
    standard: 5000,
    unit: 'ms',
    least: 500,
    most: longest,
    means: 'a pause of this length is an end',
  },
  'sip-too-large-udp': {
    standard: 1300,
    unit: 'octets',
    least: 548,
    most: 65_507,
    means:
      'a request of more is too large for UDP; RFC 3261 §18.1.1 says 200 less than the MTU, where that is known',
  },
} as const satisfies Partial<Record<RuleId, Threshold>>;

export type ThresholdId = keyof typeof thresholds;

/** What a user chose, in the unit of each. */
export type Thresholds = Readonly<Partial<Record<ThresholdId, number>>>;

/** The threshold of a rule; null where it has none. */
export function thresholdOf(id: string): Threshold | null {
  return isThresholdId(id) ? thresholds[id] : null;
}

/** A length of time that a rule asks, in microseconds. */
export function chosenTime(id: ThresholdId, chosen: Thresholds): number {
  return chosenValue(id, chosen) * 1000;
}

/** A threshold in its own unit. */
export function chosenValue(id: ThresholdId, chosen: Thresholds): number {
  return chosen[id] ?? thresholds[id].standard;
}

function isThresholdId(id: string): id is ThresholdId {
  return Object.hasOwn(thresholds, id);
}
