/** What an export of firewall rules does with media. */
import type { ExportFault } from '../network/export-fault';
import type { Direction, FirewallRule } from './firewall-rule';

export interface FirewallJudgement {
  /** What the export is: `netsh`, `Get-NetFirewallRule`; `unknown` where it is none that can be read. */
  readonly format: string;
  /** The rules that matter for media and the VPN, in order. */
  readonly rules: readonly (FirewallRule & { readonly direction: Direction })[];
  /** Rules that keep a client's media from the corporate network through the VPN, by client. */
  readonly pairs: readonly BypassPair[];
  /** Rules that keep Teams from Microsoft's media through the VPN. */
  readonly teams: readonly FirewallRule[];
  /** Rules that stop Teams on other ways, too. */
  readonly harms: readonly Harm[];
  /** Rules that break off. */
  readonly cut: readonly FirewallRule[];
  /** What the export leaves out of every rule: `program`, `interface type`. */
  readonly lacks: readonly string[];
  /** How to export what it lacks: a sentence. */
  readonly remedy: string;
  /** Settings without which addresses could not be judged: `network.vpnSubnets`. */
  readonly missingSettings: readonly string[];
  readonly faults: readonly ExportFault[];
}

/** Rules of one client: those that act where there are some, else all. */
export type BypassPair = Readonly<Record<Direction, readonly FirewallRule[]>>;

/** What a rule stops. `media`: Teams' media altogether; `ports`: ports that Teams needs. */
export interface Harm {
  readonly rule: FirewallRule;
  readonly kind: 'media' | 'ports';
  /** In words: `UDP 3478-3481`. */
  readonly what: string;
}
