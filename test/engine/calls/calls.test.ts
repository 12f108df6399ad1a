/** Calls out of traces: the captures' truth, and what they do not show. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { analyse } from '../../../server/engine/analysis/analyse';
import type { Call } from '../../../server/engine/calls/call';
import { dialogKindOf } from '../../../server/engine/report/requests';
import { sharedPath, skipUnshared } from '../../support/shared';

const samples = path.resolve(__dirname, '../../../samples');

function callsOf(text: string): readonly Call[] {
  return analyse(text).trace.calls;
}

function onlyCall(name: string): Call {
  const calls = callsOf(fs.readFileSync(path.join(samples, name), 'utf8'));
  assert.equal(calls.length, 1);
  const [call] = calls;
  assert.ok(call !== undefined);
  return call;
}

/** Exchanges as `INVITE: 183 200=` where `=` marks an answer that an earlier one had given. */
function exchangesOf(call: Call): readonly string[] {
  return call.exchanges.map(
    ({ method, answers }) =>
      `${method}: ${answers.map(({ status, repeats }) => `${status ?? 'request'}${repeats === null ? '' : '='}`).join(' ')}`,
  );
}

interface Sketch {
  readonly start: string;
  readonly cseq?: string;
  readonly branch?: string;
  readonly from?: string;
  readonly to?: string;
  readonly extra?: readonly string[];
  readonly sdp?: boolean;
  readonly path?: string;
}

let second = 0;

/** A message in sngrep's form, with no more than grouping looks at. */
function message({
  start,
  cseq = '1 INVITE',
  branch = 'z9hG4bK1',
  from = 'a',
  to = '',
  extra = [],
  sdp = false,
  path: way = '192.0.2.1:5060 -> 192.0.2.2:5060',
}: Sketch): string {
  second++;
  const time = `2026/01/31 10:00:${String(second % 60).padStart(2, '0')}.000000`;
  return [
    `${time} ${way}`,
    start,
    `Via: SIP/2.0/UDP 192.0.2.1;branch=${branch}`,
    `From: <sip:alice@example.com>;tag=${from}`,
    `To: <sip:bob@example.com>${to === '' ? '' : `;tag=${to}`}`,
    'Call-ID: one@192.0.2.1',
    `CSeq: ${cseq}`,
    ...extra,
    ...(sdp ? ['Content-Type: application/sdp'] : []),
    '',
    ...(sdp
      ? ['v=0', 'o=- 1 1 IN IP4 192.0.2.1', 's=-', 'c=IN IP4 192.0.2.1', 't=0 0', 'm=audio 4000 RTP/AVP 0']
      : []),
    '',
    '',
  ].join('\n');
}

const back = '192.0.2.2:5060 -> 192.0.2.1:5060';

describe('calls', () => {
  it('reads an inbound bypass call', () => {
    const call = onlyCall('inbound-ok.siptrace');
    assert.deepEqual(
      {
        kind: call.kind,
        outcome: call.outcome,
        status: call.status,
        sides: call.sides,
        profile: call.profile.name,
        from: call.from,
        to: call.to,
        exchanges: exchangesOf(call),
      },
      {
        kind: 'call',
        outcome: 'answered',
        status: 200,
        sides: { caller: 'sbc', callee: 'teams' },
        profile: 'teams-bypass',
        from: 'sip:+12065550100@sbc1.contoso.com',
        to: 'sip:+14255550199@sip.pstnhub.microsoft.com',
        exchanges: ['INVITE: 183 200='],
      },
    );
  });

  it('reads an outbound call the other way round', () => {
    assert.deepEqual(onlyCall('outbound-ok.siptrace').sides, { caller: 'teams', callee: 'sbc' });
  });

  it('reads three forks of one INVITE', () => {
    const call = onlyCall('inbound-forked.siptrace');
    assert.equal(call.forks.length, 3);
    assert.deepEqual(call.forks.map(({ status }) => status).sort(), [183, 183, 200]);
    assert.deepEqual(exchangesOf(call), ['INVITE: 183 183 183 200=']);
  });

  it('takes five copies of an INVITE for one call', () => {
    const copies = Array.from({ length: 5 }, () =>
      message({ start: 'INVITE sip:bob@example.com SIP/2.0', sdp: true }),
    );
    const [call, ...others] = callsOf(
      [...copies, message({ start: 'SIP/2.0 200 OK', to: 'b', sdp: true, path: back })].join(''),
    );
    assert.equal(others.length, 0);
    assert.deepEqual(
      call?.messages.map(({ retransmissionOf }) => retransmissionOf),
      [null, 0, 0, 0, 0, null],
    );
    assert.deepEqual(exchangesOf(call), ['INVITE: 200']);
    assert.equal(call.transactions.length, 1);
  });

  it('keeps an INVITE that is sent again with credentials in its call', () => {
    const [call, ...others] = callsOf(
      [
        message({ start: 'INVITE sip:bob@example.com SIP/2.0', sdp: true }),
        message({ start: 'SIP/2.0 407 Proxy Authentication Required', to: 'x', path: back }),
        message({ start: 'ACK sip:bob@example.com SIP/2.0', cseq: '1 ACK', to: 'x' }),
        message({
          start: 'INVITE sip:bob@example.com SIP/2.0',
          cseq: '2 INVITE',
          branch: 'z9hG4bK2',
          sdp: true,
        }),
        message({
          start: 'SIP/2.0 200 OK',
          cseq: '2 INVITE',
          branch: 'z9hG4bK2',
          to: 'b',
          sdp: true,
          path: back,
        }),
      ].join(''),
    );
    assert.equal(others.length, 0);
    assert.equal(call?.outcome, 'answered');
    assert.deepEqual(exchangesOf(call), ['INVITE: ', 'INVITE: 200']);
  });

  it('finds a late offer and its answer in the ACK', () => {
    const [call] = callsOf(
      [
        message({ start: 'INVITE sip:bob@example.com SIP/2.0' }),
        message({ start: 'SIP/2.0 200 OK', to: 'b', sdp: true, path: back }),
        message({
          start: 'ACK sip:bob@example.com SIP/2.0',
          cseq: '1 ACK',
          branch: 'z9hG4bK3',
          to: 'b',
          sdp: true,
        }),
      ].join(''),
    );
    assert.ok(call !== undefined);
    assert.deepEqual(exchangesOf(call), ['INVITE: request']);
    assert.equal(call.exchanges[0]?.offer.party, 'callee');
  });

  it('gives a late offer the answer of its own fork, and one answer', () => {
    const late = (to: string): string => message({ start: 'SIP/2.0 200 OK', to, sdp: true, path: back });
    const answer = (method: string, cseq: string, to: string): string =>
      message({
        start: `${method} sip:bob@example.com SIP/2.0`,
        cseq: `${cseq} ${method}`,
        branch: `z9hG4bK${method}${to}`,
        to,
        sdp: true,
      });
    const invite = message({ start: 'INVITE sip:bob@example.com SIP/2.0' });
    const [forked] = callsOf([invite, late('b'), late('c'), answer('ACK', '1', 'b')].join(''));
    assert.deepEqual(
      forked?.exchanges.map(({ offer, answers }) => [offer.toTag, answers.length]),
      [
        ['b', 1],
        ['c', 0],
      ],
    );
    // RFC 3262 §5: the PRACK of a reliable 183 answers its offer; what ACK brings is none of it.
    const progress = message({ start: 'SIP/2.0 183 Session Progress', to: 'b', sdp: true, path: back });
    const [early] = callsOf([invite, progress, answer('PRACK', '2', 'b'), answer('ACK', '1', 'b')].join(''));
    assert.deepEqual(
      early?.exchanges[0]?.answers.map(({ status }) => status),
      [null],
    );
  });

  it('tells legs without addresses apart by their hops', () => {
    const bare = (start: string, cseq: string, hops: number, tags: readonly [string, string]): string =>
      [
        start,
        ...Array.from(
          { length: hops },
          (_, hop) => `Via: SIP/2.0/UDP h${hop};branch=z9hG4bK${cseq}${hops}${hop}${start.length}`,
        ),
        `From: <sip:alice@example.com>;tag=${tags[0]}`,
        `To: <sip:bob@example.com>${tags[1] === '' ? '' : `;tag=${tags[1]}`}`,
        'Call-ID: one@192.0.2.1',
        `CSeq: ${cseq}`,
        '',
        '',
      ].join('\n');
    const calls = callsOf(
      [
        bare('INVITE sip:bob@example.com SIP/2.0', '1 INVITE', 1, ['a', '']),
        bare('INVITE sip:bob@example.com SIP/2.0', '1 INVITE', 2, ['a', '']),
        // Of the second leg: it has as many hops as the INVITE there.
        bare('BYE sip:bob@example.com SIP/2.0', '2 BYE', 2, ['a', 'b']),
        // Of a third one, whose requests are missing.
        bare('SIP/2.0 183 Session Progress', '1 INVITE', 3, ['a', 'b']),
        bare('SIP/2.0 200 OK', '1 INVITE', 3, ['a', 'b']),
      ].join('\n'),
    );
    assert.deepEqual(
      calls.map(({ messages }) => messages.length),
      [1, 2, 2],
    );
  });

  it('finds offers in UPDATE, PRACK and re-INVITE, from either side', () => {
    const [call] = callsOf(
      [
        message({ start: 'INVITE sip:bob@example.com SIP/2.0', sdp: true }),
        message({ start: 'SIP/2.0 183 Session Progress', to: 'b', sdp: true, path: back }),
        message({
          start: 'PRACK sip:bob@example.com SIP/2.0',
          cseq: '2 PRACK',
          branch: 'z9hG4bKp',
          to: 'b',
          sdp: true,
        }),
        message({
          start: 'SIP/2.0 200 OK',
          cseq: '2 PRACK',
          branch: 'z9hG4bKp',
          to: 'b',
          sdp: true,
          path: back,
        }),
        message({
          start: 'UPDATE sip:bob@example.com SIP/2.0',
          cseq: '3 UPDATE',
          branch: 'z9hG4bKu',
          to: 'b',
          sdp: true,
        }),
        message({
          start: 'SIP/2.0 200 OK',
          cseq: '3 UPDATE',
          branch: 'z9hG4bKu',
          to: 'b',
          sdp: true,
          path: back,
        }),
        message({ start: 'SIP/2.0 200 OK', to: 'b', path: back }),
        message({
          start: 'INVITE sip:alice@example.com SIP/2.0',
          cseq: '9 INVITE',
          branch: 'z9hG4bKr',
          from: 'b',
          to: 'a',
          sdp: true,
          path: back,
        }),
        message({
          start: 'SIP/2.0 200 OK',
          cseq: '9 INVITE',
          branch: 'z9hG4bKr',
          from: 'b',
          to: 'a',
          sdp: true,
        }),
      ].join(''),
    );
    assert.ok(call !== undefined);
    assert.deepEqual(exchangesOf(call), ['INVITE: 183', 'PRACK: 200', 'UPDATE: 200', 'INVITE: 200']);
    assert.deepEqual(
      call.exchanges.map(({ offer }) => [offer.party, offer.initial]),
      [
        ['caller', true],
        ['caller', false],
        ['caller', false],
        ['callee', false],
      ],
    );
    assert.equal(call.exchanges[3]?.offer.previousAgreed?.place, 5);
  });

  describe('knows what a dialog agreed on before', () => {
    /** `INVITE 1 offer`: start or status, CSeq, who says it (`<` for the callee), `tag` of the callee, `sdp`. */
    function agreedIn(...lines: readonly string[]): readonly (number | null)[] {
      const [call] = callsOf(
        lines
          .map((line) => {
            const [first = '', method = '', cseq = '', tag = ''] = line.split(' ');
            const fromCallee = line.startsWith('<');
            const word = first.slice(1);
            const isResponse = /^\d/.test(word);
            const ownRequest = isResponse === fromCallee;
            return message({
              start: isResponse ? `SIP/2.0 ${word} X` : `${method} sip:x@example.com SIP/2.0`,
              cseq: `${cseq} ${method}`,
              branch: `z9hG4bK${method}${cseq}${ownRequest ? 'a' : 'b'}`,
              from: ownRequest ? 'a' : tag,
              to: ownRequest ? tag : 'a',
              sdp: line.endsWith('sdp'),
              ...(fromCallee ? { path: back } : {}),
            });
          })
          .join(''),
      );
      return (call?.bodies ?? []).map(({ previousAgreed }) => previousAgreed?.place ?? null);
    }
    const setUp = ['>- INVITE 1  sdp', '<183 INVITE 1 b sdp', '<200 INVITE 1 b sdp', '>- ACK 1 b'];
    const cases: readonly {
      readonly what: string;
      readonly lines: readonly string[];
      readonly agreed: readonly (number | null)[];
    }[] = [
      {
        what: 'not the 183 of the same answer, and the last word of an answer for what follows',
        lines: [...setUp, '<- INVITE 7 b sdp', '>200 INVITE 7 b sdp'],
        agreed: [null, null, null, 2, 0],
      },
      {
        what: 'no offer that was refused',
        lines: [
          ...setUp,
          '>- INVITE 2 b sdp',
          '<488 INVITE 2 b',
          '>- ACK 2 b',
          '>- INVITE 3 b sdp',
          '<200 INVITE 3 b sdp',
        ],
        agreed: [null, null, null, 0, 0, 2],
      },
      {
        what: 'no early answer to a re-INVITE that was refused in the end',
        lines: [...setUp, '>- INVITE 2 b sdp', '<183 INVITE 2 b sdp', '<500 INVITE 2 b', '<- INVITE 7 b sdp'],
        agreed: [null, null, null, 0, 2, 2],
      },
      {
        what: 'no INVITE that was challenged',
        lines: [
          '>- INVITE 1  sdp',
          '<407 INVITE 1 p',
          '>- ACK 1 p',
          '>- INVITE 2  sdp',
          '<200 INVITE 2 b sdp',
        ],
        agreed: [null, null, null],
      },
      {
        what: "an INVITE's offer for every fork, and each fork's answer for itself",
        lines: [
          '>- INVITE 1  sdp',
          '<183 INVITE 1 b sdp',
          '<183 INVITE 1 c sdp',
          '<200 INVITE 1 c sdp',
          '>- INVITE 2 c sdp',
          '<200 INVITE 2 c sdp',
          '>- UPDATE 2 b sdp',
        ],
        agreed: [null, null, null, null, 0, 3, 0],
      },
      {
        what: 'nothing where the answer to the offer before is not in the trace',
        lines: [...setUp, '>- INVITE 2 b sdp', '>- ACK 2 b', '>- INVITE 3 b sdp'],
        agreed: [null, null, null, 0, null],
      },
      {
        what: 'the offer in a 200 that its ACK answers',
        lines: [
          '>- INVITE 1 ',
          '<200 INVITE 1 b sdp',
          '>- ACK 1 b sdp',
          '<- INVITE 7 b sdp',
          '>200 INVITE 7 b sdp',
        ],
        agreed: [null, null, 1, 2],
      },
      {
        what: 'an answer whose offer came before the trace, and not what it answered',
        lines: ['<200 INVITE 1 b sdp', '>- ACK 1 b', '<- INVITE 7 b sdp', '>200 INVITE 7 b sdp'],
        agreed: [null, 0, null],
      },
    ];
    for (const { what, lines, agreed } of cases) {
      it(what, () => {
        assert.deepEqual(agreedIn(...lines), agreed);
      });
    }
  });

  it('calls a response whose INVITE the trace lacks neither offer nor answer, unless the ACK tells', () => {
    const response = message({ start: 'SIP/2.0 200 OK', to: 'b', sdp: true, path: back });
    const ack = (sdp: boolean): string =>
      message({ start: 'ACK sip:bob@example.com SIP/2.0', cseq: '1 ACK', branch: 'z9hG4bKa', to: 'b', sdp });
    const rolesOf = (...texts: readonly string[]): readonly string[] =>
      callsOf(texts.join('')).flatMap(({ bodies }) => bodies.map(({ role }) => role));
    assert.deepEqual(rolesOf(response), ['unknown']);
    assert.deepEqual(rolesOf(response, ack(false)), ['answer']);
    assert.deepEqual(rolesOf(response, ack(true)), ['offer', 'answer']);
    const early = message({ start: 'SIP/2.0 183 Session Progress', to: 'b', sdp: true, path: back });
    assert.deepEqual(rolesOf(early, response), ['unknown', 'unknown']);
    const cut = message({ start: 'INVITE sip:bob@example.com SIP/2.0', sdp: true }).split('v=0')[0] ?? '';
    assert.deepEqual(rolesOf(`${cut}\n`, response), ['unknown']);
  });

  it('takes a call for answered by the ACK where the 200 is not in the trace', () => {
    const invite = message({ start: 'INVITE sip:bob@example.com SIP/2.0', sdp: true });
    const outcomeOf = (branch: string, ...more: readonly string[]): string | undefined => {
      const ack = message({ start: 'ACK sip:bob@example.com SIP/2.0', cseq: '1 ACK', branch, to: 'b' });
      return callsOf([invite, ack, ...more].join(''))[0]?.outcome;
    };
    const bye = message({
      start: 'BYE sip:bob@example.com SIP/2.0',
      cseq: '2 BYE',
      branch: 'z9hG4bKb',
      to: 'b',
    });
    assert.equal(outcomeOf('z9hG4bKother'), 'answered');
    // The ACK of a refusal has the branch of its INVITE (RFC 3261 §17.1.1.3).
    assert.equal(outcomeOf('z9hG4bK1'), 'unanswered');
    assert.equal(outcomeOf('z9hG4bK1', bye), 'answered');
  });

  it('tells how a call ended', () => {
    const start = message({ start: 'INVITE sip:bob@example.com SIP/2.0', sdp: true });
    const outcome = (...rest: readonly string[]): string | undefined =>
      callsOf([start, ...rest].join(''))[0]?.outcome;
    assert.equal(outcome(), 'unanswered');
    assert.equal(outcome(message({ start: 'SIP/2.0 486 Busy Here', to: 'b', path: back })), 'rejected');
    assert.equal(
      outcome(
        message({ start: 'CANCEL sip:bob@example.com SIP/2.0', cseq: '1 CANCEL' }),
        message({ start: 'SIP/2.0 487 Request Terminated', to: 'b', path: back }),
      ),
      'cancelled',
    );
    const bye = message({
      start: 'BYE sip:bob@example.com SIP/2.0',
      cseq: '2 BYE',
      branch: 'z9hG4bKb',
      to: 'b',
      extra: ['Reason: Q.850;cause=22;text="IceConnectivityChecksFailed"'],
    });
    const [partial] = callsOf(bye);
    assert.equal(partial?.outcome, 'partial');
    assert.match(partial.reason ?? '', /IceConnectivityChecksFailed/);
  });

  it('takes the end of a call that was challenged from its BYE, and ends none that is still up', () => {
    const at = (text: string): bigint | number | undefined => callsOf(text)[0]?.ended?.micros;
    const line = 'INVITE sip:bob@example.com SIP/2.0';
    const second = { cseq: '2 INVITE', branch: 'z9hG4bK2' };
    for (const status of ['401 Unauthorized', '407 Proxy Authentication Required']) {
      const challenged = [
        message({ start: line, sdp: true }),
        message({ start: `SIP/2.0 ${status}`, to: 'x', path: back }),
        message({ start: 'ACK sip:bob@example.com SIP/2.0', cseq: '1 ACK', to: 'x' }),
      ].join('');
      assert.notEqual(at(challenged), undefined);
      const answered = [
        challenged,
        message({ start: line, ...second, sdp: true }),
        message({ start: 'SIP/2.0 200 OK', ...second, to: 'b', sdp: true, path: back }),
        // It crosses the 200 (RFC 3261 §9.1).
        message({ start: 'CANCEL sip:bob@example.com SIP/2.0', cseq: '2 CANCEL', branch: 'z9hG4bK2' }),
      ].join('');
      assert.equal(at(answered), undefined);
      const bye = message({
        start: 'BYE sip:bob@example.com SIP/2.0',
        cseq: '3 BYE',
        branch: 'z9hG4bK3',
        to: 'b',
      });
      const [call] = callsOf(answered + bye);
      assert.equal(call?.outcome, 'answered');
      assert.deepEqual(
        call.forks.map(({ toTag }) => toTag),
        ['b'],
        'a challenge is no fork',
      );
      assert.equal(call.ended?.micros, call.messages.at(-1)?.message.record.meta.time?.micros);
    }
  });

  it('takes a request within a dialog alone for a part of a call, and a REFER outside of one for none', () => {
    const kinds = [
      { start: 'UPDATE sip:b@192.0.2.2 SIP/2.0', cseq: '7 UPDATE', to: 'b' },
      { start: 'INFO sip:b@192.0.2.2 SIP/2.0', cseq: '7 INFO', to: 'b' },
      { start: 'REFER sip:b@192.0.2.2 SIP/2.0', cseq: '7 REFER', to: 'b' },
      { start: 'REFER sip:b@192.0.2.2 SIP/2.0', cseq: '7 REFER' },
      { start: 'NOTIFY sip:b@192.0.2.2 SIP/2.0', cseq: '7 NOTIFY', to: 'b' },
    ].map((sketch) => {
      const [call] = callsOf(message(sketch));
      assert.ok(call !== undefined);
      return `${sketch.cseq} ${sketch.to ?? ''}: ${call.kind} ${call.outcome} ${dialogKindOf(call)}`;
    });
    assert.deepEqual(kinds, [
      '7 UPDATE b: call partial call',
      '7 INFO b: call partial call',
      '7 REFER b: call partial call',
      '7 REFER : other partial transfer',
      '7 NOTIFY b: other partial subscription',
    ]);
  });

  it('ends with the dialog that was answered, whatever other forks end before', () => {
    const timesOf = (...tags: readonly string[]): readonly (number | null)[] => {
      const [call] = callsOf(
        [
          message({ start: 'INVITE sip:bob@example.com SIP/2.0', sdp: true }),
          message({ start: 'SIP/2.0 180 Ringing', to: 'first', path: back }),
          message({ start: 'SIP/2.0 200 OK', to: 'first', sdp: true, path: back }),
          message({ start: 'SIP/2.0 200 OK', to: 'second', sdp: true, path: back }),
          ...tags.map((to, place) => {
            const count = String(place + 2);
            const start = 'BYE sip:bob@example.com SIP/2.0';
            return message({ start, cseq: `${count} BYE`, branch: `z9hG4bK${count}`, to });
          }),
        ].join(''),
      );
      return [call?.alerted, call?.answered, call?.ended].map((time) => {
        const place = call?.messages.findIndex(({ message: { record } }) => record.meta.time === time) ?? -1;
        return place === -1 ? null : place;
      });
    };
    assert.deepEqual(timesOf('second', 'first'), [1, 2, 5]);
    assert.deepEqual(timesOf('second'), [1, 2, null], 'the call goes on');
    assert.deepEqual(timesOf('mistaken'), [1, 2, 4], 'a tag of no dialog');
  });

  it('takes the 200 of a re-INVITE for no answer of a call whose beginning is not in the trace', () => {
    const [call] = callsOf(
      [
        message({ start: 'INVITE sip:bob@example.com SIP/2.0', to: 'b', sdp: true }),
        message({ start: 'SIP/2.0 200 OK', to: 'b', sdp: true, path: back }),
      ].join(''),
    );
    assert.deepEqual([call?.outcome, call?.answered], ['partial', null]);
  });

  it('knows the hop of a response by its addresses where an SBC keeps the branch', () => {
    const invite = 'INVITE sip:bob@example.com SIP/2.0';
    const [one, two, again] = ['192.0.2.2:5060 -> 192.0.2.3:5060', '192.0.2.3:5060 -> 192.0.2.2:5060', back];
    const legs = callsOf(
      [
        message({ start: invite }),
        message({ start: invite, path: one }),
        message({ start: 'SIP/2.0 180 Ringing', to: 'b', path: two }),
        message({ start: 'SIP/2.0 180 Ringing', to: 'b', path: again }),
      ].join(''),
    );
    assert.deepEqual(
      legs.map(({ messages }) =>
        messages.map(({ message: { index }, retransmissionOf }) => [index, retransmissionOf]),
      ),
      [
        [
          [0, null],
          [3, null],
        ],
        [
          [1, null],
          [2, null],
        ],
      ],
    );
  });

  it('does not call an OPTIONS ping a call', () => {
    const [ping] = callsOf(message({ start: 'OPTIONS sip:bob@example.com SIP/2.0', cseq: '1 OPTIONS' }));
    assert.equal(ping?.kind, 'other');
  });

  it('takes what OPTIONS tells for neither offer nor answer', () => {
    const cseq = '1 OPTIONS';
    const [ping] = callsOf(
      [
        message({ start: 'OPTIONS sip:bob@example.com SIP/2.0', cseq, sdp: true }),
        message({ start: 'SIP/2.0 200 OK', cseq, to: 'b', sdp: true, path: back }),
      ].join('\n'),
    );
    assert.ok(ping !== undefined);
    assert.deepEqual(
      ping.bodies.map(({ role }) => role),
      ['unknown', 'unknown'],
    );
    assert.deepEqual(ping.exchanges, []);
  });

  it('keeps a call together when Microsoft answers from another address', () => {
    const calls = callsOf(
      [
        message({ start: 'INVITE sip:bob@example.com SIP/2.0', sdp: true }),
        message({ start: 'SIP/2.0 200 OK', to: 'b', sdp: true, path: back }),
        message({
          start: 'BYE sip:alice@example.com SIP/2.0',
          cseq: '1 BYE',
          branch: 'z9hG4bKb',
          from: 'b',
          to: 'a',
          path: '192.0.2.77:5060 -> 192.0.2.1:5060',
        }),
      ].join(''),
    );
    assert.equal(calls.length, 1);
  });

  it('parts legs that share a Call-ID, without addresses too', () => {
    const near = [
      message({ start: 'INVITE sip:bob@example.com SIP/2.0', branch: 'z9hG4bKnear', sdp: true }),
      message({ start: 'INVITE sip:bob@example.com SIP/2.0', branch: 'z9hG4bKfar', sdp: true }),
      message({ start: 'SIP/2.0 200 OK', branch: 'z9hG4bKfar', to: 'b', sdp: true }),
      message({ start: 'SIP/2.0 200 OK', branch: 'z9hG4bKnear', to: 'b', sdp: true }),
    ].join('');
    const calls = callsOf(near.replaceAll(/^2026.*\n/gm, ''));
    assert.deepEqual(
      calls.map((call) => call.messages.length),
      [2, 2],
    );
  });

  it('judges neither a plain call nor the leg behind the SBC by Teams rules', () => {
    const [plain] = callsOf(message({ start: 'INVITE sip:bob@example.com SIP/2.0', sdp: true }));
    assert.equal(plain?.profile.name, 'rfc');
    const relayed = message({
      start: 'INVITE sip:bob@example.com SIP/2.0',
      sdp: true,
      extra: ['User-Agent: Microsoft.PSTNHub.SIPProxy v.1'],
    });
    const [leg] = callsOf(relayed);
    assert.equal(leg?.profile.name, 'rfc');
    assert.match(leg.profile.reason, /behind the SBC/);
  });

  it('judges a leg behind the SBC by no Teams rules, though its requests are addressed to Microsoft', () => {
    const start = 'INVITE sip:+1@sip.pstnhub.microsoft.com SIP/2.0';
    const near = message({ start, branch: 'z9hG4bKnear', sdp: true });
    const direct = message({ start, sdp: true, path: '192.0.2.1:5060 -> 52.114.75.24:5061' });
    assert.equal(callsOf(direct)[0]?.profile.name, 'teams-nonbypass');
    // Nothing of whom it goes to is in the trace.
    assert.equal(callsOf(near)[0]?.profile.name, 'rfc');
    const answer = message({
      start: 'SIP/2.0 183 Session Progress',
      branch: 'z9hG4bKfar',
      to: 'b',
      extra: ['Server: Microsoft.PSTNHub.SIPProxy v.1'],
      path: '198.51.100.5:5060 -> 192.0.2.2:5060',
    });
    const [leg] = callsOf(near + answer);
    assert.equal(leg?.profile.name, 'rfc');
    assert.match(leg.profile.reason, /behind the SBC/);
  });

  it('knows Microsoft by Via, From and To where nothing else names it', () => {
    const sidesOf = (from: string, to: string, via: string): Call['sides'] | undefined =>
      callsOf(
        [
          'SIP/2.0 200 OK',
          `Via: SIP/2.0/TLS ${via}:5061;branch=z9hG4bK1`,
          `From: <sip:1@${from}>;tag=a`,
          `To: <sip:2@${to}>;tag=b`,
          'Call-ID: alone',
          'CSeq: 1 INVITE',
          'Content-Length: 0',
          '',
          '',
        ].join('\r\n'),
      )[0]?.sides;
    const hub = 'sip.pstnhub.microsoft.com';
    const fromTeams = { caller: 'teams', callee: 'sbc' };
    assert.deepEqual(sidesOf(hub, 'sbc.example.com', '192.0.2.1'), fromTeams);
    assert.deepEqual(sidesOf('sbc.example.com', hub, '192.0.2.1'), { caller: 'sbc', callee: 'teams' });
    assert.deepEqual(sidesOf('sbc.example.com', 'sbc.example.com', hub), fromTeams);
    assert.deepEqual(sidesOf(hub, hub, '192.0.2.1'), { caller: 'unknown', callee: 'unknown' });
  });

  it('does not take a party for Microsoft because the next hop of its request is', () => {
    const start = 'INVITE sip:bob@example.com SIP/2.0';
    const server = 'Server: Microsoft.PSTNHub.SIPProxy v.1';
    const trying = message({ start: 'SIP/2.0 100 Trying', path: back, extra: [server] });
    const ringing = message({ start: 'SIP/2.0 180 Ringing', to: 'b', path: back, extra: ['Server: SBC'] });
    assert.equal(callsOf(message({ start }) + trying)[0]?.sides.callee, 'teams');
    assert.equal(callsOf(message({ start }) + trying + ringing)[0]?.sides.callee, 'unknown');
  });

  it('parts both legs of the capture on all interfaces', function () {
    const file = sharedPath('captures/text/01i-inbound-any-sll2.sngrep.txt');
    if (file === null) skipUnshared(this);
    const calls = callsOf(fs.readFileSync(file, 'utf8'));
    assert.deepEqual(
      calls.map(({ profile, messages, callId }) => [
        profile.name,
        messages.length,
        callId === calls[0]?.callId,
      ]),
      [
        ['rfc', 7, true],
        ['teams-bypass', 7, true],
      ],
    );
  });

  it('sees one call where the INVITE was sent five times', function () {
    const file = sharedPath('captures/text/01b-inbound-icmp-retrans.sngrep.txt');
    if (file === null) skipUnshared(this);
    const [call, ...others] = callsOf(fs.readFileSync(file, 'utf8'));
    assert.equal(others.length, 0);
    assert.equal(call?.messages.filter(({ retransmissionOf }) => retransmissionOf !== null).length, 4);
  });

  it('sees five calls in the load test, each answered', function () {
    const file = sharedPath('captures/text/14-sipp-5calls.sngrep.txt');
    if (file === null) skipUnshared(this);
    const calls = callsOf(fs.readFileSync(file, 'utf8'));
    assert.deepEqual(
      calls.map(({ outcome, messages }) => [outcome, messages.length]),
      Array.from({ length: 5 }, () => ['answered', 8]),
    );
  });
});
