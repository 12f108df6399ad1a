import { defineRule, teamsProfiles } from '../rule';
import { clientLeg, listText, nearLeg, shownIn } from './paths';

export const rule = defineRule({
  id: 'net-flow-unclassified',
  title: 'The way of the media is none that the document has, or settings are missing to tell it',
  severity: 'info',
  basis: 'teams',
  applies: 'network',
  source: ['Microsoft Teams call flows, "Call flows in various topologies"'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'path',
  statement: true,
  check({ path, report }) {
    const leg = nearLeg(path) ?? clientLeg(path);
    if (leg === null || leg.flow !== null || (path.call === null && path.client === null)) return;
    // From outside to the own Edge is what the Lync document wants; the other document has no number for it.
    if (path.client !== null && leg.to?.class === 'edge') return;
    const ends = [leg.from, leg.to].map((end) => (end === null ? '?' : `${end.address} (${end.class})`));
    const missing = path.missingSettings.length === 0 ? '' : `; ${listText(path.missingSettings)} would tell`;
    report({
      evidence: path.evidence,
      in: shownIn(path, leg),
      message: `Media between ${ends.join(' and ')} is no flow of the document: ${leg.why}${missing}.`,
    });
  },
});
