import { defineRule, teamsProfiles } from '../rule';
import { plural } from '../../../../shared/words';
import { shownIn } from './paths';

export const rule = defineRule({
  id: 'net-packet-shaper',
  title: 'Something on the way marks media anew',
  severity: 'warning',
  basis: 'teams',
  applies: 'network',
  source: [
    'Microsoft Teams call flows, "Technologies that are not recommended with Microsoft Teams": packet shapers',
  ],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'path',
  check({ path, report }) {
    const flow = path.flows.find(
      ({ remarked, modality, stayed }) => remarked.length > 0 && (modality !== null || stayed),
    );
    const mark = flow?.remarked.toSorted((a, b) => b.packets - a.packets)[0];
    if (flow === undefined || mark === undefined) return;
    const { source, destination } = flow;
    report({
      evidence: 'observed',
      in: shownIn(path, path.legs[0] ?? null),
      message:
        `Media between ${source.address} and ${destination.address} was captured before and behind a device that marks it ` +
        `anew: DSCP ${mark.from} became ${mark.to} in ${plural(mark.packets, 'packet')}. Packet shapers and inspection ` +
        'degrade calls; let media pass them untouched.',
    });
  },
});
