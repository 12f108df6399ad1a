/** Defects that Microsoft's documents tell of, in a call of an SBC to Teams over TLS. */
import type { Defect } from './one-defect';

export const sbcDefects: readonly Defect[] = [
  ['dr-contact-fqdn', 'INVITE', /^(Contact: <sip:x@)sbc.example.com/m, '$1198.51.100.10'],
  [
    'dr-contact-onmicrosoft',
    'INVITE',
    /^(Contact: <sip:x@)sbc.example.com/m,
    '$1sbc.contoso.onmicrosoft.com',
  ],
  ['dr-contact-transport-param', 'INVITE', /^(Contact: <.*);transport=tls>/m, '$1>;transport=tls'],
  ['dr-contact-transport-param', 'INVITE', /^(Contact: <.*);transport=tls>/m, '$1>'],
  ['dr-sips-uri', 'INVITE', /^Contact: <sip:/m, 'Contact: <sips:'],
  ['dr-sips-uri', 'INVITE', /^INVITE sip:/m, 'INVITE sips:'],
  ['dr-target-fqdn', 'INVITE', /^INVITE sip:x@sip.pstnhub.microsoft.com/m, 'INVITE sip:x@52.114.75.24'],
  ['dr-sip-all-fqdn', 'INVITE', /^INVITE sip:x@sip.pstnhub/m, 'INVITE sip:x@sip-all.pstnhub'],
  ['dr-port-5061', 'INVITE', '52.114.75.24:5061\n', '52.114.75.24:5060\n'],
  ['dr-request-uri-e164', 'INVITE', /^INVITE sip:x@/m, 'INVITE sip:14255550199@'],
  ['dr-user-phone', 'INVITE', /^INVITE sip:x@/m, 'INVITE sip:+14255550199@'],
  ['dr-from-e164', 'INVITE', 'From: <sip:+1206', 'From: <sip:1206'],
  [
    'dr-record-route',
    'INVITE',
    'Max-Forwards',
    'Record-Route: <sip:198.51.100.10;lr>\nMax-Forwards',
    ['sip-record-route-mirrored'],
  ],
  [
    'dr-record-route',
    'INVITE',
    'Max-Forwards',
    'Record-Route: <sip:other.example.com;lr>\nMax-Forwards',
    ['sip-record-route-mirrored'],
  ],
  [
    'dr-replaces-from-sbc',
    'INVITE',
    'Max-Forwards',
    'Replaces: 7@example.com;to-tag=a;from-tag=b\nMax-Forwards',
  ],
  ['dr-min-se', 'INVITE', 'Max-Forwards', 'Supported: timer\nSession-Expires: 60\nMax-Forwards'],
  [
    'dr-min-se',
    'INVITE',
    'Max-Forwards',
    'Supported: timer\nSession-Expires: 1800\nMin-SE: 60\nMax-Forwards',
  ],
  [
    'dr-history-info',
    'INVITE',
    'Max-Forwards',
    'History-Info: <sip:+14255550101@sbc.example.com?Reason=SIP;cause=302>;index=1\nMax-Forwards',
  ],
  ['dr-delayed-offer', 'INVITE', /^Content-Type.*\n|^v=0\n[^]*/gm, '', ['call-answer-missing']],
  ['dr-refer-not-allowed', 'INVITE', ', REFER', ''],
  ['dr-notify-not-allowed', 'INVITE', ', NOTIFY', ''],
  ['dr-failure-cause', '200 INVITE', 'SIP/2.0 200 OK', 'SIP/2.0 403 Forbidden'],
  [
    'dr-sba-refused',
    '200 INVITE',
    /200 OK([^]*)Server: .*/,
    '403 Forbidden$1Server: Microsoft.Teams.SIPSBA v.2026.1.1.1',
  ],
  ['dr-xms-userlocation', '200 INVITE', 'Server:', 'X-MS-UserLocation: inside\nServer:'],
  ['sip-ack-target', 'ACK', /^ACK sip:x@sip.pstnhub.microsoft.com/m, 'ACK sip:x@other.pstnhub.microsoft.com'],
  ['sip-ack-target', 'BYE', 'Max-Forwards', 'Route: <sip:198.51.100.99;lr>\nMax-Forwards'],
  ['sip-content-length', 'INVITE', /^Content-Length: \d+/m, 'Content-Length: 9'],
];

/** Of a call that Teams makes. */
export const teamsDefects: readonly Defect[] = [
  [
    'dr-bye-ice-failed',
    'BYE',
    'Max-Forwards',
    'Reason: Q.850;cause=31;text="IceConnectivityChecksFailed"\nMax-Forwards',
  ],
  [
    'dr-bye-reason',
    'BYE',
    'Max-Forwards',
    'Reason: Q.850;cause=41;text="MediaConnectivityFailure"\nMax-Forwards',
  ],
  ['dr-contact-fqdn', '200 INVITE', /^(Contact: <sip:x@)sbc.example.com/m, '$1198.51.100.10'],
  ['dr-sips-uri', '200 INVITE', /^Contact: <sip:/m, 'Contact: <sips:'],
  ['dr-xms-userlocation', 'INVITE', 'Max-Forwards', 'X-MS-UserLocation: inside\nMax-Forwards'],
  [
    'dr-xms-mediapath',
    'INVITE',
    'Max-Forwards',
    'X-MS-UserLocation: external\nX-MS-UserSite: Vienna\nX-MS-MediaPath: proxysbc.contoso.com, sbc2.contoso.com\nMax-Forwards',
  ],
  ['dr-refer-not-allowed', '183 INVITE, 200 INVITE', ', REFER', ''],
  ['dr-failure-cause', '200 INVITE', 'SIP/2.0 200 OK', 'SIP/2.0 500 Server Internal Error'],
];
