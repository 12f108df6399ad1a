import type { Evidence } from '../../../../shared/evidence';
import type { Span } from '../../basics/span';
import type { NetworkClass } from '../../network/network-class';
import type { ClientFacts, MediaPath } from '../../path/model';
import type { TraceMessage } from '../../traces/message';
import { defineRule, teamsProfiles } from '../rule';
import { isMicrosofts } from '../../network/network-class';
import { isListed } from '../../network/prefix';
import { farCandidate, isCertain, rangesText } from './paths';

export const rule = defineRule({
  id: 'net-third-party-relay',
  title: "Media goes over a relay that is not Microsoft's",
  severity: 'info',
  otherwise: [
    {
      severity: 'error',
      when: "where media goes over it, and network.federatedEdges is set and does not name it, its name is another's, or it is the customer's own",
    },
  ],
  basis: 'teams',
  applies: 'network',
  source: ['Microsoft Teams call flows, "Interoperability restrictions": third party media relays'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'path',
  check({ path, network, report }) {
    for (const relay of path.client === null ? ofCall(path) : ofClient(path.client)) {
      if (isMicrosofts(relay.class) || isListed(relay.address, network.federatedEdges)) continue;
      const isOwn = own.has(relay.class);
      if (!isOwn && relay.class !== 'public') continue;
      const isKnown = isOwn || network.told.has('federatedEdges') || isForeign(relay.software);
      const isError = isKnown && relay.isUsed;
      const by = relay.software === null ? '' : ` (${relay.software})`;
      const unused = relay.isUsed ? '' : 'gave the client an address, and no media is seen to use it. It ';
      report({
        evidence: relay.evidence,
        in: relay.in,
        at: relay.at,
        severity: isError ? 'error' : 'info',
        message: isError
          ? `The relay ${relay.address}${by} is neither in ${rangesText(network)} nor a Skype for Business Edge: Teams media ` +
            'over other relays is not supported. Take the relay out of the path.'
          : `The relay ${relay.address}${by} ${unused}is not in ${rangesText(network)}. The Edge of a federated tenant is fine: name it in ` +
            'network.federatedEdges. Any other relay is not supported.',
      });
    }
  },
});

interface Relay {
  readonly address: string;
  readonly class: NetworkClass;
  readonly software: string | null;
  /** Whether media is seen to go over it, and not only an address was got there. */
  readonly isUsed: boolean;
  readonly evidence: Evidence;
  readonly in: TraceMessage;
  readonly at: Span | null;
}

function ofCall(path: MediaPath): readonly Relay[] {
  const far = farCandidate(path);
  if (far?.type !== 'relay' || !isCertain(path.evidence)) return [];
  const { address, class: of, in: shown, at } = far;
  return [{ address, class: of, software: null, isUsed: true, evidence: path.evidence, in: shown, at }];
}

function ofClient({ relays }: ClientFacts): readonly Relay[] {
  return relays
    .filter(({ allocated }) => allocated)
    .map(({ end, software, media, in: shown }) => ({
      ...end,
      software,
      isUsed: media > 0,
      evidence: 'observed',
      in: shown,
      at: null,
    }));
}

/** Whether a relay calls itself something that Microsoft's do not. */
function isForeign(software: string | null): boolean {
  return software !== null && software.trim() !== '' && !/microsoft|lync|skype|^ms/i.test(software);
}

/** Classes of the customer's own addresses. */
const own: ReadonlySet<string> = new Set(['customer', 'customerPublic', 'vpn', 'sbc']);
