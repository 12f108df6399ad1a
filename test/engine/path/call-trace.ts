/** Traces of calls whose path is known, as an SBC's capture has them. */
import { analyse } from '../../../server/engine/analysis/analyse';
import { defaultOptions } from '../../../server/engine/analysis/model';
import { replayTrace } from '../../../server/engine/ice/replay';
import { compileNetwork } from '../../../server/engine/network/network';
import { parseAddressNumber } from '../../../server/engine/network/prefix';
import type { MediaPath } from '../../../server/engine/path/model';
import { pathsOf } from '../../../server/engine/path/trace-paths';
import { rules } from '../../../server/engine/rules/index';
import { lintPath, type PathFinding } from '../../../server/engine/rules/lint-paths';
import type { NetworkSettings } from '../../../shared/network';
import { Scenario, sbcMedia, sbcSdp, teamsSdp, type Address, type Check, type End } from '../ice/scenario';

export const at = (address: string, port: number): Address => ({ address, port });

export const host = ({ address, port }: Address, rank = 0): string =>
  `1 1 UDP ${2130706431 - rank * 256} ${address} ${port} typ host`;
export const reflexive = ({ address, port }: Address, of: Address): string =>
  `2 1 UDP 1694498815 ${address} ${port} typ srflx raddr ${of.address} rport ${of.port}`;
export const relayed = ({ address, port }: Address, of: Address, transport = 'UDP'): string =>
  `3 1 ${transport} 1258289663 ${address} ${port} typ relay raddr ${of.address} rport ${of.port}`;

/** Networks in which the addresses of the tests lie. */
export const settings: NetworkSettings = {
  customerSubnets: ['10.0.0.0/8', 'fd10::/16'],
  customerPublic: ['203.0.113.0/28', '2a00:1::/48'],
  vpnSubnets: ['10.99.0.0/16', 'fd99::/16'],
  sbc: { public: ['198.51.100.10', '2a00:1::10'], internal: ['10.1.1.5'] },
};

export interface CallPlan {
  /** Of Teams' side. */
  readonly candidates: readonly string[];
  /** Where Teams' media comes from; it nominates that pair. */
  readonly from: Address;
  /** Checks that the SBC never answers come from here. */
  readonly tried?: readonly Address[];
  /** Who offers. */
  readonly by?: End;
  readonly sbc?: Address;
  /** Headers of the INVITE. */
  readonly headers?: readonly string[];
  /** Both ends are lite: nobody checks. */
  readonly lite?: boolean;
  /** The SBC sends media before any check comes. */
  readonly sbcFirst?: boolean;
  /** An endpoint that rings before, nominates, and loses the call. */
  readonly loser?: { readonly candidates: readonly string[]; readonly from: Address };
  /** Leaves checks and media out. */
  readonly signallingOnly?: boolean;
}

/** The trace text of a call. */
export function callTrace(plan: CallPlan): string {
  const { candidates, from, by = 'sbc', sbc = sbcMedia, lite = false, loser, signallingOnly = false } = plan;
  const own = sbcSdp({ media: sbc });
  const theirs = teamsSdp({ media: from, candidates, lite });
  const [offer, answer] = by === 'sbc' ? [own, theirs] : [theirs, own];
  const scenario = new Scenario('call', !signallingOnly).at(0).invite(by, offer, plan.headers);
  if (loser !== undefined) {
    const other = {
      media: loser.from,
      candidates: loser.candidates,
      ufrag: 'LOSE',
      pwd: 'LoserPassword000000000001',
    };
    scenario.at(300).respond(183, 'loser', teamsSdp(other));
    for (const nominate of [false, true]) {
      const username = 'SBCu:LOSE';
      succeed(scenario, scenario.check({ from: loser.from, to: sbc, nominate, username }));
    }
  }
  scenario.at(500).respond(183, 'winner', answer);
  if (!signallingOnly) {
    if (plan.sbcFirst === true) scenario.at(510).rtp(sbc, from, 540);
    for (const each of plan.tried ?? []) scenario.at(550).check({ from: each, to: sbc });
    if (!lite) {
      succeed(scenario, scenario.at(600).check({ from, to: sbc }));
      succeed(scenario, scenario.at(800).check({ from, to: sbc, nominate: true }));
    }
  }
  scenario.at(2000).respond(200, 'winner', answer).at(2050).ack('winner');
  if (!signallingOnly) scenario.at(2100).rtp(from, sbc, 3100).at(2105).rtp(sbc, from, 3100);
  return scenario.text();
}

/** Answers a check, of IPv6 as well. */
function succeed(scenario: Scenario, check: Check): void {
  if (!check.from.address.includes(':')) {
    scenario.succeed(check);
    return;
  }
  const number = parseAddressNumber(check.from.address)?.value ?? 0n;
  const xored = number ^ BigInt(`0x2112a442${check.transaction}`);
  const port = (check.from.port ^ 0x2112).toString(16).padStart(4, '0');
  scenario.succeed(check, { attributes: [[0x0020, `0002${port}${xored.toString(16).padStart(32, '0')}`]] });
}

export interface PathReading {
  readonly paths: readonly MediaPath[];
  readonly path: MediaPath;
  readonly found: readonly PathFinding[];
}

/** The paths of a trace, and what rules say of them. */
export function readPaths(text: string, told: NetworkSettings): PathReading {
  const network = compileNetwork(told);
  const options = { ...defaultOptions, facts: { ...defaultOptions.facts, network } };
  const { trace, replays } = analyse(text, options);
  const paths = pathsOf(trace, replays ?? replayTrace(trace), network);
  const [path] = paths;
  if (path === undefined) throw new Error('no path');
  return { paths, path, found: paths.flatMap((each) => lintPath(each, rules, {}, network)) };
}

/** `sbc 4' or 4`: the legs of a path with their flows. */
export function legsOf({ legs }: MediaPath): readonly string[] {
  return legs.map(
    ({ leg, flow, alternatives }) => `${leg} ${[flow ?? 'none', ...alternatives].join(' or ')}`,
  );
}
