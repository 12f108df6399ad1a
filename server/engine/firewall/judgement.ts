/** What an export of firewall rules does with media. */
import type { ExportFault } from '../network/export-fault';

export interface FirewallJudgement {
  /** What the export is: `netsh`, `Get-NetFirewallRule`. */
  readonly format: string;
  /** The rules that matter for media and the VPN. */
  readonly rules: readonly {
    readonly name: string;
    readonly direction: 'in' | 'out';
    /** Of its name; counts from 1. */
    readonly line: number;
  }[];
  readonly faults: readonly ExportFault[];
}
