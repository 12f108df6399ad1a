/** Lists of rules for documents: the index of all of them, and the README's table of subjects. */
import type { Concerned, Rule } from '../server/engine/rules/rule';

/** First word of the ids of a subject → its heading, in the order of a call. */
const subjects: readonly (readonly [word: string, heading: string])[] = [
  ['sip', 'SIP messages'],
  ['sdp', 'Session descriptions'],
  ['oa', 'Offers and answers'],
  ['ice', 'ICE'],
  ['srtp', 'Keys of media: SDES'],
  ['dtls', 'Keys of media: DTLS'],
  ['call', 'Whole calls'],
  ['dr', 'Direct Routing'],
  ['stun', 'Connectivity checks'],
  ['media', 'Media'],
  ['net', 'Media paths, VPN and firewall'],
];

const sides: Readonly<Record<Concerned, string>> = {
  sbc: 'SBC',
  teams: 'Microsoft',
  either: 'sender',
  network: 'network',
};

/** The page docs/rules/README.md. Throws where a subject has no heading. */
export function indexPage(rules: readonly Rule[]): string {
  const homeless = rules.find((rule) => !subjects.some(([word]) => isOf(word, rule)));
  if (homeless !== undefined) throw new Error(`The subject of the rule "${homeless.id}" has no heading.`);
  return [
    '# Rules',
    '',
    `${countsText(rules)} This page is written by \`npm run generate\`.`,
    '',
    'Severity says how bad it is; in some cases a rule reports another one, as its page says. Basis says on whose word:',
    "*must* and *should* are a standard's, *teams* is what Microsoft documents for Direct Routing, *interop* breaks between",
    'real systems, *observed* was seen in real traffic. Side is who must comply. Fix says whether an editor can mend it.',
    ...subjects.flatMap(([word, heading]) => {
      const those = rules.filter((rule) => isOf(word, rule));
      return those.length === 0 ? [] : ['', `## ${heading}`, '', ...table(those)];
    }),
    '',
  ].join('\n');
}

/** A row a subject, with how many rules it has and where they are listed. */
export function subjectsTable(rules: readonly Rule[], page: string): string {
  const rows = subjects.flatMap(([word, heading]) => {
    const those = rules.filter((rule) => isOf(word, rule));
    if (those.length === 0) return [];
    const counts = severities.map((severity) => those.filter((rule) => rule.severity === severity).length);
    const fixable = those.filter((rule) => rule.fixable).length;
    return [
      `| [${heading}](${page}#${anchorOf(heading)}) | ${[those.length, ...counts, fixable].join(' | ')} |`,
    ];
  });
  return [
    '',
    countsText(rules),
    '',
    '| Subject | Rules | Errors | Warnings | Information | With a fix |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

const severities = ['error', 'warning', 'info'] as const;

/** The anchor that a heading gets. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\w -]/g, '')
    .replaceAll(' ', '-');
}

function isOf(word: string, { id }: Rule): boolean {
  return id.startsWith(`${word}-`);
}

function countsText(rules: readonly Rule[]): string {
  const count = (severity: string): string =>
    String(rules.filter((rule) => rule.severity === severity).length);
  const fixable = rules.filter((rule) => rule.fixable).length;
  return (
    `There are ${rules.length} rules: ${count('error')} report errors, ${count('warning')} warnings, ` +
    `${count('info')} information. ${fixable} of them offer a fix.`
  );
}

function table(rules: readonly Rule[]): readonly string[] {
  return [
    '| Rule | What is wrong | Severity | Basis | Side | Fix |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rules.map(
      ({ id, title, severity, basis, applies, fixable }) =>
        `| [\`${id}\`](${id}.md) | ${title} | ${severity} | ${basis} | ${sides[applies]} | ${fixable ? 'yes' : ''} |`,
    ),
  ];
}
