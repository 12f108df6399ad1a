import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { analyse } from '../../../server/engine/analysis/analyse';
import { correctDescription, correctTrace, editsOfFix } from '../../../server/engine/corrections/correct';
import { isFixable } from '../../../server/engine/corrections/whole-fixes';
import { descriptionsOf } from '../../../server/engine/traces/message';
import { edited, faultOf, newErrors } from '../../support/corrections';
import { lineCounts } from '../../support/damage';
import { filesBelow, sharedPath, skipUnshared } from '../../support/shared';

const offer = [
  '#!side sbc',
  '#!role offer',
  'v=0',
  'o=- 1590133488 1 IN IP4 203.0.113.10',
  's=-',
  'c=IN IP4 203.0.113.10',
  't=0 0',
  'a=ice-lite',
  'm=audio 50000 RTP/SAVP 0 8 101',
  'a=rtpmap:0 PCMU/8000',
  'a=rtpmap:8 PCMA/8000',
  'a=rtpmap:101 telephone-event/8000',
  'a=fmtp:101 0-16',
  'a=rtcp:50000',
  'a=rtcp-mux',
  'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:mB0Tq5Zr2kXw8sVh1dLfYc7uEoNa4jGp6iKtR3xQ|2^31',
  'a=ice-ufrag:8hhY',
  'a=ice-pwd:asd88fgpdd777uzjYhagZg',
  'a=candidate:1 1 UDP 2130706431 203.0.113.10 50000 typ host',
  '',
];

function fixed(lines: readonly string[], lineEnd = '\n'): string {
  return correctTrace(analyse(lines.join(lineEnd))).text;
}

/** The lines with one of them standing elsewhere. */
function moved(lines: readonly string[], start: string, before: string): readonly string[] {
  const line = lines.find((each) => each.startsWith(start)) ?? '';
  return lines
    .filter((each) => each !== line)
    .flatMap((each) => (each.startsWith(before) ? [line, each] : [each]));
}

describe('correcting a text', () => {
  it('moves a line whole where others move to and from the same place', () => {
    const lines = moved(moved(moved(offer, 'a=crypto', 'm='), 'a=rtcp-mux', 't='), 'a=ice-lite', 'a=ice-pwd');
    for (const lineEnd of ['\n', '\r\n']) {
      const text = fixed(lines, lineEnd);
      assert.deepEqual(lineCounts(text), lineCounts(offer.join('\n')));
      assert.deepEqual(
        analyse(text).findings.filter(({ severity }) => severity === 'error'),
        [],
      );
      assert.equal(text.includes('\r'), lineEnd === '\r\n');
    }
  });

  it('takes blank lines away in one fix', () => {
    const lines = offer.flatMap((line) => (/^a=(rtcp|crypto)/.test(line) ? [line, '', ' '] : [line]));
    const analysis = analyse(lines.join('\n'));
    const [finding, ...others] = analysis.findings.filter(isFixable);
    assert.ok(finding);
    assert.deepEqual(others, []);
    assert.equal(edited(lines.join('\n'), editsOfFix(analysis, finding) ?? []), offer.join('\n'));
  });

  it('adds nothing that only stands in the wrong place', () => {
    assert.equal(lineCounts(fixed(moved(offer, 'a=fmtp', 't='))).get('a=fmtp:101 0-16'), 1);
    assert.equal(
      lineCounts(fixed([...offer.slice(0, -1), 'm=video 0 RTP/SAVP 122', 'a=rtcp-mux'])).get('a=rtcp-mux'),
      2,
    );
  });

  it('counts the octets of a body and of its parts again', () => {
    const body = offer.slice(2, -1).filter((line) => line !== 'a=ice-lite');
    const inside = [
      'Content-Type: application/sdp',
      `Content-Length: ${body.join('\r\n').length}`,
      '',
      ...body,
    ];
    const parts = ['--x', ...inside, '--x--', ''].join('\r\n');
    const message = [
      'INVITE sip:+14255550199@sip.pstnhub.microsoft.com:5061;transport=tls;user=phone SIP/2.0',
      'Via: SIP/2.0/TLS sbc1.contoso.com:5061;branch=z9hG4bK1',
      'From: <sip:+12065550100@sbc1.contoso.com;user=phone>;tag=a',
      'To: <sip:+14255550199@sip.pstnhub.microsoft.com;user=phone>',
      'Call-ID: q1',
      'CSeq: 1 INVITE',
      'Contact: <sip:+12065550100@sbc1.contoso.com:5061;transport=tls>',
      'Max-Forwards: 70',
      'Content-Type: multipart/mixed;boundary=x',
      `Content-Length: ${parts.length}`,
      '',
      parts,
    ].join('\r\n');
    const text = correctTrace(analyse(message)).text;
    const [whole = '', inner = ''] = [...text.matchAll(/Content-Length: (\d+)/g)].map(([, digits]) => digits);
    const start = text.indexOf('\r\n\r\n') + 4;
    const description = text.slice(text.indexOf('v=0'), text.indexOf('\r\n--x--'));
    assert.match(description, /\r\na=ice-lite\r\n/);
    assert.equal(Number(whole), text.length - start);
    assert.equal(Number(inner), description.length);
  });

  it('refuses a fix that brings another error, and what is left says so', () => {
    const answer = offer.map((line) => (line === '#!role offer' ? '#!role answer' : line));
    const teams = offer
      .filter((line) => !/^a=(rtcp|ice-lite)/.test(line))
      .map((line) => line.replace('#!side sbc', '#!side teams').replaceAll('203.0.113.10', '52.112.0.1'));
    const forRtcp = 'a=candidate:1 2 UDP 2130706430 52.112.0.1 50001 typ host';
    const text = [...teams.slice(0, -1), forRtcp, ...answer].join('\n');
    const analysis = analyse(text);
    const finding = analysis.findings
      .filter(isFixable)
      .find(({ rule }) => rule.id === 'oa-rtcp-mux-not-offered');
    assert.ok(finding);
    assert.equal(editsOfFix(analysis, finding), null);
    const { text: same, left } = correctTrace(analysis);
    assert.equal(same, text);
    assert.ok(left.some(({ rule }) => rule.id === 'oa-rtcp-mux-not-offered'));
  });

  it('corrects the description of a log, which stays as it is', () => {
    const description = offer.slice(2).filter((line) => line !== 'a=ice-lite');
    const text = [
      '2026/11/20 10:00:00.000000 203.0.113.10:5061 -> 52.114.75.24:5061',
      'INVITE sip:+14255550199@sip.pstnhub.microsoft.com:5061;transport=tls SIP/2.0',
      'Via: SIP/2.0/TLS sbc1.contoso.com:5061;branch=z9hG4bK1',
      'From: <sip:+12065550100@sbc1.contoso.com>;tag=a',
      'To: <sip:+14255550199@sip.pstnhub.microsoft.com>',
      'Call-ID: q1',
      'CSeq: 1 INVITE',
      'Content-Type: application/sdp',
      '',
      ...description,
    ].join('\n');
    const analysis = analyse(text);
    const [message] = analysis.trace.messages;
    const [sdp] = message === undefined ? [] : descriptionsOf(message.parsed);
    assert.ok(message && sdp);
    assert.equal(correctTrace(analysis).text, text);
    const { text: corrected, left } = correctDescription(analysis, message, sdp);
    assert.deepEqual(lineCounts(corrected), lineCounts(offer.slice(2).join('\n')));
    assert.deepEqual(
      left.filter(({ severity }) => severity === 'error'),
      [],
    );
  });

  it('loses no right line of damaged descriptions, doubles none, and is done in one run', function () {
    for (let seed = 0; seed < 60; seed++) assert.equal(faultOf(seed, seed % 4 === 0 ? 'each' : 'all'), null);
  });

  it('holds for the texts of ../shared/field/editor', function () {
    const files = filesBelow(sharedPath('field', 'editor'));
    if (files.length === 0) return skipUnshared(this);
    for (const file of files) {
      const name = path.basename(file);
      const text = fs.readFileSync(file, 'utf8');
      const before = analyse(text);
      const { text: corrected, edits } = correctTrace(before);
      const after = analyse(corrected);
      assert.deepEqual(newErrors(before, after), [], name);
      assert.equal(edited(text, edits), corrected, name);
      assert.equal(correctTrace(after).text, corrected, name);
      const lines = lineCounts(corrected);
      for (const line of text.split(/\r?\n/).filter((each) => /^a=(?:crypto|rtcp-mux$|ice-)/.test(each)))
        assert.ok(lines.has(line.replace('|1:1', '')), `${name}: ${line}`);
      for (const finding of before.findings.filter(isFixable)) {
        const own = editsOfFix(before, finding);
        if (own !== null) assert.deepEqual(newErrors(before, analyse(edited(text, own))), [], name);
      }
    }
  });
});
