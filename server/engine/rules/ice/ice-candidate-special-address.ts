import type { AddressClass } from '../../network/address-classes';
import type { Body, Described } from '../../calls/call';
import { bypassProfile, defineRule, type BodySubject } from '../rule';
import { readableCandidatesOf } from './candidates';
import { isDeadPort } from './readable-candidates';
import {
  addressDefect,
  isConfigured,
  mediaAddresses,
  namesCandidates,
  otherPlaces,
  type MediaAddress,
} from './sbc-addresses';

export const rule = defineRule({
  id: 'ice-candidate-special-address',
  title: 'The SBC wants media at an address that no packet from the Internet reaches',
  severity: 'error',
  otherwise: [{ severity: 'info', when: 'for an address set aside for documentation, once a call' }],
  basis: 'teams',
  applies: 'sbc',
  source: [
    'Microsoft Teams call flows, Direct Routing: the SBC "must have a public IP address"',
    'RFC 6890',
    'RFC 6598',
    'RFC 8445 §5.1.1.1',
  ],
  profiles: bypassProfile,
  fixable: false,
  scope: 'body',
  sees: ({ body }) => wantedAddresses(body).some(({ kind }) => kind !== 'public'),
  check(subject) {
    const { body, report } = subject;
    for (const found of wantedAddresses(body)) {
      if (addressDefect(subject, found) !== 'special' || isLeftToOthers(body, found)) continue;
      report({
        in: body,
        at: found.places[0],
        message: `${found.address} is ${descriptions[found.kind]}. The SBC must announce its public address.`,
        related: otherPlaces(body, found),
      });
    }
    const sample = sampleAddress(subject, body);
    if (sample !== null && isFirstSample(subject)) {
      report({
        in: body,
        at: sample.places[0],
        severity: 'info',
        message:
          `${sample.address} is set aside for documentation (RFC 5737) and laboratories: right in a sample or a ` +
          'redacted trace. On a live SBC an example was left in the settings, and no media will arrive.',
      });
    }
  },
});

/** The candidates' addresses; where there is no candidate, those of c=. Elsewhere ice-default-mismatch speaks of c=. */
function wantedAddresses(body: Described): readonly MediaAddress[] {
  const all = mediaAddresses(body);
  return namesCandidates(body) ? all.filter(({ inCandidate }) => inCandidate) : all;
}

/**
 * 0.0.0.0 in c= puts a call on hold, and as a candidate without a port it is ice-candidate-port's. Of multicast in
 * c= speaks sdp-connection-syntax.
 */
function isLeftToOthers({ sdp }: Body, { address, kind, inCandidate }: MediaAddress): boolean {
  if (!inCandidate) return kind === 'unspecified' || kind === 'multicast';
  if (kind !== 'unspecified') return false;
  return readableCandidatesOf(sdp).every((each) => each.address.text !== address || isDeadPort(each));
}

function sampleAddress({ facts }: BodySubject, body: Body): MediaAddress | null {
  return (
    wantedAddresses(body).find(
      ({ address, kind }) => kind === 'documentation' && !isConfigured(address, facts),
    ) ?? null
  );
}

/** A trace made with sample addresses has them in every body; saying so once is enough. */
function isFirstSample(subject: BodySubject): boolean {
  const { call, body } = subject;
  return call.bodies.find((each) => each.side === 'sbc' && sampleAddress(subject, each) !== null) === body;
}

const descriptions: Readonly<Record<AddressClass, string>> = {
  public: 'a public address',
  private: 'a private address (RFC 1918)',
  documentation: 'an address for documentation (RFC 5737)',
  shared:
    "an address between a provider's NAT and its customers (RFC 6598), which the Internet does not route",
  'link-local': 'a link-local address, which a host gives itself when it finds no DHCP server (RFC 3927)',
  loopback: 'the loopback address, which means the SBC itself',
  unspecified: 'no address at all; it stands for "none"',
  'this-network': 'an address of "this network" (RFC 791), which is never a destination',
  multicast: 'a multicast address; a call goes from one address to one other',
  reserved: 'a reserved address (RFC 6890), which the Internet does not route',
  broadcast: 'the broadcast address',
};
