/** Commands of PowerShell that would mend firewall rules: to be reviewed, never run. */
import type { Network } from '../network/network';
import { prefixText, type Prefix } from '../network/prefix';
import { isLimited, type Direction, type FirewallRule } from './firewall-rule';

/** Where Skype for Business stands usually; said to be an example. */
const usualProgram = 'C:\\Program Files\\Microsoft Office\\root\\Office16\\lync.exe';

/** A text between single quotes. PowerShell takes curly quotes for straight ones, and a line end would end the command. */
export function quoted(text: string): string {
  const safe = text.replaceAll(/\p{C}/gu, ' ').replaceAll(/['‘’‚‛]/g, '$&$&');
  return `'${safe}'`;
}

function addressesText(prefixes: readonly Prefix[]): string {
  return prefixes.map((prefix) => quoted(prefixText(prefix))).join(',');
}

const directionNames: Readonly<Record<Direction, string>> = { in: 'Inbound', out: 'Outbound' };

/** Creates a rule of the pair that keeps a client's media from the corporate network through the VPN. */
export function newBypassRule(direction: Direction, network: Network, like: FirewallRule | null): string {
  const { vpnSubnets, customerSubnets } = network;
  const program = like !== null && isLimited(like.program) ? like.program : usualProgram;
  return [
    'New-NetFirewallRule',
    `-DisplayName ${quoted(`Media not over VPN (${direction})`)}`,
    `-Direction ${directionNames[direction]} -Action Block -Profile Domain`,
    `-Program ${quoted(program)} -Protocol Any -InterfaceType RemoteAccess`,
    ...(vpnSubnets.length === 0 ? [] : [`-LocalAddress ${addressesText(vpnSubnets)}`]),
    ...(vpnSubnets.length === 0 && customerSubnets.length === 0
      ? []
      : [`-RemoteAddress ${addressesText([...customerSubnets, ...vpnSubnets])}`]),
  ].join(' ');
}

/** Creates the rule that keeps Teams from parts of Microsoft's media ranges through the VPN. */
export function newTeamsRule(ranges: readonly Prefix[]): string {
  return [
    'New-NetFirewallRule',
    `-DisplayName ${quoted('Teams media not over VPN')}`,
    '-Direction Outbound -Action Block -Protocol Any -InterfaceType RemoteAccess',
    `-RemoteAddress ${addressesText(ranges)}`,
  ].join(' ');
}

/** Changes a rule: `Set-NetFirewallRule -DisplayName '…' -Enabled True`. */
export function changeRule({ name }: FirewallRule, change: string): string {
  return `Set-NetFirewallRule -DisplayName ${quoted(name)} ${change}`;
}

/** Sets the remote addresses of a rule to what it has and more. */
export function addRemote(rule: FirewallRule, added: readonly Prefix[]): string {
  const had = isLimited(rule.remoteAddresses) ? rule.remoteAddresses.prefixes : [];
  return changeRule(rule, `-RemoteAddress ${addressesText([...had, ...added])}`);
}

/** Sets the local addresses of a rule. */
export function setLocal(rule: FirewallRule, addresses: readonly Prefix[]): string {
  return changeRule(rule, `-LocalAddress ${addressesText(addresses)}`);
}
