import assert from 'node:assert/strict';
import { mediaFlows } from '../../server/language/media-flows';
import { viewOf } from '../support/view';

const head = '#!trace-text 1\n#!capture pcapng, 3 packets\n';
const query = `
=== 1  2026-05-28T10:00:00.010000Z  UDP 192.168.1.20:59802 -> 192.168.1.1:53  DNS query A worldaz.tr.teams.microsoft.com
question A worldaz.tr.teams.microsoft.com
`;
const answer = `
=== 2  2026-05-28T10:00:00.020000Z  UDP 192.168.1.1:53 -> 192.168.1.20:59802  DNS answer A worldaz.tr.teams.microsoft.com
question A worldaz.tr.teams.microsoft.com
answer A worldaz.tr.teams.microsoft.com 52.113.193.5, ttl 60
`;
const conversations = `
=== conversations
#!interface-name 1 en0
#!conversation udp 192.168.1.20:59802 -> 192.168.1.1:53, interface 1, frames 1 to 2, from 2026-05-28T10:00:00.010000Z, until 2026-05-28T10:00:00.020000Z, out 1 packets 75 octets 33 carried, in 1 packets 106 octets 64 carried, dns 2
#!conversation udp 192.168.1.20:50006 -> 52.113.193.5:3479, interface 1, frames 3 to 3, from 2026-05-28T10:00:00.030000Z, until 2026-05-28T10:00:00.030000Z, out 1 packets 62 octets 20 carried, in 0 packets 0 octets 0 carried, stun 1
`;
const invite = `
=== 3  2026-05-28T10:00:00.040000Z  UDP 192.168.1.20:5060 -> 192.168.1.9:5060  SIP 112 octets
INVITE sip:a@example.com SIP/2.0
Call-ID: 1
CSeq: 1 INVITE
From: <sip:b@example.com>;tag=1
To: <sip:a@example.com>
Content-Length: 0

`;

describe('the flows of a capture without a call', () => {
  it('are its conversations, each with its first message', () => {
    const [names, checks, ...others] = mediaFlows(viewOf(head + query + answer + conversations));
    assert.deepEqual(others, []);
    const { range, ...rest } = names ?? assert.fail();
    assert.deepEqual(rest, {
      key: '0',
      started: { micros: Date.UTC(2026, 4, 28, 10) * 1000 + 10_000, date: 'full' },
      ended: { micros: Date.UTC(2026, 4, 28, 10) * 1000 + 20_000, date: 'full' },
      source: '192.168.1.20:59802',
      destination: '192.168.1.1:53',
      protocol: 'OTHER, UDP',
      packets: 2,
      octets: 181,
      class: 'dns',
      flow: null,
      interface: 'en0',
      part: null,
    });
    assert.equal(range?.start.line, 3);
    assert.equal(checks?.range, null, 'the text has no packet of it');
  });

  it('are found by the answer, too, where the question is not in the text', () => {
    const [names] = mediaFlows(viewOf(head + answer + conversations));
    assert.equal(names?.source, '192.168.1.20:59802');
    assert.equal(names.range?.start.line, 3);
  });

  it('are none where there is a call, or no table of conversations', () => {
    const withCall = viewOf(head + query + answer + invite + conversations);
    assert.equal(withCall.analysis.trace.calls.length, 1);
    assert.deepEqual(mediaFlows(withCall), []);
    assert.deepEqual(mediaFlows(viewOf(head + query + answer)), []);
  });
});
