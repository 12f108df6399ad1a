import { PRIORITY } from '../../stun/attributes';
import { allProfiles } from '../../basics/rule-head';
import type { End } from '../../../../shared/ice';
import { defineVerdict } from './verdict';

interface Facts {
  readonly sender: End;
}

export const wrongPriorityAttribute = defineVerdict({
  severity: 'info',
  rests: ['observed'],
  absence: false,
  rules: [
    {
      id: 'stun-priority-not-prflx',
      title: 'The PRIORITY of a check is that of a host candidate, not of a peer-reflexive one',
      severity: 'info',
      basis: 'must',
      applies: 'teams',
      source: ['RFC 8445 §7.1.1, §5.1.2', 'RFC 5245 §7.1.2.1'],
      profiles: allProfiles,
      advice:
        'With it the SBC takes an address that it learns from the check for better than it is; nothing need be done on the SBC.',
      shownBy: PRIORITY,
      needs: 'checks',
    },
  ],
  text: ({ sender }: Facts, names) =>
    `${names[sender]} sends the priority of its host candidate in PRIORITY; that of a peer-reflexive candidate is wanted (type preference 110)`,
});
