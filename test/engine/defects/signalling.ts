/** Defects in the course of a call: what is lost, repeated, late, or the wrong answer. */
import { Flow, traceText, validFlows, type Asked, type Sent } from '../../support/flows';
import {
  CallScript,
  inbound,
  logged,
  outbound,
  type Parties,
  type Sent as Told,
} from '../../support/sip-call';
import { messagesOf, type Logged } from './one-defect';

type Course = (sent: readonly Sent[]) => readonly Sent[];

const starts = (start: string) => (each: Sent) => each.text.startsWith(start);

/** Without all messages that begin so. */
const lost =
  (...of: readonly string[]): Course =>
  (sent) =>
    sent.filter((each) => !of.some((start) => starts(start)(each)));

/** With other words in all messages that begin so. */
const worded =
  (start: string, from: string | RegExp, to: string): Course =>
  (sent) =>
    sent.map((each) => (starts(start)(each) ? { ...each, text: each.text.replace(from, to) } : each));

/** With the first message that begins so again, seconds later. */
const repeated =
  (start: string, ...after: readonly number[]): Course =>
  (sent) => {
    const first = sent.find(starts(start));
    if (first === undefined) return sent;
    return [...sent, ...after.map((seconds) => ({ ...first, at: first.at + seconds }))];
  };

function isAnswer({ text }: Sent, method: string): boolean {
  return text.startsWith('SIP/2.0') && new RegExp(`^CSeq: \\d+ ${method}$`, 'm').test(text);
}

const both =
  (...courses: readonly Course[]): Course =>
  (sent) =>
    courses.reduce((now, course) => course(now), sent);

const timers = [0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5];

/** Valid calls with the trace going on behind them, by what is special of them. */
function flowOf(name: string): readonly Sent[] {
  const found = validFlows.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no flow "${name}"`);
  return found.sent;
}

/** A call that lasts a minute and more, so that all timers run out within the trace. */
function long(write: (flow: Flow, invite: Asked) => void = () => undefined): readonly Sent[] {
  const flow = new Flow();
  const offers = ['Allow: INVITE, ACK, BYE, CANCEL, REFER, NOTIFY, UPDATE, INFO'];
  const invite = flow.request(0, 'A', 'INVITE', 1, { sdp: sdpOf('A'), extra: offers });
  flow.answer(0.05, invite, '100 Trying');
  flow.answer(2, invite, '200 OK', { tag: 'b1', sdp: sdpOf('B'), extra: offers });
  flow.ack(2.1, invite, 'accepted', { tag: 'b1' });
  write(flow, invite);
  const bye = flow.request(80, 'A', 'BYE', 9, { tag: 'b1' });
  flow.answer(80.1, bye, '200 OK');
  const other = new Flow('other@192.0.2.10');
  other.answer(140.1, other.request(140, 'A', 'OPTIONS', 1), '200 OK', { tag: 'x1' });
  return [...flow.sent, ...other.sent];
}

function sdpOf(host: 'A' | 'B'): readonly string[] {
  const [address, port] = host === 'A' ? ['192.0.2.10', 40000] : ['192.0.2.20', 50000];
  return [
    'v=0',
    `o=- 1 1 IN IP4 ${address}`,
    's=-',
    `c=IN IP4 ${address}`,
    't=0 0',
    `m=audio ${port} RTP/AVP 8`,
  ];
}

/** Refused as it asks for credentials, again and again. */
function challenged(flow: Flow): void {
  for (const cseq of [1, 2, 3, 4]) {
    const invite = flow.request(cseq, 'A', 'INVITE', cseq, {
      sdp: sdpOf('A'),
      extra:
        cseq === 1
          ? []
          : [
              `Authorization: Digest username="alice", realm="r", nonce="n${cseq - 1}", uri="sip:bob@example.com", response="0123456789abcdef0123456789abcde${cseq}"`,
            ],
    });
    flow.answer(cseq + 0.1, invite, '401 Unauthorized', {
      tag: `u${cseq}`,
      extra: [`WWW-Authenticate: Digest realm="r", nonce="n${cseq}"`],
    });
    flow.ack(cseq + 0.2, invite, 'refused', { tag: `u${cseq}` });
  }
}

function transfer(flow: Flow): void {
  const refer = flow.request(10, 'A', 'REFER', 2, {
    tag: 'b1',
    extra: ['Refer-To: <sip:carol@example.com>', 'Referred-By: <sip:alice@example.com>'],
  });
  flow.answer(10.1, refer, '202 Accepted');
  const fragment = (status: string): readonly string[] => [`SIP/2.0 ${status}`];
  for (const [at, cseq, status, state] of [
    [10.2, 1, '100 Trying', 'active;expires=60'],
    [12, 2, '200 OK', 'terminated;reason=noresource'],
  ] as const) {
    const notify = flow.request(at, 'B', 'NOTIFY', cseq, {
      tag: 'b1',
      extra: ['Event: refer', `Subscription-State: ${state}`, 'Content-Type: message/sipfrag;version=2.0'],
      sdp: fragment(status),
    });
    flow.answer(at + 0.1, notify, '200 OK');
  }
}

const withTransfer: readonly Sent[] = long(transfer).map((each) => ({
  ...each,
  text: each.text.startsWith('NOTIFY') ? each.text.replace('Content-Type: application/sdp\n', '') : each.text,
}));

function written(write: (flow: Flow) => void): readonly Sent[] {
  const flow = new Flow();
  write(flow);
  return flow.sent;
}

/** Rule, a compliant course of a call, what becomes of it, and the errors besides. */
export type CourseDefect = readonly [
  rule: string,
  course: readonly Sent[],
  change: Course,
  also?: readonly string[],
];

const prack = 'a PRACK';

/** Two UPDATEs with an offer each, the second behind the answer to the first. */
const updated = long((flow) => {
  for (const cseq of [2, 3]) {
    const sdp = sdpOf('A').map((line) => line.replace('o=- 1 1', `o=- 1 ${cseq}`));
    const update = flow.request(8 + cseq, 'A', 'UPDATE', cseq, { tag: 'b1', sdp });
    flow.answer(8.9 + cseq, update, '200 OK', { sdp: sdpOf('B') });
  }
});

/** Moves what matches by seconds. */
const moved =
  (pattern: RegExp, seconds: number): Course =>
  (sent) =>
    sent.map((each) => (pattern.test(each.text) ? { ...each, at: each.at + seconds } : each));

export const courseDefects: readonly CourseDefect[] = [
  ['call-offer-while-pending', updated, moved(/^UPDATE[^]+^CSeq: 3 UPDATE$/m, -0.9)],
  [
    'call-offer-in-response-after-answer',
    long(),
    worded(
      'ACK',
      'Content-Length: 0\n\n',
      `Content-Type: application/sdp\nContent-Length: 91\n\n${sdpOf('A').join('\n')}\n`,
    ),
  ],
  [
    'sip-replaces-mismatch',
    long(),
    (sent) =>
      sent.map((each) =>
        isAnswer(each, 'INVITE')
          ? { ...each, text: each.text.replace('200 OK', '481 Call/Transaction Does Not Exist') }
          : each.text.startsWith('INVITE')
            ? {
                ...each,
                text: each.text.replace(
                  'Max-Forwards',
                  'Replaces: 7@example.com;to-tag=1;from-tag=2\nMax-Forwards',
                ),
              }
            : each,
      ),
  ],
  [
    'sip-session-timer',
    flowOf('a session timer'),
    both(
      worded('', 'refresher=uac', 'refresher=uas'),
      (sent) => sent.filter((each) => !/^CSeq: \d+ UPDATE$/m.test(each.text)),
      moved(/^CSeq: 4 BYE$/m, -30),
    ),
  ],
  ['sip-ack-missing', long(), lost('ACK')],
  ['sip-ack-missing', long(), both(lost('ACK'), repeated('SIP/2.0 200', ...timers))],
  ['sip-2xx-retransmitted', long(), repeated('SIP/2.0 200', 0.5, 1.5, 3.5, 7.5)],
  [
    'sip-no-response',
    long(),
    both(lost('SIP/2.0', 'ACK', 'BYE'), repeated('INVITE', 0.5, 1.5, 3.5, 7.5, 15.5, 31.5)),
  ],
  [
    'sip-bye-unanswered',
    long(),
    both(repeated('BYE', 0.5, 1.5, 3.5, 7.5), (sent) => sent.filter((each) => !isAnswer(each, 'BYE'))),
  ],
  ['sip-ack-target', long(), worded('ACK', /^ACK \S+/, 'ACK sip:bob@192.0.2.99:5060')],
  ['sip-ack-cseq', long(), worded('ACK', 'CSeq: 1 ACK', 'CSeq: 5 ACK')],
  ['sip-dialog-tag', long(), worded('ACK', ';tag=b1', ';tag=zz')],
  ['sip-auth-loop', flowOf('two realms'), () => written(challenged)],
  [
    'call-prack-missing',
    flowOf(prack),
    both(repeated('SIP/2.0 183', 0.5, 1.5, 2.5), (sent) =>
      sent.filter((each) => !/^CSeq: \d+ PRACK$/m.test(each.text)),
    ),
  ],
  ['call-prack-missing', flowOf(prack), worded('PRACK', 'RAck: 71 1', 'RAck: 72 1')],
  [
    'sip-rack-syntax',
    flowOf(prack),
    worded('PRACK', 'RAck: 71 1 INVITE', 'RAck: 71 INVITE'),
    ['call-prack-missing'],
  ],
  ['sip-rack-syntax', flowOf(prack), worded('SIP/2.0 183', 'RSeq: 71', 'RSeq: x'), ['call-prack-missing']],
  ['call-100rel', flowOf(prack), worded('INVITE', 'Supported: 100rel, timer\n', '')],
  ['call-100rel', flowOf(prack), worded('SIP/2.0 183', 'RSeq: 71\n', '')],
  ['call-reliable-1xx-repeated', flowOf(prack), repeated('SIP/2.0 183', 0.6, 1.6)],
  [
    'call-2xx-before-prack',
    flowOf(prack),
    (sent) =>
      sent.map((each) => (/^CSeq: 2 PRACK$/m.test(each.text) ? { ...each, at: each.at + 3.5 } : each)),
  ],
  [
    'call-prack-offer-unanswered',
    flowOf('a PRACK with an offer'),
    (sent) =>
      sent.map((each) => (isAnswer(each, 'PRACK') ? { ...each, text: withoutBody(each.text) } : each)),
  ],
  [
    'call-answer-missing',
    long(),
    (sent) =>
      sent.map((each) =>
        each.text.startsWith('SIP/2.0 200') ? { ...each, text: withoutBody(each.text) } : each,
      ),
  ],
  ['call-cancel-race', flowOf('a CANCEL that crosses the 200'), (sent) => sent],
  ['call-glare', flowOf('a glare'), (sent) => sent],
  ['call-multiple-2xx', flowOf('two 2xx'), (sent) => sent],
  ['call-fork', flowOf('two 2xx'), (sent) => sent],
  ['sip-early-cancel-no-487', [...flowOf('a CANCEL'), ...long().slice(-2)], lost('SIP/2.0 487', 'ACK')],
  ['sip-cancel-mismatch', flowOf('a CANCEL'), worded('CANCEL', /branch=\S+/, 'branch=z9hG4bKother')],
  ['sip-cancel-mismatch', flowOf('a CANCEL'), worded('CANCEL', 'CSeq: 1 CANCEL', 'CSeq: 2 CANCEL')],
  ['sip-cancel-before-provisional', flowOf('a CANCEL'), lost('SIP/2.0 180')],
  ['sip-ack-branch', flowOf('a CANCEL'), worded('ACK', /branch=\S+/, 'branch=z9hG4bKother')],
  ['sip-ack-branch', flowOf('a CANCEL'), worded('ACK', ';tag=b1', ';tag=zz')],
  [
    'sip-refresher-mismatch',
    flowOf('a session timer'),
    worded('SIP/2.0 200', 'refresher=uac', 'refresher=uas'),
  ],
  [
    'sip-422-not-retried',
    flowOf('a 422 and its retry'),
    worded('INVITE', 'Session-Expires: 180', 'Session-Expires: 90'),
  ],
  ['sip-transfer-failed', withTransfer, worded('NOTIFY', '200 OK', '486 Busy Here')],
  [
    'sip-refer-refused',
    withTransfer,
    both(worded('SIP/2.0 202', '202 Accepted', '603 Decline'), (sent) =>
      sent.filter((each) => !/^CSeq: \d+ NOTIFY$/m.test(each.text)),
    ),
  ],
  [
    'sip-notify-refused',
    withTransfer,
    (sent) =>
      sent.map((each) =>
        isAnswer(each, 'NOTIFY')
          ? { ...each, text: each.text.replace('200 OK', '481 Subscription Does Not Exist') }
          : each,
      ),
  ],
  [
    'sip-notify-refused',
    withTransfer,
    (sent) => sent.filter((each) => !/^CSeq: \d+ NOTIFY$/m.test(each.text)),
  ],
  ['sip-refer-to-syntax', withTransfer, worded('REFER', /^Refer-To: .*\n/m, '')],
  [
    'sip-refer-to-syntax',
    withTransfer,
    worded('REFER', '<sip:carol@example.com>', 'sip:carol@example.com?Replaces=7'),
  ],
  [
    'sip-method-not-allowed',
    withTransfer,
    (sent) =>
      sent.map((each) => (each.from === 'B' ? { ...each, text: each.text.replace(' REFER,', '') } : each)),
  ],
  [
    'sip-cseq-order',
    withTransfer,
    (sent) => sent.map((each) => ({ ...each, text: each.text.replace('CSeq: 1 NOTIFY', 'CSeq: 5 NOTIFY') })),
  ],
];

function withoutBody(text: string): string {
  return text
    .replace(/^Content-Type: .*\n/m, '')
    .replace(/^Content-Length: \d+/m, 'Content-Length: 0')
    .replace(/^v=0\n[^]*/m, '');
}

export function courseOf(sent: readonly Sent[]): readonly Logged[] {
  return messagesOf(traceText(sent));
}

/** Courses of calls with Microsoft: rule, messages, and the errors besides. */
export const teamsCourseDefects: readonly (readonly [
  rule: string,
  parties: Parties,
  write: (script: CallScript) => readonly Told[],
  also?: readonly string[],
])[] = [
  [
    'call-18x-to-180-after-183',
    outbound,
    (script) => [...script.setUp(), script.response(1.5, '180 Ringing', 'INVITE'), ...script.hangUp(20)],
  ],
  [
    'call-fork-credentials-shared',
    outbound,
    (script) => [
      ...script.setUp(),
      script.response(1.5, '183 Session Progress', 'INVITE', {
        body: outbound.answer.replaceAll('53156', '53200'),
        toTag: 'second',
      }),
      ...script.hangUp(20),
    ],
  ],
  [
    'call-fork-cancelled',
    outbound,
    (script) => [
      script.request(0, 'INVITE', { body: outbound.offer }),
      script.response(1, '183 Session Progress', 'INVITE', { body: outbound.answer }),
      script.response(1.5, '183 Session Progress', 'INVITE', {
        body: outbound.answer.replaceAll('TEAM', 'OTHR').replace('a=ice-pwd:T', 'a=ice-pwd:X'),
        toTag: 'second',
      }),
      script.request(1.6, 'CANCEL'),
      script.response(1.7, '200 OK', 'CANCEL'),
      script.response(1.7, '487 Request Terminated', 'INVITE'),
      script.request(1.8, 'ACK', { branch: 'callerINVITE1' }),
    ],
  ],
  [
    'call-hairpin',
    outbound,
    (script) => {
      const looped = outbound.offer
        .replaceAll('54056', '54100')
        .replace('SBCu', 'SBC2')
        .replace('Sbc', 'Two')
        .replace('AAEC', 'BBEC');
      return [
        script.request(0, 'INVITE', { body: outbound.offer }),
        script.response(3, '200 OK', 'INVITE', { body: looped }),
        script.request(3.1, 'ACK'),
        ...script.hangUp(20),
      ];
    },
  ],
  [
    'call-setup-latency',
    outbound,
    (script) => script.setUp().map((each) => (each.at === 0 ? each : { ...each, at: each.at + 6 })),
  ],
  [
    'dr-failover-timer',
    inbound,
    (script) => [
      script.request(0, 'INVITE', { body: inbound.offer }),
      script.response(0.1, '100 Trying', 'INVITE', { toTag: '' }),
      script.request(10, 'CANCEL'),
      script.response(10.1, '200 OK', 'CANCEL'),
      script.response(10.2, '487 Request Terminated', 'INVITE'),
      script.request(10.3, 'ACK', { branch: 'callerINVITE1' }),
    ],
  ],
];

export function teamsCourseOf(
  parties: Parties,
  write: (script: CallScript) => readonly Told[],
): readonly Logged[] {
  return messagesOf(logged(write(new CallScript(parties)), parties));
}
