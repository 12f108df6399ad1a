/**
 * Who gives each of its calls the same Call-ID makes one of thousands of legs: twice as many must not take four times as
 * long. Counted are the looks at messages, as a clock tells of the machine, too.
 */
import assert from 'node:assert/strict';
import { analyse } from '../../../server/engine/analysis/analyse';
import { factsOf } from '../../../server/engine/sip/facts';

/** Each by another caller, to Microsoft, with plain RTP. */
function traceOf(legs: number): string {
  return Array.from({ length: legs }, (_, leg) => {
    const time = `2026/01/31 10:${String(Math.floor(leg / 60)).padStart(2, '0')}:${String(leg % 60).padStart(2, '0')}.000000`;
    const body = 'v=0\no=- 1 1 IN IP4 192.0.2.1\ns=-\nc=IN IP4 192.0.2.1\nt=0 0\nm=audio 20000 RTP/AVP 8\n';
    return `${time} 192.0.2.1:5060 -> 52.114.75.24:5060
INVITE sip:+44123@sip.pstnhub.microsoft.com SIP/2.0
Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK${leg}
From: <sip:+1212@sbc.example.com>;tag=from${leg}
To: <sip:+44123@sip.pstnhub.microsoft.com>
Call-ID: same@192.0.2.1
CSeq: 1 INVITE
Content-Type: application/sdp
Content-Length: ${body.length}

${body}`;
  }).join('\n\n');
}

/** One caller that is refused each time. */
function refusedOf(attempts: number): string {
  return traceOf(attempts)
    .split('\n\n2026')
    .map((text, place) => {
      const asked = (place === 0 ? text : `2026${text}`)
        .replace(/tag=from\d+/, 'tag=from')
        .replace('CSeq: 1 ', `CSeq: ${place + 1} `);
      const head = asked.slice(0, asked.indexOf('Content-Type')).replace(/ (\S+) -> (\S+)/, ' $2 -> $1');
      const refused = head.replace(/INVITE .*/, 'SIP/2.0 503 Service Unavailable');
      return `${asked}\n\n${refused}Content-Length: 0\n\n`;
    })
    .join('\n');
}

/** How often a diagnosis of each call looks at messages, and at what they say. */
function looksAtDiagnosing(text: string): number {
  const { trace, diagnoses } = analyse(text);
  let looks = 0;
  for (const message of trace.messages) {
    const { parsed } = message;
    assert.equal(parsed.kind, 'sip');
    const facts = factsOf(parsed);
    const { status } = facts;
    Object.defineProperty(facts, 'status', {
      get: () => {
        looks++;
        return status;
      },
    });
    Object.defineProperty(message, 'parsed', {
      get: () => {
        looks++;
        return parsed;
      },
    });
  }
  for (const call of trace.calls) assert.ok(diagnoses.of(call) !== null);
  return looks;
}

describe('a Call-ID of many calls', () => {
  for (const [name, made] of Object.entries({ legs: traceOf, refusals: refusedOf }))
    it(`of which all are ${name} is diagnosed with looks in proportion to its messages`, () => {
      assert.ok(looksAtDiagnosing(made(160)) <= 5 * looksAtDiagnosing(made(40)));
    });
});
