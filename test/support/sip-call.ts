/**
 * A call in signalling, as a log tells it, to be damaged: a good Direct Routing call, and a plain one between two
 * unknown parties. Times are seconds from its start.
 */

export type From = 'caller' | 'callee';

export interface Sent {
  readonly at: number;
  readonly from: From;
  /** Start line, headers and body, lines parted by LF. */
  readonly text: string;
}

export interface Parties {
  /** Address and port of each. */
  readonly caller: string;
  readonly callee: string;
  readonly transport: string;
  readonly callerUri: string;
  readonly calleeUri: string;
  /** Host and port that requests of each go to. */
  readonly toCallee: string;
  readonly toCaller: string;
  readonly callerAgent: string;
  readonly calleeAgent: string;
  readonly offer: string;
  readonly answer: string;
}

const teamsSdp = `v=0
o=- 1 1 IN IP4 52.113.200.73
s=-
c=IN IP4 52.113.200.73
t=0 0
m=audio 53156 RTP/SAVP 0 8 101
a=rtcp:53156
a=rtcp-mux
a=rtpmap:101 telephone-event/8000
a=ice-ufrag:TEAM
a=ice-pwd:TeamsPassword000000000001
a=candidate:1 1 UDP 2130706431 10.20.30.40 50006 typ host
a=candidate:3 1 UDP 1258289663 52.113.200.73 53156 typ relay raddr 192.0.2.77 rport 50006
a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:Hh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7
a=sendrecv
`;

const sbcSdp = `v=0
o=- 1 1 IN IP4 198.51.100.10
s=-
c=IN IP4 198.51.100.10
t=0 0
a=ice-lite
m=audio 54056 RTP/SAVP 0 8 101
a=rtcp:54056
a=rtcp-mux
a=rtpmap:101 telephone-event/8000
a=ice-ufrag:SBCu
a=ice-pwd:SbcPassword00000000000001
a=candidate:1 1 UDP 2130706431 198.51.100.10 54056 typ host
a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwd
a=sendrecv
`;

function plainSdp(address: string): string {
  return `v=0
o=- 1 1 IN IP4 ${address}
s=-
c=IN IP4 ${address}
t=0 0
m=audio 40000 RTP/AVP 0 8
a=sendrecv
`;
}

const sbc = {
  address: '198.51.100.10:5061',
  uri: 'sip:+12065550100@sbc.example.com',
  host: 'sbc.example.com:5061;transport=tls',
  agent: 'ExampleSBC/1.0',
};
const teams = {
  address: '52.114.75.24:5061',
  uri: 'sip:+14255550199@sip.pstnhub.microsoft.com',
  host: 'sip.pstnhub.microsoft.com:5061;transport=tls',
  agent: 'Microsoft.PSTNHub.SIPProxy v.2026.1.1.1 i.EUWE.1',
};

/** The SBC calls Teams. */
export const outbound: Parties = {
  caller: sbc.address,
  callee: teams.address,
  transport: 'TLS',
  callerUri: sbc.uri,
  calleeUri: teams.uri,
  toCallee: teams.host,
  toCaller: sbc.host,
  callerAgent: sbc.agent,
  calleeAgent: teams.agent,
  offer: sbcSdp,
  answer: teamsSdp,
};

/** Teams calls the SBC. */
export const inbound: Parties = {
  caller: teams.address,
  callee: sbc.address,
  transport: 'TLS',
  callerUri: teams.uri,
  calleeUri: sbc.uri,
  toCallee: sbc.host,
  toCaller: teams.host,
  callerAgent: teams.agent,
  calleeAgent: sbc.agent,
  offer: teamsSdp,
  answer: sbcSdp,
};

/** Two parties of which nothing is known, over UDP. */
export const plain: Parties = {
  caller: '192.0.2.1:5060',
  callee: '192.0.2.2:5060',
  transport: 'UDP',
  callerUri: 'sip:alice@example.com',
  calleeUri: 'sip:bob@example.net',
  toCallee: '192.0.2.2',
  toCaller: '192.0.2.1',
  callerAgent: 'Phone/1',
  calleeAgent: 'Phone/2',
  offer: plainSdp('192.0.2.1'),
  answer: plainSdp('192.0.2.2'),
};

/** What a message has beside what all have. */
export interface Extra {
  readonly from?: From;
  readonly cseq?: number;
  readonly headers?: readonly string[];
  readonly body?: string;
  readonly type?: string;
  readonly toTag?: string;
  readonly branch?: string;
}

/** A call under construction; each method gives what was sent. */
export class CallScript {
  constructor(
    readonly parties: Parties = outbound,
    readonly callId = 'call@example.com',
  ) {}

  /** A request; of the caller, within the dialog unless it begins one. */
  request(at: number, method: string, extra: Extra = {}): Sent {
    const { parties } = this;
    const from = extra.from ?? 'caller';
    const begins =
      extra.toTag === '' || ((method === 'INVITE' || method === 'CANCEL') && extra.toTag === undefined);
    const cseq = extra.cseq ?? (method === 'BYE' ? 2 : 1);
    const toTag = begins ? '' : `;tag=${extra.toTag ?? 'callee'}`;
    const [own, other] =
      from === 'caller' ? [parties.callerUri, parties.calleeUri] : [parties.calleeUri, parties.callerUri];
    const tags = from === 'caller' ? [';tag=caller', toTag] : [toTag, ';tag=caller'];
    const target = from === 'caller' ? parties.toCallee : parties.toCaller;
    const sender = from === 'caller' ? parties.caller : parties.callee;
    const contact = from === 'caller' ? parties.toCaller : parties.toCallee;
    const branch = extra.branch ?? branchOf(from, method === 'CANCEL' ? 'INVITE' : method, cseq);
    return this.sent(at, from, extra, [
      `${method} sip:${method === 'REGISTER' ? '' : 'x@'}${target} SIP/2.0`,
      `Via: SIP/2.0/${parties.transport} ${sender};branch=z9hG4bK${branch}`,
      'Max-Forwards: 70',
      `From: <${own}>${tags[0] ?? ''}`,
      `To: <${other}>${tags[1] ?? ''}`,
      `Call-ID: ${this.callId}`,
      `CSeq: ${String(cseq)} ${method}`,
      ...(method === 'BYE' || method === 'ACK' || method === 'CANCEL' ? [] : [`Contact: <sip:x@${contact}>`]),
      `User-Agent: ${from === 'caller' ? parties.callerAgent : parties.calleeAgent}`,
      ...(extra.headers ?? []),
    ]);
  }

  /** A response, by the callee unless said otherwise, to a request of the other party. */
  response(at: number, status: string, method: string, extra: Extra = {}): Sent {
    const { parties } = this;
    const from = extra.from ?? 'callee';
    const asker = from === 'callee' ? 'caller' : 'callee';
    const cseq = extra.cseq ?? (method === 'BYE' ? 2 : 1);
    const toTag = extra.toTag === '' ? '' : `;tag=${extra.toTag ?? 'callee'}`;
    const [own, other] =
      asker === 'caller' ? [parties.callerUri, parties.calleeUri] : [parties.calleeUri, parties.callerUri];
    const tags = asker === 'caller' ? [';tag=caller', toTag] : [toTag, ';tag=caller'];
    const sender = asker === 'caller' ? parties.caller : parties.callee;
    const contact = from === 'caller' ? parties.toCaller : parties.toCallee;
    return this.sent(at, from, extra, [
      `SIP/2.0 ${status}`,
      `Via: SIP/2.0/${parties.transport} ${sender};branch=z9hG4bK${extra.branch ?? branchOf(asker, method, cseq)}`,
      `From: <${own}>${tags[0] ?? ''}`,
      `To: <${other}>${tags[1] ?? ''}`,
      `Call-ID: ${this.callId}`,
      `CSeq: ${String(cseq)} ${method}`,
      ...(method === 'INVITE' && /^[12]/.test(status) && status !== '100 Trying'
        ? [`Contact: <sip:x@${contact}>`]
        : []),
      `${from === 'caller' ? 'User-Agent' : 'Server'}: ${from === 'caller' ? parties.callerAgent : parties.calleeAgent}`,
      ...(extra.headers ?? []),
    ]);
  }

  /** INVITE, 100, 183, 200, ACK: a call that is up from second 3 on. */
  setUp(): readonly Sent[] {
    const { parties } = this;
    return [
      this.request(0, 'INVITE', { body: parties.offer }),
      this.response(0.1, '100 Trying', 'INVITE', { toTag: '' }),
      this.response(1, '183 Session Progress', 'INVITE', { body: parties.answer }),
      this.response(3, '200 OK', 'INVITE', { body: parties.answer }),
      this.request(3.1, 'ACK'),
    ];
  }

  /** BYE and its 200. */
  hangUp(at: number, extra: Extra = {}): readonly Sent[] {
    const answerer = extra.from === 'callee' ? 'caller' : 'callee';
    const { cseq } = extra;
    return [
      this.request(at, 'BYE', extra),
      this.response(at + 0.1, '200 OK', 'BYE', { from: answerer, ...(cseq === undefined ? {} : { cseq }) }),
    ];
  }

  private sent(at: number, from: From, { body = '', type }: Extra, lines: readonly string[]): Sent {
    const octets = body.replaceAll('\n', '\r\n').length;
    const kind = type ?? 'application/sdp';
    const head = [
      ...lines,
      ...(body === '' ? [] : [`Content-Type: ${kind}`]),
      `Content-Length: ${String(octets)}`,
    ];
    return { at, from, text: `${head.join('\n')}\n\n${body}` };
  }
}

function branchOf(from: From, method: string, cseq: number): string {
  return `${from}${method}${String(cseq)}`;
}

/** What was sent as sngrep saves it, in order of time. */
export function logged(sent: readonly Sent[], { caller, callee }: Parties = outbound): string {
  const start = Date.UTC(2026, 0, 31, 10, 0, 0);
  return sent
    .toSorted((a, b) => a.at - b.at)
    .map(({ at, from, text }) => {
      const time = new Date(start + Math.round(at * 1000)).toISOString();
      const stamp = `${time.slice(0, 10).replaceAll('-', '/')} ${time.slice(11, 23)}000`;
      const way = from === 'caller' ? `${caller} -> ${callee}` : `${callee} -> ${caller}`;
      return `${stamp} ${way}\n${text}`;
    })
    .join('\n');
}

/** With a change to what begins with a start line; it fails where there is no such message, or nothing changed. */
export function damaged(
  sent: readonly Sent[],
  start: string,
  change: (text: string) => string,
): readonly Sent[] {
  let changes = 0;
  const result = sent.map((each) => {
    if (!each.text.startsWith(start)) return each;
    const head = change(each.text);
    if (head !== each.text) changes++;
    const [before = '', body = ''] = halves(head);
    const octets = body.replaceAll('\n', '\r\n').length;
    return {
      ...each,
      text: `${before.replace(/Content-Length: \d+/, `Content-Length: ${String(octets)}`)}\n\n${body}`,
    };
  });
  if (changes === 0) throw new Error(`nothing to damage in "${start}"`);
  return result;
}

function halves(text: string): readonly string[] {
  const at = text.indexOf('\n\n');
  return [text.slice(0, at), text.slice(at + 2)];
}
