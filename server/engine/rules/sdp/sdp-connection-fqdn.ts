import { defineRule, teamsProfiles } from '../rule';
import { liveConnections } from './live-connections';

export const rule = defineRule({
  id: 'sdp-connection-fqdn',
  title: 'The SBC wants media at a host name',
  severity: 'warning',
  basis: 'interop',
  applies: 'sbc',
  source: ['RFC 8839 §4.2.5', 'RFC 8866 §5.7'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'description',
  check({ body, report }) {
    for (const { connection } of liveConnections(body.sdp, () => true)) {
      const { address } = connection;
      if (!isHostName(address.text)) continue;
      report({
        in: body,
        at: address,
        message:
          'A host name stands where an IP address is usual. SDP allows it, but nothing says that Teams looks it up, and a ' +
          'name may lead to another host than the one that the SBC sends from. The SBC had better write its public IPv4 address.',
      });
    }
  },
});

/** A name that DNS could know; not what somebody wrote to hide an address: `XX.XX.XX.XX`, `my_wan_ip`. */
function isHostName(text: string): boolean {
  if (text.length > 253) return false;
  const labels = text.toLowerCase().split('.');
  const last = labels.at(-1) ?? '';
  return (
    labels.length > 1 &&
    /^[a-z][a-z\d-]*[a-z\d]$/.test(last) &&
    labels.every((label) => /^[a-z\d-]{1,63}$/.test(label) && !/^x+$/.test(label))
  );
}
