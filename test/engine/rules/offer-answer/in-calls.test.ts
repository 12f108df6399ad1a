/** What is compared with an answer, or with a later description: nothing that the session did not agree on. */
import assert from 'node:assert/strict';
import { analyse } from '../../../../server/engine/analysis/analyse';
import { answer, change, ice, offer, reinvite, setUp, textOf, video, type Sdp } from '../../defects/plain';
import { audio, Flow, traceText } from '../../../support/flows';

function said(text: string): readonly string[] {
  return analyse(text)
    .findings.map(({ rule }) => rule.id)
    .filter((id) => /^(?:oa|dtls)-/.test(id));
}

describe('a call between two parties of which nothing is known', () => {
  it('is none where nothing is wrong', () => {
    for (const [first, second] of [
      [offer, answer],
      [ice('A'), ice('B')],
    ] as const)
      assert.deepEqual(
        said(
          textOf((flow) => {
            setUp(flow, first, second);
            reinvite(flow, 5, 2, first, second);
          }),
        ),
        [],
      );
  });
});

describe('a payload type that is mapped anew', () => {
  const remapped = (was: string, now: string): readonly string[] => {
    const listed = (sdp: Sdp, mapping: string): Sdp => [
      ...sdp.map((line) => line.replace('AVP 8 101', 'AVP 8 97 101')),
      `a=rtpmap:97 ${mapping}`,
    ];
    const text = textOf((flow) => {
      setUp(flow, listed(offer, was), answer);
      reinvite(flow, 5, 2, listed(audio('A', 2), now), answer);
    });
    return analyse(text).findings.flatMap(({ rule, message }) =>
      rule.id === 'oa-payload-remapped' ? [message] : [],
    );
  };

  it('is told with what differs', () => {
    const [message] = remapped('L16/44100', 'L16/44100/2');
    assert.match(message ?? '', /stood for L16\/44100 and now stands for L16\/44100\/2\./);
  });

  it('is the same where letters differ in case, or one channel is said', () => {
    assert.deepEqual(remapped('iLBC/8000', 'ILBC/8000/1'), []);
  });
});

describe('a later description is compared with what the session agreed on', () => {
  const held = audio('A', 2, { direction: 'sendonly' });
  const heldAnswer = audio('B', 2, { direction: 'recvonly' });

  it('not with an offer that was refused', () => {
    const text = textOf((flow) => {
      setUp(flow, offer, answer);
      const fax = flow.request(4, 'A', 'INVITE', 2, {
        tag: 'b1',
        sdp: [...audio('A', 2).slice(0, 5), 'm=image 40000 udptl t38', video],
      });
      flow.answer(4.1, fax, '488 Not Acceptable Here');
      flow.ack(4.2, fax, 'refused', { tag: 'b1' });
      reinvite(flow, 5, 3, held, heldAnswer);
    });
    assert.deepEqual(said(text), []);
  });

  it('not with an INVITE that was challenged', () => {
    const text = textOf((flow) => {
      const challenged = flow.request(0, 'A', 'INVITE', 1, { sdp: audio('A', 1, { port: 41000 }) });
      flow.answer(0.1, challenged, '407 Proxy Authentication Required', {
        tag: 'p1',
        extra: ['Proxy-Authenticate: Digest realm="example.com", nonce="1"'],
      });
      flow.ack(0.15, challenged, 'refused', { tag: 'p1' });
      const invite = flow.request(0.2, 'A', 'INVITE', 2, {
        sdp: offer,
        extra: [
          'Proxy-Authorization: Digest username="alice", realm="example.com", nonce="1", uri="sip:bob@example.com", response="0123456789abcdef0123456789abcdef"',
        ],
      });
      flow.answer(2, invite, '200 OK', { tag: 'b1', sdp: answer });
      flow.ack(2.1, invite, 'accepted', { tag: 'b1' });
    });
    assert.deepEqual(said(text), []);
  });

  it('not with the 183 of the same answer', () => {
    const text = textOf((flow) => {
      const invite = flow.request(0, 'A', 'INVITE', 1, { sdp: offer });
      flow.answer(0.2, invite, '183 Session Progress', { tag: 'b1', sdp: answer });
      flow.answer(2, invite, '200 OK', { tag: 'b1', sdp: [...answer, 'a=ptime:20', 'a=maxptime:40'] });
      flow.ack(2.1, invite, 'accepted', { tag: 'b1' });
    });
    assert.deepEqual(said(text), []);
  });

  it('not with another fork', () => {
    const text = textOf((flow) => {
      const invite = flow.request(0, 'A', 'INVITE', 1, { sdp: offer });
      flow.answer(0.2, invite, '183 Session Progress', {
        tag: 'c1',
        sdp: change(answer, 'o=', 'o=carol 5 9 IN IP4 192.0.2.20'),
      });
      flow.answer(2, invite, '200 OK', { tag: 'b1', sdp: answer });
      flow.ack(2.1, invite, 'accepted', { tag: 'b1' });
      reinvite(flow, 5, 2, held, heldAnswer);
    });
    assert.deepEqual(said(text), []);
  });

  it('not where the trace begins later', () => {
    const flow = new Flow();
    reinvite(flow, 5, 2, audio('A', 1, { direction: 'sendonly' }), heldAnswer);
    assert.deepEqual(said(traceText(flow.sent)), []);
  });
});

describe('descriptions that stand alone', () => {
  const reasons = (text: string): readonly string[] => [
    ...new Set(
      analyse(text)
        .notEvaluated.filter(({ rule }) => rule === 'oa-no-common-codec')
        .map(({ reason }) => reason),
    ),
  ];
  const bare = (sdp: Sdp): string => sdp.join('\n');

  it('say how to mark them where nothing tells offer from answer', () => {
    const [reason] = reasons(`${bare(offer)}\n\n${bare(answer)}\n`);
    assert.match(reason ?? '', /#!role offer/);
    assert.deepEqual(reasons(`#!role offer\n${bare(offer)}\n#!role answer\n${bare(answer)}\n`), []);
    assert.deepEqual(reasons(`${bare(offer)}\n`), []);
  });
});
