/** Which leg is the one between the SBC and Microsoft. */
import assert from 'node:assert/strict';
import { analyse } from '../../../server/engine/analysis/analyse';
import { defaultOptions } from '../../../server/engine/analysis/model';
import { isHeldToMicrosoft, isMicrosoftHop, peerAddress } from '../../../server/engine/calls/microsoft-hop';

const { network } = defaultOptions.facts;

function invite(way: string, host: string): string {
  return [
    `2026/01/31 10:00:00.000000 ${way}`,
    `INVITE sip:+12065550100@${host} SIP/2.0`,
    'Via: SIP/2.0/TLS sbc.example.com:5061;branch=z9hG4bK1',
    'From: <sip:+14255550199@sbc.example.com>;tag=1',
    'To: <sip:+12065550100@sip.pstnhub.microsoft.com>',
    'Call-ID: 1@sbc.example.com',
    'CSeq: 1 INVITE',
    'Contact: <sip:+14255550199@sbc.example.com:5061;transport=tls>',
    'Content-Length: 0',
    '',
    '',
  ].join('\n');
}

describe('the hop to Microsoft', () => {
  const cases = [
    ['203.0.113.10:5061 -> 52.114.75.24:5061', 'sip.pstnhub.microsoft.com', true, 'microsoft', true],
    ['203.0.113.10:5061 -> 198.51.100.5:5061', 'sip.pstnhub.microsoft.com', true, 'other', false],
    ['10.0.0.1:5061 -> 10.0.0.2:5061', 'sip.pstnhub.microsoft.com', true, 'other', false],
    ['10.0.0.1:5061 -> 10.0.0.2:5061', 'pbx.example.com', false, 'other', false],
    ['203.0.113.10:5061 -> 52.114.75.24:5061', 'pbx.example.com', true, 'microsoft', true],
  ] as const;
  for (const [way, host, isHop, peer, isHeld] of cases) {
    it(`${way}, ${host}`, () => {
      const [call] = analyse(`#!side sbc\n${invite(way, host)}`).trace.calls;
      const [message] = call?.messages ?? [];
      assert.ok(call !== undefined && message !== undefined);
      assert.equal(isMicrosoftHop(call, network), isHop);
      assert.equal(peerAddress(message, network), peer);
      assert.equal(isHeldToMicrosoft(call, message, network), isHeld);
    });
  }
});
