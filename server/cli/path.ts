/** `path`: which way the media went, with routes and firewall rules where exports of them are named. */
import { judgeFirewall } from '../engine/firewall/judge-firewall';
import type { FirewallJudgement } from '../engine/firewall/judgement';
import type { Network } from '../engine/network/network';
import type { ListWriter } from '../engine/report/list-writer';
import { colours, plain, type Paint } from '../engine/report/paint';
import { judgePaths, pathJson, type JudgedTrace, type PathGround } from '../engine/report/path';
import { pathText } from '../engine/report/path-text';
import { judgeRoutes } from '../engine/routes/judge-routes';
import type { RoutesJudgement } from '../engine/routes/judgement';
import type { Settings } from '../../shared/protocol';
import { ruleSettings } from '../settings';
import type { Arguments } from './arguments';
import type { Console } from './console';
import { textOf, type Networks } from './networks';

export class PathCommand {
  private readonly routes: string | null;
  private readonly firewall: string | null;
  private readonly paint: Paint;

  /** Reads the exports. Throws `UsageError`. */
  constructor(
    private readonly args: Arguments,
    console: Console,
    private readonly networks: Networks,
  ) {
    this.routes = args.routes === null ? null : textOf(args.routes);
    this.firewall = args.firewall === null ? null : textOf(args.firewall);
    this.paint = (args.color ?? console.colours) ? colours : plain;
  }

  /** Tells of the paths of a trace; without one of what else was named. */
  tell(writer: ListWriter, trace: JudgedTrace | null, settings: Settings): void {
    const { callId } = this.args;
    const judged = judgePaths(trace, this.groundOf(settings)).filter(
      ({ path }) => callId === null || path?.call?.callId === callId,
    );
    for (const [place, each] of judged.entries()) {
      writer.row(() => pathJson(each));
      writer.lines(() => [...(place === 0 ? [] : ['']), ...pathText(each, new Date(), this.paint)]);
    }
  }

  private groundOf(settings: Settings): PathGround {
    const network = this.networks.of(settings);
    return {
      network,
      severities: ruleSettings(settings),
      routes: this.routesIn(network),
      firewall: this.firewallIn(network),
    };
  }

  private routesIn(network: Network): RoutesJudgement | null {
    return this.routes === null ? null : judgeRoutes(this.routes, network);
  }

  private firewallIn(network: Network): FirewallJudgement | null {
    return this.firewall === null ? null : judgeFirewall(this.firewall, network);
  }
}
