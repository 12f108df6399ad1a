/** A rule of Windows Firewall, whatever export it was read from. */
import type { Prefix } from '../network/prefix';

export type Direction = 'in' | 'out';
/** `bypass`: allowed if it is secure, past all blocking rules. */
export type Action = 'allow' | 'block' | 'bypass';
export type NetworkProfile = 'domain' | 'private' | 'public';
/** `ras`: what Windows calls Remote access. */
export type InterfaceType = 'lan' | 'wireless' | 'ras';

/** `unknown`: the export does not tell it; `any`: the rule sets no limit. */
export type Limit<T> = 'unknown' | 'any' | T;

/** Addresses that a rule speaks of. */
export interface Addresses {
  readonly prefixes: readonly Prefix[];
  /** Whether it holds more than {@link prefixes} say: a word such as LocalSubnet, or what could not be read. */
  readonly more: boolean;
}

/** First and last port. */
export interface Ports {
  readonly ranges: readonly (readonly [number, number])[];
}

export interface FirewallRule {
  /** As the console shows it (DisplayName). */
  readonly name: string;
  /** Of its name in the export; counts from 1. */
  readonly line: number;
  readonly direction: Direction | 'unknown';
  readonly action: Action | 'unknown';
  readonly enabled: boolean | 'unknown';
  /** `any`: all three. */
  readonly profiles: Limit<readonly NetworkProfile[]>;
  /** Its name in capitals: `UDP`. */
  readonly protocol: Limit<string>;
  readonly localPorts: Limit<Ports>;
  readonly remotePorts: Limit<Ports>;
  readonly localAddresses: Limit<Addresses>;
  readonly remoteAddresses: Limit<Addresses>;
  readonly interfaceTypes: Limit<readonly InterfaceType[]>;
  /** Names of adapters. */
  readonly interfaces: Limit<string>;
  /** Path. */
  readonly program: Limit<string>;
  readonly service: Limit<string>;
  /** The export ends, or the row breaks off, inside of it. */
  readonly cut: boolean;
}

/** Whether a limit is told and is one. */
export function isLimited<T extends object | string>(
  limit: Limit<T>,
): limit is Exclude<T, 'any' | 'unknown'> & Limit<T> {
  return limit !== 'any' && limit !== 'unknown';
}
