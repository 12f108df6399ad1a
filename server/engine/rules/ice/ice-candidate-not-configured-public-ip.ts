import { rangesText } from '../../network/prefix';
import { defineRule, teamsProfiles } from '../rule';
import { addressDefect, mediaAddresses, onlyPublicAddress, replaceEverywhere } from './sbc-addresses';

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
      const [first, ...others] = found.places;
      report({
        in: body,
        at: first,
        message:
          `The candidate names ${found.address}, but your settings give the SBC ` +
          `${rangesText(facts.network.sbcPublic)}. Either the SBC announces the wrong interface or NAT address, or ` +
          'the setting sbcPublicAddresses is out of date.',
        related: others.slice(0, 3).map((at) => ({ in: body, at, message: 'the same address' })),
        ...(target === null
          ? {}
          : { fix: { title: `Write ${target} instead`, edits: replaceEverywhere(found, target) } }),
      });
    }
  },
});
