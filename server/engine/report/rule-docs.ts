/** What is said of a rule outside its findings: the head of its page and its line in lists. */
import { thresholdOf } from '../basics/thresholds';
import type { Basis, Concerned, Rule } from '../rules/rule';

const basisNames: Readonly<Record<Basis, string>> = {
  must: 'must: a standard demands it',
  should: 'should: a standard advises it',
  teams: 'Teams: Microsoft documents it for Direct Routing',
  interop: 'interop: it breaks between real systems',
  observed: 'observed: seen in real traffic',
};

const applyNames: Readonly<Record<Concerned, string>> = {
  sbc: 'the SBC',
  teams: 'the Microsoft side',
  either: 'whoever sends it',
  network: "the customer's network",
};

/** The basis of a rule in words. */
export function basisText(basis: Basis): string {
  return basisNames[basis];
}

const basisWords: Readonly<Record<Basis, string>> = {
  must: 'must',
  should: 'should',
  teams: 'Teams',
  interop: 'interop',
  observed: 'observed',
};

/** The basis of a rule in a word, as it stands behind a finding. */
export function basisWord(basis: Basis): string {
  return basisWords[basis];
}

/** Basis and first source, as they stand behind a finding: `Teams: Plan Direct Routing, "…"`. */
export function basisAndSource(rule: Rule): string {
  const [source] = rule.source;
  return source === undefined ? basisWords[rule.basis] : `${basisWords[rule.basis]}: ${source}`;
}

/** Who must change something, in words. */
export function appliesText(applies: Concerned): string {
  return applyNames[applies];
}

/** Severity with its exceptions, in words. */
function severityText(rule: Rule): string {
  return [
    rule.severity,
    ...(rule.otherwise ?? []).map(({ severity, when }) => `${severity} ${when}`),
    ...(rule.offByDefault === true ? ['off until the settings give it a severity'] : []),
  ].join('; ');
}

/** The table at the head of a rule's page. */
export function pageHead(rule: Rule): string {
  const threshold = thresholdOf(rule.id);
  const rows: readonly (readonly [string, string])[] = [
    ['Severity', severityText(rule)],
    ['Basis', basisText(rule.basis)],
    ['Who must comply', appliesText(rule.applies)],
    ['Source', rule.source.join('; ')],
    ['Profiles', rule.profiles.map((profile) => `\`${profile}\``).join(', ')],
    ['Quick fix', rule.fixable ? 'yes' : 'no'],
    ...(threshold === null
      ? []
      : [
          [
            'Threshold',
            `${threshold.standard} ${threshold.unit} (setting \`thresholds\`): ${threshold.means}`,
          ] as const,
        ]),
  ];
  return [
    '',
    `${rule.title}.`,
    '',
    '|                 |     |',
    '| --------------- | --- |',
    ...rows.map(([name, value]) => `| ${name} | ${value.replaceAll('|', '\\|')} |`),
    '',
  ].join('\n');
}
