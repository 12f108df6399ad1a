/** Records of a log that are missing are told of wherever the message is shown that breaks off there. */
import assert from 'node:assert/strict';
import { analyse } from '../../server/engine/analysis/analyse';
import { LineIndex } from '../../server/engine/basics/lines';
import { writeMessages } from '../../server/engine/report/messages';
import { provideInlayHints } from '../../server/language/inlay-hints';
import { notUnderstood } from '../../server/language/not-understood';
import { analysisOptions, defaultSettings } from '../../server/settings';
import { viewOf } from '../support/view';
import { toldBy } from '../support/list';

const head = (number: number): string => `Nov 20 05:52:${number} 192.0.2.9 [S=${number}] [SID=7] `;
const time = '[Time:20-11@05:52:10.000]';
const whole =
  `${head(10)}(N 1) ---- Incoming SIP Message from 192.0.2.1:5060 to SIPInterface #1 UDP TO(#1) ---- ${time}\n` +
  `${head(11)}INVITE sip:b@example.com SIP/2.0#012Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1#012From: <sip:a@example.com>;tag=1#012To: <sip:b@example.com>#012Call-ID: 1#012CSeq: 1 INVITE#012Content-Type: application/sdp#012Content-Length: 120#012#012v=0#012o=- 1 1 IN IP4 192.0.2.1#012 ${time}\n` +
  `${head(12)}s=-#012c=IN IP4 192.0.2.1#012t=0 0#012m=audio 4000 RTP/AVP 8#012 ${time}\n` +
  `${head(15)}(N 2) ---- Outgoing SIP Message to 192.0.2.1:5060 from SIPInterface #1 UDP TO(#1) ---- ${time}\n` +
  `${head(16)}SIP/2.0 100 Trying#012Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1#012From: <sip:a@example.com>;tag=1#012To: <sip:b@example.com>#012Call-ID: 1#012CSeq: 1 INVITE#012Content-Length: 0#012#012 ${time}\n`;

describe('records of a log that are missing', () => {
  const view = viewOf(whole);
  const { trace } = view.analysis;

  it('are counted where a message breaks off', () => {
    assert.deepEqual(
      trace.messages.map(({ record }) => record.lost ?? 0),
      [2, 0],
    );
    assert.ok(
      notUnderstood(view).items.some(
        ({ kind, message }) => kind === 'lost' && message.startsWith('2 records'),
      ),
    );
  });

  it('are told by the list of messages', () => {
    const { lines, rows } = toldBy((writer) => {
      writeMessages(writer, trace, new LineIndex(whole), null);
    });
    assert.match(lines[0] ?? '', /INVITE .* \(breaks off: 2 records of the log missing\)$/);
    assert.doesNotMatch(lines[1] ?? '', /breaks off/);
    assert.deepEqual(
      (rows as readonly { readonly lost?: number }[]).map(({ lost }) => lost),
      [2, undefined],
    );
  });

  it('are told beside the message, whatever other hints are wanted', () => {
    const inlayHints = { timeDelta: false, payloadTypes: false };
    const settings = { ...defaultSettings, inlayHints };
    const quiet = { ...view, analysis: analyse(whole, analysisOptions(settings)), settings };
    const everywhere = { start: { line: 0, character: 0 }, end: { line: 100, character: 0 } };
    const [hint, ...others] = provideInlayHints(quiet, everywhere);
    assert.deepEqual(others, []);
    assert.equal(hint?.label, '2 records of the log missing');
    assert.equal(hint.position.line, 2);
  });
});
