/** What rules of paths ask of a path. */
import type { Evidence } from '../../../../shared/evidence';
import type { Address } from '../../../../shared/ice';
import type { Network } from '../../network/network';
import { isListed, overlap, subtract } from '../../network/prefix';
import type { Leg, MediaPath, PathCandidate } from '../../path/model';
import type { TraceMessage } from '../../traces/message';

/** Seen, or certain from what was seen: nothing is blamed on a prediction. */
export function isCertain(evidence: Evidence): boolean {
  return evidence === 'observed' || evidence === 'derived';
}

/** The leg that the SBC's media takes; null where none is known. */
export function nearLeg({ legs }: MediaPath): Leg | null {
  return legs.find(({ leg }) => leg === 'sbc' || leg === 'peer') ?? null;
}

/** The leg between the client and a relay or server. */
export function clientLeg({ legs }: MediaPath): Leg | null {
  return legs.find(({ leg }) => leg === 'client') ?? null;
}

/** The leg that goes through the VPN and is not only predicted; null where none does. */
export function tunnelLeg({ legs }: MediaPath): Leg | null {
  return legs.find(({ flow, evidence }) => flow === "2'" && isCertain(evidence)) ?? null;
}

/** Where a path shows. */
export function shownIn({ signalled }: MediaPath, leg: Leg | null): TraceMessage | null {
  return leg?.in ?? signalled?.in ?? null;
}

/** Candidates of the endpoint that the path is of. */
export function ownCandidates({ signalled }: MediaPath): readonly PathCandidate[] {
  return (signalled?.candidates ?? []).filter(({ isOwn }) => isOwn);
}

/** The candidate that the path's far end is; null where it is none of the call's. */
export function farCandidate(path: MediaPath): PathCandidate | null {
  const far = path.pair?.teams;
  if (far === undefined) return null;
  return (
    ownCandidates(path).find(({ address, port }) => address === far.address && port === far.port) ?? null
  );
}

/** Whether an address is one of the SBC's internal ones. */
export function isInternalSbc({ address }: Address, { sbcInternal, sbcPublic }: Network): boolean {
  return isListed(address, sbcInternal) && !isListed(address, sbcPublic);
}

/** Whether the user told what goes into the tunnel, and all media ranges of Microsoft's stay out of it. */
export function isSplitComplete({ splitTunnel, microsoftMedia }: Network): boolean {
  const { mode, prefixes } = splitTunnel;
  if (mode === 'exclude') return subtract(microsoftMedia, prefixes).length === 0;
  if (mode !== 'include') return false;
  return (
    prefixes.length > 0 && !prefixes.some((prefix) => microsoftMedia.some((range) => overlap(prefix, range)))
  );
}

/** Microsoft's ranges are dated data: what is said of them says of when they are. */
export function rangesText({ asOf }: Network): string {
  return `Microsoft's ranges of ${asOf}`;
}

/** Several addresses or names in a sentence, the first ones. */
export function listText(items: readonly string[]): string {
  const shown = items.slice(0, 4);
  const rest = items.length - shown.length;
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
}
