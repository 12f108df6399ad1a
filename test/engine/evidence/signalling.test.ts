/** What the signalling of a call can carry. */
import assert from 'node:assert/strict';
import { analyse } from '../../../server/engine/analysis/analyse';
import { Signalling } from '../../../server/engine/evidence/signalling';
import { factsOf } from '../../../server/engine/sip/facts';
import { hasLostBrackets, speaksRfc2543 } from '../../../server/engine/sip/old-forms';
import { parseSip } from '../../../server/engine/sip/parse';
import { isSip, type SipTraceMessage } from '../../../server/engine/traces/message';
import { audio, Flow, traceText, type Sent } from '../../support/flows';

const SECOND = 1_000_000;

function messagesOf(sent: readonly Sent[]): readonly SipTraceMessage[] {
  return analyse(traceText(sent)).trace.messages.filter(isSip);
}

function named(messages: readonly SipTraceMessage[]): readonly string[] {
  return messages.map(({ parsed }) => {
    const { status, method, cseq } = factsOf(parsed);
    return `${status ?? ''}${status === null ? '' : ' '}${method} ${cseq}`;
  });
}

/** INVITE, 180, 200 thrice, ACK, BYE, 200. */
function call(): readonly Sent[] {
  const flow = new Flow();
  const invite = flow.request(0, 'A', 'INVITE', 1, { sdp: audio('A') });
  flow.answer(0.1, invite, '180 Ringing', { tag: 'b1', extra: ['Require: 100rel', 'RSeq: 7'] });
  const prack = flow.request(0.2, 'A', 'PRACK', 2, { tag: 'b1', extra: ['RAck: 7 1 INVITE'] });
  flow.answer(0.3, prack, '200 OK');
  const ok = flow.answer(2, invite, '200 OK', { tag: 'b1', sdp: audio('B') });
  flow.again(2.001, ok);
  flow.again(2.5, ok);
  flow.ack(2.6, invite, 'accepted', { tag: 'b1' });
  const bye = flow.request(40, 'B', 'BYE', 1, { tag: 'b1' });
  flow.answer(40.1, bye, '200 OK');
  return flow.sent;
}

function at(messages: readonly SipTraceMessage[], name: string): SipTraceMessage {
  const found = messages[named(messages).indexOf(name)];
  assert.ok(found !== undefined, name);
  return found;
}

describe('the signalling of a call', () => {
  const messages = messagesOf(call());
  const signalling = new Signalling(messages);

  it('tells repetitions from copies', () => {
    assert.equal(signalling.sendingsOf(at(messages, '200 INVITE 1')).length, 2);
  });

  it('finds what answers, acknowledges and is answered', () => {
    const invite = at(messages, 'INVITE 1');
    assert.deepEqual(named(signalling.withoutCopies(signalling.answersOf(invite))), [
      '180 INVITE 1',
      '200 INVITE 1',
      '200 INVITE 1',
    ]);
    assert.equal(signalling.requestOf(at(messages, '200 INVITE 1')), invite);
    assert.deepEqual(named(signalling.acksOf(at(messages, '200 INVITE 1'))), ['ACK 1']);
    assert.deepEqual(named(signalling.pracksOf(at(messages, '180 INVITE 1'))), ['PRACK 2']);
    assert.equal(signalling.nextRequestOf(invite), null);
  });

  it('knows that UDP may deliver in another order', () => {
    const ok = at(messages, '200 INVITE 1');
    assert.ok(signalling.isBefore(at(messages, 'INVITE 1'), ok));
    assert.ok(!signalling.isBefore(at(messages, 'INVITE 1'), at(messages, '180 INVITE 1')));
    assert.ok(!signalling.isBefore(ok, at(messages, 'INVITE 1')));
  });

  const watched: readonly {
    readonly what: string;
    readonly part: (sent: readonly Sent[]) => readonly Sent[];
    readonly after: string;
    readonly end: 'sender' | 'receiver';
    readonly shows: boolean;
  }[] = [
    { what: 'a whole trace', part: (sent) => sent, after: '200 INVITE 1', end: 'receiver', shows: true },
    {
      what: 'a trace that ends too soon',
      part: (sent) => sent.slice(0, 8),
      after: '200 INVITE 1',
      end: 'receiver',
      shows: false,
    },
    {
      what: 'a trace of the other side alone',
      part: (sent) => sent.filter(({ from }) => from === 'B'),
      after: '200 INVITE 1',
      end: 'receiver',
      shows: false,
    },
    {
      what: "a trace of the sender's side alone",
      part: (sent) => sent.filter(({ from }) => from === 'B'),
      after: '200 INVITE 1',
      end: 'sender',
      shows: true,
    },
  ];
  for (const { what, part, after, end, shows } of watched) {
    it(`${shows ? 'would show' : 'would not show'} what the ${end} sends, of ${what}`, () => {
      const some = messagesOf(part(call()));
      assert.equal(new Signalling(some).wouldShow(end, at(some, after), 32 * SECOND), shows);
    });
  }

  it('goes by tags where the trace has no addresses', () => {
    const bare = messages.map((message) => ({
      ...message,
      record: { ...message.record, meta: { ...message.record.meta, source: null, destination: null } },
    }));
    const ofB = bare.filter(
      ({ parsed }) => factsOf(parsed).fromTag === 'b1' || factsOf(parsed).status !== null,
    );
    const heard = (some: readonly SipTraceMessage[], end: 'sender' | 'receiver'): boolean =>
      new Signalling(some).isHeardAfter(end, at(some, '200 INVITE 1'));
    assert.ok(heard(bare, 'receiver') && heard(bare, 'sender') && heard(ofB, 'sender'));
    const early = bare.slice(0, -2).filter(({ parsed }) => factsOf(parsed).status !== null);
    assert.ok(!heard(early, 'receiver'));
  });

  it('goes on where other calls do', () => {
    const short = call().slice(0, 8);
    const other = new Flow('other@192.0.2.10');
    other.answer(60.1, other.request(60, 'A', 'OPTIONS', 1), '200 OK', { tag: 'x' });
    const [own] = messagesOf(short);
    assert.ok(own !== undefined);
    const all = messagesOf([...short, ...other.sent]);
    const ofCall = all.filter(({ parsed }) => factsOf(parsed).callId.startsWith('flow'));
    const last = all.at(-1)?.record.meta.time?.micros ?? null;
    assert.ok(!new Signalling(ofCall).goesOnFor(own, 32 * SECOND));
    assert.ok(new Signalling(ofCall, undefined, last).goesOnFor(own, 32 * SECOND));
  });
});

describe('old forms of messages', () => {
  const lines = (via: string, from: string): string =>
    [
      'OPTIONS sip:b@example.com SIP/2.0',
      `Via: SIP/2.0/UDP 192.0.2.1${via}`,
      `From: ${from}`,
      'To: sip:b@example.com',
      'Contact: sip:a@192.0.2.1',
      '',
      '',
    ].join('\r\n');

  it('knows pasted text without its brackets', () => {
    assert.ok(hasLostBrackets(parseSip(lines(';branch=z9hG4bK1', 'sip:a@example.com;tag=1'))));
    assert.ok(!hasLostBrackets(parseSip(lines(';branch=z9hG4bK1', '<sip:a@example.com>;tag=1'))));
  });

  it('knows who speaks RFC 2543', () => {
    assert.ok(speaksRfc2543(parseSip(lines(';branch=1', '<sip:a@example.com>'))));
    assert.ok(!speaksRfc2543(parseSip(lines(';branch=Z9HG4BK1', '<sip:a@example.com>'))));
    assert.ok(!speaksRfc2543(parseSip(lines(';branch=1', '<sip:a@example.com>;tag=1'))));
  });
});
