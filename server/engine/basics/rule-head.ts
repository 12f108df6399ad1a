/** What a rule says of itself. Verdicts of the replay bring the heads of the rules that report them. */
import type { Severity } from '../../../shared/severities';
import type { Profile } from '../../../shared/calls';
import type { RuleId } from './rule-ids';

/**
 * Why a rule holds, apart from how bad it is: what an RFC demands (must) or advises (should), what Microsoft
 * documents (teams), what breaks between real stacks (interop), what was seen (observed).
 */
export type Basis = 'must' | 'should' | 'teams' | 'interop' | 'observed';

/** Who must comply. A rule for one side keeps silent where the side cannot be told. */
export type Applies = 'sbc' | 'teams' | 'either';

/** As {@link Applies}; `network`: who runs the customer's network, its VPN and its firewall. */
export type Concerned = Applies | 'network';

/** `By`: who can be meant by what the rule looks at. */
export interface RuleHead<By extends Concerned = Applies> {
  readonly id: RuleId;
  /** One sentence without a full stop: what is wrong. */
  readonly title: string;
  readonly severity: Severity;
  /** Cases in which the rule reports another severity than {@link severity}, for its page. */
  readonly otherwise?: readonly { readonly severity: Severity; readonly when: string }[];
  readonly basis: Basis;
  readonly applies: By;
  /** Documents and sections. */
  readonly source: readonly string[];
  readonly profiles: readonly Profile[];
  /** It keeps silent until the settings give it a severity. */
  readonly offByDefault?: boolean;
  /** Its findings speak of something superfluous: editors fade it. */
  readonly superfluous?: boolean;
  /** Whether some of its findings carry a fix. */
  readonly fixable: boolean;
}

/** The profiles that judge Direct Routing. */
export const teamsProfiles: readonly Profile[] = ['teams-bypass', 'teams-nonbypass'];
export const bypassProfile: readonly Profile[] = ['teams-bypass'];
export const allProfiles: readonly Profile[] = ['teams-bypass', 'teams-nonbypass', 'rfc'];
