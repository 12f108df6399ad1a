import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MarkupContent, type Hover, type Position } from 'vscode-languageserver-types';
import { inTrace, isSip } from '../../server/engine/traces/message';
import { provideHover } from '../../server/language/hover';
import { SDP_ATTRIBUTES } from '../../server/language/knowledge/sdp-attributes';
import { SDP_LINES } from '../../server/language/knowledge/sdp-lines';
import { SIP_HEADERS } from '../../server/language/knowledge/sip-headers';
import { SIP_METHODS } from '../../server/language/knowledge/sip-methods';
import { STATUS_CODES } from '../../server/language/knowledge/status-codes';
import { positionAt, type TraceView } from '../../server/language/view';
import { positionOf, viewOf } from '../support/view';

const texts = join(__dirname, '../fixtures/text');
const inbound = readFileSync(join(texts, '01-inbound-ok.sngrep.txt'), 'utf8');

describe('hover of SDP', () => {
  it('takes a crypto line apart and masks its key', () => {
    const line =
      'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:f9xBs7v09kpb/NUzz0la9kPne7zUL5iDwwFlfuem|2^31|1:4';
    const text = hoverIn(sdp(line), 'a=crypto');
    assert.match(text, /tag `1`/);
    assert.match(text, /16 octets key, 14 octets salt, 80 bits authentication tag/);
    assert.match(text, /30 octets \(16 key \+ 14 salt\), as the suite wants/);
    assert.match(text, /2,147,483,648 packets, about 11,930 hours of 20 ms audio/);
    assert.match(text, /MKI `1`, 4 octets more in every packet/);
    assert.match(text, /RFC 4568/);
    assert.match(text, /\*\*Teams:\*\* The SBC must support AES_CM_128_HMAC_SHA1_80/);
    assert.doesNotMatch(text, /f9xB/);
  });

  it('says what a key lacks for its suite, and which lifetime holds where none is given', () => {
    const text = hoverIn(
      sdp('a=crypto:1 AEAD_AES_256_GCM inline:f9xBs7v09kpb/NUzz0la9kPne7zUL5iDwwFlfuem'),
      'a=crypto',
    );
    assert.match(text, /30 octets, but the suite wants 44 \(60 characters\)/);
    assert.match(text, /no lifetime given: 2\^48 SRTP and 2\^31 SRTCP packets/);
  });

  it('names the field of a crypto line under the caret', () => {
    const text = sdp(
      'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:f9xBs7v09kpb/NUzz0la9kPne7zUL5iDwwFlfuem|2^31 UNENCRYPTED_SRTP',
    );
    const lifetime = hoverAt(text, '2^31', 1);
    assert.match(valueOf(lifetime), /How many packets the key may protect/);
    assert.deepEqual(rangeText(text, lifetime), '2^31');
    const session = hoverAt(text, 'UNENCRYPTED_SRTP', 3);
    assert.equal(rangeText(text, session), 'UNENCRYPTED_SRTP');
    assert.match(valueOf(session), /weakens SRTP/);
  });

  it('takes a candidate’s priority apart and says what it means for the path', () => {
    const text = sdp('a=candidate:1 1 UDP 2130706431 203.0.113.10 50000 typ host');
    const hover = hoverAt(text, '2130706431', 2);
    assert.equal(rangeText(text, hover), '2130706431');
    assert.match(
      valueOf(hover),
      /type preference 126 \(recommended for host\), local preference 65535, component 1/,
    );
    assert.match(valueOf(hover), /RFC 8445 §5\.1\.2/);
    const whole = hoverIn(text, 'a=candidate');
    assert.match(whole, /`203\.0\.113\.10:50000`: .*, the same as c= and m=/);
    assert.match(whole, /path: media comes straight to this address/);
  });

  it('tells a candidate that c= and m= do not name, a relay, and Microsoft’s extensions', () => {
    const text = sdp(
      'a=candidate:4 1 udp 41885439 52.112.1.1 50100 typ relay raddr 10.1.2.3 rport 3478 MTURNID 3600 generation 0',
    );
    const value = valueOf(hoverAt(text, 'a=candidate', 3));
    assert.match(value, /relayed, component 1 \(RTP\)/);
    assert.match(value, /in Microsoft's ranges; c= and m= say `203\.0\.113\.10:50000`/);
    assert.match(value, /made from `10\.1\.2\.3:3478`, a private address/);
    assert.match(value, /`MTURNID 3600`: An extension of Microsoft/);
    assert.match(value, /path: A Teams Transport Relay/);
    assert.match(value, /type preference 2 \(not one of the recommended values\)/);
  });

  it('explains payload types: static, mapped, dynamic without a map', () => {
    const text = sdp('a=rtpmap:101 telephone-event/8000', 'a=fmtp:101 0-16');
    assert.match(hoverIn(text, 'SAVP 0', 5), /`PCMU\/8000`[\s\S]*the number itself says it \(RFC 3551 §6\)/);
    assert.match(hoverIn(text, '96 101', 4), /`telephone-event\/8000`[\s\S]*its fmtp: `0-16`/);
    assert.match(hoverIn(text, '96 101', 1), /unknown codec[\s\S]*dynamic number without an rtpmap/);
    assert.match(hoverIn(text, 'a=fmtp:101', 9), /`0-16`: digits 0–9, `\*`, `#`, A–D, flash hook/);
    assert.match(hoverIn(text, 'a=rtpmap:101', 14), /DTMF digits and tones/);
  });

  it('says what Direct Routing supports and what a number is fixed for', () => {
    assert.match(
      hoverIn(sdp('a=rtpmap:8 PCMA/8000'), 'PCMA/8000'),
      /Direct Routing supports it on the SBC leg/,
    );
    assert.match(hoverIn(sdp('a=rtpmap:96 AMR/8000'), 'AMR'), /Microsoft does not name it for the SBC leg/);
    assert.match(hoverIn(sdp('a=rtpmap:8 opus/48000/2'), 'opus'), /RFC 3551 §6 fixes this number for PCMA/);
    assert.match(
      hoverIn(sdp('a=rtpmap:96 G722/16000'), 'G722'),
      /RTP clock 16000 Hz, but G722 counts at 8000/,
    );
  });

  it('explains the m-line, its transport, and port 0', () => {
    const text = `${sdp()}m=video 0 RTP/SAVP 34\n`;
    assert.match(
      hoverIn(text, 'm=audio'),
      /m-line 1 of 2, port `50000`[\s\S]*receives media on port `50000`, RTCP on port 50001/,
    );
    assert.match(hoverIn(text, 'm=video'), /\*\*rejected\*\*[\s\S]*RFC 3264 §6/);
    const proto = hoverAt(text, 'RTP/SAVP', 2);
    assert.equal(rangeText(text, proto), 'RTP/SAVP');
    assert.match(valueOf(proto), /SRTP: encrypted RTP/);
  });

  it('decodes the lines of the session', () => {
    const text = `${sdp()}b=TIAS:64000\n`;
    assert.match(hoverIn(text, 'v=0'), /RFC 8866 §5\.1/);
    assert.match(hoverIn(text, 'o=sbc'), /session `17`, version `2`[\s\S]*no media goes there/);
    assert.match(hoverIn(text, 'c=IN'), /holds for all m-lines/);
    assert.match(hoverIn(text, 't=0 0'), /permanent/);
    assert.match(hoverIn(text, 'b=TIAS'), /64,000 bit\/s of codec payload/);
    assert.match(
      hoverIn(text.replace('c=IN IP4 203.0.113.10', 'c=IN IP4 0.0.0.0'), 'c=IN'),
      /asks for a restart/,
    );
  });

  it('weighs RTCP, DTLS, direction, grouping and packet time', () => {
    const text = sdp(
      'a=rtcp:50000',
      'a=setup:actpass',
      'a=fingerprint:sha-256 AA:BB',
      'a=ptime:20',
      'a=mid:1',
      'a=sendonly',
    ).replace('m=audio', 'a=group:BUNDLE 1 9\nm=audio');
    assert.match(hoverIn(text, 'a=rtcp:'), /the RTP port: `a=rtcp-mux` is missing beside it/);
    assert.match(hoverIn(text, 'a=setup'), /the answer chooses/);
    assert.match(hoverIn(text, 'a=fingerprint'), /2 octets, but the hash has 32/);
    assert.match(hoverIn(text, 'a=ptime'), /50 packets a second/);
    assert.match(hoverIn(text, 'a=mid'), /names m-line 1, `audio`[\s\S]*`a=group:BUNDLE 1 9`/);
    assert.match(hoverIn(text, 'a=group'), /`9`: \*\*no m-line has this `mid`\*\*/);
    assert.match(hoverIn(text, 'a=sendonly'), /only sends \(hold\)/);
  });

  it('checks ICE credentials without showing the password', () => {
    const text = sdp('a=ice-ufrag:ab', 'a=ice-pwd:short-but-secret-password!');
    assert.match(hoverIn(text, 'a=ice-ufrag'), /2 characters: too short, at least 4/);
    const password = hoverIn(text, 'a=ice-pwd');
    assert.match(password, /26 characters/);
    assert.match(password, /characters other than letters, digits/);
    assert.doesNotMatch(password, /short-but/);
  });

  it('knows who sent credentials and whether ICE was restarted', () => {
    const view = viewOf(inbound);
    assert.match(
      hoverOf(view, positionOf(inbound, 'a=ice-pwd:6uHA')),
      /ICE password of the SBC[\s\S]*generation 1/,
    );
    const last = inbound.lastIndexOf('a=ice-ufrag:UavG');
    assert.match(hoverOf(view, positionAt(view, last)), /no ICE restart \(generation 1\)/);
    const changed = `${inbound.slice(0, last)}a=ice-ufrag:NEWu${inbound.slice(last + 'a=ice-ufrag:UavG'.length)}`;
    assert.match(
      hoverOf(viewOf(changed), positionAt(view, last)),
      /no restart, as an answer must stay the same/,
    );

    const [tag = ''] = /(?<=^To: [^\n]*;tag=)\w+/m.exec(inbound) ?? [];
    const invite = inbound.slice(0, inbound.indexOf('\n2026', 1));
    const again = invite
      .replaceAll('z9hG4bK06c2', 'z9hG4bKnew')
      .replace('CSeq: 1', 'CSeq: 2')
      .replace(/^To: .*/m, `$&;tag=${tag}`)
      .replace('a=ice-ufrag:Rugl0WvG', 'a=ice-ufrag:Fresh1');
    const restarted = `${inbound.trimEnd()}\n\n${again}\n`;
    assert.match(
      hoverOf(viewOf(restarted), positionOf(restarted, 'a=ice-ufrag:Fresh1')),
      /\*\*ICE restart\*\* \(generation 2\)/,
    );
  });

  it('tells what the other side said', () => {
    const view = viewOf(inbound);
    assert.match(hoverOf(view, positionOf(inbound, 'a=rtcp-mux')), /the answer has it too/);
    const dropped = inbound.replace('a=rtcp-mux', 'a=rtcp-rsize');
    const answer = dropped.indexOf('a=rtcp-mux');
    assert.match(hoverOf(viewOf(dropped), positionAt(viewOf(dropped), answer)), /the offer has it not/);
  });

  it('tells a slip from an attribute of its own', () => {
    assert.match(hoverIn(sdp('a=Rtcp-Mux'), 'a=Rtcp'), /`a=rtcp-mux` was probably meant/);
    assert.match(hoverIn(sdp('a=icelite'), 'a=icelite'), /`a=ice-lite` was probably meant/);
    assert.match(hoverIn(sdp('a=x-my-own:1'), 'a=x-my'), /in no registry/);
    assert.match(hoverIn(sdp('a=ice-lite'), 'a=ice-lite'), /belongs above the first one/);
  });
});

describe('hover of an answer', () => {
  it('names the offered line that the tag of a crypto line takes', () => {
    const key = 'inline:f9xBs7v09kpb/NUzz0la9kPne7zUL5iDwwFlfuem';
    const offered = [
      `a=crypto:1 AES_CM_128_HMAC_SHA1_80 ${key}`,
      `a=crypto:2 AES_CM_128_HMAC_SHA1_32 ${key}`,
    ];
    const pair = (answered: string): string =>
      `#!side teams\n#!role offer\n${sdp(...offered)}\n#!side sbc\n#!role answer\n${sdp(`a=crypto:${answered} ${key}`, 'a=mid:x')}`;
    const second = pair('2 AES_CM_128_HMAC_SHA1_32');
    const at = second.lastIndexOf('a=crypto');
    assert.match(hoverIn(second, 'a=crypto:2', 3), /choice 2 of 2 in this offer/);
    const view = viewOf(second);
    const position = { line: second.slice(0, at).split('\n').length - 1, character: 3 };
    assert.match(hoverOf(view, position), /takes the offer's line with tag `2`, `AES_CM_128_HMAC_SHA1_32`/);
    const none = pair('3 AES_CM_128_HMAC_SHA1_32');
    assert.match(hoverOf(viewOf(none), position), /the offer has no line with tag `3`/);
  });
});

describe('hover of SIP', () => {
  const message = [
    'SIP/2.0 488 Nope',
    'Via: SIP/2.0/TLS 203.0.113.10:5061;branch=z9hG4bKabc;received=198.51.100.7;rport=1024',
    'From: "A" <sip:+14255550100:hunter2@sbc1.contoso.com;user=phone>;tag=1',
    'To: <sip:+14255550199@sip.pstnhub.microsoft.com>;tag=2',
    'Call-ID: x',
    'CSeq: 7 INVITE',
    'Reason: Q.850;cause=16;text="BYE, IceConnectivityChecksFailed"',
    'Session-Expires: 1800;refresher=uas',
    'X-MS-UserLocation: external',
    'X-MS-MediaPath: proxysbc.contoso.com, vnsbc.contoso.com',
    'Supported: 100rel, timer',
    'Allow: INVITE, ACK',
    'X-Nobody: knows',
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');

  it('explains a status code with what Teams makes of it', () => {
    const text = hoverIn(message, 'SIP/2.0');
    assert.match(text, /\*\*488 Not Acceptable Here\*\* · response to `INVITE`/);
    assert.match(text, /the sender wrote `Nope`/);
    assert.match(text, /\*\*Teams:\*\* Check for RTP\/SAVP/);
    assert.match(text, /RFC 3261 §21\.4\.26/);
  });

  it('takes headers apart', () => {
    assert.match(
      hoverIn(message, 'Via'),
      /over `TLS`[\s\S]*`z9hG4bKabc`: names the transaction[\s\S]*really came from `198\.51\.100\.7:1024`/,
    );
    assert.match(hoverIn(message, 'To:'), /Microsoft's SIP proxy/);
    assert.match(hoverIn(message, 'CSeq'), /number `7`, method `INVITE`/);
    assert.match(
      hoverIn(message, 'Session-Expires'),
      /1,800 seconds, 30 minutes[\s\S]*the side that answers refreshes/,
    );
    assert.match(
      hoverIn(message, 'X-MS-UserLocation'),
      /Microsoft's own header[\s\S]*outside the company network/,
    );
    assert.match(hoverIn(message, 'X-MS-MediaPath'), /`vnsbc\.contoso\.com`: the SBC that the call is for/);
    assert.match(hoverIn(message, 'X-Nobody'), /unknown header/);
    assert.match(hoverIn(message, 'Content-Length'), /declared 0 octets, counted 0 octets/);
    assert.match(hoverIn(message, 'Allow'), /without REFER and NOTIFY/);
  });

  it('names Q.850 causes and Microsoft’s texts', () => {
    const text = hoverIn(message, 'Reason');
    assert.match(text, /Q\.850 cause 16, \*\*Normal call clearing\*\*/);
    assert.match(text, /Microsoft saw no successful ICE check/);
  });

  it('explains one word of a list by itself', () => {
    const hover = hoverAt(message, 'timer', 2);
    assert.equal(rangeText(message, hover), 'timer');
    assert.match(valueOf(hover), /RFC 4028/);
  });

  it('keeps the password of a URI to itself', () => {
    assert.match(hoverIn(message, 'From'), /number `\+14255550100`, in E\.164/);
    assert.doesNotMatch(hoverIn(message, 'From'), /hunter2/);
  });

  it('explains requests, Request-URIs and the log’s own line', () => {
    const view = viewOf(inbound);
    assert.match(
      hoverOf(view, positionOf(inbound, 'INVITE sip', 2)),
      /\*\*INVITE\*\*[\s\S]*sent by the SBC, the caller/,
    );
    assert.match(
      hoverOf(view, positionOf(inbound, 'sip.pstnhub')),
      /Request-URI[\s\S]*E\.164[\s\S]*Microsoft's SIP proxy/,
    );
    assert.match(
      hoverOf(view, { line: 0, character: 3 }),
      /time 2026-11-20 05:40:24\.467142 UTC[\s\S]*`203\.0\.113\.10:5060`/,
    );
  });

  it('explains directives', () => {
    assert.match(hoverIn(`#!side sbc\n${sdp()}`, '#!side', 3), /who sent the first message[\s\S]*`teams`/);
  });
});

describe('hover of Via', () => {
  const via = (params: string): string =>
    hoverIn(
      `OPTIONS sip:a@b SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bKabc${params}\nCall-ID: x\nCSeq: 1 OPTIONS\n\n`,
      'Via',
    );

  it('tells an `rport` that asks from one that was answered', () => {
    assert.match(via(';rport'), /`rport`: asks that the response go back/);
    assert.doesNotMatch(via(';rport'), /really came from `/);
    assert.match(via(';rport=1024'), /really came from `192\.0\.2\.1:1024`/);
    assert.doesNotMatch(via(';rport=1024'), /asks that/);
    assert.match(via(';received=198.51.100.7'), /really came from `198\.51\.100\.7:5070`/);
    assert.doesNotMatch(via(''), /asks that|really came from `/);
  });
});

describe('hover of values taken apart', () => {
  const request = (...headers: readonly string[]): string =>
    [
      'INVITE sip:+14255550199@sbc1.contoso.com SIP/2.0',
      'Via: SIP/2.0/TLS 52.114.75.24:5061;branch=z9hG4bKt',
      'From: <sip:+12065550100@sip.pstnhub.microsoft.com>;tag=t',
      'To: <sip:+14255550199@sbc1.contoso.com>',
      'Call-ID: t1',
      'CSeq: 1 INVITE',
      ...headers,
      '',
      '',
    ].join('\n');

  for (const [header, ...wanted] of [
    [
      'Warning: 304 sbc1.contoso.com "Media type not available", 399 10.0.0.1 "x"',
      /`304`, \*\*media type not available\*\*.*said by `sbc1\.contoso\.com`/,
      /`399`, \*\*miscellaneous warning/,
    ],
    ['RAck: 776656 1 INVITE', /RSeq `776656`/, /`INVITE` with CSeq number `1`/],
    ['Privacy: id;history', /`id`: P-Asserted-Identity/, /`history`: History-Info/],
    [
      'Replaces: t1;to-tag=a;from-tag=b',
      /Call-ID `t1`, which is in this trace/,
      /`from-tag=b`: the tag of its other end/,
    ],
    [
      'Refer-To: <sip:+1@x.com?Replaces=other%40x%3Bto-tag%3Da%3Bfrom-tag%3Db>',
      /carries `Replaces: other@x;to-tag=a;from-tag=b`/,
      /Call-ID `other@x`, which is not in this trace/,
    ],
    [
      'History-Info: <sip:+1@x.com?Reason=SIP%3Bcause%3D302%3Btext%3D%22Moved%22>;index=1',
      /because of `SIP;cause=302;text="Moved"`: Moved Temporarily/,
    ],
    ['X-MS-SBC: a/b/c', /Microsoft's own header/],
    ['Content-ID: <loc@x>', /named `cid:loc@x`/, /no header of the message speaks of it/],
  ] as const) {
    it(`explains ${header.slice(0, header.indexOf(':'))}`, () => {
      const value = hoverIn(request(header), header, header.indexOf(':') + 4);
      for (const words of wanted) assert.match(value, words);
    });
  }

  it('names each part of a candidate', () => {
    const line =
      'a=candidate:7 1 UDP 1694498815 198.51.100.9 50100 typ srflx raddr 10.0.0.5 rport 40000 generation 2';
    const text = sdp(line);
    for (const [piece, title] of [
      ['7 1 UDP', '**foundation** `7`'],
      ['1 UDP', '**component** `1`'],
      ['UDP 1694', '**transport** `UDP`'],
      ['1694498815', '**priority** `1694498815`'],
      ['198.51', '**address** `198.51.100.9`'],
      ['50100 typ', '**port** `50100`'],
      ['srflx', '**typ** `srflx`'],
      ['10.0.0.5', '**raddr** `10.0.0.5`'],
      ['40000', '**rport** `40000`'],
      ['generation', '**generation** `2`'],
    ] as const)
      assert.ok(hoverIn(text, piece, 1).includes(title) || hoverIn(text, piece).includes(title), title);
    assert.match(hoverIn(text, 'a=candidate', 3), /\*\*a=candidate\*\*/);
  });
});

describe('hover of findings', () => {
  const text = `#!side sbc\n#!role offer\n#!profile teams-bypass\n${sdp('a=ice-ufrag:abcd', 'a=ice-pwd:0123456789012345678901')}`;

  it('begins with basis, source and rule, without the finding’s own text', () => {
    const view = viewOf(text);
    const [finding] = view.analysis.findings;
    assert.ok(finding, 'the offer has a defect');
    const value = hoverOf(view, positionAt(view, finding.range.start));
    assert.ok(value.startsWith('- **'), value);
    assert.ok(value.includes(`\`${finding.rule.id}\``), value);
    assert.ok(!value.includes(finding.message), 'the editor shows the message itself');
  });

  it('links to the rule’s page where the client names the folder', () => {
    const view = viewOf(text);
    const [finding] = view.analysis.findings;
    assert.ok(finding);
    const hover = provideHover(view, positionAt(view, finding.range.start), 'file:///docs/');
    assert.match(
      valueOf(hover),
      new RegExp(`\\[${finding.rule.id}\\]\\(file:///docs/${finding.rule.id}\\.md\\)`),
    );
  });
});

describe('everything that is known', () => {
  it('every attribute has a hover with its meaning and source', () => {
    for (const { name, summary, source } of SDP_ATTRIBUTES) {
      const value = hoverIn(sdp(`a=${name}:1`), `a=${name}:1`, 3);
      assert.ok(value.includes(source) || /^\*\*a=(?:rtpmap|fmtp|crypto)/.test(value), `${name}\n${value}`);
      assert.ok(value.includes(summary) || /^\*\*a=(?:rtpmap|fmtp|crypto)/.test(value), `${name}\n${value}`);
    }
  });

  it('every line type has one', () => {
    for (const { type, example, summary } of SDP_LINES) {
      if (type === 'a') continue;
      assert.ok(hoverIn(`v=0\n${example}\nk=x\n`, example).includes(summary), type);
    }
  });

  it('every header has one, in its long and its short form', () => {
    for (const { name, compact, example, summary, source } of SIP_HEADERS) {
      for (const line of [
        example,
        ...(compact === undefined ? [] : [`${compact}${example.slice(name.length)}`]),
      ]) {
        const text = `OPTIONS sip:a@b SIP/2.0\r\nMax-Forwards: 70\r\n${line}\r\n\r\n`;
        const value = hoverIn(text, `\n${line}`, 1);
        assert.ok(value.includes(summary), `${line}\n${value}`);
        assert.ok(value.includes(source), `${line}\n${value}`);
      }
    }
  });

  it('every status code and method has one', () => {
    for (const { code, summary } of STATUS_CODES) {
      assert.ok(
        hoverIn(`SIP/2.0 ${code} X\r\nCSeq: 1 INVITE\r\n\r\n`, 'SIP/2.0', 9).includes(summary),
        String(code),
      );
    }
    for (const { name, summary } of SIP_METHODS) {
      assert.ok(
        hoverIn(`${name} sip:a@b SIP/2.0\r\nCSeq: 1 ${name}\r\n\r\n`, name, 1).includes(summary),
        name,
      );
    }
  });
});

describe('every place of the samples', () => {
  it('every line of every message has a hover, and no hover is longer than a screen', () => {
    for (const { name, view } of samples()) {
      for (const message of view.analysis.trace.messages) {
        if (!isSip(message)) continue;
        const { parsed } = message;
        const spans = [
          parsed.startLine,
          ...parsed.headers,
          ...parsed.parts.flatMap(({ sdp: body }) => body?.lines ?? []),
        ];
        for (const span of spans) {
          const at = positionAt(view, inTrace(message, span).start);
          const value = hoverOf(view, at);
          assert.notEqual(value, '', `${name}:${at.line + 1}`);
          const lines = value.split('\n').filter((line) => line !== '').length;
          assert.ok(lines <= 18, `${name}:${at.line + 1} has ${lines} lines\n${value}`);
        }
      }
    }
  });

  it('no hover shows a key or a password', () => {
    const view = viewOf(inbound);
    const secrets = [...inbound.matchAll(/inline:([\w+/=]+)|ice-pwd:(\S+)/g)].map(
      (match) => match[1] ?? match[2] ?? '',
    );
    assert.ok(secrets.length >= 6);
    for (const value of allHovers(inbound, view)) {
      for (const secret of secrets) assert.ok(!value.includes(secret.slice(0, 6)), value);
    }
  });
});

describe('hostile text in a hover', () => {
  const attacks = [
    '[x](command:evil)',
    '`[x](command:evil)`',
    '``` \\` ` `` [x](command:evil) ``',
    '<img src=x onerror=alert(1)>',
    '**bold** ![i](http://evil/x.png)',
    '\u202e\u0007[x](command:evil)',
  ];

  for (const attack of attacks) {
    it(`neutralises ${JSON.stringify(attack)} wherever it stands`, () => {
      const text = [
        `INVITE sip:${attack} SIP/2.0`,
        `Via: SIP/2.0/UDP ${attack};branch=${attack}`,
        `From: "${attack}" <sip:${attack}@a>;tag=${attack}`,
        `To: <sip:b@${attack}>;${attack}=${attack}`,
        `Call-ID: ${attack}`,
        `CSeq: 1 ${attack}`,
        `Reason: ${attack};cause=${attack};text="${attack}"`,
        `User-Agent: ${attack}`,
        `Supported: ${attack}`,
        `X-MS-UserLocation: ${attack}`,
        `Content-Type: application/sdp`,
        '',
        'v=0',
        `o=${attack} 1 1 IN IP4 ${attack}`,
        `s=${attack}`,
        `c=IN IP4 ${attack}`,
        `a=group:${attack}`,
        `a=setup:${attack}`,
        `a=fingerprint:${attack}`,
        `a=ice-options:${attack}`,
        `m=${attack} 5 ${attack}`,
        `m=audio 5 RTP/AVP 96 ${attack}`,
        `a=rtpmap:96 ${attack}/8000`,
        `a=fmtp:96 ${attack}=${attack};${attack}`,
        `a=crypto:${attack} ${attack} inline:${attack}|${attack} ${attack}=1`,
        `a=candidate:1 1 ${attack} ${attack} ${attack} 5 typ ${attack} ${attack} ${attack}`,
        `a=ice-ufrag:${attack}`,
        `a=mid:${attack}`,
        `a=label:${attack}`,
        `a=${attack}:1`,
        '',
      ].join('\r\n');
      for (const value of allHovers(text, viewOf(text))) {
        // Sources lead to their publishers.
        const outside = withoutCode(value).replaceAll(
          /\]\(https:\/\/(?:www\.rfc-editor\.org|learn\.microsoft\.com)\/[\w/#.-]+\)/g,
          '',
        );
        assert.doesNotMatch(outside, /command:|<img|evil|\]\(/, value);
        assert.ok(!value.includes('\u0007') && !value.includes('\u202e'), value);
      }
    });
  }

  it('cuts what is too long', () => {
    const text = `v=0\ns=${'x'.repeat(100_000)}\nm=audio 5 RTP/AVP ${'0 '.repeat(5000)}\n`;
    assert.ok(hoverIn(text, 's=x').length < 1000);
    assert.ok(hoverIn(text, 'm=audio').length < 2500);
  });

  it('says nothing outside of messages', () => {
    assert.equal(provideHover(viewOf(''), { line: 0, character: 0 }), null);
    assert.equal(provideHover(viewOf('just a log\nof nothing'), { line: 1, character: 2 }), null);
  });
});

/** A description with one m-line that lists 0, 8, 96 and 101. */
function sdp(...attributes: readonly string[]): string {
  return [
    'v=0',
    'o=sbc 17 2 IN IP4 203.0.113.10',
    's=-',
    'c=IN IP4 203.0.113.10',
    't=0 0',
    'm=audio 50000 RTP/SAVP 0 8 96 101',
    ...attributes,
    '',
  ].join('\n');
}

function hoverAt(text: string, piece: string, into = 0): Hover {
  const hover = provideHover(viewOf(text), positionOf(text, piece, into));
  assert.ok(hover, `no hover at ${piece}`);
  return hover;
}

function hoverIn(text: string, piece: string, into = 0): string {
  return valueOf(hoverAt(text, piece, into));
}

function hoverOf(view: TraceView, position: Position): string {
  return valueOf(provideHover(view, position));
}

function valueOf(hover: Hover | null): string {
  assert.ok(hover);
  assert.ok(MarkupContent.is(hover.contents));
  assert.equal(hover.contents.kind, 'markdown');
  return hover.contents.value;
}

function rangeText(text: string, { range }: Hover): string {
  assert.ok(range);
  return text.split(/\r?\n/)[range.start.line]?.slice(range.start.character, range.end.character) ?? '';
}

function allHovers(text: string, view: TraceView): ReadonlySet<string> {
  const values = new Set<string>();
  for (const [line, { length }] of text.split(/\r\n|[\r\n]/).entries()) {
    for (let character = 0; character <= length; character++) {
      const hover = provideHover(view, { line, character });
      if (hover !== null) values.add(valueOf(hover));
    }
  }
  assert.ok(values.size > 20, 'there are hovers');
  return values;
}

/** Markdown without its code spans, read as CommonMark §6.1 reads them. */
function withoutCode(markdown: string): string {
  let out = '';
  let at = 0;
  while (at < markdown.length) {
    const run = /^`+/.exec(markdown.slice(at))?.[0];
    if (run === undefined) {
      out += markdown.charAt(at++);
      continue;
    }
    const close = [...markdown.slice(at + run.length).matchAll(/`+/g)].find(([each]) => each === run);
    if (close === undefined) {
      out += run;
      at += run.length;
    } else {
      at += run.length + close.index + run.length;
    }
  }
  return out;
}

function* samples(): Generator<{ readonly name: string; readonly view: TraceView }> {
  for (const name of readdirSync(texts).filter(
    (each) => each.endsWith('.sngrep.txt') || each.endsWith('.baresip1.log'),
  )) {
    yield { name, view: viewOf(readFileSync(join(texts, name), 'utf8')) };
  }
}
