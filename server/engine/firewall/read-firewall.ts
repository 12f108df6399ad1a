/** Tells what an export of firewall rules is, and reads it. */
import type { FirewallExport } from './firewall-export';
import { isNetsh, readNetsh } from './netsh';
import { isCsvHeader, isRuleList, readCsvRules, readRuleList } from './power-shell';

/** Reads an export, whatever wrote it. */
export function readFirewall(text: string): FirewallExport {
  const lines = text.split(/\r\n|\n|\r/);
  // `#TYPE …` and what a shell printed may stand above the header.
  const header = lines.slice(0, 20).findIndex(isCsvHeader);
  if (header !== -1) return readCsvRules(lines, header);
  if (isNetsh(lines)) return readNetsh(lines);
  if (isRuleList(lines)) return readRuleList(lines);
  const message =
    'No firewall rules are found: `netsh advfirewall firewall show rule name=all verbose` is read, and Get-NetFirewallRule.';
  return { format: 'unknown', rules: [], lacks: [], remedy: '', faults: [{ line: 1, message }] };
}
