import { peerAddress } from '../../calls/microsoft-hop';
import { parseUri } from '../../sip/uri';
import { isPstnHubHost } from '../../network/microsoft';
import { defineRule, teamsProfiles } from '../rule';
import { inviteOrOptions, isFirst, isToMicrosoft } from './sbc-messages';

const targets: ReadonlySet<string> = new Set([
  'sip.pstnhub.microsoft.com',
  'sip2.pstnhub.microsoft.com',
  'sip3.pstnhub.microsoft.com',
  'sip.pstnhub.dod.teams.microsoft.us',
  'sip.pstnhub.gov.teams.microsoft.us',
]);

export const rule = defineRule({
  id: 'dr-target-fqdn',
  title: "The SBC addresses Microsoft by a name that is none of the proxies' own",
  severity: 'warning',
  basis: 'teams',
  applies: 'sbc',
  source: ['Plan Direct Routing, "SIP Signaling: FQDNs"'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'message',
  of: isFirst(inviteOrOptions),
  check(subject) {
    const { message, sip, facts, report } = subject;
    const { startLine } = sip;
    if (startLine.kind !== 'request' || !isToMicrosoft(subject)) return;
    if (peerAddress(message, facts.network) !== 'microsoft') return;
    const { host } = parseUri(sip.content, startLine.uri.start, startLine.uri.end);
    // The name that was withdrawn has a rule of its own.
    if (host.text === '' || targets.has(host.text.toLowerCase()) || isWithdrawn(host.text)) return;
    report({
      in: message,
      at: host,
      message:
        `The Request-URI names ${host.text}, though this goes to an address of Microsoft's. The SBC must send to ` +
        'sip.pstnhub.microsoft.com, and to sip2 and sip3 where that fails (in clouds of the US government to theirs).',
    });
  },
});

function isWithdrawn(host: string): boolean {
  return /^sip-all\./i.test(host) && isPstnHubHost(host);
}
