/**
 * Names that Teams, Skype and Lync clients look up, as of July 2026: what each is for, and who serves it. Sources: the
 * packet captures of "Examining network traffic for Microsoft Teams in Office 365" (September 2017), Microsoft 365 URLs
 * and IP address ranges (ids 11 to 13, 16, 17), "Enabling Lync media to bypass a VPN tunnel" (tables 2 to 4).
 */

/**
 * What a name is for. `relay`: media relays; `signalling`: sign-in, calls, messages; `telemetry`; `interop`: Skype for
 * Business Online; `lync`: a server of the customer's own Lync or Skype for Business; `exchange`: the customer's own.
 */
export type NamePurpose = 'relay' | 'signalling' | 'telemetry' | 'interop' | 'lync' | 'exchange';

interface NameRole {
  /** `teams.microsoft.com`; `*.tr.teams.microsoft.com` for all names below it; `sip.*` for a first label. */
  readonly pattern: string;
  readonly purpose: NamePurpose;
  readonly role: string;
}

/** The first that fits counts. */
const roles: readonly NameRole[] = [
  { pattern: 'worldaz.tr.teams.microsoft.com', purpose: 'relay', role: 'media relays, anycast' },
  { pattern: '*.tr.teams.microsoft.com', purpose: 'relay', role: 'media relays' },
  { pattern: '*.relay.teams.microsoft.com', purpose: 'relay', role: 'media relays' },
  { pattern: '*.relay.skype.com', purpose: 'relay', role: 'media relays' },
  { pattern: 'pipe.skype.com', purpose: 'telemetry', role: 'telemetry' },
  { pattern: '*.pipe.aria.microsoft.com', purpose: 'telemetry', role: 'telemetry' },
  { pattern: '*.events.data.microsoft.com', purpose: 'telemetry', role: 'telemetry' },
  { pattern: 'events.data.microsoft.com', purpose: 'telemetry', role: 'telemetry' },
  { pattern: '*.asm.skype.com', purpose: 'signalling', role: 'files and pictures of chats' },
  { pattern: '*.msg.skype.com', purpose: 'signalling', role: 'messages' },
  { pattern: 'api.cc.skype.com', purpose: 'signalling', role: 'control of calls' },
  { pattern: '*.cc.skype.com', purpose: 'signalling', role: 'control of calls' },
  { pattern: 'config.teams.microsoft.com', purpose: 'signalling', role: 'configuration of clients' },
  { pattern: 'teams.microsoft.com', purpose: 'signalling', role: 'sign-in and signalling of Teams' },
  { pattern: '*.teams.microsoft.com', purpose: 'signalling', role: 'signalling of Teams' },
  { pattern: 'teams.microsoft.us', purpose: 'signalling', role: 'sign-in and signalling of Teams' },
  { pattern: '*.teams.microsoft.us', purpose: 'signalling', role: 'signalling of Teams' },
  { pattern: '*.teams.cloud.microsoft', purpose: 'signalling', role: 'signalling of Teams' },
  { pattern: 'teams.cloud.microsoft', purpose: 'signalling', role: 'sign-in and signalling of Teams' },
  { pattern: 'teams.office.com', purpose: 'signalling', role: 'sign-in and signalling of Teams' },
  { pattern: 'login.microsoftonline.com', purpose: 'signalling', role: 'sign-in' },
  { pattern: '*.online.lync.com', purpose: 'interop', role: 'Skype for Business Online, interoperation' },
  { pattern: '*.infra.lync.com', purpose: 'interop', role: 'Skype for Business Online, interoperation' },
  { pattern: '*.lync.com', purpose: 'interop', role: 'Skype for Business Online' },
  { pattern: '*.skype.com', purpose: 'signalling', role: 'Skype services that Teams uses' },
  { pattern: '*.skypeforbusiness.com', purpose: 'interop', role: 'Skype for Business Online' },
  { pattern: '_sip._tls.*', purpose: 'lync', role: 'Lync: automatic sign-in from outside' },
  { pattern: '_sipinternaltls._tcp.*', purpose: 'lync', role: 'Lync: automatic sign-in from inside' },
  { pattern: 'lyncdiscoverinternal.*', purpose: 'lync', role: 'Lync: automatic sign-in from inside' },
  { pattern: 'lyncdiscover.*', purpose: 'lync', role: 'Lync: automatic sign-in' },
  { pattern: 'sipinternal.*', purpose: 'lync', role: 'Lync: registrar inside' },
  { pattern: 'sipexternal.*', purpose: 'lync', role: 'Lync: Access Edge' },
  { pattern: 'sip.*', purpose: 'lync', role: 'Lync: Access Edge' },
  { pattern: 'av.*', purpose: 'lync', role: 'Lync: A/V Edge' },
  { pattern: 'web-external.*', purpose: 'lync', role: 'Lync: web services of the pool' },
  { pattern: 'webconf.*', purpose: 'lync', role: 'Lync: Web Conferencing Edge' },
  { pattern: 'meet.*', purpose: 'lync', role: 'Lync: join page of meetings' },
  { pattern: 'dialin.*', purpose: 'lync', role: 'Lync: settings of dial-in' },
  { pattern: 'autodiscover.*', purpose: 'exchange', role: 'Exchange: Autodiscover' },
  { pattern: 'owa.*', purpose: 'exchange', role: 'Exchange: web services' },
  { pattern: 'ews.*', purpose: 'exchange', role: 'Exchange: web services' },
];

/** Domains of those who serve names: the last ones of a chain of CNAMEs. */
const families: readonly { readonly domain: string; readonly family: string }[] = [
  { domain: 'akadns.net', family: 'Akamai DNS' },
  { domain: 'msedge.net', family: "Microsoft's edge, anycast" },
  { domain: 'trafficmanager.net', family: 'Azure Traffic Manager' },
  { domain: 'cloudapp.net', family: 'Azure' },
  { domain: 'cloudapp.azure.com', family: 'Azure' },
  { domain: 'azurefd.net', family: 'Azure Front Door' },
  { domain: 'azureedge.net', family: 'Azure CDN' },
];

/** Names whose addresses are anycast. */
const anycastNames: readonly string[] = ['worldaz.tr.teams.microsoft.com', 'world.tr.teams.microsoft.com'];

/** What a name is for; null for all that Teams, Skype and Lync do not look up. */
export function roleOf(name: string): { readonly purpose: NamePurpose; readonly role: string } | null {
  const lower = name.toLowerCase();
  return roles.find(({ pattern }) => fits(lower, pattern)) ?? null;
}

/** Who serves some names, each once: `Akamai DNS (akadns.net)`. */
export function familiesOf(names: readonly string[]): readonly string[] {
  return families
    .filter(({ domain }) => names.some((name) => name.toLowerCase().endsWith(`.${domain}`)))
    .map(({ domain, family }) => `${family} (${domain})`);
}

/** Whether the addresses of a name are anycast. */
export function isAnycastName(name: string): boolean {
  return anycastNames.includes(name.toLowerCase());
}

function fits(name: string, pattern: string): boolean {
  if (pattern.startsWith('*.')) return name.endsWith(pattern.slice(1));
  if (pattern.endsWith('.*')) return name.startsWith(pattern.slice(0, -1));
  return name === pattern;
}
