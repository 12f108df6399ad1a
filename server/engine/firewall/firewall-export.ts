/** What is read of an export of firewall rules, before anything is judged. */
import type { ExportFault } from '../network/export-fault';
import type { FirewallRule } from './firewall-rule';

export interface FirewallExport {
  /** What it is: `netsh`, `Get-NetFirewallRule`. */
  readonly format: string;
  readonly rules: readonly FirewallRule[];
  /** What it leaves out of every rule: `program`, `interface type`. */
  readonly lacks: readonly string[];
  /** How to export them. */
  readonly remedy: string;
  readonly faults: readonly ExportFault[];
}
