/** SIP header fields: the IANA registry as far as it occurs in traces, and vendors' own. */
import { CORE_HEADERS } from './headers/core';
import { EXTENSION_HEADERS } from './headers/extensions';
import type { SipHeaderKnowledge } from './headers/header';
import { PRIVATE_HEADERS } from './headers/private';
import { VENDOR_HEADERS } from './headers/vendors';

export type { SipHeaderKnowledge } from './headers/header';

export const SIP_HEADERS: readonly SipHeaderKnowledge[] = [
  ...CORE_HEADERS,
  ...EXTENSION_HEADERS,
  ...PRIVATE_HEADERS,
  ...VENDOR_HEADERS,
];

const BY_NAME: ReadonlyMap<string, SipHeaderKnowledge> = new Map(
  SIP_HEADERS.flatMap((header) =>
    [header.name, ...(header.compact === undefined ? [] : [header.compact])].map(
      (name) => [name.toLowerCase(), header] as const,
    ),
  ),
);

/** The header of that name or compact form, in any case; null where unknown. */
export function findSipHeader(name: string): SipHeaderKnowledge | null {
  return BY_NAME.get(name.toLowerCase()) ?? null;
}
