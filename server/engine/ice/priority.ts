/** Candidate priorities: how the number in `a=candidate` and in the PRIORITY attribute is put together. */

/** The recommended type preferences of RFC 8445 §5.1.2.2. */
export const TYPE_PREFERENCE = { host: 126, prflx: 110, srflx: 100, relay: 0 } as const;

/** The largest priority that a candidate may have: 2^31 − 1 (RFC 8445 §5.1.2). */
export const MAX_PRIORITY = 0x7fffffff;

export type CandidateType = keyof typeof TYPE_PREFERENCE;

export interface PriorityParts {
  /** 0–126 where the sender follows RFC 8445 §5.1.2.1; up to 255 in a number that breaks it. */
  readonly typePreference: number;
  /** 0–65535. 65535 is the usual value of an agent with one address. */
  readonly localPreference: number;
  /** 1–256. For RTP 1 is RTP, 2 is RTCP. */
  readonly componentId: number;
  /** The type whose recommended preference this is; null for any other preference, which is legal too. */
  readonly likelyType: CandidateType | null;
}

/**
 * Splits a priority by the formula of RFC 8445 §5.1.2.1:
 * 2^24 · type preference + 2^8 · local preference + (256 − component ID).
 *
 * @returns null unless `priority` is an integer from 0 to 2^32 − 1.
 */
export function splitPriority(priority: number): PriorityParts | null {
  if (!Number.isInteger(priority) || priority < 0 || priority > 0xffffffff) {
    return null;
  }
  const typePreference = priority >>> 24;
  return {
    typePreference,
    localPreference: (priority >>> 8) & 0xffff,
    componentId: 256 - (priority & 0xff),
    likelyType: likelyTypeOf(typePreference),
  };
}

/**
 * Puts a priority together (RFC 8445 §5.1.2.1). An IPv4-only ICE Lite agent uses 126 and 65535 (§5.2).
 *
 * @param componentId 1–256
 */
export function candidatePriority(
  typePreference: number,
  localPreference: number,
  componentId: number,
): number {
  return typePreference * 0x1000000 + localPreference * 0x100 + (256 - componentId);
}

function likelyTypeOf(typePreference: number): CandidateType | null {
  switch (typePreference) {
    case TYPE_PREFERENCE.host:
      return 'host';
    case TYPE_PREFERENCE.prflx:
      return 'prflx';
    case TYPE_PREFERENCE.srflx:
      return 'srflx';
    case TYPE_PREFERENCE.relay:
      return 'relay';
    default:
      return null;
  }
}
