import { USERNAME } from '../../stun/attributes';
import { allProfiles } from '../../basics/rule-head';
import type { End } from '../../../../shared/ice';
import { defineVerdict } from './verdict';

interface Facts {
  readonly sender: End;
  readonly problem: 'unknown' | 'reversed' | 'old-generation';
  /** The USERNAME; null where there is none. */
  readonly found: string | null;
  readonly wanted: string;
}

export const wrongUsername = defineVerdict({
  severity: 'error',
  rests: ['observed'],
  absence: false,
  rules: [
    {
      id: 'stun-username-format',
      title: "The USERNAME of a check is not the receiver's ufrag, a colon and the sender's",
      severity: 'error',
      basis: 'must',
      applies: 'either',
      source: ['RFC 8445 §7.2.2', 'RFC 5245 §7.1.2.3, §7.2'],
      profiles: allProfiles,
      advice:
        "The sender must write the receiver's ufrag, a colon, and its own ufrag, each as the SDP has it (a=ice-ufrag).",
      shownBy: USERNAME,
      needs: 'checks',
    },
    {
      id: 'stun-username-unknown',
      title: 'The USERNAME of a check belongs to no session of the call',
      severity: 'error',
      otherwise: [
        {
          severity: 'warning',
          when: 'where only the SDP of the endpoint that checks is missing in the trace',
        },
      ],
      basis: 'must',
      applies: 'either',
      source: ['RFC 8445 §7.3', 'RFC 5245 §7.2'],
      profiles: allProfiles,
      advice:
        'Both ends must use the ufrags that they signalled last in this dialog; look for the answer that has this ufrag.',
      shownBy: USERNAME,
      needs: 'checks',
    },
  ],
  broken: (facts: Facts) => [
    facts.problem === 'reversed' || !hasTwoUfrags(facts) ? 'stun-username-format' : 'stun-username-unknown',
  ],
  text: (facts: Facts, names) => {
    const { sender, problem, found, wanted } = facts;
    const name = names[sender];
    switch (problem) {
      case 'reversed':
        return `${name} checks with a USERNAME whose ufrags are the wrong way round; ${wanted} is wanted, the receiver's first`;
      case 'old-generation':
        return `${name} mixes ufrags of before and after the restart in its USERNAME; ${wanted} is wanted`;
      case 'unknown':
        if (found === null) return `${name} checks without a USERNAME; ${wanted} is wanted`;
        return hasTwoUfrags(facts)
          ? `${name} checks with a USERNAME that belongs to no description; ${wanted} is wanted`
          : `${name} checks with a USERNAME that is not two ufrags with a colon between; ${wanted} is wanted`;
    }
  },
});

function hasTwoUfrags({ found }: Facts): boolean {
  return found?.split(':', 3).length === 2;
}
