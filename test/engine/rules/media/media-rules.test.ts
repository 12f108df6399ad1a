/** What the pages of the media rules cannot show: where they keep silent, and how severe they are. */
import assert from 'node:assert/strict';
import { analyse } from '../../../../server/engine/analysis/analyse';
import type { TelephoneEvents } from '../../../../server/engine/rtp/telephone-events';
import { client, relay, sbcMedia, sbcSdp, Scenario, teamsSdp, type Address } from '../../ice/scenario';

interface Bodies {
  readonly sbc?: string;
  readonly teams?: string;
}

/** A call that is answered after 200 ms, with a nominated pair. */
function answered({ sbc = sbcSdp(), teams = teamsSdp() }: Bodies = {}): Scenario {
  return new Scenario('media')
    .invite('sbc', sbc)
    .at(200)
    .respond(200, 'a', teams)
    .at(210)
    .ack('a')
    .at(220)
    .exchange({ nominate: true })
    .at(300);
}

function withMedia(scenario: Scenario): Scenario {
  return scenario.rtp(sbcMedia, client, 9000, 8).rtp(client, sbcMedia, 9000, 8);
}

function behind({ address, port }: Address): Address {
  return { address, port: port + 1 };
}

/** What one rule says, severity first. */
function said(rule: string, scenario: Scenario | string): readonly string[] {
  const text = typeof scenario === 'string' ? scenario : scenario.at(9000).bye('sbc', 'a').text();
  return analyse(text)
    .findings.filter((finding) => finding.rule.id === rule)
    .map(({ severity, message }) => `${severity} ${message}`);
}

function notEvaluated(rule: string, scenario: Scenario): boolean {
  const text = scenario.at(9000).bye('sbc', 'a').text();
  return analyse(text).notEvaluated.some((reason) => reason.rule === rule);
}

describe('media-rtcp-port-with-mux', () => {
  const separate = (bodies: Bodies, millis = 5000, from = behind(sbcMedia)): readonly string[] =>
    said(
      'media-rtcp-port-with-mux',
      withMedia(answered(bodies)).at(millis).rtcp(from, behind(client)).rtcp(from, behind(client)),
    );

  it('says once what an end does all the time', () => {
    const [finding, ...others] = separate({});
    assert.deepEqual(others, []);
    assert.match(finding ?? '', /^warning The SBC sends RTCP from \S+:54057 to 192\.0\.2\.77:50007, /);
  });

  it('knows it where only the destination is another, and from Teams', () => {
    assert.equal(separate({}, 5000, sbcMedia).length, 1);
    const fromTeams = withMedia(answered()).at(5000).rtcp(behind(client), behind(sbcMedia));
    assert.match(said('media-rtcp-port-with-mux', fromTeams)[0] ?? '', /^warning Teams sends RTCP /);
  });

  it('keeps silent where one end has no rtcp-mux, and in the first second', () => {
    assert.deepEqual(separate({ sbc: sbcSdp({ mux: false }) }), []);
    assert.deepEqual(separate({ teams: teamsSdp({ mux: false }) }), []);
    assert.deepEqual(separate({}, 900), []);
  });

  it('keeps silent where the port behind is one of RTP', () => {
    const candidates = [
      '1 1 UDP 2130706431 192.0.2.77 50006 typ host',
      '2 1 UDP 2130706430 192.0.2.77 50007 typ host',
    ];
    assert.deepEqual(separate({ teams: teamsSdp({ candidates }) }), []);
  });

  it('says so where Teams lists the port as a candidate of RTCP', () => {
    const candidates = [
      '1 1 UDP 2130706431 192.0.2.77 50006 typ host',
      '1 2 UDP 2130706430 192.0.2.77 50007 typ host',
    ];
    assert.equal(separate({ teams: teamsSdp({ candidates }) }).length, 1);
  });
});

describe('media-demux-unknown', () => {
  it('counts all datagrams of an end', () => {
    const flood = withMedia(answered())
      .at(2000)
      .unknown(sbcMedia, client, 8000, 4, 'f000')
      .unknown(sbcMedia, relay, 8000, 3, 'f000')
      .unknown(client, sbcMedia, 8000, 1, '7f00');
    assert.deepEqual(
      said('media-demux-unknown', flood).map((message) => message.slice(0, message.indexOf(' from '))),
      ['info The SBC sends 7 datagrams', 'info Teams sends a datagram'],
    );
  });

  it('keeps silent about those of others', () => {
    const others = { address: '192.0.2.99', port: 9999 };
    const stray = withMedia(answered()).at(2000).unknown(others, sbcMedia, 8000, 4, 'f000');
    assert.deepEqual(said('media-demux-unknown', stray), []);
  });
});

describe('rules of key presses', () => {
  const good: TelephoneEvents = {
    events: 4,
    encrypted: false,
    notWhole: 0,
    withoutMarker: 0,
    markedAgain: 0,
    timestampMoves: 0,
    durationFalls: 0,
    withoutEnd: 0,
    fewEnds: 0,
  };
  const bad: TelephoneEvents = { ...good, withoutMarker: 4, withoutEnd: 1, fewEnds: 2 };

  const plain = (body: string): string =>
    body.replaceAll('RTP/SAVP', 'RTP/AVP').replaceAll(/a=crypto:.*\r\n/g, '');

  function pressed(events: TelephoneEvents, bodies: Bodies = {}, payloadType = 101): Scenario {
    return answered(bodies).rtp(client, sbcMedia, 9000, payloadType, [], { events });
  }

  const open: Bodies = { sbc: plain(sbcSdp()), teams: plain(teamsSdp()) };

  it('say how many are wrong, and are warnings but for an end that is sent too seldom', () => {
    assert.match(
      said('media-dtmf-marker', pressed(bad, open))[0] ?? '',
      /^warning .*: all 4 without the marker bit /,
    );
    assert.deepEqual(
      said('media-dtmf-end', pressed(bad, open)).map((message) => /^\w+ .*?: \d of 4/.exec(message)?.[0]),
      [
        'warning Key presses that the callee sends (payload type 101): 1 of 4',
        'info Key presses that the callee sends (payload type 101): 2 of 4',
      ],
    );
  });

  it('keep silent where the SDP calls the payload type something else', () => {
    for (const rule of ['media-dtmf-marker', 'media-dtmf-end']) {
      assert.deepEqual(said(rule, pressed(bad, open, 102)), []);
      const sbc = (open.sbc ?? '').replace('telephone-event/8000', 'CN/8000');
      assert.deepEqual(said(rule, pressed(bad, { ...open, sbc })), []);
    }
  });

  it('judge no end where SRTP was negotiated, and say so', () => {
    for (const encrypted of [true, false]) {
      const scenario = pressed({ ...bad, encrypted });
      assert.deepEqual(said('media-dtmf-end', scenario), []);
      assert.ok(notEvaluated('media-dtmf-end', pressed({ ...bad, encrypted })));
      assert.equal(said('media-dtmf-marker', pressed({ ...bad, encrypted })).length, 1);
    }
    assert.ok(!notEvaluated('media-dtmf-end', pressed(bad, open)));
  });
});

describe('media-tcp', () => {
  const overTcp = (scenario: Scenario, kind: string): string =>
    scenario
      .at(9000)
      .bye('sbc', 'a')
      .text()
      .replaceAll(new RegExp(`  UDP (\\S+ -> \\S+  ${kind})`, 'g'), '  TCP $1');

  it('asks the pair that was selected where no RTP was captured', () => {
    assert.match(
      said('media-tcp', overTcp(answered(), 'STUN'))[0] ?? '',
      /^info The pair that ICE selected goes over TCP, 192\.0\.2\.77:50006 to /,
    );
  });

  it('keeps silent where RTP goes over UDP, whatever checks did', () => {
    assert.deepEqual(said('media-tcp', overTcp(withMedia(answered()), 'STUN')), []);
  });

  it('sees a client that reaches its relay over TCP', () => {
    const inChannel = withMedia(answered()).channelData(client, relay);
    assert.match(
      said('media-tcp', overTcp(inChannel, 'TURN'))[0] ?? '',
      /^info TURN channel data goes over TCP/,
    );
    assert.deepEqual(said('media-tcp', withMedia(answered()).channelData(client, relay)), []);
  });
});
