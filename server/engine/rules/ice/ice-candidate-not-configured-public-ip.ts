import { rangesText } from '../../network/prefix';
import { defineRule, teamsProfiles } from '../rule';
import {
  addressDefect,
  mediaAddresses,
  onlyPublicAddress,
  otherPlaces,
  replaceEverywhere,
} from './sbc-addresses';

export const rule = defineRule({
  id: 'ice-candidate-not-configured-public-ip',
  title: 'A candidate of the SBC is none of the public addresses in the settings',
  severity: 'warning',
  basis: 'teams',
  applies: 'sbc',
  source: ['Plan Direct Routing, "Public IP address for the SBC"'],
  profiles: teamsProfiles,
  fixable: true,
  scope: 'description',
  check(subject) {
    const { body, facts, report } = subject;
    for (const found of mediaAddresses(body)) {
      if (!found.inCandidate || addressDefect(subject, found) !== 'not-configured') continue;
      const target = onlyPublicAddress(facts);
      report({
        in: body,
        at: found.places[0],
        message:
          `The candidate names ${found.address}, but your settings give the SBC ` +
          `${rangesText(facts.network.sbcPublic)}. Either the SBC announces the wrong interface or NAT address, or ` +
          'the setting sbcPublicAddresses is out of date.',
        related: otherPlaces(body, found),
        ...(target === null
          ? {}
          : { fix: { title: `Write ${target} instead`, edits: replaceEverywhere(found, target) } }),
      });
    }
  },
});
