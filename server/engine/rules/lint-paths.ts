/** Runs the rules of media paths, and those of settings, routes and firewall rules. */
import type { Evidence } from '../../../shared/evidence';
import type { Severity, SeveritySetting, RuleSettings } from '../../../shared/severities';
import { perObject } from '../basics/memo';
import type { MediaPath } from '../path/model';
import type { Network } from '../network/network';
import type { Span } from '../basics/span';
import type { TraceMessage } from '../traces/message';
import { choiceFor } from './speakers';
import type { NetworkReport, NetworkRule, NetworkSubject, PathRule, PathSubject, Rule } from './rule';

type Severities = RuleSettings;

/** What a rule says of a media path. */
export interface PathFinding {
  readonly rule: PathRule;
  readonly severity: Severity;
  readonly message: string;
  readonly evidence: Evidence;
  readonly in: TraceMessage | null;
  readonly at: Span | null;
}

/** Runs all rules of paths that speak for the profile of the path's call, in the order given. */
export function lintPath(
  path: MediaPath,
  rules: readonly Rule[],
  severities: Severities,
  network: Network,
): readonly PathFinding[] {
  const findings: PathFinding[] = [];
  let asked: { readonly rule: PathRule; readonly choice: Exclude<SeveritySetting, 'off'> } | null = null;
  const subject: PathSubject = {
    path,
    network,
    report: ({ message, severity, evidence, in: shown, at }) => {
      if (asked === null) return;
      const { rule, choice } = asked;
      findings.push({
        rule,
        severity: choice === 'default' ? (severity ?? rule.severity) : choice,
        message,
        evidence,
        in: shown,
        at: at ?? null,
      });
    },
  };
  for (const rule of pathRulesOf(rules)) {
    const choice =
      path.call === null ? choiceOf(rule, severities) : choiceFor(rule, path.call.profile.name, severities);
    if (choice === 'off') continue;
    asked = { rule, choice };
    rule.check(subject);
  }
  return findings;
}

const pathRulesOf = perObject((rules: readonly Rule[]): readonly PathRule[] =>
  rules.filter((rule) => rule.scope === 'path'),
);

/** Whether a rule says what is no defect, and a severity is set for it all the same. */
export function isAskedStatement(rule: Rule, severities: Severities): boolean {
  if (rule.scope !== 'path' || rule.statement !== true) return false;
  const choice = choiceOf(rule, severities);
  return choice !== 'default' && choice !== 'off';
}

/** Whether a finding belongs among those of a trace: a statement does where a severity is set for it. */
export function isDefect({ rule }: PathFinding, severities: Severities): boolean {
  return rule.statement !== true || choiceOf(rule, severities) !== 'default';
}

/** What a rule says of settings, routes or firewall rules. */
export interface NetworkFinding {
  readonly rule: NetworkRule | PathRule;
  readonly severity: Severity;
  readonly message: string;
  readonly of: Parameters<NetworkReport>[0]['of'];
  readonly line: number | null;
  readonly snippet: readonly string[];
}

/** Runs all rules of settings, routes and firewall rules, in the order given. */
export function lintNetwork(
  subject: Omit<NetworkSubject, 'report'>,
  rules: readonly Rule[],
  severities: Severities,
): readonly NetworkFinding[] {
  const findings: NetworkFinding[] = [];
  for (const rule of rules) {
    const choice = choiceOf(rule, severities);
    if (choice === 'off' || (rule.scope !== 'network' && rule.scope !== 'path')) continue;
    const check = rule.scope === 'path' ? rule.checkExports : rule.check;
    check?.({
      ...subject,
      report: ({ message, severity, of, line, snippet }) => {
        findings.push({
          rule,
          severity: choice === 'default' ? (severity ?? rule.severity) : choice,
          message,
          of,
          line,
          snippet: snippet ?? [],
        });
      },
    });
  }
  return findings;
}

function choiceOf({ id }: Rule, severities: Severities): SeveritySetting {
  const setting = severities[id] ?? 'default';
  return typeof setting === 'string' ? setting : (setting['default'] ?? 'default');
}
