/** What broken calls look like in all that a trace may show of them: rules speak where it is proven, and nowhere else. */
import assert from 'node:assert/strict';
import { analyse } from '../../../../server/engine/analysis';
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
