/** How bad a finding is, and what a user makes of a rule. */

export type Severity = 'error' | 'warning' | 'info';

/** How many findings there are of each severity. */
export interface SeverityCounts {
  readonly error: number;
  readonly warning: number;
  readonly info: number;
}

/** What a user makes of a rule; `default` is what the rule itself says. */
export type SeveritySetting = 'default' | 'off' | Severity;

/** The same for a rule under all profiles, or under each; `default` is for those that are not named. */
export type RuleSetting = SeveritySetting | Readonly<Record<string, SeveritySetting>>;

/** By rule id. */
export type RuleSettings = Readonly<Record<string, RuleSetting>>;
