/** What a user tells of the network: the object `network` of the settings, the same in the editor and in a file. */

/** How a VPN splits its tunnel; `none`: not told. */
export type SplitTunnelMode = 'exclude' | 'include' | 'all' | 'none';

/** Lists hold literal addresses and CIDR ranges. All of it may be left out: what is not told is unknown. */
export interface NetworkSettings {
  /** Date of Microsoft's lists that stand here (`2026-07`); it is shown with what is said of them. */
  readonly asOf?: string;
  /** Microsoft's media ranges (endpoint list, id 11); in place of the ranges that ship. */
  readonly microsoftMedia?: readonly string[];
  /** Ranges of older lists. */
  readonly microsoftMediaLegacy?: readonly string[];
  /** Ranges of the SIP proxies of Direct Routing. */
  readonly microsoftSignaling?: readonly string[];
  /** Ranges of Microsoft's other clouds: `dod`, `gcch`. */
  readonly clouds?: Readonly<Record<string, readonly string[]>>;
  /** Inside offices and data centres. */
  readonly customerSubnets?: readonly string[];
  /** What the Internet sees of them: the addresses that NAT gives. */
  readonly customerPublic?: readonly string[];
  /** Addresses that the VPN gives its users; they win over {@link customerSubnets}. */
  readonly vpnSubnets?: readonly string[];
  readonly sbc?: {
    readonly public?: readonly string[];
    readonly internal?: readonly string[];
    /** Names on its certificate, wildcards as they stand there. */
    readonly certificate?: readonly string[];
    /** Internal address → public address. */
    readonly natMap?: Readonly<Record<string, string>>;
  };
  /** Media relays of an own Skype for Business Edge. */
  readonly onPremEdge?: readonly string[];
  /** Media relays of federated tenants. */
  readonly federatedEdges?: readonly string[];
  /** Microsoft prefixes that are routed over Express Route. */
  readonly expressRoute?: readonly string[];
  readonly splitTunnel?: {
    readonly mode?: SplitTunnelMode;
    /** What stands in the tunnel's list: CIDR ranges; names are said not to work for media. */
    readonly prefixes?: readonly string[];
  };
  /** Anycast addresses of Microsoft's relays, beside those that ship. */
  readonly anycast?: readonly string[];
  /** Source ports of clients by modality, first to last. */
  readonly clientPorts?: Partial<Readonly<Record<Modality, PortRange>>>;
  /** File with Microsoft's endpoint list (JSON), beside the settings' file. */
  readonly endpointsFile?: string;
  /** What that file holds, put here by a host that has read it; no user writes it. */
  readonly endpointsText?: string;
}

export type Modality = 'audio' | 'video' | 'sharing';

/** First and last port. */
export type PortRange = readonly [number, number];
