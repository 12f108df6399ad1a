/** What rules of calls say of a defect when a trace shows all of it, only a part, or all of it twice. */
import assert from 'node:assert/strict';
import { analyse } from '../../../../server/engine/analysis/analyse';
import { audio, Flow, goingOn, traceText, views, type Sent } from '../../../support/flows';

const early = { tag: 'b1' };
const reliable = { tag: 'b1', extra: ['Require: 100rel', 'RSeq: 7'] };

function flow(write: (flow: Flow) => void): readonly Sent[] {
  const call = new Flow();
  write(call);
  return call.sent.toSorted((one, other) => one.at - other.at);
}

function twice(sent: readonly Sent[]): readonly Sent[] {
  return sent.flatMap((each) => [each, { ...each, at: each.at + 0.002 }]);
}

function foundBy(rule: string, sent: readonly Sent[]): readonly string[] {
  return analyse(traceText(sent))
    .findings.filter(({ rule: { id } }) => id === rule)
    .map(({ severity }) => severity);
}

interface Case {
  readonly rule: string;
  readonly what: string;
  readonly severity: string;
  readonly sent: readonly Sent[];
  /** The same call as it should be. */
  readonly right: readonly Sent[];
}

function withReliable(write: (flow: Flow, answer: Sent) => void): readonly Sent[] {
  return flow((call) => {
    const invite = call.request(0, 'A', 'INVITE', 1, { sdp: audio('A'), extra: ['Supported: 100rel'] });
    const answer = call.answer(0.2, invite, '183 Session Progress', { ...reliable, sdp: audio('B') });
    write(call, answer);
    call.answer(9, invite, '504 Server Time-out', early);
    call.ack(9.1, invite, 'refused', early);
  });
}

function prack(call: Flow): void {
  const asked = call.request(0.4, 'A', 'PRACK', 2, { ...early, extra: ['RAck: 7 1 INVITE'] });
  call.answer(0.5, asked, '200 OK');
}

function crossed(write: (flow: Flow) => void): readonly Sent[] {
  return flow((call) => {
    const invite = call.request(0, 'A', 'INVITE', 1, { sdp: audio('A') });
    call.answer(2, invite, '200 OK', { ...early, sdp: audio('B') });
    const { branch, uri } = invite;
    call.answer(2.1, call.request(2.01, 'A', 'CANCEL', 1, { branch, uri }), '200 OK', early);
    call.ack(2.2, invite, 'accepted', early);
    write(call);
    call.answer(60.1, call.request(60, 'A', 'OPTIONS', 3, early), '200 OK');
  });
}

function accepted(answer: number): readonly Sent[] {
  return flow((call) => {
    const invite = call.request(0, 'A', 'INVITE', 1, { sdp: audio('A') });
    call.answer(0.2, invite, '183 Session Progress', { ...early, sdp: audio('B') });
    call.answer(2, invite, '200 OK', { ...early, sdp: audio('B', 1, { port: answer }) });
    call.ack(2.1, invite, 'accepted', early);
  });
}

function offered(second: number): readonly Sent[] {
  return flow((call) => {
    const invite = call.request(0, 'A', 'INVITE', 1, { sdp: audio('A') });
    call.answer(1, invite, '200 OK', { ...early, sdp: audio('B') });
    call.ack(1.1, invite, 'accepted', early);
    const one = call.request(5, 'A', 'INVITE', 2, { ...early, sdp: audio('A', 2) });
    const other = call.request(second, 'A', 'UPDATE', 3, { ...early, sdp: audio('A', 3) });
    call.answer(7, one, '200 OK', { sdp: audio('B', 2) });
    call.ack(7.1, one, 'accepted', early);
    call.answer(second + 2.5, other, '200 OK', { sdp: audio('B', 3) });
  });
}

const cases: readonly Case[] = [
  {
    rule: 'call-prack-missing',
    what: 'a reliable answer that is sent four times',
    severity: 'error',
    sent: withReliable((call, answer) => {
      for (const at of [0.7, 1.7, 3.7]) call.again(at, answer);
    }),
    right: withReliable(prack),
  },
  {
    rule: 'call-reliable-1xx-repeated',
    what: 'a reliable answer that is sent after its PRACK was answered',
    severity: 'warning',
    sent: withReliable((call, answer) => {
      prack(call);
      call.again(1.2, answer);
    }),
    right: withReliable((call, answer) => {
      call.again(0.45, answer);
      prack(call);
    }),
  },
  {
    rule: 'call-cancel-race',
    what: 'a call that was accepted as it was cancelled, and goes on',
    severity: 'error',
    sent: crossed(() => undefined),
    right: crossed((call) => {
      call.request(3, 'A', 'INFO', 2, early);
    }),
  },
  {
    rule: 'call-sdp-changed-183-200',
    what: 'another port in the 200 than in the 183',
    severity: 'warning',
    sent: accepted(50_010),
    right: accepted(50_000),
  },
  {
    rule: 'call-offer-while-pending',
    what: 'an UPDATE while the re-INVITE waits',
    severity: 'error',
    sent: offered(6),
    right: offered(7.5),
  },
];

describe('rules of calls', () => {
  for (const { rule, what, severity, sent, right } of cases) {
    describe(`${rule}: ${what}`, () => {
      it('is found in a whole trace, once, and as often where the capture has all twice', () => {
        assert.deepEqual(foundBy(rule, sent), [severity]);
        assert.deepEqual(foundBy(rule, goingOn(sent)), [severity]);
        assert.deepEqual(foundBy(rule, twice(sent)), [severity]);
      });
      it('is not found where all is right', () => {
        assert.deepEqual(foundBy(rule, right), []);
        assert.deepEqual(foundBy(rule, twice(right)), []);
      });
      it('is not claimed where the trace shows half of the call, or one side of it', () => {
        for (const [view, part] of Object.entries(views).filter(([name]) => name !== 'whole')) {
          assert.deepEqual(foundBy(rule, part(sent)), [], view);
          assert.deepEqual(foundBy(rule, goingOn(part(sent))), [], `${view}, and then another call`);
        }
      });
    });
  }
});
