/** The media path of a call as its panel shows it. */
import type { MediaPath } from '../../engine/path/model';
import { pathSummary } from '../../engine/path/flow-words';
import { figureTitle } from '../../engine/path/figure-titles';
import { rules } from '../../engine/rules/index';
import { lintPath, type PathFinding } from '../../engine/rules/lint-paths';
import { firstLineOf } from '../../engine/traces/message';
import type { PathView } from '../../../shared/path-view';
import { severityOrder } from './severity';
import { plain } from './scene';
import { rangeIn, type TraceView } from '../view';
import { topologyOf } from './topology';

const lyncNames = {
  'udp-direct': 'UDP Direct',
  'udp-nat': 'UDP NAT',
  'udp-relay': 'UDP Relay',
  'tcp-relay': 'TCP Relay',
  'tcp-direct': 'TCP Direct',
} as const;

/** @returns null where nothing is known of the path */
export function pathViewOf(view: TraceView, path: MediaPath): PathView | null {
  if (path.legs.length === 0) return null;
  const { options } = view.analysis;
  const { network } = options.facts;
  const found = lintPath(path, rules, options.severities, network);
  const ids: ReadonlySet<string> = new Set(
    found.filter(({ severity }) => severity !== 'info').map(({ rule }) => rule.id),
  );
  const { hosts, legs } = topologyOf(path, ids, ({ in: shown }) =>
    shown === null ? null : rangeIn(view, shown, firstLineOf(shown.parsed)),
  );
  const { lync } = path;
  return {
    evidence: path.evidence,
    summary: plain(pathSummary(path)),
    figures: [...new Set(path.legs.flatMap(({ figures }) => figures))].map((figure) => ({
      figure,
      title: figureTitle(figure),
    })),
    hosts: hosts.map((host) => ({ ...host, address: plain(host.address) })),
    legs: legs.map((leg) => ({ ...leg, text: plain(leg.text) })),
    lync: lync === null ? null : lyncText(lync),
    better: (lync?.better ?? []).map(({ class: kind, address, why }) =>
      plain(`${lyncNames[kind]} to ${address} would rank better: ${why}.`),
    ),
    findings: found
      .toSorted((a, b) => severityOrder[a.severity] - severityOrder[b.severity])
      .map((finding) => findingOf(view, finding)),
    missingSettings: path.missingSettings,
    asOf: network.asOf,
  };
}

function lyncText({ class: kind, rank }: NonNullable<MediaPath['lync']>): string {
  return rank === null
    ? `${lyncNames[kind]}, which is not in that list.`
    : `${lyncNames[kind]}, rank ${rank} of 4.`;
}

function findingOf(view: TraceView, finding: PathFinding): PathView['findings'][number] {
  const { rule, severity, message, evidence, in: shown, at } = finding;
  return {
    rule: rule.id,
    severity,
    evidence,
    text: plain(message),
    range: shown === null ? null : rangeIn(view, shown, at ?? firstLineOf(shown.parsed)),
  };
}
