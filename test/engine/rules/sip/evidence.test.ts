/** What broken calls look like in all that a trace may show of them: rules speak where it is proven, and nowhere else. */
import assert from 'node:assert/strict';
import { analyse } from '../../../../server/engine/analysis/analyse';
import { audio, Flow, goingOn, type Asked, type Sent, traceText, views } from '../../../support/flows';

const others: Readonly<Record<string, (sent: readonly Sent[]) => readonly Sent[]>> = {
  // As a mirror of two ports has it.
  copied: (sent) => sent.flatMap((each) => [each, { ...each, at: each.at + 0.001 }]),
  'going on': goingOn,
};

/** Errors and warnings of rules of signalling, each once. */
function told(sent: readonly Sent[]): readonly string[] {
  const ids = analyse(traceText(sent))
    .findings.filter(({ rule, severity }) => rule.id.startsWith('sip-') && severity !== 'info')
    .map(({ rule, severity }) => `${severity} ${rule.id}`);
  return [...new Set(ids)].sort();
}

interface Case {
  readonly write: (flow: Flow) => void;
  /** Of the whole trace. */
  readonly told: readonly string[];
  /** Of views in which it is another thing. */
  readonly but?: Readonly<Record<string, readonly string[]>>;
}

function invite(flow: Flow): Asked {
  const asked = flow.request(0, 'A', 'INVITE', 1, { sdp: audio('A') });
  flow.answer(0.1, asked, '180 Ringing', { tag: 'b1' });
  return asked;
}

function accept(flow: Flow, asked: Asked, tag = 'b1'): Sent {
  return flow.answer(2, asked, '200 OK', { tag, sdp: audio('B') });
}

function repeat(flow: Flow, sent: Sent, times: readonly number[]): void {
  for (const at of times) flow.again(at, sent);
}

const cases: Readonly<Record<string, Case>> = {
  'it registers again, without credentials at first each time': {
    write: (flow) => {
      for (const at of [0, 150, 300]) {
        const first = flow.request(at, 'A', 'REGISTER', at + 1);
        flow.answer(at + 0.1, first, '401 Unauthorized', {
          tag: 'r1',
          extra: [`WWW-Authenticate: Digest realm="example.com", nonce="n${at}"`],
        });
        const again = flow.request(at + 0.2, 'A', 'REGISTER', at + 2, {
          extra: [
            `Authorization: Digest username="a", realm="example.com", nonce="n${at}", uri="sip:example.com", response="5f4dcc3b5aa765d61d8327deb882cf99"`,
          ],
        });
        // The last one is refused: nothing succeeds behind its challenge.
        flow.answer(at + 0.3, again, at < 300 ? '200 OK' : '403 Forbidden', { tag: 'r1' });
      }
    },
    told: [],
  },
  'no ACK comes': {
    write: (flow) => {
      const accepted = accept(flow, invite(flow));
      repeat(flow, accepted, [2.5, 3.5, 5.5, 9.5]);
    },
    told: ['error sip-ack-missing'],
    but: {
      // Who repeats shows that no ACK came, if only the caller was seen at all.
      'first half': [],
      'second half': [],
      "only A's": [],
      "only B's": [],
    },
  },
  'the ACK does not arrive': {
    write: (flow) => {
      const asked = invite(flow);
      const accepted = accept(flow, asked);
      flow.ack(2.1, asked, 'accepted', { tag: 'b1' });
      repeat(flow, accepted, [2.6, 3.6, 5.6]);
    },
    told: ['warning sip-2xx-retransmitted'],
    but: { 'first half': [], 'second half': [], "only A's": [], "only B's": [] },
  },
  'a BYE without an answer': {
    write: (flow) => {
      const asked = invite(flow);
      accept(flow, asked);
      flow.ack(2.1, asked, 'accepted', { tag: 'b1' });
      const bye = flow.request(9, 'A', 'BYE', 2, { tag: 'b1' });
      repeat(flow, bye, [9.5, 10.5, 12.5]);
    },
    told: ['warning sip-bye-unanswered'],
    but: { 'first half': [], "only B's": [] },
  },
  'an INVITE without an answer': {
    write: (flow) => {
      const asked = flow.request(0, 'A', 'INVITE', 1, { sdp: audio('A') });
      repeat(flow, asked, [0.5, 1.5, 3.5, 7.5, 15.5]);
    },
    told: ['error sip-no-response'],
    but: { "only B's": [] },
  },
  'an ACK to an early dialog': {
    write: (flow) => {
      const asked = invite(flow);
      accept(flow, asked, 'b2');
      flow.ack(2.1, asked, 'accepted', { tag: 'b1' });
    },
    told: ['error sip-dialog-tag'],
    but: { 'first half': [], 'second half': [], "only A's": [], "only B's": [] },
  },
  'an ACK with another number': {
    write: (flow) => {
      const asked = flow.request(0, 'A', 'INVITE', 7, { sdp: audio('A') });
      flow.answer(2, asked, '200 OK', { tag: 'b1', sdp: audio('B') });
      flow.request(2.1, 'A', 'ACK', 1, { tag: 'b1' });
    },
    told: ['error sip-ack-cseq'],
    but: { 'first half': [], 'second half': [], "only A's": [], "only B's": [] },
  },
  'a dialog that is lost': {
    write: (flow) => {
      const asked = invite(flow);
      accept(flow, asked);
      flow.ack(2.1, asked, 'accepted', { tag: 'b1' });
      const bye = flow.request(9, 'A', 'BYE', 2, { tag: 'b1' });
      flow.answer(9.1, bye, '481 Call/Transaction Does Not Exist', { tag: 'b1' });
    },
    told: ['warning sip-dialog-unknown'],
    but: { 'first half': [], 'second half': [], "only A's": [], "only B's": [] },
  },
  'a CANCEL without a final answer': {
    write: (flow) => {
      const asked = invite(flow);
      const cancel = flow.request(3, 'A', 'CANCEL', 1, { branch: asked.branch, uri: asked.uri });
      flow.answer(3.1, cancel, '200 OK', { tag: 'b1' });
    },
    told: [],
    // Only later messages show that it never comes.
    but: { 'going on': ['warning sip-early-cancel-no-487'] },
  },
  'a branch that no request has': {
    write: (flow) => {
      const asked = flow.request(0, 'A', 'INVITE', 1, { sdp: audio('A') });
      flow.answer(0.2, { ...asked, branch: 'z9hG4bKother' }, '180 Ringing', { tag: 'b1' });
    },
    told: ['error sip-response-echo'],
    but: { 'first half': [], 'second half': [], "only A's": [], "only B's": [] },
  },
};

describe('rules of signalling', () => {
  for (const [name, { write, told: wanted, but = {} }] of Object.entries(cases)) {
    it(`say of ${name} what the trace proves`, () => {
      const flow = new Flow();
      write(flow);
      for (const [view, part] of Object.entries({ ...views, ...others }))
        assert.deepEqual(told(part(flow.sent)), but[view] ?? wanted, view);
    });
  }
});

describe('an ICMP error beside requests without an answer', () => {
  const keepAlive = (second: number, name: string): string =>
    [
      `=== ${second + 1}  2026-01-31T10:00:${String(second).padStart(2, '0')}.000000Z  UDP 192.0.2.1:5060 -> 192.0.2.2:5060  SIP 249 octets`,
      'OPTIONS sip:192.0.2.2 SIP/2.0',
      `Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK${name}`,
      'Max-Forwards: 70',
      `From: <sip:a@example.com>;tag=${name}`,
      'To: <sip:b@example.net>',
      `Call-ID: ${name}@192.0.2.1`,
      'CSeq: 1 OPTIONS',
      'Contact: <sip:a@192.0.2.1:5060>',
      'Content-Length: 0',
      '',
    ].join('\n');
  const refusal =
    '=== 99  2026-01-31T10:00:33.000000Z  IP 192.0.2.2 -> 192.0.2.1  ICMP error, type 3 code 3\n' +
    'quotes 192.0.2.1:5060 -> 192.0.2.2:5060, sip\n';

  it('is told of what was sent shortly before, whatever call it is of, and of nothing else', () => {
    const seconds = [0, 30, 31];
    const blocks = seconds.map((second, place) => keepAlive(second, `k${place}`));
    const { findings } = analyse(
      ['#!trace-text 1', '#!capture example, written by hand', '', ...blocks, refusal].join('\n'),
    );
    const refused = findings.filter(({ rule }) => rule.id === 'sip-no-response');
    assert.deepEqual(
      refused.map((finding) => finding.in),
      [1, 2],
    );
  });
});
