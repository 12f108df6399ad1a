/** The calls of test/fixtures/ice, one for each way that ICE ends. */
import {
  client,
  relay,
  sbcCredentials,
  sbcMedia,
  sbcSdp,
  Scenario,
  teamsCredentials,
  teamsSdp,
  type Address,
  type Check,
  type CheckOptions,
  type Credentials,
} from './scenario';

const second: Address = { address: '192.0.2.88', port: 50010 };
const secondCredentials: Credentials = { ufrag: 'TWO2', pwd: 'SecondPassword00000000001' };
const secondUser = `${sbcCredentials.ufrag}:${secondCredentials.ufrag}`;
const newSbc: Credentials = { ufrag: 'SBCn', pwd: 'NewSbcPassword00000000001' };
const newTeams: Credentials = { ufrag: 'TEAn', pwd: 'NewTeamsPassword000000001' };
const hold = { direction: 'inactive' };

function secondSdp(): string {
  return teamsSdp({
    ...secondCredentials,
    media: second,
    key: 'PD0+P0BBQkNERUZHSElKS0xNTk9QUVJTVFVWV1hZ',
    candidates: [`1 1 UDP 2130706431 ${second.address} ${second.port} typ host`],
  });
}

/** An inbound call up to its 183. */
function inbound(name: string, hasPackets = true): Scenario {
  return new Scenario(name, hasPackets).invite('sbc', sbcSdp()).at(200).respond(183, 'a', teamsSdp());
}

/** Up to the nomination, before the 200. */
function nominated(name: string): Scenario {
  return inbound(name).at(220).exchange().at(260).exchange({ nominate: true });
}

/** From the 200 to the BYE, with media both ways. */
function answered(scenario: Scenario, tag = 'a', body = teamsSdp(), teams = client): Scenario {
  return scenario
    .at(3000)
    .respond(200, tag, body)
    .at(3010)
    .ack(tag)
    .rtp(sbcMedia, teams, 12_000)
    .rtp(teams, sbcMedia, 12_000)
    .at(12_000)
    .bye('sbc', tag);
}

/** From the 200 to the BYE by which Teams says that its checks failed. */
function endedByTeams(scenario: Scenario, body = teamsSdp()): string {
  return scenario
    .at(3000)
    .respond(200, 'a', body)
    .at(3010)
    .ack('a')
    .at(30_000)
    .bye('teams', 'a', 'Q.850;cause=22;text="IceConnectivityChecksFailed"')
    .text();
}

/** A check is sent again and again (RFC 8489 §6.2.1), and never answered. */
function unanswered(scenario: Scenario, again: Check, options: CheckOptions, body = teamsSdp()): string {
  for (const at of [720, 1720, 2720]) scenario.at(at).check({ ...options, again });
  return endedByTeams(scenario, body);
}

/** A call with media and checks for consent at these seconds, some of them without an answer. */
function consented(name: string, fresh: readonly number[], lost: readonly number[] = []): Scenario {
  const scenario = nominated(name)
    .at(3000)
    .respond(200, 'a', teamsSdp())
    .at(3010)
    .ack('a')
    .rtp(sbcMedia, client, 45_000)
    .rtp(client, sbcMedia, 45_000);
  for (const second of fresh) scenario.at(second * 1000).exchange();
  for (const second of lost) scenario.at(second * 1000).check();
  return scenario;
}

/** Fixture → the trace. */
export const scenarios: Readonly<Record<string, () => string>> = {
  '01-nominated-before-200': () => answered(nominated('01')).text(),

  '02-nominated-after-200': () =>
    inbound('02')
      .at(220)
      .exchange()
      .at(3000)
      .respond(200, 'a', teamsSdp())
      .at(3010)
      .ack('a')
      .at(3200)
      .exchange({ nominate: true })
      .rtp(sbcMedia, client, 9000)
      .at(9000)
      .bye('sbc', 'a')
      .text(),

  '03-media-stays-on-first-fork': () =>
    nominated('03')
      .at(500)
      .respond(183, 'b', secondSdp())
      .at(520)
      .exchange({ from: second, username: secondUser })
      .at(560)
      .exchange({ from: second, username: secondUser, nominate: true })
      .at(3000)
      .respond(200, 'b', secondSdp())
      .at(3010)
      .ack('b')
      .rtp(sbcMedia, client, 9000)
      .rtp(second, sbcMedia, 9000)
      .at(9000)
      .bye('teams', 'b')
      .text(),

  '04-answer-of-new-fork': () =>
    nominated('04')
      .at(3000)
      .respond(200, 'b', secondSdp())
      .at(3010)
      .ack('b')
      .at(3050)
      .exchange({ from: second, username: secondUser })
      .at(3090)
      .exchange({ from: second, username: secondUser, nominate: true })
      .rtp(sbcMedia, second, 9000)
      .at(9000)
      .bye('sbc', 'b')
      .text(),

  '05-password-changed-after-183': () => {
    const scenario = new Scenario('05')
      .invite('teams', teamsSdp())
      .at(200)
      .respond(183, 'a', sbcSdp())
      .at(2000)
      .respond(200, 'a', sbcSdp({ pwd: newSbc.pwd }))
      .at(2010)
      .ack('a');
    return scenario
      .at(2100)
      .refuse(scenario.check(), 401)
      .at(27_000)
      .bye('teams', 'a', 'Q.850;cause=22;text="IceConnectivityChecksFailed"')
      .text();
  },

  '06-ice-lite-missing': () => {
    const scenario = new Scenario('06')
      .invite('sbc', sbcSdp({ lite: false }))
      .at(200)
      .respond(183, 'a', teamsSdp());
    return scenario
      .at(220)
      .exchange({ role: 'controlled' })
      .at(3000)
      .respond(200, 'a', teamsSdp())
      .at(3010)
      .ack('a')
      .at(28_000)
      .bye('teams', 'a', 'Q.850;cause=22;text="IceConnectivityChecksFailed"')
      .text();
  },

  '07-sbc-sends-checks': () => {
    const scenario = nominated('07');
    const options = {
      from: sbcMedia,
      to: client,
      username: `${teamsCredentials.ufrag}:${sbcCredentials.ufrag}`,
      pwd: teamsCredentials.pwd,
    };
    return answered(scenario.at(400).exchange(options)).text();
  },

  '08-answer-from-rtcp-port': () => {
    const scenario = inbound('08');
    const from = { ...sbcMedia, port: sbcMedia.port + 1 };
    const check = scenario.at(220).check();
    scenario.at(221).succeed(check, { from });
    const again = scenario.at(720).check({ again: check });
    scenario.at(721).succeed(again, { from });
    return scenario
      .at(3000)
      .respond(200, 'a', teamsSdp())
      .at(3010)
      .ack('a')
      .at(12_000)
      .bye('teams', 'a')
      .text();
  },

  '09-attribute-rejected': () => {
    const scenario = inbound('09');
    const check = scenario.at(220).check({ extra: [0x8070, '00000003'] });
    scenario.at(221).refuse(check, 420, [[0x000a, '8070']]);
    return scenario
      .at(3000)
      .respond(200, 'a', teamsSdp())
      .at(3010)
      .ack('a')
      .at(12_000)
      .bye('teams', 'a')
      .text();
  },

  '10-no-response': () => {
    const scenario = inbound('10');
    const check = scenario.at(220).check();
    for (const later of [500, 1500, 3500]) scenario.at(220 + later).check({ again: check });
    scenario.at(6000).respond(200, 'a', teamsSdp()).at(6010).ack('a');
    for (const later of [7500, 15_500, 31_500]) scenario.at(220 + later).check({ again: check });
    return scenario.at(45_000).bye('teams', 'a').text();
  },

  '11-private-candidate': () => {
    const media = { address: '10.1.1.10', port: sbcMedia.port };
    return new Scenario('11')
      .invite('sbc', sbcSdp({ media }))
      .at(200)
      .respond(183, 'a', teamsSdp())
      .at(3000)
      .respond(200, 'a', teamsSdp())
      .at(3010)
      .ack('a')
      .rtp(media, relay, 26_000)
      .at(26_000)
      .bye('teams', 'a')
      .text();
  },

  '12-remote-candidates-not-honoured': () => {
    const offer = teamsSdp({
      media: client,
      candidates: [
        `2 1 UDP 1694497791 ${client.address} ${client.port} typ srflx raddr 10.20.30.40 rport 50006`,
      ],
      lines: [`a=remote-candidates:1 ${sbcMedia.address} ${sbcMedia.port}`],
    });
    return nominated('12')
      .at(3000)
      .respond(200, 'a', teamsSdp())
      .at(3010)
      .ack('a')
      .at(4000)
      .reinvite('teams', 'a', offer)
      .at(4010)
      .respond(200, 'a', sbcSdp({ media: { ...sbcMedia, port: 54058 } }))
      .at(4020)
      .ack('a')
      .at(9000)
      .bye('sbc', 'a')
      .text();
  },

  '13-hold-answered-with-new-credentials': () =>
    nominated('13')
      .at(3000)
      .respond(200, 'a', teamsSdp())
      .at(3010)
      .ack('a')
      .at(9000)
      .reinvite('teams', 'a', teamsSdp(hold))
      .at(9010)
      .respond(200, 'a', sbcSdp({ ...newSbc, ...hold }))
      .at(9020)
      .ack('a')
      .at(34_000)
      .bye('teams', 'a', 'Q.850;cause=22;text="IceConnectivityChecksFailed"')
      .text(),

  '14-restart': () => {
    const user = `${newSbc.ufrag}:${newTeams.ufrag}`;
    return nominated('14')
      .at(3000)
      .respond(200, 'a', teamsSdp())
      .at(3010)
      .ack('a')
      .at(9000)
      .reinvite('teams', 'a', teamsSdp(newTeams))
      .at(9010)
      .respond(200, 'a', sbcSdp(newSbc))
      .at(9020)
      .ack('a')
      .at(9050)
      .exchange({ from: relay, username: user, pwd: newSbc.pwd })
      .at(9090)
      .exchange({ from: relay, username: user, pwd: newSbc.pwd, nominate: true })
      .rtp(sbcMedia, relay, 15_000)
      .at(15_000)
      .bye('sbc', 'a')
      .text();
  },

  '15-lite-to-lite': () => {
    const other = { address: '203.0.113.60', port: 40_000 };
    const answer = teamsSdp({
      media: other,
      lite: true,
      candidates: [`1 1 UDP 2130706431 ${other.address} ${other.port} typ host`],
    });
    return new Scenario('15')
      .invite('sbc', sbcSdp())
      .at(1000)
      .respond(200, 'a', answer)
      .at(1010)
      .ack('a')
      .rtp(sbcMedia, other, 9000)
      .rtp(other, sbcMedia, 9000)
      .at(9000)
      .bye('sbc', 'a')
      .text();
  },

  '16-peer-reflexive': () => {
    const from = { address: '203.0.113.99', port: 61_022 };
    return answered(
      inbound('16').at(220).exchange({ from }).at(260).exchange({ from, nominate: true }),
      'a',
      teamsSdp(),
      from,
    ).text();
  },

  '17-aggressive-nomination': () =>
    answered(
      inbound('17').at(220).exchange({ nominate: true }).at(240).exchange({ from: relay, nominate: true }),
    ).text(),

  '18-malformed-ignored': () => {
    const scenario = inbound('18');
    scenario.at(210).check({ badFingerprint: true });
    return answered(scenario.at(220).exchange().at(260).exchange({ nominate: true })).text();
  },

  '19-early-media-of-two-forks': () =>
    nominated('19')
      .at(300)
      .rtp(client, sbcMedia, 2900)
      .at(500)
      .respond(183, 'b', secondSdp())
      .at(520)
      .exchange({ from: second, username: secondUser })
      .at(560)
      .exchange({ from: second, username: secondUser, nominate: true })
      .at(600)
      .rtp(second, sbcMedia, 2900)
      .at(700)
      .rtp(sbcMedia, second, 2900)
      .at(3000)
      .respond(200, 'a', teamsSdp())
      .at(3010)
      .ack('a')
      .rtp(sbcMedia, client, 9000)
      .at(9000)
      .bye('sbc', 'a')
      .text(),

  '20-signalling-only': () =>
    inbound('20', false)
      .at(3000)
      .respond(200, 'a', teamsSdp())
      .at(3010)
      .ack('a')
      .at(12_000)
      .bye('sbc', 'a')
      .text(),

  '21-rtcp-mux-not-answered': () => {
    const rtcp = { ...sbcMedia, port: sbcMedia.port + 1 };
    const teamsRtcp = { ...client, port: client.port + 1 };
    const candidates = [
      `1 1 UDP 2130706431 ${sbcMedia.address} ${sbcMedia.port} typ host`,
      `1 2 UDP 2130706430 ${rtcp.address} ${rtcp.port} typ host`,
    ];
    const answer = teamsSdp({
      mux: false,
      media: client,
      candidates: [
        `1 1 UDP 2130706431 ${client.address} ${client.port} typ host`,
        `1 2 UDP 2130706430 ${teamsRtcp.address} ${teamsRtcp.port} typ host`,
      ],
    });
    const scenario = new Scenario('21')
      .invite('sbc', sbcSdp({ candidates }))
      .at(200)
      .respond(183, 'a', answer);
    return answered(
      scenario
        .at(220)
        .exchange()
        .at(230)
        .exchange({ from: teamsRtcp, to: rtcp })
        .at(260)
        .exchange({ nominate: true })
        .at(270)
        .exchange({ from: teamsRtcp, to: rtcp, nominate: true }),
      'a',
      answer,
    ).text();
  },

  '22-late-offer': () =>
    new Scenario('22')
      .invite('sbc', '')
      .at(1000)
      .respond(200, 'a', teamsSdp())
      .at(1010)
      .ack('a', sbcSdp())
      .at(1050)
      .exchange()
      .at(1090)
      .exchange({ nominate: true })
      .rtp(sbcMedia, client, 9000)
      .at(9000)
      .bye('sbc', 'a')
      .text(),

  '23-relay': () =>
    answered(
      inbound('23').at(220).exchange({ from: relay }).at(260).exchange({ from: relay, nominate: true }),
      'a',
      teamsSdp(),
      relay,
    ).text(),

  '24-silence-on-hold': () =>
    nominated('24')
      .at(3000)
      .respond(200, 'a', teamsSdp())
      .at(3010)
      .ack('a')
      .rtp(client, sbcMedia, 9000)
      .at(9000)
      .reinvite('teams', 'a', teamsSdp(hold))
      .at(9010)
      .respond(200, 'a', sbcSdp(hold))
      .at(9020)
      .ack('a')
      .at(40_000)
      .exchange()
      .at(42_000)
      .bye('sbc', 'a')
      .text(),

  '25-wrong-password-dropped': () => {
    const scenario = inbound('25');
    const check = scenario.at(220).check({ pwd: teamsCredentials.pwd });
    return unanswered(scenario, check, { pwd: teamsCredentials.pwd });
  },

  '26-check-refused-400': () => {
    const scenario = inbound('26');
    scenario.at(221).refuse(scenario.at(220).check(), 400);
    scenario.at(721).refuse(scenario.at(720).check(), 400);
    return endedByTeams(scenario);
  },

  '27-icmp-refused': () => {
    const scenario = inbound('27');
    const check = scenario.at(220).check();
    scenario.at(221).refusePacket(client, sbcMedia, 'stun');
    scenario.at(720).check({ again: check });
    scenario.at(721).refusePacket(client, sbcMedia, 'stun');
    return endedByTeams(scenario);
  },

  '28-component-blocked': () => {
    const [rtcp, teamsRtcp] = [sbcMedia, client].map(({ address, port }) => ({ address, port: port + 1 }));
    if (rtcp === undefined || teamsRtcp === undefined) throw new Error('no addresses');
    const both = (address: Address): readonly string[] =>
      [1, 2].map(
        (component) =>
          `1 ${component} UDP ${2130706432 - component} ${address.address} ${address.port + component - 1} typ host`,
      );
    const answer = teamsSdp({ media: client, mux: false, candidates: both(client) });
    const scenario = new Scenario('28')
      .invite('sbc', sbcSdp({ mux: false, candidates: both(sbcMedia) }))
      .at(200)
      .respond(183, 'a', answer)
      .at(220)
      .exchange();
    const check = scenario.at(230).check({ from: teamsRtcp, to: rtcp });
    return unanswered(scenario, check, { from: teamsRtcp, to: rtcp }, answer);
  },

  '30-media-follows-media': () =>
    nominated('30')
      .at(3000)
      .respond(200, 'a', teamsSdp())
      .at(3010)
      .ack('a')
      .rtp(sbcMedia, { ...client, port: 61234 }, 12_000)
      .rtp(client, sbcMedia, 12_000)
      .at(12_000)
      .bye('sbc', 'a')
      .text(),

  '31-second-nomination': () =>
    nominated('31')
      .at(300)
      .exchange({ from: relay })
      .at(3000)
      .respond(200, 'a', teamsSdp())
      .at(3010)
      .ack('a')
      .at(3500)
      .exchange({ from: relay, nominate: true })
      .at(3600)
      .rtp(sbcMedia, relay, 12_000)
      .rtp(relay, sbcMedia, 12_000)
      .at(12_000)
      .bye('sbc', 'a')
      .text(),

  '32-nominated-before-183': () =>
    answered(
      new Scenario('32')
        .invite('sbc', sbcSdp())
        .at(300)
        .exchange()
        .at(500)
        .exchange({ nominate: true })
        .at(1500)
        .respond(183, 'a', teamsSdp()),
    ).text(),

  '29-consent-lost': () =>
    consented('29', [5, 10], [15, 20, 25, 30, 35, 40])
      .at(46_000)
      .bye('teams', 'a', 'Q.850;cause=41;text="ConsentExpired"')
      .text(),

  '33-consent-refused': () => {
    const scenario = consented('33', [5]);
    for (const second of [10, 15, 20]) {
      const check = scenario.at(second * 1000).check();
      scenario.at(second * 1000 + 1).refuse(check, 403);
    }
    return scenario.at(22_000).bye('teams', 'a').text();
  },

  '35-unknown-attribute-ignored': () => {
    const scenario = inbound('35').at(220).exchange({ from: relay });
    const options: CheckOptions = { extra: [0x8070, '00000003'] };
    const again = scenario.at(230).check(options);
    return unanswered(scenario, again, options);
  },

  '34-deaf-until-200': () => {
    const scenario = new Scenario('34').invite('teams', teamsSdp()).at(200).respond(183, 'a', sbcSdp());
    const check = scenario.at(220).check();
    for (const later of [500, 1500]) scenario.at(220 + later).check({ again: check });
    scenario.at(3000).respond(200, 'a', sbcSdp()).at(3010).ack('a').at(3720).check({ again: check });
    return scenario
      .at(3730)
      .succeed(check)
      .at(3800)
      .exchange({ nominate: true })
      .at(12_000)
      .bye('teams', 'a')
      .text();
  },
};
