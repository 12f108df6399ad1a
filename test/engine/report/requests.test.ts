import assert from 'node:assert/strict';
import { analyse } from '../../../server/engine/analysis/analyse';
import { requestsOf, upkeepOf } from '../../../server/engine/report/requests';
import type { Upkeep } from '../../../shared/upkeep';

const proxies = ['sip.pstnhub.microsoft.com', 'sip2.pstnhub.microsoft.com'];

describe('requests outside of calls', () => {
  it('are summed up by who sends them to whom, each sum with the call of its first one', () => {
    const trace = [...proxies, ...proxies].map((host, place) => options(host, place)).join('');
    assert.deepEqual(
      upkeep(trace).map(({ target, requests, call }) => [target, requests, /id\d/.exec(call)?.[0]]),
      [
        ['sip.pstnhub.microsoft.com', 2, 'id0'],
        ['sip2.pstnhub.microsoft.com', 2, 'id1'],
      ],
    );
  });

  it('count repetitions as sent, not as requests', () => {
    const [request = ''] = proxies.map((host, place) => options(host, place));
    const repeated = request + request.replace('10:00:00.000000', '10:00:00.500000');
    const [only, ...others] = analyse(repeated).trace.calls.flatMap(requestsOf);
    assert.deepEqual([only?.sent, only?.messages, others], [2, 2, []]);
    assert.equal(upkeep(repeated)[0]?.requests, 1);
  });
});

function upkeep(trace: string): readonly Upkeep[] {
  return upkeepOf(analyse(trace).trace.calls.flatMap(requestsOf));
}

/** As sngrep saves it. */
function options(host: string, place: number): string {
  return `2026/01/31 10:0${String(place)}:00.000000 192.0.2.1:5061 -> 192.0.2.9:5061
OPTIONS sip:${host} SIP/2.0
Via: SIP/2.0/TLS sbc.example.com:5061;branch=z9hG4bK${String(place)}
Max-Forwards: 70
From: <sip:sbc.example.com>;tag=a${String(place)}
To: <sip:${host}>
Call-ID: id${String(place)}@sbc.example.com
CSeq: 1 OPTIONS
Content-Length: 0

`;
}
