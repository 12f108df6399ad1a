import { allProfiles } from '../../basics/rule-head';
import { otherEnd, type End } from '../../../../shared/ice';
import { attributeText } from './words';
import { defineVerdict } from './verdict';

interface Facts {
  readonly asker: End;
  /** Type of the attribute that the unanswered checks carry, and no answered one. */
  readonly attribute: number;
  /** Requests with it, and checks without it that were answered. */
  readonly requests: number;
  readonly answered: number;
  readonly completed: boolean;
}

export const unknownAttributeIgnored = defineVerdict({
  severity: ({ completed }: Facts) => (completed ? 'warning' : 'error'),
  rests: ['observed'],
  absence: true,
  rules: [
    {
      id: 'stun-unknown-attribute-silence',
      title: 'Checks that carry an attribute which the SBC does not know are not answered',
      severity: 'error',
      otherwise: [{ severity: 'warning', when: 'where ICE completed all the same' }],
      basis: 'teams',
      applies: 'sbc',
      source: [
        'Direct Routing media protocols, "Message format"',
        'RFC 8489 §14',
        'RFC 5389 §15',
        '[MS-ICE2]',
      ],
      profiles: allProfiles,
      advice: 'The SBC must answer such a check as if the attribute were not there.',
      needs: 'checks',
    },
  ],
  text: ({ asker, attribute, requests, answered }: Facts, names) =>
    `${names[otherEnd(asker)]} answers no check that carries ${attributeText(attribute)} (${requests} request${requests === 1 ? '' : 's'}), and all that do not (${answered}): it drops what has an attribute that it does not know`,
});
