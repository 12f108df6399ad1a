/** What the pages of the Direct Routing rules cannot show. */
import assert from 'node:assert/strict';
import { analyse } from '../../../../server/engine/analysis/analyse';
import { type Finding, defaultOptions } from '../../../../server/engine/analysis/model';

interface Request {
  readonly method?: string;
  readonly contact?: string;
  readonly toTag?: string;
  readonly contentLength?: string;
  readonly body?: readonly string[];
  readonly toMicrosoft?: boolean;
}

function request(of: Request): string {
  const host = of.toMicrosoft === false ? 'pbx.example.com' : 'sip.pstnhub.microsoft.com';
  const method = of.method ?? 'INVITE';
  return [
    `${method} sip:+14255550199@${host} SIP/2.0`,
    'Via: SIP/2.0/TLS sbc1.example.com:5061;branch=z9hG4bK1',
    'From: <sip:+12065550100@sbc1.example.com>;tag=1',
    `To: <sip:+14255550199@${host}>${of.toTag === undefined ? '' : `;tag=${of.toTag}`}`,
    'Call-ID: dr',
    `CSeq: 1 ${method}`,
    `Contact: <sip:${of.contact ?? 'sbc1.example.com'}:5061;transport=tls>`,
    ...(of.contentLength === undefined ? [] : [`Content-Length: ${of.contentLength}`]),
    '',
    ...(of.body ?? []),
    '',
  ].join('\n');
}

function findingsOf(id: string, text: string, sbcFqdn = ''): readonly Finding[] {
  const options = { ...defaultOptions, facts: { ...defaultOptions.facts, sbcFqdn } };
  return analyse(text, options).findings.filter(({ rule }) => rule.id === id);
}

describe('dr-contact-fqdn', () => {
  const id = 'dr-contact-fqdn';

  it('finds addresses of both families in INVITE and OPTIONS', () => {
    for (const contact of ['203.0.113.10', '[2001:db8::10]']) {
      for (const method of ['INVITE', 'OPTIONS']) {
        assert.equal(findingsOf(id, request({ method, contact })).length, 1, `${method} ${contact}`);
      }
    }
  });

  it('keeps silent about other requests, and about calls that do not go to Microsoft', () => {
    assert.deepEqual(findingsOf(id, request({ method: 'BYE', contact: '203.0.113.10' })), []);
    assert.deepEqual(findingsOf(id, request({ contact: '203.0.113.10', toMicrosoft: false })), []);
  });

  it('writes the FQDN where it is known', () => {
    const text = request({ contact: '203.0.113.10' });
    assert.deepEqual(
      findingsOf(id, text).map(({ fix }) => fix),
      [null],
    );
    const [found] = findingsOf(id, text, 'sbc9.example.com');
    assert.deepEqual(
      found?.fix?.edits.map(({ start, end, newText }) => [text.slice(start, end), newText]),
      [['203.0.113.10', 'sbc9.example.com']],
    );
  });
});

describe('dr-delayed-offer', () => {
  const severities = (of: Request): readonly string[] =>
    findingsOf('dr-delayed-offer', request(of)).map(({ severity }) => severity);

  it('is an error in an initial INVITE and a warning in a re-INVITE', () => {
    assert.deepEqual(severities({ contentLength: '0' }), ['error']);
    assert.deepEqual(severities({ contentLength: '0', toTag: '2' }), ['warning']);
  });

  it('is not claimed where the log may have left the body out', () => {
    assert.deepEqual(severities({ contentLength: '512' }), []);
    assert.deepEqual(severities({}), []);
  });

  it('does not speak of other requests', () => {
    assert.deepEqual(severities({ method: 'OPTIONS', contentLength: '0' }), []);
  });
});
