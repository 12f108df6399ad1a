/** The network as the user told of it, ready to be asked; see `shared/network.ts` for how it is told. */
import type { Modality, NetworkSettings, PortRange, SplitTunnelMode } from '../../../shared/network';
import { readEndpoints, type Endpoints } from './endpoints';
import {
  cloudRanges,
  legacyMediaRanges,
  mediaPorts,
  mediaRanges,
  rangesAsOf,
  signalingRanges,
} from './microsoft-ranges';
import { parseAddressNumber, readPrefix, type Prefix } from './prefix';
import { isRecord } from '../../../shared/json';

/** Where Microsoft's ranges were taken from: shipped data, the settings, or Microsoft's endpoint list in a file. */
export type RangesFrom = 'shipped' | 'settings' | 'endpoints';

export interface Network {
  /** Month or date of Microsoft's lists: `2026-07`. */
  readonly asOf: string;
  readonly rangesFrom: RangesFrom;
  readonly microsoftMedia: readonly Prefix[];
  readonly microsoftMediaLegacy: readonly Prefix[];
  readonly microsoftSignaling: readonly Prefix[];
  /** Cloud → its ranges. */
  readonly clouds: Readonly<Record<string, readonly Prefix[]>>;
  /** UDP ports of Microsoft's media. */
  readonly mediaPorts: readonly number[];
  readonly customerSubnets: readonly Prefix[];
  readonly customerPublic: readonly Prefix[];
  readonly vpnSubnets: readonly Prefix[];
  /** All addresses of the SBC. */
  readonly sbc: readonly Prefix[];
  readonly sbcPublic: readonly Prefix[];
  readonly sbcInternal: readonly Prefix[];
  /** Names on the certificate of the SBC; wildcards stand as they do there. */
  readonly sbcCertificate: readonly string[];
  /** Internal address → public address. */
  readonly natMap: ReadonlyMap<string, string>;
  readonly onPremEdge: readonly Prefix[];
  readonly federatedEdges: readonly Prefix[];
  readonly expressRoute: readonly Prefix[];
  readonly splitTunnel: SplitTunnel;
  readonly anycast: readonly Prefix[];
  readonly clientPorts: Readonly<Record<Modality, PortRange>>;
  /** What the user told of the network, by name (`vpnSubnets`, `sbc.public`); an empty list is told. */
  readonly told: ReadonlySet<string>;
  /** What does not fit; the rest is used. */
  readonly faults: readonly SettingFault[];
}

export interface SplitTunnel {
  readonly mode: SplitTunnelMode;
  readonly prefixes: readonly Prefix[];
  /** Entries that are names. */
  readonly names: readonly string[];
}

/** A value of the settings that does not fit. */
export interface SettingFault {
  /** `network.vpnSubnets[1]`. */
  readonly path: string;
  /** Whole sentence. */
  readonly message: string;
}

/** Ports that a client sends media from unless its administrator chose others (Teams QoS). */
const usualClientPorts: Readonly<Record<Modality, PortRange>> = {
  audio: [50000, 50019],
  video: [50020, 50039],
  sharing: [50040, 50059],
};

/** Whether the user told anything of the network. */
export function isTold({ told }: Network): boolean {
  return told.size > 0;
}

/**
 * Makes a network of settings of unknown shape: what does not fit is a fault, and the rest holds.
 *
 * Microsoft's list in a file wins over ranges of media in the settings; one that is none leaves them as they are.
 */
export function compileNetwork(settings: NetworkSettings | null | undefined): Network {
  return new Compiler(settings ?? {}).network();
}

class Compiler {
  private readonly faults: SettingFault[] = [];
  private readonly told = new Set<string>();

  private readonly endpoints: Endpoints | null;

  constructor(private readonly settings: NetworkSettings) {
    this.endpoints = this.listed();
  }

  private listed(): Endpoints | null {
    const text: unknown = this.settings.endpointsText;
    if (typeof text !== 'string') return null;
    const reading = readEndpoints(text);
    if (reading.kind === 'refused') {
      this.fault('endpointsFile', `The list is not used: ${reading.reason}.`);
      return null;
    }
    for (const { place, message } of reading.endpoints.faults)
      this.fault('endpointsFile', `${place}: ${message}`);
    return reading.endpoints;
  }

  network(): Network {
    const { settings, endpoints } = this;
    const sbc = this.object(settings.sbc, 'sbc');
    const sbcPublic = this.list(sbc['public'], 'sbc.public');
    const sbcInternal = this.list(sbc['internal'], 'sbc.internal');
    const listed = this.list(settings.microsoftMedia, 'microsoftMedia', mediaRanges);
    return {
      asOf: this.asOf(),
      rangesFrom: endpoints !== null ? 'endpoints' : this.told.has('microsoftMedia') ? 'settings' : 'shipped',
      microsoftMedia: endpoints?.media ?? listed,
      microsoftMediaLegacy: this.list(
        settings.microsoftMediaLegacy,
        'microsoftMediaLegacy',
        legacyMediaRanges,
      ),
      microsoftSignaling: this.list(settings.microsoftSignaling, 'microsoftSignaling', signalingRanges),
      clouds: this.clouds(),
      mediaPorts: endpoints === null || endpoints.ports.length === 0 ? mediaPorts : endpoints.ports,
      customerSubnets: this.list(settings.customerSubnets, 'customerSubnets'),
      customerPublic: this.list(settings.customerPublic, 'customerPublic'),
      vpnSubnets: this.list(settings.vpnSubnets, 'vpnSubnets'),
      sbc: [...sbcPublic, ...sbcInternal],
      sbcPublic,
      sbcInternal,
      sbcCertificate: this.entries(sbc['certificate'] ?? [], 'sbc.certificate', 'names').map(
        ({ text }) => text,
      ),
      natMap: this.natMap(sbc['natMap']),
      onPremEdge: this.list(settings.onPremEdge, 'onPremEdge'),
      federatedEdges: this.list(settings.federatedEdges, 'federatedEdges'),
      expressRoute: this.list(settings.expressRoute, 'expressRoute'),
      splitTunnel: this.splitTunnel(),
      anycast: this.list(settings.anycast, 'anycast'),
      clientPorts: this.clientPorts(),
      told: this.told,
      faults: this.faults,
    };
  }

  /** Microsoft's file tells no date. */
  private asOf(): string {
    const { asOf } = this.settings;
    if (typeof asOf === 'string' && asOf !== '') return asOf;
    return this.endpoints === null && this.settings.microsoftMedia === undefined
      ? rangesAsOf
      : 'an unknown date';
  }

  private fault(name: string, message: string): void {
    this.faults.push({ path: `network.${name}`, message });
  }

  private list(value: unknown, name: string, usual: readonly string[] = []): readonly Prefix[] {
    if (value !== undefined) this.told.add(name);
    return this.entries(value ?? usual, name).flatMap(({ text, place }) => {
      const reading = readPrefix(text);
      if (reading.kind === 'prefix') return [reading.prefix];
      this.fault(`${name}[${place}]`, `"${text}" ${reading.fault}.`);
      return [];
    });
  }

  /** The texts of a list, each with its place. */
  private entries(
    value: unknown,
    name: string,
    wanted: 'names' | 'addresses and CIDR ranges' = 'addresses and CIDR ranges',
  ): readonly { readonly text: string; readonly place: number }[] {
    if (!Array.isArray(value)) {
      this.fault(name, `It must be a list of ${wanted}.`);
      return [];
    }
    return value.flatMap((entry: unknown, place) => {
      if (typeof entry === 'string') return [{ text: entry, place }];
      this.fault(`${name}[${place}]`, `${JSON.stringify(entry)} is no text: a list of ${wanted} is wanted.`);
      return [];
    });
  }

  private object(value: unknown, name: string): Readonly<Record<string, unknown>> {
    if (value === undefined) return {};
    if (isRecord(value)) return value;
    this.fault(name, 'It must be an object.');
    return {};
  }

  private clouds(): Readonly<Record<string, readonly Prefix[]>> {
    const clouds = this.object(this.settings.clouds ?? cloudRanges, 'clouds');
    const lists = Object.fromEntries(
      Object.entries(clouds).map(([cloud, list]) => [cloud, this.list(list, `clouds.${cloud}`)]),
    );
    // What is shipped was told by nobody.
    if (this.settings.clouds === undefined)
      for (const cloud of Object.keys(lists)) this.told.delete(`clouds.${cloud}`);
    return lists;
  }

  private natMap(value: unknown): ReadonlyMap<string, string> {
    if (value !== undefined) this.told.add('sbc.natMap');
    const map = new Map<string, string>();
    for (const [inside, outside] of Object.entries(this.object(value, 'sbc.natMap'))) {
      if (
        parseAddressNumber(inside) === null ||
        typeof outside !== 'string' ||
        parseAddressNumber(outside) === null
      )
        this.fault(`sbc.natMap.${inside}`, 'An internal and a public address are wanted.');
      else map.set(inside, outside);
    }
    return map;
  }

  private splitTunnel(): SplitTunnel {
    if (this.settings.splitTunnel !== undefined) this.told.add('splitTunnel');
    const told = this.object(this.settings.splitTunnel, 'splitTunnel');
    const names: string[] = [];
    const value = told['prefixes'];
    const prefixes =
      value === undefined
        ? []
        : this.entries(value, 'splitTunnel.prefixes').flatMap(({ text, place }) => {
            const reading = readPrefix(text);
            if (reading.kind === 'prefix') return [reading.prefix];
            if (isName(text)) names.push(text);
            else this.fault(`splitTunnel.prefixes[${place}]`, `"${text}" ${reading.fault}.`);
            return [];
          });
    const mode = told['mode'] ?? 'none';
    if (!isMode(mode)) this.fault('splitTunnel.mode', 'It must be one of exclude, include, all, none.');
    return { mode: isMode(mode) ? mode : 'none', prefixes, names };
  }

  private clientPorts(): Readonly<Record<Modality, PortRange>> {
    if (this.settings.clientPorts !== undefined) this.told.add('clientPorts');
    const ports = { ...usualClientPorts };
    for (const [modality, range] of Object.entries(this.object(this.settings.clientPorts, 'clientPorts'))) {
      if (isModality(modality) && isPortRange(range)) ports[modality] = range;
      else
        this.fault(`clientPorts.${modality}`, 'It must be first and last port of audio, video or sharing.');
    }
    return ports;
  }
}

/** Whether a text is a host name, maybe with a wildcard: `*.teams.microsoft.com`. */
function isName(text: string): boolean {
  const [host = ''] = text.replace(/^https?:\/\//i, '').split(/[/:]/, 1);
  return host.includes('.') && /[a-z]/i.test(host) && /^[\w.*-]+$/.test(host);
}

function isMode(value: unknown): value is SplitTunnelMode {
  return value === 'exclude' || value === 'include' || value === 'all' || value === 'none';
}

function isModality(value: string): value is Modality {
  return value in usualClientPorts;
}

function isPortRange(value: unknown): value is PortRange {
  return (
    Array.isArray(value) &&
    value.length === 2 &&
    value.every((port) => Number.isInteger(port) && Number(port) > 0 && Number(port) < 65536) &&
    Number(value[0]) <= Number(value[1])
  );
}

/** The network of a user who told nothing. */
export const unknownNetwork: Network = compileNetwork(null);
