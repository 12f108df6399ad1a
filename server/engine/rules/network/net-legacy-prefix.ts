import { mediaRanges, rangesAsOf } from '../../network/microsoft-ranges';
import { unknownNetwork } from '../../network/network';
import { prefixText, rangesText, subtract, type Prefix } from '../../network/prefix';
import { defineRule, teamsProfiles, type NetworkSubject } from '../rule';

export const rule = defineRule({
  id: 'net-legacy-prefix',
  title: "A list holds ranges of older lists of Microsoft's media, or lacks newer ones",
  severity: 'info',
  basis: 'teams',
  applies: 'network',
  source: ['Microsoft 365 URLs and IP address ranges, id 11, at several dates'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'network',
  check(subject) {
    checkMedia(subject);
    checkSplitTunnel(subject);
    checkList(subject);
  },
});

const { microsoftMedia: shipped, microsoftMediaLegacy: legacy } = unknownNetwork;

function isLegacy({ family, first, bits }: Prefix): boolean {
  return legacy.some((old) => old.family === family && old.first === first && old.bits === bits);
}

/** Whether a date is told that is later than that of our list. */
function isNewer(asOf: string): boolean {
  return /^\d{4}-/.test(asOf) && asOf > rangesAsOf;
}

function checkMedia({ network, report }: NetworkSubject): void {
  // A newer list than ours may lack what ours has.
  if (network.rangesFrom === 'shipped' || isNewer(network.asOf)) return;
  const list =
    network.rangesFrom === 'endpoints' ? 'The list of network.endpointsFile' : 'network.microsoftMedia';
  const old = network.microsoftMedia.filter(isLegacy);
  const lacking = subtract(shipped, network.microsoftMedia);
  const said = [
    ...(old.length === 0 ? [] : [`holds ${rangesText(old)} of older lists`]),
    ...(lacking.length === 0 ? [] : [`lacks ${rangesText(lacking)}`]),
  ];
  if (said.length === 0) return;
  report({
    of: 'settings',
    line: null,
    message: `${list} ${said.join(', and ')}. ${current}`,
    snippet: mediaRanges,
  });
}

function checkSplitTunnel({ network, report }: NetworkSubject): void {
  const old = network.splitTunnel.prefixes.filter(isLegacy);
  if (old.length === 0) return;
  report({
    of: 'settings',
    line: null,
    message: `network.splitTunnel.prefixes holds ${rangesText(old)} of older lists. ${current}`,
    snippet: mediaRanges,
  });
}

function checkList({ routes, report }: NetworkSubject): void {
  if (routes?.of?.kind !== 'list') return;
  for (const { prefix, line } of routes.of.list.entries.filter((entry) => isLegacy(entry.prefix))) {
    report({
      of: 'routes',
      line,
      message: `${prefixText(prefix)} stands in older lists of Microsoft's media ranges. ${current}`,
      snippet: mediaRanges,
    });
  }
}

const current = `As of ${rangesAsOf} media uses ${mediaRanges.join(', ')}.`;
