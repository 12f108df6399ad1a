/** Calls between two hosts, message by message, as sngrep saves them: valid ones, and all parts that a trace may show. */

export type Host = 'A' | 'B';

/** What tells a request or response from the usual one. */
export interface Wording {
  /** Of the callee; none where the dialog has none yet. */
  readonly tag?: string;
  readonly extra?: readonly string[];
  readonly sdp?: readonly string[];
  readonly branch?: string;
  readonly uri?: string;
  readonly callId?: string;
}

export interface Sent {
  /** Seconds. */
  readonly at: number;
  readonly from: Host;
  readonly text: string;
}

/** A request that was written, for what answers or repeats it. */
export interface Asked extends Sent {
  readonly method: string;
  readonly cseq: number;
  readonly branch: string;
  readonly uri: string;
  readonly wording: Wording;
}

const addresses: Readonly<Record<Host, string>> = { A: '192.0.2.10', B: '192.0.2.20' };
const users: Readonly<Record<Host, string>> = { A: 'alice', B: 'bob' };
const callerTag = 'a1';

export function otherHost(host: Host): Host {
  return host === 'A' ? 'B' : 'A';
}

/** A description of audio over plain RTP. */
export function audio(
  host: Host,
  version = 1,
  { port = host === 'A' ? 40000 : 50000, direction = 'sendrecv' }: { port?: number; direction?: string } = {},
): readonly string[] {
  return [
    'v=0',
    `o=${users[host]} ${host === 'A' ? 11 : 22} ${version} IN IP4 ${addresses[host]}`,
    's=-',
    `c=IN IP4 ${addresses[host]}`,
    't=0 0',
    `m=audio ${port} RTP/AVP 8 101`,
    'a=rtpmap:8 PCMA/8000',
    'a=rtpmap:101 telephone-event/8000',
    'a=fmtp:101 0-16',
    `a=${direction}`,
  ];
}

/** Writes the messages of a call from A to B. */
export class Flow {
  readonly sent: Sent[] = [];
  #branches = 0;

  constructor(private readonly callId = 'flow@192.0.2.10') {}

  /** A request in or before the dialog. */
  request(at: number, from: Host, method: string, cseq: number, wording: Wording = {}): Asked {
    const { tag } = wording;
    const branch = wording.branch ?? `z9hG4bK${from}${++this.#branches}`;
    const to = otherHost(from);
    const uri =
      wording.uri ?? `sip:${users[to]}@${tag === undefined ? 'example.com' : `${addresses[to]}:5060`}`;
    const text = this.#write(
      `${method} ${uri} SIP/2.0`,
      {
        from,
        via: from,
        branch,
        cseq: `${cseq} ${method}`,
        fromTag: from === 'A' ? callerTag : tag,
        toTag: from === 'A' ? tag : callerTag,
      },
      ['Max-Forwards: 70', ...(hasContact(method) ? [contact(from)] : []), ...(wording.extra ?? [])],
      wording,
    );
    const asked = { at, from, text, method, cseq, branch, uri, wording };
    this.sent.push(asked);
    return asked;
  }

  /** Its answer; the tag of the callee is the request's own where it has one. */
  answer(at: number, asked: Asked, status: string, wording: Wording = {}): Sent {
    const { from, method, cseq, branch } = asked;
    const tag = wording.tag ?? asked.wording.tag;
    const host = otherHost(from);
    const code = Number(status.slice(0, 3));
    const text = this.#write(
      `SIP/2.0 ${status}`,
      {
        from,
        via: from,
        branch,
        cseq: `${cseq} ${method}`,
        fromTag: from === 'A' ? callerTag : tag,
        toTag: from === 'A' ? tag : callerTag,
      },
      [...(code > 100 && code < 300 && hasContact(method) ? [contact(host)] : []), ...(wording.extra ?? [])],
      { ...wording, ...(asked.wording.callId === undefined ? {} : { callId: asked.wording.callId }) },
    );
    const sent = { at, from: host, text };
    this.sent.push(sent);
    return sent;
  }

  /** The ACK of a final answer: a 2xx gets one of its own (RFC 3261 §13.2.2.4), others one with the branch of the INVITE. */
  ack(at: number, asked: Asked, final: 'accepted' | 'refused', wording: Wording = {}): Asked {
    const { from, cseq, branch, uri } = asked;
    return this.request(at, from, 'ACK', cseq, final === 'refused' ? { branch, uri, ...wording } : wording);
  }

  again(at: number, sent: Sent): void {
    this.sent.push({ ...sent, at });
  }

  #write(
    start: string,
    named: {
      readonly from: Host;
      readonly via: Host;
      readonly branch: string;
      readonly cseq: string;
      readonly fromTag: string | undefined;
      readonly toTag: string | undefined;
    },
    headers: readonly string[],
    { sdp, callId = this.callId }: Wording,
  ): string {
    const { from, via, branch, cseq, fromTag, toTag } = named;
    const aor = (host: Host, tag: string | undefined): string =>
      `<sip:${users[host]}@example.com>${tag === undefined ? '' : `;tag=${tag}`}`;
    const body = sdp === undefined ? '' : `${sdp.join('\r\n')}\r\n`;
    return [
      start,
      `Via: SIP/2.0/UDP ${addresses[via]}:5060;branch=${branch}`,
      `From: ${aor(from, fromTag)}`,
      `To: ${aor(otherHost(from), toTag)}`,
      `Call-ID: ${callId}`,
      `CSeq: ${cseq}`,
      ...headers,
      ...(body === '' ? [] : ['Content-Type: application/sdp']),
      `Content-Length: ${body.length}`,
      '',
      body.replaceAll('\r\n', '\n'),
    ].join('\n');
  }
}

function hasContact(method: string): boolean {
  return ['INVITE', 'UPDATE', 'REFER', 'NOTIFY'].includes(method);
}

function contact(host: Host): string {
  return `Contact: <sip:${users[host]}@${addresses[host]}:5060>`;
}

/** The text of a trace, in order of time. */
export function traceText(sent: readonly Sent[]): string {
  return sent
    .toSorted((one, other) => one.at - other.at)
    .map(({ at, from, text }) => {
      const time = new Date(Date.UTC(2026, 0, 31, 10) + Math.round(at * 1000)).toISOString();
      const stamp = `${time.slice(0, 10).replaceAll('-', '/')} ${time.slice(11, 23)}000`;
      return `${stamp} ${addresses[from]}:5060 -> ${addresses[otherHost(from)]}:5060\n${text}\n`;
    })
    .join('\n');
}

/** What a trace may show of a call. */
export const views: Readonly<Record<string, (sent: readonly Sent[]) => readonly Sent[]>> = {
  whole: (sent) => sent,
  'first half': (sent) => sent.slice(0, Math.ceil(sent.length / 2)),
  'second half': (sent) => sent.slice(Math.ceil(sent.length / 2)),
  "only A's": (sent) => sent.filter(({ from }) => from === 'A'),
  "only B's": (sent) => sent.filter(({ from }) => from === 'B'),
};

/** Views in which less is known: what a trace proves may not show in them. */
export const crooked: typeof views = {
  'no provisional answers': (sent) => sent.filter(({ text }) => !text.startsWith('SIP/2.0 1')),
  "A's clock 5 s ahead": (sent) => ahead(sent, 'A'),
  "B's clock 5 s ahead": (sent) => ahead(sent, 'B'),
};

/** What a host sends was stamped by a clock of its own. */
function ahead(sent: readonly Sent[], host: Host): readonly Sent[] {
  return sent.map((each) => (each.from === host ? { ...each, at: each.at + 5 } : each));
}

/** INVITE, 180, 200, ACK; the INVITE. */
function setUp(flow: Flow, extra: readonly string[] = []): Asked {
  const invite = flow.request(0, 'A', 'INVITE', 1, { sdp: audio('A'), extra });
  flow.answer(0.05, invite, '100 Trying');
  flow.answer(0.2, invite, '180 Ringing', { tag: 'b1' });
  flow.answer(2, invite, '200 OK', { tag: 'b1', sdp: audio('B'), extra });
  flow.ack(2.1, invite, 'accepted', { tag: 'b1' });
  return invite;
}

function hangUp(flow: Flow, at: number, from: Host, cseq: number, tag = 'b1'): void {
  const bye = flow.request(at, from, 'BYE', cseq, { tag });
  flow.answer(at + 0.1, bye, '200 OK');
}

const reliable = ['Require: 100rel', 'RSeq: 71'];
const offersReliable = [
  'Supported: 100rel, timer',
  'Allow: INVITE, ACK, CANCEL, BYE, PRACK, UPDATE, REFER, NOTIFY',
];

const written: Readonly<Record<string, (flow: Flow) => void>> = {
  'a hold and its end': (flow) => {
    setUp(flow);
    for (const [at, cseq, direction, answer] of [
      [5, 2, 'sendonly', 'recvonly'],
      [9, 3, 'sendrecv', 'sendrecv'],
    ] as const) {
      const invite = flow.request(at, 'A', 'INVITE', cseq, {
        tag: 'b1',
        sdp: audio('A', cseq, { direction }),
      });
      flow.answer(at + 0.1, invite, '200 OK', { sdp: audio('B', cseq, { direction: answer }) });
      flow.ack(at + 0.2, invite, 'accepted', { tag: 'b1' });
    }
    hangUp(flow, 20, 'B', 1);
  },
  'a PRACK': (flow) => {
    const invite = flow.request(0, 'A', 'INVITE', 1, { sdp: audio('A'), extra: offersReliable });
    flow.answer(0.2, invite, '183 Session Progress', { tag: 'b1', sdp: audio('B'), extra: reliable });
    const prack = flow.request(0.3, 'A', 'PRACK', 2, { tag: 'b1', extra: ['RAck: 71 1 INVITE'] });
    flow.answer(0.4, prack, '200 OK');
    flow.answer(3, invite, '200 OK', { tag: 'b1' });
    flow.ack(3.1, invite, 'accepted', { tag: 'b1' });
    hangUp(flow, 9, 'A', 3);
  },
  'a PRACK with an offer': (flow) => {
    const invite = flow.request(0, 'A', 'INVITE', 1, { sdp: audio('A'), extra: offersReliable });
    flow.answer(0.2, invite, '183 Session Progress', { tag: 'b1', sdp: audio('B'), extra: reliable });
    const prack = flow.request(0.3, 'A', 'PRACK', 2, {
      tag: 'b1',
      extra: ['RAck: 71 1 INVITE'],
      sdp: audio('A', 2),
    });
    flow.answer(0.4, prack, '200 OK', { sdp: audio('B', 2) });
    flow.answer(3, invite, '200 OK', { tag: 'b1' });
    flow.ack(3.1, invite, 'accepted', { tag: 'b1' });
    hangUp(flow, 9, 'A', 3);
  },
  'a late offer': (flow) => {
    const invite = flow.request(0, 'A', 'INVITE', 1);
    flow.answer(0.1, invite, '180 Ringing', { tag: 'b1' });
    flow.answer(2, invite, '200 OK', { tag: 'b1', sdp: audio('B') });
    flow.ack(2.1, invite, 'accepted', { tag: 'b1', sdp: audio('A') });
    hangUp(flow, 9, 'A', 2);
  },
  'an UPDATE in the early dialog': (flow) => {
    const invite = flow.request(0, 'A', 'INVITE', 1, { sdp: audio('A'), extra: offersReliable });
    flow.answer(0.2, invite, '183 Session Progress', {
      tag: 'b1',
      sdp: audio('B'),
      extra: [...reliable, 'Allow: INVITE, ACK, CANCEL, BYE, PRACK, UPDATE'],
    });
    const prack = flow.request(0.3, 'A', 'PRACK', 2, { tag: 'b1', extra: ['RAck: 71 1 INVITE'] });
    flow.answer(0.4, prack, '200 OK');
    const update = flow.request(1, 'A', 'UPDATE', 3, { tag: 'b1', sdp: audio('A', 2, { port: 40010 }) });
    flow.answer(1.1, update, '200 OK', { sdp: audio('B', 2, { port: 50010 }) });
    flow.answer(3, invite, '200 OK', { tag: 'b1' });
    flow.ack(3.1, invite, 'accepted', { tag: 'b1' });
    hangUp(flow, 9, 'A', 4);
  },
  'a CANCEL that crosses the 200': (flow) => {
    const invite = flow.request(0, 'A', 'INVITE', 1, { sdp: audio('A') });
    flow.answer(0.1, invite, '180 Ringing', { tag: 'b1' });
    flow.answer(2, invite, '200 OK', { tag: 'b1', sdp: audio('B') });
    const cancel = flow.request(2.01, 'A', 'CANCEL', 1, { branch: invite.branch, uri: invite.uri });
    flow.answer(2.06, cancel, '200 OK', { tag: 'b1' });
    flow.ack(2.1, invite, 'accepted', { tag: 'b1' });
    hangUp(flow, 2.2, 'A', 2);
  },
  'a CANCEL': (flow) => {
    const invite = flow.request(0, 'A', 'INVITE', 1, { sdp: audio('A') });
    flow.answer(0.1, invite, '180 Ringing', { tag: 'b1' });
    const cancel = flow.request(4, 'A', 'CANCEL', 1, { branch: invite.branch, uri: invite.uri });
    flow.answer(4.1, cancel, '200 OK', { tag: 'b1' });
    flow.answer(4.15, invite, '487 Request Terminated', { tag: 'b1' });
    flow.ack(4.2, invite, 'refused', { tag: 'b1' });
  },
  'two 2xx': (flow) => {
    const invite = flow.request(0, 'A', 'INVITE', 1, { sdp: audio('A') });
    flow.answer(0.1, invite, '180 Ringing', { tag: 'b1' });
    flow.answer(0.2, invite, '180 Ringing', { tag: 'b2' });
    flow.answer(2, invite, '200 OK', { tag: 'b1', sdp: audio('B') });
    flow.ack(2.1, invite, 'accepted', { tag: 'b1' });
    flow.answer(2.2, invite, '200 OK', { tag: 'b2', sdp: audio('B', 1, { port: 50020 }) });
    flow.ack(2.3, invite, 'accepted', { tag: 'b2' });
    hangUp(flow, 2.4, 'A', 2, 'b2');
    hangUp(flow, 12, 'A', 2, 'b1');
  },
  'a BYE to an early dialog that lost': (flow) => {
    const invite = flow.request(0, 'A', 'INVITE', 1, { sdp: audio('A') });
    flow.answer(0.1, invite, '180 Ringing', { tag: 'b1' });
    flow.answer(0.2, invite, '180 Ringing', { tag: 'b2' });
    flow.answer(2, invite, '200 OK', { tag: 'b1', sdp: audio('B') });
    flow.ack(2.1, invite, 'accepted', { tag: 'b1' });
    hangUp(flow, 2.2, 'A', 2, 'b2');
    hangUp(flow, 12, 'A', 2, 'b1');
  },
  'a late ACK': (flow) => {
    const invite = flow.request(0, 'A', 'INVITE', 1, { sdp: audio('A') });
    flow.answer(0.1, invite, '180 Ringing', { tag: 'b1' });
    const ok = flow.answer(2, invite, '200 OK', { tag: 'b1', sdp: audio('B') });
    flow.again(2.5, ok);
    flow.again(3.5, ok);
    flow.ack(3.6, invite, 'accepted', { tag: 'b1' });
    hangUp(flow, 12, 'A', 2);
  },
  'a glare': (flow) => {
    setUp(flow);
    const one = flow.request(5, 'A', 'INVITE', 2, { tag: 'b1', sdp: audio('A', 2) });
    const other = flow.request(5.02, 'B', 'INVITE', 1, { tag: 'b1', sdp: audio('B', 2) });
    flow.answer(5.1, one, '491 Request Pending');
    flow.answer(5.12, other, '491 Request Pending');
    flow.ack(5.2, one, 'refused', { tag: 'b1' });
    flow.ack(5.22, other, 'refused', { tag: 'b1' });
    const again = flow.request(6.5, 'B', 'INVITE', 2, { tag: 'b1', sdp: audio('B', 2) });
    flow.answer(6.6, again, '200 OK', { sdp: audio('A', 2) });
    flow.ack(6.7, again, 'accepted', { tag: 'b1' });
    hangUp(flow, 12, 'A', 3);
  },
  'a session timer': (flow) => {
    setUp(flow, ['Supported: timer', 'Require: timer', 'Session-Expires: 90;refresher=uac']);
    for (const [at, cseq] of [
      [46, 2],
      [92, 3],
    ] as const) {
      const update = flow.request(at, 'A', 'UPDATE', cseq, {
        tag: 'b1',
        extra: ['Supported: timer', 'Session-Expires: 90;refresher=uac'],
      });
      flow.answer(at + 0.1, update, '200 OK', {
        extra: ['Require: timer', 'Session-Expires: 90;refresher=uac'],
      });
    }
    hangUp(flow, 120, 'A', 4);
  },
  'a 422 and its retry': (flow) => {
    const small = flow.request(0, 'A', 'INVITE', 1, {
      sdp: audio('A'),
      extra: ['Supported: timer', 'Session-Expires: 90'],
    });
    flow.answer(0.1, small, '422 Session Interval Too Small', { tag: 'b0', extra: ['Min-SE: 180'] });
    flow.ack(0.15, small, 'refused', { tag: 'b0' });
    const invite = flow.request(0.2, 'A', 'INVITE', 2, {
      sdp: audio('A'),
      extra: ['Supported: timer', 'Session-Expires: 180', 'Min-SE: 180'],
    });
    flow.answer(1, invite, '200 OK', {
      tag: 'b1',
      sdp: audio('B'),
      extra: ['Require: timer', 'Session-Expires: 180;refresher=uac'],
    });
    flow.ack(1.1, invite, 'accepted', { tag: 'b1' });
    hangUp(flow, 12, 'A', 3);
  },
  'two realms': (flow) => {
    const first = flow.request(0, 'A', 'INVITE', 1, { sdp: audio('A') });
    flow.answer(0.1, first, '407 Proxy Authentication Required', {
      tag: 'p1',
      extra: ['Proxy-Authenticate: Digest realm="one.example", nonce="n1", qop="auth"'],
    });
    flow.ack(0.15, first, 'refused', { tag: 'p1' });
    const proxy =
      'Proxy-Authorization: Digest username="alice", realm="one.example", nonce="n1", uri="sip:bob@example.com", qop=auth, nc=00000001, cnonce="c1", response="5f4dcc3b5aa765d61d8327deb882cf99"';
    const second = flow.request(0.2, 'A', 'INVITE', 2, { sdp: audio('A'), extra: [proxy] });
    flow.answer(0.3, second, '401 Unauthorized', {
      tag: 'b0',
      extra: ['WWW-Authenticate: Digest realm="two.example", nonce="n2", qop="auth"'],
    });
    flow.ack(0.35, second, 'refused', { tag: 'b0' });
    const third = flow.request(0.4, 'A', 'INVITE', 3, {
      sdp: audio('A'),
      extra: [
        proxy,
        'Authorization: Digest username="alice", realm="two.example", nonce="n2", uri="sip:bob@example.com", qop=auth, nc=00000001, cnonce="c2", response="7c6a180b36896a0a8c02787eeafb0e4c"',
      ],
    });
    flow.answer(2, third, '200 OK', { tag: 'b1', sdp: audio('B') });
    flow.ack(2.1, third, 'accepted', { tag: 'b1' });
    hangUp(flow, 12, 'A', 4);
  },
  'a REFER without a subscription': (flow) => {
    setUp(flow);
    const refer = flow.request(5, 'A', 'REFER', 2, {
      tag: 'b1',
      extra: ['Refer-To: <sip:carol@example.com>', 'Refer-Sub: false', 'Supported: norefersub'],
    });
    flow.answer(5.1, refer, '202 Accepted', { extra: ['Refer-Sub: false'] });
    hangUp(flow, 6, 'A', 3);
  },
  'a REFER, a BYE and a NOTIFY too late': (flow) => {
    setUp(flow);
    const refer = flow.request(5, 'A', 'REFER', 2, {
      tag: 'b1',
      extra: ['Refer-To: <sip:carol@example.com>', 'Referred-By: <sip:alice@example.com>'],
    });
    flow.answer(5.1, refer, '202 Accepted');
    hangUp(flow, 5.2, 'A', 3);
    const notify = flow.request(5.4, 'B', 'NOTIFY', 1, {
      tag: 'b1',
      extra: ['Event: refer', 'Subscription-State: active;expires=60'],
    });
    flow.answer(5.5, notify, '481 Call/Transaction Does Not Exist');
  },
  'a capture that has all twice': (flow) => {
    setUp(flow);
    hangUp(flow, 9, 'A', 2);
    for (const sent of [...flow.sent]) flow.again(sent.at + 0.001, sent);
  },
  'a re-INVITE before the ACK arrives': (flow) => {
    const invite = flow.request(0, 'A', 'INVITE', 1, { sdp: audio('A') });
    flow.answer(0.1, invite, '180 Ringing', { tag: 'b1' });
    flow.answer(2, invite, '200 OK', { tag: 'b1', sdp: audio('B') });
    const again = flow.request(2.04, 'B', 'INVITE', 1, { tag: 'b1', sdp: audio('B', 2, { port: 50030 }) });
    flow.ack(2.06, invite, 'accepted', { tag: 'b1' });
    flow.answer(2.2, again, '200 OK', { sdp: audio('A', 2) });
    flow.ack(2.3, again, 'accepted', { tag: 'b1' });
    hangUp(flow, 12, 'A', 2);
  },
};

/** Calls that nothing is wrong with, by what makes each of them special. */
export const validFlows: readonly { readonly name: string; readonly sent: readonly Sent[] }[] =
  Object.entries(written).map(([name, write]) => {
    const flow = new Flow();
    write(flow);
    return { name, sent: flow.sent.toSorted((one, other) => one.at - other.at) };
  });

/** A trace that goes on for minutes, with another call that has nothing to do with the first. */
export function goingOn(sent: readonly Sent[]): readonly Sent[] {
  const other = new Flow('other@192.0.2.10');
  other.answer(400.1, other.request(400, 'A', 'OPTIONS', 1, { extra: [contact('A')] }), '200 OK', {
    tag: 'x1',
  });
  return [...sent, ...other.sent];
}
