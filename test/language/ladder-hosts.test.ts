/** The ladder of calls without Microsoft: its lanes are the hosts, and each message on each hop is a row and a step. */
import assert from 'node:assert/strict';
import { replayView } from '../../server/language/replay-view/replay-view';
import type { ReplayView } from '../../shared/replay-view';
import { viewOf } from '../support/view';

interface Sketch {
  readonly way: readonly [from: string, to: string];
  readonly start: string;
  readonly cseq?: string;
  readonly toTag?: string;
  readonly vias?: readonly string[];
  readonly extra?: readonly string[];
  readonly body?: string;
}

/** A log in sngrep's form, a second a message. */
function logOf(sketches: readonly Sketch[]): string {
  return sketches
    .map(({ way, start, cseq = '1 INVITE', toTag = '', vias = ['a'], extra = [], body = '' }, second) =>
      [
        `2026/01/31 10:00:${String(second).padStart(2, '0')}.000000 ${way[0]} -> ${way[1]}`,
        start,
        ...vias.map((branch) => `Via: SIP/2.0/UDP ${branch}.example.com;branch=z9hG4bK${branch}`),
        'From: <sip:alice@example.com>;tag=a',
        `To: <sip:bob@example.com>${toTag === '' ? '' : `;tag=${toTag}`}`,
        'Call-ID: one@example.com',
        `CSeq: ${cseq}`,
        ...extra,
        `Content-Length: ${String(body.length)}`,
        '',
        body,
        '',
      ].join('\n'),
    )
    .join('\n');
}

function panelOf(text: string, call = 0): ReplayView {
  const view = viewOf(text);
  const panel = replayView(view, { key: view.analysis.trace.calls[call]?.key ?? '' }, null);
  assert.ok(panel !== null);
  return panel;
}

const titles = ({ lanes }: ReplayView): readonly string[] => lanes.map(({ title }) => title);
const arrows = ({ rows }: ReplayView): readonly string[] =>
  rows.map(({ from, to, label }) => `${String(from)}>${String(to)} ${label}`);

const host = (last: number): string => `192.0.2.${String(last)}:5060`;
const invite = 'INVITE sip:bob@example.com SIP/2.0';

describe('the ladder of hosts', () => {
  it('shows each hop of a Call-ID, whichever of its legs is asked for', () => {
    const hops = 12;
    const branches = Array.from({ length: hops }, (_, hop) => `b${String(hop)}`);
    const text = logOf([
      ...branches.map((_, hop): Sketch => ({
        way: [host(hop), host(hop + 1)],
        start: invite,
        vias: branches.slice(0, hop + 1).toReversed(),
      })),
      ...branches.map((_, back): Sketch => {
        const hop = hops - 1 - back;
        return {
          way: [host(hop + 1), host(hop)],
          start: 'SIP/2.0 486 Busy Here',
          toTag: 'b',
          vias: branches.slice(0, hop + 1).toReversed(),
        };
      }),
    ]);
    for (const call of [0, 5, hops - 1]) {
      const panel = panelOf(text, call);
      assert.deepEqual(
        titles(panel),
        Array.from({ length: hops + 1 }, (_, last) => `192.0.2.${String(last)}`),
      );
      assert.deepEqual(
        panel.lanes.map(({ kind }) => kind),
        ['host', ...new Array<string>(hops - 1).fill('hop'), 'host'],
      );
      assert.deepEqual(arrows(panel), [
        ...branches.map((_, hop) => `${String(hop)}>${String(hop + 1)} INVITE`),
        ...branches.map((_, back) => `${String(hops - back)}>${String(hops - 1 - back)} 486`),
      ]);
      assert.deepEqual(
        panel.rows.map(({ steps }) => steps?.[0]),
        panel.rows.map((_, row) => row),
        'each message is a step',
      );
    }
  });

  it('tells hosts of one address apart by their ports, and the caller stands left', () => {
    const [pbx, phone] = ['192.0.2.7:5060', '192.0.2.7:5070'];
    const panel = panelOf(
      logOf([
        { way: [phone, pbx], start: 'BYE sip:alice@example.com SIP/2.0', cseq: '2 BYE', toTag: 'b' },
        { way: [pbx, phone], start: 'SIP/2.0 200 OK', cseq: '2 BYE', toTag: 'b' },
      ]),
    );
    assert.deepEqual(titles(panel), [phone, pbx]);
    assert.deepEqual(arrows(panel), ['0>1 BYE', '1>0 200 (BYE)']);
  });

  it('names agents where they speak for themselves, and none that a proxy passes on', () => {
    const panel = panelOf(
      logOf([
        { way: [host(1), host(2)], start: invite, extra: ['User-Agent: Phone 1'] },
        { way: [host(2), host(3)], start: invite, vias: ['p', 'a'], extra: ['User-Agent: Phone 1'] },
        {
          way: [host(3), host(2)],
          start: 'SIP/2.0 200 OK',
          toTag: 'b',
          vias: ['p', 'a'],
          extra: ['Server: Desk 2'],
        },
        { way: [host(2), host(1)], start: 'SIP/2.0 200 OK', toTag: 'b', extra: ['Server: Desk 2'] },
      ]),
    );
    assert.deepEqual(
      panel.lanes.map(({ title, subtitle }) => [title, subtitle]),
      [
        ['192.0.2.1', 'caller · Phone 1'],
        ['192.0.2.2', ''],
        ['192.0.2.3', 'callee · Desk 2'],
      ],
    );
  });

  it('has a step for every message, and says what those are there for that move nothing', () => {
    const inDialog = { toTag: 'b' };
    const way = [host(1), host(2)] as const;
    const panel = panelOf(
      logOf([
        { way, start: invite },
        { way: [host(2), host(1)], start: 'SIP/2.0 200 OK', ...inDialog },
        {
          way,
          start: 'INFO sip:bob@example.com SIP/2.0',
          cseq: '2 INFO',
          ...inDialog,
          extra: ['Content-Type: application/dtmf-relay'],
          body: 'Signal=5\r\nDuration=160\r\n',
        },
        {
          way,
          start: 'REFER sip:bob@example.com SIP/2.0',
          cseq: '3 REFER',
          ...inDialog,
          extra: ['Refer-To: <sip:carol@example.com>'],
        },
        {
          way: [host(2), host(1)],
          start: 'NOTIFY sip:alice@example.com SIP/2.0',
          cseq: '1 NOTIFY',
          ...inDialog,
          extra: ['Event: refer', 'Content-Type: message/sipfrag'],
          body: 'SIP/2.0 503 Service Unavailable\r\n',
        },
      ]),
    );
    assert.equal(panel.steps.length, panel.rows.length);
    assert.deepEqual(
      panel.rows.slice(2).map(({ gist }) => /: (.*)\. 192/.exec(gist)?.[1]),
      ['digit 5', undefined, 'refer, 503 Service Unavailable'],
    );
  });

  it('draws what is no call: a registration, with its challenge', () => {
    const register = 'REGISTER sip:example.com SIP/2.0';
    const panel = panelOf(
      logOf([
        { way: [host(1), host(2)], start: register, cseq: '1 REGISTER' },
        { way: [host(2), host(1)], start: 'SIP/2.0 401 Unauthorized', cseq: '1 REGISTER', toTag: 'b' },
        { way: [host(1), host(2)], start: register, cseq: '2 REGISTER' },
        { way: [host(2), host(1)], start: 'SIP/2.0 200 OK', cseq: '2 REGISTER', toTag: 'b' },
      ]),
    );
    assert.equal(panel.kind, 'other');
    assert.deepEqual(arrows(panel), [
      '0>1 REGISTER',
      '1>0 401 (REGISTER)',
      '0>1 REGISTER',
      '1>0 200 (REGISTER)',
    ]);
    assert.match(panel.rows[1]?.gist ?? '', /asked for credentials/);
  });

  it('tells what is negotiated from event to event, and what changed', () => {
    const sdp = (port: number, more: readonly string[]): string =>
      [
        'v=0',
        'o=- 1 1 IN IP4 192.0.2.9',
        's=-',
        'c=IN IP4 192.0.2.9',
        't=0 0',
        `m=audio ${String(port)} RTP/AVP 8 101`,
        'a=rtpmap:101 telephone-event/8000',
        ...more,
        '',
      ].join('\r\n');
    const typed = { extra: ['Content-Type: application/sdp'] };
    const panel = panelOf(
      logOf([
        { way: [host(1), host(2)], start: invite, ...typed, body: sdp(4000, []) },
        { way: [host(2), host(1)], start: 'SIP/2.0 200 OK', toTag: 'b', ...typed, body: sdp(5000, []) },
        {
          way: [host(1), host(2)],
          start: invite,
          toTag: 'b',
          cseq: '2 INVITE',
          ...typed,
          body: sdp(4000, ['a=sendonly']),
        },
        {
          way: [host(2), host(1)],
          start: 'SIP/2.0 200 OK',
          toTag: 'b',
          cseq: '2 INVITE',
          ...typed,
          body: sdp(5000, ['a=recvonly']),
        },
      ]),
    );
    assert.deepEqual(
      panel.negotiated.map(({ step, title }) => [step, title]),
      [
        [0, 'Offer of the caller in the INVITE, not answered yet'],
        [1, 'Answer of the callee in the 200'],
        [2, 'Offer of the caller in the INVITE, not answered yet'],
        [3, 'Answer of the callee in the 200'],
      ],
    );
    assert.deepEqual(
      panel.negotiated[1]?.streams[0]?.facts.map(({ what, text, was }) => [what, text, was]),
      [
        ['codec', 'PCMA (8)', null],
        ['dtmf', 'telephone-event (101)', null],
        ['direction', 'both ways', null],
        ['addresses', 'the caller 192.0.2.9:4000 ↔ the callee 192.0.2.9:5000', null],
        ['security', 'none (RTP/AVP)', null],
      ],
    );
    assert.deepEqual(
      panel.negotiated[2]?.streams[0]?.facts.flatMap(({ what, text, was }) =>
        was === null ? [] : [[what, text, was]],
      ),
      [['direction', 'sendonly', 'sendrecv']],
    );
    assert.deepEqual(
      panel.negotiated[3]?.streams[0]?.facts.flatMap(({ what, text, was }) =>
        was === null ? [] : [[what, text, was]],
      ),
      [['direction', 'the caller to the callee only: the caller holds (sendonly)', 'both ways']],
    );
  });
});
