/**
 * What is wrong with an answer, or with a later description, put into a complete call: each defect raises its rule and at
 * most two others as errors, and raises none where the session did not agree on what it is compared with.
 */
import assert from 'node:assert/strict';
import { analyse } from '../../../../server/engine/analysis';
import { analysisOptions, defaultSettings } from '../../../../server/settings';
import { audio, Flow, traceText, type Host } from '../../../support/flows';

type Sdp = readonly string[];

/** Replaces a line of a description by others; of the m-line it is its beginning. */
function change(sdp: Sdp, was: string, ...now: readonly string[]): Sdp {
  const at = sdp.findIndex((line) => line.startsWith(was));
  assert.ok(at >= 0, was);
  return [...sdp.slice(0, at), ...now, ...sdp.slice(at + 1)];
}

const offer = audio('A');
const answer = audio('B');
const key = (of: string): string =>
  `a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${of}GNmRJ6OzquyFmCtPJyJur77uhMpJwRkNb/jHcPd`;
const print = (first: string): string =>
  `a=fingerprint:sha-256 ${first}:F1:09:DC:8D:9A:AF:BD:C8:BE:D7:56:8B:4A:7B:AC:11:34:9B:F9:17:30:5D:AA:83:C3:80:4C:E6:0F:09:06`;
const video = 'm=video 40002 RTP/AVP 31';
const noVideo = 'm=video 0 RTP/AVP 31';

function secure(sdp: Sdp, ...lines: readonly string[]): Sdp {
  return [...sdp.map((line) => line.replace('RTP/AVP', 'RTP/SAVP')), ...lines];
}

function ice(
  host: Host,
  version = 1,
  { port = host === 'A' ? 40000 : 50000, lite = host === 'B' } = {},
): Sdp {
  const sdp = audio(host, version, { port });
  const address = host === 'A' ? '192.0.2.10' : '192.0.2.20';
  return [
    ...sdp.slice(0, 5),
    ...(lite ? ['a=ice-lite'] : []),
    'a=ice-options:ice2',
    ...sdp.slice(5),
    'a=rtcp-mux',
    `a=ice-ufrag:ufr${host}`,
    `a=ice-pwd:PasswordOf${host}0000000000001`,
    `a=candidate:1 1 UDP 2130706431 ${address} ${port} typ host`,
  ];
}

/** Rule → an offer and its answer, with a defect in the answer. */
const answers: Readonly<Record<string, readonly [Sdp, Sdp]>> = {
  'oa-zero-port-kept': [
    [...offer, noVideo],
    [...answer, 'm=video 5004 RTP/AVP 31'],
  ],
  'oa-rejected-stream-fmt': [
    [...offer, video],
    [...answer, 'm=video 0 RTP/AVP'],
  ],
  'oa-direction': [change(offer, 'a=sendrecv', 'a=sendonly'), answer],
  'oa-time-line': [offer, change(answer, 't=0 0', 't=3724395400 0')],
  'oa-origin-copied': [offer, change(answer, 'o=', offer[1] ?? '')],
  'oa-no-common-codec': [
    change(offer, 'm=audio', 'm=audio 40000 RTP/AVP 0 8 101'),
    change(answer, 'm=audio', 'm=audio 50000 RTP/AVP 9 101'),
  ],
  'oa-answer-rtpmap': [
    ['m=audio 40000 RTP/AVP 96', 'a=rtpmap:96 opus/48000/2'].reduce<Sdp>(
      (sdp, line) => [...sdp, line],
      offer.slice(0, 5),
    ),
    [...answer.slice(0, 5), 'm=audio 5004 RTP/AVP 96'],
  ],
  'oa-payload-number': [offer, answer.map((line) => line.replace(/\b101\b/, '96'))],
  'oa-codec-order': [offer, change(answer, 'm=audio', 'm=audio 50000 RTP/AVP 101 8')],
  'oa-proto-mismatch': [secure(offer, key('A')), answer],
  'oa-address-family': [offer, change(answer, 'c=', 'c=IN IP6 2001:db8::20')],
  'oa-telephone-event-dropped': [
    offer,
    change(change(change(answer, 'm=audio', 'm=audio 50000 RTP/AVP 8'), 'a=rtpmap:101'), 'a=fmtp:101'),
  ],
  'oa-crypto-session-params': [secure(offer, `${key('A')} UNENCRYPTED_SRTCP`), secure(answer, key('B'))],
  'oa-crypto-not-offered': [offer, [...answer, key('B')]],
  'oa-fingerprint-missing': [secure(offer, 'a=setup:actpass', print('91')), secure(answer)],
  'oa-rtcp-mux-extra-candidate': [
    ice('A'),
    [...ice('B'), 'a=candidate:1 2 UDP 2130706430 192.0.2.20 50001 typ host'],
  ],
  'oa-ice-not-offered': [offer, ice('B')],
  'oa-ice-dropped': [ice('A'), answer],
  'oa-setup-roles': [
    secure(offer, 'a=setup:active', print('91')),
    secure(answer, 'a=setup:active', print('11')),
  ],
  'oa-ptime': [
    [...offer, 'a=ptime:20'],
    [...answer, 'a=ptime:30'],
  ],
  'oa-all-streams-rejected': [offer, change(answer, 'm=audio', 'm=audio 0 RTP/AVP 8 101')],
  'oa-fmtp-mismatch': [
    [
      ...change(offer, 'm=audio', 'm=audio 40000 RTP/AVP 97 101'),
      'a=rtpmap:97 AMR/8000',
      'a=fmtp:97 octet-align=1',
    ],
    [...change(answer, 'm=audio', 'm=audio 50000 RTP/AVP 97 101'), 'a=rtpmap:97 AMR/8000'],
  ],
  'oa-mid-mismatch': [
    [...offer, 'a=mid:1'],
    [...answer, 'a=mid:0'],
  ],
  'sdp-capability-unanswered': [
    [...offer, 'a=tcap:1 RTP/SAVP', 'a=pcfg:1 t=1', key('A')],
    secure(answer, key('B')),
  ],
};

interface Later {
  readonly offer: Sdp;
  readonly answer: Sdp;
  readonly again: Sdp;
  readonly answered?: Sdp;
}

/** Rule → a call with a re-INVITE of the same side, with a defect in it or in its answer. */
const laters: Readonly<Record<string, Later>> = {
  'oa-hold-mirrored': {
    offer,
    answer,
    again: audio('A', 2, { direction: 'sendonly' }),
    answered: audio('B', 2, { direction: 'inactive' }),
  },
  'oa-version-not-incremented': {
    offer,
    answer,
    again: audio('A', 1, { direction: 'sendonly' }),
    answered: audio('B', 2, { direction: 'recvonly' }),
  },
  'oa-version-jump': { offer, answer, again: audio('A', 7) },
  'oa-session-id-changed': {
    offer,
    answer,
    again: change(audio('A', 2), 'o=', 'o=alice 12 2 IN IP4 192.0.2.10'),
  },
  'oa-m-line-removed': { offer: [...offer, video], answer: [...answer, noVideo], again: audio('A', 2) },
  'oa-m-line-moved': {
    offer,
    answer,
    again: [...offer.slice(0, 5), video, ...audio('A', 2).slice(5)].map((line) =>
      line.replace(' 11 1 ', ' 11 2 '),
    ),
    answered: [...answer.slice(0, 5), noVideo, ...answer.slice(5)].map((line) =>
      line.replace(' 22 1 ', ' 22 2 '),
    ),
  },
  'oa-payload-remapped': {
    offer: [...change(offer, 'm=audio', 'm=audio 40000 RTP/AVP 8 97 101'), 'a=rtpmap:97 iLBC/8000'],
    answer,
    again: [
      ...change(audio('A', 2), 'm=audio', 'm=audio 40000 RTP/AVP 8 97 101'),
      'a=rtpmap:97 opus/48000/2',
    ],
  },
  'oa-crypto-key-unchanged-new-transport': {
    offer: secure(offer, key('A')),
    answer: secure(answer, key('B')),
    again: secure(audio('A', 2, { port: 40010 }), key('A')),
  },
  'oa-srtp-downgrade': {
    offer: secure(offer, 'a=setup:actpass', print('91')),
    answer: secure(answer, 'a=setup:active', print('11')),
    again: [...audio('A', 2), print('91')],
    answered: audio('B', 2),
  },
  'dtls-role-changed': {
    offer: secure(offer, 'a=setup:actpass', print('91')),
    answer: secure(answer, 'a=setup:active', print('11')),
    again: secure(audio('A', 2), 'a=setup:actpass', print('91')),
    answered: secure(audio('B', 2), 'a=setup:passive', print('11')),
  },
  'oa-ice-restart-detected': {
    offer: ice('A'),
    answer: ice('B'),
    again: ice('A', 2).map((line) => line.replace(/^(a=ice-(?:ufrag|pwd)):/, '$1:New')),
    answered: ice('B', 2).map((line) => line.replace(/^(a=ice-(?:ufrag|pwd)):/, '$1:New')),
  },
  'oa-ice-lite-changed': {
    offer: ice('A'),
    answer: ice('B'),
    again: ice('A', 2),
    answered: ice('B', 2, { lite: false }),
  },
  'oa-ice-candidates-added-without-restart': {
    offer: ice('A'),
    answer: ice('B'),
    again: ice('A', 2),
    answered: [...ice('B', 2), 'a=candidate:2 1 UDP 2130706175 192.0.2.21 50000 typ host'],
  },
  'oa-ice-target-changed-without-restart': {
    offer: ice('A'),
    answer: ice('B'),
    again: ice('A', 2),
    answered: ice('B', 2, { port: 50010 }),
  },
  'oa-remote-candidates-in-answer': {
    offer: ice('A'),
    answer: ice('B', 1, { lite: false }),
    again: ice('A', 2),
    answered: [...ice('B', 2, { lite: false }), 'a=remote-candidates:1 192.0.2.10 40000'],
  },
};

function setUp(flow: Flow, first: Sdp, second: Sdp): void {
  const invite = flow.request(0, 'A', 'INVITE', 1, { sdp: first });
  flow.answer(0.05, invite, '100 Trying');
  flow.answer(2, invite, '200 OK', { tag: 'b1', sdp: second });
  flow.ack(2.1, invite, 'accepted', { tag: 'b1' });
}

function reinvite(flow: Flow, at: number, cseq: number, again: Sdp, answered: Sdp): void {
  const invite = flow.request(at, 'A', 'INVITE', cseq, { tag: 'b1', sdp: again });
  flow.answer(at + 0.1, invite, '200 OK', { sdp: answered });
  flow.ack(at + 0.2, invite, 'accepted', { tag: 'b1' });
}

function textOf(write: (flow: Flow) => void): string {
  const flow = new Flow();
  write(flow);
  const bye = flow.request(20, 'A', 'BYE', 9, { tag: 'b1' });
  flow.answer(20.1, bye, '200 OK');
  return traceText(flow.sent);
}

function assertRaises(id: string, text: string): void {
  const { findings } = analyse(text, analysisOptions({ ...defaultSettings, profile: 'rfc' }));
  const said = findings.map(({ rule, severity }) => `${severity} ${rule.id}`);
  assert.ok(
    findings.some(({ rule }) => rule.id === id),
    `${id} is silent: ${said.join(', ')}`,
  );
  const others = findings.filter(({ rule, severity }) => severity === 'error' && rule.id !== id);
  assert.ok(new Set(others.map(({ rule }) => rule.id)).size <= 1, said.join(', '));
}

function said(text: string): readonly string[] {
  return analyse(text)
    .findings.map(({ rule }) => rule.id)
    .filter((id) => /^(?:oa|dtls)-/.test(id));
}

describe('a defect in a complete call', () => {
  for (const [id, [first, second]] of Object.entries(answers)) {
    it(`of an answer raises ${id}`, () => {
      assertRaises(
        id,
        textOf((flow) => {
          setUp(flow, first, second);
        }),
      );
    });
  }
  for (const [id, { offer: first, answer: second, again, answered }] of Object.entries(laters)) {
    it(`of a later description raises ${id}`, () => {
      assertRaises(
        id,
        textOf((flow) => {
          setUp(flow, first, second);
          reinvite(flow, 5, 2, again, answered ?? second);
        }),
      );
    });
  }

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
