/**
 * A registration, or a call that is refreshed, goes on for thousands of messages under one Call-ID: twice as many must not
 * take a rule of signalling four times as long. Counted are the looks that it takes at messages, as a clock tells of the
 * machine, too.
 */
import assert from 'node:assert/strict';
import { defaultOptions } from '../../../../server/engine/analysis/model';
import { buildCalls } from '../../../../server/engine/calls/build';
import { rules } from '../../../../server/engine/rules/index';
import { lintCall } from '../../../../server/engine/rules/lint';
import type { MessageRule, Rule } from '../../../../server/engine/rules/rule';
import { parseSip } from '../../../../server/engine/sip/parse';
import { readText } from '../../../../server/engine/traces/read';
import { audio, Flow, traceText } from '../../../support/flows';

/** What is repeated; `n` is the number of the round, from 2 on. */
type Round = (flow: Flow, n: number) => void;

const inside = { tag: 'b1' };

function invite(flow: Flow, n: number, extra: readonly string[] = []): ReturnType<Flow['request']> {
  return flow.request(n, 'A', 'INVITE', n, { ...inside, sdp: audio('A', n), extra });
}

const rounds: Readonly<Record<string, Round>> = {
  're-INVITEs that are accepted': (flow, n) => {
    const asked = invite(flow, n);
    flow.answer(n + 0.1, asked, '200 OK', { sdp: audio('B', n) });
    flow.ack(n + 0.2, asked, 'accepted', inside);
  },
  're-INVITEs that are refused': (flow, n) => {
    const asked = invite(flow, n);
    flow.answer(n + 0.1, asked, '488 Not Acceptable Here');
    flow.ack(n + 0.2, asked, 'refused', inside);
  },
  're-INVITEs that are challenged': (flow, n) => {
    const asked = invite(flow, n);
    flow.answer(n + 0.1, asked, '401 Unauthorized', {
      extra: [`WWW-Authenticate: Digest realm="r", nonce="${n}"`],
    });
    flow.ack(n + 0.2, asked, 'refused', inside);
  },
  're-INVITEs with too small an interval': (flow, n) => {
    const asked = invite(flow, n, ['Session-Expires: 60']);
    flow.answer(n + 0.1, asked, '422 Session Interval Too Small', { extra: ['Min-SE: 90'] });
    flow.ack(n + 0.2, asked, 'refused', inside);
  },
  'answers without ACK': (flow, n) => {
    const accepted = flow.answer(n, invite(flow, n), '200 OK', { sdp: audio('B', n) });
    for (const late of [0.1, 0.3, 0.7]) flow.again(n + late, accepted);
  },
  'ACKs of no INVITE': (flow, n) => {
    flow.answer(n, invite(flow, 2 * n), '200 OK', { sdp: audio('B', n) });
    flow.request(n, 'A', 'ACK', 2 * n + 1, inside);
  },
  'ACKs alone': (flow, n) => {
    flow.request(n, 'A', 'ACK', n, inside);
  },
  'answers alone': (flow, n) => {
    flow.answer(n, invite(flow, n), '200 OK', { sdp: audio('B', n) });
    flow.sent.splice(-2, 1);
  },
  'answers by another branch': (flow, n) => {
    const asked = invite(flow, n);
    flow.answer(n, { ...asked, branch: `z9hG4bKx${n}` }, '200 OK', { sdp: audio('B', n) });
  },
  'reliable answers without PRACK': (flow, n) => {
    const asked = invite(flow, 2 * n);
    flow.answer(n, asked, '183 Session Progress', {
      sdp: audio('B', n),
      extra: ['Require: 100rel', `RSeq: ${n}`],
    });
    flow.answer(n + 0.1, asked, '200 OK');
    flow.ack(n + 0.2, asked, 'accepted', inside);
  },
  'reliable answers with PRACK': (flow, n) => {
    const asked = invite(flow, 2 * n);
    const extra = ['Require: 100rel', `RSeq: ${n}`];
    flow.answer(n, asked, '183 Session Progress', { sdp: audio('B', n), extra });
    const prack = flow.request(n, 'A', 'PRACK', 2 * n + 1, {
      ...inside,
      extra: [`RAck: ${n} ${2 * n} INVITE`],
    });
    flow.answer(n, prack, '200 OK');
    flow.answer(n, asked, '200 OK');
    flow.ack(n, asked, 'accepted', inside);
  },
  UPDATEs: (flow, n) => {
    const asked = flow.request(n, 'A', 'UPDATE', n, { ...inside, extra: ['Session-Expires: 90'] });
    flow.answer(n, asked, '200 OK', { extra: ['Session-Expires: 90;refresher=uac'] });
  },
  'UPDATEs without answer': (flow, n) => {
    flow.request(n, 'A', 'UPDATE', n, inside);
  },
  'CANCELs of an INVITE each': (flow, n) => {
    const asked = flow.request(n, 'A', 'INVITE', n, { sdp: audio('A') });
    const cancel = flow.request(n, 'A', 'CANCEL', n, { branch: asked.branch });
    flow.answer(n, cancel, '200 OK', inside);
    flow.answer(n, asked, '487 Request Terminated', inside);
    flow.ack(n, asked, 'refused', inside);
  },
  'CANCELs of no INVITE': (flow, n) => {
    flow.answer(n, flow.request(n, 'A', 'CANCEL', n), '481 Call/Transaction Does Not Exist', inside);
  },
  'NOTIFYs of a transfer that failed': (flow, n) => {
    const asked = flow.request(n, 'B', 'NOTIFY', n, {
      ...inside,
      extra: ['Event: refer', 'Subscription-State: active', 'Content-Type: message/sipfrag'],
      sdp: ['SIP/2.0 503 Service Unavailable'],
    });
    flow.answer(n, asked, '481 Subscription Does Not Exist');
  },
  'INFOs to one who lost the call': (flow, n) => {
    flow.answer(n, flow.request(n, 'A', 'INFO', n, inside), '481 Call Does Not Exist');
  },
  BYEs: (flow, n) => {
    flow.answer(n, flow.request(n, 'A', 'BYE', n, inside), '481 Call Does Not Exist');
  },
  registrations: (flow, n) => {
    const asked = flow.request(100 * n, 'A', 'REGISTER', n, { extra: ['Expires: 60'] });
    flow.answer(100 * n, asked, '200 OK', {
      ...inside,
      extra: ['Contact: <sip:alice@192.0.2.10:5060>;expires=60'],
    });
  },
  'registrations that are challenged': (flow, n) => {
    flow.answer(n, flow.request(n, 'A', 'REGISTER', n), '401 Unauthorized', {
      ...inside,
      extra: [`WWW-Authenticate: Digest realm="r", nonce="${n}"`],
    });
  },
};

describe('rules of signalling in a call of many messages', () => {
  for (const [name, round] of Object.entries(rounds))
    it(`${name}: looks grow with the messages`, () => {
      const few = looksOf(round, 40);
      const many = looksOf(round, 160);
      const steep = [...many].filter(([id, looks]) => looks > 6 * (few.get(id) ?? 0) + 2000);
      assert.deepEqual(steep, []);
    });

  it('the count itself finds a rule that goes through all for each', () => {
    const model = rules.find(({ id }) => id === 'sip-ack-branch');
    assert.ok(model?.scope === 'message');
    const slow: MessageRule = {
      ...model,
      check({ signalling }) {
        signalling.messages.forEach(({ parsed }) => parsed.kind);
      },
    };
    const accepted = rounds['re-INVITEs that are accepted'];
    assert.ok(accepted !== undefined);
    const [few, many] = [40, 160].map((count) => looksOf(accepted, count, [slow]).get(slow.id) ?? 0);
    assert.ok((many ?? 0) > 6 * (few ?? 0) + 2000);
  });
});

/** How often each rule looks into a message of a call of so many rounds. */
function looksOf(round: Round, count: number, asked: readonly Rule[] = signallingRules): Map<string, number> {
  const flow = new Flow();
  const first = flow.request(0, 'A', 'INVITE', 1, { sdp: audio('A') });
  flow.answer(0.1, first, '200 OK', { ...inside, sdp: audio('B') });
  flow.ack(0.2, first, 'accepted', inside);
  for (let n = 2; n < count + 2; n++) round(flow, n);
  let looks = 0;
  const messages = readText(traceText(flow.sent)).records.map((record, index) => {
    const sip = parseSip(record.content);
    return {
      index,
      record,
      get parsed() {
        looks++;
        return sip;
      },
    };
  });
  const found = new Map<string, number>();
  const [call] = buildCalls(messages);
  assert.ok(call !== undefined);
  for (const rule of asked) {
    const { severities, facts } = defaultOptions;
    looks = 0;
    lintCall(call, [rule], severities, facts);
    found.set(rule.id, looks);
  }
  return found;
}

const signallingRules = rules.filter(({ id }) => /^(?:sip|call)-/.test(id));
