/**
 * The line that a finding adds to a hover: which standard demands it, what Microsoft documents, what merely
 * breaks in the field. The finding's own text is left to the editor, which shows it above the hover.
 */
import type { Finding } from '../../engine/analysis/model';
import { appliesText } from '../../engine/report/rule-docs';
import type { Basis } from '../../engine/rules/rule';
import { blocks, list } from '../markdown';

const maxShown = 4;

/** @param docs URI of the folder of rule pages, with a slash at its end; null where there is none */
export function findingsMarkdown(findings: readonly Finding[], docs: string | null): string {
  const rules = [...new Map(findings.map((finding) => [finding.rule.id, finding])).values()];
  const lines = rules.slice(0, maxShown).map((finding) => findingLine(finding, docs));
  const rest = rules.length - lines.length;
  return blocks(list(rest > 0 ? [...lines, `… and ${rest} more`] : lines));
}

const basisLabels: Readonly<Record<Basis, string>> = {
  must: 'must',
  should: 'should',
  teams: 'Teams',
  interop: 'interop',
  observed: 'observed',
};

function findingLine({ rule, severity }: Finding, docs: string | null): string {
  const microsoft = rule.source.filter(isMicrosoft).map(linked);
  const standards = rule.source.filter((source) => !isMicrosoft(source)).map(linked);
  const isTeams = rule.basis === 'teams';
  // The basis names what carries the rule; a second kind of source is told apart from it.
  const own = isTeams ? microsoft : standards;
  const other = isTeams ? standards : microsoft;
  const otherLabel = isTeams ? 'a standard says:' : 'Microsoft documents:';
  const parts = [
    [`**${basisLabels[rule.basis]}**`, own.join('; ')].filter((part) => part !== '').join(' '),
    other.length === 0 ? '' : `${otherLabel} ${other.join('; ')}`,
    `${severity}, for ${appliesText(rule.applies)}`,
    docs === null ? `\`${rule.id}\`` : `[${rule.id}](${docs}${rule.id}.md)`,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** Microsoft's pages, by how their titles begin in sources. */
const pages: readonly (readonly [title: string, page: string])[] = [
  ['Direct Routing media protocols', 'direct-routing-protocols-media'],
  ['Direct Routing SIP protocol', 'direct-routing-protocols-sip'],
  ['Plan Direct Routing', 'direct-routing-plan'],
  ['Plan media bypass', 'direct-routing-plan-media-bypass'],
  ['Microsoft Teams call flows', 'microsoft-teams-online-call-flows'],
];

/** A source as a link, where it is known where it stands. */
function linked(source: string): string {
  const rfc = /^RFC (\d{3,5})(?: §(\d+(?:\.\d+)*))?/.exec(source);
  if (rfc !== null) {
    const [text, number = '', section] = rfc;
    const anchor = section === undefined ? '' : `#section-${section}`;
    return `[${text}](https://www.rfc-editor.org/rfc/rfc${number}${anchor})${source.slice(text.length)}`;
  }
  const page = pages.find(([title]) => source.startsWith(title));
  if (page === undefined) return source;
  const [title, name] = page;
  return `[${title}](https://learn.microsoft.com/microsoftteams/${name})${source.slice(title.length)}`;
}

/** Whether a source is Microsoft's word and no standard's. */
function isMicrosoft(source: string): boolean {
  return !/^(?:RFC|IANA|ITU|3GPP|draft)/i.test(source) && !/^observed/i.test(source);
}
