import { strict as assert } from 'node:assert';
import { placeholdersOf, readSnippets, sampleOf, type Snippet } from './support/snippets';

const sdpSnippets = readSnippets('snippets/sdp.json');
const messageSnippets = readSnippets('snippets/sip-trace.json');
const all = [...sdpSnippets, ...messageSnippets];

describe('snippets', () => {
  it('have each a prefix of their own: the SDP ones are offered in a SIP trace too', () => {
    const prefixes = all.map((snippet) => snippet.prefix);
    assert.deepEqual([...new Set(prefixes)], prefixes);
  });

  for (const snippet of all) {
    describe(snippet.name, () => {
      it('says what it is for', () => {
        assert.match(snippet.description, /^[A-Za-z].{20,}[^.]$/);
      });

      it('numbers its placeholders from 1 without a gap and explains each once', () => {
        const explained = placeholdersOf(snippet.body).filter((placeholder) => placeholder.text !== '');
        const tabstops = explained.map((placeholder) => placeholder.tabstop).sort((a, b) => a - b);
        assert.deepEqual(
          tabstops,
          tabstops.map((_, index) => index + 1),
        );
        for (const placeholder of placeholdersOf(snippet.body)) {
          assert.ok(tabstops.includes(placeholder.tabstop), `$${placeholder.tabstop} is explained nowhere`);
        }
      });

      it('holds no credential, only a placeholder that tells the length', () => {
        for (const line of snippet.body.split('\n')) {
          const secret = /^a=(?:ice-ufrag:|ice-pwd:|crypto:.*inline:)(.*)$/.exec(line)?.[1];
          if (secret !== undefined) {
            const [, text = ''] = /^\$\{\d+:([^}]*)\}(?:\|2\^31)?$/.exec(secret) ?? [];
            assert.match(text, /\d to \d+ characters|\d base64 characters/, line);
          }
        }
      });
    });
  }
});

describe('SDP snippets filled in', () => {
  for (const snippet of sdpSnippets.filter((each) => each.body.startsWith('v=0'))) {
    it(`${snippet.name}: a compliant body of an SBC`, () => {
      assertCompliant(sampleOf(snippet));
    });
  }

  it('the offers are sendrecv, hold is not', () => {
    assert.match(sampleOf(byPrefix('sbc-offer')), /^a=sendrecv$/m);
    assert.match(sampleOf(byPrefix('sbc-offer-dtls')), /^a=sendrecv$/m);
    assert.match(sampleOf(byPrefix('sbc-hold')), /^a=sendonly$/m);
    assert.match(sampleOf(byPrefix('sbc-answer-hold')), /^a=recvonly$/m);
  });

  it('the offer with DTLS has the documented form', () => {
    const sdp = sampleOf(byPrefix('sbc-offer-dtls'));
    assert.match(sdp, /^m=audio 50000 UDP\/TLS\/RTP\/SAVP 0 8 18 9 101 13$/m);
    assert.match(sdp, /^a=fingerprint:sha-256 [0-9A-F]{2}(?::[0-9A-F]{2}){31}$/m);
    assert.match(sdp, /^a=setup:actpass$/m);
  });

  it('rejected video has port 0 and one payload type', () => {
    assert.equal(sampleOf(byPrefix('m=video')), 'm=video 0 RTP/SAVP 122');
  });

  it('single lines are whole', () => {
    assert.equal(
      sampleOf(byPrefix('a=candidate')),
      'a=candidate:1 1 UDP 2130706431 203.0.113.10 50000 typ host',
    );
    assert.match(sampleOf(byPrefix('a=crypto')), /^a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:\S{40}\|2\^31$/);
    assert.equal(sampleOf(byPrefix('#!side')), '#!side sbc\n#!role offer\n#!profile teams-bypass');
  });
});

describe('SIP snippets filled in', () => {
  for (const snippet of messageSnippets) {
    it(`${snippet.name}: a whole message`, () => {
      const message = sampleOf(snippet);
      assert.match(
        message,
        /\n\n(?:v=0\n.*[^\n]\n)?$/s,
        'a blank line ends the headers, a line end the body',
      );
      const [head = '', body = ''] = split(message);
      const [startLine = '', ...headers] = head.split('\n');
      assert.match(startLine, /^(?:[A-Z]+ sip:\S+ SIP\/2\.0|SIP\/2\.0 \d{3} \S.*)$/);
      const names = headers.map((line) => /^([A-Za-z-]+): \S/.exec(line)?.[1] ?? line);
      for (const name of ['Via', 'From', 'To', 'Call-ID', 'CSeq', 'Contact', 'Content-Length']) {
        assert.equal(names.filter((each) => each === name).length, 1, name);
      }
      assert.equal(names.includes('Max-Forwards'), !startLine.startsWith('SIP/2.0'));
      assert.match(head, /^Contact: <sip:(?:\+\d+@)?sbc1\.contoso\.com:5061;transport=tls>$/m);
      assert.match(head, /^Allow: .*REFER, NOTIFY$/m);

      const octets = body === '' ? 0 : body.replaceAll('\n', '\r\n').length + '\r\n'.length;
      assert.match(head, new RegExp(`^Content-Length: ${octets}$`, 'm'));
      assert.equal(names.includes('Content-Type'), body !== '');
      if (body !== '') {
        assertCompliant(body);
      }
    });
  }
});

/** What Teams asks of an SBC's body with media bypass, and RFC 8866 of any. */
function assertCompliant(sdp: string): void {
  const lines = sdp.split('\n');
  assert.match(lines.map((line) => line.slice(0, 2)).join(''), /^v=o=s=c=t=(?:a=)*m=(?:a=)*$/);
  const media = lines.findIndex((line) => line.startsWith('m='));
  assert.ok(lines.slice(0, media).includes('a=ice-lite'), 'a=ice-lite stands at session level');
  assert.ok(lines.slice(media).includes('a=rtcp-mux'));

  const [, port = '', payloads = ''] = only(lines, /^m=audio (\d+) (?:UDP\/TLS\/)?RTP\/SAVP ([\d ]+)$/);
  const [, address = ''] = only(lines, /^c=IN IP4 (\d+\.\d+\.\d+\.\d+)$/);
  only(lines, /^o=- \d+ \d+ IN IP4 \d+\.\d+\.\d+\.\d+$/);
  const [candidate] = only(lines, /^a=candidate:.*$/);
  assert.equal(candidate, `a=candidate:1 1 UDP 2130706431 ${address} ${port} typ host`);
  assert.equal(only(lines, /^a=rtcp:(\d+)$/)[1], port);
  only(lines, /^a=ice-ufrag:[A-Za-z0-9+/]{4,32}$/);
  only(lines, /^a=ice-pwd:[A-Za-z0-9+/]{22,256}$/);
  const [, key = ''] = only(
    lines,
    /^a=crypto:\d+ AES_CM_128_HMAC_SHA1_80 inline:([A-Za-z0-9+/]{40})\|2\^31$/,
  );
  assert.equal(atob(key).length, 30);

  for (const payload of payloads.split(' ').map(Number)) {
    // RFC 5761 §4: with rtcp-mux these would be taken for RTCP.
    assert.ok(payload < 64 || payload > 95, `payload type ${payload}`);
    if (payload >= 96) {
      only(lines, new RegExp(`^a=rtpmap:${payload} \\S+/\\d+$`));
    }
  }
}

function only(lines: readonly string[], pattern: RegExp): RegExpExecArray {
  const matches = lines.map((line) => pattern.exec(line)).filter((match) => match !== null);
  const [match] = matches;
  assert.ok(match !== undefined && matches.length === 1, `${matches.length} lines match ${String(pattern)}`);
  return match;
}

function split(message: string): readonly string[] {
  const blank = message.indexOf('\n\n');
  return blank < 0 ? [message.trimEnd()] : [message.slice(0, blank), message.slice(blank + 2).trimEnd()];
}

function byPrefix(prefix: string): Snippet {
  const snippet = all.find((each) => each.prefix === prefix);
  assert.ok(snippet !== undefined, prefix);
  return snippet;
}
