import { ERROR_CODE, ICE_CONTROLLED } from '../../stun/attributes';
import { allProfiles, bypassProfile } from '../../basics/rule-head';
import type { IceProgram } from '../../text/ice-log/line';
import type { End } from '../../../../shared/ice';
import { defineVerdict } from './verdict';

type Facts =
  /** A check was refused with 487, by packet or by log; wrong where one end is lite. */
  | { readonly how: 'refused'; readonly by: End; readonly wrong: boolean }
  | { readonly how: 'logged'; readonly program: IceProgram; readonly wrong: boolean }
  /** A check of Teams says that its sender is controlled. */
  | { readonly how: 'controlled'; readonly sender: End; readonly sbcIsLite: boolean }
  /** The SBC's SDP, of the message that the label names, does not say that it is lite. */
  | { readonly how: 'lite-missing'; readonly label: string; readonly controlling: End | null };

export const roleConflict = defineVerdict({
  severity: (facts: Facts) => ('wrong' in facts && !facts.wrong ? 'info' : 'error'),
  rests: ['observed', 'derived'],
  absence: false,
  rules: [
    {
      id: 'stun-role-conflict-487',
      title: 'A check is refused with 487, role conflict',
      severity: 'error',
      otherwise: [{ severity: 'info', when: 'where both ends are full agents, and none of them is an SBC' }],
      basis: 'must',
      applies: 'either',
      source: ['RFC 8445 §7.3.1.1', 'RFC 5245 §7.2.1.1'],
      profiles: allProfiles,
      advice:
        "With an SBC that is ICE Lite no conflict can be: switch the SBC's ICE to Lite, in what it does and in its SDP.",
      shownBy: ERROR_CODE,
      needs: 'checks',
    },
    {
      id: 'stun-teams-controlled',
      title: 'Teams sends its checks as the controlled agent',
      severity: 'error',
      basis: 'must',
      applies: 'teams',
      source: ['RFC 8445 §6.1.1', 'RFC 5245 §5.2', 'Direct Routing media protocols, "Nominations"'],
      profiles: bypassProfile,
      advice:
        "See that a=ice-lite stands in the session part of the SBC's SDP as Teams receives it, behind every B2BUA and SIP manipulation.",
      shownBy: ICE_CONTROLLED,
      needs: 'checks',
    },
    'ice-lite-missing',
  ],
  broken: ({ how }: Facts) => {
    switch (how) {
      case 'refused':
      case 'logged':
        return ['stun-role-conflict-487'];
      case 'controlled':
        return ['stun-teams-controlled', 'ice-lite-missing'];
      case 'lite-missing':
        return ['ice-lite-missing'];
    }
  },
  text: (facts: Facts, names) => {
    switch (facts.how) {
      case 'refused':
        return `${names[facts.by]} answers with 487 (role conflict): both ends take themselves for the same role; ${consequence(facts.wrong)}`;
      case 'logged':
        return `both ends take themselves for the same role, as the log of ${facts.program} says: ${consequence(facts.wrong)}`;
      case 'controlled':
        return facts.sbcIsLite
          ? `${names[facts.sender]} believes that it is controlled (ICE-CONTROLLED) although the SBC's SDP says a=ice-lite: no nomination will come from it`
          : `${names[facts.sender]} believes that it is controlled (ICE-CONTROLLED): a=ice-lite is missing in the SBC's SDP, or something between took it out`;
      case 'lite-missing':
        return `the SBC's SDP (${facts.label}) has no a=ice-lite: both ends are full agents, and ${facts.controlling === 'sbc' ? 'the SBC must check and nominate' : 'Teams expects checks of the SBC'}`;
    }
  },
});

function consequence(wrong: boolean): string {
  return wrong
    ? 'a lite agent has no part in this, so the SBC runs full ICE'
    : 'one of them changes its role';
}
