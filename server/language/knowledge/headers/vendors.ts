/**
 * Headers of vendors' own. `observed` in the source says that they were seen in traces and that no public
 * description was found.
 */
import type { SipHeaderKnowledge } from './header';

const LMO = 'Local Media Optimization, Configure Local Media Optimization for Direct Routing';

export const VENDOR_HEADERS: readonly SipHeaderKnowledge[] = [
  {
    name: 'X-MS-UserLocation',
    microsoft: true,
    summary:
      'Whether the Teams user is inside the company network (`internal`) or outside (`external`). The SBC then offers its internal or its public media address. It is there only when Local Media Optimization is set up.',
    example: 'X-MS-UserLocation: internal',
    source: LMO,
    teams:
      "A user on a split-tunnel VPN counts as external even if the client could reach the SBC's internal address. Block VPN users from that address, else calls set up slowly or stay silent.",
  },
  {
    name: 'X-MS-MediaPath',
    microsoft: true,
    summary:
      'The SBCs through which media should go, in order; the last one is the one that the call is for. A proxy SBC offers its own external address when it stands first.',
    example: 'X-MS-MediaPath: proxysbc.contoso.com, VNsbc.contoso.com',
    source: LMO,
  },
  {
    name: 'X-MS-UserSite',
    microsoft: true,
    summary:
      'The network site of an internal Teams user, as defined in the tenant. The SBC can choose a local trunk or address by it.',
    example: 'X-MS-UserSite: usersiteID',
    source: LMO,
  },
  {
    name: 'X-MS-TenantID',
    microsoft: true,
    summary:
      'The customer tenant that a call belongs to, as a GUID. Azure Communications Gateway adds it for operators whose customers share one trunk.',
    example: 'X-MS-TenantID: 00000000-0000-0000-0000-000000000000',
    source: 'Azure Communications Gateway, interoperability with Operator Connect and Teams Phone Mobile',
    teams: 'Belongs to operator trunks. It is not documented for Direct Routing.',
  },
  {
    name: 'X-MS-FMC',
    microsoft: true,
    summary:
      'Marks Teams Phone Mobile calls: `MO` mobile originated, `MT` mobile terminated, `APP` from the Teams client.',
    example: 'X-MS-FMC: MO',
    source: 'Azure Communications Gateway, interoperability with Teams Phone Mobile',
    teams: 'Belongs to operator trunks. It is not documented for Direct Routing.',
  },
  {
    name: 'X-MS-SBC',
    microsoft: true,
    summary:
      "Which SBC sends the message: vendor, model and firmware, as User-Agent tells them. SBCs put it in for Microsoft's support; no public page describes it, so nothing should depend on it.",
    example: 'X-MS-SBC: vendor/model/version',
    source: 'observed',
  },
  {
    name: 'X-MS-SBC-FQDN',
    microsoft: true,
    summary:
      'The FQDN of the SBC. It occurs in sample traces; Microsoft documents no such header, so nothing should depend on it.',
    example: 'X-MS-SBC-FQDN: sbc1.contoso.com',
    source: 'observed',
  },
  {
    name: 'ms-diagnostics',
    microsoft: true,
    summary:
      'An error number, a text and the server that raised it. In Lync and Skype for Business it is the first thing to read on a failed call.',
    example: 'ms-diagnostics: 1008;reason="Unable to resolve DNS SRV record";source="sip.contoso.com"',
    source: '[MS-OCER]',
  },
  {
    name: 'ms-diagnostics-public',
    microsoft: true,
    summary: 'The part of `ms-diagnostics` that may leave the company.',
    example: 'ms-diagnostics-public: 1008;reason="Unable to resolve DNS SRV record"',
    source: '[MS-OCER]',
  },
  {
    name: 'ms-client-diagnostics',
    microsoft: true,
    summary:
      'Like `ms-diagnostics`, from the client: how and why a call failed or ended, with media statistics in some cases.',
    example: 'ms-client-diagnostics: 21;reason="Call failed due to a loss of a connection"',
    source: '[MS-OCER]',
  },
  {
    name: 'Ms-Conversation-ID',
    microsoft: true,
    summary: 'Ties the calls, messages and sharing of one Skype for Business conversation together.',
    example: 'Ms-Conversation-ID: AdKQm1lPcQ==',
    source: '[MS-SIPRE]',
  },
  {
    name: 'X-Asterisk-HangupCause',
    summary: 'In a BYE from Asterisk: why it hung up, in words.',
    example: 'X-Asterisk-HangupCause: Normal Clearing',
    source: 'Asterisk documentation; observed',
  },
  {
    name: 'X-Asterisk-HangupCauseCode',
    summary: 'In a BYE from Asterisk: why it hung up, as a Q.850 cause.',
    example: 'X-Asterisk-HangupCauseCode: 16',
    source: 'Asterisk documentation; observed',
  },
  {
    name: 'X-FS-Support',
    summary: 'What a FreeSWITCH peer understands beyond the standard, such as display updates.',
    example: 'X-FS-Support: update_display,send_info',
    source: 'observed; FreeSWITCH',
  },
  {
    name: 'X-FS-Display-Name',
    summary: 'A display name that FreeSWITCH passes on inside a call.',
    example: 'X-FS-Display-Name: Alice',
    source: 'observed; FreeSWITCH',
  },
  {
    name: 'X-FS-Display-Number',
    summary: 'A number for display that FreeSWITCH passes on inside a call.',
    example: 'X-FS-Display-Number: +14255550100',
    source: 'observed; FreeSWITCH',
  },
  {
    name: 'X-CID',
    summary: 'The Call-ID of the other leg, written by some B2BUAs. It ties both legs together.',
    example: 'X-CID: 6bb8764b-5c5d9e78-12af16d-7fb2f34ba1f8-de641fac-13e2-7225',
    source: 'observed',
  },
  {
    name: 'P-hint',
    summary:
      'A note of a proxy on how it routed the request, from sample configurations of OpenSER and its successors.',
    example: 'P-hint: outbound',
    source: 'observed; Kamailio and OpenSIPS',
  },
  {
    name: 'Cisco-Guid',
    summary: 'The number of the call in Cisco gateways, the same on both legs.',
    example: 'Cisco-Guid: 2787262720-0000065536-0000000148-1691461386',
    source: 'observed; Cisco gateways',
  },
];
