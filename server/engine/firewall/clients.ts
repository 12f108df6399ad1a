/** Programs whose media shall miss the VPN, by the file that a firewall rule names. */
import { isLimited, type FirewallRule } from './firewall-rule';

const lync = ['communicator.exe', 'lync.exe', 'attendeecommunicator.exe', 'pwconsole.exe'];
const teams = ['teams.exe', 'ms-teams.exe', 'msteams.exe', 'ms-teams_modulehost.exe'];

/** File name of a rule's program in small letters; null where the rule names none. */
export function programFile({ program }: FirewallRule): string | null {
  if (!isLimited(program)) return null;
  return program.replaceAll('"', '').split(/[\\/]/).at(-1)?.trim().toLowerCase() ?? null;
}

/** Whether a rule is for Lync, Skype for Business or Teams alone. */
export function isForClient(rule: FirewallRule): boolean {
  const file = programFile(rule);
  return file !== null && (lync.includes(file) || teams.includes(file));
}

/** Whether a rule is for Teams alone. */
export function isForTeams(rule: FirewallRule): boolean {
  return teams.includes(programFile(rule) ?? '');
}
