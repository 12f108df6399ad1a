import { XOR_MAPPED_ADDRESS } from '../../stun/attributes';
import { allProfiles } from '../../basics/rule-head';
import { addressText } from '../address';
import { otherEnd, type Address, type End } from '../../../../shared/ice';
import { defineVerdict } from './verdict';

interface Facts {
  /** Who checked. */
  readonly asker: End;
  /** In XOR-MAPPED-ADDRESS; null where there is none. */
  readonly mapped: Address | null;
  /** Where the check came from. */
  readonly source: Address;
}

export const wrongMappedAddress = defineVerdict({
  severity: 'error',
  rests: ['observed'],
  absence: false,
  lasting: true,
  rules: [
    {
      id: 'stun-response-xor-mapped',
      title: 'A response to a check does not tell the address that the check came from',
      severity: 'error',
      otherwise: [{ severity: 'warning', when: 'where ICE completed all the same' }],
      basis: 'must',
      applies: 'sbc',
      source: ['RFC 8489 §6.3.1, §14.2', 'RFC 5389 §7.3.1.1, §15.2', 'RFC 8445 §7.3.1.2'],
      profiles: allProfiles,
      advice:
        'XOR-MAPPED-ADDRESS must hold the source address and port of the request as the SBC received it.',
      shownBy: XOR_MAPPED_ADDRESS,
      needs: 'checks',
    },
  ],
  broken: ({ asker }: Facts) => (asker === 'teams' ? ['stun-response-xor-mapped'] : []),
  text: ({ asker, mapped, source }: Facts, names) =>
    `${names[otherEnd(asker)]} answers ${mapped === null ? 'without XOR-MAPPED-ADDRESS' : `with XOR-MAPPED-ADDRESS ${addressText(mapped)}`}; the check came from ${addressText(source)}`,
});
