import type { Connection } from '../../calls/trunk-events';
import { defineRule, teamsProfiles } from '../rule';

/** What Microsoft does not take since April 2022. */
const old: ReadonlySet<string> = new Set(['SSL 3.0', 'TLS 1.0', 'TLS 1.1']);

export const rule = defineRule({
  id: 'dr-tls-handshake',
  title: 'A TLS connection between the SBC and Microsoft fails, or is older than TLS 1.2',
  severity: 'warning',
  basis: 'teams',
  applies: 'sbc',
  source: [
    'What\'s new in Direct Routing, "TLS 1.2"',
    'Microsoft and SIP response codes, 504 (569002, 569003, 569008, 569009)',
    'RFC 8446 §6',
  ],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'trunk',
  watch: () => (event, _later, report) => {
    if (event.kind !== 'connection') return;
    const message = faultOf(event);
    if (message !== null) report({ message });
  },
});

function faultOf({ peer, version, alerts, isUnanswered }: Connection): string | null {
  const [alert] = alerts;
  if (alert !== undefined)
    return `The TLS connection with ${peer} ends with the alert ${alert}. ${adviceFor(alert)}`;
  if (version !== null && old.has(version))
    return `The connection with ${peer} is ${version}, which Microsoft does not take any more: the SBC must speak TLS 1.2 or later.`;
  if (!isUnanswered) return null;
  return (
    `The ClientHello with ${peer} has no answer in this trace, so no call gets through. Look at the firewall and at what ` +
    'listens on port 5061.'
  );
}

function adviceFor(alert: string): string {
  if (/certificate|unknown_ca/.test(alert))
    return (
      'One side does not accept the certificate of the other: look at the name, chain and expiry of the one of the SBC, and ' +
      "at the root certificates that it trusts for Microsoft's."
    );
  if (alert === 'protocol_version') return 'The SBC must speak TLS 1.2 or later.';
  if (alert === 'handshake_failure' || alert === 'insufficient_security')
    return 'The two have no cipher suite in common: compare those of the SBC with what Microsoft lists for Direct Routing.';
  return 'Look in the log of the SBC for what it did to the connection then.';
}
