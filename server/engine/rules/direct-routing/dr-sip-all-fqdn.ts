import { isSentToMicrosoft } from '../../calls/microsoft-hop';
import { addressesOf } from '../../sip/values';
import { parseUri } from '../../sip/uri';
import { isPstnHubHost } from '../../network/microsoft';
import { replace } from '../edits';
import { defineRule, teamsProfiles } from '../rule';

/** The name was taken back on 1 June 2022. */
const WITHDRAWN = Date.UTC(2022, 5, 1) * 1000;
const name = /^sip-all(?=\.)/i;

export const rule = defineRule({
  id: 'dr-sip-all-fqdn',
  title: "The SBC addresses sip-all, a name of Microsoft's that is no more",
  severity: 'error',
  otherwise: [{ severity: 'info', when: 'in a trace of before June 2022' }],
  basis: 'teams',
  applies: 'sbc',
  source: ['What\'s new in Direct Routing, "SIP IP subnets and FQDNs"'],
  profiles: teamsProfiles,
  fixable: true,
  scope: 'message',
  of: ({ status }) => status === null,
  check({ call, message, sip, facts, report }) {
    const { startLine, content } = sip;
    if (startLine.kind !== 'request') return;
    const hosts = [
      parseUri(content, startLine.uri.start, startLine.uri.end).host,
      ...addressesOf(sip, 'to').map(({ uri }) => uri.host),
      ...addressesOf(sip, 'route').map(({ uri }) => uri.host),
    ].filter(({ text }) => name.test(text) && isPstnHubHost(text));
    if (hosts.length === 0 || !isSentToMicrosoft(call, message, facts.network)) return;
    const { time } = message.message.record.meta;
    const isOld = time !== null && time.date === 'full' && time.micros < WITHDRAWN;
    for (const host of hosts) {
      const current = host.text.replace(name, 'sip');
      report({
        in: message,
        at: host,
        ...(isOld ? { severity: 'info' as const } : {}),
        message: `${host.text} is out of use since June 2022. The SBC must send to ${current}, and to sip2 and sip3 where that fails.`,
        fix: { title: `Write ${current}`, edits: [replace(host, current)] },
      });
    }
  },
});
