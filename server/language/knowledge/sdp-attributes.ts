/** What the `a=` attributes mean, built on the engine's registry of names, levels and value kinds. */
import { SDP_ATTRIBUTE_REGISTRY, type SdpAttributeRegistration } from '../../engine/sdp/attribute-registry';
import { APPLICATION_ATTRIBUTES } from './attributes/applications';
import { CAPABILITY_ATTRIBUTES } from './attributes/capabilities';
import { CORE_ATTRIBUTES } from './attributes/core';
import type { AttributeExplanation } from './attributes/explanation';
import { GATEWAY_ATTRIBUTES } from './attributes/gateways';
import { ICE_ATTRIBUTES } from './attributes/ice';
import { MICROSOFT_ATTRIBUTES } from './attributes/microsoft';
import { RTP_ATTRIBUTES } from './attributes/rtp';
import { SECURITY_ATTRIBUTES } from './attributes/security';

export interface SdpAttributeKnowledge extends SdpAttributeRegistration, AttributeExplanation {
  /** Microsoft's own extension, unknown to the RFCs. */
  readonly microsoft?: true;
}

/** Every explanation by attribute name. */
export const SDP_ATTRIBUTE_EXPLANATIONS: ReadonlyMap<string, AttributeExplanation> = new Map(
  [
    CORE_ATTRIBUTES,
    ICE_ATTRIBUTES,
    RTP_ATTRIBUTES,
    SECURITY_ATTRIBUTES,
    CAPABILITY_ATTRIBUTES,
    APPLICATION_ATTRIBUTES,
    GATEWAY_ATTRIBUTES,
    MICROSOFT_ATTRIBUTES,
  ].flatMap((family) => Object.entries(family)),
);

/** In alphabetical order, whatever the case of the letters. */
export const SDP_ATTRIBUTES: readonly SdpAttributeKnowledge[] = SDP_ATTRIBUTE_REGISTRY.flatMap(
  (registration) => {
    const explanation = SDP_ATTRIBUTE_EXPLANATIONS.get(registration.name);
    if (explanation === undefined) {
      return [];
    }
    const microsoft = Object.hasOwn(MICROSOFT_ATTRIBUTES, registration.name);
    return [{ ...registration, ...explanation, ...(microsoft ? { microsoft: true as const } : {}) }];
  },
);

const BY_NAME: ReadonlyMap<string, SdpAttributeKnowledge> = new Map(
  SDP_ATTRIBUTES.map((attribute) => [attribute.name, attribute]),
);

/** The attribute of exactly that name (names are case-sensitive); null where unknown. */
export function findSdpAttribute(name: string): SdpAttributeKnowledge | null {
  return BY_NAME.get(name) ?? null;
}
