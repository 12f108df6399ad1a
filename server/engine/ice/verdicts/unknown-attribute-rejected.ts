import { ERROR_CODE } from '../../stun/attributes';
import { allProfiles } from '../../basics/rule-head';
import { otherEnd, type End } from '../../../../shared/ice';
import { attributeText, loggedRejection, type LoggedRejection } from './words';
import { defineVerdict } from './verdict';

type Facts =
  /** `attributes`: types that UNKNOWN-ATTRIBUTES names. */
  | { readonly how: 'packet'; readonly asker: End; readonly attributes: readonly number[] }
  | (LoggedRejection & { readonly how: 'logged' });

export const unknownAttributeRejected = defineVerdict({
  severity: 'error',
  rests: ['observed'],
  absence: false,
  lasting: true,
  rules: [
    {
      id: 'stun-unknown-attribute-420',
      title: 'The SBC refuses a check because of an attribute that it does not know',
      severity: 'error',
      otherwise: [{ severity: 'warning', when: 'where ICE completed all the same' }],
      basis: 'teams',
      applies: 'sbc',
      source: [
        'Direct Routing media protocols, "Message format"',
        'RFC 8489 §6.3.1, §14',
        'RFC 5389 §7.3, §15',
        '[MS-ICE2]',
      ],
      profiles: allProfiles,
      advice: 'The SBC must answer the check as if the attribute were not there.',
      shownBy: ERROR_CODE,
      needs: 'checks',
    },
  ],
  broken: (facts: Facts) =>
    facts.how === 'logged' || facts.asker === 'teams' ? ['stun-unknown-attribute-420'] : [],
  text: (facts: Facts, names) =>
    facts.how === 'logged'
      ? `${loggedRejection(facts, 420, names)}: because of an attribute that it does not know; unknown attributes must be ignored`
      : `${names[otherEnd(facts.asker)]} rejects a check with 420 because of ${attributesText(facts.attributes)}: unknown attributes must be ignored`,
});

function attributesText(types: readonly number[]): string {
  if (types.length === 0) return 'an attribute that it does not know';
  return types.map(attributeText).join(', ');
}
