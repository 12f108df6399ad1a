/**
 * What the call panel shows of the media path of a call: the hosts that voice passes, the legs between them with their
 * flows, and what is to be said of them. Plain data that goes through JSON; types only.
 */
import type { Range } from 'vscode-languageserver-types';
import type { Evidence } from './evidence';
import type { Severity } from './severities';

export interface PathView {
  /** On what the two ends of the path rest. */
  readonly evidence: Evidence;
  /** Whole sentence: which way the voice went. */
  readonly summary: string;
  /** Figures of *Microsoft Teams call flows* that show it. */
  readonly figures: readonly FigureView[];
  readonly hosts: readonly PathHost[];
  readonly legs: readonly PathLeg[];
  /** Its place in the order that Lync tried candidates in: one sentence; null where it has none. */
  readonly lync: string | null;
  /** Better ranked ways, and why they lost: one sentence each. */
  readonly better: readonly string[];
  /** What rules say of the path, worst first. */
  readonly findings: readonly PathFindingView[];
  /** Settings that would tell more: `network.vpnSubnets`. */
  readonly missingSettings: readonly string[];
  /** Month of Microsoft's lists: `2026-07`. */
  readonly asOf: string;
}

export interface FigureView {
  readonly figure: string;
  readonly title: string;
}

export type PathHostId = 'client' | 'vpn' | 'relay' | 'sbc' | 'peer' | 'pstn';

/** Where a host stands: in the customer's network, in Office 365, or on the Internet. */
export type PathSegment = 'customer' | 'office365' | 'internet';

export interface PathHost {
  readonly id: PathHostId;
  /** Null where nothing tells it. */
  readonly segment: PathSegment | null;
  /** `Transport Relay`. */
  readonly title: string;
  /** Address or what is known of it; empty for a host that the trace does not show. */
  readonly address: string;
}

/** `possible`: a way that was not taken; `forbidden`: one that media must not take. */
export type LegState = Evidence | 'possible' | 'forbidden';

export interface PathLeg {
  readonly from: PathHostId;
  readonly to: PathHostId;
  /** `4'`; null where no flow of the document fits. */
  readonly flow: string | null;
  readonly state: LegState;
  /** Media goes this way. */
  readonly taken: boolean;
  /** Whole sentences; empty for a leg that another one goes on by, or of which there is nothing to say. */
  readonly text: string;
  /** Where it shows in the trace. */
  readonly range: Range | null;
}

export interface PathFindingView {
  readonly rule: string;
  readonly severity: Severity;
  readonly evidence: Evidence;
  /** One or two sentences. */
  readonly text: string;
  readonly range: Range | null;
}
