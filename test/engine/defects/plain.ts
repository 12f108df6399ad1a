/** Defects of an answer, or of a later offer, in a call between two parties of which nothing is known. */
import assert from 'node:assert/strict';
import { audio, Flow, traceText, type Host } from '../../support/flows';

export type Sdp = readonly string[];

/** Replaces a line of a description by others; of the m-line it is its beginning. */
export function change(sdp: Sdp, was: string, ...now: readonly string[]): Sdp {
  const at = sdp.findIndex((line) => line.startsWith(was));
  assert.ok(at >= 0, was);
  return [...sdp.slice(0, at), ...now, ...sdp.slice(at + 1)];
}

export const offer = audio('A');
export const answer = audio('B');
const key = (of: string): string =>
  `a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${of}GNmRJ6OzquyFmCtPJyJur77uhMpJwRkNb/jHcPd`;
const shortKey = (of: string): string =>
  key(of).replace('crypto:1', 'crypto:2').replace('SHA1_80', 'SHA1_32').replace('GNm', 'GNn');
const print = (first: string): string =>
  `a=fingerprint:sha-256 ${first}:F1:09:DC:8D:9A:AF:BD:C8:BE:D7:56:8B:4A:7B:AC:11:34:9B:F9:17:30:5D:AA:83:C3:80:4C:E6:0F:09:06`;
export const video = 'm=video 40002 RTP/AVP 31';
const noVideo = 'm=video 0 RTP/AVP 31';

function secure(sdp: Sdp, ...lines: readonly string[]): Sdp {
  return [...sdp.map((line) => line.replace('RTP/AVP', 'RTP/SAVP')), ...lines];
}

export function ice(
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
  'call-hold-dropped-media-attrs': {
    offer: secure(offer, key('A'), shortKey('A')),
    answer: secure(answer, key('B')),
    again: secure(audio('A', 2), key('A'), shortKey('A')),
    answered: secure(audio('B', 2), shortKey('B')),
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

export function setUp(flow: Flow, first: Sdp, second: Sdp): void {
  const invite = flow.request(0, 'A', 'INVITE', 1, { sdp: first });
  flow.answer(0.05, invite, '100 Trying');
  flow.answer(2, invite, '200 OK', { tag: 'b1', sdp: second });
  flow.ack(2.1, invite, 'accepted', { tag: 'b1' });
}

export function reinvite(flow: Flow, at: number, cseq: number, again: Sdp, answered: Sdp): void {
  const invite = flow.request(at, 'A', 'INVITE', cseq, { tag: 'b1', sdp: again });
  flow.answer(at + 0.1, invite, '200 OK', { sdp: answered });
  flow.ack(at + 0.2, invite, 'accepted', { tag: 'b1' });
}

export function textOf(write: (flow: Flow) => void): string {
  const flow = new Flow();
  write(flow);
  const bye = flow.request(20, 'A', 'BYE', 9, { tag: 'b1' });
  flow.answer(20.1, bye, '200 OK');
  return traceText(flow.sent);
}

/** Errors that cannot but follow. */
const also: Readonly<Record<string, readonly string[]>> = {
  'oa-proto-mismatch': ['oa-crypto-missing'],
  'oa-ice-not-offered': ['oa-rtcp-mux-not-offered'],
  'oa-setup-roles': ['dtls-setup-offer'],
  'oa-m-line-removed': ['oa-m-line-count'],
};

/** Rule, the text of the call, and the errors besides. */
export const plainDefects: readonly (readonly [
  rule: string,
  text: string,
  also: readonly string[] | undefined,
])[] = [
  ...Object.entries(answers).map(
    ([id, [first, second]]) =>
      [
        id,
        textOf((flow) => {
          setUp(flow, first, second);
        }),
        also[id],
      ] as const,
  ),
  ...Object.entries(laters).map(
    ([id, { offer: first, answer: second, again, answered }]) =>
      [
        id,
        textOf((flow) => {
          setUp(flow, first, second);
          reinvite(flow, 5, 2, again, answered ?? second);
        }),
        also[id],
      ] as const,
  ),
];
