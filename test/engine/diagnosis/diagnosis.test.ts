/** Why calls end, and what led there: ordinary calls, failures, and halves of them. */
import assert from 'node:assert/strict';
import { analyse } from '../../../server/engine/analysis/analyse';
import type { Tone } from '../../../shared/diagnosis';
import { LineIndex } from '../../../server/engine/basics/lines';
import { analysedCalls } from '../../../server/engine/report/calls';
import type { DiagnosisValue } from '../../../server/engine/report/shapes';
import {
  CallScript,
  inbound,
  logged,
  outbound,
  plain,
  type Parties,
  type Sent,
} from '../../support/sip-call';

/** The diagnosis of the only call. */
function diagnosisOf(
  sent: readonly Sent[],
  parties: Parties = outbound,
): DiagnosisValue & { first: string; tone: Tone | undefined } {
  const text = logged(sent, parties);
  const lines = new LineIndex(text);
  const analysis = analyse(text);
  const [call] = analysedCalls(analysis, lines);
  assert.ok(call?.diagnosis, text);
  const [own] = analysis.trace.calls;
  const tone = own === undefined ? undefined : analysis.diagnoses.of(own)?.tone;
  return { ...call.diagnosis, tone, first: text.split('\n')[(call.diagnosis.lines[0] ?? 1) - 1] ?? '' };
}

interface Case {
  readonly name: string;
  readonly sent: readonly Sent[];
  readonly parties?: Parties;
  readonly grade: DiagnosisValue['grade'];
  readonly text: RegExp;
  readonly advice?: RegExp;
  readonly side?: DiagnosisValue['side'];
  readonly confidence?: DiagnosisValue['confidence'];
  readonly audio?: RegExp;
  readonly headline?: string;
  readonly tone?: Tone;
  /** The line that is named first. */
  readonly line?: RegExp;
}

/** Of a body only the beginning of its first line is left. */
function cutBody(text: string): string {
  const body = text.indexOf('v=0');
  return body === -1 ? text : text.slice(0, body + 2);
}

const out = new CallScript(outbound);
const into = new CallScript(inbound);
const phone = new CallScript(plain);
const challenge = 'WWW-Authenticate: Digest realm="example.net", nonce="n1", algorithm=MD5';

function credentials(nonce: string): readonly string[] {
  return [
    `Authorization: Digest username="alice", realm="example.net", nonce="${nonce}", uri="sip:example.net", response="0"`,
  ];
}

const ordinary: readonly Case[] = [
  {
    name: 'answered, ended by the caller',
    sent: [...out.setUp(), ...out.hangUp(20)],
    grade: 'fine',
    text: /answered and ended by the BYE of the SBC after 17\.0 s; no defect was seen/,
    confidence: 'observed',
  },
  {
    name: 'answered, ended by Microsoft with cause 16',
    sent: [
      ...out.setUp(),
      ...out.hangUp(20, { from: 'callee', headers: ['Reason: Q.850;cause=16;text="Normal call clearing"'] }),
    ],
    grade: 'fine',
    text: /BYE of Microsoft/,
  },
  {
    name: 'still up when the trace ends',
    sent: out.setUp(),
    grade: 'fine',
    text: /its end is not in this trace/,
  },
  {
    name: 'busy',
    sent: [
      phone.request(0, 'INVITE', { body: plain.offer }),
      phone.response(1, '486 Busy Here', 'INVITE'),
      phone.request(1.1, 'ACK', { branch: 'callerINVITE1' }),
    ],
    parties: plain,
    grade: 'ordinary',
    headline: 'Rejected: 486 Busy Here, by the callee after 1.0 s: the callee is busy.',
    tone: 'error',
    text: /The callee answered 486 Busy Here after 1\.0 s: the callee is busy/,
    confidence: 'observed',
  },
  {
    name: 'cancelled while it rang',
    sent: [
      phone.request(0, 'INVITE', { body: plain.offer }),
      phone.response(1, '180 Ringing', 'INVITE'),
      phone.request(9, 'CANCEL'),
      phone.response(9.1, '200 OK', 'CANCEL'),
      phone.response(9.1, '487 Request Terminated', 'INVITE'),
      phone.request(9.2, 'ACK', { branch: 'callerINVITE1' }),
    ],
    parties: plain,
    grade: 'ordinary',
    text: /The caller cancelled the call after 9\.0 s, before anybody answered/,
  },
  {
    name: 'challenged once, then answered',
    sent: [
      phone.request(0, 'INVITE', { body: plain.offer }),
      phone.response(0.1, '401 Unauthorized', 'INVITE', { headers: [challenge], toTag: 'proxy' }),
      phone.request(0.2, 'ACK', { branch: 'callerINVITE1', toTag: 'proxy' }),
      phone.request(0.3, 'INVITE', { body: plain.offer, cseq: 2, headers: credentials('n1') }),
      phone.response(2, '200 OK', 'INVITE', { cseq: 2, body: plain.answer }),
      phone.request(2.1, 'ACK', { cseq: 2 }),
      ...phone.hangUp(9, { cseq: 3 }),
    ],
    parties: plain,
    grade: 'fine',
    text: /answered and ended by the BYE of the caller/,
  },
  {
    name: 'redirected',
    sent: [
      phone.request(0, 'INVITE', { body: plain.offer }),
      phone.response(1, '302 Moved Temporarily', 'INVITE', { headers: ['Contact: <sip:carol@example.org>'] }),
    ],
    parties: plain,
    grade: 'ordinary',
    text: /302 Moved Temporarily after 1\.0 s: the callee is to be reached elsewhere, at sip:carol@example\.org/,
  },
  {
    name: 'no answer of the phone',
    sent: [
      phone.request(0, 'INVITE', { body: plain.offer }),
      phone.response(1, '180 Ringing', 'INVITE'),
      phone.response(60, '480 Temporarily Unavailable', 'INVITE', { headers: ['Reason: Q.850;cause=19'] }),
    ],
    parties: plain,
    grade: 'ordinary',
    text: /480 Temporarily Unavailable.*Q\.850 cause 19, no answer from the user/,
  },
];

const failures: readonly Case[] = [
  {
    name: 'no ACK: the 200 is repeated until the callee hangs up',
    sent: [
      ...phone.setUp().filter(({ text }) => !text.startsWith('ACK')),
      ...[0.5, 1.5, 3.5, 7.5].map((later) =>
        phone.response(3 + later, '200 OK', 'INVITE', { body: plain.answer }),
      ),
      phone.request(35, 'BYE', { from: 'callee', cseq: 1 }),
    ],
    parties: plain,
    grade: 'bad',
    text: /answered, but no ACK of the caller came: the callee sent its 200 5 times over 7\.5 s and then hung up/,
    advice: /ACK/,
  },
  {
    name: 'a loop of challenges',
    sent: [1, 2, 3].flatMap((cseq) => [
      phone.request(cseq, 'INVITE', {
        cseq,
        body: plain.offer,
        ...(cseq === 1 ? {} : { headers: credentials('n1') }),
      }),
      phone.response(cseq + 0.1, '401 Unauthorized', 'INVITE', { cseq, headers: [challenge] }),
    ]),
    parties: plain,
    grade: 'bad',
    text: /challenged the INVITE 3 times \(401\), though the caller sent credentials 2 times/,
    advice: /password/,
    confidence: 'observed',
  },
  {
    name: 'no answer at all',
    sent: [0, 0.5, 1.5, 3.5, 7.5, 15.5].map((at) => phone.request(at, 'INVITE', { body: plain.offer })),
    parties: plain,
    grade: 'bad',
    text: /The callee did not answer the INVITE, which was sent 6 times over 15\.5 s/,
  },
  {
    name: 'Microsoft refuses the media',
    sent: [
      out.request(0, 'INVITE', {
        body: outbound.offer.replaceAll('RTP/SAVP', 'RTP/AVP').replace(/a=crypto.*\n/, ''),
      }),
      out.response(0.2, '488 Not Acceptable Here', 'INVITE', {
        headers: ['Reason: Q.850;cause=65;text="MissingSdes"'],
      }),
    ],
    grade: 'bad',
    text: /Microsoft refused the call with 488 Not Acceptable Here after 200 ms: the offer has no usable crypto line/,
    side: 'sbc',
  },
  {
    name: 'Microsoft does not know the gateway, as Contact is an address',
    sent: [
      ...[out.request(0, 'INVITE', { body: outbound.offer })].map((each) => ({
        ...each,
        text: each.text.replace(/Contact: .*/, 'Contact: <sip:x@198.51.100.10:5061>'),
      })),
      out.response(0.2, '403 Forbidden', 'INVITE'),
    ],
    grade: 'bad',
    text: /403 Forbidden.*Likely cause: The Contact of the SBC's request.* holds an address, not its FQDN/,
    advice: /FQDN/,
    side: 'sbc',
    confidence: 'likely',
    line: /^Contact:/,
  },
  {
    name: 'the BYE of Microsoft says that ICE failed, as the SBC has a private candidate',
    sent: [
      ...out.setUp().map((each) => ({
        ...each,
        text:
          each.from === 'caller'
            ? each.text.replaceAll('198.51.100.10 54056', '192.168.1.10 54056')
            : each.text,
      })),
      ...out.hangUp(28, {
        from: 'callee',
        headers: ['Reason: Q.850;cause=22;text="IceConnectivityChecksFailed"'],
      }),
    ],
    grade: 'bad',
    text: /25\.0 s after the answer and says why: Q\.850 cause 22 \("IceConnectivityChecksFailed"\).*Likely cause: /,
    side: 'sbc',
    line: /candidate|c=|ice/,
  },
  {
    name: 'a re-INVITE is refused, and the call ends',
    sent: [
      ...into.setUp(),
      into.request(10, 'INVITE', { cseq: 2, toTag: 'callee', body: inbound.offer }),
      into.response(10.1, '488 Not Acceptable Here', 'INVITE', {
        cseq: 2,
        headers: ['Warning: 305 sbc "no codec"'],
      }),
      ...into.hangUp(10.5, { cseq: 3 }),
    ],
    parties: inbound,
    grade: 'bad',
    text: /The SBC refused the re-INVITE of Microsoft with 488.*Warning 305, incompatible media format \("no codec"\); then the call ended/,
  },
  {
    name: 'a REFER is refused',
    sent: [
      ...into.setUp(),
      into.request(10, 'REFER', { cseq: 2, headers: ['Refer-To: <sip:c@example.com>'] }),
      into.response(10.1, '603 Decline', 'REFER', { cseq: 2 }),
      ...into.hangUp(20, { cseq: 3 }),
    ],
    parties: inbound,
    grade: 'bad',
    text: /The transfer failed: the SBC refused the REFER with 603 Decline/,
    side: 'sbc',
  },
  {
    name: 'a transfer whose new call fails',
    sent: [
      ...into.setUp(),
      into.request(10, 'REFER', { cseq: 2, headers: ['Refer-To: <sip:c@example.com>'] }),
      into.response(10.1, '202 Accepted', 'REFER', { cseq: 2 }),
      into.request(12, 'NOTIFY', {
        from: 'callee',
        cseq: 1,
        body: 'SIP/2.0 503 Service Unavailable\n',
        type: 'message/sipfrag',
      }),
      ...into.hangUp(20, { cseq: 3 }),
    ],
    parties: inbound,
    grade: 'bad',
    text: /its call to the target ended with 503 Service Unavailable/,
    line: /^SIP\/2\.0 503/,
  },
  {
    name: 'a BYE that names another cause',
    sent: [...out.setUp(), ...out.hangUp(20, { from: 'callee', headers: ['Reason: Q.850;cause=41'] })],
    grade: 'bad',
    text: /Q\.850 cause 41, temporary failure\. Nothing else in this trace tells the cause/,
  },
  {
    name: 'a server error without a word',
    sent: [
      phone.request(0, 'INVITE', { body: plain.offer }),
      phone.response(1, '500 Server Internal Error', 'INVITE'),
    ],
    parties: plain,
    grade: 'bad',
    text: /refused the call with 500 Server Internal Error after 1\.0 s: the server failed\. Nothing else in this trace tells the cause/,
  },
];

const registrations: readonly Case[] = [
  {
    name: 'registered',
    sent: [phone.request(0, 'REGISTER', { toTag: '' }), phone.response(0.1, '200 OK', 'REGISTER')],
    parties: plain,
    grade: 'fine',
    text: /The callee answered the REGISTER with 200 OK/,
  },
  {
    name: 'a registration with a wrong password',
    sent: [1, 2, 3].flatMap((cseq) => [
      phone.request(cseq, 'REGISTER', {
        cseq,
        toTag: '',
        ...(cseq === 1 ? {} : { headers: credentials('n1') }),
      }),
      phone.response(cseq + 0.1, '401 Unauthorized', 'REGISTER', { cseq, headers: [challenge] }),
    ]),
    parties: plain,
    grade: 'bad',
    text: /challenged the REGISTER 3 times/,
  },
  {
    name: 'a registration refused',
    sent: [phone.request(0, 'REGISTER', { toTag: '' }), phone.response(0.1, '403 Forbidden', 'REGISTER')],
    parties: plain,
    grade: 'bad',
    text: /refused the REGISTER with 403 Forbidden/,
  },
  {
    name: 'OPTIONS without an answer',
    sent: [0, 0.5, 1.5, 3.5].map((at) => phone.request(at, 'OPTIONS', { toTag: '' })),
    parties: plain,
    grade: 'bad',
    text: /did not answer the OPTIONS, which was sent 4 times/,
  },
];

const halves: readonly Case[] = [
  {
    name: 'only the caller was logged',
    sent: out.setUp().filter(({ from }) => from === 'caller'),
    grade: 'fine',
    text: /its end is not in this trace/,
  },
  {
    name: 'an INVITE alone',
    sent: out.setUp().slice(0, 1),
    grade: 'open',
    text: /No answer to the INVITE is in this trace/,
  },
  {
    name: 'it rings when the trace ends',
    sent: out.setUp().slice(0, 3),
    grade: 'open',
    text: /183 Session Progress, and nothing more is in this trace/,
    audio: /as far as this trace goes: it holds no final answer/,
  },
  {
    name: 'only the BYE',
    sent: out.hangUp(20),
    grade: 'open',
    text: /only a part of the call/,
    advice: /^Capture from its first request on\.$/,
  },
  {
    name: 'only the callee was logged',
    sent: out.setUp().filter(({ from }) => from === 'callee'),
    grade: 'open',
    text: /only a part of the call; Microsoft answered 200/,
    advice: /^Capture both directions, from its first request on\.$/,
  },
  {
    name: 'every message is cut behind its headers',
    sent: [...out.setUp(), ...out.hangUp(20)].map((each) => ({ ...each, text: cutBody(each.text) })),
    grade: 'fine',
    text: /no defect was seen, with 3 of 7 messages cut\.$/,
    tone: 'good',
  },
  {
    name: 'answers to several calls, without their Call-IDs',
    sent: [1, 2, 3].map((at) => {
      const { text, ...rest } = out.response(at, '200 OK', 'INVITE');
      return { ...rest, text: text.replace(/Call-ID: .*\n/, '') };
    }),
    grade: 'doubtful',
    text: /only a part of/,
  },
  {
    name: 'the beginning is missing, and what is there has an error',
    sent: [
      out.request(10, 'INVITE', {
        cseq: 2,
        toTag: 'callee',
        body: outbound.offer.replace('a=crypto:1 ', 'a=crypto:x '),
      }),
    ],
    grade: 'doubtful',
    text: /Wrong all the same/,
    tone: 'error',
    confidence: 'possible',
  },
  {
    name: 'the caller alone, who hangs up after half a minute: no ACK is missed',
    sent: [...out.setUp(), ...out.hangUp(35)].filter(
      ({ from, text }) => from === 'callee' && !text.includes('BYE'),
    ),
    grade: 'open',
    text: /only a part of the call/,
    tone: 'info',
  },
];

for (const [title, cases] of [
  ['ordinary calls', ordinary],
  ['failures', failures],
  ['registrations and keep-alives', registrations],
  ['halves of calls', halves],
] as const) {
  describe(`the diagnosis of ${title}`, () => {
    for (const {
      name,
      sent,
      parties,
      grade,
      text,
      advice,
      side,
      confidence,
      audio,
      headline,
      tone,
      line,
    } of cases) {
      it(name, () => {
        const found = diagnosisOf(sent, parties);
        const told = JSON.stringify(found, null, 1);
        assert.equal(found.grade, grade, told);
        assert.match(found.text, text);
        if (advice !== undefined) assert.match(found.advice, advice);
        if (side !== undefined) assert.equal(found.side, side, told);
        if (confidence !== undefined) assert.equal(found.confidence, confidence, told);
        if (headline !== undefined) assert.equal(found.headline, headline, told);
        if (tone !== undefined) assert.equal(found.tone, tone, told);
        if (audio !== undefined) assert.match(found.audio, audio);
        if (line !== undefined) assert.match(found.first, line, told);
      });
    }
  });
}
