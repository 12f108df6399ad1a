/**
 * From an export of firewall rules to its judgement: which rules were made to keep media out of the VPN ("Enabling Lync
 * Media to Bypass a VPN Tunnel", 'Windows Firewall Policy'; "VPN split tunneling": block the Teams subnets or ports), and
 * which stop Teams altogether. Rules made wrong are found, too: by what is right of them.
 */
import { addressClass } from '../network/address-classes';
import type { Network } from '../network/network';
import { addressText, covers, overlap, type Prefix } from '../network/prefix';
import { isForClient, isForTeams, programFile } from './clients';
import {
  isLimited,
  type Addresses,
  type Direction,
  type FirewallRule,
  type Limit,
  type Ports,
} from './firewall-rule';
import type { BypassPair, FirewallJudgement, Harm } from './judgement';
import { readFirewall } from './read-firewall';

/** Judges an export of firewall rules, whatever wrote it; what cannot be read is a fault, and the rest holds. */
export function judgeFirewall(text: string, network: Network): FirewallJudgement {
  const { format, rules, lacks, remedy, faults } = readFirewall(text);
  const cut = rules.filter((rule) => rule.cut);
  const whole = rules.filter((rule) => !rule.cut);
  const teams = whole.filter((rule) => keepsTeamsOut(rule, network));
  const bypass = bypassRules(
    whole.filter((rule) => !teams.includes(rule)),
    network,
  );
  const harms = whole
    .filter((rule) => !teams.includes(rule) && !bypass.includes(rule))
    .flatMap((rule) => harmOf(rule, network));
  const matter = new Set([...cut, ...teams, ...bypass, ...harms.map(({ rule }) => rule)]);
  return {
    format,
    rules: rules.filter((rule) => matter.has(rule)).filter(hasDirection),
    pairs: pairsOf(bypass),
    teams: acting(teams),
    harms,
    cut,
    lacks,
    remedy,
    missingSettings: bypass.length === 0 ? [] : missingSettings(network),
    faults,
  };
}

function hasDirection(rule: FirewallRule): rule is FirewallRule & { readonly direction: Direction } {
  return rule.direction !== 'unknown';
}

function missingSettings({ told }: Network): readonly string[] {
  return ['vpnSubnets', 'customerSubnets'].filter((name) => !told.has(name)).map((name) => `network.${name}`);
}

/** Those of some rules that act; all of them where none does. */
function acting(rules: readonly FirewallRule[]): readonly FirewallRule[] {
  const active = rules.filter(({ enabled, action }) => enabled !== false && action !== 'allow');
  return active.length > 0 ? active : rules;
}

/** Whether a rule acts on the VPN alone: on its kind of interface, or on its addresses. */
function isOnVpn({ interfaceTypes, localAddresses }: FirewallRule, { vpnSubnets }: Network): boolean {
  if (isLimited(interfaceTypes) && interfaceTypes.every((type) => type === 'ras')) return true;
  if (!isLimited(localAddresses) || localAddresses.more) return false;
  return localAddresses.prefixes.every((prefix) => covers(vpnSubnets, prefix));
}

function overlaps(addresses: Limit<Addresses>, prefixes: readonly Prefix[]): boolean {
  if (!isLimited(addresses)) return false;
  return addresses.prefixes.some((one) => prefixes.some((other) => overlap(one, other)));
}

/** Whether ports of a limited list are among some. */
function holds(ports: Limit<Ports>, wanted: readonly number[]): boolean {
  if (!isLimited(ports)) return false;
  return ports.ranges.some(([first, last]) => wanted.some((port) => first <= port && port <= last));
}

function carriesUdp({ protocol }: FirewallRule): boolean {
  return protocol === 'any' || protocol === 'UDP';
}

function hasNoPorts({ localPorts, remotePorts }: FirewallRule): boolean {
  return !isLimited(localPorts) && !isLimited(remotePorts);
}

/** A rule on the VPN that speaks of Microsoft's media, by range or port, or of all that Teams sends. */
function keepsTeamsOut(rule: FirewallRule, network: Network): boolean {
  if (!carriesUdp(rule) || !isOnVpn(rule, network)) return false;
  if (overlaps(rule.remoteAddresses, network.microsoftMedia)) return true;
  if (rule.action !== 'block' || rule.remoteAddresses !== 'any') return false;
  if (rule.protocol === 'UDP' && holds(rule.remotePorts, network.mediaPorts)) return true;
  return isForTeams(rule) && rule.direction === 'out' && hasNoPorts(rule);
}

/** What a rule has of one that keeps media from the corporate network through the VPN. */
function likeness(rule: FirewallRule, { vpnSubnets, customerSubnets }: Network): number {
  const { localAddresses, remoteAddresses, interfaceTypes, action } = rule;
  const local = vpnSubnets.length === 0 ? isPrivate(localAddresses) : overlaps(localAddresses, vpnSubnets);
  return [
    local,
    isToCompany(remoteAddresses, [...vpnSubnets, ...customerSubnets]),
    isLimited(interfaceTypes) && interfaceTypes.includes('ras'),
    action === 'block',
  ].filter(Boolean).length;
}

function isToCompany(addresses: Limit<Addresses>, company: readonly Prefix[]): boolean {
  return company.length === 0 ? isPrivate(addresses) : overlaps(addresses, company);
}

function isPrivate(addresses: Limit<Addresses>): boolean {
  if (!isLimited(addresses) || addresses.prefixes.length === 0) return false;
  return addresses.prefixes.every(
    ({ family, first }) => addressClass(addressText({ family, value: first })) !== 'public',
  );
}

/** Rules of Windows' own parts. */
const systemPrograms = new Set(['system', 'svchost.exe']);

/** The rules that were made for the VPN and a client, or look so much like it that the client was forgotten. */
function bypassRules(rules: readonly FirewallRule[], network: Network): readonly FirewallRule[] {
  const forClient = rules.filter((rule) => isForClient(rule) && likeness(rule, network) >= 2);
  const company = [...network.vpnSubnets, ...network.customerSubnets];
  const nameless = rules.filter(
    (rule) =>
      !isForClient(rule) &&
      !systemPrograms.has(programFile(rule) ?? '') &&
      (rule.protocol === 'any' || rule.protocol === 'unknown') &&
      hasNoPorts(rule) &&
      isToCompany(rule.remoteAddresses, company) &&
      likeness(rule, network) >= 3,
  );
  if (forClient.length === 0) return nameless;
  // Beside rules for a client, others only fill a direction that the client lacks.
  const lacking = nameless.filter(({ direction }) => forClient.every((rule) => rule.direction !== direction));
  return rules.filter((rule) => forClient.includes(rule) || lacking.includes(rule));
}

/** By client; rules that name none, or another program, go with the only client that there is. */
function pairsOf(rules: readonly FirewallRule[]): readonly BypassPair[] {
  const clients = [...new Set(rules.filter(isForClient).map(programFile))];
  const of = (rule: FirewallRule): string | null =>
    isForClient(rule) ? programFile(rule) : (clients[0] ?? null);
  return [...new Set(rules.map(of))].map((client) => {
    const own = rules.filter((rule) => of(rule) === client);
    return {
      in: acting(own.filter(({ direction }) => direction === 'in')),
      out: acting(own.filter(({ direction }) => direction === 'out')),
    };
  });
}

const webPorts = [80, 443];

/** What a rule stops of Teams wherever the client is; nothing where that cannot be told. */
function harmOf(rule: FirewallRule, network: Network): readonly Harm[] {
  if (!stopsTeams(rule, network)) return [];
  const { protocol, localPorts, remotePorts, remoteAddresses } = rule;
  const { mediaPorts, microsoftMedia, microsoftSignaling } = network;
  const harm = (kind: Harm['kind'], what: string): readonly Harm[] => [{ rule, kind, what }];
  const isToAll = remoteAddresses === 'any';
  const isToMedia = overlaps(remoteAddresses, microsoftMedia);
  if (protocol === 'TCP') {
    const isToMicrosoft = isToAll || isToMedia || overlaps(remoteAddresses, microsoftSignaling);
    const ports = webPorts.filter((port) => remotePorts === 'any' || holds(remotePorts, [port]));
    return isToMicrosoft && localPorts === 'any' && ports.length > 0
      ? harm('ports', `TCP ${ports.join(' and ')}`)
      : [];
  }
  if (!carriesUdp(rule)) return [];
  const isMediaPort = remotePorts === 'any' || holds(remotePorts, mediaPorts);
  const isClientPort =
    localPorts === 'any' || Object.values(network.clientPorts).some((range) => meets(localPorts, range));
  if (!isMediaPort || !isClientPort) return [];
  if (isToMedia) return harm('media', "UDP to Microsoft's media ranges");
  if (!isToAll) return [];
  if (isLimited(remotePorts)) return harm('ports', `UDP ${portsText(remotePorts)}`);
  return harm('media', isLimited(localPorts) ? `UDP from the ports ${portsText(localPorts)}` : 'all UDP');
}

/** Whether a rule blocks what Teams sends, outside of the VPN as well. What comes in is answered to what went out. */
function stopsTeams(rule: FirewallRule, network: Network): boolean {
  const { enabled, action, direction, interfaceTypes, interfaces, program, service, localAddresses } = rule;
  if (enabled !== true || action !== 'block' || direction !== 'out') return false;
  if (interfaceTypes === 'unknown' || localAddresses === 'unknown') return false;
  if (isLimited(interfaces) || isLimited(service) || isOnVpn(rule, network)) return false;
  // Where the VPN is not told, an address may be the VPN's.
  if (localAddresses !== 'any' && network.vpnSubnets.length === 0) return false;
  return program === 'any' || isForTeams(rule);
}

function meets(ports: Limit<Ports>, [first, last]: readonly [number, number]): boolean {
  return isLimited(ports) && ports.ranges.some(([from, to]) => from <= last && first <= to);
}

/** Ports as they are written: `80, 3478-3481`. */
function portsText({ ranges }: Ports): string {
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(', ');
}
